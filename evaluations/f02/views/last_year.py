"""What became of last year's recommendations, at the desk of this year's evaluator."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.services.notices import telling
from evaluations.f02.pages.last_year import past_of
from evaluations.f02.queries.desk import Desk, get_desk
from evaluations.follow_up.forms.follow_up import VerifyForm
from evaluations.follow_up.pages import DESK
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.follow_up.services import follow_up as follow_up_services
from evaluations.follow_up.views.files import send, send_look, send_picture
from evaluations.models import Evaluasi, TindakLanjut
from evaluations.progress.services.steps import scoring_refusal
from evaluations.rules.visibility import Field
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Conflict
from pekppp.base.form_fields import retype


@require_safe
def f02_follow_up(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _page(request, get_desk(request.user, evaluasi))


@require_POST
def f02_follow_up_verify(request: UserRequest, evaluasi: UUID, rekomendasi: UUID) -> HttpResponse:
    desk, past = load_past(request, evaluasi)
    row = follow_up_queries.get(past, rekomendasi)
    form = VerifyForm(request.POST, auto_id=f"verifikasi-{row.pk}-%s")

    def verify(data: dict[str, Any]) -> TindakLanjut:
        try:
            return follow_up_services.verify(
                by=request.user, evaluasi=desk.evaluasi, rekomendasi=row.uuid, **data
            )
        except Conflict as error:
            # The page now shows what is there: saving once more is on purpose.
            retype(form, "based_on", str(error.current.versi))
            raise

    with telling() as told:
        verified = attempt(form, verify)
    if verified is None:
        return _page(request, desk, {row.pk: form}, status=422)
    messages.success(request, told.after("Verifikasi tindak lanjut tersimpan."))
    place = reverse("evaluations:f02_follow_up", args=[desk.evaluasi.uuid])
    return redirect(f"{place}#r-{row.pk}")


def _page(
    request: UserRequest,
    desk: Desk,
    refused: dict[int, VerifyForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    items = past_of(desk)
    closed = scoring_refusal(desk.evaluasi)
    for item in items:
        row = item.rekomendasi
        if not closed and follow_up_services.may_verify(request.user, desk.evaluasi, row):
            item.form = (refused or {}).get(row.pk) or VerifyForm(
                auto_id=f"verifikasi-{row.pk}-%s",
                initial={"based_on": item.row.versi if item.row else 0},
            )
    context = {
        "evaluasi": desk.evaluasi,
        "lalu": desk.previous,
        "items": items,
        "terkunci": closed,
    }
    return render(request, "evaluations/f02/follow_up.html", context, status=status)


def load_past(request: UserRequest, evaluasi: UUID) -> tuple[Desk, Evaluasi]:
    """A desk of this year with the evaluation whose follow-up is verified there."""
    desk = get_desk(request.user, evaluasi)
    if desk.previous is None or Field.REKOMENDASI not in desk.fields:
        raise PermissionDenied("no recommendations of last year")
    return desk, desk.previous


@require_safe
def desk_download(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponseBase:
    return send(request, follow_up_queries.get_file(load_past(request, evaluasi)[1], bukti))


@require_safe
def desk_look(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    desk, past = load_past(request, evaluasi)
    return send_look(request, desk.evaluasi, follow_up_queries.get_file(past, bukti), DESK)


@require_safe
def desk_page(request: UserRequest, evaluasi: UUID, bukti: UUID, nomor: int) -> HttpResponseBase:
    return send_picture(
        request, follow_up_queries.get_file(load_past(request, evaluasi)[1], bukti), nomor
    )
