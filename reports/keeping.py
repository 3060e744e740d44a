"""What was made of published rows, kept while exactly the same rows are published.

On the day of a publication thousands ask for the same few pages. One query says whether anything
of a cycle was published, withdrawn or renamed since; everything else is made once.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from evaluations.queries import publikasi as queries

# The bound for what no query tells: another release, other settings.
KEPT = 600
PATIENCE, POLL = 20, 0.2  # seconds


def key_of(name: str, state: str) -> str:
    return f"portal-{hashlib.sha256(f'{name}|{state}'.encode()).hexdigest()}"


def kept(name: str, siklus: Any, make: Callable[[], Any]) -> Any:
    """What `make` gives for the published rows of a cycle, by its UUID; None is all cycles."""
    state = queries.state_of_publication(siklus)
    key = key_of(name, state)
    until = time.monotonic() + PATIENCE
    while (found := cache.get(key)) is None:
        # One makes it, the others wait for it; where he died or is slow, they help themselves.
        if cache.add(f"{key}-dibuat", 1, PATIENCE) or time.monotonic() > until:
            # A cache in the database lets us in only after the other has ended: look again.
            found = cache.get(key)
            if found is None:
                found = make()
                # What came in between belongs to another state: made, and not kept.
                if queries.state_of_publication(siklus) == state:
                    cache.set(key, found, KEPT)
            cache.delete(f"{key}-dibuat")
            return found
        time.sleep(POLL)
    return found
