"""What people owe in running cycles with a deadline near enough to be reminded of."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models.functions import Coalesce

from evaluations.core import assignments
from evaluations.core.queries import in_charge
from evaluations.core.queries.calendar import Calendar, f01_window, open_return
from evaluations.core.queries.recipients import Due, Found
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import Evaluasi, Nilai, Pengembalian, PeranNilai, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.rules.notices import Recipient, stands_for
from evaluations.rules.phases import end_of
from evaluations.rules.reminders import DAYS, TABLE, Duty, decided_until, lacking, stage
from evaluations.rules.workflow import DECIDED, F01_OPEN, IN_WORK, OBJECTABLE, Kegiatan, State
from instruments.models import VersiInstrumen
from pekppp.base.certain import certain

# Where whoever is in charge of an unfinished aspect hears first.
_FILLING = frozenset({Duty.KIRIM_F01, Duty.PERBAIKI_F01})
# Of one evaluation: what is owed, and until when.
_Owed = tuple[Duty, datetime]


def due(now: datetime) -> list[Due]:
    """Everything that is owed by somebody and due in the coming days."""
    found: list[Due] = []
    running = Siklus.objects.filter(status=Siklus.Status.BERJALAN)
    for siklus in running.prefetch_related("fase", "perpanjangan").select_related("instansi"):
        if _near(siklus, now):
            found += _of_cycle(siklus, now)
    return [*found, *_follow_ups(now)]


def _near(siklus: Siklus, now: datetime) -> bool:
    """Whether any date of the cycle is near: most days none is, and nothing more is read."""
    returned = Pengembalian.objects.filter(
        siklus=siklus,
        selesai_pada__isnull=True,
        tenggat__gt=now,
        tenggat__lt=now + timedelta(days=max(DAYS) + 1),
    )
    dates = [fase.akhir for fase in siklus.fase.all()]
    dates += [row.akhir for row in siklus.perpanjangan.all()]
    return any(stage(date, now) for date in dates) or returned.exists()


def _of_cycle(siklus: Siklus, now: datetime) -> Iterator[Due]:
    rows = (
        Evaluasi.objects.filter(siklus=siklus, state__in=sorted(IN_WORK - DECIDED))
        .select_related("instansi__induk", "penilai__induk", "hasil", "survei")
        .prefetch_related("pengembalian")
    )
    evaluations = list(rows)
    for item in evaluations:
        item.siklus = siklus
    objected = objection_queries.waiting_of(evaluations)
    owed = {
        item.pk: [
            (duty, until)
            for duty, until in _owed(item, now, objected=item.pk in objected)
            if stage(until, now) is not None
        ]
        for item in evaluations
    }
    concerned = [item for item in evaluations if owed[item.pk]]
    yield from _people(concerned, owed, now)


def _owed(evaluasi: Evaluasi, now: datetime, *, objected: bool) -> Iterator[_Owed]:
    calendar, state = Calendar.of(evaluasi.siklus), evaluasi.status

    def until(kegiatan: Kegiatan) -> datetime | None:
        window = calendar.window(evaluasi, kegiatan)
        return window.deadline(now) if window.is_open(now) else None

    if state in F01_OPEN:
        window = f01_window(evaluasi)
        if window.is_open(now):
            duty = Duty.KIRIM_F01 if state is State.DRAF else Duty.PERBAIKI_F01
            yield duty, certain(window.deadline(now), "it is open")
    survei = evaluasi.survei
    if survei and survei.buka <= now < survei.tutup and evaluasi.hasil.responden < survei.minimum:
        yield Duty.SURVEI, survei.tutup
    scoring, objecting = until(Kegiatan.NILAI_F02), until(Kegiatan.SANGGAH)
    scored = state in (State.DIKIRIM, State.DINILAI)
    if scoring and (scored or (state in F01_OPEN and f01_window(evaluasi).is_over(now))):
        yield Duty.NILAI_F02, scoring
    if state in OBJECTABLE and objecting:
        yield Duty.SANGGAH, objecting
    decision = decided_until(evaluasi.siklus.fase.all())
    if state in OBJECTABLE and decision:
        if objected:
            yield Duty.PUTUS_SANGGAHAN, decision
        if state is State.F02_SELESAI and evaluasi.diverifikasi:
            yield Duty.VERIFIKASI, decision
        else:
            yield Duty.VALIDASI, decision


def _people(
    evaluations: Sequence[Evaluasi], owed: dict[int, list[_Owed]], now: datetime
) -> Iterator[Due]:
    wanted = {
        stands_for(recipient, item.status, verified=item.diverifikasi)
        for item in evaluations
        for duty, _ in owed[item.pk]
        for recipient in TABLE[duty].told
    }
    people = Found(evaluations, wanted)
    busy = _unfinished(
        [item for item in evaluations if any(duty is Duty.NILAI_F02 for duty, _ in owed[item.pk])]
    )
    gaps = _gaps(
        [item for item in evaluations if any(duty in _FILLING for duty, _ in owed[item.pk])]
    )
    for item in evaluations:
        there, (unfinished, charged) = people.of(item), gaps.get(item.pk, ([], {}))
        for duty, until in owed[item.pk]:
            days = certain(stage(until, now), "nothing else is owed here")
            own, alone = lacking(unfinished if duty in _FILLING else (), charged, days)
            for recipient in TABLE[duty].told:
                capacity = stands_for(recipient, item.status, verified=item.diverifikasi)
                for person in there[capacity]:
                    if capacity is Recipient.EVALUATOR and person.pk not in busy[item.pk]:
                        continue
                    his = own.get(person.pk, [])
                    if alone and not his:
                        continue
                    what = (
                        f"{item.nama_unit}, aspek Anda {', '.join(his)}" if his else item.nama_unit
                    )
                    yield Due(
                        person,
                        duty,
                        f"evaluasi:{item.pk}",
                        _name(item, what),
                        until,
                        item.address("f01", his[0]) if his else _page(duty, item),
                        item.instansi_id,
                    )


def _gaps(evaluations: list[Evaluasi]) -> dict[int, tuple[list[str], dict[str, int]]]:
    """By evaluation with people in charge: the aspects (codes) that are unfinished or were sent
    back, and who (id) is in charge of which."""
    people = in_charge.of_each(evaluations)
    concerned = [item for item in evaluations if item.pk in people]
    versions = VersiInstrumen.objects.in_bulk({item.versi_id for item in concerned})
    answers = in_charge.answered(concerned) if concerned else {}
    found = {}
    for item in concerned:
        item.versi = versions[item.versi_id]
        returned = open_return(item)
        if returned is not None:
            numbers = set(returned.indikator)
            parts = item.versi.instrumen.semua_aspek
            codes = [a.kode for a in parts if numbers & {i.nomor for i in a.indikator}]
        else:
            codes = list(in_charge.missing(item, answers.get(item.pk, {})))
        found[item.pk] = codes, {kode: user.pk for kode, user in people[item.pk].items()}
    return found


def _unfinished(evaluations: Sequence[Evaluasi]) -> dict[int, set[int]]:
    """By evaluation, the evaluators (ids) who have not given all of their levels."""
    given: dict[tuple[int, int], set[int]] = {}
    rows = Nilai.objects.filter(
        evaluasi__in=evaluations, peran=PeranNilai.EVALUATOR, level__isnull=False
    )
    seat = Coalesce("penerus", "oleh")
    for evaluasi, person, nomor in rows.order_by().values_list("evaluasi", seat, "indikator"):
        given.setdefault((evaluasi, person), set()).add(nomor)
    versions = VersiInstrumen.objects.in_bulk({item.versi_id for item in evaluations})
    instruments = {item.pk: versions[item.versi_id].instrumen for item in evaluations}
    found: dict[int, set[int]] = {item.pk: set() for item in evaluations}
    for task in assignments.tasks_of(evaluations):
        if task.codename != "score":
            continue
        weighted = instruments[task.evaluasi].aspek_berbobot
        aspek = next((item for item in weighted if item.kode == task.kode), None)
        numbers = {item.nomor for item in aspek.indikator} if aspek else set()
        if numbers - given.get((task.evaluasi, task.user), set()):
            found[task.evaluasi].add(task.user)
    return found


def _name(evaluasi: Evaluasi, what: str) -> str:
    """A unit may be in two cycles at once, one of them for practice."""
    practice = ", latihan" if evaluasi.siklus.latihan else ""
    return f"{what} ({evaluasi.siklus.nama}{practice})"


def _page(duty: Duty, evaluasi: Evaluasi) -> str:
    name = {
        Duty.KIRIM_F01: "f01_submit",
        Duty.SURVEI: "survey_unit",
        Duty.NILAI_F02: "f02",
        Duty.VERIFIKASI: "f02",
        Duty.SANGGAH: "objections",
        Duty.PUTUS_SANGGAHAN: "objections",
    }.get(duty)
    return evaluasi.address(name) if name else evaluasi.get_absolute_url()


def _follow_ups(now: datetime) -> Iterator[Due]:
    """What units promised to have done by a day."""
    rows = follow_up_queries.owed_between(
        now.date() - timedelta(days=1), now.date() + timedelta(days=max(DAYS) + 1)
    ).select_related("evaluasi__siklus", "evaluasi__instansi", "rekomendasi")
    found = list(rows)
    people = Found(
        list({row.evaluasi.pk: row.evaluasi for row in found}.values()), {Recipient.UNIT}
    )
    for row in found:
        for person in people.of(row.evaluasi)[Recipient.UNIT]:
            yield Due(
                person,
                Duty.TINDAK_LANJUT,
                f"tindak_lanjut:{row.pk}",
                _name(row.evaluasi, f"{row.evaluasi.nama_unit}, aspek {row.rekomendasi.aspek}"),
                end_of(certain(row.tenggat, "the query asks for a date")),
                follow_up_queries.place_of(row),
                row.instansi_id,
            )
