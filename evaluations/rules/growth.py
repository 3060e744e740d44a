"""How far a figure moved from one year to another, and figures of a place as a line. Pure.

A line is of one scheme and one scale. A year without a figure is a gap in it, and said so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from evaluations.rules.results import round_half_up


@dataclass(frozen=True, slots=True)
class Growth:
    """In points with the decimals of the figures, in percent with one; as texts with their sign.

    `persen` is None where it would be a part of nothing.
    """

    poin: str
    persen: str | None
    sejak: int | None = None  # the year that it is counted from


def growth(before: str, now: str, sejak: int | None = None) -> Growth:
    """Of two figures as they are printed, so that a reader can check it."""
    then, change = Fraction(before), Fraction(now) - Fraction(before)
    places = max(_places(now), _places(before))
    return Growth(signed(change, places), signed(100 * change / then, 1) if then else None, sejak)


def signed(value: Fraction, places: int) -> str:
    """Rounded half away from zero; what rounds to nothing has no sign."""
    shown = round_half_up(abs(value), places)
    return f"{'' if not shown else '+' if value > 0 else '-'}{shown}"


def _places(text: str) -> int:
    return len(text.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of one year as it is printed, and whence it is."""

    tahun: int
    nilai: str
    kategori: str = ""
    sumber: str = ""
    tanda: str = ""  # "angka terbit", "impor"; "" for what was published here
    juga: Sequence["Point"] = ()  # of the same year, from other sources


@dataclass(frozen=True, slots=True)
class Row:
    """One year of a line; `titik` is None where nothing is known of it."""

    tahun: int
    titik: Point | None
    tumbuh: Growth | None = None


@dataclass(frozen=True, slots=True)
class Line:
    nama: str
    baris: Sequence[Row] = field(default_factory=list)

    @property
    def nilai(self) -> Mapping[int, str]:
        return {row.tahun: row.titik.nilai for row in self.baris if row.titik is not None}


def line_of(nama: str, points: Iterable[Point]) -> Line:
    """Every year from the first to the last. Of several points of a year the first one counts."""
    years: dict[int, list[Point]] = {}
    for point in points:
        years.setdefault(point.tahun, []).append(point)
    known = sorted(years)
    first = {year: years[year][0] for year in known}
    moved = {
        now: growth(first[before].nilai, first[now].nilai, before)
        for before, now in pairwise(known)
    }
    rows = []
    for year in range(known[0], known[-1] + 1) if known else ():
        found = years.get(year)
        if found is None:
            rows.append(Row(year, None))
        else:
            head = found[0]
            point = Point(
                head.tahun, head.nilai, head.kategori, head.sumber, head.tanda, tuple(found[1:])
            )
            rows.append(Row(year, point, moved.get(year)))
    return Line(nama, rows)
