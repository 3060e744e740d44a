"""The account behind a role: its state, its trail, and what an admin may do about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.access import may_administer, signing_hold
from pekppp.accounts.forms import WhyForm
from pekppp.accounts.models import Membership
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.services import accounts
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
@never_cache
def set_password(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show, once, a password for one login of a person whom mail cannot reach."""
    found = _membership(request, uuid)
    try:
        password = accounts.set_password(by=request.user, membership=found)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("accounts:account", found.uuid)
    context = {"membership": found, "password": password, "days": accounts.TEMPORARY_DAYS}
    return render(request, "accounts/password_set.html", context)


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
    given: dict[str, WhyForm] | None = None,
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
        "needs_password": accounts.needs_password(person),
        "page": paginate(request, queries.trail_of_account(person)) if reads else None,
        **{f"form_{name}": (given or {}).get(name) or WhyForm(prefix=name) for name in names},
    }
    return render(request, "accounts/account.html", context, status=status)
