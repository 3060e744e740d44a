"""What was proposed about the lokus of a cycle, for the organiser and for the instansi."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from evaluations.core.queries.calendar import visible_siklus
from evaluations.core.queries.names import by_words
from evaluations.core.queries.teams import known_uuids
from evaluations.cycle.queries import units as cycle_queries
from evaluations.models import AturanLokus, Evaluasi, Siklus, UsulanLokus
from evaluations.rules.workflow import VACATED
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus, User
from pekppp.accounts.roles import Permission

Jenis, Status = UsulanLokus.Jenis, UsulanLokus.Status
IN_FORCE = (Status.MENUNGGU, Status.DITERIMA)


@dataclass(frozen=True, slots=True)
class Filter:
    jenis: str = ""
    status: str = ""
    provinsi: Instansi | None = None
    q: str = ""


def in_force(siklus: Siklus) -> list[UsulanLokus]:
    """Proposals that wait or were accepted; the cycle is already authorised."""
    return list(UsulanLokus.objects.filter(siklus=siklus, status__in=IN_FORCE))


def proposals_of(siklus: Siklus) -> QuerySet[UsulanLokus]:
    """All proposals of a cycle that is already authorised, those that wait first."""
    waits = Q(status=Status.MENUNGGU)
    return (
        UsulanLokus.objects.filter(siklus=siklus)
        .select_related(
            "instansi__induk", "unit", "pengganti", "jenis_unit", "oleh", "diputus_oleh", "surat"
        )
        .annotate(waits=waits)
        .order_by("-waits", "-dibuat_pada", "-pk")
    )


def filtered(rows: QuerySet[UsulanLokus], asked: Filter) -> QuerySet[UsulanLokus]:
    found = rows.filter(by_words(asked.q, "instansi__nama", "unit__nama", "jenis_unit__nama"))
    if asked.jenis:
        found = found.filter(jenis=asked.jenis)
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.provinsi:
        found = found.filter(Q(instansi=asked.provinsi) | Q(instansi__induk=asked.provinsi))
    return found


def counts_of(siklus: Siklus) -> dict[str, int]:
    """How many proposals of a cycle have each status."""
    rows = UsulanLokus.objects.filter(siklus=siklus).order_by().values_list("status")
    return dict(rows.annotate(Count("pk")))


def chosen(siklus: Siklus, uuids: Iterable[str]) -> QuerySet[UsulanLokus]:
    return UsulanLokus.objects.filter(siklus=siklus, uuid__in=known_uuids(uuids))


def open_evaluations(rows: Iterable[UsulanLokus]) -> dict[tuple[int, int], Evaluasi]:
    """By cycle and unit, the evaluation of the unit that an accepted replacement would end."""
    wanted = [row for row in rows if row.jenis == Jenis.PENGGANTI and row.status == Status.DITERIMA]
    found = Evaluasi.objects.filter(
        siklus__in={row.siklus_id for row in wanted}, unit__in={row.unit_id for row in wanted}
    ).exclude(state__in=VACATED)
    return {(row.siklus_id, row.unit_id): row for row in found}


def get_usulan(user: User, uuid: UUID) -> UsulanLokus:
    """A proposal that the user made possible or decides: of an instansi whose units he manages, or
    of a cycle that he manages. Else 404."""
    found = (
        UsulanLokus.objects.select_related(
            "siklus__instansi__induk", "instansi__induk", "unit", "pengganti", "jenis_unit", "surat"
        )
        .filter(uuid=uuid)
        .first()
    )
    if found is None or not (
        user.has_perm(Permission.MANAGE_UNITS, found.instansi)
        or user.has_perm(Permission.MANAGE_SIKLUS, found.siklus)
    ):
        raise Http404
    return found


def get_proposing(user: User, siklus: UUID, instansi: UUID) -> tuple[Siklus, Instansi]:
    """The cycle and the instansi that proposes for it: 404 for what the user does not see, 403
    where he does not manage its units."""
    found = get_object_or_404(visible_siklus(user), uuid=siklus)
    return found, accounts.get_instansi(user, instansi, Permission.MANAGE_UNITS)


def named_places(siklus: Siklus) -> QuerySet[Instansi]:
    """The instansi that the rules of the cycle name."""
    return cycle_queries.named_instansi(siklus, siklus.aturan_lokus.all())


def proposing_places(user: User, siklus: Siklus) -> list[Instansi]:
    """The instansi of the user's own that may propose in this cycle; none once it is closed."""
    if siklus.status == Siklus.Status.DITUTUP:
        return []
    found = named_places(siklus).filter(pk__in=accounts.instansi_ids(user))
    return [item for item in found if user.has_perm(Permission.MANAGE_UNITS, item)]


def kinds_named(siklus: Siklus, instansi: Instansi) -> QuerySet[JenisUnit]:
    """Kinds of unit that rules name for this kind of instansi."""
    rules = AturanLokus.objects.filter(siklus=siklus, jenis_instansi=instansi.jenis)
    sectors = [rule.sektor for rule in rules if rule.jenis_unit_id is None]
    return accounts.kinds_of_unit().filter(
        Q(pk__in=rules.filter(jenis_unit__isnull=False).values("jenis_unit"))
        | Q(sektor__in=sectors)
    )


def replaceable_units(siklus: Siklus, instansi: Instansi) -> QuerySet[UnitLokus]:
    """Units of the instansi that hold a place in the cycle, or were chosen for one."""
    holding = (
        Evaluasi.objects.filter(siklus=siklus, instansi=instansi)
        .exclude(state__in=VACATED)
        .values("unit")
    )
    nominated = UsulanLokus.objects.filter(
        siklus=siklus, instansi=instansi, jenis=Jenis.NOMINASI, status=Status.DITERIMA
    )
    return (
        cycle_queries.eligible_units(siklus)
        .filter(instansi=instansi)
        .filter(Q(pk__in=holding) | Q(pk__in=nominated.values("unit")))
    )


def free_units(siklus: Siklus, instansi: Instansi) -> QuerySet[UnitLokus]:
    """Units of the instansi that the cycle could evaluate and does not yet."""
    taking_part = Evaluasi.objects.filter(siklus=siklus).values("unit")
    return (
        cycle_queries.eligible_units(siklus).filter(instansi=instansi).exclude(pk__in=taking_part)
    )


def require_manager(user: User, usulan: UsulanLokus) -> UsulanLokus:
    """The proposal, for the organiser alone; 403 for whoever only sees it."""
    if not user.has_perm(Permission.MANAGE_SIKLUS, usulan.siklus):
        raise PermissionDenied
    return usulan
