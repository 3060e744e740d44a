"""The value of a unit's own satisfaction survey (SKM): its bands and its place in an instrument.

Bands: PermenPANRB 14/2017. Pure: no database, no rounding but what is said.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from instruments.spec import Komponen, Skala

LEAST, GREATEST = Decimal("25.00"), Decimal("100.00")
# Where a band begins; one goes on to just below the next, and values have two decimals.
BANDS = (
    (Decimal("88.31"), "A", "Sangat baik"),
    (Decimal("76.61"), "B", "Baik"),
    (Decimal("65.00"), "C", "Kurang baik"),
    (LEAST, "D", "Tidak baik"),
)


@dataclass(frozen=True, slots=True)
class Band:
    huruf: str
    sebutan: str


def band_of(nilai: Decimal) -> Band:
    """The band of a value with two decimals between 25 and 100."""
    for least, huruf, sebutan in BANDS:
        if nilai >= least:
            return Band(huruf, sebutan)
    raise ValueError(nilai)


def takes(komponen: Komponen) -> bool:
    """Whether the instrument's setting says that this number comes in the scale of a SKM."""
    asal = komponen.skala_asal
    return asal is not None and (asal.minimum, asal.maksimum) == (
        Fraction(LEAST),
        Fraction(GREATEST),
    )


def converted(nilai: Decimal, skala: Skala) -> Fraction:
    """What the arithmetic makes of it: 25 becomes the least level, 100 the greatest."""
    share = (Fraction(nilai) - Fraction(LEAST)) / (Fraction(GREATEST) - Fraction(LEAST))
    return skala.minimum + share * (skala.maksimum - skala.minimum)
