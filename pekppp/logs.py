"""What the log says about a refusal: one line."""

import logging

from django.core.exceptions import PermissionDenied


class OneLineRefusal(logging.Filter):
    """A refused request is no fault of ours: its reason stays, its traceback goes."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PermissionDenied):
            record.exc_info = None
            if str(error):
                record.msg, record.args = f"{record.getMessage()} ({error})", ()
        return True
