"""Years side by side, and whether a level moved, even when the instrument changed. Pure.

Years that stand side by side are of one scheme, and a unit's of one form: others are never mixed.

An aspect or indicator is the same one only where its code and its name are: another instrument may
call something else "I". Where nothing is the same, the total alone is compared, and that is said.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

from evaluations.rules.growth import Growth, growth
from evaluations.rules.results import round_half_up

Same = tuple[str, str]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Year:
    """One result: of a cycle, or imported. `aspek` is (code, name) -> figure as text."""

    tahun: int
    judul: str
    ipp: str
    kategori: str = ""
    instrumen: str = ""
    aspek: Mapping[Same, str | None] = field(default_factory=dict)
    tanda: str = ""  # "impor", "angka terbit"; "" for what was published here
    keterangan: str = ""  # scheme and method, or the source of what was not computed here
    sebagai: str = ""  # the name of that time, where it is not today's
    lewat: str = ""  # how that place went over into this one, "dipecah 1 Januari 2027"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column per year; a row per aspect that at least two of them share. `garis`: what all of
    them are of, "Skema Nasional, formulir A"."""

    garis: str
    tahun: Sequence[Year]
    baris: Sequence[tuple[Same, Sequence[str | None]]]
    kata: Sequence[str]

    @property
    def beda(self) -> Sequence[Growth | None]:
        """The change of the total against the column before."""
        moved = [growth(before.ipp, now.ipp, before.tahun) for before, now in pairwise(self.tahun)]
        return [None, *moved]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The years of a predecessor, by line; of one that stays only those until `sampai` count."""

    nama: str
    lewat: str
    sampai: int | None
    garis: Mapping[Any, Sequence[Year]]

    def years(self, key: object) -> list[Year]:
        """Of one line, as they are told at its successor."""
        return [
            replace(year, sebagai=year.sebagai or self.nama, lewat=year.lewat or self.lewat)
            for year in self.garis.get(key, ())
            if self.sampai is None or year.tahun <= self.sampai
        ]


def continued(
    own: Mapping[Key, Sequence[Year]], earlier: Sequence[Earlier]
) -> tuple[dict[Key, list[Year]], list[tuple[Key, Earlier]]]:
    """The lines of a place with the years of its predecessors, the latest of which comes first;
    and what reaches into the years that are there already: it is told apart, never averaged."""
    lines = {key: list(years) for key, years in own.items()}
    apart = []
    for item in earlier:
        for key in item.garis:
            years, here = item.years(key), lines.get(key, [])
            if not years:
                continue
            if here and max(y.tahun for y in years) >= min(y.tahun for y in here):
                apart.append((key, item))
            else:
                lines[key] = [*years, *here]
    return lines, apart


def same(kode: str, nama: str) -> Same:
    return kode.strip(), " ".join(nama.split())


def side_by_side(garis: str, years: Sequence[Year]) -> Comparison:
    """`years` of one line in the order in which they stand, the earliest first."""
    keyed = [{_key(item): (item, value) for item, value in y.aspek.items()} for y in years]
    times: dict[Same, int] = {}
    names: dict[Same, Same] = {}
    for column in keyed:
        for key, (item, _value) in column.items():
            times[key] = times.get(key, 0) + 1
            names[key] = item
    least = 2 if len(years) > 1 else 1
    rows = [
        (names[key], [column[key][1] if key in column else None for column in keyed])
        for key, number in times.items()
        if number >= least
    ]
    words = [
        _words(before, now, len(keyed[at].keys() & keyed[at + 1].keys()))
        for at, (before, now) in enumerate(pairwise(years))
    ]
    former = {(year.sebagai, year.lewat): year.tahun for year in years if year.sebagai}
    told = [
        f"Sampai {tahun} sebagai {nama}{f', {lewat}' if lewat else ''}."
        for (nama, lewat), tahun in former.items()
    ]
    return Comparison(garis, years, rows, [*told, *(text for text in words if text)])


def _key(item: Same) -> Same:
    kode, nama = item
    return kode, nama.casefold()


def _words(before: Year, now: Year, shared: int) -> str:
    """What has to be said about comparing two neighbours; "" where nothing has."""
    pair = f"{before.judul} dan {now.judul}"
    bare = [year.judul for year in (before, now) if not year.aspek]
    if bare:
        return f"{pair}: hanya IPP yang dibandingkan, karena {' dan '.join(bare)} tanpa aspek."
    if before.instrumen == now.instrumen:
        return ""
    if not shared:
        return (
            f"{pair} memakai instrumen yang berbeda dan tidak mempunyai aspek yang sama: hanya "
            "IPP yang dibandingkan."
        )
    return (
        f"{pair} memakai instrumen yang berbeda: dibandingkan {shared} aspek yang kode dan "
        "namanya sama. Isi dan bobotnya dapat berbeda."
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """A level or figure then and now, as text; `arah` in one word."""

    dari: str
    ke: str

    @property
    def arah(self) -> str:
        change = Fraction(self.ke) - Fraction(self.dari)
        return "naik" if change > 0 else "turun" if change < 0 else "tetap"


@dataclass(frozen=True, slots=True)
class Levels:
    """What can move in one result, as exact text: by number of the indicator its code and level,
    by code of the aspect its name and figure."""

    indikator: Mapping[int, tuple[str, str | None]]
    aspek: Mapping[str, tuple[str, str | None]]


def levels_of(spec: Any, rincian: Mapping[str, Any]) -> Levels:
    """Of a computed result and its instrument."""
    levels = rincian.get("levels", {})
    figures = {item["kode"]: item["value"] for item in rincian.get("aspects", [])}
    return Levels(
        {i.nomor: (i.kode, levels.get(str(i.nomor))) for i in spec.semua_indikator},
        {a.kode: (a.nama, figures.get(a.kode)) for a in spec.semua_aspek},
    )


def levels_in(isi: Mapping[str, Any]) -> Levels:
    """Of a published snapshot."""
    return Levels(
        {i["nomor"]: (i["kode"], i["level"]) for a in isi["aspek"] for i in a["indikator"]},
        {a["kode"]: (a["nama"], a["nilai"]) for a in isi["aspek"]},
    )


def movement(before: Levels, after: Levels, aspek: str, indikator: int | None) -> Movement | None:
    """Whether what was recommended about moved between two results.

    None where the indicator (or aspect) is not the same in both, or has no figure.
    """
    then, now = (
        level.aspek.get(aspek) if indikator is None else level.indikator.get(indikator)
        for level in (before, after)
    )
    if then is None or now is None or then[0].casefold() != now[0].casefold():
        return None
    if then[1] is None or now[1] is None:
        return None
    return Movement(shown(then[1]), shown(now[1]))


def shown(value: str) -> str:
    """An exact figure as it is read: whole, or with two decimals."""
    exact = Fraction(value)
    return str(exact) if exact.denominator == 1 else f"{round_half_up(exact, 2)}"
