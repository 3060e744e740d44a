"""More time for a unit, an instansi, a province or the cycle; and taking that back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.core.forms import ReasonForm, SearchForm
from evaluations.core.queries import calendar
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.cycle.forms.cycles import ExtensionForm
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import extensions as extensions_services
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt

OFFERED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def extensions(request: UserRequest, siklus: UUID) -> HttpResponse:
    """What was granted, and a form for more; `?unit=` names units chosen elsewhere."""
    found = calendar.get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS)
    units = cycle_queries.participating_units(found)
    chosen = request.POST.getlist("unit") or request.GET.getlist("unit")
    search = SearchForm(request.GET)
    words = search.cleaned_data.get("q", "") if search.is_valid() else ""
    form = ExtensionForm(
        posted(request),
        units=units,
        shown=cycle_queries.offered(units, words, chosen, OFFERED),
        instansi=cycle_queries.participating_instansi(found),
        initial=_initial(request, chosen),
    )
    if request.method == "POST":
        with telling() as told:
            rows = attempt(
                form,
                lambda data: extensions_services.add_extension(
                    by=request.user, siklus=found, **form.arguments()
                ),
            )
        if rows is not None:
            messages.success(request, told.after("Perpanjangan disimpan."))
            return redirect("evaluations:extensions", found.uuid)
    context = {
        "siklus": found,
        "form": form,
        "search": search,
        "chosen": chosen,
        "rows": [(row, extensions_services.whom(row)) for row in calendar.extensions_of(found)],
    }
    return render(
        request,
        "evaluations/cycle/extensions.html",
        context,
        status=422 if form.errors else 200,
    )


def _initial(request: UserRequest, chosen: list[str]) -> dict[str, Any]:
    return {
        "lingkup": "unit" if chosen else "siklus",
        "unit": chosen,
        "kegiatan": request.GET.get("kegiatan", "isi_f01"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def extension_cancel(request: UserRequest, siklus: UUID, perpanjangan: int) -> HttpResponse:
    row = calendar.get_extension(request.user, siklus, perpanjangan)
    form = ReasonForm(posted(request))
    if request.method == "POST":
        with telling() as told:
            done = attempt(
                form,
                lambda data: extensions_services.cancel_extension(
                    by=request.user, perpanjangan=row, alasan=data["alasan"]
                ),
            )
        if done is not None:
            messages.success(request, told.after("Perpanjangan dibatalkan."))
            return redirect("evaluations:extensions", row.siklus.uuid)
    context = {
        "siklus": row.siklus,
        "row": row,
        "whom": extensions_services.whom(row),
        "form": form,
    }
    return render(
        request,
        "evaluations/cycle/extension_revoke.html",
        context,
        status=422 if form.errors else 200,
    )
