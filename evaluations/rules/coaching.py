"""Whom to coach first (prioritas pembinaan): one rule, for every list that says so. Pure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

WORDS = (
    "Prioritas pembinaan: unit yang kategorinya dalam separuh bawah tabel kategori, atau yang "
    "salah satu aspeknya dalam seperempat bawahnya."
)


def is_priority(
    ipp: Fraction, aspects: Iterable[Fraction | None], begins: Sequence[Fraction]
) -> bool:
    """`begins`: the value where each category of the instrument begins, best first.

    An aspect without a value proves nothing.
    """
    half, quarter = begins[len(begins) // 2 - 1], begins[len(begins) * 3 // 4 - 1]
    return ipp < half or any(value is not None and value < quarter for value in aspects)
