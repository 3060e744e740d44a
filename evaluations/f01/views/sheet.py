"""The F01 as a workbook: download, upload, see what it would change, apply."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.forms import UploadForm
from evaluations.core.queries import calendar, errata
from evaluations.core.queries.f01 import get_f01, get_f01_impor
from evaluations.core.views.common import posted
from evaluations.f01.services import workbook as f01_workbook
from evaluations.models import Evaluasi, Impor
from instruments import rules
from instruments.spec import Instrumen
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, download
from pekppp.base.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """How it works; posting a file checks it and changes nothing."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    form = UploadForm(posted(request), request.FILES or None)

    def check(data: dict[str, Any]) -> Impor:
        file = data["berkas"]
        return f01_workbook.check(by=request.user, evaluasi=found, file=file, name=file.name)

    impor = attempt(form, check)
    if impor:
        return redirect("evaluations:f01_sheet_check", found.uuid, impor.uuid)
    context = {"evaluasi": found, "form": form, "terkunci": calendar.f01_refusal(found)}
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluations/f01/sheet.html", context, status=status)


@require_safe
def sheet_download(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    name = f"f01-{slugify(found.nama_unit)[:60]}-{found.siklus.tahun}.xlsx"
    return download(f01_workbook.download(by=request.user, evaluasi=found), name)


@require_safe
def sheet_check(request: UserRequest, evaluasi: UUID, impor: UUID) -> HttpResponse:
    """What the file would change, or what is wrong with it and where."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    upload = get_f01_impor(request.user, found, impor, f01_workbook.KIND)
    return _check_page(request, found, upload)


@require_POST
def sheet_apply(request: UserRequest, evaluasi: UUID, impor: UUID) -> HttpResponse:
    """All that is confirmed, or nothing."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    upload = get_f01_impor(request.user, found, impor, f01_workbook.KIND)
    confirmed = set(request.POST.getlist("setuju"))
    try:
        f01_workbook.apply(by=request.user, evaluasi=found, impor=upload, confirmed=confirmed)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("evaluations:f01_sheet_check", found.uuid, upload.uuid)


def _check_page(request: UserRequest, evaluasi: Evaluasi, impor: Impor) -> HttpResponse:
    then = errata.version_at(evaluasi, impor.dibuat_pada).instrumen  # as it was checked
    rows = [_shown(then, row) for row in impor.baris if row["jenis"] != f01_workbook.SAMA]
    context = {
        "evaluasi": evaluasi,
        "impor": impor,
        "applied": impor.status == Impor.Status.DITERAPKAN,
        "terkunci": calendar.f01_refusal(evaluasi),
        "ubah": [row for row in rows if row["jenis"] == f01_workbook.UBAH],
        "bentrok": [row for row in rows if row["jenis"] == f01_workbook.BENTROK],
        "kosongkan": [row for row in rows if row["jenis"] == f01_workbook.KOSONGKAN],
        "diterapkan": [row for row in rows if row.get("diterapkan")],
        "dilewati": [row for row in rows if not row.get("diterapkan")],
    }
    return render(request, "evaluations/f01/sheet_check.html", context)


def _shown(instrumen: Instrumen, row: dict[str, Any]) -> dict[str, Any]:
    pertanyaan = instrumen.indikator(row["indikator"]).pertanyaan_dengan(row["pertanyaan"])
    return {
        **row,
        "soal": pertanyaan.teks,
        "kata_lama": rules.in_words(pertanyaan, row["lama"]),
        "kata_baru": rules.in_words(pertanyaan, row["nilai"]),
        "pada": datetime.fromisoformat(row["pada"]) if row["pada"] else None,
    }
