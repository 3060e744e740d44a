"""What the responses of a survey add up to: a plain sum, so that parts can be added. Pure.

How many chose each level of each item says everything: sums, counts and means follow exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
        ditinjau: bool = False,
        times: int = 1,
    ) -> None:
        """One response, `times` -1 to take it away. Without any answered item it is none."""
        if all(value is None for value in butir):
            return
        if dikecualikan:
            self.dikecualikan += times
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
            any((self.jumlah, self.dikecualikan, self.ditinjau))
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
    hidden is at least two groups of together `smallest` people. A zero is nobody, and may be
    said.
    """
    hidden = {number for number, count in enumerate(counts) if 0 < count < smallest}
    if not hidden:
        return frozenset()
    rest = sorted(
        (count, number) for number, count in enumerate(counts) if count > 0 and number not in hidden
    )
    for _, number in rest:
        if len(hidden) > 1 and sum(counts[i] for i in hidden) >= smallest:
            break
        hidden.add(number)
    return frozenset(hidden)


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

    None in the place of a level that is hidden. The mean says the sum, so two hidden levels could
    be solved for: at least three are hidden, or the whole is (None).
    """
    hidden = {number for number, count in enumerate(counts) if 0 < count < smallest}
    if not hidden:
        return list(counts)
    rest = sorted((count, number) for number, count in enumerate(counts) if count >= smallest)
    for _, number in rest:
        if len(hidden) > 2 and sum(counts[i] for i in hidden) >= smallest:
            break
        hidden.add(number)
    if len(hidden) < 3 or sum(counts[i] for i in hidden) < smallest:
        return None
    return [None if number in hidden else count for number, count in enumerate(counts)]


def spread_of_items(parts: Sequence[Sequence[int]], smallest: int) -> list[int | None] | None:
    """The levels of several items together, where they give no hidden level of one of them away."""
    total = [sum(level) for level in zip(*parts, strict=True)]
    shown = [spread(part, smallest) for part in parts]
    for level in range(len(total)):
        hidden = [
            part[level]
            for part, seen in zip(parts, shown, strict=True)
            if part[level] and (seen is None or seen[level] is None)
        ]
        if hidden and (len(hidden) < 2 or sum(hidden) < smallest):
            return None
    return spread(total, smallest)


def add_all(into: Tally, rows: Iterable[tuple[Sequence[int | None], str, bool, bool]]) -> Tally:
    """Rows of (butir, kanal, dikecualikan, ditinjau) added to a tally."""
    for butir, kanal, excluded, review in rows:
        into.add(butir, kanal, dikecualikan=excluded, ditinjau=review)
    return into
