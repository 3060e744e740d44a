"""What an evaluator or verifier has to work on: a list that costs the same for 1 and 500 units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import calendar, conflicts, errata, samples
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.queries.names import by_words
from evaluations.models import Evaluasi, Nilai, PeranNilai, Siklus, VersiF01
from evaluations.rules.workflow import F01_OPEN, STATE_LABELS, Kegiatan, State
from pekppp.accounts.models import User
from pekppp.base.formats import waktu

# What can be worked on comes first, what is decided or ended last.
_ORDER = [
    State.DINILAI, State.DIKIRIM, State.F02_SELESAI, State.DIKEMBALIKAN, State.DRAF,
    State.DIVERIFIKASI, State.DIVALIDASI,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One unit of mine: what waits for me, until when, and the exact place."""

    evaluasi: Evaluasi
    kata: str  # what waits, or whom it waits for
    tombol: str  # "" where there is nothing to do for me
    url: str
    tenggat: datetime | None
    terisi: int
    jumlah: int
    aspek: list[str]  # codes, where only some are mine
    ketua: bool
    memverifikasi: bool
    dalam_sampel: bool  # of the province's verification


def assigned(user: User) -> QuerySet[Evaluasi]:
    """My evaluations, those first that can be worked on; without the bulk of the instruments."""
    rank = Case(
        *[When(state=state.value, then=Value(place)) for place, state in enumerate(_ORDER)],
        default=Value(len(_ORDER)),
        output_field=IntegerField(),
    )
    return (
        evaluation_queries.assigned_evaluasi(user)
        .defer("versi__spec")
        .annotate(giliran=rank)
        .order_by("giliran", "-siklus__tahun", "nama_instansi", "nama_unit", "pk")
        .prefetch_related("siklus__fase", "siklus__perpanjangan", "pengembalian")
    )


def filtered(
    rows: QuerySet[Evaluasi], *, siklus: str = "", status: str = "", q: str = ""
) -> QuerySet[Evaluasi]:
    if siklus:
        rows = rows.filter(siklus__uuid=siklus)
    if status:
        rows = rows.filter(state=status)
    if q:
        rows = rows.filter(by_words(q, "nama_unit", "nama_instansi"))
    return rows


def cycles_of(user: User) -> list[Siklus]:
    """The cycles in which I have something to do, for the filter."""
    mine = assignments.assigned_aspects(user).values("siklus")
    return list(calendar.visible_siklus(user).filter(pk__in=mine).order_by("-tahun", "nama"))


def states_of(user: User) -> list[tuple[str, str]]:
    there = set(
        evaluation_queries.assigned_evaluasi(user).order_by().values_list("state", flat=True)
    )
    return [(state.value, STATE_LABELS[state]) for state in State if state.value in there]


def tasks(user: User, evaluations: Sequence[Evaluasi]) -> list[Task]:
    """The evaluations of one page as tasks, in seven queries whatever their number."""
    people = list(assignments.rows_of(evaluations))
    verified = {item.siklus_id for item in evaluations if item.diverifikasi}
    sampled = samples.chosen_of(verified) if verified else frozenset()
    levels: dict[int, list[Nilai]] = {}
    rows = Nilai.objects.filter(evaluasi__in=evaluations).order_by("indikator", "pada", "pk")
    for row in rows.only("evaluasi", "indikator", "peran", "oleh", "penerus", "level", "putaran"):
        levels.setdefault(row.evaluasi_id, []).append(row)
    members = conflicts.members_of(evaluations)
    changed: dict[int, list[VersiF01]] = {}
    for version in (
        VersiF01.objects.defer("isi")
        .filter(evaluasi__in=evaluations, putaran__gt=1)
        .exclude(berubah=[])
    ):
        changed.setdefault(version.evaluasi_id, []).append(version)
    mended = errata.to_look_at(evaluations)
    return [
        _Reader(
            user,
            item,
            levels.get(item.pk, []),
            people,
            members.get(item.pk, frozenset()),
            changed.get(item.pk, []),
            mended,
            sampled,
        ).task()
        for item in evaluations
    ]


class _Reader:
    """One evaluation, from what was read for the whole page."""

    def __init__(
        self,
        user: User,
        evaluasi: Evaluasi,
        levels: list[Nilai],
        people: list[Any],
        members: Collection[int],
        changed: list[VersiF01],
        mended: Collection[int],
        sampled: Collection[UUID],
    ) -> None:
        self.evaluasi = evaluasi
        self.sampled = evaluasi.uuid in sampled
        self.members = members
        self.status = evaluasi.status
        self.people = [row for row in people if row.content_object.evaluasi_id == evaluasi.pk]
        mine = [row for row in self.people if row.user_id == user.pk]
        self.codenames = {row.permission.codename for row in mine}
        self.verifies = "verify" in self.codenames and "score" not in self.codenames
        self.codename = "verify" if self.verifies else "score"
        self.aspects = [
            row.content_object.kode for row in mine if row.permission.codename == self.codename
        ]
        self.all_levels = levels
        peran = PeranNilai.VERIFIKATOR if self.verifies else PeranNilai.EVALUATOR
        self.given = {
            row.indikator
            for row in levels
            if row.peran == peran and row.kursi_id == user.pk and row.level is not None
        }
        # Given on answers, or by a rubric, that have changed since: to be looked at again.
        self.berubah = sorted(
            {
                row.indikator
                for row in levels
                if row.peran == peran and row.kursi_id == user.pk and row.level is not None
                if row.pk in mended
                or any(
                    version.putaran > row.putaran and row.indikator in version.berubah
                    for version in changed
                )
            }
        )
        instrumen = evaluasi.versi.instrumen
        self.numbers = [
            i.nomor for a in instrumen.aspek_berbobot if a.kode in self.aspects for i in a.indikator
        ]
        self.partly = 0 < len(self.aspects) < len(instrumen.semua_aspek)

    @property
    def next_open(self) -> int | None:
        return next((nomor for nomor in self.numbers if nomor not in self.given), None)

    def task(self) -> Task:
        kata, tombol, url = self._waiting()
        evaluasi = self.evaluasi
        ketua_only = "lead" in self.codenames and not self.numbers
        hasil = evaluasi.hasil
        return Task(
            evaluasi=evaluasi,
            kata=kata,
            tombol=tombol,
            url=url,
            tenggat=self._deadline(),
            terisi=hasil.f02_terisi if ketua_only else len(self.given & set(self.numbers)),
            jumlah=hasil.f02_jumlah if ketua_only else len(self.numbers),
            aspek=self.aspects if self.partly else [],
            ketua="lead" in self.codenames,
            memverifikasi=self.verifies,
            dalam_sampel=self.sampled,
        )

    def _deadline(self) -> datetime | None:
        now = timezone.now()
        if self.status in F01_OPEN and not self._f01_over:
            return calendar.f01_window(self.evaluasi).deadline(now)
        if self.status in (*F01_OPEN, State.DIKIRIM, State.DINILAI):
            return self._f02_window.deadline(now)
        return None

    @property
    def f02(self) -> str:
        return self.evaluasi.address("f02")

    @property
    def _f02_window(self) -> Any:
        return calendar.Calendar.of(self.evaluasi.siklus).window(self.evaluasi, Kegiatan.NILAI_F02)

    @property
    def _f01_over(self) -> bool:
        return calendar.f01_window(self.evaluasi).is_over(timezone.now())

    def _waiting(self) -> tuple[str, str, str]:
        """(words, button, address)."""
        if self.verifies:
            return self._waiting_for_verifier()
        if self.status in F01_OPEN and not self._f01_over:
            returned = self.status == State.DIKEMBALIKAN
            words = "Menunggu perbaikan unit." if returned else "Unit sedang mengisi F01."
            return words, "", self.evaluasi.get_absolute_url()
        if self.status in (*F01_OPEN, State.DIKIRIM, State.DINILAI):
            return self._waiting_for_scores()
        if self.status == State.F02_SELESAI:
            words = "Menunggu verifikasi." if self.evaluasi.diverifikasi else "Menunggu validasi."
            return words, "", self.f02
        return f"{STATE_LABELS[self.status]}.", "", self.f02

    def _waiting_for_verifier(self) -> tuple[str, str, str]:
        if self.status == State.F02_SELESAI:
            return "Periksa nilai evaluator, lalu nyatakan terverifikasi.", "Verifikasi", self.f02
        if self.status in (*F01_OPEN, State.DIKIRIM, State.DINILAI):
            return "Menunggu F02 selesai.", "", self.f02
        return f"{STATE_LABELS[self.status]}.", "", self.f02

    def _waiting_for_scores(self) -> tuple[str, str, str]:
        now = timezone.now()
        if not self._f02_window.is_open(now):
            opens = self._f02_window.opens(now)
            words = (
                f"Penilaian dibuka {waktu(opens)}." if opens else "Masa penilaian sudah ditutup."
            )
            return words, "", self.f02
        todo = self.next_open
        if todo is not None:
            begun = bool(self.given)
            words = "F01 sudah dikirim: mulai menilai."
            if self.status in F01_OPEN:
                words = "F01 tidak dikirim sampai batas waktunya; F02 dapat dimulai."
            elif begun:
                words = f"Belum dinilai: {len(set(self.numbers) - self.given)} indikator."
            button = "Lanjutkan menilai" if begun else "Mulai menilai"
            return words, button, self.evaluasi.address("f02_indicator", todo)
        if self.berubah:
            number = len(self.berubah)
            words = f"Isian atau rubrik berubah sejak dinilai: {number} indikator. Periksa lagi."
            return words, "Periksa lagi", self.evaluasi.address("f02_indicator", self.berubah[0])
        if "lead" not in self.codenames:
            return "Bagian Anda lengkap. Menunggu ketua tim menyelesaikan F02.", "", self.f02
        return self._waiting_for_the_ketua()

    def _waiting_for_the_ketua(self) -> tuple[str, str, str]:
        decided = evaluation_queries.decided_levels(
            self.evaluasi, self.all_levels, self.people, self.members
        )
        weighted = [i.nomor for i in self.evaluasi.versi.instrumen.indikator_berbobot]
        differ = [nomor for nomor in weighted if decided[nomor].berselisih]
        if differ:
            words = f"Evaluator berselisih pada {len(differ)} indikator: tetapkan nilai bersama."
            return words, "Tetapkan nilai", self.evaluasi.address("f02_indicator", differ[0])
        missing = sum(1 for nomor in weighted if decided[nomor].evaluator is None)
        if missing:
            return f"Menunggu nilai anggota tim pada {missing} indikator.", "", self.f02
        return "Semua indikator sudah dinilai.", "Selesaikan F02", f"{self.f02}#selesai"
