"""Computing a cycle's decided results again: a dry run by GET, applied by POST."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.forms.recompute import ApplyForm, RecomputeForm
from evaluations.models import Siklus
from evaluations.queries import publikasi
from evaluations.queries.siklus import get_siklus
from evaluations.services import recompute as service
from instruments import queries as instruments
from instruments.models import VersiInstrumen
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import paginate
from pekppp.errors import Conflict, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def recompute(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """Which version, what would change, then just that."""
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    choices = _choices(request.user, found)
    if request.method == "POST":
        return _apply(request, found, choices)
    if "periksa" not in request.GET:
        return _page(request, found, RecomputeForm(choices=choices))
    form = RecomputeForm(request.GET, choices=choices)
    shown, status = None, 200
    try:
        if form.is_valid():
            shown = service.plan(by=request.user, siklus=found, versi=form.chosen)
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
    if form.errors:
        status = 422
    return _page(request, found, form, shown, ApplyForm(choices=choices), status)


def _choices(user: Any, siklus: Siklus) -> dict[str, list[VersiInstrumen]]:
    found = {}
    for formulir in siklus.formulir_tersedia:
        present = siklus.versi_untuk(formulir)
        if present is not None:
            found[formulir] = list(instruments.replacements_of(user, present))
    return found


def _apply(
    request: HttpRequest, siklus: Siklus, choices: dict[str, list[VersiInstrumen]]
) -> HttpResponse:
    form = ApplyForm(request.POST, choices=choices)
    picked = RecomputeForm(request.POST, choices=choices)
    shown, status = None, 422
    if picked.is_valid():
        try:
            if form.is_valid():
                made = service.apply(
                    by=request.user,
                    siklus=siklus,
                    versi=form.chosen,
                    expected=request.POST.get("sidik", ""),
                    reason=form.cleaned_data["alasan"],
                )
                messages.success(request, f"{len(made.changed)} hasil berubah, sesuai tabelnya.")
                return redirect("evaluations:recompute", siklus.uuid)
            shown = service.plan(by=request.user, siklus=siklus, versi=picked.chosen)
        except Conflict as conflict:
            form.add_error(None, conflict.message)
            shown, status = conflict.current, conflict.status
        except Refused as refused:
            named = refused.field in form.fields
            form.add_error(refused.field if named else None, refused.message)
            status = refused.status
    return _page(request, siklus, picked, shown, form, status)


def _page(
    request: HttpRequest,
    siklus: Siklus,
    form: RecomputeForm,
    shown: service.Plan | None = None,
    apply: ApplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "siklus": siklus,
        "form": form,
        "terapkan": apply,
        "rencana": shown,
        "page": paginate(request, shown.changed) if shown else None,
        "tertinggal": publikasi.outdated(siklus).count(),
    }
    return render(request, "evaluations/organiser/hitung_ulang.html", context, status=status)
