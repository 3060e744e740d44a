"""What a user may do: `user.has_perm(permission, thing)`, derived from memberships.

A thing says whose it is through its `access_scope` (see `roles.Scope`). Memberships are read once
per request and kept on the user object.
"""

from collections.abc import Collection
from typing import Any, Protocol

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied

from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import MAY_APPOINT, Permission, Place, Role, Scope, permitted


class Scoped(Protocol):
    @property
    def access_scope(self) -> Scope: ...


def memberships_of(user: Any) -> list[Membership]:
    """The active memberships of a user, read once for the life of the object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    cached = getattr(user, "_active_memberships", None)
    if cached is None:
        cached = list(
            Membership.objects.filter(user=user, ended_at__isnull=True).select_related(
                "instansi", "unit"
            )
        )
        user._active_memberships = cached
    return cached


def know_memberships_of(users: Collection[User]) -> None:
    """Read those of many users in one query, for `memberships_of` to find."""
    found: dict[int, list[Membership]] = {user.pk: [] for user in users}
    rows = Membership.objects.filter(user__in=found, ended_at__isnull=True)
    for row in rows.select_related("instansi", "unit"):
        found[row.user_id].append(row)
    for user in users:
        user._active_memberships = found[user.pk]


def places_of(user: Any) -> list[Place]:
    return [membership.place for membership in memberships_of(user)]


def is_national(user: Any) -> bool:
    """Whether the user belongs to the ministry in a role that sees everything."""
    return any(
        place.national and place.role in (Role.ADMIN_NASIONAL, Role.PIMPINAN)
        for place in places_of(user)
    )


def may_appoint(user: User, role: Role, instansi: Any) -> bool:
    """Whether the user may give this role at this instansi."""
    if not user.has_perm(Permission.MANAGE_PEOPLE, instansi):
        return False
    return any(role in MAY_APPOINT.get(place.role, frozenset()) for place in places_of(user))


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
            and membership.role != Role.ADMIN_NASIONAL
        )
        for place in places_of(by)
    )


def is_last_national_admin(user: User) -> bool:
    admins = Membership.objects.filter(
        role=Role.ADMIN_NASIONAL, ended_at__isnull=True, user__is_active=True
    )
    return set(admins.values_list("user", flat=True)) == {user.pk}


def require(user: Any, permission: Permission, thing: Scoped) -> None:
    """Raise PermissionDenied unless the user has the permission on this thing."""
    if not user.has_perm(permission, thing):
        raise PermissionDenied(f"{permission} on {thing!r}")


class RoleBackend(BaseBackend):
    """Grants by role and relation. Without a thing it grants nothing."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        scope = getattr(obj, "access_scope", None)
        if scope is None or not user_obj.is_active:
            return False
        return perm in permitted(places_of(user_obj), scope)
