"""An instansi: its units, people, invitations and office."""

from copy import copy
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pekppp.accounts import queries, registers
from pekppp.accounts.forms.people import InstansiForm, NewInstansiForm, SearchForm
from pekppp.accounts.models import Instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import DELEGABLE, Permission
from pekppp.accounts.services import invitations, places
from pekppp.accounts.views.common import (
    appointable,
    attempt,
    may_add_instansi,
    paginate,
    waiting_card,
)


@require_safe
def instansi(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_instansi(request.user, uuid, Permission.VIEW_INSTANSI)
    may_manage_people = request.user.has_perm(Permission.MANAGE_PEOPLE, found)
    search = SearchForm(request.GET)
    search.is_valid()
    words = search.cleaned_data.get("q", "")
    units = registers.units(
        request.user, registers.UnitFilter(q=words, instansi=found, keadaan=registers.ALL)
    )
    people = paginate(request, queries.people_of(request.user, found), "orang")
    context = {
        "instansi": found,
        "search": search,
        "units": paginate(request, units, "unit"),
        "people": people,
        "nameable": queries.nameable(request.user, people.object_list) if may_manage_people else (),
        "appointable": appointable(request.user, found),
        "delegable": DELEGABLE,
        "waiting": [
            waiting_card(request.user, rows)
            for rows in queries.by_batch(queries.waiting_roles_of(found))
        ],
        "may_manage": request.user.has_perm(Permission.MANAGE_INSTANSI, found),
        "may_manage_units": request.user.has_perm(Permission.MANAGE_UNITS, found),
        "may_manage_people": may_manage_people,
        "sebagai": queries.managed_from_above(request.user, found),
        "proposals": queries.proposals_of(request.user, found),
    }
    if may_manage_people:
        context["invitations"] = _with_links(request, found)
        context["mail_works"] = settings.MAIL_WORKS
    return render(request, "accounts/instansi.html", context)


def _with_links(request: UserRequest, instansi: Instansi) -> list[dict[str, Any]]:
    """Waiting invitations; the link beside those that this user hands over himself."""
    mine = appointable(request.user, instansi)
    rows = []
    for row in queries.invitations_of(request.user, instansi):
        link = ""
        if row.role in mine and invitations.may_show_link(row):
            link = request.build_absolute_uri(invitations.invitation_path(row))
        rows.append(
            {
                "row": row,
                "expired": row.expires_at <= timezone.now(),
                "link": link,
                "text": invitations.text_of(row, link),
                "mine": row.role in mine,
            }
        )
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def edit_instansi(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_instansi(request.user, uuid, Permission.MANAGE_INSTANSI)
    form = InstansiForm(
        request.POST or None, instance=copy(found), may_rename=may_add_instansi(request.user)
    )
    if attempt(form, lambda data: places.update_instansi(by=request.user, instansi=found, **data)):
        messages.success(request, "Pengaturan instansi disimpan.")
        return redirect("accounts:instansi", found.uuid)
    return render(request, "accounts/instansi_form.html", {"form": form, "instansi": found})


@require_http_methods(["GET", "HEAD", "POST"])
def add_instansi(request: UserRequest) -> HttpResponse:
    if not may_add_instansi(request.user):
        raise PermissionDenied
    form = NewInstansiForm(request.POST or None)
    made = attempt(form, lambda data: places.add_instansi(by=request.user, **data))
    if made:
        messages.success(request, f"{made} ditambahkan.")
        return redirect("accounts:instansi", made.uuid)
    return render(request, "accounts/instansi_form.html", {"form": form})
