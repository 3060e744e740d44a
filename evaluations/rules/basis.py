"""High levels that nothing supports: a list that is answered once, before an F02 is finished.

A level is high where it is one of the two best of its scale (4 and 5 of 0 to 5). It has a basis
where the unit handed in evidence, a photo was taken, something was written about it, or it was
ticked as observed on site. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from instruments.nouns import Skala

HIGHEST = 2  # of a scale


@dataclass(frozen=True, slots=True)
class Given:
    """One level that counts, with what its evaluator wrote and ticked beside it."""

    catatan: bool
    diamati: bool
    tidak_terverifikasi: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """One indicator of the list, and why it stands there."""

    nomor: int
    level: Fraction
    tanpa_dasar: bool
    tidak_terverifikasi: bool

    @property
    def sebab(self) -> str:
        found = ["tanpa bukti, foto, catatan, atau pengamatan"] if self.tanpa_dasar else []
        if self.tidak_terverifikasi:
            found.append("ditandai tidak dapat diverifikasi")
        return "; ".join(found)


def is_high(level: Fraction | int | None, skala: Skala) -> bool:
    return level is not None and level > skala.maksimum - HIGHEST


def doubt(
    nomor: int, level: Fraction | None, skala: Skala, given: Iterable[Given], *, shown: bool
) -> Doubt | None:
    """`shown`: there is evidence or a photo. None where the level is not high, or is sound."""
    if level is None or not is_high(level, skala):
        return None
    rows = list(given)
    based = shown or any(row.catatan or row.diamati for row in rows)
    unverified = any(row.tidak_terverifikasi for row in rows)
    return Doubt(nomor, level, not based, unverified) if unverified or not based else None
