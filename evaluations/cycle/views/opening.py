"""Preparing a cycle: its phases and its lokus; later one unit more, beside the rules.

The preview and opening itself are in `cycle.views.preview`.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evaluations.core.forms import SearchForm
from evaluations.core.queries import calendar
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.cycle.forms.cycles import (
    AddUnitForm,
    LokusForm,
    LokusFormSet,
    PhaseForm,
    PhaseFormSet,
    StartForm,
)
from evaluations.cycle.queries import consequences
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import cycles, opening
from evaluations.models import Siklus
from evaluations.rules.phases import Moved, all_year, moved, phase_of, proposed
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.accounts.views.wide import ask
from pekppp.base.errors import Refused

MANAGE = Permission.MANAGE_SIKLUS
MORE_ROWS = 3  # that the button adds where there is no script
OFFERED = 100  # units in a list to choose from


def kept(formset: "BaseFormSet[Any]") -> list[Any]:
    """The filled forms that are not marked for removal."""
    return [
        form
        for form in formset
        if form.has_changed() and form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_phases(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The phases as a table of days; a new cycle is proposed the usual ones."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    start, refusal = StartForm(request.GET if "mulai" in request.GET else None), ""
    former = cycle_queries.previous_siklus(found)
    copied = []
    if former is not None and "salin" in request.GET:
        copied = moved(map(phase_of, former.fase.all()), found.tahun - former.tahun)
    formset = PhaseFormSet(
        request.POST if request.method == "POST" else None,
        initial=_phases_shown(found, start, copied) if request.method != "POST" else None,
        prefix="fase",
    )
    if request.method == "POST" and formset.is_valid():
        phases = [form.phase() for form in kept(formset)]
        asked_first = ask(
            request,
            consequences.of_phases(found, phases),
            back=reverse("evaluations:cycle_phases", args=[found.uuid]),
            subject=found.nama,
        )
        if asked_first:
            return asked_first
        try:
            cycles.set_phases(by=request.user, siklus=found, phases=phases)
        except Refused as error:
            refusal = error.message
        else:
            messages.success(request, f"{len(phases)} fase disimpan.")
            if found.status == Siklus.Status.DISIAPKAN:
                return redirect("evaluations:cycle_lokus", found.uuid)
            return redirect("evaluations:cycle", found.uuid)
    wrong = request.method == "POST"
    context = {
        "siklus": found,
        "formset": formset,
        "start": start,
        "refusal": refusal or (wrong and "Periksa lagi isian yang ditandai."),
        "usulan": not copied and (not found.fase.exists() or start.is_bound),
        "former": former,
        "copied": copied,
    }
    return render(request, "evaluations/cycle/phases.html", context, status=422 if wrong else 200)


def _phases_shown(siklus: Siklus, start: StartForm, copied: list[Moved]) -> list[dict[str, Any]]:
    if copied:
        return [PhaseForm.initial_of(item.phase) for item in copied]
    first = start.cleaned_data.get("mulai") if start.is_bound and start.is_valid() else None
    rows = [] if first else list(siklus.fase.all())
    usual = all_year if siklus.latihan else proposed
    return [PhaseForm.initial_of(item) for item in rows or usual(first or timezone.localdate())]


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_lokus(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The rules that name the units; last year's as a proposal, and more rows without saving."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    kinds, refusal = cycles.lokus_kinds(found), ""
    former = cycle_queries.previous_siklus(found)
    copied = former is not None and "salin" in request.GET and request.method != "POST"
    source = former if copied and former is not None else found
    more = "tambah" in request.POST
    formset = LokusFormSet(
        with_more_rows(request.POST, "lokus") if request.method == "POST" else None,
        initial=[LokusForm.initial_of(row) for row in source.aturan_lokus.all()]
        if request.method != "POST"
        else None,
        form_kwargs={"kinds": kinds},
        prefix="lokus",
    )
    if request.method == "POST" and not more and formset.is_valid():
        rules = [form.rule() for form in kept(formset)]
        asked_first = ask(
            request,
            consequences.of_lokus(found, [cycles.rule_row(found, rule) for rule in rules]),
            back=reverse("evaluations:cycle_lokus", args=[found.uuid]),
            subject=found.nama,
        )
        if asked_first:
            return asked_first
        try:
            cycles.set_lokus(by=request.user, siklus=found, rules=rules)
        except Refused as error:
            refusal = error.message
        else:
            messages.success(request, "Aturan lokus disimpan.")
            return redirect("evaluations:cycle_open", found.uuid)
    wrong = request.method == "POST" and not more
    context = {
        "siklus": found,
        "formset": formset,
        "one_kind": len(kinds) == 1,
        "refusal": refusal or (wrong and "Periksa lagi isian yang ditandai."),
        "former": former,
        "copied": copied,
    }
    return render(request, "evaluations/cycle/lokus.html", context, status=422 if wrong else 200)


def with_more_rows(data: QueryDict, prefix: str) -> QueryDict:
    """What was sent, with room for some more rows where the button for them was pressed."""
    name = f"{prefix}-TOTAL_FORMS"
    rows = data.get(name)
    if "tambah" not in data or not isinstance(rows, str) or not rows.isdecimal():
        return data
    changed = data.copy()
    changed[name] = str(int(rows) + MORE_ROWS)
    return changed


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_add_unit(request: UserRequest, siklus: UUID) -> HttpResponse:
    """One unit more, beside the rules. A search narrows the list to choose from."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    units = cycle_queries.addable_units(request.user, found)
    search = SearchForm(request.GET)
    words = search.cleaned_data.get("q", "") if search.is_valid() else ""
    shown = list(cycle_queries.search_units(units, words)[: OFFERED + 1])
    form = AddUnitForm(
        posted(request),
        units=units,
        shown=shown[:OFFERED],
        forms_offered=found.formulir_tersedia,
    )
    if request.method == "POST":
        with telling() as told:
            made = attempt(
                form,
                lambda data: opening.add_evaluasi(
                    by=request.user,
                    siklus=found,
                    unit=data["unit"],
                    formulir=data["formulir"],
                    penilai=form.evaluating(found),
                ),
            )
        if made is not None:
            messages.success(request, told.after(f"{made.nama_unit} ditambahkan."))
            return redirect("evaluations:cycle", found.uuid)
    context = {
        "siklus": found,
        "form": form,
        "search": search,
        "lebih": len(shown) > OFFERED,
        "batas": OFFERED,
    }
    return render(
        request,
        "evaluations/cycle/add_unit.html",
        context,
        status=422 if form.errors else 200,
    )
