"""How many answers one link and one address may send in ten minutes: far more than an office does.

A count must neither be lost between two requests nor make them wait for each other. Redis counts
so. The database cache does not (it reads, and then writes), and a counter row of our own would be
a lock per unit in the transaction of every answer; without Redis, where one machine serves, each
process counts for itself.
"""

from threading import Lock
from time import time

from django.conf import settings
from django.core.cache import cache

WINDOW = 600
_counts: dict[str, int] = {}
_lock = Lock()


def passes(*, token: str, address: str) -> bool:
    """Count an answer that arrives now; False when it is one too many."""
    slot = int(time() // WINDOW)
    told = [
        _next(f"survei:{slot}:t:{token}") <= settings.SURVEY_RATE_PER_LINK,
        not address or _next(f"survei:{slot}:a:{address}") <= settings.SURVEY_RATE_PER_ADDRESS,
    ]
    return all(told)


def times(kind: str, address: str) -> int:
    """How often this address has come for something else than a survey in these ten minutes."""
    return _next(f"{kind}:{int(time() // WINDOW)}:a:{address}")


def _next(key: str) -> int:
    if not settings.EMBEDDED_BROKER:
        cache.add(key, 0, WINDOW)
        try:
            return cache.incr(key)
        except ValueError:  # it expired between the two
            return 1
    with _lock:
        if len(_counts) > 50_000 or (_counts and key not in _counts and _stale(key)):
            _counts.clear()
        _counts[key] = _counts.get(key, 0) + 1
        return _counts[key]


def _stale(key: str) -> bool:
    """Whether what is kept belongs to a window that is over."""
    return next(iter(_counts)).split(":")[1] != key.split(":")[1]
