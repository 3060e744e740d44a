"""States of an account: closed and open, a password that somebody else set, the second factor.

Whoever acts on an account could act as its person, so he must be allowed to give every role that
the person holds or is promised, and the person is told.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import may_administer
from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.roles import ADMINS, Role
from pekppp.base.errors import Refused

TEMPORARY_DAYS = 3
# Read out or copied from paper: nothing that looks like something else.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def disable(*, by: User, membership: Membership, reason: str) -> User:
    """Close the account of a person; his sessions end at once."""
    user = _locked(by, membership)
    if not user.is_active:
        raise Refused("Akun ini sudah dinonaktifkan.")
    _keep_an_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    _write(by, "nonaktifkan_akun", membership, user, reason)
    return user


@transaction.atomic
def enable(*, by: User, membership: Membership, reason: str) -> User:
    user = _locked(by, membership)
    if user.is_active:
        raise Refused("Akun ini sudah aktif.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    _write(by, "aktifkan_akun", membership, user, reason)
    _tell(user, "Akun Anda diaktifkan kembali", f"{by} mengaktifkan akun Anda kembali.")
    return user


@transaction.atomic
def reset_second_factor(*, by: User, membership: Membership, reason: str) -> User:
    """Remove the second step of a person who lost his telephone; he logs in anew."""
    user = _locked(by, membership)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused("Akun ini tidak memakai verifikasi dua langkah.")
    _end_sessions(user)
    _write(by, "hapus_dua_langkah", membership, user, reason)
    _tell(
        user,
        "Verifikasi dua langkah Anda dihapus",
        f"{by} menghapus verifikasi dua langkah akun Anda. Alasan: {reason} Aktifkan kembali "
        "lewat menu Verifikasi dua langkah.",
    )
    return user


def needs_password(user: User) -> bool:
    """Whether the person cannot ask for a password by mail himself."""
    return not (settings.MAIL_WORKS and user.email)


@transaction.atomic
def set_password(*, by: User, membership: Membership) -> str:
    """A password for one login, shown once, for a person whom mail cannot reach."""
    user = _locked(by, membership)
    if not needs_password(user):
        raise Refused("Orang ini dapat meminta tautan sendiri lewat surel di halaman masuk.")
    password = "-".join(get_random_string(4, _LETTERS) for _ in range(3))
    user.set_password(password)
    user.password_set_by, user.password_set_at = by, timezone.now()
    user.password_temporary = True
    user.save(
        update_fields=["password", "password_set_by", "password_set_at", "password_temporary"]
    )
    _end_sessions(user)
    _write(by, "setel_kata_sandi", membership, user)
    _tell(
        user,
        "Kata sandi Anda disetel orang lain",
        f"{by} menyetel kata sandi sementara untuk akun Anda. Akun Anda baru dapat menandatangani "
        f"{settings.SANDI_TUNGGU_JAM} jam sesudah kata sandi itu dipakai. Bila Anda tidak "
        "memintanya, segera hubungi admin lain di instansi Anda.",
    )
    return password


def has_expired(user: User) -> bool:
    """Whether a password that somebody else set waited too long for its one login."""
    age = timezone.now() - user.password_set_at if user.password_set_at else None
    return user.password_temporary and age is not None and age.days >= TEMPORARY_DAYS


def spend_password(user: User, request: HttpRequest) -> None:
    """The one login has happened: the password opens nothing again, this session stays."""
    user.set_unusable_password()
    user.password_set_at = timezone.now()
    user.save(update_fields=["password", "password_set_at"])
    update_session_auth_hash(request, user)


def own_password_chosen(user: User) -> None:
    if user.password_temporary:
        user.password_temporary = False
        user.save(update_fields=["password_temporary"])


def _locked(by: User, membership: Membership) -> User:
    # As in services.people: two admins who close each other's accounts wait here.
    Instansi.objects.select_for_update().get(pk=membership.instansi_id)
    user = User.objects.select_for_update(of=("self",)).get(pk=membership.user_id)
    if user.pk == by.pk:
        raise Refused("Ini akun Anda sendiri; mintalah admin lain.")
    if not may_administer(by, queries.roles_held(user), queries.roles_promised(user)):
        raise PermissionDenied(f"{by} may not act on the account of {user}")
    return user


def _keep_an_admin(user: User) -> None:
    for held in queries.roles_held(user):
        role = Role(held.role)
        if (
            role in ADMINS
            and not queries.second_admins(held.instansi, role, besides=(user,)).exists()
        ):
            raise Refused(
                f"{user} satu-satunya admin {held.instansi}. Beri tempat itu admin lain lebih "
                "dahulu, atau akhiri perannya di sana."
            )


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _write(by: User, action: str, membership: Membership, user: User, reason: str = "") -> None:
    audit.write(
        by=by,
        action=action,
        thing=user,
        instansi=membership.instansi,
        reason=reason,
        orang=user.username,
    )


def _tell(user: User, subject: str, body: str) -> None:
    notices.notify([user], kind="akun", subject=subject, body=body)
