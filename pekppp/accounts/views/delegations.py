"""Plt., Plh. and pelimpahan: recording one, what runs, comes and is over, ending one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.forms.delegations import PelimpahanForm
from pekppp.accounts.forms.people import WhyForm
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import UNIT_ROLES, Permission
from pekppp.accounts.services import delegations
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base.errors import Refused


@require_safe
def delegation_list(request: UserRequest, uuid: UUID) -> HttpResponse:
    instansi = queries.get_instansi(request.user, uuid, Permission.MANAGE_PEOPLE)
    rows = queries.delegations_of(instansi)
    context = {
        "instansi": instansi,
        "kini": rows.filter(diakhiri_pada__isnull=True).order_by("mulai", "pk"),
        "page": paginate(request, rows.filter(diakhiri_pada__isnull=False)),
    }
    return render(request, "accounts/delegations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Hand over a role of one's own, or of an absent person whose roles one manages."""
    found = queries.get_delegable(request.user, uuid)
    form = PelimpahanForm(request.POST or None, request.FILES or None, membership=found)
    made = attempt(form, lambda data: delegations.record(by=request.user, membership=found, **data))
    if made:
        messages.success(request, f"Tercatat: {made}. Semua yang berkepentingan diberi tahu.")
        return redirect("accounts:delegation", made.uuid)
    context = {"form": form, "membership": found, "unit_role": found.role in UNIT_ROLES}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/delegations/new.html", context, status=status)


@require_safe
def delegation(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _page(request, uuid, WhyForm())


@require_POST
def end_delegation(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_delegation(request.user, uuid)
    form = WhyForm(request.POST)
    if attempt(form, lambda data: delegations.end(by=request.user, row=found, **data)) is None:
        return _page(request, uuid, form, status=422)
    messages.success(request, f"Diakhiri: {found}.")
    # Who gave a right back may no longer see what he saw by it.
    return redirect("accounts:delegation", found.uuid)


@require_POST
def confirm_delegation(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_delegation(request.user, uuid)
    try:
        delegations.confirm(by=request.user, row=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Dikonfirmasi: {found}.")
    return redirect("accounts:delegation", found.uuid)


@require_safe
def delegation_letter(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_delegation(request.user, uuid)
    if not found.surat:
        raise Http404
    return HttpResponse(
        bytes(found.surat),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="surat-pelimpahan.pdf"'},
    )


def _page(request: UserRequest, uuid: UUID, form: WhyForm, status: int = 200) -> HttpResponse:
    found = queries.get_delegation(request.user, uuid)
    context = {
        "row": found,
        "form": form,
        "may_end": not found.berakhir and delegations.may_end(request.user, found),
        "may_confirm": delegations.may_confirm(request.user, found),
        "manages": request.user.has_perm(Permission.MANAGE_PEOPLE, found.instansi),
        "ada_surat": queries.has_letter(found),
    }
    return render(request, "accounts/delegations/one.html", context, status=status)
