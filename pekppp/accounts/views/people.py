"""Whom an instansi invites, and which roles its people hold."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.forms.people import ChangeRoleForm, IdentityForm, InviteForm, ReasonForm
from pekppp.accounts.models import Instansi, Invitation, User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.services import identity, invitations, pending, people
from pekppp.accounts.views.common import attempt, waiting_card
from pekppp.base.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: UserRequest, uuid: UUID) -> HttpResponse:
    instansi = queries.get_instansi(request.user, uuid, Permission.MANAGE_PEOPLE)
    initial = {"unit": request.GET.get("unit"), "role": request.GET.get("peran")}
    form = InviteForm(request.POST or None, user=request.user, instansi=instansi, initial=initial)
    made = attempt(
        form, lambda data: invitations.invite(by=request.user, instansi=instansi, **data)
    )
    if made:
        messages.success(request, f"Undangan untuk {made.nama} dibuat. {_how(made)}")
        return redirect(_invitations_of(instansi))
    return render(request, "accounts/invite.html", {"form": form, "instansi": instansi})


@require_POST
def resend_invitation(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_invitation(request.user, uuid, Permission.MANAGE_PEOPLE)
    try:
        sent = invitations.resend_invitation(by=request.user, invitation=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Undangan untuk {found.nama} diperbarui. {_how(sent)}")
    return redirect(_invitations_of(found.instansi))


@require_POST
def revoke_invitation(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_invitation(request.user, uuid, Permission.MANAGE_PEOPLE)
    try:
        invitations.revoke_invitation(by=request.user, invitation=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Undangan untuk {found.nama} dicabut; tautannya tidak berlaku.")
    return redirect(_invitations_of(found.instansi))


@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_membership(request.user, uuid, Permission.MANAGE_PEOPLE)
    form = ChangeRoleForm(request.POST or None, user=request.user, membership=found)
    made = attempt(form, lambda data: people.change_role(by=request.user, membership=found, **data))
    if made:
        messages.success(request, f"{made.user} kini: {made}.")
        return redirect("accounts:instansi", found.instansi.uuid)
    context = {"form": form, "membership": found}
    return render(request, "accounts/membership_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = queries.get_membership(request.user, uuid, Permission.MANAGE_PEOPLE)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda data: people.end_membership(by=request.user, membership=found, **data)):
        messages.success(request, f"Peran {found} dari {found.user} diakhiri.")
        # He may have ended his own last role here, and then sees the instansi no more.
        own = found.user_id == request.user.pk
        return redirect("beranda") if own else redirect("accounts:instansi", found.instansi.uuid)
    return render(request, "accounts/membership_end.html", {"form": form, "membership": found})


@require_http_methods(["GET", "HEAD", "POST"])
def change_identity(request: UserRequest, uuid: UUID) -> HttpResponse:
    """The name, NIP and jabatan under which a person signs, set by his office."""
    found = queries.get_person(request.user, uuid)
    initial = {name: getattr(found.user, name) for name in identity.FIELDS}
    form = IdentityForm(request.POST or None, initial=initial)
    if attempt(
        form,
        lambda data: identity.change_identity(by=request.user, person=found.user, **data),
    ):
        messages.success(request, "Identitas disimpan dan diberitahukan kepada orangnya.")
        return redirect("accounts:instansi", found.instansi.uuid)
    context = {
        "form": form,
        "membership": found,
        "proposal": queries.open_proposal_of(found.user),
    }
    return render(request, "accounts/identity.html", context)


@require_POST
def accept_identity(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _decided(request, uuid, identity.accept_proposal, "Identitas {} berlaku mulai sekarang.")


@require_POST
def refuse_identity(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _decided(request, uuid, identity.refuse_proposal, "Usulan {} ditolak.")


def _decided(
    request: UserRequest, uuid: UUID, act: Callable[..., User], words: str
) -> HttpResponse:
    proposal = queries.get_proposal(request.user, uuid)
    try:
        messages.success(request, words.format(act(by=request.user, proposal=proposal)))
    except Refused as error:
        messages.error(request, error.message)
    place = queries.place_to_decide(request.user, proposal.user)
    return redirect(reverse("accounts:instansi", args=[place.uuid]) + "#identitas")


@require_safe
def waiting_roles(request: UserRequest, uuid: UUID) -> HttpResponse:
    """What was given at once, perhaps at many offices, and is confirmed at once."""
    rows = [row for row in queries.get_batch(request.user, uuid) if row.decided_at is None]
    context = {"item": waiting_card(request.user, rows) if rows else None}
    return render(request, "accounts/waiting_roles.html", context)


@require_POST
def confirm_roles(request: UserRequest, uuid: UUID) -> HttpResponse:
    """One confirmation for everything that was given at once."""
    return _decide(request, uuid, pending.confirm, "Dikonfirmasi; peran sudah berlaku.")


@require_POST
def refuse_roles(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _decide(request, uuid, pending.refuse, "Ditolak; peran tidak diberikan.")


def _decide(request: UserRequest, batch: UUID, call: Callable[..., Any], done: str) -> HttpResponse:
    first = queries.get_batch(request.user, batch)[0]
    try:
        call(by=request.user, batch=batch)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("accounts:instansi", first.instansi.uuid)


def _how(invitation: Invitation) -> str:
    """Which way the invitation goes."""
    if invitation.account:
        return f"Undangan itu ada di pemberitahuan akun {invitation.account.username}."
    if invitation.by_mail:
        return f"Tautannya dikirim ke {invitation.email}."
    return "Serahkan tautan di daftar undangan di bawah kepada orangnya."


def _invitations_of(instansi: Instansi) -> str:
    return reverse("accounts:instansi", args=[instansi.uuid]) + "#undangan"
