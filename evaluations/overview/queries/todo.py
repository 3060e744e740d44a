"""What waits for a person: the home page is a to-do list, not a dashboard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from evaluations.core import assignments, on_behalf
from evaluations.core.queries import calendar, in_charge, samples
from evaluations.core.queries.evaluations import answers_of, assigned_evaluasi, visible_evaluasi
from evaluations.cycle.queries import extensions as extension_queries
from evaluations.evidence.queries import evidence, requested
from evaluations.f01.queries import helping
from evaluations.f01.queries.prefill import first_open
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import Evaluasi, Nilai, PeranNilai, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.overview.queries import office
from evaluations.overview.queries.things import Todo
from evaluations.progress.queries import versions as progress_versions
from evaluations.rules.phases import end_of
from evaluations.rules.workflow import (
    F01_OPEN,
    F02_OPEN,
    IN_WORK,
    OBJECTABLE,
    STATE_LABELS,
    Kegiatan,
    State,
)
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import ADMINS, NATIONAL_ROLES, UNIT_ROLES, Role

BENEATH = 100  # evaluations of units beneath one's own on the home


def todos(user: User, membership: Membership | None) -> list[Todo]:
    """Everything that waits for a person in this role, in the order of `by_urgency`."""
    if membership is None:
        return []
    role = Role(membership.role)
    found: Iterable[Todo] = ()
    if role in UNIT_ROLES:
        found = _of_unit(user, membership, role)
    elif role == Role.EVALUATOR:
        found = _of_evaluator(user)
    elif role == Role.VERIFIKATOR:
        found = _of_verifier(user)
    elif role in ADMINS | NATIONAL_ROLES:
        found = chain(office.waiting(user, membership), _in_its_place(user))
    return by_urgency(found)


def by_urgency(items: Iterable[Todo]) -> list[Todo]:
    """What is late, then what has no date and waits already, then the nearest deadline."""

    def key(item: Todo) -> tuple[int, float]:
        rank = 0 if item.late else 1 if item.deadline is None else 2
        return rank, item.deadline.timestamp() if item.deadline else 0

    return sorted(items, key=key)


def _base(rows: Any) -> Any:
    return rows.prefetch_related("siklus__fase", "siklus__perpanjangan", "pengembalian")


def _where(evaluasi: Evaluasi) -> str:
    """One unit may be in two cycles at once."""
    return f"{evaluasi.nama_unit} · {evaluasi.siklus.nama}"


# The unit -----------------------------------------------------------------------------------------


def _of_unit(user: User, membership: Membership, role: Role) -> Iterator[Todo]:
    now = timezone.now()
    rows = _base(visible_evaluasi(user)).filter(
        unit=membership.unit_id, state__in=[item.value for item in IN_WORK]
    )
    asked: set[int] = set()
    running = list(rows.select_related("siap_oleh"))
    yield from _requested(running)
    charged = in_charge.of_each([item for item in running if item.status in F01_OPEN])
    for evaluasi in running:
        if evaluasi.status in F01_OPEN:
            people = charged.get(evaluasi.pk, {})
            yield from _own_aspects(evaluasi, {k for k in people if people[k] == user}, now)
            yield from _f01(evaluasi, role, now)
        if evaluasi.status in OBJECTABLE and not objection_queries.refusal(evaluasi):
            yield Todo(
                "Baca nilai; ajukan sanggahan bila belum sesuai",
                _where(evaluasi),
                objection_queries.deadline(evaluasi),
                evaluasi.address("objections"),
                "Lihat nilai",
            )
        survei = evaluasi.survei
        if survei and survei.pk not in asked and survei.buka <= now < survei.tutup:
            asked.add(survei.pk)  # two evaluations may share it
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


def _own_aspects(evaluasi: Evaluasi, codes: set[str], now: datetime) -> Iterator[Todo]:
    """What is missing in the aspects that this person is in charge of."""
    window = calendar.f01_window(evaluasi)
    if not codes or evaluasi.siap_oleh or not window.is_open(now):
        return
    gaps = {kode: words for kode, words in _gaps(evaluasi).items() if kode in codes}
    if gaps:
        yield Todo(
            f"Aspek saya: {'; '.join(f'{kode} {words}' for kode, words in gaps.items())}",
            _where(evaluasi),
            window.deadline(now),
            f"{evaluasi.address('f01', next(iter(gaps)))}#belum",
            "Lengkapi",
        )


def _gaps(evaluasi: Evaluasi) -> dict[str, str]:
    """By aspect (code), in words what is missing in it, or what was sent back and not mended."""
    parts, found = evaluasi.versi.instrumen.semua_aspek, {}
    returned = calendar.open_return(evaluasi)
    if returned:
        waiting = set(progress_versions.untouched(evaluasi, returned.indikator))
        for aspek in parts:
            numbers = [str(item.nomor) for item in aspek.indikator if item.nomor in waiting]
            if numbers:
                found[aspek.kode] = f"perbaiki indikator {', '.join(numbers)}"
        return found
    answers = in_charge.answered([evaluasi]).get(evaluasi.pk, {})
    lacking, files = in_charge.missing(evaluasi, answers), evidence.listed(evaluasi)
    for aspek in parts:
        bare = sum(1 for item in aspek.indikator if item.bukti and not files.get(item.nomor))
        counted = ((lacking.get(aspek.kode, 0), "jawaban"), (bare, "bukti dukung"))
        words = [f"{number} {what}" for number, what in counted if number]
        if words:
            found[aspek.kode] = f"kurang {' dan '.join(words)}"
    return found


def _requested(rows: Iterable[Evaluasi]) -> Iterator[Todo]:
    for item in requested.unanswered(rows):
        yield Todo(
            f"Unggah satu berkas untuk indikator {item.indikator}",
            _where(item.evaluasi),
            item.tenggat,
            item.evaluasi.address("requested_file", item.uuid),
            "Unggah",
            note=item.isi,
        )


def _in_its_place(user: User) -> Iterator[Todo]:
    """Of the office, what somebody fills for units that cannot, and which reviews they ask for."""
    now = timezone.now()
    rows = list(_base(visible_evaluasi(user)).filter(pk__in=on_behalf.declared_by(user)))
    yield from _requested(rows)
    for evaluasi in rows:
        if evaluasi.status in F01_OPEN:
            yield from _f01(evaluasi, Role.KEPALA, now)
    for row in helping.waiting(user):
        yield Todo(
            "Jawab permintaan reviu F01",
            _where(row.evaluasi),
            None,
            row.evaluasi.address("f01_review_answer"),
            "Reviu",
            note=row.pesan,
        )


def _f01(evaluasi: Evaluasi, role: Role, now: datetime) -> Iterator[Todo]:
    """To fill, to mend or to send: the one thing that comes next for this role."""
    window = calendar.f01_window(evaluasi)
    where, deadline = _where(evaluasi), window.deadline(now)
    returned = calendar.open_return(evaluasi)
    if not window.is_open(now):
        if window.is_over(now):
            what = "Perbaikan F01 belum dikirim" if returned else "F01 belum dikirim"
            asked = extension_queries.asked_for(evaluasi).filter(status="menunggu").first()
            yield Todo(
                f"{what}; permohonan perpanjangan menunggu keputusan"
                if asked
                else f"{what}; minta perpanjangan bila masih akan dikirim",
                where,
                deadline,
                evaluasi.get_absolute_url() if asked else evaluasi.address("extension_ask"),
                "Lihat keadaan" if asked else "Minta perpanjangan",
                late=True,
            )
        return
    asks = evaluasi.siap_oleh
    untouched = progress_versions.untouched(evaluasi, returned.indikator) if returned else []
    hasil = evaluasi.hasil
    ready = bool(hasil.f01_jumlah) and hasil.f01_terisi == hasil.f01_jumlah
    if returned:
        ready = not untouched
    if asks and role != Role.KEPALA:
        return  # the head's turn; the card of the evaluation says so
    if asks or ready:
        again = " lagi F01 yang dikembalikan" if returned else " F01"
        if role == Role.KEPALA:
            what = f"Kirim{again}" + (f": {asks} menyatakan siap" if asks else "")
            yield Todo(what, where, deadline, evaluasi.address("f01_submit"), "Periksa dan kirim")
        else:
            what = f"Minta kepala unit mengirim{again}"
            yield Todo(what, where, deadline, evaluasi.address("f01_submit"), "Nyatakan siap")
        return
    if returned:
        yield Todo(
            "F01 dikembalikan: perbaiki indikator " + ", ".join(map(str, untouched)),
            where,
            deadline,
            first_open(evaluasi, {}, untouched),
            "Perbaiki",
            note=_why_returned(returned),
        )
        return
    yield Todo(
        f"Isi F01: {hasil.f01_terisi} dari {hasil.f01_jumlah} terjawab",
        where,
        deadline,
        first_open(evaluasi, answers_of(evaluasi)),
        "Lanjutkan",
    )


def _why_returned(returned: Any) -> str:
    """The reason for all, and what was written about single indicators."""
    about = [(nomor, returned.tentang(nomor)) for nomor in returned.indikator]
    return "\n".join([returned.alasan, *(f"Indikator {n}: {words}" for n, words in about if words)])


def _follow_up(user: User, unit: int) -> Iterator[Todo]:
    """Per evaluation: each kind with its own number and its own date."""
    for item in follow_up_queries.waiting_for_unit(user, unit):
        where, place = _where(item.evaluasi), item.evaluasi.address("follow_up")
        if item.terlambat:
            since = end_of(item.lewat) if item.lewat else None
            what = f"{item.terlambat} tindak lanjut lewat tenggat"
            yield Todo(what, where, since, place, "Laporkan", late=True)
        if item.dikembalikan:
            until = end_of(item.kembali_sampai) if item.kembali_sampai else None
            what = f"Perbaiki {item.dikembalikan} tindak lanjut yang dikembalikan"
            yield Todo(what, where, until, place, "Perbaiki")
        if item.belum:
            what = f"Tulis rencana tindak lanjut {item.belum} rekomendasi"
            yield Todo(what, where, None, place, "Tulis rencana")
        if item.berjalan:
            until = end_of(item.tenggat) if item.tenggat else None
            what = f"Kerjakan dan laporkan {item.berjalan} tindak lanjut"
            yield Todo(what, where, until, place, "Lihat")


# Who evaluates ------------------------------------------------------------------------------------


def _of_evaluator(user: User) -> Iterator[Todo]:
    now = timezone.now()
    waiting = [*F01_OPEN, State.DIKIRIM, State.DINILAI]
    rows = list(_base(assigned_evaluasi(user, "score", "lead")).filter(state__in=waiting))
    leads = set(assigned_evaluasi(user, "lead").order_by().values_list("pk", flat=True))
    own = _own_progress(user, rows)
    for evaluasi in rows:
        window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
        late = window.is_over(now)
        if not (late or window.is_open(now)):
            continue
        if evaluasi.status in F01_OPEN and not calendar.f01_window(evaluasi).is_over(now):
            continue
        found = _to_score(evaluasi, *own[evaluasi.pk], leads=evaluasi.pk in leads)
        if found is not None:
            what, page, button = found
            place = evaluasi.address(page)
            yield Todo(what, _where(evaluasi), window.deadline(now), place, button, late=late)
    yield from _objections(user, "lead")
    yield from _asked(user)


def _asked(user: User) -> Iterator[Todo]:
    """The files that this evaluator asked for: on their way, here, or not come."""
    for item in requested.asked_by(user):
        what = "Periksa berkas yang tiba" if item.bukti_id else "Menunggu satu berkas dari unit"
        if item.lewat:
            what = "Berkas yang diminta tidak datang"
        yield Todo(
            f"{what}: indikator {item.indikator}",
            _where(item.evaluasi),
            None if item.bukti_id else item.tenggat,
            item.evaluasi.address("f02_indicator", item.indikator),
            "Periksa" if item.bukti_id else "Lihat",
            late=item.lewat,
            note=item.isi,
        )


def _own_progress(user: User, rows: list[Evaluasi]) -> dict[int, tuple[int, int]]:
    """By evaluation id, how many of this person's weighted indicators have his level, of how many;
    in two queries for all."""
    aspects: dict[int, set[str]] = {}
    mine = assignments.assigned_aspects(user, "score").filter(evaluasi__in=rows)
    for evaluasi, kode in mine.values_list("evaluasi", "kode"):
        aspects.setdefault(evaluasi, set()).add(kode)
    given = Nilai.objects.filter(
        Q(oleh=user, penerus=None) | Q(penerus=user),
        evaluasi__in=rows,
        peran=PeranNilai.EVALUATOR,
        level__isnull=False,
    )
    levels = set(given.values_list("evaluasi", "indikator"))
    found = {}
    for row in rows:
        numbers = [
            indikator.nomor
            for aspek in row.versi.instrumen.aspek_berbobot
            if aspek.kode in aspects.get(row.pk, ())
            for indikator in aspek.indikator
        ]
        found[row.pk] = sum((row.pk, nomor) in levels for nomor in numbers), len(numbers)
    return found


def _to_score(
    evaluasi: Evaluasi, done: int, mine: int, *, leads: bool
) -> tuple[str, str, str] | None:
    """What waits, the name of its page, and the button; None where it is the colleagues' turn."""
    have, need = evaluasi.hasil.f02_terisi, evaluasi.hasil.f02_jumlah
    if done < mine:
        if evaluasi.status in F01_OPEN:
            why = "unit tidak mengirim F01 sampai tenggatnya"
        elif evaluasi.status == State.DIKIRIM:
            why = "F01 sudah dikirim"
        else:
            why = f"{done} dari {mine} indikator Anda"
        return f"Nilai F02: {why}", "f02_next", "Nilai"
    if evaluasi.status == State.DIKIRIM:
        return "Periksa lagi F02: F01 dikirim kembali", "f02_next", "Periksa"
    if leads and need and have >= need:
        return "Selesaikan F02: semua indikator sudah dinilai", "f02", "Selesaikan"
    if leads:
        return f"Dorong tim menilai: {have} dari {need} indikator", "f02", "Lihat"
    return None


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
    waiting = sorted(state.value for state in F02_OPEN | {State.F02_SELESAI})
    rows = list(assigned_evaluasi(user, "verify").filter(state__in=waiting))
    sampled = samples.chosen_of(row.siklus_id for row in rows) if rows else set()
    left: dict[Siklus, int] = {}
    for evaluasi in rows:
        inside = evaluasi.uuid in sampled
        if inside:
            left[evaluasi.siklus] = left.get(evaluasi.siklus, 0) + 1
        if evaluasi.status == State.F02_SELESAI:
            yield Todo(
                "Verifikasi nilai evaluator" + (" (dalam sampel)" if inside else ""),
                _where(evaluasi),
                None,
                evaluasi.address("f02_next"),
                "Verifikasi",
            )
    for siklus, number in left.items():
        yield Todo(
            f"Sampel verifikasi: {number} unit Anda belum diverifikasi",
            siklus.nama,
            None,
            f"{reverse('evaluations:tasks')}?siklus={siklus.uuid}",
            "Lihat daftar",
        )


# What one is responsible for ----------------------------------------------------------------------


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


def beneath(user: User, membership: Membership | None) -> list[Evaluasi]:
    """Running evaluations of the units beneath one's own: a dinas reads its puskesmas."""
    if membership is None or membership.role not in UNIT_ROLES:
        return []
    rows = visible_evaluasi(user).filter(
        unit__induk=membership.unit_id, siklus__status=Siklus.Status.BERJALAN
    )
    return list(rows.order_by("nama_unit", "-siklus__tahun", "pk")[:BENEATH])
