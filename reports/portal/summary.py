"""Means over the published results of a cycle: by group, by aspect, by indicator.

Computed once for the same set of results: a national cycle is thousands of frozen contents. Every
mean carries the name of its method; schemes never mix, since a cycle has one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet
from django.db.models.fields.json import KT

from evaluations.models import HasilTerbit, Siklus
from evaluations.rules.means import METODE_RERATA, RATA_INSTANSI, RATA_UNIT, group_mean
from evaluations.rules.places import WILAYAH, region
from evaluations.rules.scoring import round_half_up
from instruments.spec import Instrumen
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from reports.core.kept import kept
from reports.portal.published import PEMDA, instansi_means, instrument_of, national_figures
from reports.rules import awards

ASPEK, INDIKATOR = "rata-rata nilai aspek unit lokus", "rata-rata level unit lokus"


@dataclass(frozen=True, slots=True)
class Fact:
    """Of one published result what means and rules ask about. Exact figures."""

    unit: awards.Unit
    instansi: int
    jenis: str
    sektor: str
    formulir: str
    aspek: dict[str, Fraction | None]
    level: dict[int, Fraction | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the summary, rounded once; what is absent stays null."""

    kelompok: str
    kode: str
    nama: str
    nilai: Decimal | None
    kategori: str
    anggota: int
    metode: str
    kunci: str = ""  # what the filters know it by, where that is not its name


class _Path(Func):
    """An array of what a constant JSON path finds, in its order."""

    template = "jsonb_path_query_array(%(expressions)s, '%(path)s')"
    output_field = JSONField()


def _path(path: str) -> _Path:
    return _Path(F("isi"), path=path)


_WEIGHTED = "$.aspek[*] ? (@.tambahan == false)"


def facts(rows: QuerySet[HasilTerbit]) -> list[Fact]:
    """Without the texts, which are most of a frozen content."""
    values = (
        rows.order_by("pk")
        .annotate(
            kode_aspek=_path(f"{_WEIGHTED}.kode"),
            nilai_aspek=_path(f"{_WEIGHTED}.nilai"),
            nomor=_path("$.aspek[*].indikator[*].nomor"),
            level=_path("$.aspek[*].indikator[*].level"),
            kode_komponen=_path("$.komponen[*].kode"),
            nilai_komponen=_path("$.komponen[*].nilai"),
            responden=KT("isi__survei__responden"),
        )
        .values_list(
            "evaluasi__nama_unit",
            "evaluasi__nama_instansi",
            "evaluasi__jenis_instansi",
            "evaluasi__nama_induk",
            "evaluasi__jenis_unit",
            "evaluasi__sektor",
            "evaluasi__formulir",
            "evaluasi__unit__uuid",
            "instansi",
            "ipp",
            "kategori",
            "kode_aspek",
            "nilai_aspek",
            "nomor",
            "level",
            "kode_komponen",
            "nilai_komponen",
            "responden",
        )
    )
    return [_fact(*row) for row in values]


def _fact(
    nama: str,
    instansi: str,
    jenis_instansi: str,
    induk: str,
    jenis: str,
    sektor: str,
    formulir: str,
    unit: Any,
    pk: int,
    ipp: Decimal,
    kategori: str,
    kode_aspek: list[str],
    nilai_aspek: list[str | None],
    nomor: list[int],
    level: list[str | None],
    kode_komponen: list[str],
    nilai_komponen: list[str | None],
    responden: str | None,
) -> Fact:
    aspects = dict(zip(kode_aspek, map(_exact, nilai_aspek), strict=True))
    parts = dict(zip(kode_komponen, map(_exact, nilai_komponen), strict=True))
    return Fact(
        awards.Unit(
            nama=nama,
            instansi=instansi,
            kelompok=jenis_instansi,
            provinsi=instansi if jenis_instansi == JenisInstansi.PROVINSI else induk,
            ipp=ipp,
            kategori=kategori,
            f02=parts.get("F02"),
            f03=parts.get("F03"),
            responden=int(responden or 0),
            aspek=tuple(aspects.values()),
            uuid=unit,
        ),
        pk,
        jenis,
        sektor,
        formulir,
        aspects,
        dict(zip(nomor, map(_exact, level), strict=True)),
    )


@lru_cache(maxsize=20_000)  # few figures differ, and a nation has a million of them
def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def bands(spec: Instrumen) -> awards.Bands:
    return awards.Bands(
        [item.huruf for item in spec.kategori], [Fraction(item.minimum) for item in spec.kategori]
    )


def summary(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> list[Line]:
    """All means of a cycle, in the order of the page."""
    return kept("rekap", siklus.uuid, lambda: _summary(siklus, rows))


def _summary(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> list[Line]:
    spec, found = instrument_of(siklus), facts(rows)
    means = national_figures(instansi_means(rows, spec), spec)
    kinds, sectors = dict(JenisInstansi.choices), dict(Sektor.choices)
    return [
        *(
            Line(
                "Nasional",
                "",
                mean.nama,
                mean.nilai,
                mean.kategori.huruf if mean.kategori else "",
                mean.anggota,
                mean.metode,
            )
            for mean in means
            if siklus.skema == "nasional"
        ),
        *_by(found, "Kelompok instansi", lambda f: kinds[f.unit.kelompok], spec, by_instansi=True),
        *_by(
            [fact for fact in found if fact.unit.kelompok in PEMDA],
            WILAYAH,
            lambda fact: fact.unit.provinsi,
            spec,
            by_instansi=True,
        ),
        *_by(found, "Jenis unit", lambda fact: fact.jenis, spec),
        *_by(found, "Sektor", lambda fact: sectors.get(fact.sektor, fact.sektor), spec),
        *_aspects(found, spec),
        *_indicators(found, siklus),
    ]


def _by(
    found: Iterable[Fact],
    group: str,
    name_of: Callable[[Fact], str],
    spec: Instrumen,
    *,
    by_instansi: bool = False,
) -> list[Line]:
    members: dict[str, list[Fact]] = {}
    for fact in found:
        members.setdefault(name_of(fact), []).append(fact)
    method = RATA_INSTANSI if by_instansi else RATA_UNIT
    lines = []
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
        label = region(name) if group == WILAYAH else name
        method_words = METODE_RERATA[method]
        lines.append(Line(group, "", label, shown, letter, mean.counted, method_words, name))
    return lines


def _aspects(found: Sequence[Fact], spec: Instrumen) -> list[Line]:
    names = {aspek.kode: aspek.nama for aspek in spec.semua_aspek}
    codes = dict.fromkeys(kode for fact in found for kode in fact.aspek)
    return [
        _level("Aspek", kode, names.get(kode, kode), [f.aspek.get(kode) for f in found], ASPEK)
        for kode in codes
    ]


def _indicators(found: Sequence[Fact], siklus: Siklus) -> list[Line]:
    """Per form: the same number may ask another thing in another form."""
    lines = []
    for form in sorted({fact.formulir for fact in found}):
        rows = [fact for fact in found if fact.formulir == form]
        versi = siklus.versi_untuk(form)
        for indikator in versi.instrumen.semua_indikator if versi else ():
            values = [fact.level.get(indikator.nomor) for fact in rows]
            kode = f"{form}-{indikator.nomor}"
            lines.append(_level("Indikator", kode, indikator.nama, values, INDIKATOR))
    return lines


def _level(
    group: str, kode: str, nama: str, values: Sequence[Fraction | None], method: str
) -> Line:
    mean = group_mean(values)
    shown = None if mean.value is None else round_half_up(mean.value, 2)
    return Line(group, kode, nama, shown, "", mean.counted, method)


def lists_of_awards(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> dict[str, Any]:
    """Awards, role models and priorities for coaching; see `reports.rules.awards`."""
    return kept("penghargaan", siklus.uuid, lambda: _awards(siklus, rows))


def _awards(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> dict[str, Any]:
    spec = instrument_of(siklus)
    units, table = [fact.unit for fact in facts(rows)], bands(spec)
    kinds = dict(JenisInstansi.choices)

    def told(places: list[awards.Place]) -> list[awards.Place]:
        return [replace(place, siapa=_told(place.siapa, spec)) for place in places]

    return {
        "unit": [(kinds[k], told(v)) for k, v in sorted(awards.best_units(units, table).items())],
        "instansi": [(kinds[k], told(v)) for k, v in sorted(awards.best_instansi(units).items())],
        "pembina": told(awards.best_guides(units)),
        "teladan": told(awards.role_models(units, table)),
        "pembinaan": told(awards.to_be_coached(units, table)),
    }


def _told(who: Any, spec: Instrumen) -> Any:
    exact = who.nilai if isinstance(who, awards.Body) else Fraction(who.ipp)
    return replace(who, teks=str(round_half_up(exact, spec.desimal)))
