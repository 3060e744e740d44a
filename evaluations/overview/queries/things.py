"""One thing that waits for somebody, whichever part of the house found it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """What, for which unit, until when, and the exact place. `note`: why, in somebody's words."""

    what: str
    where: str
    deadline: datetime | None
    url: str
    button: str
    late: bool = False
    note: str = ""
