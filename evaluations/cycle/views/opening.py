"""Preparing a cycle: its phases, its lokus, then opening it; later one unit more, or more time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evaluations.core.forms import SearchForm
from evaluations.core.queries import calendar
from evaluations.core.services.notices import Told, telling
from evaluations.core.views.common import posted
from evaluations.cycle import queries as cycle_queries
from evaluations.cycle.forms import AddUnitForm, LokusFormSet, PhaseForm, PhaseFormSet, StartForm
from evaluations.cycle.services import cycles, opening
from evaluations.models import Siklus
from evaluations.rules.phases import all_year, proposed
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused

MANAGE = Permission.MANAGE_SIKLUS
PER_PAGE = 200  # units of a preview on one page
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
    start, refusal = StartForm(request.GET or None), ""
    formset = PhaseFormSet(
        request.POST if request.method == "POST" else None,
        initial=_phases_shown(found, start) if request.method != "POST" else None,
        prefix="fase",
    )
    if request.method == "POST" and formset.is_valid():
        phases = [form.phase() for form in kept(formset)]
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
        "usulan": not found.fase.exists() or start.is_bound,
    }
    return render(request, "evaluations/cycle/phases.html", context, status=422 if wrong else 200)


def _phases_shown(siklus: Siklus, start: StartForm) -> list[dict[str, Any]]:
    first = start.cleaned_data.get("mulai") if start.is_bound and start.is_valid() else None
    rows = [] if first else list(siklus.fase.all())
    usual = all_year if siklus.latihan else proposed
    return [PhaseForm.initial_of(item) for item in rows or usual(first or timezone.localdate())]


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_lokus(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Kind of instansi -> kind of unit, and how many."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    kinds, refusal = cycles.lokus_kinds(found), ""
    formset = LokusFormSet(
        request.POST if request.method == "POST" else None,
        initial=[
            {
                "jenis_instansi": row.jenis_instansi,
                "jenis_unit": row.jenis_unit_id,
                "jumlah": row.jumlah,
            }
            for row in found.aturan_lokus.all()
        ]
        if request.method != "POST"
        else None,
        form_kwargs={"kinds": kinds},
        prefix="lokus",
    )
    if request.method == "POST" and formset.is_valid():
        rules = [form.rule() for form in kept(formset)]
        try:
            cycles.set_lokus(by=request.user, siklus=found, rules=rules)
        except Refused as error:
            refusal = error.message
        else:
            messages.success(request, "Aturan lokus disimpan.")
            return redirect("evaluations:cycle_open", found.uuid)
    wrong = request.method == "POST"
    context = {
        "siklus": found,
        "formset": formset,
        "one_kind": len(kinds) == 1,
        "refusal": refusal or (wrong and "Periksa lagi isian yang ditandai."),
    }
    return render(request, "evaluations/cycle/lokus.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_open(request: UserRequest, siklus: UUID) -> HttpResponse:
    """What opening would create; posting creates it, all of it or what was ticked."""
    found = calendar.get_siklus(request.user, siklus, MANAGE)
    preview = opening.preview_opening(by=request.user, siklus=found)
    search = SearchForm(request.GET)
    words = search.cleaned_data.get("q", "").lower().split() if search.is_valid() else []
    ticked = set(request.POST.getlist("unit"))
    refusal = ""
    if request.method == "POST":
        units = None
        if request.POST.get("pilihan") == "dicentang":
            units = [row.unit for row in preview.rows if str(row.unit.uuid) in ticked]
        try:
            with telling() as told:
                opened = opening.open_siklus(by=request.user, siklus=found, units=units)
        except Refused as error:
            refusal = error.message
        else:
            _say_opened(request, opened, told)
            return redirect("evaluations:cycle", found.uuid)
    rows = [
        row
        for row in preview.rows
        if all(word in f"{row.unit.nama} {row.unit.instansi}".lower() for word in words)
    ]
    context = {
        "siklus": found,
        "preview": preview,
        "search": search,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman")),
        "refusal": refusal,
        "ticked": ticked if refusal else None,
    }
    return render(request, "evaluations/cycle/open.html", context, status=422 if refusal else 200)


def _say_opened(request: UserRequest, opened: opening.Opened, told: Told) -> None:
    words = f"{opened.created} evaluasi dibuka."
    if opened.existing:
        words += f" {opened.existing} sudah ada sebelumnya."
    messages.success(request, told.after(words))
    if opened.unchosen:
        names = ", ".join(str(quota.instansi) for quota in opened.unchosen[:5])
        more = f", dan {len(opened.unchosen) - 5} lainnya" if len(opened.unchosen) > 5 else ""
        messages.warning(request, f"Unitnya masih harus dipilih: {names}{more}.")


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
