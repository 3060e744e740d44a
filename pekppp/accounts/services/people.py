"""Roles, profiles and notices of people who are already here."""

from collections.abc import Iterable
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pekppp.accounts import audit, notices
from pekppp.accounts.access import may_appoint, memberships_of
from pekppp.accounts.models import Instansi, Membership, Notice, UnitLokus, User
from pekppp.accounts.roles import ADMINS, NATIONAL_ROLES, ROLE_LABELS, UNIT_ROLES, Role, is_high
from pekppp.base.errors import Refused


def require_may_appoint(by: User, role: Role, instansi: Instansi) -> None:
    if not may_appoint(by, role, instansi):
        raise PermissionDenied(f"{by} may not appoint {role} at {instansi}")


def check_place(role: Role, instansi: Instansi, unit: UnitLokus | None) -> None:
    """Whether this role can be held there at all."""
    if instansi.closed_on:
        raise Refused("Instansi ini sudah ditutup.")
    if role in NATIONAL_ROLES and not instansi.is_national:
        raise Refused("Peran ini hanya ada di KemenPANRB.", field="role")
    if role in UNIT_ROLES and unit is None:
        raise Refused("Pilih unit untuk peran ini.", field="unit")
    if role not in UNIT_ROLES and unit is not None:
        raise Refused(
            f"Peran {ROLE_LABELS[role]} tidak terikat pada satu unit; kosongkan unitnya.",
            field="unit",
        )
    if unit is not None and unit.instansi_id != instansi.pk:
        raise Refused("Unit ini bukan milik instansi ini.", field="unit")
    if unit is not None and unit.closed_on:
        raise Refused("Unit ini sudah ditutup.", field="unit")


def give_role(*, user: User, role: Role, instansi: Instansi, unit: UnitLokus | None) -> Membership:
    """The person's active membership with this role here, made if need be. Asks nothing."""
    membership, _ = Membership.objects.get_or_create(
        user=user, role=role, instansi=instansi, unit=unit, sebagai="", ended_at=None
    )
    user.__dict__.pop("_active_memberships", None)
    return membership


def give_roles(
    *, by: User | None, given: Iterable[tuple[User, Role, Instansi, UnitLokus | None]]
) -> list[Membership]:
    """Many roles in a few statements, none of which anybody there holds. Asks nothing."""
    made = Membership.objects.bulk_create(
        (
            Membership(user=user, role=role, instansi=instansi, unit=unit)
            for user, role, instansi, unit in given
        ),
        batch_size=1_000,
    )
    audit.write_told(
        by=by, action="beri_peran", told=((row, None, {"orang": row.user.username}) for row in made)
    )
    for row in made:
        row.user.__dict__.pop("_active_memberships", None)
    return made


@transaction.atomic
def change_role(
    *, by: User, membership: Membership, role: Role, unit: UnitLokus | None = None
) -> Membership:
    """End one role and begin another at the same instansi."""
    locked = _locked(membership)
    role = Role(role)
    require_may_appoint(by, Role(locked.role), locked.instansi)
    require_may_appoint(by, role, locked.instansi)
    check_place(role, locked.instansi, unit)
    if (locked.role, locked.unit_id) == (role.value, unit.pk if unit else None):
        raise Refused("Orang ini sudah memegang peran itu.", field="role")
    if role not in ADMINS:
        _keep_an_admin(by, locked)
    if is_high(role, national=locked.instansi.is_national) and not locked.user.email:
        raise Refused(
            f"Surel orang ini belum terbukti, jadi peran {ROLE_LABELS[role]} harus dikonfirmasi "
            f"admin kedua. Undang akun {locked.user.username} untuk peran itu, lalu akhiri "
            "peran ini.",
            field="role",
        )
    held = Membership.objects.filter(
        user=locked.user,
        role=role,
        instansi=locked.instansi,
        unit=unit,
        sebagai="",
        ended_at__isnull=True,
    )
    if held.exists():
        raise Refused("Orang ini sudah memegang peran itu.", field="role")
    _end(locked)
    made = give_role(user=locked.user, role=role, instansi=locked.instansi, unit=unit)
    audit.write(
        by=by,
        action="ubah_peran",
        thing=made,
        orang=locked.user.username,
        dari=str(locked),
        ke=str(made),
    )
    _tell(made, "Peran Anda diubah", f"Peran Anda kini: {made}. Sebelumnya: {locked}.")
    return made


@transaction.atomic
def end_membership(*, by: User, membership: Membership, reason: str = "") -> Membership:
    """End a role. An admin cannot end his own when nobody else administers the instansi."""
    locked = _locked(membership)
    require_may_appoint(by, Role(locked.role), locked.instansi)
    _keep_an_admin(by, locked)
    _end(locked)
    audit.write(
        by=by, action="akhiri_peran", thing=locked, reason=reason, orang=locked.user.username
    )
    _tell(locked, "Peran Anda diakhiri", f"Peran Anda telah diakhiri: {locked}.")
    return locked


def choose_membership(*, by: User, uuid: UUID) -> Membership:
    """The membership to act in from now on; the caller keeps it in the session."""
    for membership in memberships_of(by):
        if membership.uuid == uuid:
            return membership
    raise PermissionDenied("not an active membership of this user")


def mark_read(*, by: User, uuid: UUID | None = None) -> Notice | None:
    """Mark one of the user's notices as read, or all without `uuid`; return the one."""
    mine = Notice.objects.filter(user=by)
    if uuid is not None:
        mine = mine.filter(uuid=uuid)
    mine.filter(read_at__isnull=True).update(read_at=timezone.now())
    return mine.first() if uuid is not None else None


def password_path(user: User) -> str:
    """The path of a one-time link to set this user's password; good for three days."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def _locked(membership: Membership) -> Membership:
    # The instansi is the lock: two admins who end each other wait here.
    Instansi.objects.select_for_update().get(pk=membership.instansi_id)
    locked = Membership.objects.select_related("instansi", "unit", "user").get(pk=membership.pk)
    if locked.ended_at is not None:
        raise Refused("Peran ini sudah diakhiri.")
    if locked.sebagai:
        raise Refused("Peran ini dari pelimpahan; akhiri pelimpahannya.")
    return locked


def _keep_an_admin(by: User, membership: Membership) -> None:
    if membership.user_id != by.pk or membership.role not in ADMINS:
        return
    others = Membership.objects.filter(
        instansi=membership.instansi_id,
        role=membership.role,
        sebagai="",
        ended_at__isnull=True,
        user__is_active=True,
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused(
            "Anda satu-satunya admin di sini. Undang admin lain lebih dahulu, lalu akhiri "
            "peran ini."
        )


def _end(membership: Membership) -> None:
    """At once, and with it whatever its holder delegated of it; a sweep writes that down."""
    membership.ended_at = now = timezone.now()
    membership.save(update_fields=["ended_at"])
    Membership.objects.filter(pelimpahan__peran=membership, ended_at__isnull=True).update(
        ended_at=now
    )
    membership.user.__dict__.pop("_active_memberships", None)


def _tell(membership: Membership, subject: str, body: str) -> None:
    notices.notify(
        [membership.user],
        kind="peran",
        subject=subject,
        body=body,
        url=reverse("accounts:profile"),
        instansi=membership.instansi,
    )
