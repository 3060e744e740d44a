"""Batches of one-time codes: made, taken as XLSX, ended. The slips as PDF are made by reports."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.models import Evaluasi
from evaluations.survey.forms.reach import BatchForm
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.queries import surveys
from evaluations.survey.services import codes as survey_codes
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, download
from pekppp.base import sheets
from pekppp.base.certain import certain
from pekppp.base.errors import Refused


@require_safe
def codes(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _page(request, _managed(request, evaluasi), BatchForm())


@require_POST
def codes_make(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    form = BatchForm(request.POST)
    made = attempt(
        form, lambda data: survey_codes.make_batch(by=request.user, evaluasi=found, **data)
    )
    if made is None:
        return _page(request, found, form, 422)
    messages.success(request, f"{made.jumlah} kode dibuat. Cetak slipnya, atau unduh sebagai XLSX.")
    return redirect("evaluations:survey_codes", found.uuid)


@require_POST
def codes_cancel(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    batch = survey_codes_queries.get_batch(found.survei, lembar)
    try:
        survey_codes.cancel_batch(by=request.user, evaluasi=found, lembar=batch)
        messages.success(request, "Kode yang belum dipakai tidak berlaku lagi.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("evaluations:survey_codes", found.uuid)


@require_safe
@never_cache
def codes_xlsx(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    """Every code of the batch, for a printer of queue slips; spent ones are not marked."""
    found = _managed(request, evaluasi)
    batch = survey_codes_queries.get_batch(found.survei, lembar)
    rows = [
        (survey_codes.grouped(kode), address_of_code(kode))
        for kode in sorted(survey_codes_queries.codes_in(batch))
    ]
    sheet = sheets.Sheet(
        "Kode",
        [sheets.Column("Kode", width=20), sheets.Column("Alamat (jadikan kode QR)", width=60)],
        rows,
        notes=[
            f"Kode survei {found.nama_unit}. {batch.label}".strip(),
            "Satu kode untuk satu jawaban. Bagikan satu slip kepada setiap pengguna layanan.",
        ],
    )
    name = f"kode-survei-{str(batch.uuid)[:8]}.xlsx"
    return download(sheets.write_workbook([sheet]), name)


def address_of_code(kode: str) -> str:
    return settings.BASE_URL + reverse("evaluations:survey_code", args=[kode])


def _managed(request: UserRequest, uuid: UUID) -> Evaluasi:
    found = get_evaluasi(request.user, uuid, Permission.MANAGE_SURVEI)
    if found.survei is None:
        raise Http404
    return found


def _page(request: UserRequest, evaluasi: Evaluasi, form: BatchForm, status: int = 200) -> Any:
    survei = certain(evaluasi.survei, "`_managed` asks for one")
    context = {
        "evaluasi": evaluasi,
        "form": form,
        "batches": survey_codes_queries.batches_of(survei),
        "opened": surveys.is_open(survei),
        "entry": settings.BASE_URL + reverse("evaluations:survey_code_entry"),
    }
    return render(request, "evaluations/survey/unit_codes.html", context, status=status)
