"""What a service says when it refuses: one Indonesian sentence, and where it belongs."""

from typing import Any


class Refused(ValueError):
    """A request that cannot be done now. `field` names the form field to show it beside."""

    def __init__(self, message: str, *, field: str = "", status: int = 422) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status


class Conflict(Refused):
    """A save based on a version that somebody has replaced; carries what is there now."""

    def __init__(self, message: str, *, current: Any) -> None:
        super().__init__(message, status=409)
        self.current = current
