"""Everybody in a user's sight: searched, filtered, and who of them may be given a way in."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from pekppp.accounts.access import may_administer, memberships_of
from pekppp.accounts.access import places_of as held_places
from pekppp.accounts.models import Aktivasi, Instansi, Invitation, Membership, PendingRole, User
from pekppp.accounts.models.user import Words
from pekppp.accounts.roles import ADMINS, Role

Rows = QuerySet[Aktivasi]

NEVER_IN, WITHOUT_ACCESS, WITH_ACCESS, INVITED = "belum", "tanpa_akses", "akses", "undangan"
STATES = {
    NEVER_IN: "Belum pernah masuk",
    WITHOUT_ACCESS: "Belum pernah masuk, tanpa akses yang berlaku",
    WITH_ACCESS: "Akses masuknya masih berlaku",
    INVITED: "Undangan menunggu",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which people; an empty part asks nothing. A province is itself and what lies below it."""

    q: str = ""
    instansi: Instansi | None = None
    role: str = ""
    state: str = ""
    usernames: frozenset[str] = field(default_factory=frozenset)


def require_admin(user: User) -> None:
    if not any(place.role in ADMINS for place in held_places(user)):
        raise PermissionDenied


def offices_of(user: User) -> QuerySet[Instansi]:
    """Where the user administers people: everywhere, or his own and what lies below."""
    if _national(user):
        return Instansi.objects.all()
    ids = [m.instansi_id for m in memberships_of(user) if m.role in ADMINS]
    return Instansi.objects.filter(Q(pk__in=ids) | Q(induk__in=ids))


def people(user: User, asked: Filter) -> QuerySet[User]:
    """The people in his sight that the filter leaves, by name. 403 for who administers nobody."""
    require_admin(user)
    found = User.objects.all()
    within = Q()
    if asked.instansi is not None:
        within &= Q(instansi=asked.instansi) | Q(instansi__induk=asked.instansi)
    if asked.role:
        within &= Q(role=asked.role)
    if not _national(user):
        within &= Q(instansi__in=offices_of(user))
    if within or asked.state in (NEVER_IN, WITHOUT_ACCESS):
        found = found.filter(_has_place(within))
    if asked.state in (NEVER_IN, WITHOUT_ACCESS):
        found = found.filter(last_login__isnull=True, is_active=True)
    if asked.state in (WITHOUT_ACCESS, WITH_ACCESS):
        has = Exists(open_ways().filter(user=OuterRef("pk")))
        found = found.filter(has if asked.state == WITH_ACCESS else ~has)
    if asked.usernames:
        found = found.filter(username__in=asked.usernames)
    words = _words(asked.q)
    if words:
        text = " & ".join(f"{word}:*" for word in words)
        found = found.annotate(kata=Words()).filter(
            kata=SearchQuery(text, config="simple", search_type="raw")
        )
    elif asked.q.strip():
        return found.none()
    return found.order_by("nama", "pk")


def never_in(user: User) -> int:
    """How many people in his sight have a role and have never logged in."""
    return people(user, Filter(state=NEVER_IN)).order_by().count()


def invitations(user: User, asked: Filter) -> QuerySet[Invitation]:
    """Invitations in his sight that nobody has accepted yet, and that still hold."""
    require_admin(user)
    found = Invitation.objects.filter(
        instansi__in=offices_of(user),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    if asked.instansi is not None:
        found = found.filter(Q(instansi=asked.instansi) | Q(instansi__induk=asked.instansi))
    if asked.role:
        found = found.filter(role=asked.role)
    for word in asked.q.split():
        found = found.filter(Q(nama__icontains=word) | Q(email__icontains=word))
    return found.select_related("instansi", "unit", "account").order_by("nama", "pk")


def open_ways() -> Rows:
    """Ways into accounts that can be used now; the caller asks whose."""
    return Aktivasi.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )


def administrable(by: User, people: Collection[User]) -> set[int]:
    """Ids of those whose accounts `by` may administer: `access.may_administer`, for many at once.

    Never his own.
    """
    ids = {user.pk for user in people} - {by.pk}
    if any(place.role == Role.ADMIN_NASIONAL for place in held_places(by)):
        return ids
    held: dict[int, list[Membership | PendingRole]] = defaultdict(list)
    promised: dict[int, list[PendingRole | Invitation]] = defaultdict(list)
    for row in Membership.objects.filter(user__in=ids, ended_at__isnull=True).select_related(
        "instansi"
    ):
        held[row.user_id].append(row)
    for waiting in PendingRole.objects.filter(user__in=ids, decided_at__isnull=True).select_related(
        "instansi"
    ):
        promised[waiting.user_id].append(waiting)
    owners = {user.email: user.pk for user in people if user.email}
    for invited in Invitation.objects.filter(
        Q(account__in=ids) | Q(email__in=owners),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).select_related("instansi"):
        for pk in {invited.account_id, owners.get(invited.email)}:
            if pk is not None:
                promised[pk].append(invited)
    # Whoever was let in by a workbook and has not come yet: the roles that wait are all he has.
    for user in people:
        if not held[user.pk] and user.last_login is None and not user.has_usable_password():
            held[user.pk] += [row for row in promised[user.pk] if isinstance(row, PendingRole)]
    return {pk for pk in ids if may_administer(by, held[pk], promised[pk])}


def places_of(people: Collection[User]) -> dict[int, Membership | None]:
    """Of each person one role he holds, the oldest; None of whoever holds none."""
    found: dict[int, Membership | None] = {user.pk: None for user in people}
    rows = Membership.objects.filter(user__in=list(found), ended_at__isnull=True)
    for row in rows.select_related("instansi", "unit").order_by("-pk"):
        found[row.user_id] = row
    return found


def roles_of(people: Collection[User]) -> dict[int, list[Membership]]:
    """Of each person every role, those that he holds first."""
    found: dict[int, list[Membership]] = {user.pk: [] for user in people}
    rows = Membership.objects.filter(user__in=list(found)).select_related("instansi", "unit")
    for row in rows.order_by(F("ended_at").desc(nulls_first=True), "pk"):
        found[row.user_id].append(row)
    return found


def promised_to(people: Collection[User]) -> dict[int, list[PendingRole]]:
    found: dict[int, list[PendingRole]] = defaultdict(list)
    rows = PendingRole.objects.filter(user__in=list(people), decided_at__isnull=True)
    for row in rows.select_related("instansi"):
        found[row.user_id].append(row)
    return found


def ways_of(people: Collection[User]) -> dict[int, Aktivasi]:
    """The usable way into each account that has one."""
    return {row.user_id: row for row in open_ways().filter(user__in=list(people))}


@dataclass(frozen=True, slots=True)
class Way:
    """A usable way in, and its place in a bundle that is cut and handed out office by office."""

    place: tuple[str, str, str]
    uuid: UUID
    pk: int


def bundle(
    by: User, asked: Filter, only: Collection[UUID] = (), between: tuple[UUID, UUID] | None = None
) -> list[Way]:
    """The usable ways in of the people of a filter whom `by` may administer, by office, unit, name.

    `between` are the first and the last of a part: what was used meanwhile moves no other part.
    """
    rows = open_ways().filter(user__in=people(by, asked).order_by().values("pk"))
    if only:
        rows = rows.filter(uuid__in=only)
    able = administrable(by, [row.user for row in rows.select_related("user")])
    found = sorted(
        (way for user, way in _placed(rows) if user in able), key=lambda way: (way.place, way.pk)
    )
    if between is not None:
        ends = [way.place for _, way in _placed(Aktivasi.objects.filter(uuid__in=between))]
        found = [way for way in found if ends and min(ends) <= way.place <= max(ends)]
    return found


def _placed(rows: Rows) -> list[tuple[int, Way]]:
    unit = (
        Membership.objects.filter(
            user=OuterRef("user"), instansi=OuterRef("instansi"), ended_at__isnull=True
        )
        .order_by("pk")
        .values("unit__nama")[:1]
    )
    values: Any = (
        rows.order_by()
        .annotate(unit_nama=Subquery(unit))
        .values_list("user", "instansi__nama", "unit_nama", "user__nama", "uuid", "pk")
    )
    return [
        (user, Way((office, unit_nama or "", nama), uuid, pk))
        for user, office, unit_nama, nama, uuid, pk in values
    ]


def ways(by: User, found: Collection[Way]) -> list[Aktivasi]:
    """The rows of a part of a bundle, in its order."""
    rows = open_ways().select_related("user", "instansi").in_bulk([way.pk for way in found])
    return [rows[way.pk] for way in found if way.pk in rows]


def _national(user: User) -> bool:
    return any(place.role == Role.ADMIN_NASIONAL for place in held_places(user))


def _has_place(within: Q) -> Q:
    """Who holds or is promised a role there."""
    roles = Membership.objects.filter(within, user=OuterRef("pk"), ended_at__isnull=True)
    waiting = PendingRole.objects.filter(within, user=OuterRef("pk"), decided_at__isnull=True)
    return Q(Exists(roles)) | Q(Exists(waiting))


def _words(text: str) -> list[str]:
    """Words as the index has them; a NIP is one, however it is grouped."""
    plain = text.lower().strip()
    if re.fullmatch(r"[0-9 ]+", plain):
        plain = plain.replace(" ", "")
    return re.findall(r"[a-z0-9]+", plain)[:8]
