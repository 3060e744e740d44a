"""What the responses of a survey add up to: a plain sum, so that parts can be added. Pure.

How many chose each level of each item says everything: sums, counts and means follow exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evaluations.rules.scoring import SurveyTotals
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


def add_all(into: Tally, rows: Iterable[tuple[Sequence[int | None], str, bool, bool]]) -> Tally:
    """Rows of (butir, kanal, dikecualikan, ditinjau) added to a tally."""
    for butir, kanal, excluded, review in rows:
        into.add(butir, kanal, dikecualikan=excluded, ditinjau=review)
    return into
