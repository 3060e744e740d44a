"""The categories of an instrument as a table for readers: from which figure to which, in words."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.rules.scoring import round_half_up
from instruments.spec import Instrumen

# What the ministry's words mean to a reader of English; a word that is not here stands alone.
ENGLISH = {
    "Pelayanan Prima": "Excellent service",
    "Sangat Baik": "Very good",
    "Baik": "Good",
    "Baik (dengan catatan)": "Good, with reservations",
    "Cukup": "Fair",
    "Cukup (dengan catatan)": "Fair, with reservations",
    "Buruk": "Poor",
    "Sangat Buruk": "Very poor",
    "Gagal": "Failed",
}


@dataclass(frozen=True, slots=True)
class Band:
    huruf: str
    sebutan: str
    inggris: str
    dari: Decimal
    sampai: Decimal


def bands(spec: Instrumen) -> list[Band]:
    """Best first. A figure is rounded before it is looked up, so each band ends one step below the
    next: nothing lies between two of them."""
    step = Decimal(1).scaleb(-spec.desimal)
    most = round_half_up(Fraction(spec.skala.maksimum), spec.desimal)
    found = []
    for item in spec.kategori:
        least = round_half_up(item.minimum, spec.desimal)
        found.append(Band(item.huruf, item.sebutan, ENGLISH.get(item.sebutan, ""), least, most))
        most = least - step
    return found
