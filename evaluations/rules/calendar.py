"""When an activity is open for an evaluation: phases of the cycle, extensions, returns.

Pure spans; `core.queries.calendar.Calendar` reads the rows. An end names a minute, as letters do,
and that
minute is still inside: "sampai pukul 23.59" ends when 24.00 begins, so that phases which follow
each other leave no gap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


def last_instant(end: datetime) -> datetime:
    """The last microsecond of the minute that an end names: what is stored, so that the database
    compares as `Span` does."""
    return end.replace(second=59, microsecond=999_999)


@dataclass(frozen=True, slots=True)
class Span:
    mulai: datetime
    akhir: datetime

    @property
    def closes(self) -> datetime:
        """The first moment outside: the minute that the end names is over."""
        return last_instant(self.akhir) + timedelta(microseconds=1)

    def holds(self, moment: datetime) -> bool:
        return self.mulai <= moment < self.closes


@dataclass(frozen=True, slots=True)
class Window:
    """All spans of one activity for one evaluation."""

    spans: tuple[Span, ...]

    def is_open(self, now: datetime) -> bool:
        return any(span.holds(now) for span in self.spans)

    def is_over(self, now: datetime) -> bool:
        """Whether it was ever open and will not open again."""
        return bool(self.spans) and all(span.closes <= now for span in self.spans)

    def deadline(self, now: datetime) -> datetime | None:
        """The end of what is open now, else the last end."""
        current = [span.akhir for span in self.spans if span.holds(now)]
        if current:
            return max(current)
        return max((span.akhir for span in self.spans), default=None)

    def opens(self, now: datetime) -> datetime | None:
        """The next start, when it is not open yet."""
        return min((span.mulai for span in self.spans if span.mulai > now), default=None)


def extended(
    spans: Iterable[Span], extensions: Iterable[tuple[datetime | None, datetime]]
) -> Window:
    """Spans with extensions laid over them; an extension without a start follows the phases."""
    base = tuple(spans)
    first = min((span.mulai for span in base), default=None)
    extra = []
    for start, end in extensions:
        begin = start if start is not None else first
        if begin is not None and begin < end:
            extra.append(Span(begin, end))
    return Window((*base, *extra))


def loses(before: Window, after: Window, now: datetime) -> str:
    """What a window loses by new dates: "tertutup" where it is open now and would not be, "maju"
    where what is open or still to come would end sooner, else ""."""
    if before.is_open(now) and not after.is_open(now):
        return "tertutup"
    old, new = before.deadline(now), after.deadline(now)
    if old is None or old < now:
        return ""
    return "maju" if new is None or new < old else ""
