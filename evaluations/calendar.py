"""When an activity is open for an evaluation: phases of the cycle, extensions, returns.

Pure spans; `queries.siklus.Calendar` reads the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Span:
    mulai: datetime
    akhir: datetime

    def holds(self, moment: datetime) -> bool:
        """Inclusive start, exclusive end: 23.59 as an end closes when 23.59 begins."""
        return self.mulai <= moment < self.akhir


@dataclass(frozen=True, slots=True)
class Window:
    """All spans of one activity for one evaluation."""

    spans: tuple[Span, ...]

    def is_open(self, now: datetime) -> bool:
        return any(span.holds(now) for span in self.spans)

    def is_over(self, now: datetime) -> bool:
        """Whether it was ever open and will not open again."""
        return bool(self.spans) and all(span.akhir <= now for span in self.spans)

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
