"""Open data: the same published rows as CSV, XLSX and JSON, under addresses that stay."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import quote_etag
from django.views.decorators.http import condition, conditional_page

from evaluations.means import METODE_RERATA
from evaluations.models import Siklus
from evaluations.queries import publikasi as queries
from evaluations.scoring import round_half_up
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from pekppp.sheets import Sheet, write_csv, write_workbook
from reports import openapi
from reports.openapi import CYCLE_FIELDS, MEDIA, SUMMARY_FIELDS, UNIT_FIELDS, Field
from reports.portal.common import corrections, licence, public
from reports.published import Filter, instrument_of
from reports.quotes import quote_cycle
from reports.summary import summary

KEPT = 3600
NOTES = (
    "Skema tidak pernah dicampur.",
    "Hanya hasil yang terbit dan tidak ditarik. Kosong berarti tidak ada nilai, bukan nol.",
)

Rows = Callable[[HttpRequest, Siklus], Iterator[tuple[Any, ...]]]


# Tables -------------------------------------------------------------------------------------------


def _units(request: HttpRequest, siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    rows = Filter.of(request.GET).apply(queries.published_in(siklus))
    kinds, sectors = dict(JenisInstansi.choices), dict(Sektor.choices)
    values = rows.values_list(
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
    for unit, nama, induk, jenis, kind, sektor, form, ipp, decimals, *rest in values:
        huruf, sebutan, komponen, responden, penilai, nomor, tanggal, metode, uuid = rest
        parts = {item["kode"]: item["nilai"] for item in komponen}
        yield (
            unit,
            nama,
            nama if jenis == JenisInstansi.PROVINSI else induk,
            kinds.get(jenis, jenis),
            kind,
            sectors.get(sektor, sektor),
            form,
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
            metode,
            str(uuid),
        )


def _four(exact: str | None) -> Decimal | None:
    return None if exact is None else round_half_up(Fraction(exact), 4)


def _summary(request: HttpRequest, siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    same = (siklus.get_skema_display(), siklus.nama, siklus.tahun, siklus.instansi.nama)
    for line in summary(siklus, queries.published_in(siklus)):
        yield (*astuple(line), *same)


TABLES: dict[str, tuple[str, tuple[Field, ...], Rows]] = {
    "data": ("Hasil", UNIT_FIELDS, _units),
    "rekap": ("Rekap", SUMMARY_FIELDS, _summary),
}


def _sheet(request: HttpRequest, siklus: Siklus, table: str) -> Sheet:
    title, fields, rows = TABLES[table]
    notes = [
        f"{siklus.nama}, skema {siklus.get_skema_display()}. {NOTES[0]}",
        f"Penyelenggara: {siklus.instansi.nama}.",
        NOTES[1],
        f"Lisensi: {settings.PORTAL_LICENCE}. {corrections(siklus)}",
    ]
    decimals = "0." + "0" * instrument_of(siklus).desimal
    columns = [
        replace(field.column, format=decimals) if field.key == "ipp" else field.column
        for field in fields
    ]
    return Sheet(f"{title} {siklus.tahun}", columns, list(rows(request, siklus)), notes)


# Formats ------------------------------------------------------------------------------------------


def _csv(request: HttpRequest, siklus: UUID, table: str) -> bytes:
    """The table that was asked for; kept on the request, since the ETag is made of it."""
    made = getattr(request, "_portal_csv", None)
    if made is None:
        made = write_csv(_sheet(request, queries.published_siklus(siklus), table))
        request._portal_csv = made
    return made


def _etag(suffix: str) -> Callable[..., str]:
    # A digest of the rows: a workbook carries the time of its making.
    return lambda request, siklus, table: quote_etag(
        hashlib.sha256(_csv(request, siklus, table)).hexdigest()[:32] + suffix
    )


@public
@condition(etag_func=_etag("-csv"))
def results_csv(request: HttpRequest, siklus: UUID, table: str) -> HttpResponse:
    content = _csv(request, siklus, table)
    return _download(content, "text/csv; charset=utf-8", f"{_name(table)}-{siklus}.csv")


@public
@condition(etag_func=_etag("-xlsx"))
def results_xlsx(request: HttpRequest, siklus: UUID, table: str) -> HttpResponse:
    found = queries.published_siklus(siklus)
    key = f"portal-xlsx-{_etag('')(request, siklus, table)}"
    # Seconds of work for a national cycle: done once for the same rows.
    content = cache.get_or_set(key, lambda: write_workbook([_sheet(request, found, table)]), KEPT)
    return _download(content, MEDIA["xlsx"], f"{_name(table)}-{siklus}.xlsx")


def _name(table: str) -> str:
    return f"{'hasil' if table == 'data' else table}-pekppp"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@conditional_page
def results_json(request: HttpRequest, siklus: UUID, table: str) -> HttpResponse:
    found = queries.published_siklus(siklus)
    _, fields, rows = TABLES[table]
    made = [_record(fields, row) for row in rows(request, found)]
    units = queries.published_in(found).count()
    page = reverse("reports:results_siklus", args=[found.uuid])
    return _answer(
        {
            "siklus": _cycle(found, units),
            "keputusan": [
                {"nomor": item.nomor, "tanggal": item.tanggal.isoformat()}
                for item in queries.decrees_of(found)
            ],
            "kutipan": quote_cycle(found, settings.BASE_URL + page),
            "koreksi": corrections(found),
            "metode": [*NOTES, *METODE_RERATA.values()],
            "data": made,
        }
    )


@public
@conditional_page
def cycles_json(request: HttpRequest) -> HttpResponse:
    cycles = [_cycle(siklus, number) for siklus, number in queries.published_cycles()]
    return _answer({"metode": list(NOTES), "data": cycles})


@public
@conditional_page
def unit_json(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Everything frozen of every published result of a unit, newest first."""
    return _answer(
        {"metode": list(NOTES), "data": queries.frozen_contents(queries.published_history(unit))}
    )


@public
@conditional_page
def openapi_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(openapi.description(settings.BASE_URL, licence()))


def _answer(content: dict[str, Any]) -> HttpResponse:
    return JsonResponse({"lisensi": licence()} | content)


def _cycle(siklus: Siklus, number: int) -> dict[str, Any]:
    values = (
        str(siklus.uuid),
        siklus.nama,
        siklus.tahun,
        siklus.get_skema_display(),
        siklus.instansi.nama,
        number,
    )
    return _record(CYCLE_FIELDS, values)


def _record(fields: tuple[Field, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    return {field.key: _plain(value) for field, value in zip(fields, values, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)  # rounded already: its shortest text is the very figure
    return value.isoformat() if isinstance(value, date) else value
