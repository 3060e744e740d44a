"""Means of aspects and indicators by province, instansi, kind of unit and sector.

A plain mean of units, whatever the group: its name says so beside every figure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from evaluations.models import HasilTerbit, Siklus
from evaluations.rules.means import by_pool, group_mean
from evaluations.rules.places import WILAYAH, region
from evaluations.rules.scoring import round_half_up
from pekppp.accounts.models.unit import Sektor
from reports.core.kept import kept
from reports.portal.facts import Fact, facts
from reports.portal.published import instrument_of, method_of
from reports.portal.summary import ASPEK, BOTH, INDIKATOR

ASPEK_LEVEL, INDIKATOR_LEVEL = "Aspek", "Indikator"


@dataclass(frozen=True, slots=True)
class Cell:
    """One mean: of an aspect or an indicator in a group; what is absent stays null."""

    menurut: str
    nama: str
    provinsi: str  # tells two instansi of one name apart
    tingkat: str
    kode: str
    ukuran: str
    formulir: str
    nilai: Decimal | None
    anggota: int
    metode: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What is averaged: a column of the page, and of which aspect it is."""

    tingkat: str
    kode: str
    nama: str
    aspek: str
    of: Callable[[Fact], Fraction | None]


def _sector(fact: Fact) -> tuple[str, str]:
    return dict(Sektor.choices).get(fact.sektor, fact.sektor), ""


# Group by group: its title, and the name and province that a result belongs to in it.
GROUPS: dict[str, tuple[str, Callable[[Fact], tuple[str, str]]]] = {
    "provinsi": (WILAYAH, lambda fact: (region(fact.unit.provinsi), "")),
    "instansi": ("Instansi", lambda fact: (fact.unit.instansi, fact.unit.provinsi)),
    "jenis": ("Jenis unit", lambda fact: (fact.jenis, "")),
    "sektor": ("Sektor", _sector),
}


def detail(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> list[Cell]:
    """Every mean of a cycle, group by group."""
    return kept("aspek", siklus.uuid, lambda: list(_detail(siklus, rows)))


def _detail(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> Iterator[Cell]:
    found = facts(rows)
    wanted = measures(siklus, sorted({fact.formulir for fact in found}))
    together = siklus.formulir_bersama
    pools = by_pool(found, lambda fact: fact.formulir, together=together)
    for title, group_of in GROUPS.values():
        for pool, of_pool in pools.items():
            members: dict[tuple[str, str], list[Fact]] = {}
            for fact in of_pool:
                members.setdefault(group_of(fact), []).append(fact)
            method = method_of(siklus, pool, ASPEK)
            for (name, province), facts_of in sorted(members.items()):
                if name:
                    yield from _cells(title, name, province, pool, method, wanted, facts_of)


def _cells(
    title: str,
    name: str,
    province: str,
    pool: str,
    aspect_method: str,
    wanted: Sequence[Measure],
    found: Iterable[Fact],
) -> Iterator[Cell]:
    found = list(found)
    for measure in wanted:
        mean = group_mean([measure.of(fact) for fact in found])
        if not mean.counted and measure.tingkat == INDIKATOR_LEVEL:
            continue  # of a form that nobody here was evaluated with
        value = None if mean.value is None else round_half_up(mean.value, 2)
        of_aspect = measure.tingkat == ASPEK_LEVEL
        form = pool if of_aspect else measure.kode[0]
        yield Cell(
            title, name, province, measure.tingkat, measure.kode, measure.nama,
            form or BOTH, value, mean.counted, aspect_method if of_aspect else INDIKATOR,
        )  # fmt: skip


def measures(siklus: Siklus, forms: Iterable[str]) -> list[Measure]:
    """Aspects first, then the indicators of each form: their number may ask another thing there."""
    forms = list(forms)
    found = [
        Measure(ASPEK_LEVEL, a.kode, a.nama, a.kode, _aspect(a.kode))
        for a in instrument_of(siklus).semua_aspek
        if not a.tambahan
    ]
    for form in forms:
        versi = siklus.versi_untuk(form)
        for aspek in versi.instrumen.semua_aspek if versi else ():
            found += [
                Measure(
                    INDIKATOR_LEVEL, f"{form}-{item.nomor}", item.nama, aspek.kode,
                    _level(form, item.nomor),
                )
                for item in aspek.indikator
            ]  # fmt: skip
    return found


def _aspect(kode: str) -> Callable[[Fact], Fraction | None]:
    return lambda fact: fact.aspek.get(kode)


def _level(form: str, nomor: int) -> Callable[[Fact], Fraction | None]:
    return lambda fact: fact.level.get(nomor) if fact.formulir == form else None
