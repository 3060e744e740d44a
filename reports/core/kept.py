"""What was made of published rows, kept while exactly the same rows are published.

On the day of a publication thousands ask for the same few pages. One query says whether anything
of a cycle was published, withdrawn or renamed since; everything else is made once. A worker makes
it before anyone asks, see `portal.services`; what is dear nobody else makes.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache as once
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from evaluations.publication.queries import publication as publication_queries

# No bound of its being true, which the key is, but of keeping what nobody can ask for any more.
KEPT = 24 * 3600
POLL = 0.2  # seconds
# A server has few hands: all that stand in line would keep every other page from being answered.
WAIT = 1.5
# Of more results than these what is dear takes seconds: no visitor makes it, however few come.
DEAR_FROM = 200
# Answers to a question of one's own that are computed at the same time, on all servers together.
FEW = 4
_FEW_KEY = 0x504B5045

_TOLD = ("BASE_URL", "DEMO", "PORTAL_CONTACT", "PORTAL_LICENCE", "PORTAL_LICENCE_URL")


class Busy(Exception):
    """Somebody makes it just now, or shall, and that takes longer than a reader should wait."""


_at_work: ContextVar[bool] = ContextVar("_at_work", default=False)


@contextmanager
def at_work() -> Iterator[None]:
    """Within, who asks is the worker that makes what is dear."""
    token = _at_work.set(True)
    try:
        yield
    finally:
        _at_work.reset(token)


@once
def release() -> str:
    """Changes with the code, templates, published figures and settings that pages are made with."""
    digest = hashlib.sha256(repr([getattr(settings, name) for name in _TOLD]).encode())
    for folder in ("pekppp", "instruments", "evaluations", "reports", "templates", "fixtures"):
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".svg", ".csv"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def key_of(name: str, state: str) -> str:
    return f"portal-{hashlib.sha256(f'{release()}|{name}|{state}'.encode()).hexdigest()}"


def kept(name: str, siklus: UUID | None, make: Callable[[], Any], *, dear: bool = True) -> Any:
    """What `make` gives for the published rows of a cycle, by its UUID; None is all cycles.

    Raises Busy after WAIT seconds of somebody else's making it, and for a visitor at once where it
    is dear.
    """
    until = time.monotonic() + WAIT
    state = publication_queries.state_of_publication(siklus)
    key = key_of(name, state)
    while (found := cache.get(key)) is None:
        if dear and not _at_work.get() and publication_queries.number_published(siklus) > DEAR_FROM:
            raise Busy
        # One makes it, the others wait for it; where he died, one of them is the next.
        with transaction.atomic():
            if _takes(key):
                # He may have ended between our two looks.
                if (found := cache.get(key)) is not None:
                    return found
                if publication_queries.state_of_publication(siklus) == state:
                    return _made(key, state, siklus, make)
                # All who waited would make what is not kept.
                return kept(name, siklus, make, dear=dear)
        if time.monotonic() > until:
            raise Busy
        time.sleep(POLL)
    return found


def one_of_few() -> None:
    """A place among those who compute, to the end of the request.

    Busy at once where all are taken: who waits for one holds a hand of the server meanwhile.
    """
    if not any(_lock("%s, %s", [_FEW_KEY, place]) for place in range(FEW)):
        raise Busy


def _takes(key: str) -> bool:
    """Whether we are the one who makes it, until the end of the transaction."""
    return _lock("%s", [int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)])


def _lock(what: str, values: list[int]) -> bool:
    """The database lets go by itself of who dies, and of nobody who only takes long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({what})", values)
        return cursor.fetchone()[0]


def _made(key: str, state: str, siklus: UUID | None, make: Callable[[], Any]) -> Any:
    found = make()
    # What came in between belongs to another state: made, and not kept.
    if publication_queries.state_of_publication(siklus) == state:
        cache.set(key, found, KEPT)
    return found
