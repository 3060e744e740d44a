"""As long as a worker's process runs, what it works on stays its own, and everybody sees it.

A thread beside the task renews the lease of the row that the task took, and writes the process's
sign of life. It ends with the task. A process that was killed or stopped renews nothing; of one
that runs and comes to no end, the pool's hard time limit makes an end.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0  # a third of the lease
ENDING_SECONDS = 5.0

Renew = Callable[[], object]


class _Beside(threading.Thread):
    def __init__(self, sign: Renew) -> None:
        super().__init__(daemon=True, name="renewing")
        self.sign = sign
        self.row: Renew | None = None  # a task works on one row at a time
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(EVERY_SECONDS):
            for renew in (self.sign, self.row):
                if renew is not None:
                    self._try(renew)
        connection.close()  # this thread's own

    def _try(self, renew: Renew) -> None:
        try:
            renew()
        except DatabaseError:  # asked again in a few seconds, over another connection
            logger.warning("A lease could not be renewed", exc_info=True)
            connection.close()
        except Exception:  # the cache: the work goes on without a sign of life
            logger.warning("No sign of life could be written", exc_info=True)


_beside: ContextVar[_Beside | None] = ContextVar("_beside", default=None)


@contextmanager
def renewed(sign: Renew) -> Iterator[None]:
    """Within, what is taken from a queue is renewed, and `sign` is called as often."""
    thread = _Beside(sign)
    token = _beside.set(thread)
    thread.start()
    try:
        yield
    finally:
        _beside.reset(token)
        thread.over.set()
        thread.join(ENDING_SECONDS)


def keep(renew: Renew) -> None:
    """Renew by this from now on, where the present work is being renewed at all."""
    thread = _beside.get()
    if thread is not None:
        thread.row = renew
