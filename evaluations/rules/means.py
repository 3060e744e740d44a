"""Means of results, each with its name: of units, of instansi, of the nation. Pure and exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluations.rules.scoring import ScoringError
from evaluations.rules.workflow import ENDED, F01_OPEN

RATA_UNIT = "rata_unit"
RATA_INSTANSI = "rata_instansi"
RATA_DUA_KELOMPOK = "rata_dua_kelompok"
RATA_SELURUH_UNIT = "rata_seluruh_unit"
METODE_RERATA = {
    RATA_UNIT: "rata-rata IPP unit lokus",
    RATA_INSTANSI: "rata-rata nilai instansi dalam kelompok",
    RATA_DUA_KELOMPOK: "rata-rata kelompok K/L dan kelompok pemerintah daerah",
    RATA_SELURUH_UNIT: "rata-rata IPP seluruh unit lokus",
}


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A mean with its name; `counted` of `total` members had a figure."""

    value: Fraction | None
    counted: int
    total: int
    method: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the lokus a mean can count: those whose every component is complete."""

    total: int = 0
    complete: int = 0
    assessed: int = 0  # being assessed, and not complete yet
    waiting: int = 0  # the F01 is not sent yet
    ended: int = 0  # without a result, see `workflow.ENDED`

    @property
    def whole(self) -> bool:
        """Whether every lokus that is to have a figure has one."""
        return self.total > 0 and self.complete == self.total - self.ended

    @property
    def words(self) -> str:
        """dari 1.950 lokus: 412 lengkap, 1.102 sedang dinilai, 436 belum"""
        parts = [(self.complete, "lengkap"), (self.assessed, "sedang dinilai")]
        parts.append((self.waiting, "belum"))
        if self.ended:
            parts.append((self.ended, "tidak dilanjutkan"))
        told = ", ".join(f"{_thousands(number)} {name}" for number, name in parts)
        return f"dari {_thousands(self.total)} lokus: {told}"


def coverage(evaluations: Iterable[tuple[str, bool]]) -> Coverage:
    """Of pairs of a state and whether the figure is complete."""
    counts = Counter(
        "ended"
        if state in ENDED
        else "complete"
        if complete
        else "waiting"
        if state in F01_OPEN
        else "assessed"
        for state, complete in evaluations
    )
    return Coverage(total=counts.total(), **counts)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def group_mean(values: Iterable[Decimal | Fraction | None], method: str = RATA_UNIT) -> GroupMean:
    """Plain mean of the members that have a figure; None when none has."""
    if method not in METODE_RERATA:
        raise ScoringError(f"Metode rata-rata «{method}» tidak dikenal.")
    members = list(values)
    known = [Fraction(v) for v in members if v is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else None
    return GroupMean(mean, len(known), len(members), method)


def national_mean(
    *,
    kl: Iterable[Decimal | Fraction | None],
    pemda: Iterable[Decimal | Fraction | None],
    units: Iterable[Decimal | Fraction | None] = (),
    method: str = RATA_DUA_KELOMPOK,
) -> GroupMean:
    """National figure from the instansi of the two groups, or from all units.

    The mean of the two groups exists only when both of them have a figure.
    """
    if method == RATA_SELURUH_UNIT:
        return group_mean(units, method)
    groups = [group_mean(members, RATA_INSTANSI).value for members in (kl, pemda)]
    mean = group_mean(groups, RATA_DUA_KELOMPOK)
    return mean if mean.counted == mean.total else replace(mean, value=None)
