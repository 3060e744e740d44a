"""How long whoever left a unit is not impartial towards it. Pure."""

from calendar import monthrange
from datetime import datetime

MOST_MONTHS = 60


def since(now: datetime, months: int) -> datetime:
    """The same day and hour so many months ago, or the last day of that month."""
    whole = now.year * 12 + now.month - 1 - months
    year, month = divmod(whole, 12)
    last = monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))
