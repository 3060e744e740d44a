"""One more file that an evaluator asks the unit for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.queries.f01 import get_f01, read_calendar
from evaluations.core.services.notices import telling
from evaluations.evidence.forms import AskFileForm, HandInForm
from evaluations.evidence.queries import requested as queries
from evaluations.evidence.services import requested
from evaluations.evidence.views.evidence import indicator_of
from evaluations.models import Evaluasi, PermintaanBerkas
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """Which file, and until when: that indicator's evidence takes one file, nothing else opens."""
    found = _evaluated(request, evaluasi, nomor)
    form = AskFileForm(request.POST if request.method == "POST" else None)

    def send(data: dict[str, Any]) -> PermintaanBerkas:
        return requested.ask(by=request.user, evaluasi=found, indikator=nomor, **data)

    with telling() as told:
        asked = attempt(form, send)
    if asked:
        messages.success(request, told.after("Berkas diminta."))
        return redirect("evaluations:f02_indicator", found.uuid, nomor)
    context = {
        "evaluasi": found,
        "form": form,
        "indikator": found.versi.instrumen.indikator(nomor),
        "diminta": queries.of(found).filter(indikator=nomor),
    }
    return render(request, "evaluations/evidence/requested_ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: UserRequest, evaluasi: UUID, permintaan: UUID) -> HttpResponse:
    """The one file, from the unit."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    row = queries.get(found, permintaan)
    form = HandInForm(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def send(data: dict[str, Any]) -> PermintaanBerkas:
        return requested.hand_in(
            by=request.user,
            evaluasi=found,
            permintaan=row,
            file=data["berkas"],
            keterangan=data["keterangan"],
        )

    with telling() as told:
        sent = attempt(form, send)
    if sent:
        messages.success(request, told.after("Berkas diterima; permintaan ini selesai."))
        return redirect("evaluations:evaluasi", found.uuid)
    context = {
        "evaluasi": found,
        "form": form,
        "permintaan": row,
        "indikator": found.versi.instrumen.indikator(row.indikator),
        "terkunci": queries.refusal(found, row),
    }
    return render(request, "evaluations/evidence/requested.html", context)


@require_POST
def put_away(request: UserRequest, evaluasi: UUID, permintaan: UUID) -> HttpResponse:
    """Looked at, or not asked for any more."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    row = requested.put_away(
        by=request.user, evaluasi=found, permintaan=queries.get(found, permintaan)
    )
    done = "Berkas sudah diperiksa." if row.bukti_id else "Permintaan berkas ditutup."
    messages.success(request, done)
    return redirect("evaluations:f02_indicator", found.uuid, row.indikator)


def _evaluated(request: UserRequest, uuid: UUID, nomor: int) -> Evaluasi:
    found = get_evaluasi(request.user, uuid, Permission.VIEW_EVALUASI)
    indicator_of(found, str(nomor))
    if not queries.may_ask(request.user, found, nomor):
        raise PermissionDenied(f"does not score {nomor}")
    read_calendar(found)
    return found
