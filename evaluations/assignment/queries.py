"""What one evaluator has in hand, for whoever may hand it to somebody else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from evaluations.core import assignments
from evaluations.core.queries import monitored
from evaluations.models import (
    Evaluasi,
    EvaluasiAspekUserObjectPermission,
    FotoLapangan,
    Nilai,
    PerangkatLapangan,
    PeranNilai,
    SerahTerima,
    Siklus,
    Utas,
)
from evaluations.rules.workflow import DECIDED, IN_WORK
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import Role

_OPEN = sorted(state.value for state in IN_WORK - DECIDED)


@dataclass(slots=True)
class Work:
    """One evaluation of his: which aspects, how far, and what else hangs on him there."""

    evaluasi: Evaluasi
    seluruh: bool = False  # all aspects are his
    aspek: list[str] = field(default_factory=list)
    ketua: bool = False
    terisi: int = 0
    jumlah: int = 0  # weighted indicators of his aspects
    utas: int = 0  # conversations about them that are not settled
    foto: int = 0
    pengembalian: datetime | None = None  # until when a returned F01 is open
    halangan: str = ""  # why it cannot go to the chosen successor
    dipilih: bool = True


def get_person(user: User, uuid: UUID) -> User:
    """Of a role, the person whose work `user` may hand over, or has handed over; else 404."""
    row = Membership.objects.select_related("user").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    mine = monitored.assignable(user).order_by().values("pk")
    held = _held(row.user).filter(content_object__evaluasi__in=mine)
    given = SerahTerima.objects.filter(dari=row.user, evaluasi__in=mine)
    if not held.exists() and not given.exists():
        raise Http404
    return row.user


def _held(person: User) -> QuerySet[EvaluasiAspekUserObjectPermission]:
    return EvaluasiAspekUserObjectPermission.objects.filter(
        user=person, permission__codename__in=("score", "lead")
    )


def running(person: User) -> QuerySet[Evaluasi]:
    """What he still answers for, anywhere, whether or not his role still counts."""
    held = _held(person).filter(content_object__evaluasi=OuterRef("pk"))
    return Evaluasi.objects.filter(Exists(held), state__in=_OPEN).exclude(
        siklus__status=Siklus.Status.DITUTUP
    )


def work_of(user: User, person: User) -> list[Work]:
    """His evaluations that `user` assigns, in as many queries for one as for a hundred."""
    rows = list(
        monitored.assignable(user)
        .filter(pk__in=running(person).order_by().values("pk"))
        .select_related("versi")
        .prefetch_related("unit__co_owners", "siklus__fase", "siklus__perpanjangan", "pengembalian")
        .order_by("siklus__nama", "nama_instansi", "nama_unit", "pk")
    )
    found = {item.pk: Work(item) for item in rows}
    for task in assignments.tasks_of(rows):
        if task.user != person.pk:
            continue
        if task.codename == "score":
            found[task.evaluasi].aspek.append(task.kode)
        found[task.evaluasi].ketua |= task.codename == "lead"
    given = _numbers(
        Nilai.objects.filter(
            Q(oleh=person, penerus=None) | Q(penerus=person),
            evaluasi__in=rows,
            peran=PeranNilai.EVALUATOR,
            level__isnull=False,
        )
    )
    talks = _numbers(Utas.objects.filter(evaluasi__in=rows, selesai_pada__isnull=True))
    photos = dict(
        FotoLapangan.objects.filter(evaluasi__in=rows, oleh=person, dihapus_pada__isnull=True)
        .order_by()
        .values_list("evaluasi")
        .annotate(number=Count("pk"))
    )
    for pk, work in found.items():
        aspects = work.evaluasi.versi.instrumen.semua_aspek
        mine = [item for item in aspects if item.kode in work.aspek]
        numbers = {i.nomor for item in mine for i in item.indikator}
        weighted = {i.nomor for item in mine if not item.tambahan for i in item.indikator}
        work.seluruh = len(mine) == len(aspects)
        work.terisi, work.jumlah = len(given.get(pk, set()) & weighted), len(weighted)
        work.utas = len(talks.get(pk, set()) & numbers)
        work.foto = photos.get(pk, 0)
        returned = [row for row in work.evaluasi.pengembalian.all() if row.selesai_pada is None]
        work.pengembalian = returned[0].tenggat if returned else None
    return list(found.values())


def _numbers(rows: QuerySet[Nilai] | QuerySet[Utas]) -> dict[int, set[int]]:
    """By evaluation, the indicators of these rows."""
    found: dict[int, set[int]] = {}
    for evaluasi, nomor in rows.order_by().values_list("evaluasi", "indikator"):
        found.setdefault(evaluasi, set()).add(nomor)
    return found


def devices_of(person: User) -> list[PerangkatLapangan]:
    """The browsers in which he evaluates, the last one heard of first."""
    return list(PerangkatLapangan.objects.filter(oleh=person).order_by("-pada", "pk")[:20])


def handed_by(user: User, person: User) -> list[SerahTerima]:
    """What he has handed over of the evaluations that `user` assigns, the latest first."""
    mine = monitored.assignable(user).order_by().values("pk")
    rows = SerahTerima.objects.filter(dari=person, evaluasi__in=mine)
    rows = rows.select_related("evaluasi__siklus", "kepada", "oleh").order_by("-pk")
    return list(rows.annotate(terlambat=Count("kiriman"))[:200])


def evaluator_roles(people: Iterable[User] | Collection[int]) -> dict[int, UUID]:
    """By id, the role under which a person is found on the page of a handover: his latest."""
    rows = Membership.objects.filter(user__in=people, role=Role.EVALUATOR).order_by("pk")
    return dict(rows.values_list("user", "uuid"))
