"""Means of results, each with its name: of units, of instansi, of the nation. Pure and exact.

What may share a mean is a pool: all results of a cycle, or those of one form. Form B may be
computed without indicator weights, so it stands beside form A unless the cycle says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

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


T = TypeVar("T")
TOGETHER = ""  # the pool of both forms


def form_words(formulir: str, metode_aspek: str) -> str:
    """What stands beside every figure of a form: "formulir B, rata-rata tanpa bobot indikator"."""
    unweighted = ", rata-rata tanpa bobot indikator" if metode_aspek == "rata" else ""
    return f"formulir {formulir}{unweighted}"


def pools_words(forms: Iterable[str], words_of: Callable[[str], str], *, together: bool) -> str:
    """A sentence for under a table in which these forms occur; "" where form A is alone."""
    found = sorted(set(forms))
    if found in ([], ["A"]):
        return ""
    said = "; ".join(words_of(form) for form in found if form != "A")
    if len(found) == 1:
        return f"{said[0].upper()}{said[1:]}."
    how = "bersama" if together else "masing-masing"
    return f"Formulir {' dan '.join(found)} dirata-rata dan diperingkat {how}; {said}."


def pool_of(formulir: str, *, together: bool) -> str:
    """With what a result of this form is averaged and ranked."""
    return TOGETHER if together else formulir


def by_pool(
    members: Iterable[T], formulir_of: Callable[[T], str], *, together: bool
) -> dict[str, list[T]]:
    """The members of each pool, form A first."""
    found: dict[str, list[T]] = {}
    for one in members:
        found.setdefault(pool_of(formulir_of(one), together=together), []).append(one)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Published:
    """How many of a group's lokus have a published result, and from how many on, in percent, its
    mean may stand for the group."""

    terbit: int
    lokus: int
    mulai: int
    berdiri: bool = True  # False where a part of it is not covered enough by itself
    tidak: int = 0  # how many ended without a result, as the decree lists them

    @property
    def enough(self) -> bool:
        """Whether the mean of the group may be shown as the group's figure."""
        covered = self.lokus > 0 and 100 * self.terbit >= self.mulai * self.lokus
        return covered and self.berdiri

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that nothing is missing."""
        return 100 * self.terbit // self.lokus if self.lokus else 0

    def __add__(self, other: Published) -> Published:
        return Published(
            self.terbit + other.terbit,
            self.lokus + other.lokus,
            self.mulai,
            tidak=self.tidak + other.tidak,
        )


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
            parts.append((self.ended, "tidak dievaluasi"))
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
