"""The account behind a role: its state, its trail, and what an admin may do about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pekppp.accounts import directory, queries
from pekppp.accounts.access import may_administer, signing_hold
from pekppp.accounts.forms.people import PhoneForm, WhyForm
from pekppp.accounts.models import Membership
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.services import accounts, activation
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base.errors import Refused


@require_safe
def account(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _membership(request, uuid))


@require_POST
def disable(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _act(request, uuid, "nonaktifkan", accounts.disable, "Akun dinonaktifkan.")


@require_POST
def enable(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _act(request, uuid, "aktifkan", accounts.enable, "Akun diaktifkan kembali.")


@require_POST
def reset_second_factor(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _act(
        request,
        uuid,
        "faktor",
        accounts.reset_second_factor,
        "Verifikasi dua langkah dihapus. Orangnya diberi tahu dan harus masuk kembali.",
    )


@require_POST
def give_access(request: UserRequest, uuid: UUID) -> HttpResponse:
    """A way in for this person; the page that shows it follows."""
    found = _membership(request, uuid)
    try:
        made = activation.issue(by=request.user, membership=found)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("accounts:account", found.uuid)
    return redirect(f"{reverse('accounts:ways')}?akses={made.uuid}")


@require_POST
def revoke_access(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _membership(request, uuid)
    try:
        activation.revoke(by=request.user, membership=found)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Akses masuk dicabut; tautan dan kodenya tidak berlaku lagi.")
    return redirect("accounts:account", found.uuid)


@require_POST
def set_phone(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _membership(request, uuid)
    form = PhoneForm(request.POST)
    done = attempt(form, lambda data: accounts.set_phone(by=request.user, membership=found, **data))
    if done is None:
        return _page(request, found, {"telepon": form}, status=422)
    messages.success(request, "Nomor WhatsApp disimpan.")
    return redirect("accounts:account", found.uuid)


def _membership(request: UserRequest, uuid: UUID) -> Membership:
    return queries.get_membership(request.user, uuid, Permission.MANAGE_PEOPLE)


def _act(
    request: UserRequest, uuid: UUID, name: str, call: Callable[..., Any], done: str
) -> HttpResponse:
    found = _membership(request, uuid)
    form = WhyForm(request.POST, prefix=name)
    if attempt(form, lambda data: call(by=request.user, membership=found, **data)) is None:
        return _page(request, found, {name: form}, status=422)
    messages.success(request, done)
    return redirect("accounts:account", found.uuid)


def _page(
    request: UserRequest,
    membership: Membership,
    given: dict[str, BaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    person = membership.user
    own = person.pk == request.user.pk
    may = not own and may_administer(
        request.user, queries.roles_held(person), queries.roles_promised(person)
    )
    # Who administers a place reads the logins of its people, also of those who work elsewhere too.
    reads = own or may or membership.ended_at is None
    names = ("nonaktifkan", "aktifkan", "faktor")
    context = {
        "membership": membership,
        "person": person,
        "own": own,
        "may": may,
        "with_code": is_mfa_enabled(person),
        "hold": signing_hold(person),
        "needs_access": accounts.needs_access(person),
        "access": directory.ways_of([person]).get(person.pk) if may else None,
        "days": activation.LIFETIME.days,
        "form_telepon": (given or {}).get("telepon")
        or PhoneForm(initial={"telepon": person.telepon}),
        "page": paginate(request, queries.trail_of_account(person)) if reads else None,
        **{f"form_{name}": (given or {}).get(name) or WhyForm(prefix=name) for name in names},
    }
    return render(request, "accounts/account.html", context, status=status)
