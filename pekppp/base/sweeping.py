"""A sweep whose parts stand alone: what fails in one must not keep the others from their work."""

import logging
from collections.abc import Callable, Iterable

from celery.exceptions import SoftTimeLimitExceeded

logger = logging.getLogger(__name__)


def run_each(parts: Iterable[Callable[[], object]]) -> None:
    """Call every part; log each error, and raise the first one when all had their turn.

    A task that is out of time ends at once: whoever goes on then is killed.
    """
    first: Exception | None = None
    for part in parts:
        try:
            part()
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            logger.exception("%s.%s failed in the sweep", part.__module__, part.__qualname__)
            first = first or error
    if first is not None:
        raise first
