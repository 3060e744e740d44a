"""Bursts: many answers in a short time, beyond what this unit is used to, that look odd. Pure.

A survey is judged day by day, and each day by itself and the days before it alone. So it does not
matter in which order answers are counted: whoever judges from the first day on that got a new one
comes to what judging everything would say.

Answers are looked at in groups, those of one network, those of one link and all of the survey,
over an hour and over a day. All of the survey, because a unit makes as many links as it likes, and
those of a kiosk carry no network. A group is a burst where it has more answers than `Limits` allow,
which follows the unit's own rhythm, and where something about it is odd besides. Many answers alone
are none: behind one address of a mobile carrier there are thousands of phones, and a hall of people
is no crime. Nor is what is odd without being many. What is in a burst is set aside before wider
groups are looked at, so the people who answered beside it are not taken along.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median_low

REMEMBERED = timedelta(days=30)  # how far back the rhythm looks
HOUR = timedelta(hours=1)
RHYTHM_FROM_DAYS = 3  # with answers; before, a unit has no rhythm
COMPARED_FROM_PEOPLE = 10
NO_PAUSE = timedelta(seconds=2)

BURST, UNLIKE, NO_GAPS, ALL_ODD = "beruntun", "sebaran", "tanpa_jeda", "serupa"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many answers on a burst waits (`hold`) and is marked (`mark`): more than these, and
    more than so many `times` (half as many for the mark) what the unit is used to."""

    hold: int
    mark: int
    times: int
    far: Fraction  # levels between two means that are far apart


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer, as far as it matters here."""

    pk: int
    pada: datetime  # in the zone whose days are meant
    link: Hashable
    network: Hashable | None
    total: int  # the sum of its levels
    items: int  # how many there are
    odd: bool  # marked for what it is by itself
    excluded: bool = False
    reviewed: bool = False  # decided already, so it waits no more


@dataclass(slots=True)
class Day:
    """What one day adds to the rhythm: its busiest groups, and its answers."""

    day: date
    cells: Counter[tuple[Hashable, Hashable | None, int]] = field(default_factory=Counter)
    total: int = 0
    items: int = 0

    def add(
        self,
        link: Hashable,
        network: Hashable | None,
        hour: int,
        *,
        total: int,
        items: int,
        people: int = 1,
    ) -> None:
        self.cells[link, network, hour] += people
        self.total += total
        self.items += items

    @property
    def people(self) -> int:
        return self.cells.total()

    def busiest(self, kind: int, span: timedelta) -> int:
        found: Counter[tuple[Hashable, int]] = Counter()
        for (link, network, hour), people in self.cells.items():
            key = (link, network, "")[kind]
            if key is not None:
                found[key, hour if span == HOUR else 0] += people
        return max(found.values(), default=0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one answer: the signals of its bursts, and whether it waits."""

    codes: frozenset[str]
    held: bool


LINK, NETWORK, WHOLE = 0, 1, 2
# The narrowest first. A day is so long that it takes all answers of the day.
GROUPS = [(kind, span) for span in (HOUR, timedelta(days=2)) for kind in (NETWORK, LINK, WHOLE)]
NOTHING = Verdict(frozenset(), held=False)


def judge(rows: Iterable[Seen], before: Iterable[Day], limits: Limits) -> dict[int, Verdict]:
    """Of all answers from some day on, and the days before it. Answers without a burst are left
    out."""
    days = list(before)
    of_day: dict[date, list[Seen]] = defaultdict(list)
    for row in rows:
        of_day[row.pada.date()].append(row)
    found: dict[int, Verdict] = {}
    for day, answers in sorted(of_day.items()):
        answers.sort(key=lambda row: (row.pada, row.pk))
        known = [one for one in days if day - REMEMBERED <= one.day < day]
        today = _judge_day(answers, known, limits)
        found |= today
        days.append(_as_day(day, answers, today))
    return found


def _judge_day(rows: Sequence[Seen], days: Sequence[Day], limits: Limits) -> dict[int, Verdict]:
    codes: dict[int, set[str]] = defaultdict(set)
    held: set[int] = set()

    def hold(usual: int) -> int:
        return max(limits.hold, limits.times * usual)

    def mark(usual: int) -> int:
        return max(limits.mark, limits.times * usual // 2)

    for most, waits in ((hold, True), (mark, False)):
        for burst, signs in _bursts(rows, days, most, limits):
            for row in burst:
                codes[row.pk] |= signs
            if waits:
                held |= {row.pk for row in burst if not row.reviewed}
    return {pk: Verdict(frozenset(signs), pk in held) for pk, signs in codes.items()}


def _bursts(
    rows: Sequence[Seen], days: Sequence[Day], most: Callable[[int], int], limits: Limits
) -> Iterator[tuple[list[Seen], set[str]]]:
    aside: set[int] = set()
    for kind, span in GROUPS:
        known = [one.busiest(kind, span) for one in days if one.people]
        limit = most(median_low(known) if len(known) >= RHYTHM_FROM_DAYS else 0)
        groups: dict[Hashable, list[Seen]] = defaultdict(list)
        for row in rows:
            key = (row.link, row.network, "")[kind]
            if key is not None and row.pk not in aside:
                groups[key].append(row)
        for group in groups.values():
            if len(group) <= limit:
                continue
            burst = _crowded(group, span, limit)
            signs = _signs(burst, rows, days, limits) if burst else None
            if signs:
                aside |= {row.pk for row in burst}
                yield burst, signs | {BURST}


def _crowded(rows: Sequence[Seen], span: timedelta, limit: int) -> list[Seen]:
    """Those that lie within a span with more than `limit`; rows in order of time."""
    found: set[int] = set()
    first = 0
    for last, row in enumerate(rows):
        while row.pada - rows[first].pada >= span:
            first += 1
        if last - first + 1 > limit:
            found.update(range(first, last + 1) if last - 1 not in found else (last,))
    return [rows[number] for number in sorted(found)]


def _signs(
    burst: Sequence[Seen], rows: Sequence[Seen], days: Sequence[Day], limits: Limits
) -> set[str]:
    """What is odd about these answers, besides that they are many."""
    found = set()
    inside = {row.pk for row in burst}
    others = [row for row in rows if row.pk not in inside and not row.excluded]
    people = len(others) + sum(one.people for one in days)
    total = sum(row.total for row in others) + sum(one.total for one in days)
    items = sum(row.items for row in others) + sum(one.items for one in days)
    if people >= COMPARED_FROM_PEOPLE:
        own = Fraction(sum(row.total for row in burst), sum(row.items for row in burst))
        if abs(own - Fraction(total, items)) >= limits.far:
            found.add(UNLIKE)
    quick = sum(two.pada - one.pada <= NO_PAUSE for one, two in pairwise(burst))
    if 2 * quick >= len(burst):
        found.add(NO_GAPS)
    if 3 * sum(row.odd for row in burst) >= 2 * len(burst):
        found.add(ALL_ODD)
    return found


def _as_day(day: date, rows: Iterable[Seen], verdicts: dict[int, Verdict]) -> Day:
    found = Day(day)
    for row in rows:
        if not row.excluded and not verdicts.get(row.pk, NOTHING).held:
            found.add(row.link, row.network, row.pada.hour, total=row.total, items=row.items)
    return found
