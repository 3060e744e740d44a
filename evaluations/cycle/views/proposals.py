"""Proposals about lokus: the organiser's worklist, and the page of an instansi that proposes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.forms import ReasonForm
from evaluations.core.queries import calendar
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.cycle.forms.proposals import (
    ExemptionForm,
    NominationForm,
    NoteForm,
    ProposalFilterForm,
    ReplacementForm,
)
from evaluations.cycle.queries import proposals as proposal_queries
from evaluations.cycle.queries import units as cycle_queries
from evaluations.cycle.services import proposals
from evaluations.cycle.services.preview import Row, named, preview_of_instansi
from evaluations.models import Siklus, UsulanLokus
from evaluations.rules.lokus.choosing import Status
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, paginate
from pekppp.accounts.views.wide import ask
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file
from pekppp.base.sheets import Column

PER_PAGE = 50


# The organiser ------------------------------------------------------------------------------------


@require_safe
def cycle_proposals(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Everything that was proposed, what waits first; decided singly or in bulk."""
    return _worklist(request, calendar.get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS))


_COLUMNS = tuple(
    Column(title, width=width)
    for title, width in (
        ("Jenis", 16),
        ("Tentang", 40),
        ("Pengganti", 30),
        ("Instansi", 34),
        ("Alasan", 50),
        ("Nomor surat", 24),
        ("Status", 20),
        ("Diusulkan oleh", 26),
        ("Diputus oleh", 26),
        ("Catatan keputusan", 40),
    )
)


@require_safe
def cycle_proposals_xlsx(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The worklist as it is filtered."""
    found = calendar.get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS)
    search, asked = _asked(request)
    rows = proposal_queries.filtered(proposal_queries.proposals_of(found), asked)
    return exports.workbook(
        request, "Usulan lokus", _COLUMNS, rows, _line, asked=exports.words_of(search)
    )


def _line(row: UsulanLokus) -> tuple[str, ...]:
    return (
        row.get_jenis_display(),
        row.tentang,
        row.pengganti.nama if row.pengganti else "",
        row.instansi.nama,
        row.alasan,
        row.nomor_surat,
        row.get_status_display(),
        str(row.oleh),
        str(row.diputus_oleh or ""),
        row.catatan,
    )


def _asked(request: UserRequest) -> tuple[ProposalFilterForm, proposal_queries.Filter]:
    search = ProposalFilterForm(request.GET, provinces=accounts.provinces())
    search.is_valid()
    return search, proposal_queries.Filter(**{k: v for k, v in search.cleaned_data.items() if v})


@require_POST
def accept(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _decide(request, siklus, accepted=True)


@require_POST
def refuse(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _decide(request, siklus, accepted=False)


def _decide(request: UserRequest, siklus: UUID, *, accepted: bool) -> HttpResponse:
    found = calendar.get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS)
    form = NoteForm(request.POST)
    ticked = list(proposal_queries.chosen(found, request.POST.getlist("pilih")))
    if form.is_valid():
        names = [f"{row}, {row.instansi}" for row in ticked]
        back = reverse("evaluations:cycle_proposals", args=[found.uuid])
        asked_first = ask(request, {"usulan": names}, back=back, subject=found.nama)
        if asked_first:
            return asked_first
    with telling() as told:
        number = attempt(
            form,
            lambda data: proposals.decide(
                by=request.user,
                siklus=found,
                usulan=ticked,
                accept=accepted,
                catatan=data["catatan"],
            ),
        )
    if number is None:
        return _worklist(request, found, form, {row.uuid for row in ticked})
    done = "diterima" if accepted else "ditolak"
    messages.success(request, told.after(f"{number} usulan {done}."))
    return redirect("evaluations:cycle_proposals", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: UserRequest, usulan: UUID) -> HttpResponse:
    """What was accepted holds no longer, with a reason."""
    found = proposal_queries.require_manager(
        request.user, proposal_queries.get_usulan(request.user, usulan)
    )
    form = ReasonForm(posted(request))
    if request.method == "POST":
        with telling() as told:
            done = attempt(
                form,
                lambda data: proposals.end(by=request.user, usulan=found, reason=data["alasan"]),
            )
        if done is not None:
            messages.success(request, told.after(f"Diakhiri: {found}."))
            return redirect("evaluations:cycle_proposals", found.siklus.uuid)
    context = {"siklus": found.siklus, "usulan": found, "form": form}
    return render(
        request, "evaluations/cycle/proposal_end.html", context, status=422 if form.errors else 200
    )


def _worklist(
    request: UserRequest,
    siklus: Siklus,
    form: NoteForm | None = None,
    ticked: "set[UUID] | None" = None,
) -> HttpResponse:
    search, asked = _asked(request)
    rows = proposal_queries.filtered(proposal_queries.proposals_of(siklus), asked)
    counts = proposal_queries.counts_of(siklus)
    cards = request.GET.copy()
    for name in ("status", "halaman"):
        cards.pop(name, None)
    page = paginate(request, rows, size=PER_PAGE)
    to_replace = proposal_queries.open_evaluations(page.object_list)
    context = {
        "siklus": siklus,
        "search": search,
        "asked": asked,
        "page": page,
        "rows": [(row, to_replace.get((row.siklus_id, row.unit_id or 0))) for row in page],
        "total": sum(counts.values()),
        "counts": [
            (value, label, counts[value])
            for value, label in UsulanLokus.Status.choices
            if counts.get(value)
        ],
        "saringan": cards.urlencode(),
        "form": form or NoteForm(),
        "ticked": ticked or set(),
    }
    return render(request, "evaluations/cycle/proposals.html", context, status=422 if form else 200)


# The instansi -------------------------------------------------------------------------------------


@require_safe
def lokus_proposals(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """What an instansi may propose for a cycle, and what became of what it proposed."""
    found, place = proposal_queries.get_proposing(request.user, siklus, instansi)
    return _own(request, found, place)


@require_POST
def nominate(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    found, place = proposal_queries.get_proposing(request.user, siklus, instansi)
    form = NominationForm(request.POST)
    units = cycle_queries.units_by_uuid(found, request.POST.getlist("unit"))
    with telling() as told:
        number = attempt(
            form,
            lambda data: proposals.nominate(
                by=request.user, siklus=found, instansi=place, units=units, alasan=data["alasan"]
            ),
        )
    if number is None:
        return _own(request, found, place, form)
    messages.success(request, told.after(f"{number} unit diusulkan."))
    return redirect("evaluations:lokus_proposals", found.uuid, place.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    found, place = proposal_queries.get_proposing(request.user, siklus, instansi)
    form = ReplacementForm(
        posted(request),
        request.FILES or None,
        units=proposal_queries.replaceable_units(found, place),
        successors=proposal_queries.free_units(found, place),
    )
    return _propose(
        request,
        found,
        place,
        form,
        lambda data: proposals.propose_replacement(
            by=request.user,
            siklus=found,
            instansi=place,
            unit=data["unit"],
            pengganti=data["pengganti"],
            alasan=data["alasan"],
            letter=form.letter(),
        ),
        "Usulkan pengganti",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def exemption(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    found, place = proposal_queries.get_proposing(request.user, siklus, instansi)
    form = ExemptionForm(
        posted(request),
        request.FILES or None,
        units=proposal_queries.free_units(found, place),
        kinds=proposal_queries.kinds_named(found, place),
    )
    return _propose(
        request,
        found,
        place,
        form,
        lambda data: proposals.ask_exemption(
            by=request.user,
            siklus=found,
            instansi=place,
            unit=data["unit"],
            jenis_unit=data["jenis_unit"],
            alasan=data["alasan"],
            letter=form.letter(),
        ),
        "Ajukan pengecualian",
    )


@require_POST
def take_back(request: UserRequest, usulan: UUID) -> HttpResponse:
    found = proposal_queries.get_usulan(request.user, usulan)
    try:
        proposals.take_back(by=request.user, usulan=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Ditarik: {found}.")
    return redirect("evaluations:lokus_proposals", found.siklus.uuid, found.instansi.uuid)


@require_safe
def letter(request: UserRequest, usulan: UUID) -> HttpResponseBase:
    """The letter that a proposal rests on."""
    found = proposal_queries.get_usulan(request.user, usulan)
    if found.surat is None:
        raise Http404
    return stored_file(
        found.surat.path,
        as_attachment=True,
        filename="surat.pdf",
        content_type="application/pdf",
    )


def _propose(
    request: UserRequest,
    siklus: Siklus,
    instansi: Instansi,
    form: forms.Form,
    service: Callable[[dict[str, Any]], UsulanLokus],
    title: str,
) -> HttpResponse:
    """A form that proposes one thing; what the organiser proposes holds at once."""
    if request.method == "POST":
        with telling() as told:
            made = attempt(form, service)
        if made is not None:
            done = "Diterima" if made.status == UsulanLokus.Status.DITERIMA else "Diajukan"
            messages.success(request, told.after(f"{done}: {made}."))
            return redirect("evaluations:lokus_proposals", siklus.uuid, instansi.uuid)
    context = {"siklus": siklus, "instansi": instansi, "form": form, "title": title}
    return render(
        request, "evaluations/cycle/proposal_new.html", context, status=422 if form.errors else 200
    )


def _own(
    request: UserRequest, siklus: Siklus, instansi: Instansi, form: NominationForm | None = None
) -> HttpResponse:
    preview = preview_of_instansi(by=request.user, siklus=siklus, instansi=instansi)
    if not preview.rows:  # no rule names this instansi
        raise Http404
    limit = siklus.nominasi_sampai
    context = {
        "siklus": siklus,
        "instansi": instansi,
        "groups": _groups(preview.rows),
        "may_nominate": limit is not None and timezone.now() <= limit,
        "usulan": proposal_queries.proposals_of(siklus).filter(instansi=instansi),
        "form": form or NominationForm(),
        "ticked": set(request.POST.getlist("unit")),
        "decides": request.user.has_perm(Permission.MANAGE_SIKLUS, siklus),
    }
    return render(
        request, "evaluations/cycle/lokus_proposals.html", context, status=422 if form else 200
    )


def _groups(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows by rule; where the instansi may still choose, which may be ticked."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        group = found.setdefault(
            row.aturan.pk,
            {"aturan": row.aturan, "named": named(row.aturan), "rows": [], "open": False},
        )
        free = row.status is not Status.DI_LUAR and row.choosable and row.usulan is None
        tickable = free and row.aturan.nominasi
        group["rows"].append((row, tickable))
        group["open"] |= tickable
    return list(found.values())
