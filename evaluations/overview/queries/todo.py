"""What waits for a person: the home page is a to-do list, not a dashboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.core.queries.evaluations import assigned_evaluasi, visible_evaluasi
from evaluations.core.queries.monitored import appointable
from evaluations.core.queries.teams import without_verifier
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import Evaluasi, EvaluasiAspekUserObjectPermission, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.publication.queries.publication import to_be_validated
from evaluations.rules.follow_up import Status
from evaluations.rules.phases import end_of
from evaluations.rules.workflow import F01_OPEN, IN_WORK, OBJECTABLE, STATE_LABELS, Kegiatan, State
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import UNIT_ROLES, Role

SHOWN = 5
_FAR = datetime.max.replace(tzinfo=UTC)
_BEFORE_SCORES = [State.DRAF, State.DIKIRIM, State.DIKEMBALIKAN, State.DINILAI]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, for which unit, until when, and the exact place."""

    what: str
    where: str
    deadline: datetime | None
    url: str
    button: str
    late: bool = False


def todos(user: User, membership: Membership | None) -> tuple[list[Todo], int]:
    """At most five things, nearest deadline first, and how many there are in all."""
    if membership is None:
        return [], 0
    role = Role(membership.role)
    if role in UNIT_ROLES:
        found = list(_of_unit(user, membership, role))
    elif role == Role.EVALUATOR:
        found = list(_of_evaluator(user))
    elif role == Role.VERIFIKATOR:
        found = list(_of_verifier(user))
    elif role in (Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL):
        found = list(_of_organiser(user, membership))
    else:
        found = []
    found.sort(key=lambda item: item.deadline or _FAR)
    return found[:SHOWN], len(found)


def _base(rows: Any) -> Any:
    return rows.prefetch_related("siklus__fase", "siklus__perpanjangan", "pengembalian")


def _where(evaluasi: Evaluasi) -> str:
    """One unit may be in two cycles at once."""
    return f"{evaluasi.nama_unit} · {evaluasi.siklus.nama}"


def _of_unit(user: User, membership: Membership, role: Role) -> Iterator[Todo]:
    now = timezone.now()
    rows = _base(visible_evaluasi(user)).filter(
        unit=membership.unit_id, state__in=[item.value for item in IN_WORK]
    )
    for evaluasi in rows:
        if evaluasi.status in F01_OPEN and not calendar.f01_refusal(evaluasi):
            deadline = calendar.f01_window(evaluasi).deadline(now)
            hasil = evaluasi.hasil
            if evaluasi.status == State.DIKEMBALIKAN:
                what = "Perbaiki F01 yang dikembalikan"
            else:
                what = f"Isi F01: {hasil.f01_terisi} dari {hasil.f01_jumlah} terjawab"
            complete = hasil.f01_jumlah and hasil.f01_terisi == hasil.f01_jumlah
            if role == Role.KEPALA and complete:
                yield Todo(
                    "Kirim F01",
                    _where(evaluasi),
                    deadline,
                    evaluasi.address("f01_submit"),
                    "Periksa",
                )
            else:
                aspek = evaluasi.versi.instrumen.semua_aspek[0].kode
                yield Todo(
                    what, _where(evaluasi), deadline, evaluasi.address("f01", aspek), "Lanjutkan"
                )
        if evaluasi.status in OBJECTABLE and not objection_queries.refusal(evaluasi):
            yield Todo(
                "Baca nilai; ajukan sanggahan bila belum sesuai",
                _where(evaluasi),
                objection_queries.deadline(evaluasi),
                evaluasi.address("objections"),
                "Lihat nilai",
            )
        survei = evaluasi.survei
        if survei and survei.buka <= now < survei.tutup:
            have = evaluasi.hasil.responden
            if have < survei.minimum:
                yield Todo(
                    f"Ajak pengguna mengisi survei: {have} dari {survei.minimum} responden",
                    _where(evaluasi),
                    survei.tutup,
                    evaluasi.address("survey_unit"),
                    "Tautan survei",
                )
    if membership.unit_id is not None:
        yield from _follow_up(user, membership.unit_id)


def _follow_up(user: User, unit: int) -> Iterator[Todo]:
    """Per evaluation: what came back or is late before what was never promised."""
    for item in follow_up_queries.waiting_for_unit(user, unit):
        if item.terlambat:
            what, button = f"{item.terlambat} tindak lanjut lewat tenggat", "Laporkan"
        elif item.dikembalikan:
            what, button = f"Perbaiki {item.dikembalikan} tindak lanjut", "Perbaiki"
        elif item.belum:
            what, button = f"Tulis rencana tindak lanjut {item.belum} rekomendasi", "Tulis rencana"
        else:
            what, button = "Kerjakan dan laporkan tindak lanjut", "Lihat"
        place = item.evaluasi.address("follow_up")
        until = end_of(item.tenggat) if item.tenggat else None
        yield Todo(what, _where(item.evaluasi), until, place, button)


def _of_evaluator(user: User) -> Iterator[Todo]:
    now = timezone.now()
    rows = _base(assigned_evaluasi(user, "score", "lead")).filter(
        state__in=[State.DIKIRIM, State.DINILAI]
    )
    for evaluasi in rows:
        window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
        if not window.is_open(now):
            continue
        hasil = evaluasi.hasil
        yield Todo(
            f"Nilai F02: {hasil.f02_terisi} dari {hasil.f02_jumlah} indikator",
            _where(evaluasi),
            window.deadline(now),
            evaluasi.address("f02"),
            "Nilai",
        )
    yield from _objections(user, "lead")


def _objections(user: User, codename: str) -> Iterator[Todo]:
    for evaluasi in objection_queries.to_decide(user, codename):
        yield Todo(
            f"Putuskan {evaluasi.sanggah} sanggahan",
            _where(evaluasi),
            None,
            evaluasi.address("objections"),
            "Putuskan",
        )


def _of_verifier(user: User) -> Iterator[Todo]:
    yield from _objections(user, "verify")
    for evaluasi in assigned_evaluasi(user, "verify").filter(state=State.F02_SELESAI):
        yield Todo(
            "Verifikasi nilai evaluator",
            _where(evaluasi),
            None,
            evaluasi.address("f02"),
            "Verifikasi",
        )


def _of_organiser(user: User, membership: Membership) -> Iterator[Todo]:
    """Grouped per cycle: an office watches hundreds of units."""
    scorers = EvaluasiAspekUserObjectPermission.objects.filter(
        content_object__evaluasi=OuterRef("pk"), permission__codename="score"
    )
    mine = Q(siklus__instansi=membership.instansi_id)
    evaluating = Q(penilai=membership.instansi_id)
    rows = (
        Evaluasi.objects.filter(mine | evaluating)
        .exclude(siklus__status=Siklus.Status.DITUTUP)
        .annotate(has_scorer=Exists(scorers))
        .values("siklus__uuid", "siklus__nama")
        .annotate(
            unassigned=Count(
                "pk",
                filter=evaluating & Q(has_scorer=False, state__in=_BEFORE_SCORES),
            ),
            finished=Count("pk", filter=mine & to_be_validated()),
            # Practice is never published.
            decided=Count("pk", filter=mine & Q(state=State.DIVALIDASI, siklus__latihan=False)),
        )
    )
    for row in rows:
        uuid, nama = row["siklus__uuid"], row["siklus__nama"]
        if row["unassigned"]:
            yield Todo(
                f"Tugaskan evaluator untuk {row['unassigned']} unit",
                nama,
                None,
                reverse("evaluations:assignments", args=[uuid]),
                "Tugaskan",
            )
        if row["finished"]:
            yield Todo(
                f"Validasi hasil {row['finished']} unit",
                nama,
                None,
                reverse("evaluations:validation", args=[uuid]),
                "Validasi",
            )
        if row["decided"]:
            yield Todo(
                f"Terbitkan {row['decided']} hasil yang sudah divalidasi",
                nama,
                None,
                reverse("evaluations:publication", args=[uuid]),
                "Terbitkan",
            )
    yield from _unverified(user, membership)
    proposals = len(accounts.proposals_of(user, membership.instansi))
    if proposals:
        yield Todo(
            f"Setujui atau tolak identitas {proposals} orang",
            membership.instansi.nama,
            None,
            f"{reverse('accounts:instansi', args=[membership.instansi.uuid])}#identitas",
            "Periksa",
        )
    for evaluasi in objection_queries.late_in_cycles_of(membership.instansi_id):
        yield Todo(
            f"Putuskan {evaluasi.terbuka} sanggahan atas hasil yang sudah ditetapkan",
            _where(evaluasi),
            None,
            evaluasi.address("objections"),
            "Putuskan",
        )
    to_check = follow_up_queries.to_check(membership.instansi_id)
    if to_check:
        yield Todo(
            f"Periksa {to_check} tindak lanjut yang dilaporkan unit",
            membership.instansi.nama,
            None,
            f"{reverse('evaluations:follow_ups')}?status={Status.DILAPORKAN}",
            "Periksa",
        )
    waiting = Siklus.objects.filter(instansi=membership.instansi_id, status=Siklus.Status.DISIAPKAN)
    for siklus in waiting:
        yield Todo(
            "Siapkan dan buka siklus",
            siklus.nama,
            None,
            reverse("evaluations:cycle", args=[siklus.uuid]),
            "Siapkan",
        )


def _unverified(user: User, membership: Membership) -> Iterator[Todo]:
    """To which the province has appointed nobody: they would wait for good."""
    waiting = without_verifier(appointable(user)).order_by()
    if membership.role == Role.ADMIN_NASIONAL:  # who may appoint everywhere, and minds its own
        waiting = waiting.filter(siklus__instansi=membership.instansi_id)
    rows = waiting.values("siklus__uuid", "siklus__nama")
    finished = Count("pk", filter=Q(state=State.F02_SELESAI))
    for row in rows.annotate(number=Count("pk"), finished=finished):
        now = f" ({row['finished']} sudah menunggu)" if row["finished"] else ""
        yield Todo(
            f"Tetapkan verifikator untuk {row['number']} unit{now}",
            row["siklus__nama"],
            None,
            reverse("evaluations:assignments", args=[row["siklus__uuid"]])
            + "?tanda=tanpa_verifikator",
            "Tetapkan",
            late=bool(row["finished"]),
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """One cycle as a row: how many evaluations stand where."""

    siklus: Siklus
    counts: list[tuple[str, str, int]]  # state, label, number
    total: int
    next_deadline: datetime | None


def overview(user: User, membership: Membership | None) -> list[Overview]:
    """The running cycles of what the membership is responsible for."""
    if membership is None or membership.role in UNIT_ROLES:
        return []
    rows = (
        visible_evaluasi(user)
        .order_by()
        .filter(siklus__status=Siklus.Status.BERJALAN)
        .values_list("siklus", "state")
        .annotate(number=Count("pk"))
    )
    per_cycle: dict[int, dict[str, int]] = {}
    for siklus_id, state, number in rows:
        per_cycle.setdefault(siklus_id, {})[state] = number
    now = timezone.now()
    soon = now + timedelta(days=3650)
    found = []
    cycles_of = Siklus.objects.filter(pk__in=per_cycle).prefetch_related("fase")
    for siklus in cycles_of.select_related("instansi"):
        counts = per_cycle[siklus.pk]
        ends = [fase.akhir for fase in siklus.fase.all() if now < fase.akhir < soon]
        found.append(
            Overview(
                siklus,
                [
                    (state.value, STATE_LABELS[state], counts[state.value])
                    for state in State
                    if counts.get(state.value)
                ],
                sum(counts.values()),
                min(ends, default=None),
            )
        )
    return found


def unit_evaluations(user: User, membership: Membership | None) -> list[Evaluasi]:
    """A unit's evaluations, newest year first: what runs, then its history."""
    if membership is None or membership.role not in UNIT_ROLES:
        return []
    rows = visible_evaluasi(user).filter(unit__in=accounts.unit_ids(user))
    return list(rows.filter(unit=membership.unit_id).order_by("-siklus__tahun", "-pk"))
