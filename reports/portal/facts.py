"""Of every published result of a cycle what means, ranks and awards ask about: exact figures,
without the texts, which are most of a frozen content."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet

from evaluations.models import HasilTerbit
from evaluations.rules.kinds import among
from evaluations.rules.ranks import exact_figure
from instruments.spec import Instrumen
from pekppp.accounts.models import JenisInstansi
from reports.rules import awards


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
            nilai_komponen=_path("$.komponen[*].nilai"),
            bobot_komponen=_path("$.komponen[*].bobot"),
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
            "bobot_komponen",
            "nilai_komponen",
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
    bobot_komponen: list[str],
    nilai_komponen: list[str | None],
) -> Fact:
    aspects = dict(zip(kode_aspek, map(_exact, nilai_aspek), strict=True))
    return Fact(
        awards.Unit(
            nama=nama,
            instansi=instansi,
            kelompok=among(jenis_instansi),
            provinsi=instansi if jenis_instansi == JenisInstansi.PROVINSI else induk,
            ipp=ipp,
            kategori=kategori,
            persis=_figure(ipp, bobot_komponen, nilai_komponen),
            aspek=tuple(aspects.values()),
            jenis=jenis,
            formulir=formulir,
            uuid=unit,
            pemilik=pk,
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


def _figure(ipp: Decimal, weights: list[str], values: list[str | None]) -> Fraction:
    """Before it was rounded, of the frozen components."""
    exact = exact_figure([Fraction(text) for text in weights], [_exact(text) for text in values])
    return Fraction(ipp) if exact is None else exact


def exact_figures(rows: QuerySet[HasilTerbit]) -> dict[int, Fraction]:
    """Of each published result the figure before it was rounded."""
    found = (
        rows.order_by()
        .annotate(bobot=_path("$.komponen[*].bobot"), komponen=_path("$.komponen[*].nilai"))
        .values_list("pk", "ipp", "bobot", "komponen")
    )
    return {pk: _figure(ipp, weights, values) for pk, ipp, weights, values in found}


def bands(spec: Instrumen) -> awards.Bands:
    """The categories of an instrument as the rules of awards ask about them."""
    return awards.Bands(
        [item.huruf for item in spec.kategori],
        [Fraction(item.minimum) for item in spec.kategori],
        spec.desimal,
    )
