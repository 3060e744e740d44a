"""Every read of people, instansi and units: each starts from the user who asks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from pekppp.accounts.access import (
    in_force,
    is_national,
    know_memberships_of,
    may_confirm,
    may_name,
    memberships_of,
    region_of,
)
from pekppp.accounts.models import (
    AnggotaWilayah,
    AuditEntry,
    IdentityProposal,
    Instansi,
    Invitation,
    JenisInstansi,
    JenisUnit,
    Membership,
    Notice,
    Pelimpahan,
    PendingRole,
    UnitLokus,
    User,
    Wilayah,
    WilayahKerja,
)
from pekppp.accounts.models.instansi import PARENTS
from pekppp.accounts.roles import (
    ADMINS,
    MAY_APPOINT,
    SEES_ALL,
    UNIT_ROLES,
    Permission,
    Role,
)
from pekppp.base.certain import certain

_SEES_INSTANSI = SEES_ALL | {Role.ADMIN_INSTANSI}


def office_ids(user: User) -> list[int]:
    """Instansi at which the user administers or reads (not those where he only evaluates)."""
    return [m.instansi_id for m in memberships_of(user) if m.role in _SEES_INSTANSI]


def instansi_ids(user: User) -> list[int]:
    """The same, and for an analyst the provinces and K/L of his wilayah kerja."""
    return [*office_ids(user), *region_of(user)]


def judging_ids(user: User) -> list[int]:
    """Instansi whose cycles the user reads in order to validate, and nothing else of them."""
    return [m.instansi_id for m in memberships_of(user) if m.role == Role.VALIDATOR]


def unit_ids(user: User) -> list[int]:
    """Units to which the user belongs."""
    return [
        certain(m.unit_id, "a role of a unit names it")
        for m in memberships_of(user)
        if m.role in UNIT_ROLES
    ]


def below(path: str, ids: Iterable[int]) -> Q:
    """Rows whose instansi, found by this path (empty for instansi themselves), lies beneath one of
    these: a province's kabupaten and kota, what a government owns, and what those of a province
    own."""
    ids, path = list(ids), f"{path}__" if path else ""
    return Q(**{f"{path}induk__in": ids}) | Q(**{f"{path}induk__induk__in": ids})


def within(path: str, wilayah: WilayahKerja) -> Q:
    """Rows whose instansi, found by this path, lies in a wilayah kerja: its members, and what lies
    beneath them."""
    ids = list(AnggotaWilayah.objects.filter(wilayah=wilayah).values_list("pk", flat=True))
    return Q(**{f"{path or 'pk'}__in": ids}) | below(path, ids)


def analysts(ministry: Instansi) -> QuerySet[Membership]:
    """Active analysts, by name."""
    held = Membership.objects.filter(
        instansi=ministry, role=Role.ANALIS, ended_at__isnull=True, user__is_active=True
    )
    return held.select_related("user").order_by("user__nama", "pk")


def working_regions(user: User) -> QuerySet[WilayahKerja]:
    """By which of them a user may narrow a list: all, or an analyst's own."""
    found = WilayahKerja.objects.all()
    return found if is_national(user) else found.filter(analis__in=memberships_of(user)).distinct()


def visible_instansi(user: User) -> QuerySet[Instansi]:
    found = Instansi.objects.select_related("induk", "wilayah")
    if is_national(user):
        return found
    ids = instansi_ids(user)
    return found.filter(Q(pk__in=ids) | below("", ids))


def visible_units(user: User) -> QuerySet[UnitLokus]:
    found = UnitLokus.objects.select_related("instansi__induk", "jenis", "wilayah")
    if is_national(user):
        return found
    ids = instansi_ids(user)
    own = unit_ids(user)
    mine = Q(instansi__in=ids) | below("instansi", ids) | Q(pk__in=own) | Q(induk__in=own)
    co_owned = UnitLokus.co_owners.through.objects
    read = co_owned.filter(instansi__in=office_ids(user)).values("unitlokus")
    return found.filter(mine | Q(pk__in=read))


def wilayah_members() -> QuerySet[Instansi]:
    """What a wilayah kerja is made of: open provinces and K/L."""
    kinds = (JenisInstansi.PROVINSI, JenisInstansi.KL)
    found = Instansi.objects.filter(jenis__in=kinds, closed_on__isnull=True)
    return found.select_related("anggota_wilayah__wilayah").order_by("-jenis", "nama")


def wilayah_by_member() -> dict[int, WilayahKerja]:
    """The wilayah kerja of each province and K/L (ids) that is in one."""
    rows = AnggotaWilayah.objects.select_related("wilayah")
    return {row.pk: row.wilayah for row in rows}


def get_working_region(uuid: UUID) -> WilayahKerja:
    """The caller has asked whether the user administers the ministry."""
    found = WilayahKerja.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def regions_page() -> dict[str, Any]:
    """Every wilayah kerja with its members and analysts, and who is in none."""
    analysts = Membership.objects.filter(
        role=Role.ANALIS, ended_at__isnull=True, user__is_active=True
    ).select_related("user")
    members = AnggotaWilayah.objects.select_related("instansi").order_by(
        "-instansi__jenis", "instansi__nama"
    )
    return {
        "regions": WilayahKerja.objects.prefetch_related(
            Prefetch("anggota", members), Prefetch("analis", analysts.order_by("user__nama"))
        ),
        "tanpa_wilayah": wilayah_members().filter(anggota_wilayah__isnull=True),
        "analis_tanpa": analysts.filter(wilayah_kerja__isnull=True).order_by("user__nama"),
    }


def get_instansi(user: User, uuid: UUID, permission: Permission) -> Instansi:
    """The instansi, or 404 if the user does not see it, 403 if he may not do this."""
    return _allowed(user, visible_instansi(user).filter(uuid=uuid).first(), permission)


def get_unit(user: User, uuid: UUID, permission: Permission) -> UnitLokus:
    return _allowed(user, visible_units(user).filter(uuid=uuid).first(), permission)


def get_membership(user: User, uuid: UUID, permission: Permission) -> Membership:
    """Someone's membership; the permission is asked of its instansi."""
    found = (
        Membership.objects.select_related("user", "instansi__induk", "unit")
        .filter(uuid=uuid, instansi__in=visible_instansi(user))
        .first()
    )
    if found is None:
        raise Http404
    _allowed(user, found.instansi, permission)
    return found


def open_proposal_of(person: User) -> IdentityProposal | None:
    """The name that a person wants to bear and that waits for his office."""
    return IdentityProposal.objects.filter(user=person, decided_at__isnull=True).first()


def get_proposal(user: User, uuid: UUID) -> IdentityProposal:
    """Of a person in an instansi that the user sees; whether he decides is asked of the person."""
    found = (
        IdentityProposal.objects.select_related("user")
        .filter(
            uuid=uuid,
            user__memberships__in=Membership.objects.filter(
                ended_at__isnull=True, instansi__in=visible_instansi(user)
            ),
        )
        .first()
    )
    if found is None:
        raise Http404
    if not may_name(user, found.user):
        raise PermissionDenied
    return found


def get_person(user: User, uuid: UUID) -> Membership:
    """A membership whose person's identity the user decides about."""
    found = (
        Membership.objects.select_related("user", "instansi__induk", "unit")
        .filter(uuid=uuid, ended_at__isnull=True, instansi__in=visible_instansi(user))
        .first()
    )
    if found is None:
        raise Http404
    if found.user_id == user.pk or not may_name(user, found.user):
        raise PermissionDenied
    return found


def proposals_of(user: User, instansi: Instansi) -> list[IdentityProposal]:
    """What people of an instansi proposed and this user may decide, the oldest first.

    `kembar` says that the NIP stands on another account too, wherever that is.
    """
    people = Membership.objects.filter(
        instansi__in=visible_instansi(user).filter(pk=instansi.pk), ended_at__isnull=True
    )
    rows = list(
        IdentityProposal.objects.filter(
            decided_at__isnull=True, user__in=people.values("user")
        ).select_related("user")
    )
    know_memberships_of([row.user for row in rows])
    mine = [row for row in rows if may_name(user, row.user)]
    numbers = {row.nip for row in mine if row.nip}
    held = set(User.objects.filter(nip__in=numbers).values_list("nip", "pk")) if numbers else set()
    for row in mine:
        row.kembar = any(nip == row.nip and pk != row.user_id for nip, pk in held)
    return mine


def nameable(user: User, rows: Iterable[Membership]) -> set[int]:
    """Of the people of these memberships those (ids) whose identity the user decides about."""
    people = [row.user for row in rows if row.user_id != user.pk]
    know_memberships_of(people)
    return {person.pk for person in people if may_name(user, person)}


def place_to_decide(user: User, person: User) -> Instansi:
    """Where the user meets this person: an instansi of his that the user sees."""
    found = visible_instansi(user).filter(
        pk__in=[row.instansi_id for row in memberships_of(person)]
    )
    return certain(found.first(), "who decides about a person sees an office of his")


def who_names(person: User, instansi: Instansi) -> list[User]:
    """The admins who decide about the identity of a person of this office: its own, else those of
    the one above, else the ministry's."""
    admins = Membership.objects.filter(
        role__in=(Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL),
        ended_at__isnull=True,
        user__is_active=True,
    ).exclude(user=person)
    ways = [
        Q(instansi=instansi),
        Q(instansi=instansi.induk_id, instansi__isnull=False),
        Q(role=Role.ADMIN_NASIONAL),
    ]
    for way in ways:
        found = [row.user for row in admins.filter(way).select_related("user")]
        found = [user for user in found if may_name(user, person)]
        if found:
            return found
    return []


def get_invitation(user: User, uuid: UUID, permission: Permission) -> Invitation:
    found = (
        Invitation.objects.select_related("instansi__induk", "unit")
        .filter(uuid=uuid, instansi__in=visible_instansi(user))
        .first()
    )
    if found is None:
        raise Http404
    _allowed(user, found.instansi, permission)
    return found


def invitation_by_uuid(uuid: UUID) -> Invitation | None:
    """The invitation that a signed link names; the signature is the permission."""
    return (
        Invitation.objects.select_related("instansi", "unit", "invited_by", "account")
        .filter(uuid=uuid)
        .first()
    )


def office_by_kode(kode: str | None) -> Instansi | None:
    """For the command that makes the first administrator; without a code, the ministry."""
    found = Instansi.objects.filter(closed_on__isnull=True)
    if kode is None:
        return found.filter(jenis=JenisInstansi.NASIONAL).first()
    return found.filter(kode=kode).first()


def provinces() -> QuerySet[Instansi]:
    return Instansi.objects.filter(jenis=JenisInstansi.PROVINSI, closed_on__isnull=True).order_by(
        "nama"
    )


def governments() -> QuerySet[Instansi]:
    """What another instansi may lie beneath, provinces first."""
    found = Instansi.objects.filter(jenis__in=PARENTS[JenisInstansi.BUMD], closed_on__isnull=True)
    return found.order_by(F("induk").asc(nulls_first=True), "nama")


def managed_from_above(user: User, instansi: Instansi) -> Instansi | None:
    """The office as which a user reaches an instansi that is not his own: the one above it."""
    ids = office_ids(user)
    if is_national(user) or instansi.pk in ids or instansi.induk_id not in ids:
        return None
    return instansi.induk


def units_of(user: User, instansi: Instansi) -> QuerySet[UnitLokus]:
    """The units of an instansi that the user sees, the open ones first."""
    found = visible_units(user).filter(instansi=instansi)
    return found.order_by(F("closed_on").asc(nulls_first=True), "nama")


def possible_readers(unit: UnitLokus) -> QuerySet[Instansi]:
    """Instansi that do not read the unit yet, and may be let in by its owner."""
    known = unit.co_owners.through.objects.filter(unitlokus=unit.pk).values("instansi")
    return (
        Instansi.objects.filter(closed_on__isnull=True)
        .exclude(Q(pk=unit.instansi_id) | Q(pk__in=known) | Q(jenis=JenisInstansi.NASIONAL))
        .order_by("nama")
    )


def get_reader(unit: UnitLokus, uuid: UUID) -> Instansi:
    """A reader of a unit that is already loaded and authorised."""
    found = unit.co_owners.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def units_beneath(user: User, unit: UnitLokus) -> QuerySet[UnitLokus]:
    """Open units whose parent this one is, as far as the user sees them."""
    return visible_units(user).filter(induk=unit, closed_on__isnull=True).order_by("nama", "pk")


def open_units_of(user: User, instansi: Instansi) -> QuerySet[UnitLokus]:
    """Units that a form may offer."""
    return units_of(user, instansi).filter(closed_on__isnull=True).select_related(None)


def people_of(user: User, instansi: Instansi) -> QuerySet[Membership]:
    """Active memberships at an instansi that the user sees."""
    return (
        Membership.objects.filter(
            instansi__in=visible_instansi(user).filter(pk=instansi.pk), ended_at__isnull=True
        )
        .select_related("user", "unit", "instansi")
        .order_by("role", "user__nama")
    )


def people_of_unit(user: User, unit: UnitLokus) -> QuerySet[Membership]:
    """Active memberships at a unit that the user sees."""
    return (
        Membership.objects.filter(
            unit__in=visible_units(user).filter(pk=unit.pk), ended_at__isnull=True
        )
        .select_related("user", "unit", "instansi")
        .order_by("role", "user__nama")
    )


def roles_held(user: User) -> list[Membership]:
    """Roles that were not ended, also of a person whose account is closed."""
    rows = Membership.objects.filter(user=user, ended_at__isnull=True)
    return list(rows.select_related("instansi__induk", "unit"))


def held_among(users: Collection[int]) -> QuerySet[Membership]:
    """As `roles_held`, of many people (ids)."""
    rows = Membership.objects.filter(user__in=users, ended_at__isnull=True)
    return rows.select_related("instansi__induk", "unit")


def ever_had_a_role(user: User) -> bool:
    """Whether he has or had a role, or one waits for him."""
    return Membership.objects.filter(user=user).exists() or my_waiting_roles(user).exists()


def roles_promised(user: User) -> list[PendingRole | Invitation]:
    """Roles that this person has not yet: those that wait, and open invitations that reach him."""
    mine = Q(account=user)
    if user.email:
        mine |= Q(email=user.email)
    invited = Invitation.objects.filter(
        mine, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    return [*my_waiting_roles(user), *invited.select_related("instansi__induk")]


def invitations_of(user: User, instansi: Instansi) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        instansi__in=visible_instansi(user).filter(pk=instansi.pk),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    ).select_related("unit", "instansi", "invited_by", "account")


def waiting_roles_of(instansi: Instansi) -> QuerySet[PendingRole]:
    """High roles that wait at an instansi that is already loaded and authorised."""
    together = PendingRole.objects.filter(batch=OuterRef("batch"), decided_at__isnull=True)
    size = together.order_by().values("batch").annotate(size=Count("pk")).values("size")
    return _waiting().filter(instansi=instansi).annotate(batch_size=Subquery(size))


def my_waiting_roles(user: User) -> QuerySet[PendingRole]:
    return _waiting().filter(user=user)


def waiting_roles_among(users: Collection[int]) -> QuerySet[PendingRole]:
    """What waits for any of these people (ids)."""
    return _waiting().filter(user__in=users)


def roles_to_confirm(user: User) -> list[list[PendingRole]]:
    """What this user may confirm, by batch."""
    ids = [m.instansi_id for m in memberships_of(user) if m.role in ADMINS]
    if not ids:
        return []
    found = _waiting().exclude(Q(appointed_by=user) | Q(user=user))
    if not is_national(user):
        found = found.filter(Q(instansi__in=ids) | Q(instansi__induk__in=ids))
    return by_batch(row for row in found if may_confirm(user, row))


def by_batch(rows: Iterable[PendingRole]) -> list[list[PendingRole]]:
    batches: dict[UUID, list[PendingRole]] = {}
    for row in rows:
        batches.setdefault(row.batch, []).append(row)
    return list(batches.values())


def get_batch(user: User, batch: UUID) -> list[PendingRole]:
    """Roles that were given at once, decided or not, if the user sees all of their offices."""
    rows = PendingRole.objects.filter(batch=batch)
    found = rows.filter(instansi__in=visible_instansi(user))
    seen = list(found.select_related("user", "instansi__induk", "appointed_by"))
    if not seen or len(seen) != rows.count():
        raise Http404
    return seen


def waiting_batch(batch: UUID) -> QuerySet[PendingRole]:
    """What is confirmed or refused together; the caller asks who may."""
    return _waiting().filter(batch=batch)


def _waiting() -> QuerySet[PendingRole]:
    return PendingRole.objects.filter(decided_at__isnull=True).select_related(
        "user", "instansi__induk", "appointed_by"
    )


def second_admins(instansi: Instansi, role: Role, *, besides: Iterable[User]) -> QuerySet[User]:
    """Active admins of the instansi who could themselves give this role there."""
    able = [admin for admin, roles in MAY_APPOINT.items() if role in roles]
    return members_of_instansi(instansi, *able).exclude(pk__in=[user.pk for user in besides])


def admins_of(instansi: Instansi) -> QuerySet[User]:
    return members_of_instansi(instansi, *ADMINS)


@dataclass(frozen=True, slots=True)
class Admins:
    """Active admins of some offices and of those above them, read at once."""

    held: list[Membership]
    ministry: int | None

    def of(self, instansi: int | None) -> list[User]:
        return [row.user for row in self.held if row.instansi_id == instansi]

    def above(self, instansi: Instansi) -> list[User]:
        """Of the nearest level above that has any: owner or province, then the ministry."""
        places = [
            instansi.induk_id,
            instansi.province_above_id,
            None if instansi.pk == self.ministry else self.ministry,
        ]
        found = (self.of(place) for place in places if place is not None)
        return next((people for people in found if people), [])

    def who_gives(self, role: Role, instansi: Instansi, *, besides: Iterable[User]) -> bool:
        """Whether the office has another admin who could himself give this role there."""
        others = {user.pk for user in besides}
        return any(
            row.instansi_id == instansi.pk
            and row.user_id not in others
            and role in MAY_APPOINT[Role(row.role)]
            for row in self.held
        )


def admins_at(places: Iterable[Instansi]) -> Admins:
    """Whoever is told of what waits at these offices."""
    ministry = Instansi.objects.filter(jenis=JenisInstansi.NASIONAL).values_list("pk", flat=True)
    top = ministry.first()
    ids = {top}
    for place in places:
        ids |= {place.pk, place.induk_id, place.province_above_id}
    held = Membership.objects.filter(
        instansi__in=ids - {None},
        role__in=ADMINS,
        sebagai="",
        ended_at__isnull=True,
        user__is_active=True,
    )
    return Admins(list(held.select_related("user").order_by("pk")), top)


def members_of_unit(unit: UnitLokus, *roles: Role) -> QuerySet[User]:
    """Active people of a unit, for notices."""
    return User.objects.filter(
        is_active=True,
        memberships__in=Membership.objects.filter(
            unit=unit, ended_at__isnull=True, role__in=roles or UNIT_ROLES
        ),
    ).distinct()


def head_of(unit: int) -> Membership | None:
    """Who heads a unit (id) now, whose identity documents print: its deputy while one acts, else
    who got the role last."""
    held = Membership.objects.filter(
        in_force(), unit=unit, role=Role.KEPALA, user__is_active=True
    ).select_related("user")
    return held.order_by("-sebagai", "-started_at", "-pk").first()  # "" is nobody's deputy


def members_of_instansi(instansi: Instansi, *roles: Role) -> QuerySet[User]:
    """Active people of an instansi in these roles, for notices and assignments."""
    return User.objects.filter(
        is_active=True,
        memberships__in=Membership.objects.filter(
            instansi=instansi, ended_at__isnull=True, role__in=roles
        ),
    ).distinct()


def belongs_to_unit(user: User, unit_id: int) -> bool:
    return Membership.objects.filter(user=user, unit=unit_id, ended_at__isnull=True).exists()


def kinds_of_unit() -> QuerySet[JenisUnit]:
    return JenisUnit.objects.all()


def regions() -> QuerySet[Wilayah]:
    return Wilayah.objects.all()


def regions_for(instansi: Instansi) -> QuerySet[Wilayah]:
    """Where a unit of this instansi can stand: its own region and those below, else anywhere."""
    if instansi.wilayah_id is None:
        return regions()
    return regions().filter(Q(pk=instansi.wilayah_id) | Q(induk=instansi.wilayah_id))


def notices_of(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user)


def unread_count(user: User) -> int:
    return Notice.objects.filter(user=user, read_at__isnull=True).count()


def audit_of(object_type: str, object_id: str) -> QuerySet[AuditEntry]:
    """The trail of one thing; the caller has already loaded and authorised the thing."""
    return AuditEntry.objects.filter(object_type=object_type, object_id=object_id).select_related(
        "by"
    )


def trail_of_account(user: User) -> QuerySet[AuditEntry]:
    """Logins, passwords, factors and states; for its person and whoever may administer it."""
    return audit_of("user", str(user.pk))


def audit_of_instansi(user: User, instansi: Instansi) -> QuerySet[AuditEntry]:
    """Everything done in an instansi that the user sees, newest first."""
    return AuditEntry.objects.filter(
        instansi__in=visible_instansi(user).filter(pk=instansi.pk)
    ).select_related("by")


def find_user(login: str) -> User | None:
    """A user by username or proved address, as he would type it at login."""
    text = login.strip().lower()
    return find_users([text]).get(text)


def find_users(logins: Iterable[str]) -> dict[str, User]:
    """Users by what names them, in small letters: a username, or an address that they proved.

    What looks like an address is nobody's username here, even if somebody once chose it as such.
    """
    wanted = {login for login in logins if login}
    addresses = {login for login in wanted if "@" in login}
    rows = User.objects.filter(Q(username__in=wanted - addresses) | Q(email__in=addresses))
    return {name: user for user in rows for name in (user.username, user.email) if name in wanted}


def user_logging_in(login: str) -> User | None:
    """Whose account somebody tries to enter: here every username counts, also one with an @."""
    text = login.strip().lower()
    if not text or "\x00" in text:
        return None
    return find_user(text) or User.objects.filter(username=text).first()


def owner_of(email: str) -> User | None:
    """The person who proved this address."""
    return User.objects.filter(email=email.strip().lower()).first() if email else None


def _allowed(user: User, thing: Any, permission: Permission) -> Any:
    if thing is None:
        raise Http404
    if not user.has_perm(permission, thing):
        raise PermissionDenied
    return thing


def mails_to(email: str | None, kind: str, *, since: datetime) -> int:
    return Notice.objects.filter(email=email, kind=kind, created_at__gt=since).count()


# Rights of one person that another exercises ------------------------------------------------------


def _delegations() -> QuerySet[Pelimpahan]:
    return Pelimpahan.objects.defer("surat").select_related(
        "instansi__induk",
        "peran__user",
        "peran__unit",
        "peran__instansi",
        "kepada",
        "dicatat_oleh",
        "disetujui_oleh",
        "diakhiri_oleh",
    )


def delegations_of(instansi: Instansi) -> QuerySet[Pelimpahan]:
    """All of an instansi that is already loaded and authorised, the latest first."""
    return _delegations().filter(instansi=instansi)


def my_delegations(user: User) -> QuerySet[Pelimpahan]:
    """What this person handed over or took over, and is not over."""
    mine = Q(peran__user=user) | Q(kepada=user)
    return _delegations().filter(mine, diakhiri_pada__isnull=True, selesai__gt=timezone.now())


def get_delegation(user: User, uuid: UUID) -> Pelimpahan:
    """For its two persons and whoever sees the unit or office whose right it is; else 404."""
    found = _delegations().filter(uuid=uuid).first()
    if found is None:
        raise Http404
    if user.pk in (found.peran.user_id, found.kepada_id):
        return found
    unit = found.peran.unit
    sees = Permission.VIEW_UNIT if unit else Permission.VIEW_INSTANSI
    if not user.has_perm(sees, unit or found.instansi):
        raise Http404
    return found


def has_letter(row: Pelimpahan) -> bool:
    """Whether its letter was handed in as a file, without reading it."""
    return Pelimpahan.objects.filter(pk=row.pk, surat__isnull=False).exists()


def get_delegable(user: User, uuid: UUID) -> Membership:
    """A role of one's own, or of somebody whose roles one manages, to hand over."""
    rows = Membership.objects.select_related("user", "instansi__induk", "unit")
    own = rows.filter(in_force(), uuid=uuid, user=user).first()
    return own or get_membership(user, uuid, Permission.MANAGE_PEOPLE)


def possible_deputies(membership: Membership) -> QuerySet[User]:
    """Accounts with a role of their own in the same instansi or one of its units."""
    held = Membership.objects.filter(
        instansi=membership.instansi_id, sebagai="", ended_at__isnull=True
    )
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return people.exclude(pk=membership.user_id).order_by("nama", "pk")


def deputies_at(instansi: Instansi, people: Collection[int]) -> dict[int, Membership]:
    """By person (id), who exercises his right at this office now: the deputy's membership."""
    rows = Membership.objects.filter(
        in_force(),
        instansi=instansi,
        unit__isnull=True,
        user__is_active=True,
        pelimpahan__peran__user__in=people,
    )
    rows = rows.select_related("user", "pelimpahan__peran").defer("pelimpahan__surat")
    return {row.pelimpahan.peran.user_id: row for row in rows}
