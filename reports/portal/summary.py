"""Means over the published results of a cycle: by group, by aspect, by indicator.

Computed once for the same set of results: a national cycle is thousands of frozen contents. Every
mean carries the name of its method; schemes never mix, since a cycle has one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from evaluations.models import HasilTerbit, Siklus
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules.means import (
    METODE_RERATA,
    RATA_INSTANSI,
    RATA_UNIT,
    TOGETHER,
    by_pool,
    group_mean,
)
from evaluations.rules.places import WILAYAH, region
from evaluations.rules.scoring import round_half_up
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from reports.core.kept import kept
from reports.portal.facts import Fact, facts
from reports.portal.published import (
    PEMDA,
    Mean,
    instansi_means,
    instrument_of,
    method_of,
    national_figures,
)

ASPEK, INDIKATOR = "rata-rata nilai aspek unit lokus", "rata-rata level unit lokus"
BOTH = "A dan B"  # of a mean that both forms share


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the summary, rounded once; what is absent stays null."""

    kelompok: str
    kode: str
    nama: str
    formulir: str
    nilai: Decimal | None
    kategori: str
    anggota: int
    # Of the national figures: how many lokus are published, of how many, and whether that is
    # enough for the mean to stand for its group.
    terbit: int | None
    lokus: int | None
    mewakili: bool | None
    metode: str
    kunci: str = ""  # what the filters know it by, where that is not its name


def summary(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> list[Line]:
    """All means of a cycle, in the order of the page; of each group form A first."""
    return kept("rekap", siklus.uuid, lambda: list(_summary(siklus, rows)))


def nation(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> tuple[list[Mean], list[Mean]]:
    """The national figures with their coverage, and the means of the instansi beneath."""
    means = instansi_means(siklus, rows)
    return national_figures(siklus, means, publication_queries.coverage_of(siklus)), means


def _summary(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> Iterator[Line]:
    if siklus.skema == "nasional":
        yield from map(_national, nation(siklus, rows)[0])
    found = facts(rows)
    kinds, sectors = dict(JenisInstansi.choices), dict(Sektor.choices)
    regions = [fact for fact in found if fact.unit.kelompok in PEMDA]
    groups: tuple[tuple[str, list[Fact], Callable[[Fact], str], bool], ...] = (
        ("Kelompok instansi", found, lambda fact: kinds[fact.unit.kelompok], True),
        (WILAYAH, regions, lambda fact: fact.unit.provinsi, True),
        ("Jenis unit", found, lambda fact: fact.jenis, False),
        ("Sektor", found, lambda fact: sectors.get(fact.sektor, fact.sektor), False),
    )
    for group, members, name_of, by_instansi in groups:
        for pool, of_pool in _pools(siklus, members):
            yield from _by(siklus, pool, of_pool, group, name_of, by_instansi=by_instansi)
    for pool, of_pool in _pools(siklus, found):
        yield from _aspects(siklus, pool, of_pool)
    # The same number may ask another thing in another form.
    for form, of_form in by_pool(found, lambda fact: fact.formulir, together=False).items():
        yield from _indicators(siklus, form, of_form)


def _pools(siklus: Siklus, found: Iterable[Fact]) -> Iterable[tuple[str, list[Fact]]]:
    together = siklus.formulir_bersama
    return by_pool(found, lambda fact: fact.formulir, together=together).items()


def _national(mean: Mean) -> Line:
    covered = mean.cakupan
    return Line(
        "Nasional",
        "",
        mean.nama,
        mean.formulir or BOTH,
        mean.nilai,
        mean.kategori.huruf if mean.kategori else "",
        mean.anggota,
        covered.terbit if covered else None,
        covered.lokus if covered else None,
        mean.berdiri,
        mean.metode,
    )


def _by(
    siklus: Siklus,
    pool: str,
    found: Iterable[Fact],
    group: str,
    name_of: Callable[[Fact], str],
    *,
    by_instansi: bool,
) -> Iterator[Line]:
    members: dict[str, list[Fact]] = {}
    for fact in found:
        members.setdefault(name_of(fact), []).append(fact)
    method, spec = RATA_INSTANSI if by_instansi else RATA_UNIT, instrument_of(siklus, pool)
    for name, rows in sorted(members.items()):
        if not name:
            continue
        values: Sequence[Any] = [fact.unit.ipp for fact in rows]
        if by_instansi:
            own: dict[int, list[Decimal]] = {}
            for fact in rows:
                own.setdefault(fact.instansi, []).append(fact.unit.ipp)
            values = [group_mean(figures).value for figures in own.values()]
        mean = group_mean(values, method)
        shown = None if mean.value is None else round_half_up(mean.value, spec.desimal)
        letter = "" if shown is None else spec.kategori_untuk(shown).huruf
        words = method_of(siklus, pool, METODE_RERATA[method])
        label = region(name) if group == WILAYAH else name
        yield _line(group, "", label, pool, shown, letter, mean.counted, words, key=name)


def _line(
    group: str,
    kode: str,
    name: str,
    pool: str,
    value: Decimal | None,
    letter: str,
    members: int,
    words: str,
    key: str = "",
) -> Line:
    form = BOTH if pool == TOGETHER else pool
    return Line(group, kode, name, form, value, letter, members, None, None, None, words, key)


def _aspects(siklus: Siklus, pool: str, found: Sequence[Fact]) -> Iterator[Line]:
    names = {aspek.kode: aspek.nama for aspek in instrument_of(siklus, pool).semua_aspek}
    for kode in dict.fromkeys(kode for fact in found for kode in fact.aspek):
        values = [fact.aspek.get(kode) for fact in found]
        words = method_of(siklus, pool, ASPEK)
        yield _level("Aspek", kode, names.get(kode, kode), pool, values, words)


def _indicators(siklus: Siklus, form: str, found: Sequence[Fact]) -> Iterator[Line]:
    versi = siklus.versi_untuk(form)
    for indikator in versi.instrumen.semua_indikator if versi else ():
        values = [fact.level.get(indikator.nomor) for fact in found]
        yield _level(
            "Indikator", f"{form}-{indikator.nomor}", indikator.nama, form, values, INDIKATOR
        )


def _level(
    group: str, kode: str, nama: str, pool: str, values: Sequence[Fraction | None], words: str
) -> Line:
    mean = group_mean(values)
    shown = None if mean.value is None else round_half_up(mean.value, 2)
    return _line(group, kode, nama, pool, shown, "", mean.counted, words)
