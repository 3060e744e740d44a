"""The one writer of state: permission, window, guards, what it writes and whom it tells."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.core import assignments
from evaluations.f01.services.answers import save_answer
from evaluations.f02.services.levels import remove_recommendation, save_recommendation, save_score
from evaluations.models import (
    Evaluasi,
    Hasil,
    Jawaban,
    Nilai,
    Pengembalian,
    PeranNilai,
    Perpanjangan,
    Rekomendasi,
    Respons,
    Siklus,
)
from evaluations.models.siklus import MetodeTim
from evaluations.progress.services.steps import advance, possible_actions, scoring_refusal
from evaluations.rules.workflow import Action, Kegiatan, State
from pekppp.accounts.models import AuditEntry, Notice, User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from pekppp.base.texts import LONG_REASON
from tests import factories
from tests.emptying import erase
from tests.evaluations.ready import respond
from tests.stage import stage

HOUR = timedelta(hours=1)


def put(evaluasi, state, **fields):
    """The evaluation in a state, without the way there."""
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state, **fields)
    evaluasi.refresh_from_db()
    return evaluasi


def move_phase(siklus, *, start, end, opens=None):
    """Let the cycle's only phase run from now + start to now + end."""
    now = timezone.now()
    phase = siklus.fase.get()
    phase.mulai, phase.akhir = now + start, now + end
    phase.membuka = opens or phase.membuka
    phase.save()
    siklus.__dict__.pop("_calendar", None)


def close_only(siklus, kegiatan):
    """Take one activity out of the running phase, into one that is over."""
    now, phase = timezone.now(), siklus.fase.get()
    phase.membuka = [item for item in phase.membuka if item != kegiatan]
    phase.save()
    siklus.fase.create(
        instansi=siklus.instansi, nama="Selesai", membuka=[kegiatan],
        mulai=now - timedelta(days=9), akhir=now - HOUR,
    )  # fmt: skip
    siklus.__dict__.pop("_calendar", None)


def extend(evaluasi, kegiatan, **fields):
    fields.setdefault("akhir", timezone.now() + HOUR)
    return Perpanjangan.objects.create(
        siklus=evaluasi.siklus, instansi=evaluasi.instansi, kegiatan=kegiatan,
        alasan="surat", **fields,
    )  # fmt: skip


def give_levels(evaluasi, by, level=0, *, without=()):
    Nilai.objects.bulk_create(
        Nilai(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
            indikator=indikator.nomor, peran="evaluator", oleh=by, level=level,
        )
        for indikator in evaluasi.versi.instrumen.indikator_berbobot
        if indikator.nomor not in without
    )  # fmt: skip


def survey(evaluasi, count=10):
    Respons.objects.bulk_create(
        Respons(
            instansi=evaluasi.instansi, survei=evaluasi.survei, kunci=uuid4(),
            butir=[4] * len(evaluasi.versi.instrumen.butir),
        )
        for _ in range(count)
    )  # fmt: skip


def refused(**call):
    """The words and the field of a refusal; the state stays."""
    evaluasi = call["evaluasi"]
    before = evaluasi.state
    with pytest.raises(Refused) as error:
        advance(**call)
    assert Evaluasi.objects.get(pk=evaluasi.pk).state == before
    return error.value


@stage.fixture
def sent(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


@stage.fixture
def scored(cast, evaluasi):
    """All levels given, the F02 not finished."""
    put(evaluasi, State.DINILAI)
    give_levels(evaluasi, cast.evaluator)
    return evaluasi


@stage.fixture
def finished(cast, scored):
    return advance(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)


# Permission ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["bagian", "evaluator", "biro", "operator_tetangga"])
def test_only_the_head_of_the_unit_submits(cast, evaluasi, who):
    with pytest.raises(PermissionDenied):
        advance(by=getattr(cast, who), evaluasi=evaluasi, action=Action.KIRIM_F01)


def test_an_evaluator_without_the_lead_does_not_finish(cast, scored):
    anggota = factories.make_user("anggota")
    assignments.assign(anggota, scored.aspek.all(), "score")
    with pytest.raises(PermissionDenied):
        advance(by=anggota, evaluasi=scored, action=Action.SELESAI_F02)


def test_the_evaluating_office_does_not_validate_a_national_cycle(cast, finished):
    with pytest.raises(PermissionDenied):
        advance(by=cast.bagian, evaluasi=finished, action=Action.VALIDASI)


def test_an_action_that_the_state_does_not_know_is_refused_in_words(cast, evaluasi):
    error = refused(by=cast.evaluator, evaluasi=evaluasi, action=Action.SELESAI_F02)
    assert error.status == 409
    assert error.message == (
        "«Selesaikan F02» tidak dapat dilakukan: status evaluasi saat ini «F01 sedang diisi»."
    )


def test_buttons_are_those_that_would_work(cast, evaluasi):
    assert possible_actions(cast.kepala, evaluasi) == [Action.KIRIM_F01]
    assert possible_actions(cast.operator, evaluasi) == [Action.KIRIM_F01]  # with a statement
    move_phase(evaluasi.siklus, start=-2 * HOUR, end=-HOUR)
    assert possible_actions(cast.kepala, evaluasi) == []


# Windows ------------------------------------------------------------------------------------------


def test_nothing_is_submitted_before_the_window_opens(cast, evaluasi):
    move_phase(evaluasi.siklus, start=HOUR, end=2 * HOUR)
    error = refused(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert error.status == 403
    assert error.message.startswith("Masa pengisian F01 belum dibuka; mulai ")


def test_nothing_is_submitted_after_the_window_closed(cast, evaluasi):
    move_phase(evaluasi.siklus, start=-2 * HOUR, end=-HOUR)
    error = refused(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert error.message.startswith("Masa pengisian F01 sudah ditutup ")


@pytest.mark.parametrize("whose", ["unit", "instansi", "provinsi", "siklus"])
def test_an_extension_opens_the_window_for_whom_it_is_given(cast, evaluasi, whose):
    move_phase(evaluasi.siklus, start=-2 * HOUR, end=-HOUR)
    given = extend(evaluasi, Kegiatan.ISI_F01)
    if whose == "unit":
        given.unit = evaluasi.unit
    elif whose == "provinsi":
        given.instansi, given.termasuk_bawahan = cast.jateng, True
    elif whose == "siklus":
        given.instansi = None
    given.save()
    done = advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert done.state == State.DIKIRIM


def test_an_extension_for_another_unit_changes_nothing(cast, evaluasi):
    move_phase(evaluasi.siklus, start=-2 * HOUR, end=-HOUR)
    extend(evaluasi, Kegiatan.ISI_F01, unit=cast.puskesmas)
    refused(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def test_the_f02_is_not_finished_after_its_window(cast, scored):
    close_only(scored.siklus, Kegiatan.NILAI_F02)
    error = refused(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert error.message.startswith("Masa penilaian F02 sudah ditutup ")


# Submitting the F01 -------------------------------------------------------------------------------


def test_a_galat_holds_the_submission_and_says_where(cast, evaluasi):
    for question, value in (("sp_ada", True), ("jumlah_layanan", 2), ("jumlah_sp", 3)):
        save_answer(
            by=cast.operator, evaluasi=evaluasi, indikator=1, question=question, value=value,
            based_on=0, key=uuid4(),
        )  # fmt: skip
    error = refused(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert error.message == (
        "F01 belum dapat dikirim. Indikator 1: Jumlah SP melebihi jumlah layanan."
    )


def test_gaps_are_confirmed_and_nothing_else_is_asked(cast, evaluasi):
    error = refused(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01)
    assert error.field == "confirmed_gaps"
    done = advance(
        by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True,
        declaration="Benar.",
    )  # fmt: skip
    assert (done.state, done.putaran, done.pernyataan) == (State.DIKIRIM, 1, "Benar.")
    assert not Jawaban.objects.exists()  # nothing was filled in on anybody's behalf


# Returning it -------------------------------------------------------------------------------------


def send_again(cast, evaluasi):
    """Though nothing was changed, which has to be said."""
    return advance(
        by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True,
        confirmed_untouched=True,
    )  # fmt: skip


def give_back(cast, evaluasi, **facts):
    facts.setdefault("indikator", [2, 1])
    facts.setdefault("tenggat", timezone.now() + HOUR)
    facts.setdefault("reason", "Bukti belum lengkap.")
    return advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.KEMBALIKAN_F01, **facts)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": "  "}, "alasan"),
        ({"reason": "x" * (LONG_REASON + 1)}, "alasan"),
        ({"indikator": []}, "indikator"),
        ({"indikator": [99]}, "indikator"),
        ({"tenggat": None}, "tenggat"),
        ({"tenggat": timezone.now() - HOUR}, "tenggat"),
    ],
)
def test_a_return_names_indicators_a_reason_and_a_day(cast, sent, facts, field):
    with pytest.raises(Refused) as error:
        give_back(cast, sent, **facts)
    assert error.value.field == field
    assert not Pengembalian.objects.exists()


def answer(by, evaluasi, indikator, question, value=True):
    return save_answer(
        by=by, evaluasi=evaluasi, indikator=indikator, question=question, value=value,
        based_on=0, key=uuid4(),
    )  # fmt: skip


def test_a_return_opens_only_the_named_indicators(cast, sent):
    give_back(cast, sent, indikator=[1])
    assert answer(cast.operator, sent, 1, "sp_ada").jawaban.nilai is True
    with pytest.raises(Refused):
        answer(cast.operator, sent, 2, "dilibatkan")


def test_a_return_opens_its_own_window_though_the_phase_is_over(cast, sent):
    give_back(cast, sent)
    move_phase(sent.siklus, start=-2 * HOUR, end=-HOUR)
    done = send_again(cast, sent)
    assert (done.state, done.putaran) == (State.DIKIRIM, 2)
    assert Pengembalian.objects.get().selesai_pada == done.dikirim_pada


def test_a_return_closes_on_its_own_day_though_the_phase_runs_on(cast, sent):
    give_back(cast, sent)
    Pengembalian.objects.update(tenggat=timezone.now() - HOUR)
    refused(by=cast.kepala, evaluasi=sent, action=Action.KIRIM_F01, confirmed_gaps=True)


def test_an_extension_granted_after_the_return_opens_it_again(cast, sent):
    before = extend(sent, Kegiatan.ISI_F01, akhir=timezone.now() + 9 * HOUR)
    give_back(cast, sent)
    Pengembalian.objects.update(tenggat=timezone.now() - HOUR)
    refused(by=cast.kepala, evaluasi=sent, action=Action.KIRIM_F01, confirmed_gaps=True)
    before.delete()
    extend(sent, Kegiatan.ISI_F01, unit=sent.unit)
    sent.siklus.__dict__.pop("_calendar", None)
    done = send_again(cast, sent)
    assert done.state == State.DIKIRIM


def test_the_cycle_says_how_often_it_may_be_returned(cast, sent):
    Siklus.objects.update(maks_pengembalian=1)
    sent.refresh_from_db()
    give_back(cast, sent)
    send_again(cast, sent)
    with pytest.raises(Refused) as error:
        give_back(cast, sent)
    assert "sudah 1 kali dikembalikan" in error.value.message


def test_levels_given_before_the_return_stay(cast, sent):
    put(sent, State.DINILAI)
    give_levels(sent, cast.evaluator, 0)
    give_back(cast, sent, indikator=[1])
    send_again(cast, sent)
    assert Nilai.objects.filter(evaluasi=sent, level=0).count() == 30


# Beginning and finishing the F02 ------------------------------------------------------------------


def score(by, evaluasi, level=0, **more):
    return save_score(
        by=by, evaluasi=evaluasi, indikator=more.pop("indikator", 1),
        peran=more.pop("peran", PeranNilai.EVALUATOR), changes={"level": level, **more},
        based_on=0, key=uuid4(),
    )  # fmt: skip


def test_the_f02_waits_for_the_f01_while_its_window_is_open(cast, evaluasi):
    with pytest.raises(Refused) as error:
        score(cast.evaluator, evaluasi)
    assert error.value.message.startswith("Unit belum mengirim F01, dan masa pengisiannya ")
    assert scoring_refusal(evaluasi) == error.value.message


def test_the_f02_goes_on_without_an_f01_when_its_time_is_over(cast, evaluasi):
    close_only(evaluasi.siklus, Kegiatan.ISI_F01)
    assert scoring_refusal(evaluasi) == ""
    score(cast.evaluator, evaluasi, 0)
    evaluasi.refresh_from_db()
    assert evaluasi.state == State.DINILAI


def test_an_extended_unit_is_waited_for(cast, evaluasi):
    close_only(evaluasi.siklus, Kegiatan.ISI_F01)
    extend(evaluasi, Kegiatan.ISI_F01, unit=evaluasi.unit)
    with pytest.raises(Refused):
        score(cast.evaluator, evaluasi)


def test_a_returned_f01_is_waited_for_until_its_own_day(cast, sent):
    give_back(cast, sent)
    close_only(sent.siklus, Kegiatan.ISI_F01)
    with pytest.raises(Refused):
        score(cast.evaluator, sent)
    Pengembalian.objects.update(tenggat=timezone.now() - HOUR)
    sent.refresh_from_db()
    score(cast.evaluator, sent)
    assert Pengembalian.objects.get().selesai_pada is not None


def test_no_level_before_the_f02_opens(cast, sent):
    close_only(sent.siklus, Kegiatan.NILAI_F02)
    with pytest.raises(Refused) as error:
        score(cast.evaluator, sent)
    assert error.value.message.startswith("Masa penilaian F02 sudah ditutup ")
    sent.refresh_from_db()
    assert sent.state == State.DIKIRIM


def test_a_ketua_without_an_aspect_begins_with_a_recommendation(cast, sent):
    ketua = factories.make_user("ketua")
    factories.member(ketua, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(ketua, sent.aspek.all(), "lead")
    save_recommendation(by=ketua, evaluasi=sent, aspek="I", teks="Tetapkan SP.", key=uuid4())
    sent.refresh_from_db()
    assert sent.state == State.DINILAI


def test_no_recommendation_is_written_changed_or_removed_after_the_f02(cast, scored):
    given = {"by": cast.evaluator, "evaluasi": scored, "aspek": "I"}
    row = save_recommendation(**given, teks="Tetapkan SP.", key=uuid4())
    close_only(scored.siklus, Kegiatan.NILAI_F02)
    for late in (
        lambda: save_recommendation(**given, teks="Satu lagi.", key=uuid4()),
        lambda: save_recommendation(
            **given, teks="Lain.", key=uuid4(), rekomendasi=row.uuid, based_on=row.versi
        ),
        lambda: remove_recommendation(by=cast.evaluator, evaluasi=scored, rekomendasi=row.uuid),
    ):
        with pytest.raises(Refused) as error:
            late()
        assert error.value.message.startswith("Masa penilaian F02 sudah ditutup ")
    kept = Rekomendasi.objects.get(evaluasi=scored, dihapus_pada=None)
    assert (kept.teks, kept.versi) == ("Tetapkan SP.", 1)


def test_a_missing_level_holds_the_f02_and_is_named(cast, evaluasi):
    put(evaluasi, State.DINILAI)
    give_levels(evaluasi, cast.evaluator, without=(3, 17))
    error = refused(by=cast.evaluator, evaluasi=evaluasi, action=Action.SELESAI_F02)
    assert error.message == "Belum dinilai: indikator 3, 17."


def test_a_level_without_a_number_is_missing(cast, scored):
    Nilai.objects.filter(indikator=3).update(level=None)
    error = refused(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert error.message == "Belum dinilai: indikator 3."


def test_all_levels_zero_is_complete(finished):
    assert finished.state == State.F02_SELESAI


def second_evaluator(evaluasi, level):
    other = factories.make_user("kedua")
    assignments.assign(other, evaluasi.aspek.all(), "score")
    give_levels(evaluasi, other, level)
    return other


def test_a_difference_is_settled_by_the_ketua_first(cast, scored):
    second_evaluator(scored, 0)
    Nilai.objects.filter(oleh=cast.evaluator, indikator=4).update(level=2)
    error = refused(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert error.message == "Nilai evaluator berbeda pada indikator 4; tetapkan nilai bersama."
    score(cast.evaluator, scored, 0, indikator=4, peran=PeranNilai.SEPAKAT)
    done = advance(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert done.state == State.F02_SELESAI


def test_where_the_mean_counts_a_difference_holds_nothing(cast, scored):
    Siklus.objects.update(metode_tim=MetodeTim.RATA)
    scored.refresh_from_db()
    second_evaluator(scored, 3)
    done = advance(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert done.state == State.F02_SELESAI


# Sending the F02 back -----------------------------------------------------------------------------


def test_a_finished_f02_is_opened_again_with_a_reason(cast, finished):
    assert refused(by=cast.bagian, evaluasi=finished, action=Action.BUKA_F02).field == "alasan"
    advance(by=cast.bagian, evaluasi=finished, action=Action.BUKA_F02, reason="Keliru.")
    assert finished.state == State.DINILAI
    assert not Perpanjangan.objects.exists()  # its window is open anyway


def test_an_f02_sent_back_after_its_time_gets_a_window_of_its_own(cast, finished):
    close_only(finished.siklus, Kegiatan.NILAI_F02)
    advance(by=cast.bagian, evaluasi=finished, action=Action.BUKA_F02, reason="Keliru.")
    assert Perpanjangan.objects.get().unit == finished.unit
    assert scoring_refusal(finished) == ""
    assert score(cast.evaluator, finished, 0, indikator=31).level == 0


def test_who_sends_it_back_may_name_the_day(cast, finished):
    close_only(finished.siklus, Kegiatan.NILAI_F02)
    day = timezone.now() + 3 * HOUR
    advance(
        by=cast.bagian, evaluasi=finished, action=Action.BUKA_F02, reason="Keliru.", tenggat=day
    )
    assert Perpanjangan.objects.get().akhir == day


def test_with_a_verifier_the_validator_waits(cast, finished):
    factories.verified_by(finished, cast.verifikator)
    error = refused(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    assert error.status == 409
    advance(by=cast.verifikator, evaluasi=finished, action=Action.VERIFIKASI)
    assert finished.state == State.DIVERIFIKASI


@pytest.mark.parametrize("gone", ["role", "account", "own unit"])
def test_where_the_verifier_may_no_more_the_validator_still_waits(cast, finished, gone):
    """A step that exists waits for its decider: the province appoints another one."""
    factories.verified_by(finished, cast.verifikator)
    if gone == "role":
        cast.verifikator.memberships.update(ended_at=timezone.now())
    elif gone == "account":
        User.objects.filter(pk=cast.verifikator.pk).update(is_active=False)
    else:
        factories.member(cast.verifikator, Role.OPERATOR, finished.unit)
    assert Action.VALIDASI not in possible_actions(cast.menpan, finished)
    assert not assignments.counting("verify").exists()


# Validating and publishing ------------------------------------------------------------------------


def test_nothing_is_validated_on_a_provisional_figure(cast, finished):
    survey(finished, 9)
    error = refused(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    assert error.message.startswith("Hasil RSUD Hj. Anna Lasmanah belum final. ")


def test_a_validated_result_is_frozen(cast, finished):
    survey(finished)
    advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    assert str(Hasil.objects.get().ipp) == "1.000"
    with pytest.raises(Refused):
        score(cast.evaluator, finished, 5, alasan="terlambat")


def test_published_withdrawn_and_opened_again_each_with_a_reason(cast, finished):
    survey(finished)
    advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    advance(by=cast.menpan, evaluasi=finished, action=Action.TERBITKAN)
    assert refused(by=cast.menpan, evaluasi=finished, action=Action.TARIK).field == "alasan"
    advance(by=cast.menpan, evaluasi=finished, action=Action.TARIK, reason="Keliru.")
    advance(by=cast.menpan, evaluasi=finished, action=Action.BATAL_VALIDASI, reason="Keliru.")
    assert finished.state == State.DINILAI


# End states ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Action.TIDAK_MENGISI, State.TIDAK_MENGISI),
        (Action.TIDAK_DAPAT_DINILAI, State.TIDAK_DAPAT_DINILAI),
        (Action.GANTI, State.DIGANTI),
        (Action.BATALKAN, State.DIBATALKAN),
    ],
)
def test_an_end_has_a_reason_and_a_letter_and_writes_no_zero(cast, evaluasi, action, state):
    assert refused(by=cast.menpan, evaluasi=evaluasi, action=action).field == "alasan"
    advance(by=cast.menpan, evaluasi=evaluasi, action=action, reason="Tutup.", surat="B/4/2026")
    assert (evaluasi.state, evaluasi.akhir_alasan, evaluasi.akhir_surat) == (
        state, "Tutup.", "B/4/2026",
    )  # fmt: skip
    assert not Nilai.objects.exists() and not Jawaban.objects.exists()


def test_u01_a_finished_f02_without_respondents_closes_without_an_ipp(cast, finished):
    """Only for want of respondents, and once nobody can answer any more; it can be undone."""
    close = {"by": cast.menpan, "evaluasi": finished, "action": Action.TUTUP_TANPA_IPP}
    assert "masih dibuka" in str(refused(**close, reason="Responden kurang."))
    survei = finished.survei
    survei.tutup = timezone.now() - HOUR
    survei.buka = survei.tutup - HOUR
    survei.save()
    advance(**close, reason="Responden kurang.")
    assert finished.state == State.TANPA_IPP
    assert (Hasil.objects.get(evaluasi=finished).ipp, finished.nilai.count()) == (None, 30)
    advance(by=cast.menpan, evaluasi=finished, action=Action.PULIHKAN, reason="Diperpanjang.")
    assert finished.state == State.F02_SELESAI


def test_u01_what_has_an_ipp_is_not_closed_without_one(cast, finished):
    respond(finished.survei, *[[4] * 14] * 10)
    closing = {"by": cast.menpan, "evaluasi": finished, "action": Action.TUTUP_TANPA_IPP}
    assert "sudah mempunyai IPP" in str(refused(**closing, reason="Responden kurang."))


def test_restoring_leads_back_to_where_it_ended(cast, scored):
    advance(by=cast.menpan, evaluasi=scored, action=Action.BATALKAN, reason="Keliru.")
    assert refused(by=cast.menpan, evaluasi=scored, action=Action.PULIHKAN).field == "alasan"
    advance(by=cast.menpan, evaluasi=scored, action=Action.PULIHKAN, reason="Ternyata ada.")
    assert (scored.state, scored.akhir_alasan, scored.akhir_dari) == (State.DINILAI, "", "")
    assert Nilai.objects.filter(evaluasi=scored, level=0).count() == 30


def test_the_office_that_evaluates_does_not_end_a_national_evaluation(cast, evaluasi):
    with pytest.raises(PermissionDenied):
        advance(by=cast.bagian, evaluasi=evaluasi, action=Action.BATALKAN, reason="x")


# What is written, and whom it tells ---------------------------------------------------------------


def test_every_step_is_in_the_audit_with_its_facts(cast, sent):
    give_back(cast, sent, indikator=[1], reason="Kurang bukti.")
    entry = AuditEntry.objects.filter(action="kembalikan_f01").get()
    assert (entry.by, entry.reason, entry.data["dari"], entry.data["ke"]) == (
        cast.evaluator, "Kurang bukti.", "dikirim", "dikembalikan",
    )  # fmt: skip
    assert entry.data["indikator"] == [1]


def test_a_reason_may_hold_anything_a_person_can_paste(cast, finished):
    advance(by=cast.bagian, evaluasi=finished, action=Action.BUKA_F02, reason="a\x00b")
    assert AuditEntry.objects.filter(action="buka_f02").get().reason == "ab"


def told(kind):
    return {notice.user.username for notice in Notice.objects.filter(kind=kind)}


def test_the_people_whom_a_step_concerns_are_told_once(cast, sent):
    assert told("kirim_f01") == {"evaluator"}
    give_back(cast, sent)
    assert told("kembalikan_f01") == {"operator", "kepala"}
    assert "Perbaikan ditunggu sampai" in Notice.objects.filter(kind="kembalikan_f01")[0].body


def test_the_verifier_is_told_of_a_finished_f02_or_else_the_organiser(cast, scored):
    advance(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert told("selesai_f02") == {"menpan", "operator", "kepala"}
    erase(Notice.objects.all())
    factories.verified_by(scored, cast.verifikator)
    put(scored, State.DINILAI)
    advance(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02)
    assert told("selesai_f02") == {"verifikator", "operator", "kepala"}


def test_who_took_the_step_is_not_told_of_it(cast, finished):
    assignments.assign(cast.evaluator, finished.aspek.all(), "verify")
    advance(by=cast.evaluator, evaluasi=finished, action=Action.BUKA_F02, reason="Keliru.")
    assert told("buka_f02") == {"operator", "kepala"}


def test_a_step_wakes_the_computation(cast, finished):
    assert Hasil.objects.get(evaluasi=finished).stale
