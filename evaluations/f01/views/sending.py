"""Around the sending of an F01: the head's statement on paper, and taking back what was sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.queries.f01 import get_f01
from evaluations.core.services.notices import telling
from evaluations.evidence.views.evidence import attachment
from evaluations.f01 import pages as f01_pages
from evaluations.f01.forms import TakeBackForm
from evaluations.models import Evaluasi
from evaluations.progress.queries import taking_back, versions
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts import queries as accounts
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission, Role
from pekppp.accounts.views.common import attempt


@require_safe
def statement(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """A page to print, sign and scan, with the facts of the unit."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    context = {
        "evaluasi": found,
        "pernyataan": f01_pages.declared_by_head(found),
        "kepala": accounts.members_of_unit(found.unit, Role.KEPALA).first(),
    }
    return render(request, "evaluations/f01/statement.html", context)


@require_safe
def statement_file(request: UserRequest, evaluasi: UUID, putaran: int) -> HttpResponseBase:
    """The scan with which a submission came, for whoever sees what was submitted."""
    found = get_f01(request.user, evaluasi)
    row = versions.statements(found).get(putaran)
    if row is None:
        raise Http404
    return attachment(request, row.berkas, row.nama)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """What was sent, by whom and with what, and what follows from taking it back."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    form = TakeBackForm(request.POST if request.method == "POST" else None)

    def take(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user, evaluasi=found, action=Action.TARIK_KEMBALI, reason=data["alasan"]
        )

    with telling() as told:
        taken = attempt(form, take)
    if taken:
        messages.success(request, told.after("F01 ditarik kembali dan dapat diperbaiki."))
        return redirect("evaluations:evaluasi", found.uuid)
    context = {
        "evaluasi": found,
        "form": form,
        "ditolak": taking_back.refusal(request.user, found),
        "versi": versions.latest(found),
        **versions.sent_how(found),
    }
    return render(request, "evaluations/f01/take_back.html", context)
