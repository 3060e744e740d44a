"""What the log says about a refusal, and about what passes by itself: one line."""

import logging

from django.core.exceptions import PermissionDenied

from pekppp.base.errors import reason_of


class OneLineRefusal(logging.Filter):
    """A refused request is no fault of ours: its reason stays, its traceback goes."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PermissionDenied) or reason_of(error):
            record.exc_info = None
            if str(error):
                record.msg, record.args = f"{record.getMessage()} ({error})", ()
        return True
