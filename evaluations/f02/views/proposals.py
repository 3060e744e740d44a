"""Laying the levels of another evaluation of the unit beside an F02."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.f02.forms import ProposalForm
from evaluations.f02.queries.desk import get_desk
from evaluations.f02.queries.proposal_sources import sources
from evaluations.f02.services.proposals import lay_beside
from evaluations.models import UsulanLevel
from evaluations.progress.services.steps import scoring_refusal
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def f02_proposals(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Whose levels may be laid there, and which are; posting lays those of one, or none."""
    desk = get_desk(request.user, evaluasi)
    found = desk.evaluasi
    if not desk.is_evaluator:
        raise PermissionDenied("scores nothing here")
    form = ProposalForm(request.POST if request.method == "POST" else None)

    def call(data: dict[str, Any]) -> UsulanLevel:
        return lay_beside(by=request.user, evaluasi=found, sumber=data["sumber"])

    row = attempt(form, call)
    if row is not None:
        messages.success(request, _said(row))
        return redirect("evaluations:f02", found.uuid)
    context = {
        "evaluasi": found,
        "sumber": sources(request.user, found),
        "kini": desk.own_source,
        "terkunci": scoring_refusal(found),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluations/f02/proposals/choose.html", context, status=status)


def _said(row: UsulanLevel) -> str:
    if row.sumber is None:
        return "Usulan dari evaluasi lain dilepas. Nilai yang sudah diberikan tetap."
    return (
        f"{len(row.level)} level dari {row.sumber.siklus.nama} menjadi usulan. Tidak satu pun "
        "dihitung sebelum Anda memilihnya sendiri."
    )
