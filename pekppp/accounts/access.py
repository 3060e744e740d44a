"""What a user may do: `user.has_perm(permission, thing)`, derived from memberships.

A thing says whose it is through its `access_scope` (see `roles.Scope`). Memberships are read once
per request and kept on the user object.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.utils import timezone

from pekppp.accounts.models import (
    Instansi,
    Invitation,
    Membership,
    Pelimpahan,
    PendingRole,
    User,
)
from pekppp.accounts.roles import (
    MAY_APPOINT,
    NATIONAL_ROLES,
    SEES_ALL,
    Permission,
    Place,
    Role,
    Scope,
    is_high,
    permitted,
    relations,
)
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu


class Scoped(Protocol):
    @property
    def access_scope(self) -> Scope: ...


def in_force() -> Q:
    """A condition on Membership: not ended, nor, if it is delegated, past its last moment."""
    running = Q(sampai__isnull=True) | Q(sampai__gt=timezone.now())
    return Q(ended_at__isnull=True) & running


def memberships_of(user: User) -> list[Membership]:
    """The active memberships of a user, read once for the life of the object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    cached = getattr(user, "_active_memberships", None)
    if cached is None:
        cached = list(
            Membership.objects.filter(in_force(), user=user).select_related("instansi", "unit")
        )
        user._active_memberships = cached
    return cached


def know_memberships_of(users: Collection[User]) -> None:
    """Read those of many users in one query, for `memberships_of` to find."""
    found: dict[int, list[Membership]] = {user.pk: [] for user in users}
    rows = Membership.objects.filter(in_force(), user__in=found)
    for row in rows.select_related("instansi", "unit"):
        found[row.user_id].append(row)
    for user in users:
        user._active_memberships = found[user.pk]


def places_of(user: User) -> list[Place]:
    return [membership.place for membership in memberships_of(user)]


def delegated_to(user: User) -> list[Pelimpahan]:
    """The running delegations behind a user's memberships, without their letters; read once."""
    rows = [row.pk for row in memberships_of(user) if row.sebagai]
    known: dict[tuple[int, ...], list[Pelimpahan]] = user.__dict__.setdefault("_delegated", {})
    if rows and tuple(rows) not in known:
        found = Pelimpahan.objects.filter(membership__in=rows).defer("surat")
        related = ("peran__user", "peran__unit", "peran__instansi")
        known[tuple(rows)] = list(found.select_related(*related))
    return known.get(tuple(rows), [])


def acting_for(user: User, thing: Model, instansi: int | None = None) -> list[Pelimpahan]:
    """The rights of others that the user exercises where this thing is.

    `instansi` (an id) decides where the thing does not say whose it is.
    """
    held = delegated_to(user)
    if not held:
        return held
    about = thing if hasattr(thing, "access_scope") else getattr(thing, "evaluasi", None)
    scope = getattr(about, "access_scope", None)
    if scope is None:
        return [row for row in held if row.instansi_id == instansi]
    return [row for row in held if any(relations(row.peran.place, scope))]


def is_national(user: User) -> bool:
    """Whether the user belongs to the ministry in a role that sees everything."""
    return any(place.national and place.role in SEES_ALL for place in places_of(user))


def region_of(user: User) -> frozenset[int]:
    """Of an analyst the provinces and K/L (ids) of his wilayah kerja."""
    return frozenset().union(*(place.region for place in places_of(user)))


def may_appoint(user: User, role: Role, instansi: Instansi) -> bool:
    """Whether the user may give this role at this instansi; a high one by a right of his own.

    Otherwise a deputy could keep beyond his days what was delegated to him.
    """
    high = is_high(role, national=instansi.is_national)
    places = [row.place for row in memberships_of(user) if not (high and row.sebagai)]
    if Permission.MANAGE_PEOPLE not in permitted(places, instansi.access_scope):
        return False
    return any(role in MAY_APPOINT.get(place.role, frozenset()) for place in places)


def may_administer(
    by: User,
    held: Iterable[Membership | PendingRole],
    promised: Iterable[PendingRole | Invitation] = (),
) -> bool:
    """Whether `by` may act on the account of a person who holds and is promised these roles.

    The ministry on every account; others only where all of its roles are theirs to give: whoever
    takes the account over takes up what it is promised.
    """
    if any(row.role == Role.ADMIN_NASIONAL and not row.sebagai for row in memberships_of(by)):
        return True
    roles = list(held)
    return bool(roles) and all(
        may_appoint(by, Role(row.role), row.instansi) for row in (*roles, *promised)
    )


def may_confirm(user: User, row: PendingRole) -> bool:
    """Whether the user may decide about a high role that somebody else gave to somebody else.

    Whoever could give it there himself: another admin of the office, or of a level above it.
    """
    if user.pk in (row.appointed_by_id, row.user_id):
        return False
    return may_appoint(user, Role(row.role), row.instansi)


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an account signs nothing yet."""

    by: User
    until: datetime

    @property
    def words(self) -> str:
        return (
            f"Kata sandi akun ini dibuat dengan akses dari {self.by}, jadi akun ini baru dapat "
            f"menandatangani mulai {waktu(self.until)}."
        )


def signing_hold(user: User) -> Hold | None:
    """Set while somebody else's hand is still fresh on the account's password."""
    if user.password_set_by is None or user.password_set_at is None:
        return None
    until = user.password_set_at + timedelta(hours=settings.SANDI_TUNGGU_JAM)
    waits = until > timezone.now()
    return Hold(by=user.password_set_by, until=until) if waits else None


def require_may_sign(user: User) -> None:
    """Raise Refused while somebody else may be acting as this person."""
    hold = signing_hold(user)
    if hold is not None:
        raise Refused(hold.words, status=409)


def may_name(by: User, person: User) -> bool:
    """Whether `by` decides about this person's name, NIP and jabatan.

    They stand beside his signature in every place where he has a role: so whoever changes them
    administers each of these places, or the one above it. Nobody does so for himself, except the
    only admin of the ministry, above whom there is nobody.
    """
    if by.pk == person.pk:
        return is_last_national_admin(by)
    held = memberships_of(person)
    return bool(held) and all(_answers_for(by, membership) for membership in held)


def _answers_for(by: User, membership: Membership) -> bool:
    above = {membership.instansi_id, membership.instansi.induk_id}
    return any(
        place.role is Role.ADMIN_NASIONAL
        or (
            place.role is Role.ADMIN_INSTANSI
            and place.instansi in above
            and membership.role not in NATIONAL_ROLES
        )
        for place in places_of(by)
    )


def is_last_national_admin(user: User) -> bool:
    admins = Membership.objects.filter(
        role=Role.ADMIN_NASIONAL, sebagai="", ended_at__isnull=True, user__is_active=True
    )
    return set(admins.values_list("user", flat=True)) == {user.pk}


def require(user: User, permission: Permission, thing: Scoped) -> None:
    """Raise PermissionDenied unless the user has the permission on this thing."""
    if not user.has_perm(permission, thing):  # type: ignore[arg-type]  # any thing with a scope
        raise PermissionDenied(f"{permission} on {thing!r}")


class RoleBackend(BaseBackend):
    """Grants by role and relation. Without a thing it grants nothing."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        scope = getattr(obj, "access_scope", None)
        if scope is None or not user_obj.is_active:
            return False
        return perm in permitted(places_of(user_obj), scope)
