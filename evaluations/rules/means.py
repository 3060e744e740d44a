"""Means of results, each with its name: of units, of instansi, of the nation. Pure and exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluations.rules.scoring import ScoringError

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
