"""Extensions of a cycle: who grants them, whom they reach, and who asks for one."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from evaluations.core.queries import monitored
from evaluations.core.queries.calendar import visible_siklus
from evaluations.core.queries.granting import grantable
from evaluations.models import (
    Evaluasi,
    PermohonanPerpanjangan,
    Perpanjangan,
    Siklus,
)
from evaluations.rules.workflow import IN_WORK
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission, Role

Status = PermohonanPerpanjangan.Status


def get_granting(user: User, uuid: UUID) -> Siklus:
    """A cycle in which the user grants extensions: 404 if he does not see it, else 403."""
    siklus = visible_siklus(user).filter(uuid=uuid).first()
    if siklus is None:
        raise Http404
    if not user.has_perm(Permission.MANAGE_SIKLUS, siklus) and not grantable(user, siklus).exists():
        raise PermissionDenied
    return siklus


def get_extension(user: User, siklus: Siklus, pk: int) -> Perpanjangan:
    """An extension that the user may take back, of a cycle in which he grants some."""
    row = get_object_or_404(siklus.perpanjangan.select_related("unit", "instansi", "surat"), pk=pk)
    organises = user.has_perm(Permission.MANAGE_SIKLUS, siklus)
    if not organises and not grantable(user, siklus).filter(unit=row.unit_id).exists():
        raise Http404
    row.siklus = siklus
    return row


def concerned(*rows: Perpanjangan | PermohonanPerpanjangan) -> QuerySet[Evaluasi]:
    """The evaluations that these extensions, or requests, of one cycle reach."""
    found = Evaluasi.objects.filter(reduce(or_, map(_reached, rows)), siklus=rows[0].siklus_id)
    found = found.select_related("siklus", "instansi__induk__induk", "hasil", "survei")
    return found.order_by("nama_instansi", "nama_unit", "formulir")


def at_work(*rows: Perpanjangan | PermohonanPerpanjangan) -> QuerySet[Evaluasi]:
    """Of those the ones that more time still helps."""
    return concerned(*rows).filter(state__in=sorted(IN_WORK))


def _reached(row: Any) -> Q:
    if row.unit_id:
        return Q(unit=row.unit_id)
    if row.instansi_id is None:
        return Q()
    own = Q(instansi=row.instansi_id)
    below = getattr(row, "termasuk_bawahan", False)
    return own | accounts.below("instansi", [row.instansi_id]) if below else own


def requests_of(user: User, siklus: Siklus) -> QuerySet[PermohonanPerpanjangan]:
    """What was asked for in a cycle and this user may grant, what waits first."""
    rows = PermohonanPerpanjangan.objects.filter(siklus=siklus)
    if not user.has_perm(Permission.MANAGE_SIKLUS, siklus):
        mine = grantable(user, siklus)
        rows = rows.filter(
            Q(unit__in=mine.values("unit"))
            | Q(unit__isnull=True, instansi__in=_wholly(user, siklus))
        )
    waits = Q(status=Status.MENUNGGU)
    return (
        rows.select_related("unit", "instansi", "oleh", "diputus_oleh", "surat")
        .annotate(waits=waits)
        .order_by("-waits", "-dibuat_pada", "-pk")
    )


def _wholly(user: User, siklus: Siklus) -> set[int]:
    """Instansi all of whose evaluations in the cycle this user may grant time to."""
    mine = grantable(user, siklus).values("pk")
    rows = Evaluasi.objects.filter(siklus=siklus)
    others = set(rows.exclude(pk__in=mine).values_list("instansi", flat=True))
    return set(rows.filter(pk__in=mine).values_list("instansi", flat=True)) - others


def may_decide(user: User, row: PermohonanPerpanjangan) -> bool:
    return requests_of(user, row.siklus).filter(pk=row.pk).exists()


def may_ask(user: User, row: Evaluasi | PermohonanPerpanjangan) -> bool:
    """The unit for itself, its instansi (or a province above it) for any of its units."""
    if row.unit_id and row.unit_id in accounts.unit_ids(user):
        return True
    return user.has_perm(Permission.MANAGE_UNITS, row.instansi)


def asking_places(user: User, siklus: Siklus) -> list[Instansi]:
    """Instansi that the user administers and whose evaluations still run in the cycle."""
    if siklus.status != Siklus.Status.BERJALAN:
        return []
    rows = Evaluasi.objects.filter(siklus=siklus, state__in=sorted(IN_WORK)).order_by()
    mine = monitored.roles_in(user, Role.ADMIN_INSTANSI)
    return list(Instansi.objects.filter(pk__in=rows.filter(instansi__in=mine).values("instansi")))


def get_request(user: User, uuid: UUID) -> PermohonanPerpanjangan:
    """A request that the user may grant or could have made; 404 for everybody else."""
    rows = PermohonanPerpanjangan.objects.select_related(
        "siklus__instansi", "instansi__induk", "unit", "oleh", "diputus_oleh", "surat"
    )
    row = rows.filter(uuid=uuid).first()
    if row is None or not (may_decide(user, row) or may_ask(user, row)):
        raise Http404
    return row


def asked_for(evaluasi: Evaluasi) -> QuerySet[PermohonanPerpanjangan]:
    """What was asked for a unit in a cycle, by itself or its instansi; newest first."""
    return PermohonanPerpanjangan.objects.filter(
        Q(unit=evaluasi.unit_id) | Q(unit__isnull=True, instansi=evaluasi.instansi_id),
        siklus=evaluasi.siklus_id,
    ).select_related("oleh", "diputus_oleh")
