"""Reads of the follow-up: recommendations of decided evaluations, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from evaluations.core.queries.monitored import monitored
from evaluations.models import BuktiTindakLanjut, Evaluasi, Rekomendasi, Siklus, TindakLanjut
from evaluations.rules.follow_up import DONE, LABELS, OWED, Status
from evaluations.rules.history import Movement, levels_of, movement
from evaluations.rules.places import region
from evaluations.rules.workflow import DECIDED, PUBLISHED
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import AuditEntry, Instansi, User

_DECIDED = sorted(item.value for item in DECIDED)
LATE = "terlambat"  # a filter beside the states


# One evaluation -----------------------------------------------------------------------------------


def refusal(evaluasi: Evaluasi) -> str:
    """Why nothing can be followed up yet, in one sentence; "" if it can."""
    if evaluasi.status in DECIDED:
        return ""
    return "Tindak lanjut dimulai setelah hasil evaluasi diputuskan."


def of(evaluasi: Evaluasi | None) -> list[Rekomendasi]:
    """The recommendations of an evaluation with what became of each, and its files."""
    if evaluasi is None:
        return []
    files = BuktiTindakLanjut.objects.filter(dihapus_pada__isnull=True).select_related("berkas")
    rows = Rekomendasi.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True)
    return list(
        rows.select_related("tindak_lanjut__diverifikasi_dalam__siklus").prefetch_related(
            Prefetch("tindak_lanjut__bukti", queryset=files, to_attr="berkas_ada")
        )
    )


def status_of(rekomendasi: Rekomendasi) -> Status:
    row = commitment_of(rekomendasi)
    return Status.BELUM if row is None else row.keadaan


def commitment_of(rekomendasi: Rekomendasi) -> TindakLanjut | None:
    try:
        return rekomendasi.tindak_lanjut
    except TindakLanjut.DoesNotExist:
        return None


def get(evaluasi: Evaluasi, uuid: UUID) -> Rekomendasi:
    """A recommendation of an evaluation that is already loaded and authorised."""
    found = (
        Rekomendasi.objects.select_related("tindak_lanjut")
        .filter(evaluasi=evaluasi, uuid=uuid, dihapus_pada__isnull=True)
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_file(evaluasi: Evaluasi, uuid: UUID) -> BuktiTindakLanjut:
    found = (
        BuktiTindakLanjut.objects.select_related("berkas", "tindak_lanjut")
        .filter(tindak_lanjut__evaluasi=evaluasi, uuid=uuid, dihapus_pada__isnull=True)
        .first()
    )
    if found is None:
        raise Http404
    return found


def later_evaluasi(evaluasi: Evaluasi) -> Evaluasi | None:
    """The unit's next published evaluation of the same scheme and form."""
    return (
        Evaluasi.objects.filter(
            unit=evaluasi.unit_id,
            formulir=evaluasi.formulir,
            siklus__tahun__gt=evaluasi.siklus.tahun,
            siklus__skema=evaluasi.siklus.skema,
            siklus__latihan=False,
            state__in=sorted(item.value for item in PUBLISHED),
        )
        .select_related("siklus", "hasil", "versi")
        .defer("versi__spec")
        .order_by("siklus__tahun", "pk")
        .first()
    )


def moved(rekomendasi: Rekomendasi, before: Evaluasi, after: Evaluasi | None) -> Movement | None:
    """Whether the level (or the aspect) moved from one result to a later published one."""
    if after is None:
        return None
    then = levels_of(before.versi.instrumen, before.hasil.rincian)
    now = levels_of(after.versi.instrumen, after.hasil.rincian)
    return movement(then, now, rekomendasi.aspek, rekomendasi.indikator)


def trails(rows: Iterable[Rekomendasi]) -> dict[str, list[AuditEntry]]:
    """By uuid of the commitment: everything done to it, the latest first."""
    ids = [str(row.uuid) for row in map(commitment_of, rows) if row is not None]
    found: dict[str, list[AuditEntry]] = {}
    entries = AuditEntry.objects.filter(object_type="tindaklanjut", object_id__in=ids)
    for entry in entries.select_related("by"):
        found.setdefault(entry.object_id, []).append(entry)
    return found


# Many ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    siklus: Siklus | None = None
    instansi: Instansi | None = None
    status: str = ""
    q: str = ""


def may_list(user: User) -> bool:
    return bool(accounts.instansi_ids(user) or accounts.unit_ids(user))


def rows_for(user: User, asked: Filter) -> QuerySet[Rekomendasi]:
    """Recommendations in force that this person answers for or watches; practice is left out."""
    mine = Q(evaluasi__unit__in=accounts.unit_ids(user))
    if accounts.instansi_ids(user):
        mine |= Q(evaluasi__in=monitored(user))
    found = Rekomendasi.objects.filter(
        mine,
        dihapus_pada__isnull=True,
        evaluasi__state__in=_DECIDED,
        siklus__latihan=False,
    )
    if asked.siklus is not None:
        found = found.filter(siklus=asked.siklus)
    if asked.instansi is not None:
        found = found.filter(
            Q(instansi=asked.instansi) | accounts.below("evaluasi__instansi", [asked.instansi.pk])
        )
    for word in asked.q.split():
        found = found.filter(
            Q(evaluasi__nama_unit__icontains=word)
            | Q(evaluasi__nama_instansi__icontains=word)
            | Q(teks__icontains=word)
        )
    return found


def _late() -> Q:
    return Q(
        tindak_lanjut__status__in=sorted(OWED), tindak_lanjut__tenggat__lt=timezone.localdate()
    )


def with_status(rows: QuerySet[Rekomendasi], status: str) -> QuerySet[Rekomendasi]:
    if status == LATE:
        return rows.filter(_late())
    if status == Status.BELUM:
        return rows.filter(Q(tindak_lanjut__isnull=True) | Q(tindak_lanjut__status=status))
    return rows.filter(tindak_lanjut__status=status) if status else rows


def listed(rows: QuerySet[Rekomendasi]) -> QuerySet[Rekomendasi]:
    """For a page of the list: what is late or due first comes first."""
    return rows.select_related("tindak_lanjut", "evaluasi", "siklus").order_by(
        "tindak_lanjut__tenggat", "evaluasi__nama_instansi", "evaluasi__nama_unit", "pk"
    )


def counts(rows: QuerySet[Rekomendasi]) -> list[tuple[str, str, int]]:
    """(status, words, number) of every state that occurs, and of what is late."""
    found: dict[str, int] = {}
    for status, number in (
        rows.order_by().values_list("tindak_lanjut__status").annotate(number=Count("pk"))
    ):
        found[status or Status.BELUM] = found.get(status or Status.BELUM, 0) + number
    late = rows.filter(_late()).count()
    told = [(item.value, LABELS[item], found[item]) for item in Status if found.get(item)]
    return told + ([(LATE, "Lewat tenggat", late)] if late else [])


@dataclass(slots=True)
class Rate:
    """How much of what was recommended is followed up, for one unit, instansi or province."""

    nama: str
    di: str = ""
    jumlah: int = 0
    berkomitmen: int = 0
    selesai: int = 0
    terlambat: int = 0

    @property
    def persen(self) -> int | None:
        return None if not self.jumlah else (200 * self.selesai + self.jumlah) // (2 * self.jumlah)


@dataclass(slots=True)
class Rates:
    unit: list[Rate] = field(default_factory=list)
    instansi: list[Rate] = field(default_factory=list)
    provinsi: list[Rate] = field(default_factory=list)
    semua: Rate = field(default_factory=lambda: Rate("Seluruhnya"))


def _rate_counts() -> dict[str, Count]:
    return {
        "jumlah": Count("pk"),
        "berkomitmen": Count("pk", filter=Q(tindak_lanjut__tindakan__gt="")),
        "selesai": Count("pk", filter=Q(tindak_lanjut__status__in=sorted(DONE))),
        "terlambat": Count("pk", filter=_late()),
    }


def total(rows: QuerySet[Rekomendasi]) -> Rate:
    """Of all of them together: counted by the database alone."""
    return Rate("Seluruhnya", **rows.order_by().aggregate(**_rate_counts()))


def rates(rows: QuerySet[Rekomendasi]) -> Rates:
    """One query, whatever the number of units: counted by unit, then added up."""
    grouped: Any = (
        rows.order_by()
        .values(
            "evaluasi__unit",
            "evaluasi__unit__nama",
            "evaluasi__instansi",
            "evaluasi__instansi__nama",
            "evaluasi__instansi__induk",
            "evaluasi__instansi__induk__nama",
            "evaluasi__instansi__induk__induk",
            "evaluasi__instansi__induk__induk__nama",
            "evaluasi__instansi__jenis",
        )
        .annotate(**_rate_counts())
    )
    units: dict[Any, Rate] = {}
    offices: dict[Any, Rate] = {}
    provinces: dict[Any, Rate] = {}
    found = Rates()
    for row in grouped:
        office, above = row["evaluasi__instansi__nama"], row["evaluasi__instansi__induk__nama"]
        targets = [
            found.semua,
            units.setdefault(row["evaluasi__unit"], Rate(row["evaluasi__unit__nama"], office)),
            offices.setdefault(row["evaluasi__instansi"], Rate(office, above or "")),
        ]
        if above or row["evaluasi__instansi__jenis"] == "provinsi":
            # What a kabupaten owns lies in its province, too.
            ways = ("evaluasi__instansi__induk__induk", "evaluasi__instansi__induk")
            place = next((way for way in ways if row[way]), "evaluasi__instansi")
            rate = Rate(region(row[f"{place}__nama"]))
            targets.append(provinces.setdefault(row[place], rate))
        for target in targets:
            for name in ("jumlah", "berkomitmen", "selesai", "terlambat"):
                setattr(target, name, getattr(target, name) + row[name])
    for level, made in (("unit", units), ("instansi", offices), ("provinsi", provinces)):
        setattr(found, level, sorted(made.values(), key=lambda item: (item.di, item.nama)))
    return found


def cycles_for(user: User) -> QuerySet[Siklus]:
    return Siklus.objects.filter(pk__in=rows_for(user, Filter()).values("siklus"))


def instansi_for(user: User) -> QuerySet[Instansi]:
    rows = rows_for(user, Filter())
    return Instansi.objects.filter(
        Q(pk__in=rows.values("instansi")) | Q(pk__in=rows.values("evaluasi__instansi__induk"))
    )


# What waits ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of one evaluation of a unit."""

    evaluasi: Evaluasi
    belum: int  # recommendations without a commitment
    terlambat: int
    lewat: date | None  # the earliest date that is over
    dikembalikan: int  # and not late
    kembali_sampai: date | None  # the nearest date of these
    berjalan: int  # promised, neither late nor sent back
    tenggat: date | None  # the nearest date of these


def waiting_for_unit(user: User, unit: int) -> list[Waiting]:
    """Of the unit's decided evaluations, those that it owes something for."""
    rows = (
        rows_for(user, Filter())
        .filter(evaluasi__unit=unit)
        .select_related("tindak_lanjut", "evaluasi__siklus")
    )
    grouped: dict[int, list[Rekomendasi]] = {}
    for row in rows:
        grouped.setdefault(row.evaluasi_id, []).append(row)
    found = []
    # What was advised later takes the place of what was never promised.
    newest = max((rows[0].evaluasi.siklus.tahun for rows in grouped.values()), default=0)
    for members in grouped.values():
        owed = [row for row in map(commitment_of, members) if row and row.keadaan in OWED]
        late = [row for row in owed if row.terlambat]
        ahead = [row for row in owed if not row.terlambat]
        back = [row for row in ahead if row.keadaan == Status.DIKEMBALIKAN]
        running = [row for row in ahead if row.keadaan != Status.DIKEMBALIKAN]
        item = Waiting(
            members[0].evaluasi,
            sum(1 for row in members if commitment_of(row) is None)
            if members[0].evaluasi.siklus.tahun == newest
            else 0,
            len(late),
            min((row.tenggat for row in late if row.tenggat), default=None),
            len(back),
            min((row.tenggat for row in back if row.tenggat), default=None),
            len(running),
            min((row.tenggat for row in running if row.tenggat), default=None),
        )
        if item.belum or owed:
            found.append(item)
    return found


def to_check(instansi: int) -> int:
    """How many reported follow-ups wait for this office."""
    return (
        TindakLanjut.objects.filter(
            Q(instansi=instansi) | Q(evaluasi__penilai=instansi),
            status=Status.DILAPORKAN,
            siklus__latihan=False,
        )
        .order_by()
        .count()
    )


def place_of(row: TindakLanjut) -> str:
    return f"{row.evaluasi.address('follow_up')}#r-{row.rekomendasi_id}"


def owed_between(first: date, last: date) -> QuerySet[TindakLanjut]:
    """Promised for a day in this span, and not reported yet."""
    return TindakLanjut.objects.filter(
        status__in=sorted(OWED),
        tenggat__gte=first,
        tenggat__lte=last,
        siklus__latihan=False,
    )
