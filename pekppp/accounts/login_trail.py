"""Who logged in, out, or tried to; changed passwords and factors: told by the signals of others.

An account's own entries belong to no instansi: they are read on its page by whoever administers it,
and by its person, and do not flood the trails of offices.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils import timezone

from pekppp.accounts import audit, queries
from pekppp.accounts.models import User
from pekppp.accounts.services import logins
from pekppp.base.addresses import client_address

# Somebody who guesses for days must not fill the audit; more than these in an hour tell no more.
MOST_FAILURES = 20

_ACTIONS = (
    (account.password_changed, "ganti_kata_sandi"),
    (account.password_set, "ganti_kata_sandi"),
    (account.password_reset, "ganti_kata_sandi_lewat_tautan"),
    (mfa.authenticator_added, "aktifkan_dua_langkah"),
    (mfa.authenticator_removed, "nonaktifkan_dua_langkah"),
    (mfa.authenticator_reset, "buat_ulang_kode_pemulihan"),
)


def connect() -> None:
    account.user_logged_in.connect(_logged_in)
    auth.user_logged_out.connect(_logged_out)
    auth.user_login_failed.connect(_failed)
    mfa.authentication_failed.connect(_wrong_code)
    for signal, action in _ACTIONS:
        signal.connect(partial(_happened, action), weak=False)
    account.password_reset.connect(_reset_by_mail)


def _logged_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    _write(user, "masuk", request, by=user)


def _logged_out(sender: Any, request: HttpRequest | None, user: User | None, **more: Any) -> None:
    if user is not None:
        _write(user, "keluar", request, by=user)


def _failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
) -> None:
    login = credentials.get("username") or credentials.get("email") or ""
    user = queries.user_logging_in(login)
    if user is not None:
        _write_failure(user, "gagal_masuk", request)


def _wrong_code(sender: Any, request: HttpRequest | None, user: User, **more: Any) -> None:
    _write_failure(user, "gagal_kode", request)


def _happened(
    action: str, sender: Any, request: HttpRequest | None, user: User, **more: Any
) -> None:
    _write(user, action, request, by=user)


def _reset_by_mail(sender: Any, request: HttpRequest | None, user: User, **more: Any) -> None:
    """The link came to the owner's mailbox: failures of before keep him out no longer."""
    logins.forgive(logins.account_of(user))


def _write_failure(user: User, action: str, request: HttpRequest | None) -> None:
    lately = queries.audit_of("user", str(user.pk)).filter(
        action=action, at__gt=timezone.now() - timedelta(hours=1)
    )
    if lately.count() < MOST_FAILURES:
        _write(user, action, request, by=None)


def _write(user: User, action: str, request: HttpRequest | None, *, by: User | None) -> None:
    audit.write(
        by=by,
        action=action,
        thing=user,
        alamat=client_address(request) if request else "",
        peramban=request.META.get("HTTP_USER_AGENT", "")[:200] if request else "",
    )
