"""Lists of awards, by rules that the organiser of a cycle sets. Pure: no queries.

A place follows from the exact value alone, as everywhere (`evaluations.rules.ranks`): equals share
it, and a shared last place counts in full. What a rule asks for is told in words beside its list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.rules.means import by_pool
from evaluations.rules.other_scores import KINDS
from evaluations.rules.ranks import Rank, ranked
from evaluations.rules.results import round_half_up

IPP = "ipp"
RECIPIENTS = {
    "unit": "Unit",
    "instansi": "Instansi (rata-rata unitnya)",
    "pembina": "Provinsi pembina (rata-rata kabupaten/kota)",
}
SOURCES = {IPP: "IPP"} | {kode: f"{kind.nama} ({kind.pemilik})" for kode, kind in KINDS.items()}
GROUPINGS = {
    "semua": "Satu peringkat untuk semua",
    "jenis_instansi": "Terpisah menurut jenis instansi",
    "jenis_unit": "Terpisah menurut jenis unit",
}
MEMBERS = {"unit": "", "instansi": "unit", "pembina": "kabupaten/kota"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What one list asks for; whatever is empty is not asked."""

    nama: str
    penerima: str = "unit"
    sumber: str = IPP
    tahun: int = 0  # of another's score
    pemisahan: str = "jenis_instansi"
    kelompok: tuple[str, ...] = ()
    jenis_unit: tuple[str, ...] = ()
    tempat: int | None = None
    kategori_minimum: str = ""
    aspek_minimum: str = ""
    nilai_minimum: Decimal | None = None
    anggota_minimum: int = 1

    def words(self, kinds: Mapping[str, str]) -> str:
        """The rule as sentences; `kinds` names the kinds of instansi."""
        what = {
            "unit": SOURCES[self.sumber],
            "instansi": "rata-rata IPP unit instansi"
            if self.sumber == IPP
            else SOURCES[self.sumber],
            "pembina": "rata-rata nilai kabupaten/kota di provinsi",
        }[self.penerima]
        head = f"{self.tempat} peringkat teratas" if self.tempat else "Semua yang memenuhi syarat"
        said = [f"{head} menurut {what}{'' if self.sumber == IPP else f' tahun {self.tahun}'}"]
        said.append(GROUPINGS[self.pemisahan].lower())
        if self.kelompok:
            said.append("hanya " + ", ".join(kinds[kode].lower() for kode in self.kelompok))
        if self.jenis_unit:
            said.append("hanya " + ", ".join(self.jenis_unit))
        asked = [
            f"kategori IPP paling rendah {self.kategori_minimum}" if self.kategori_minimum else "",
            f"setiap aspek paling rendah {self.aspek_minimum}" if self.aspek_minimum else "",
            f"nilai paling rendah {_number(self.nilai_minimum)}"
            if self.nilai_minimum is not None
            else "",
            f"sedikitnya {self.anggota_minimum} {MEMBERS[self.penerima]}"
            if self.anggota_minimum > 1 and MEMBERS[self.penerima]
            else "",
        ]
        limits = [item for item in asked if item]
        return (
            f"{'; '.join(said)}. {'Syarat: ' + ', '.join(limits) if limits else 'Tanpa syarat'}. "
            "Urut dari nilai persis sebelum dibulatkan; yang persis sama berbagi peringkat."
        )


def usual(kl: Iterable[str], pemda: Iterable[str], letters: Sequence[str]) -> list[Rule]:
    """What an organiser may start from, and change."""
    best, second = letters[0], letters[min(1, len(letters) - 1)]
    return [
        Rule("Unit terbaik", tempat=3, kategori_minimum=second),
        Rule(
            "Kementerian/lembaga terbaik",
            "instansi",
            pemisahan="semua",
            kelompok=tuple(kl),
            tempat=3,
        ),
        Rule(
            "Pemerintah daerah terbaik",
            "instansi",
            kelompok=tuple(pemda),
            tempat=3,
            anggota_minimum=2,
        ),
        Rule("Pembina terbaik", "pembina", pemisahan="semua", tempat=3, anggota_minimum=2),
        Rule(
            "Unit teladan",
            pemisahan="semua",
            kategori_minimum=best,
            aspek_minimum=second,
        ),
    ]


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Unit:
    """A published result, as much of it as the rules ask about."""

    nama: str
    instansi: str
    kelompok: str  # kind of instansi
    provinsi: str
    ipp: Decimal
    kategori: str
    persis: Fraction  # before it was rounded
    aspek: tuple[Fraction | None, ...] = ()
    jenis: str = ""
    formulir: str = "A"
    uuid: Any = None
    pemilik: Any = None  # the instansi


@dataclass(frozen=True, slots=True)
class Body:
    """Who stands in a list: a unit, an instansi or a province, with its exact figure."""

    nama: str
    kelompok: str
    nilai: Fraction
    anggota: int = 1
    instansi: str = ""
    jenis: str = ""
    kategori: str = ""
    uuid: Any = None


@dataclass(frozen=True, slots=True)
class Bands:
    """Categories of an instrument, best first, the value where each begins, and its decimals."""

    huruf: Sequence[str]
    batas: Sequence[Fraction]
    desimal: int = 2

    def category(self, value: Fraction) -> str:
        """Of a mean: rounded as it is shown, then looked up."""
        shown = Fraction(round_half_up(value, self.desimal))
        return next(
            (name for name, least in zip(self.huruf, self.batas, strict=True) if shown >= least),
            self.huruf[-1],
        )

    def at_least(self, category: str, letter: str) -> bool:
        if letter not in self.huruf or category not in self.huruf:
            return False
        return self.huruf.index(category) <= self.huruf.index(letter)

    def reaches(self, value: Fraction | None, letter: str) -> bool:
        """Whether a value lies in this category or a better one; unknown is no proof."""
        if value is None or letter not in self.huruf:
            return False
        return value >= self.batas[self.huruf.index(letter)]


@dataclass(frozen=True, slots=True)
class Group:
    """A list or a part of it that is ranked by itself: of which form, and of which kind."""

    formulir: str
    jenis: str
    tempat: list[tuple[Body, Rank]]


def award(
    rule: Rule,
    units: Iterable[Unit],
    bands: Mapping[str, Bands],
    scores: Mapping[Any, Fraction] | None = None,
    *,
    together: bool = False,
) -> list[Group]:
    """The places of a list, form A first. `bands` of each form; `scores` of others by the `uuid`
    of a unit or the `pemilik` of its instansi."""
    units = [unit for unit in units if _asked(rule, unit)]
    # What others score knows no forms.
    apart = by_pool(units, lambda u: u.formulir, together=together or rule.sumber != IPP)
    found = []
    for pool, members in apart.items():
        table = bands[pool] if pool in bands else next(iter(bands.values()))
        for kind, bodies in _grouped(_bodies(rule, members, table, scores), _part_of(rule)).items():
            places = ranked(bodies, lambda body: body.nilai, lambda body: body.nama)
            kept = [
                pair for pair in places if rule.tempat is None or pair[1].peringkat <= rule.tempat
            ]
            found.append(Group(pool, kind, kept))
    return sorted(found, key=lambda group: (group.formulir, group.jenis))


def _asked(rule: Rule, unit: Unit) -> bool:
    if rule.penerima == "pembina" and (
        unit.kelompok not in ("kabupaten", "kota") or not unit.provinsi
    ):
        return False
    return (not rule.kelompok or unit.kelompok in rule.kelompok) and (
        not rule.jenis_unit or unit.jenis in rule.jenis_unit
    )


def _part_of(rule: Rule) -> Callable[[Body], str]:
    return {
        "semua": lambda _: "",
        "jenis_instansi": lambda body: body.kelompok,
        "jenis_unit": lambda body: body.jenis,
    }[rule.pemisahan]


def _bodies(
    rule: Rule,
    units: Iterable[Unit],
    bands: Bands,
    scores: Mapping[Any, Fraction] | None,
) -> list[Body]:
    if rule.penerima == "unit":
        found = [_of_unit(unit) for unit in units if _all_aspects(rule, unit, bands)]
    else:
        found = _instansi(units, bands)
        if rule.penerima == "pembina":
            found = _guides(found, bands)
        found = [body for body in found if body.anggota >= rule.anggota_minimum]
    if rule.kategori_minimum:
        found = [body for body in found if bands.at_least(body.kategori, rule.kategori_minimum)]
    if rule.sumber != IPP:
        known = scores or {}
        found = [replace(body, nilai=known[body.uuid]) for body in found if body.uuid in known]
    if rule.nilai_minimum is not None:
        least = Fraction(rule.nilai_minimum)
        found = [body for body in found if body.nilai >= least]
    return found


def _of_unit(unit: Unit) -> Body:
    return Body(
        unit.nama,
        unit.kelompok,
        unit.persis,
        instansi=unit.instansi,
        jenis=unit.jenis,
        kategori=unit.kategori,
        uuid=unit.uuid,
    )


def _all_aspects(rule: Rule, unit: Unit, bands: Bands) -> bool:
    if not rule.aspek_minimum:
        return True
    return bool(unit.aspek) and all(
        bands.reaches(value, rule.aspek_minimum) for value in unit.aspek
    )


def _instansi(units: Iterable[Unit], bands: Bands) -> list[Body]:
    """Means of the published figures: the mean that the portal shows."""
    found = []
    for (kind, province, name, pk), members in _grouped(
        units, lambda unit: (unit.kelompok, unit.provinsi, unit.instansi, unit.pemilik)
    ).items():
        values = [Fraction(unit.ipp) for unit in members]
        mean = sum(values, Fraction(0)) / len(values)
        found.append(
            Body(
                name,
                kind,
                mean,
                len(values),
                instansi=province,
                kategori=bands.category(mean),
                uuid=pk,
            )
        )
    return found


def _guides(instansi: Iterable[Body], bands: Bands) -> list[Body]:
    """Provinces as pembina of their kabupaten and kota, whose means count alike."""
    found = []
    for name, members in _grouped(instansi, lambda body: body.instansi).items():
        mean = sum((body.nilai for body in members), Fraction(0)) / len(members)
        found.append(Body(name, "provinsi", mean, len(members), kategori=bands.category(mean)))
    return found


def _grouped(members: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for one in members:
        found.setdefault(key(one), []).append(one)
    return found
