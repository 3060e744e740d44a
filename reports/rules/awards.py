"""Awards, role models and priorities for coaching, from stated rules. Pure: no queries.

Every rule is a sentence in `RULES`, shown beside its list. Ties are decided in the order that the
rule says; who is equal in everything shares the place, and nobody is left out by the alphabet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

PLACES = 3
MIN_UNITS = {"kl": 1, "nasional": 1}  # a ministry usually has one; a region at least two
MIN_UNITS_REGION = 2
MIN_REGIONS = 2

RULES = {
    "unit": "Tiga IPP tertinggi per kelompok instansi, dalam dua kategori teratas. Bila IPP sama: "
    "nilai F02 lebih tinggi, lalu nilai F03, lalu responden lebih banyak; bila tetap sama, "
    "peringkatnya bersama.",
    "instansi": "Tiga rata-rata IPP unit tertinggi per kelompok instansi; pemerintah daerah dengan "
    "sedikitnya dua unit. Bila sama: unit terendahnya lebih tinggi, lalu unitnya lebih banyak; "
    "bila tetap sama, peringkatnya bersama.",
    "pembina": "Tiga provinsi dengan rata-rata nilai kabupaten/kota tertinggi, sedikitnya dua "
    "kabupaten/kota. Bila sama: kabupaten/kota terendahnya lebih tinggi, lalu kabupaten/kotanya "
    "lebih banyak; bila tetap sama, peringkatnya bersama.",
    "teladan": "Unit dalam kategori teratas yang semua aspeknya paling rendah berada dalam "
    "kategori kedua. Urut seperti penghargaan unit.",
    "pembinaan": "Unit dalam separuh bawah tabel kategori, atau dengan satu aspek dalam "
    "seperempat bawahnya. Urut dari IPP terendah; bila sama: nilai F02 lebih rendah, lalu F03.",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A published result, as much of it as the rules ask about."""

    nama: str
    instansi: str
    kelompok: str  # kind of instansi
    provinsi: str
    ipp: Decimal
    kategori: str
    f02: Fraction | None = None
    f03: Fraction | None = None
    responden: int = 0
    aspek: tuple[Fraction | None, ...] = ()
    uuid: Any = None
    teks: str = ""  # the figure as it is shown, with the decimals of its instrument


@dataclass(frozen=True, slots=True)
class Body:
    """An instansi or a province: the mean and the lowest of its members."""

    nama: str
    kelompok: str
    nilai: Fraction
    terendah: Fraction
    anggota: int
    teks: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    peringkat: int
    bersama: bool
    siapa: Any


@dataclass(frozen=True, slots=True)
class Bands:
    """Categories of the instrument, best first, and the value where each begins."""

    huruf: Sequence[str]
    batas: Sequence[Fraction]

    def reaches(self, value: Fraction | None, place: int) -> bool:
        """Whether a value lies in the band at `place` or above it; unknown is no proof."""
        return value is not None and value >= self.batas[min(place, len(self.batas) - 1)]

    def at_least(self, letter: str, place: int) -> bool:
        return letter in self.huruf[: place + 1]


def ranked(
    members: Iterable[Any], key: Callable[[Any], tuple[Any, ...]], places: int | None = None
) -> list[Place]:
    """Best first by `key`; equal keys share a place, and a shared last place counts in full."""
    ordered = sorted(members, key=lambda one: (_reversed(key(one)), one.nama))
    found: list[Place] = []
    for _, group in groupby(ordered, key):
        equal = list(group)
        place = len(found) + 1
        if places is not None and place > places:
            break
        found += [Place(place, len(equal) > 1, one) for one in equal]
    return found


def _reversed(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(-part for part in key)


def _unit_key(unit: Unit) -> tuple[Any, ...]:
    return (unit.ipp, unit.f02 or Fraction(0), unit.f03 or Fraction(0), unit.responden)


def _body_key(body: Body) -> tuple[Any, ...]:
    return (body.nilai, body.terendah, body.anggota)


def best_units(units: Iterable[Unit], bands: Bands) -> dict[str, list[Place]]:
    good = [unit for unit in units if bands.at_least(unit.kategori, 1)]
    return {
        group: ranked(members, _unit_key, PLACES)
        for group, members in _grouped(good, lambda unit: unit.kelompok).items()
    }


def best_instansi(units: Iterable[Unit]) -> dict[str, list[Place]]:
    bodies = [
        body
        for body in _bodies(units)
        if body.anggota >= MIN_UNITS.get(body.kelompok, MIN_UNITS_REGION)
    ]
    return {
        group: ranked(members, _body_key, PLACES)
        for group, members in _grouped(bodies, lambda body: body.kelompok).items()
    }


def best_guides(units: Iterable[Unit]) -> list[Place]:
    """Provinces as pembina of their kabupaten and kota, whose means count alike."""
    below = [unit for unit in units if unit.kelompok in ("kabupaten", "kota") and unit.provinsi]
    provinces = []
    for name, members in _grouped(below, lambda unit: unit.provinsi).items():
        regions = [body.nilai for body in _bodies(members)]
        if len(regions) >= MIN_REGIONS:
            mean = sum(regions, Fraction(0)) / len(regions)
            provinces.append(Body(name, "provinsi", mean, min(regions), len(regions)))
    return ranked(provinces, _body_key, PLACES)


def role_models(units: Iterable[Unit], bands: Bands) -> list[Place]:
    found = [
        unit
        for unit in units
        if bands.at_least(unit.kategori, 0)
        and unit.aspek
        and all(bands.reaches(value, 1) for value in unit.aspek)
    ]
    return ranked(found, _unit_key)


def to_be_coached(units: Iterable[Unit], bands: Bands) -> list[Place]:
    """From the lowest upward; the place is the urgency."""
    half, quarter = len(bands.huruf) // 2 - 1, len(bands.huruf) * 3 // 4 - 1
    found = [
        unit
        for unit in units
        if not bands.at_least(unit.kategori, half)
        or any(value is not None and not bands.reaches(value, quarter) for value in unit.aspek)
    ]
    return ranked(found, lambda unit: tuple(-part for part in _unit_key(unit)[:3]))


def _bodies(units: Iterable[Unit]) -> list[Body]:
    found = []
    for (kind, _, name), members in _grouped(
        units, lambda unit: (unit.kelompok, unit.provinsi, unit.instansi)
    ).items():
        values = [Fraction(unit.ipp) for unit in members]
        mean = sum(values, Fraction(0)) / len(values)
        found.append(Body(name, kind, mean, min(values), len(values)))
    return found


def _grouped(members: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for one in members:
        found.setdefault(key(one), []).append(one)
    return found
