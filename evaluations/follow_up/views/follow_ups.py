"""Tindak lanjut of many: what is late, what waits for the office, how much is done; an export."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.core.queries.monitored import may_monitor
from evaluations.follow_up.forms.follow_up import FollowUpFilterForm
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import Rekomendasi
from evaluations.rules.follow_up import LABELS, Status
from evaluations.rules.places import WILAYAH
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import download, paginate
from pekppp.base import sheets, texts

LEVELS = (("unit", "Unit"), ("instansi", "Instansi"), ("provinsi", WILAYAH))


def _asked(request: UserRequest) -> tuple[FollowUpFilterForm, follow_up_queries.Filter]:
    """The filter as asked for; what is nonsense in it is left out. 403 for other people."""
    if not follow_up_queries.may_list(request.user):
        raise PermissionDenied
    form = FollowUpFilterForm(
        request.GET,
        cycles=follow_up_queries.cycles_for(request.user),
        instansi=follow_up_queries.instansi_for(request.user),
    )
    form.is_valid()
    data = form.cleaned_data
    asked = follow_up_queries.Filter(
        siklus=data.get("siklus"),
        instansi=data.get("instansi"),
        status=data.get("status", ""),
        q=texts.storable(data.get("q", "")),
    )
    return form, asked


def _query(request: UserRequest, *without: str) -> str:
    query = request.GET.copy()
    for name in (*without, "halaman"):
        query.pop(name, None)
    return query.urlencode()


@require_safe
def follow_ups(request: UserRequest) -> HttpResponse:
    """Every recommendation in force as a row, the nearest date first."""
    form, asked = _asked(request)
    rows = follow_up_queries.rows_for(request.user, asked)
    chosen = follow_up_queries.listed(follow_up_queries.with_status(rows, asked.status))
    page = paginate(request, chosen)
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "rows": [(row, follow_up_queries.commitment_of(row), _label(row)) for row in page],
        "states": follow_up_queries.counts(rows),
        "saringan": _query(request, "status"),
        "ekspor": _query(request),
        "kantor": may_monitor(request.user),
    }
    return render(request, "evaluations/follow_up/list.html", context)


@require_safe
def follow_up_rates(request: UserRequest) -> HttpResponse:
    """How much is followed up: `?tingkat=` unit, instansi or provinsi."""
    form, asked = _asked(request)
    found = follow_up_queries.rates(follow_up_queries.rows_for(request.user, asked))
    level = request.GET.get("tingkat", "")
    level = level if level in dict(LEVELS) else "unit"
    context = {
        "form": form,
        "semua": found.semua,
        "page": paginate(request, getattr(found, level)),
        "tingkat": level,
        "tingkatan": LEVELS,
        "saringan": _query(request, "tingkat"),
        "ekspor": _query(request),
    }
    return render(request, "evaluations/follow_up/recap.html", context)


def _label(row: Rekomendasi) -> str:
    return LABELS[follow_up_queries.status_of(row)]


_COLUMNS = (
    sheets.Column("Siklus"),
    sheets.Column("Instansi"),
    sheets.Column("Unit"),
    sheets.Column("Aspek"),
    sheets.Column("Indikator", sheets.INTEGER),
    sheets.Column("Rekomendasi", width=60),
    sheets.Column("Keadaan"),
    sheets.Column("Tindakan", width=60),
    sheets.Column("Penanggung jawab"),
    sheets.Column("Tenggat", sheets.DATE),
    sheets.Column("Lewat tenggat"),
    sheets.Column("Anggaran (rupiah)", sheets.INTEGER),
    sheets.Column("Laporan unit", width=60),
    sheets.Column("Catatan pemeriksa", width=40),
    sheets.Column("Catatan evaluator", width=40),
)
_RATE_COLUMNS = (
    sheets.Column("Nama", width=40),
    sheets.Column("Di", width=30),
    sheets.Column("Rekomendasi", sheets.INTEGER),
    sheets.Column("Berkomitmen", sheets.INTEGER),
    sheets.Column("Selesai", sheets.INTEGER),
    sheets.Column("Lewat tenggat", sheets.INTEGER),
    sheets.Column("Persen selesai", sheets.INTEGER),
)


@require_safe
def follow_ups_xlsx(request: UserRequest) -> HttpResponse:
    """The list as filtered, and the rates per unit, instansi and province."""
    form, asked = _asked(request)
    rows = follow_up_queries.rows_for(request.user, asked)
    chosen = follow_up_queries.listed(follow_up_queries.with_status(rows, asked.status))
    words = exports.words_of(form)
    notes = ["Selesai: diterima kantor pembina atau terverifikasi evaluator."]
    found = follow_up_queries.rates(rows)
    book = [
        exports.sheet_of(
            request, "Tindak lanjut", _COLUMNS, chosen, _line, asked=words, notes=notes
        )
    ]
    for level, title in LEVELS:
        lines = [*getattr(found, level), found.semua]
        name = f"Rekap {title.lower()}"
        book.append(exports.sheet_of(request, name, _RATE_COLUMNS, lines, _rate_line, asked=words))
    return download(sheets.write_workbook(book), "tindak-lanjut.xlsx")


def _line(row: Rekomendasi) -> tuple[Any, ...]:
    item, there = row.evaluasi, follow_up_queries.commitment_of(row)
    status = LABELS[there.keadaan if there else Status.BELUM]
    return (
        row.siklus.nama,
        item.nama_instansi,
        item.nama_unit,
        row.aspek,
        row.indikator,
        row.teks,
        status,
        there.tindakan if there else "",
        there.penanggung_jawab if there else "",
        there.tenggat if there else None,
        "ya" if there and there.terlambat else "",
        there.anggaran if there else None,
        there.laporan if there else "",
        there.pemeriksaan if there else "",
        there.verifikasi if there else "",
    )


def _rate_line(item: follow_up_queries.Rate) -> tuple[Any, ...]:
    return (
        item.nama,
        item.di,
        item.jumlah,
        item.berkomitmen,
        item.selesai,
        item.terlambat,
        item.persen,
    )
