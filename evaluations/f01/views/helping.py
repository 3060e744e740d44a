"""The office helps: it looks at an F01 before it is sent, or fills it in the unit's place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.core import on_behalf
from evaluations.core.queries import calendar
from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.queries.f01 import get_f01, read_calendar
from evaluations.core.services.notices import telling
from evaluations.f01.forms import AnswerReviewForm, AskReviewForm, FillForForm
from evaluations.f01.queries import helping as queries
from evaluations.f01.services import helping
from evaluations.models import AtasNama, Evaluasi, Reviu
from pekppp.accounts import queries as accounts
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def fill_for(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """What follows from it first; then the reason opens the F01."""
    found = get_evaluasi(request.user, evaluasi, Permission.ASSIST_UNIT)
    read_calendar(found)
    if on_behalf.fills_for(request.user, found):
        return redirect("evaluations:f01_start", found.uuid)
    form = FillForForm(_posted(request))

    def declare(data: dict[str, Any]) -> AtasNama:
        return helping.fill_for(by=request.user, evaluasi=found, reason=data["alasan"])

    with telling() as told:
        declared = attempt(form, declare)
    if declared:
        messages.success(request, told.after("Anda mengisi F01 atas nama unit."))
        return redirect("evaluations:f01_start", found.uuid)
    context = {
        "evaluasi": found,
        "form": form,
        "terkunci": calendar.f01_refusal(found),
        "menilai": on_behalf.evaluates(request.user, found),
        "orang_unit": accounts.members_of_unit(found.unit),
    }
    return render(request, "evaluations/f01/fill_for.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """The unit asks, and reads what the office said."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    form = AskReviewForm(_posted(request))

    def ask(data: dict[str, Any]) -> Reviu:
        return helping.ask_review(by=request.user, evaluasi=found, pesan=data["pesan"])

    with telling() as told:
        asked = attempt(form, ask)
    if asked:
        messages.success(request, told.after("Reviu diminta."))
        return redirect("evaluations:f01_review", found.uuid)
    rows = queries.reviews(found)
    context = {
        "evaluasi": found,
        "form": form,
        "terkunci": calendar.f01_refusal(found),
        "reviu": [(row, _notes(found, row)) for row in rows],
        "menunggu": any(row.dijawab_pada is None for row in rows),
    }
    return render(request, "evaluations/f01/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_review(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """A note for each aspect, beside the way to read it."""
    found = get_evaluasi(request.user, evaluasi, Permission.ASSIST_UNIT)
    read_calendar(found)
    row = queries.reviews(found).filter(dijawab_pada__isnull=True).first()
    form = AnswerReviewForm(_posted(request), aspek=found.versi.instrumen.semua_aspek)

    def answer(data: dict[str, Any]) -> Reviu:
        return helping.answer_review(by=request.user, evaluasi=found, catatan=data)

    with telling() as told:
        answered = attempt(form, answer)
    if answered:
        messages.success(request, told.after("Jawaban reviu disampaikan."))
        return redirect("evaluations:evaluasi", found.uuid)
    context = {
        "evaluasi": found,
        "form": form,
        "reviu": row,
        "terkunci": calendar.f01_refusal(found),
        "bagian": [(item, form[item.kode]) for item in found.versi.instrumen.semua_aspek],
    }
    return render(request, "evaluations/f01/review_answer.html", context)


def _notes(evaluasi: Evaluasi, row: Reviu) -> list[tuple[Any, str]]:
    aspects = evaluasi.versi.instrumen.semua_aspek
    return [(item, row.catatan[item.kode]) for item in aspects if item.kode in row.catatan]


def _posted(request: UserRequest) -> Any:
    return request.POST if request.method == "POST" else None
