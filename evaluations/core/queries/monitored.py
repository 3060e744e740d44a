"""Whose rows an office watches or assigns, and what can be chosen above its list."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Q, QuerySet

from evaluations.core.queries.teams import known_uuids
from evaluations.models import Evaluasi, Siklus
from evaluations.rules.workflow import Step
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national, memberships_of, region_of
from pekppp.accounts.models import Instansi, JenisInstansi, Membership, User
from pekppp.accounts.roles import Role


def may_monitor(user: User) -> bool:
    """Whether the user administers or reads any instansi, or is to: an analyst without a wilayah
    kerja finds an empty list."""
    return bool(accounts.instansi_ids(user) or roles_in(user, Role.ANALIS, Role.VALIDATOR))


def monitored(user: User) -> QuerySet[Evaluasi]:
    """Evaluations on which the user has VIEW_MONITORING: his instansi's, and those below it."""
    if is_national(user):
        return Evaluasi.objects.all()
    ids = accounts.instansi_ids(user)
    return Evaluasi.objects.filter(
        Q(instansi__in=ids)
        | accounts.below("instansi", ids)
        | Q(penilai__in=ids)
        | accounts.below("penilai", ids)
        | Q(siklus__instansi__in=[*ids, *accounts.judging_ids(user)])
    )


def read_whole(user: User) -> Q:
    """Evaluations at which the user looks as `Viewer.ADMIN`; see `evaluations.viewers_of`."""
    if roles_in(user, Role.ADMIN_NASIONAL):
        return Q(pk__isnull=False)
    ids, region = roles_in(user, Role.ADMIN_INSTANSI), region_of(user)
    return (
        Q(penilai__in=ids)
        | Q(siklus__instansi__in=ids | roles_in(user, Role.VALIDATOR))
        | Q(instansi__in=region)
        | accounts.below("instansi", region)
    )


def roles_in(user: User, *roles: Role) -> set[int]:
    """Ids of the instansi in which the user holds one of these roles."""
    return {item.instansi_id for item in memberships_of(user) if item.role in roles}


def people_of_unit(role: Role) -> QuerySet[Membership]:
    """Of the evaluation that is asked about: whoever holds this role at its unit."""
    return Membership.objects.filter(unit=OuterRef("unit"), role=role, ended_at__isnull=True)


def provinces_read(user: User) -> list[Instansi]:
    """The provinces that the user administers or reads, each with its kabupaten and kota."""
    roles = (Role.ADMIN_INSTANSI, Role.PIMPINAN)
    rows = [row for row in memberships_of(user) if row.role in roles]
    return [row.instansi for row in rows if row.instansi.jenis == JenisInstansi.PROVINSI]


def administers(user: User) -> bool:
    """Whether the user does more than read."""
    return bool(roles_in(user, Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL))


def assignable(user: User, siklus: Siklus | None = None) -> QuerySet[Evaluasi]:
    """Evaluations on which the user has ASSIGN: of his cycle, or evaluated by his instansi."""
    organising = roles_in(user, Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL)
    evaluating = roles_in(user, Role.ADMIN_INSTANSI)
    found = Evaluasi.objects.filter(
        Q(siklus__instansi__in=organising) | Q(penilai__in=evaluating)
    ).select_related("siklus__instansi", "instansi", "penilai", "unit")
    return found if siklus is None else found.filter(siklus=siklus)


def require_assignable(user: User, siklus: Siklus) -> None:
    """Raise PermissionDenied where the user assigns nobody in this cycle."""
    if not assignable(user, siklus).exists():
        raise PermissionDenied


def appointable(user: User, siklus: Siklus | None = None) -> QuerySet[Evaluasi]:
    """Evaluations with a verification to which the user appoints: APPOINT_VERIFIER on each."""
    found = Evaluasi.objects.filter(tahapan__contains=[Step.VERIFIKASI])
    if not roles_in(user, Role.ADMIN_NASIONAL):
        provinces = [
            row.instansi_id
            for row in memberships_of(user)
            if row.role == Role.ADMIN_INSTANSI and row.instansi.jenis == JenisInstansi.PROVINSI
        ]
        if not provinces:
            return Evaluasi.objects.none()
        found = found.filter(
            Q(instansi__in=provinces)
            | Q(penilai__in=provinces)
            | accounts.below("instansi", provinces)
            | accounts.below("penilai", provinces)
        ).exclude(instansi__in=provinces, penilai=F("instansi"))
    found = found.select_related("siklus__instansi", "instansi", "penilai", "unit")
    return found if siklus is None else found.filter(siklus=siklus)


def assignable_or_appointable(user: User, siklus: Siklus) -> QuerySet[Evaluasi]:
    ways = (assignable(user, siklus), appointable(user, siklus))
    mine = Q(pk__in=ways[0].order_by().values("pk")) | Q(pk__in=ways[1].order_by().values("pk"))
    found = Evaluasi.objects.filter(mine)
    return found.select_related("siklus__instansi", "instansi", "penilai", "unit")


def chosen(user: User, uuids: Iterable[str]) -> list[Evaluasi]:
    """Monitored evaluations by public id; what is no id, or not his, is left out."""
    return list(
        monitored(user)
        .filter(uuid__in=known_uuids(uuids))
        .select_related("siklus__instansi", "instansi", "penilai", "unit")
        .prefetch_related("unit__co_owners", "siklus__fase", "siklus__perpanjangan")
    )


def state_counts(user: User, cycles: Iterable[Siklus]) -> dict[int, dict[str, int]]:
    """By cycle id, how many of the evaluations that the user monitors stand where."""
    rows = (
        monitored(user)
        .order_by()
        .filter(siklus__in=list(cycles))
        .values_list("siklus", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for siklus, state, number in rows:
        found.setdefault(siklus, {})[state] = number
    return found


# What can be chosen above the list ----------------------------------------------------------------


def cycles_of(user: User) -> QuerySet[Siklus]:
    """Cycles of which the user monitors something, newest first."""
    return Siklus.objects.filter(pk__in=monitored(user).order_by().values("siklus"))


def instansi_of(user: User) -> QuerySet[Instansi]:
    """Owners of monitored units, and the provinces above them."""
    rows = monitored(user).order_by()
    return Instansi.objects.filter(
        Q(pk__in=rows.values("instansi")) | Q(pk__in=rows.values("instansi__induk"))
    )


def kinds_of(user: User) -> list[str]:
    """Kinds of unit as they were called when the cycle opened."""
    rows = monitored(user).order_by(F("jenis_unit"))
    return list(rows.values_list("jenis_unit", flat=True).distinct())
