"""An evaluator leaves or falls ill: what he has in hand, and who takes it over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.assignment import queries
from evaluations.assignment.forms import HandoverForm
from evaluations.assignment.services import handover as service
from evaluations.core.queries import people as people_queries
from evaluations.core.queries import teams
from evaluations.core.services.notices import telling
from pekppp.accounts.models import User
from pekppp.accounts.queries import find_user, get_membership
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base.errors import Refused

OFFERED = 300  # people to choose from


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: UserRequest, peran: UUID) -> HttpResponse:
    """His work, whether each unit can go to the one who is asked about; posting hands it over."""
    person = queries.get_person(request.user, peran)
    rows = queries.work_of(request.user, person)
    posted = request.method == "POST"
    asked = (request.POST if posted else request.GET).get("kepada", "")
    successor = find_user(asked) if asked else None
    form = HandoverForm(request.POST if posted else None, initial={"kepada": asked})
    chosen = set(teams.known_uuids(request.POST.getlist("pilih"))) if posted else None

    def call(data: dict[str, Any]) -> service.Outcome:
        if successor is None:
            raise Refused("Pilih penerusnya lebih dahulu.")
        return service.hand_over(
            by=request.user,
            dari=person,
            kepada=successor,
            evaluasi=[row.evaluasi for row in rows if row.evaluasi.uuid in (chosen or ())],
            **{name: data[name] for name in ("cara", "alasan", "surat")},
        )

    with telling() as told:
        done = attempt(form, call)
    if done is not None:
        said = f"Dari {person} kepada {successor}: {len(done.done)} unit diserahkan."
        messages.success(request, told.after(said))
        for _, why in done.refused:
            messages.warning(request, f"Tidak diserahkan: {why}")
        return redirect("evaluations:handover", peran)
    if successor is not None:
        _judge(request, rows, person, successor, chosen)
    context = {
        "orang": person,
        "peran": peran,
        "rows": rows,
        "penerus": successor,
        "diminta": asked,
        "calon": _offered(request, rows, person),
        "form": form,
        "perangkat": queries.devices_of(person),
        "diserahkan": queries.handed_by(request.user, person),
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluations/assignment/handover.html", context, status=status)


def _judge(
    request: UserRequest,
    rows: list[queries.Work],
    person: User,
    successor: User,
    chosen: set[UUID] | None,
) -> None:
    why = service.problems(request.user, [row.evaluasi for row in rows], person, successor)
    for row in rows:
        row.halangan = why[row.evaluasi.pk]
        row.dipilih = not row.halangan and (chosen is None or row.evaluasi.uuid in chosen)


def _offered(
    request: UserRequest, rows: list[queries.Work], person: User
) -> list[tuple[str, str]] | None:
    """(username, words) of those who evaluate at these places; None where they are too many."""
    found = people_queries.candidates([row.evaluasi for row in rows], limit=OFFERED)
    if len(found) > OFFERED:
        return None
    named: dict[str, str] = {}
    for user, place in found:
        if user.pk != person.pk and place.startswith("Evaluator"):
            named.setdefault(user.username, f"{user.nama} ({place})")
    return list(named.items())


@require_safe
def duties(request: UserRequest, peran: UUID) -> HttpResponse:
    """What hangs on a person, as a fragment for the pages that end his role or his account."""
    found = get_membership(request.user, peran, Permission.MANAGE_PEOPLE)
    rows = queries.work_of(request.user, found.user)
    context = {
        "orang": found.user,
        "peran": peran,
        "rows": rows,
        "lain": queries.running(found.user).count() - len(rows),
    }
    return render(request, "evaluations/assignment/_duties.html", context)
