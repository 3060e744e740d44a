"""States of an account: closed and open, the second factor, the number to reach its person by.

Whoever acts on an account could act as its person, so he must be allowed to give every role that
the person holds or is promised, and the person is told.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import may_administer
from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.roles import ADMINS, Role
from pekppp.base.errors import Refused


@transaction.atomic
def disable(*, by: User, membership: Membership, reason: str) -> User:
    """Close the account of a person; his sessions end at once."""
    user = locked(by, membership)
    if not user.is_active:
        raise Refused("Akun ini sudah dinonaktifkan.")
    _keep_an_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    _write(by, "nonaktifkan_akun", membership, user, reason)
    return user


@transaction.atomic
def enable(*, by: User, membership: Membership, reason: str) -> User:
    user = locked(by, membership)
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
    user = locked(by, membership)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused("Akun ini tidak memakai verifikasi dua langkah.")
    end_sessions(user)
    _write(by, "hapus_dua_langkah", membership, user, reason)
    _tell(
        user,
        "Verifikasi dua langkah Anda dihapus",
        f"{by} menghapus verifikasi dua langkah akun Anda. Alasan: {reason} Aktifkan kembali "
        "lewat menu Verifikasi dua langkah.",
    )
    return user


def needs_access(user: User) -> bool:
    """Whether the person cannot ask for a password by mail himself."""
    return not (settings.MAIL_WORKS and user.email)


@transaction.atomic
def set_phone(*, by: User, membership: Membership, telepon: str) -> User:
    user = locked(by, membership)
    user.telepon = telepon
    user.save(update_fields=["telepon"])
    _write(by, "ubah_telepon", membership, user)
    return user


def locked(by: User, membership: Membership) -> User:
    """The person of a membership under a lock, if `by` may act on his account."""
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


def end_sessions(user: User) -> None:
    """Everywhere, at once."""
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
