"""Every limit that an outsider meets: what is counted, by what, how much, for how long.

One table, which the README shows. Networks are counted as `addresses.network_of` names them. What
leads nowhere (a link, a code, an invitation that does not exist) is counted apart from what is
real, so that junk from an office does not use up what the office's visitors need.

A count must neither be lost between two requests nor make them wait for each other. Redis counts
so. The database cache does not (it reads, and then writes), and a counter row would be a lock in
the transaction of every answer; without Redis, where one machine serves, or while it is away, each
process counts for itself. A restart forgets what was counted in these minutes. That matters for
passwords alone, so failed logins are rows of the database: see `accounts.services.logins`.
"""

from dataclasses import dataclass
from threading import Lock
from time import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from pekppp.base.addresses import client_network

WINDOW = 600  # seconds

_counts: dict[str, int] = {}
_lock = Lock()


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many of something for each key in ten minutes."""

    name: str
    most: str  # the setting that holds the number
    what: str  # is counted, by which key, as the README says it
    then: str  # happens to what is one too many

    def passes(self, key: str) -> bool:
        """Count one more; False when it is one too many. What has no key is not counted."""
        return not key or _add(self._slot(key), 1) <= getattr(settings, self.most)

    def give_back(self, key: str) -> None:
        """What was counted just now was nothing."""
        if key:
            _add(self._slot(key), -1)

    def _slot(self, key: str) -> str:
        return f"limit:{int(time() // WINDOW)}:{self.name}:{key}"


WAIT = "429, words, `Retry-After`"
SURVEY_NETWORK = Limit(
    name="survey-network",
    most="SURVEY_RATE_PER_ADDRESS",
    what="survey answers, by network",
    then=WAIT,
)
SURVEY_LINK = Limit(
    name="survey-link", most="SURVEY_RATE_PER_LINK", what="survey answers, by link", then=WAIT
)
VERIFY = Limit(
    name="verify",
    most="VERIFY_RATE_PER_ADDRESS",
    what="look-ups and comparisons of documents that exist, by network",
    then=WAIT,
)
PORTAL = Limit(
    name="portal",
    most="PORTAL_RATE_PER_ADDRESS",
    what="searches and filters of published results, by network",
    then=WAIT,
)
UNKNOWN = Limit(
    name="unknown",
    most="UNKNOWN_RATE_PER_ADDRESS",
    what="links, codes and invitations that do not exist, by network",
    then="429 in place of 404; what exists is served all the same",
)
LOGIN = Limit(
    name="login",
    most="LOGIN_RATE_PER_ADDRESS",
    what="tries to log in, by network",
    then=WAIT,
)
RESET = Limit(
    name="reset",
    most="RESET_RATE_PER_ADDRESS",
    what="requests for a new password, and new passwords, by network",
    then=WAIT,
)
LIMITS = [SURVEY_NETWORK, SURVEY_LINK, VERIFY, PORTAL, UNKNOWN, LOGIN, RESET]


def status_of_unknown(request: HttpRequest) -> int:
    """404 for what does not exist; 429 when this network has asked for too much of that."""
    return 404 if UNKNOWN.passes(client_network(request)) else 429


def _add(key: str, number: int) -> int:
    if not settings.EMBEDDED_BROKER:
        try:
            cache.add(key, 0, WINDOW)
            return cache.incr(key, number)
        except ValueError:  # it expired between the two
            return 1
        except redis.RedisError:
            pass
    with _lock:
        if len(_counts) > 50_000 or (_counts and key not in _counts and _stale(key)):
            _counts.clear()
        _counts[key] = _counts.get(key, 0) + number
        return _counts[key]


def _stale(key: str) -> bool:
    """Whether what is kept belongs to a window that is over."""
    return next(iter(_counts)).split(":")[1] != key.split(":")[1]
