"""Characters that no installed font has, told while a document is laid out."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Boxes(logging.Handler):
    """Takes down the characters that WeasyPrint says it has no glyph for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()
        self.ours = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        # A letterhead may be previewed in another thread of the same process.
        if record.thread == self.ours and str(record.msg).startswith(".notdef glyph"):
            self.characters.add(str(record.args[0]))  # type: ignore[index]  # two values in a tuple


@contextmanager
def boxes() -> Iterator[set[str]]:
    """The characters that no installed font has, and that a reader sees as boxes, among all that
    this thread lays out meanwhile."""
    handler, logger = _Boxes(), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield handler.characters
    finally:
        logger.removeHandler(handler)
