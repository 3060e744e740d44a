"""U13: reminders 7, 3 and 1 days before what a person owes, once each."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.services import reminding
from evaluations.models import Evaluasi, Fase, Nilai, Pengembalian, Pengingat, Perpanjangan
from evaluations.monitoring.queries import deadlines
from evaluations.monitoring.services.deadlines import remind_of_deadlines
from evaluations.rules.phases import end_of
from evaluations.rules.workflow import Kegiatan, State
from pekppp.accounts.models import Notice
from pekppp.accounts.roles import Role
from tests import factories
from tests.evaluations.core.test_notices import promise

WIB = ZoneInfo("Asia/Jakarta")
# A Monday morning, far from anything that the factories date.
TODAY = datetime(2026, 3, 2, 7, 0, tzinfo=WIB)


def day(number: int) -> datetime:
    return TODAY + timedelta(days=number)


def end(number: int) -> datetime:
    return end_of(day(number).date())


def run(number: int = 0, hour: int = 7) -> int:
    now = day(number).replace(hour=hour)
    return reminding.remind(deadlines.due(now), now)


def reminders(user) -> list[str]:
    return list(
        Notice.objects.filter(user=user, kind="tenggat")
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def named(evaluasi) -> str:
    return f"{evaluasi.nama_unit} ({evaluasi.siklus.nama})"


def opens(siklus, *kegiatan, until):
    """The cycle's only phase opens this, until the end of that day; nobody owes a survey."""
    phase = siklus.fase.get()
    phase.mulai, phase.akhir, phase.membuka = day(-30), end(until), list(kegiatan)
    phase.save()


@pytest.fixture
def filling(siklus, evaluasi):
    opens(siklus, Kegiatan.ISI_F01, until=10)
    return evaluasi


def test_u13_seven_three_and_one_day_before_once_each(cast, filling):
    told = [run(number, hour) for number in range(12) for hour in (5, 7, 18)]
    assert sum(told) == 6
    for person in (cast.operator, cast.kepala):
        assert reminders(person) == [
            f"Tenggat {when}: mengirim F01 {named(filling)}"
            for when in ("7 hari lagi", "3 hari lagi", "besok")
        ]
    assert Notice.objects.filter(kind="tenggat").count() == 6
    body = cast.operator.notices.first().body
    assert "Paling lambat 12 Maret 2026 pukul 23.59 WIB." in body


def test_u13_what_no_worker_did_on_its_day_is_made_up_for_with_the_days_that_are_left(
    cast, filling
):
    assert [run(5), run(6)] == [2, 0]
    assert reminders(cast.operator) == [f"Tenggat 5 hari lagi: mengirim F01 {named(filling)}"]


def test_u13_an_extension_moves_them(cast, siklus, filling):
    assert run(3) == 2
    Perpanjangan.objects.create(
        siklus=siklus, instansi=cast.banjarnegara, unit=cast.rsud, kegiatan=Kegiatan.ISI_F01,
        akhir=end(20), alasan="Surat.",
    )  # fmt: skip
    assert [run(number) for number in (7, 9, 12, 13)] == [0, 0, 0, 2]
    assert "22 Maret 2026" in cast.operator.notices.first().body


def test_u13_a_return_has_a_deadline_of_its_own(cast, filling):
    Evaluasi.objects.filter(pk=filling.pk).update(state=State.DIKEMBALIKAN)
    row = Pengembalian.objects.create(
        instansi=filling.instansi, siklus=filling.siklus, evaluasi=filling, putaran=1,
        indikator=[1], alasan="Bukti.", tenggat=end(4), oleh=cast.bagian,
    )  # fmt: skip
    Pengembalian.objects.filter(pk=row.pk).update(dibuat_pada=day(-1))
    assert run(1) == 2
    assert reminders(cast.operator) == [
        f"Tenggat 3 hari lagi: memperbaiki dan mengirim lagi F01 {named(filling)}"
    ]


def test_u13_who_has_sent_is_not_reminded(cast, filling):
    Evaluasi.objects.filter(pk=filling.pk).update(state=State.DIKIRIM)
    assert run(3) == 0


# Whom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kegiatan", "state", "told"),
    [
        (Kegiatan.ISI_F01, State.DRAF, {"operator", "kepala"}),
        (Kegiatan.SANGGAH, State.F02_SELESAI, {"operator", "kepala"}),
        (Kegiatan.NILAI_F02, State.DIKIRIM, {"evaluator"}),
        (Kegiatan.NILAI_F02, State.DINILAI, {"evaluator"}),
        (Kegiatan.NILAI_F02, State.F02_SELESAI, set()),
        (Kegiatan.ISI_F01, State.TERBIT, set()),
    ],
)
def test_u13_whose_turn_it_is_is_reminded(cast, siklus, evaluasi, kegiatan, state, told):
    opens(siklus, kegiatan, until=7)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
    run()
    assert set(Notice.objects.values_list("user__username", flat=True)) == told


@pytest.mark.parametrize(("verified", "told"), [(True, "verifikator"), (False, "menpan")])
def test_u13_who_decides_is_reminded_of_the_phase_that_decides(
    cast, siklus, evaluasi, verified, told
):
    opens(siklus, Kegiatan.NILAI_F02, until=-2)
    Fase.objects.create(
        siklus=siklus, instansi=siklus.instansi, nama="Validasi", mulai=day(-1), akhir=end(3)
    )
    if verified:
        factories.verified_by(evaluasi, cast.verifikator)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.F02_SELESAI)
    assert run() == 1
    assert Notice.objects.get().user.username == told


def test_u13_an_evaluator_without_anything_left_is_not_reminded_and_the_ketua_is(
    cast, siklus, evaluasi
):
    anggota = factories.make_user("anggota")
    factories.member(anggota, Role.EVALUATOR, cast.banjarnegara)
    aspek = evaluasi.aspek.get(kode="VI")
    assignments.assign(anggota, [aspek], "score")
    opens(siklus, Kegiatan.NILAI_F02, until=7)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.DINILAI)
    numbers = [item.nomor for item in evaluasi.versi.instrumen.aspek("VI").indikator]
    for nomor in numbers:
        Nilai.objects.create(
            instansi=evaluasi.instansi, siklus=siklus, evaluasi=evaluasi, indikator=nomor,
            peran="evaluator", oleh=anggota, level=0,
        )  # fmt: skip
    run()
    assert {row.user for row in Notice.objects.all()} == {cast.evaluator}


def test_u13_many_units_are_one_notice_each_with_its_own_date(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    assignments.assign(cast.evaluator, other.aspek.all(), "score")
    opens(siklus, Kegiatan.NILAI_F02, until=1)
    Evaluasi.objects.update(state=State.DIKIRIM)
    Perpanjangan.objects.create(
        siklus=siklus, instansi=cast.banjarnegara, unit=cast.puskesmas, akhir=end(3),
        kegiatan=Kegiatan.NILAI_F02, alasan="Surat.",
    )  # fmt: skip
    assert run() == 1
    [told] = Notice.objects.all()
    assert told.subject == "2 tenggat mendekat, yang pertama besok"
    lines = [line for line in told.body.split("\n") if line.startswith("- ")]
    assert lines == [
        f"- menyelesaikan F02 {named(evaluasi)}: 3 Maret 2026 pukul 23.59 WIB, besok",
        f"- menyelesaikan F02 {named(other)}: 5 Maret 2026 pukul 23.59 WIB, 3 hari lagi",
    ]


def test_u13_the_hour_is_said_in_the_person_s_zone_with_wib_beside_it(cast, filling):
    cast.kepala.zone = "Asia/Jayapura"
    cast.kepala.save()
    run(3)
    assert "13 Maret 2026 pukul 01.59 WIT (12 Maret 23.59 WIB)" in cast.kepala.notices.get().body


def test_u13_a_promised_follow_up_is_reminded_of(cast, siklus, evaluasi):
    promise(cast, evaluasi)
    row = evaluasi.tindak_lanjut.get()
    type(row).objects.update(tenggat=day(7).date())
    opens(siklus, Kegiatan.SURVEI, until=-5)
    assert [run(number) for number in (0, 1, 4, 6)] == [2, 0, 2, 2]
    assert "tindak lanjut" in reminders(cast.operator)[0]


# Once ---------------------------------------------------------------------------------------------


def test_u13_the_database_keeps_one_reminder_of_a_deadline_at_a_stage(cast, filling):
    run(3)
    row = Pengingat.objects.filter(orang=cast.operator).get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_u13_a_run_that_is_killed_loses_nothing_and_repeats_nothing(cast, filling):
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        run(3)
        raise KeyboardInterrupt
    assert (Pengingat.objects.count(), Notice.objects.count()) == (0, 0)
    assert [run(3), run(3)] == [2, 0]


@pytest.mark.django_db(transaction=True)
def test_u13_two_runs_at_once_tell_once(cast, filling):
    both = threading.Barrier(2)
    told = []

    def beat():
        try:
            both.wait(10)
            told.append(run(3))
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == [0, 2]
    assert Notice.objects.filter(kind="tenggat").count() == 2


def test_u13_far_from_any_date_a_run_reads_the_cycles_alone(
    siklus, evaluasi, django_assert_max_num_queries
):
    opens(siklus, Kegiatan.ISI_F01, until=40)
    with django_assert_max_num_queries(8):
        assert run() == 0


def test_u13_many_units_cost_no_more_queries_than_one(cast, siklus, evaluasi):
    opens(siklus, Kegiatan.NILAI_F02, until=3)
    Evaluasi.objects.update(state=State.DIKIRIM)
    costs = []
    for unit in (None, cast.puskesmas, cast.unit_tetangga):
        if unit is not None:
            other = factories.make_evaluasi(siklus, unit)
            assignments.assign(cast.evaluator, other.aspek.all(), "score")
            Evaluasi.objects.filter(pk=other.pk).update(state=State.DIKIRIM)
        with CaptureQueriesContext(connection) as queries:
            deadlines.due(TODAY)
        costs.append(len(queries))
    assert len(set(costs)) == 1


def test_u13_the_task_asks_by_the_clock_and_forgets_what_is_long_past(cast, filling):
    run(3)
    Pengingat.objects.update(tenggat=timezone.now() - timedelta(days=91))
    assert remind_of_deadlines() == 0
    assert not Pengingat.objects.exists()
