"""Open data: the same published rows as CSV, XLSX and JSON, under addresses that stay."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from evaluations.models import Publikasi, Siklus
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules.means import METODE_RERATA, form_words
from evaluations.rules.ranks import OF_INSTANSI, OF_UNITS, Rank
from evaluations.rules.ranks import WORDS as RANKS
from evaluations.rules.scoring import round_half_up
from instruments.spec import METODE_ASPEK
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from pekppp.base.certain import certain
from pekppp.base.files.storages import stored_file
from pekppp.base.sheets import Sheet, write_csv, write_workbook
from reports.portal import openapi
from reports.portal.detail import detail
from reports.portal.openapi import (
    CYCLE_FIELDS,
    DETAIL_FIELDS,
    INSTANSI_FIELDS,
    MEDIA,
    SUMMARY_FIELDS,
    UNIT_FIELDS,
    Field,
)
from reports.portal.published import Filter, forms_words, instansi_means, instrument_of
from reports.portal.quotes import quote_cycle
from reports.portal.ranks import instansi_ranks, unit_ranks
from reports.portal.summary import BOTH, summary
from reports.portal.views.common import corrections, kept_file, licence, public

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NOTES = (
    "Skema tidak pernah dicampur.",
    "Hanya hasil yang terbit dan tidak ditarik. Kosong berarti tidak ada nilai, bukan nol.",
)

Rows = Callable[[HttpRequest, Siklus], Iterator[tuple[Any, ...]]]


# Tables -------------------------------------------------------------------------------------------


def _units(request: HttpRequest, siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    rows = Filter.of(request.GET).apply(publication_queries.published_in(siklus))
    kinds, sectors = dict(JenisInstansi.choices), dict(Sektor.choices)
    ranks = unit_ranks(siklus)
    values = rows.values_list(
        "pk",
        "evaluasi__nama_unit",
        "evaluasi__nama_instansi",
        "evaluasi__nama_induk",
        "evaluasi__jenis_instansi",
        "evaluasi__jenis_unit",
        "evaluasi__sektor",
        "evaluasi__formulir",
        "ipp",
        "desimal",
        "kategori",
        "sebutan",
        "isi__komponen",
        "isi__survei__responden",
        "isi__penilai",
        "publikasi__nomor",
        "publikasi__tanggal",
        "isi__metode__aspek",
        "evaluasi__unit__uuid",
    )
    for pk, unit, nama, induk, jenis, kind, sektor, form, ipp, decimals, *rest in values:
        huruf, sebutan, komponen, responden, penilai, nomor, tanggal, metode, uuid = rest
        parts = {item["kode"]: item["nilai"] for item in komponen}
        unweighted = metode == METODE_ASPEK["rata"]
        yield (
            unit,
            nama,
            nama if jenis == JenisInstansi.PROVINSI else induk,
            kinds.get(jenis, jenis),
            kind,
            sectors.get(sektor, sektor),
            form,
            *_place(ranks.get(pk)),
            ipp.quantize(Decimal(1).scaleb(-decimals)),
            huruf,
            sebutan,
            _four(parts.get("F02")),
            _four(parts.get("F03")),
            responden,
            siklus.get_skema_display(),
            siklus.nama,
            siklus.tahun,
            penilai,
            nomor,
            tanggal,
            metode
            if form == "A"
            else f"{metode}; {form_words(form, 'rata' if unweighted else '')}",
            str(uuid),
        )


def _place(rank: Rank | None) -> tuple[Any, ...]:
    """Nothing for what was published a moment ago, after the ranks were made."""
    return astuple(rank) if rank else (None, None, None)


def _four(exact: str | None) -> Decimal | None:
    return None if exact is None else round_half_up(Fraction(exact), 4)


_SAID = tuple(field.key for field in SUMMARY_FIELDS[:11])  # of the line; the cycle's follow


def _summary(request: HttpRequest, siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    same = (siklus.get_skema_display(), siklus.nama, siklus.tahun, siklus.instansi.nama)
    for line in summary(siklus, publication_queries.published_in(siklus)):
        yield (*(getattr(line, name) for name in _SAID), *same)


def _detail(request: HttpRequest, siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    same = (siklus.get_skema_display(), siklus.nama, siklus.tahun)
    for cell in detail(siklus, publication_queries.published_in(siklus)):
        yield (*astuple(cell), *same)


def _instansi(request: HttpRequest, siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    ranks, kinds = instansi_ranks(siklus), dict(JenisInstansi.choices)
    for mean in instansi_means(siklus, publication_queries.published_in(siklus)):
        yield (
            mean.nama,
            kinds.get(mean.jenis, mean.jenis),
            mean.formulir or BOTH,
            *_place(ranks.get((mean.pk, mean.formulir))),
            mean.nilai,
            mean.kategori.huruf if mean.kategori else "",
            mean.anggota,
            mean.metode,
            siklus.get_skema_display(),
            siklus.nama,
            siklus.tahun,
            str(mean.uuid),
        )


TABLES: dict[str, tuple[str, tuple[Field, ...], Rows]] = {
    "data": ("Hasil", UNIT_FIELDS, _units),
    "rekap": ("Rekap", SUMMARY_FIELDS, _summary),
    "aspek": ("Aspek dan indikator", DETAIL_FIELDS, _detail),
    "instansi": ("Instansi", INSTANSI_FIELDS, _instansi),
}


def _sheet(request: HttpRequest, siklus: Siklus, table: str) -> Sheet:
    title, fields, rows = TABLES[table]
    return sheet_of(siklus, title, fields, list(rows(request, siklus)))


def sheet_of(
    siklus: Siklus, title: str, fields: tuple[Field, ...], rows: list[tuple[Any, ...]]
) -> Sheet:
    """A table of a cycle with the notes that go with it."""
    notes = [
        f"{siklus.nama}, skema {siklus.get_skema_display()}. {NOTES[0]}",
        f"Penyelenggara: {siklus.instansi.nama}.",
        NOTES[1],
        *filter(None, [forms_words(siklus, siklus.formulir_tersedia)]),
        f"Lisensi: {settings.PORTAL_LICENCE}. {corrections(siklus)}",
    ]
    decimals = "0." + "0" * instrument_of(siklus).desimal
    columns = [
        replace(field.column, format=decimals) if field.key == "ipp" else field.column
        for field in fields
    ]
    return Sheet(f"{title} {siklus.tahun}", columns, rows, notes)


# Formats ------------------------------------------------------------------------------------------


@public
@kept_file
def results_csv(request: HttpRequest, siklus: UUID, table: str) -> HttpResponse:
    content = write_csv(_sheet(request, publication_queries.published_siklus(siklus), table))
    return download(content, "text/csv; charset=utf-8", f"{_name(table)}-{siklus}.csv")


@public
@kept_file
def results_xlsx(request: HttpRequest, siklus: UUID, table: str) -> HttpResponse:
    sheet = _sheet(request, publication_queries.published_siklus(siklus), table)
    return workbook(sheet, f"{_name(table)}-{siklus}.xlsx")


def workbook(sheet: Sheet, name: str) -> HttpResponse:
    """With an ETag of the rows: a workbook carries the time of its making."""
    response = download(write_workbook([sheet]), MEDIA["xlsx"], name)
    response["ETag"] = quote_etag(hashlib.sha256(repr(sheet).encode()).hexdigest()[:32])
    return response


def _name(table: str) -> str:
    return f"{'hasil' if table == 'data' else table}-pekppp"


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@kept_file
def results_json(request: HttpRequest, siklus: UUID, table: str) -> HttpResponse:
    found = publication_queries.published_siklus(siklus)
    _, fields, rows = TABLES[table]
    made = [record(fields, row) for row in rows(request, found)]
    return json_of(found, made)


def json_of(found: Siklus, made: list[dict[str, Any]]) -> HttpResponse:
    """Records of a cycle with what stands around them."""
    units = publication_queries.published_in(found).count()
    lokus = publication_queries.lokus_of_cycles([found]).get(found.pk, 0)
    page = reverse("reports:results_siklus", args=[found.uuid])
    return _answer(
        {
            "siklus": _cycle(found, units, lokus),
            "keputusan": [_decree(found, item) for item in publication_queries.decrees_of(found)],
            "kutipan": quote_cycle(found, settings.BASE_URL + page),
            "koreksi": corrections(found),
            "metode": [
                *NOTES,
                *METODE_RERATA.values(),
                f"{OF_UNITS} {OF_INSTANSI} {RANKS}",
                *filter(None, [forms_words(found, found.formulir_tersedia)]),
            ],
            "data": made,
        }
    )


@public
def decree_pdf(request: HttpRequest, siklus: UUID, publikasi: UUID) -> HttpResponseBase:
    """The decree as it was signed: an official document, open while all its results are."""
    berkas = publication_queries.decree_file(
        publication_queries.published_siklus(siklus), publikasi
    )
    etag = quote_etag(berkas.sha256)
    response = get_conditional_response(request, etag=etag) or stored_file(
        berkas.path,
        as_attachment=True,
        filename=f"keputusan-pekppp-{publikasi}.pdf",
        content_type=MEDIA["pdf"],
    )
    response["ETag"] = etag
    return response


@public
@kept_file
def cycles_json(request: HttpRequest) -> HttpResponse:
    found = publication_queries.published_cycles()
    lokus = publication_queries.lokus_of_cycles(siklus for siklus, _ in found)
    cycles = [_cycle(siklus, number, lokus.get(siklus.pk, 0)) for siklus, number in found]
    return _answer({"metode": list(NOTES), "data": cycles})


@public
def unit_json(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Everything frozen of every published result of a unit, newest first."""
    return _answer(
        {
            "metode": list(NOTES),
            "data": publication_queries.frozen_contents(
                publication_queries.published_history(unit)
            ),
        }
    )


@public
def openapi_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(openapi.description(settings.BASE_URL, licence()))


def _answer(content: dict[str, Any]) -> HttpResponse:
    return JsonResponse({"lisensi": licence()} | content)


def _decree(
    siklus: Siklus, item: "WithAnnotations[Publikasi, publication_queries.Openness]"
) -> dict[str, Any]:
    address = reverse("reports:decree_pdf", args=[siklus.uuid, item.uuid])
    return {
        "nomor": item.nomor,
        "tanggal": certain(item.tanggal, "a decree in force is dated").isoformat(),
        "berkas": settings.BASE_URL + address if item.terbuka else None,
    }


def _cycle(siklus: Siklus, number: int, lokus: int) -> dict[str, Any]:
    values = (
        str(siklus.uuid),
        siklus.nama,
        siklus.tahun,
        siklus.get_skema_display(),
        siklus.instansi.nama,
        number,
        lokus,
        siklus.cakupan_tajuk,
    )
    return record(CYCLE_FIELDS, values)


def record(fields: tuple[Field, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    return {field.key: _plain(value) for field, value in zip(fields, values, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)  # rounded already: its shortest text is the very figure
    return value.isoformat() if isinstance(value, date) else value
