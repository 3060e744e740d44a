"""When what is open: phases, extensions by scope, returns, and the minute at which a day ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.queries.calendar import Calendar, f01_refusal, f01_window
from evaluations.cycle.services.cycles import set_phases
from evaluations.cycle.services.extensions import add_extension, cancel_extension
from evaluations.cycle.services.window_notices import announce_windows
from evaluations.models import Perpanjangan, Survei
from evaluations.progress.services.steps import advance
from evaluations.rules.calendar import Span, Window, extended, loses
from evaluations.rules.phases import WIB, Phase, end_of, proposed, start_of
from evaluations.rules.workflow import Action, Kegiatan
from pekppp.accounts.models import Notice
from pekppp.base.errors import Refused
from tests import factories

DAY = timedelta(days=1)


# Pure spans ---------------------------------------------------------------------------------------


def test_a_day_ends_with_2359_wib():
    assert end_of(date(2026, 8, 14)) == datetime(2026, 8, 14, 16, 59, 59, 999_999, tzinfo=UTC)
    assert start_of(date(2026, 8, 14)) == datetime(2026, 8, 13, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("second", [0, 59])  # as older rows were stored, and as `end_of` gives it
def test_a13_what_ends_at_2359_holds_that_minute_and_no_moment_more(second):
    end = datetime(2026, 8, 14, 23, 59, second, tzinfo=WIB)
    window = Window((Span(start_of(date(2026, 8, 1)), end),))
    midnight = start_of(date(2026, 8, 15))
    assert window.is_open(midnight - timedelta(microseconds=1))
    assert not window.is_over(midnight - timedelta(microseconds=1))
    assert not window.is_open(midnight)
    assert window.is_over(midnight)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(-120_000_000, 120_000_000))
def test_a13_phases_that_follow_each_other_leave_no_gap(first_day, microseconds):
    """Around the midnight on which the F02 goes over into objection and repair."""
    phases = proposed(first_day)
    spans = [Span(p.mulai, p.akhir) for p in phases if Kegiatan.NILAI_F02 in p.membuka]
    assert len(spans) == 2
    moment = spans[1].mulai + timedelta(microseconds=microseconds)
    assert Window(tuple(spans)).is_open(moment)
    assert sum(span.holds(moment) for span in spans) == 1


def test_the_first_moment_is_open():
    start = start_of(date(2026, 8, 1))
    assert Window((Span(start, start + DAY),)).is_open(start)
    assert not Window((Span(start, start + DAY),)).is_open(start - timedelta(seconds=1))


def test_the_deadline_is_the_end_of_what_is_open_else_the_last_end():
    start = start_of(date(2026, 8, 1))
    first, second = Span(start, start + DAY), Span(start + 5 * DAY, start + 6 * DAY)
    window = Window((first, second))
    assert window.deadline(start) == first.akhir
    assert window.deadline(start + 3 * DAY) == second.akhir
    assert window.opens(start + 3 * DAY) == second.mulai
    assert Window(()).deadline(start) is None


def test_an_extension_without_a_start_follows_the_phases_and_never_shortens():
    start = start_of(date(2026, 8, 1))
    base = [Span(start, start + DAY)]
    assert extended(base, [(None, start + 3 * DAY)]).is_open(start + 2 * DAY)
    assert extended(base, [(None, start - DAY)]).spans == tuple(base)
    assert extended([], [(None, start + DAY)]).spans == ()
    assert extended([], [(start, start + DAY)]).is_open(start)


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ((-2, 5), (-2, 5), ""),
        ((-2, 5), (-2, 9), ""),
        ((-2, 5), (-2, 3), "maju"),
        ((-2, 5), (-2, -1), "tertutup"),
        ((-2, 5), (2, 9), "tertutup"),  # open again later, and shut meanwhile
        ((-2, 5), None, "tertutup"),
        ((2, 5), (2, 4), "maju"),
        ((2, 5), None, "maju"),
        ((2, 5), (3, 5), ""),
        ((-9, -5), (-9, -7), ""),  # over anyhow
        (None, (-2, 5), ""),
    ],
)
def test_j09_what_a_window_loses_by_new_dates(before, after, lost):
    now = datetime(2026, 8, 14, tzinfo=UTC)
    windows = [
        Window(() if days is None else (Span(now + days[0] * DAY, now + days[1] * DAY),))
        for days in (before, after)
    ]
    assert loses(*windows, now) == lost


def test_nothing_scheduled_is_neither_open_nor_over():
    assert not Window(()).is_open(timezone.now())
    assert not Window(()).is_over(timezone.now())


# Extensions ---------------------------------------------------------------------------------------


@pytest.fixture
def ended(cast):
    """A national cycle whose every activity ended yesterday, with two units of two kabupaten."""
    siklus = factories.make_siklus(cast.nasional)
    now = timezone.now()
    siklus.fase.update(mulai=now - 10 * DAY, akhir=now - DAY)
    made = {
        "rsud": factories.make_evaluasi(siklus, cast.rsud),
        "puskesmas": factories.make_evaluasi(siklus, cast.puskesmas),
        "tetangga": factories.make_evaluasi(siklus, cast.unit_tetangga),
    }
    Survei.objects.update(buka=now - 10 * DAY, tutup=now - DAY)
    return siklus, made


def extend(by, siklus, **fields):
    fields.setdefault("kegiatan", "isi_f01")
    fields.setdefault("akhir", timezone.now() + 3 * DAY)
    fields.setdefault("alasan", "Banjir")
    return add_extension(by=by, siklus=siklus, **fields)


def open_for(siklus, made, kegiatan=Kegiatan.ISI_F01):
    calendar = Calendar(siklus)
    return {name for name, item in made.items() if calendar.is_open(item, kegiatan)}


def test_an_extension_holds_for_its_scope_only(cast, ended):
    siklus, made = ended
    assert open_for(siklus, made) == set()
    extend(cast.menpan, siklus, units=[cast.rsud])
    assert open_for(siklus, made) == {"rsud"}
    Perpanjangan.objects.all().delete()
    extend(cast.menpan, siklus, instansi=cast.banjarnegara)
    assert open_for(siklus, made) == {"rsud", "puskesmas"}
    Perpanjangan.objects.all().delete()
    extend(cast.menpan, siklus, instansi=cast.jateng, termasuk_bawahan=True)
    assert open_for(siklus, made) == {"rsud", "puskesmas"}
    Perpanjangan.objects.all().delete()
    extend(cast.menpan, siklus)
    assert open_for(siklus, made) == set(made)


def test_an_extension_opens_its_activity_only(cast, ended):
    siklus, made = ended
    extend(cast.menpan, siklus)
    assert open_for(siklus, made, Kegiatan.NILAI_F02) == set()


def test_a_province_alone_is_not_its_kabupaten(cast, ended):
    siklus, _ = ended
    with pytest.raises(Refused) as refused:
        extend(cast.menpan, siklus, instansi=cast.jateng)
    assert refused.value.field == "instansi"


@pytest.mark.parametrize("who", ["bagian", "biro", "pimpinan", "kepala", "evaluator"])
def test_only_the_organiser_extends(cast, ended, who):
    with pytest.raises(PermissionDenied):
        extend(getattr(cast, who), ended[0])


def test_an_extension_that_lengthens_nothing_is_refused(cast, siklus, evaluasi):
    with pytest.raises(Refused) as refused:
        extend(cast.menpan, siklus, akhir=timezone.now() + DAY)
    assert refused.value.field == "akhir"
    assert "sampai" in refused.value.message


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"alasan": " "}, "alasan"),
        ({"akhir": datetime(2020, 1, 1, tzinfo=UTC)}, "akhir"),
        ({"kegiatan": "menari"}, "kegiatan"),
    ],
)
def test_an_impossible_extension_is_refused_beside_its_field(cast, ended, fields, field):
    with pytest.raises(Refused) as refused:
        extend(cast.menpan, ended[0], **fields)
    assert refused.value.field == field
    assert not Perpanjangan.objects.exists()


def test_an_activity_without_a_phase_needs_a_start(cast, ended):
    siklus, made = ended
    siklus.fase.update(membuka=["isi_f01"])
    with pytest.raises(Refused) as refused:
        extend(cast.menpan, siklus, kegiatan="sanggah")
    assert refused.value.field == "mulai"
    extend(cast.menpan, siklus, kegiatan="sanggah", mulai=timezone.now() - DAY)
    assert open_for(siklus, made, Kegiatan.SANGGAH) == set(made)


def test_a_survey_stays_open_as_long_as_its_extension(cast, ended):
    siklus, _made = ended
    (row,) = extend(cast.menpan, siklus, kegiatan="survei", units=[cast.rsud])
    assert Survei.objects.get(unit=cast.rsud).tutup == row.akhir
    assert Survei.objects.get(unit=cast.puskesmas).tutup < timezone.now()
    cancel_extension(by=cast.menpan, perpanjangan=row, alasan="Salah unit")
    assert Survei.objects.get(unit=cast.rsud).tutup < timezone.now()


def test_new_phases_do_not_cut_what_was_granted(cast, ended):
    siklus, _ = ended
    (row,) = extend(cast.menpan, siklus, kegiatan="survei", units=[cast.rsud])
    now = timezone.now()
    phases = [Phase("Semua", now - 9 * DAY, now + DAY, tuple(item.value for item in Kegiatan))]
    set_phases(by=cast.menpan, siklus=siklus, phases=phases)
    assert Survei.objects.get(unit=cast.rsud).tutup == row.akhir
    assert Survei.objects.get(unit=cast.puskesmas).tutup == phases[0].akhir


def test_a_survey_shared_with_another_cycle_is_never_cut(cast, ended):
    siklus, _made = ended
    other = factories.make_siklus(cast.banjarnegara)
    factories.make_evaluasi(other, cast.rsud)
    now = timezone.now()
    Survei.objects.filter(unit=cast.rsud).update(tutup=now + 90 * DAY)
    phases = [Phase("Semua", now - 9 * DAY, now + DAY, tuple(item.value for item in Kegiatan))]
    set_phases(by=cast.menpan, siklus=siklus, phases=phases)
    assert Survei.objects.get(unit=cast.rsud).tutup == now + 90 * DAY


def test_whoever_is_concerned_is_told(cast, ended, evaluasi):
    siklus, _ = ended
    (row,) = extend(cast.menpan, siklus, units=[cast.rsud])
    told = Notice.objects.filter(kind="perpanjangan")
    assert {notice.user for notice in told} == {cast.operator, cast.kepala, cast.bagian}
    assert "WIB" in told[0].subject
    cancel_extension(by=cast.menpan, perpanjangan=row, alasan="Salah unit")
    taken_back = told.filter(subject__contains="tidak jadi diperpanjang")
    assert {notice.user for notice in taken_back} == {cast.operator, cast.kepala, cast.bagian}


# Returns ------------------------------------------------------------------------------------------


def test_a_return_opens_its_own_window_for_the_named_indicators(cast, ended):
    siklus, made = ended
    extend(cast.menpan, siklus, units=[cast.rsud])
    evaluasi = made["rsud"]
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    due = timezone.now() + 7 * DAY
    advance(
        by=cast.bagian,
        evaluasi=evaluasi,
        action=Action.KEMBALIKAN_F01,
        reason="Lengkapi.",
        indikator=[3],
        tenggat=due,
    )
    assert f01_window(evaluasi).deadline(timezone.now()) == due
    assert f01_refusal(evaluasi, 3) == ""
    assert f01_refusal(evaluasi, 4) != ""


# Windows that open --------------------------------------------------------------------------------


@pytest.fixture
def opening_now(siklus, evaluasi):
    """A cycle that was opened two days ago and whose windows have just opened."""
    now = timezone.now()
    type(siklus).objects.filter(pk=siklus.pk).update(dibuka_pada=now - 2 * DAY)
    siklus.fase.update(mulai=now - timedelta(minutes=1), membuka=["isi_f01", "nilai_f02"])
    return siklus


def test_a_window_that_opens_is_announced_once_to_whom_it_concerns(cast, opening_now):
    assert [announce_windows(), announce_windows()] == [2, 0]
    told = Notice.objects.filter(kind="jendela_dibuka")
    assert {(item.user, item.subject.split(" RSUD")[0]) for item in told} == {
        (cast.operator, "Isi F01"),
        (cast.kepala, "Isi F01"),
        (cast.evaluator, "Penilaian F02"),
    }
    assert told.count() == 3


def test_what_was_open_when_the_cycle_opened_is_not_announced_again(cast, opening_now):
    opening_now.fase.update(mulai=timezone.now() - 3 * DAY)
    assert announce_windows() == 0
    assert not Notice.objects.filter(kind="jendela_dibuka").exists()


def test_a_unit_that_has_sent_its_f01_hears_nothing_of_it(cast, opening_now, evaluasi):
    type(evaluasi).objects.update(state="dinilai")
    announce_windows()
    assert not Notice.objects.filter(kind="jendela_dibuka", user=cast.operator).exists()
