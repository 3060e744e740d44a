"""What the responses of a survey add up to: a plain sum, so that parts can be added. Pure.

How many chose each level of each item says everything: sums, counts and means follow exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from math import gcd
from typing import Any

from evaluations.scoring import SurveyTotals
from instruments.spec import Instrumen, Skala

CHANNELS = ("tautan", "kios", "kode", "kertas")


@dataclass(slots=True)
class Tally:
    """Of `items` items on a scale. Numbers may be negative: a part that is taken away."""

    items: int
    skala: Skala
    jumlah: int = 0
    kanal: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHANNELS, 0))
    dikecualikan: int = 0
    ditinjau: int = 0
    ditahan: int = 0
    sebaran: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = self.items * len(self.skala.levels)
        # A row that was made before anything was counted is empty.
        self.sebaran = list(self.sebaran) or [0] * size

    @classmethod
    def of(cls, spec: Instrumen) -> Tally:
        return cls(len(spec.butir), spec.skala)

    def add(
        self,
        butir: Sequence[int | None],
        kanal: str,
        *,
        dikecualikan: bool = False,
        ditahan: bool = False,
        ditinjau: bool = False,
        times: int = 1,
    ) -> None:
        """One response, `times` -1 to take it away. Without any answered item it is none."""
        if all(value is None for value in butir):
            return
        if dikecualikan:
            self.dikecualikan += times
            return
        if ditahan:
            self.ditahan += times
            return
        self.jumlah += times
        self.kanal[kanal] += times
        self.ditinjau += times if ditinjau else 0
        width = len(self.skala.levels)
        for number, value in enumerate(butir[: self.items]):
            if value is not None and value in self.skala:
                self.sebaran[number * width + value - self.skala.minimum] += times

    @property
    def empty(self) -> bool:
        return not (
            any((self.jumlah, self.dikecualikan, self.ditinjau, self.ditahan))
            or any(self.kanal.values())
            or any(self.sebaran)
        )

    def levels_of(self, number: int) -> list[int]:
        """How many chose each level of the item at this position, from the lowest level."""
        width = len(self.skala.levels)
        return self.sebaran[number * width : (number + 1) * width]

    @property
    def totals(self) -> SurveyTotals:
        """What the arithmetic takes."""
        sums, counts = [], []
        for number in range(self.items):
            chosen = self.levels_of(number)
            sums.append(sum(n * level for n, level in zip(chosen, self.skala.levels, strict=True)))
            counts.append(sum(chosen))
        return SurveyTotals(self.jumlah, tuple(sums), tuple(counts))


def masked(counts: Sequence[int], smallest: int) -> frozenset[int]:
    """Which of these groups must not be shown: their sum is known, so hiding one hides nothing.

    Every group of one to `smallest` - 1 people, and then the next larger ones until what is
    hidden is at least two groups of together `smallest` people, and more than one person each on
    average: five groups of five people are one each. A zero is nobody, and may be said.
    """
    hidden = {number for number, count in enumerate(counts) if 0 < count < smallest}
    if not hidden:
        return frozenset()
    rest = sorted(
        (count, number) for number, count in enumerate(counts) if count > 0 and number not in hidden
    )
    for _, number in rest:
        people = sum(counts[i] for i in hidden)
        if len(hidden) > 1 and people >= smallest and people > len(hidden):
            break
        hidden.add(number)
    return frozenset(hidden)


def groups(counts: Sequence[int], smallest: int) -> list[int | None] | None:
    """How many are in each group of one kind (say, of each age), where the sum of all is known.

    None in the place of a number that is hidden, None for all of it where nothing but zeros would
    be left. Hidden are groups of one to `smallest` - 1 people, and beside them larger ones, from
    the last on, until at least one larger is among them and every small number could as well be
    another. `masked` is not enough here: it hides the next larger one, so what is shown bounds what
    is not. Which larger ones go is not a matter of their size here, so it tells nothing.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < smallest}
    if not hidden:
        return list(counts)
    few = frozenset(hidden)
    for place in reversed(range(len(counts))):
        if counts[place] < smallest:
            continue
        if len(hidden) > len(few) and _open(counts, few, hidden, smallest):
            return [None if number in hidden else count for number, count in enumerate(counts)]
        hidden.add(place)
    return None


def _open(counts: Sequence[int], few: Set[int], hidden: Set[int], smallest: int) -> bool:
    """Whether each of the few could have one more or one less, and another hidden group one less
    or one more, so that the same groups were small and the same had nobody."""
    return all(
        any(
            0 < counts[one] + step < smallest
            and counts[other] - step > 0
            and _fits(counts, {other: -step}, smallest)
            for other in hidden - {one}
            for step in (1, -1)
        )
        for one in few
    )


def masked_items(
    counts: Sequence[int], aspects: Sequence[str], smallest: int
) -> tuple[frozenset[int], frozenset[str]]:
    """Items and aspects of a survey whose mean must not be shown.

    The mean of an aspect and the means of its other items would give away the one that is hidden,
    and so would the mean of the survey beside the means of the other aspects.
    """
    items: set[int] = set()
    kinds = list(dict.fromkeys(aspects))
    totals = []
    for kind in kinds:
        own = [number for number, aspek in enumerate(aspects) if aspek == kind]
        few = masked([counts[number] for number in own], smallest)
        items |= {own[number] for number in few}
        totals.append(sum(counts[number] for number in own))
        if few and sum(counts[own[number]] for number in few) < smallest:
            # Nothing else in the aspect to hide them behind: the aspect itself must go.
            totals[-1] = min(totals[-1], smallest - 1)
        if len(few) == 1:
            totals[-1] = min(totals[-1], smallest - 1)
    hidden = {kinds[number] for number in masked(totals, smallest)}
    # An aspect that is hidden hides its items, or they would add up to it.
    items |= {number for number, aspek in enumerate(aspects) if aspek in hidden and counts[number]}
    return frozenset(items), frozenset(hidden)


def spread(counts: Sequence[int], smallest: int) -> list[int | None] | None:
    """How many chose each level, from the lowest, beside a mean that is shown.

    None in the place of a level that is hidden, None for all of it. Number and mean of the answers
    are known, so hiding two levels hides nothing, and three only if people could be among them
    otherwise. Hidden are all levels with few people, those with nobody too, and then further ones
    from the lowest until every number of a few people could as well be another.
    """
    few = {level for level, count in enumerate(counts) if count < smallest}
    if not any(counts[level] for level in few):
        return list(counts)
    many = [level for level in range(len(counts)) if level not in few]
    for more in range(len(many)):
        hidden = few | set(many[:more])
        if sum(counts[level] for level in hidden) >= smallest and all(
            any(_fits(counts, move, smallest) for move in _moves(hidden, level))
            for level in _told(counts, smallest)
        ):
            return [None if level in hidden else n for level, n in enumerate(counts)]
    return None


def spread_of_items(parts: Sequence[Sequence[int]], smallest: int) -> list[int | None] | None:
    """The levels of several items together, where they give no hidden level of one of them away.

    Every number of a few people, in an item and in all together, could as well be another: people
    of two items could have changed places, and those of one item where the sum is hidden too.
    """
    total = [sum(level) for level in zip(*parts, strict=True)]
    shown = spread(total, smallest)
    if shown is None or len(parts) == 1:
        return shown
    hidden = [_hidden(spread(part, smallest), len(total)) for part in parts]
    for one, part in enumerate(parts):
        for level in _told(part, smallest):
            if not any(
                _fits(part, move, smallest) and _fits(other, _back(move), smallest)
                for two, other in enumerate(parts)
                if two != one
                for move in _moves(hidden[one] & hidden[two], level)
            ):
                return None
    for level in _told(total, smallest):
        if not any(
            _fits(total, move, smallest) and _fits(part, move, smallest)
            for part, levels in zip(parts, hidden, strict=True)
            for move in _moves(levels & _hidden(shown, len(total)), level)
        ):
            return None
    return shown


def respread(survei: dict[str, Any]) -> dict[str, Any]:
    """A published survey of before the present rule, with the distributions that the rule allows.

    Only numbers that are all there can be judged again; where some were hidden, all are now.
    """
    smallest = survei["batas_samaran"]
    parts: dict[str, list[list[int] | None]] = {}
    items = []
    for item in survei["butir"]:
        counts = item.get("sebaran")
        known = None if counts is None or None in counts else counts
        parts.setdefault(item["aspek"], []).append(known)
        items.append(item | {"sebaran": None if known is None else spread(known, smallest)})
    aspects = []
    for aspek in survei["aspek"]:
        own = [part for part in parts.get(aspek["kode"], [None]) if part is not None]
        whole = aspek.get("sebaran") is not None and len(own) == len(
            parts.get(aspek["kode"], [None])
        )
        shown = spread_of_items(own, smallest) if whole else None
        aspects.append(aspek | {"sebaran": shown})
    return survei | {"butir": items, "aspek": aspects}


def _told(counts: Sequence[int], smallest: int) -> list[int]:
    """Levels that would tell of a few people."""
    return [level for level, count in enumerate(counts) if 0 < count < smallest]


def _hidden(shown: Sequence[int | None] | None, levels: int) -> set[int]:
    return {level for level in range(levels) if shown is None or shown[level] is None}


def _moves(hidden: Set[int], level: int) -> Iterator[dict[int, int]]:
    """Ways in which people at three levels, this one among them, could have answered otherwise
    without another number of answers or another mean: one up for another one down."""
    for low, middle, high in combinations(sorted(hidden), 3):
        if level in (low, middle, high):
            step = gcd(high - middle, middle - low)
            up = {low: (high - middle) // step, high: (middle - low) // step}
            move = {**up, middle: -sum(up.values())}
            yield move
            yield _back(move)


def _back(move: dict[int, int]) -> dict[int, int]:
    return {level: -people for level, people in move.items()}


def _fits(counts: Sequence[int], move: dict[int, int], smallest: int) -> bool:
    """Whether it leaves few people few and many many, so that the same levels were hidden."""
    return all(
        counts[level] + people >= 0
        and (counts[level] < smallest) == (counts[level] + people < smallest)
        for level, people in move.items()
    )


def add_all(into: Tally, rows: Iterable[tuple[Sequence[int | None], str, bool, bool]]) -> Tally:
    """Rows of (butir, kanal, dikecualikan, ditinjau) added to a tally."""
    for butir, kanal, excluded, review in rows:
        into.add(butir, kanal, dikecualikan=excluded, ditinjau=review)
    return into
