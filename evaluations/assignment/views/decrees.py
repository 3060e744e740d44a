"""The team that an evaluating instansi appointed for a cycle: its decree, and assigning by it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.assignment.forms import DecreeFilterForm, DecreeForm
from evaluations.assignment.services import decrees
from evaluations.core.queries import calendar, decreed_teams, monitored, teams
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.models import Siklus, TimPenilai
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file
from pekppp.base.sheets import Column

PER_PAGE = 100  # units whose teams are looked at together


def _places(
    request: UserRequest, siklus: UUID
) -> tuple[Siklus, DecreeFilterForm, list[decreed_teams.Place]]:
    found = calendar.get_siklus(request.user, siklus, Permission.VIEW_SIKLUS)
    monitored.require_assignable(request.user, found)
    search = DecreeFilterForm(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    rows = decreed_teams.places(
        request.user, found, words=asked.get("q", ""), flag=asked.get("tanda", "")
    )
    return found, search, rows


@require_safe
def team_decrees(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The evaluating instansi of a cycle, those without a decree first."""
    found, search, rows = _places(request, siklus)
    context = {
        "siklus": found,
        "search": search,
        "page": paginate(request, rows),
        "belum": sum(row.tim is None for row in rows),
    }
    return render(request, "evaluations/assignment/decrees.html", context)


_COLUMNS = tuple(
    Column(title, width=width)
    for title, width in (
        ("Instansi penilai", 36),
        ("Unit", 8),
        ("Nomor SK tim", 30),
        ("Tanggal SK", 18),
        ("Ketua tim", 30),
        ("Anggota", 60),
    )
)


@require_safe
def team_decrees_xlsx(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, search, rows = _places(request, siklus)

    def line(row: decreed_teams.Place) -> tuple[Any, ...]:
        if row.tim is None:
            return row.instansi.nama, row.jumlah, "belum ada SK tim", None, "", ""
        names = "; ".join(item.orang.nama for item in decreed_teams.members_in_order(row.tim))
        return (
            row.instansi.nama,
            row.jumlah,
            row.tim.nomor,
            row.tim.tanggal,
            row.tim.ketua.nama,
            names,
        )

    asked, notes = exports.words_of(search), [f"SK tim {found.nama}"]
    return exports.workbook(request, "SK tim", _COLUMNS, rows, line, asked=asked, notes=notes)


@require_safe
def team_decree(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """The decree in force with its members, and those before it."""
    found, place = decreed_teams.get_place(request.user, siklus, instansi)
    rows = decreed_teams.recorded(found, place)
    context = {
        "siklus": found,
        "instansi": place,
        "tim": rows[0] if rows else None,
        "anggota": decreed_teams.members_in_order(rows[0]) if rows else [],
        "lama": rows[1:],
        "terbuka": decreed_teams.to_assign(request.user, found, place).count(),
    }
    return render(request, "evaluations/assignment/decree.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def team_decree_new(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """A first decree, a later one, or the one in force put right: filled with what there is."""
    found, place = decreed_teams.get_place(request.user, siklus, instansi)
    before = next(iter(decreed_teams.recorded(found, place)), None)
    people = decreed_teams.eligible(place, before)
    given = {"nomor": before.nomor, "tanggal": before.tanggal} if before else {}
    form = DecreeForm(posted(request), request.FILES or None, initial=given)
    chosen, ketua = _chosen(request, people, before)
    made = attempt(
        form,
        lambda data: decrees.record(
            by=request.user, siklus=found, instansi=place, anggota=chosen, ketua=ketua, **data
        ),
    )
    if made is not None:
        messages.success(request, f"{made} dicatat: {len(chosen)} orang, ketua {ketua}.")
        return redirect("evaluations:team_decree", found.uuid, place.uuid)
    context = {
        "siklus": found,
        "instansi": place,
        "tim": before,
        "form": form,
        "aspek": decreed_teams.aspects(found),
        "rows": [(person, person in chosen, chosen.get(person, ())) for person in people],
        "ketua": ketua,
    }
    return render(
        request,
        "evaluations/assignment/decree_new.html",
        context,
        status=422 if form.errors else 200,
    )


def _chosen(
    request: UserRequest, people: list[User], before: TimPenilai | None
) -> tuple[dict[User, list[str]], User | None]:
    """The members with their aspects and the ketua: as typed, else as the last decree has them."""
    if request.method == "POST":
        ticked = set(request.POST.getlist("anggota"))
        lead = request.POST.get("ketua", "")
        chosen = {
            person: request.POST.getlist(f"aspek-{person.pk}")
            for person in people
            if str(person.pk) in ticked
        }
        return chosen, next((person for person in people if str(person.pk) == lead), None)
    if before is None:
        return {}, None
    return {row.orang: row.aspek for row in before.anggota.all()}, before.ketua


@require_http_methods(["GET", "HEAD", "POST"])
def team_decree_assign(request: UserRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """What assigning as the decree says does to each unit; then done to those that are ticked."""
    found, place = decreed_teams.get_place(request.user, siklus, instansi)
    tim = next(iter(decreed_teams.recorded(found, place)), None)
    if tim is None:
        messages.error(request, f"{place} belum ada SK tim. Catat dahulu SK-nya.")
        return redirect("evaluations:team_decree", found.uuid, place.uuid)
    rows = decreed_teams.to_assign(request.user, found, place)
    refusal = ""
    ticked = set(teams.known_uuids(request.POST.getlist("pilih")))
    if request.method == "POST":
        try:
            with telling() as told:
                number = decrees.assign_team(
                    by=request.user, tim=tim, evaluasi=list(rows.filter(uuid__in=ticked))
                )
        except Refused as error:
            refusal = error.message
        else:
            messages.success(request, told.after(f"{number} unit ditugaskan sesuai {tim}."))
            return redirect("evaluations:team_decree", found.uuid, place.uuid)
    page = paginate(request, rows, size=PER_PAGE)
    lines = decrees.plan(by=request.user, tim=tim, evaluasi=list(page.object_list))
    context = {
        "siklus": found,
        "instansi": place,
        "tim": tim,
        "anggota": decreed_teams.members_in_order(tim),
        "page": page,
        "lines": [
            (line, line.evaluasi.uuid in ticked if refusal else bool(line.tugas)) for line in lines
        ],
        "berubah": sum(bool(line.tugas) for line in lines),
        "refusal": refusal,
    }
    return render(
        request,
        "evaluations/assignment/decree_assign.html",
        context,
        status=422 if refusal else 200,
    )


@require_safe
def team_decree_file(request: UserRequest, tim: UUID) -> HttpResponseBase:
    found = decreed_teams.get_team(request.user, tim)
    if found.surat is None:
        raise Http404
    return stored_file(
        found.surat.path,
        as_attachment=True,
        filename="sk-tim.pdf",
        content_type="application/pdf",
    )
