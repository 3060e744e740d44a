"""Replacing one unit of a cycle by another: choose it, see what follows, confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.core.forms import SearchForm
from evaluations.core.queries import replacements
from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.queries.teams import known_uuids
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.cycle.forms.cycles import ReplaceForm
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import replacement
from evaluations.models import Evaluasi
from evaluations.progress.services.steps import possible_actions
from evaluations.rules.workflow import Action
from pekppp.accounts.models import UnitLokus
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt

OFFERED = 50  # units in a list to choose from


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_replace(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Without `unit` a search for the successor; with it what would end, what would open, and the
    form that does it. An accepted proposal fills it in."""
    found = get_evaluasi(request.user, evaluasi, Permission.END)
    usulan = replacements.accepted_proposal(found)
    units = replacement.candidates(request.user, found)
    asked = request.GET.get("unit", "")
    if not asked and usulan is not None and usulan.pengganti and "q" not in request.GET:
        asked = str(usulan.pengganti.uuid)
    unit = units.filter(uuid__in=known_uuids([asked])).first()
    context: dict[str, Any] = {
        "evaluasi": found,
        "usulan": usulan,
        "possible": Action.GANTI in possible_actions(request.user, found),
        "hubungan": replacements.links_of(request.user, found),
        "akhir": replacement.ending(found),
    }
    if unit is None:
        search = SearchForm(request.GET)
        words = search.cleaned_data.get("q", "") if search.is_valid() else ""
        shown = list(cycle_queries.search_units(units, words)[: OFFERED + 1])
        context |= {
            "search": search,
            "units": shown[:OFFERED],
            "lebih": len(shown) > OFFERED,
            "batas": OFFERED,
            "tidak_dapat": bool(asked),
        }
        status = 409 if request.method == "POST" else 200
        return render(request, "evaluations/cycle/replace_choose.html", context, status=status)
    form = ReplaceForm(
        posted(request),
        evaluasi=found,
        unit=unit,
        usulan=usulan if usulan is not None and usulan.pengganti_id == unit.pk else None,
    )
    with telling() as told:
        made = attempt(form, lambda data: _replace(request, found, unit, form, data))
    if made is not None:
        messages.success(request, told.after(replacement.said(made, found)))
        return redirect("evaluations:evaluasi", made.uuid)
    context |= {"unit": unit, "form": form, "akibat": replacement.outlook(found, unit)}
    status = 422 if form.errors else 200
    return render(request, "evaluations/cycle/replace.html", context, status=status)


def _replace(
    request: UserRequest, found: Evaluasi, unit: UnitLokus, form: ReplaceForm, data: dict[str, Any]
) -> Evaluasi:
    return replacement.replace(
        by=request.user,
        evaluasi=found,
        unit=unit,
        reason=data["alasan"],
        surat=data["surat"],
        formulir=data["formulir"],
        penilai=form.evaluating(),
        sampai=data["sampai"],
    )
