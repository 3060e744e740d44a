"""One answer, one level at a time: idempotent, versioned, refused in words."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.core.queries.evaluations import visible_evaluasi
from evaluations.cycle.services.cycles import set_phases
from evaluations.f01.services.answers import save_answer
from evaluations.f02.services.levels import save_score
from evaluations.models import Evaluasi, Hasil, Jawaban, Nilai, PeranNilai, Survei
from evaluations.progress.services.steps import advance
from evaluations.results import services as result_services
from evaluations.results.services import recompute_stale
from evaluations.rules.phases import WIB, Phase, end_of, start_of
from evaluations.rules.workflow import Action, Kegiatan, State
from pekppp.accounts.models import User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Conflict, Refused
from tests import factories
from tests.stage import stage

pytestmark = pytest.mark.services


def answer(by, evaluasi, value, *, question="sp_ada", indikator=1, based_on=0, key=None):
    return save_answer(
        by=by,
        evaluasi=evaluasi,
        indikator=indikator,
        question=question,
        value=value,
        based_on=based_on,
        key=key or uuid4(),
    )


def test_an_answer_is_saved_with_version_one(cast, evaluasi):
    assert answer(cast.operator, evaluasi, True).jawaban.versi == 1


def test_the_same_key_saves_once(cast, evaluasi):
    key = uuid4()
    answer(cast.operator, evaluasi, True, key=key)
    assert answer(cast.operator, evaluasi, True, key=key).replay
    assert Jawaban.pgh_event_model.objects.count() == 1


def test_a_key_cannot_be_used_for_another_value(cast, evaluasi):
    key = uuid4()
    answer(cast.operator, evaluasi, True, key=key)
    with pytest.raises(Refused):
        answer(cast.operator, evaluasi, False, key=key, based_on=1)


def test_a_stale_save_is_refused_with_the_present_answer(cast, evaluasi):
    answer(cast.operator, evaluasi, 3, question="jumlah_layanan")
    answer(cast.kepala, evaluasi, 4, question="jumlah_layanan", based_on=1)
    with pytest.raises(Conflict) as refused:
        answer(cast.operator, evaluasi, 5, question="jumlah_layanan", based_on=1)
    assert (refused.value.current.nilai, refused.value.current.oleh) == (4, cast.kepala)


def test_zero_and_no_are_answers_and_blank_is_none(cast, evaluasi):
    assert answer(cast.operator, evaluasi, "0", question="jumlah_layanan").jawaban.nilai == 0
    assert answer(cast.operator, evaluasi, False).jawaban.nilai is False
    assert answer(cast.operator, evaluasi, "", question="jumlah_sp").jawaban.nilai is None


def test_a_stranger_cannot_answer(cast, evaluasi):
    for person in (cast.operator_puskesmas, cast.evaluator, cast.bagian, cast.siapapun):
        with pytest.raises(PermissionDenied):
            answer(person, evaluasi, True)


def test_after_submission_answers_are_closed(cast, evaluasi):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    with pytest.raises(Refused):
        answer(cast.operator, evaluasi, True)


def score(by, evaluasi, level, *, indikator=1, based_on=0, peran=PeranNilai.EVALUATOR, **more):
    return save_score(
        by=by,
        evaluasi=evaluasi,
        indikator=indikator,
        peran=peran,
        changes={"level": level, **more},
        based_on=based_on,
        key=uuid4(),
    )


@stage.fixture
def submitted(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def test_scoring_starts_the_assessment(cast, submitted):
    score(cast.evaluator, submitted, 0)
    submitted.refresh_from_db()
    assert submitted.state == State.DINILAI


def test_level_zero_is_a_level(cast, submitted):
    score(cast.evaluator, submitted, 0)
    recompute_stale()
    hasil = Hasil.objects.get(evaluasi=submitted)
    assert (hasil.f02_terisi, hasil.rincian["levels"]["1"]) == (1, "0")


def test_a_level_that_differs_from_the_suggestion_needs_a_reason(cast, submitted):
    Jawaban.objects.create(
        evaluasi=submitted, instansi=submitted.instansi, siklus=submitted.siklus, indikator=1,
        pertanyaan="sp_ada", nilai=False, oleh=cast.operator,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        score(cast.evaluator, submitted, 4)
    assert refused.value.field == "alasan"
    assert score(cast.evaluator, submitted, 4, alasan="Dokumen ada di tempat.").level == 4


@pytest.mark.parametrize("level", [6, -1, True, 3.5, "3"])
def test_a_level_outside_the_scale_is_refused(cast, submitted, level):
    with pytest.raises(Refused):
        score(cast.evaluator, submitted, level)
    assert not Nilai.objects.exists()


def test_who_belongs_to_the_unit_never_scores_it(cast, submitted):
    factories.member(cast.evaluator, Role.OPERATOR, cast.rsud)
    with pytest.raises(PermissionDenied):
        score(cast.evaluator, submitted, 0)


def test_an_assignment_rests_while_the_role_has_ended(cast, submitted):
    cast.evaluator.memberships.update(ended_at=timezone.now())
    person = User.objects.get(pk=cast.evaluator.pk)
    with pytest.raises(PermissionDenied):
        score(person, submitted, 0)
    assert not visible_evaluasi(person).exists()


def test_an_unassigned_evaluator_scores_nothing(cast, submitted):
    with pytest.raises(PermissionDenied):
        score(cast.bagian, submitted, 0)


def test_a_change_during_the_computation_is_computed_again(cast, submitted):
    score(cast.evaluator, submitted, 0)
    claimed = result_services._claim()
    score(cast.evaluator, submitted, 0, indikator=2)
    result_services.compute(claimed)
    hasil = Hasil.objects.get(evaluasi=submitted)
    assert hasil.stale
    assert hasil.mark > claimed[0].mark
    result_services.recompute_stale()
    assert Hasil.objects.get(evaluasi=submitted).f02_terisi == 2


def test_a_note_is_saved_though_the_suggestion_has_changed_under_the_level(cast, submitted):
    score(cast.evaluator, submitted, 0)
    Jawaban.objects.create(
        instansi=submitted.instansi,
        siklus=submitted.siklus,
        evaluasi=submitted,
        indikator=1,
        pertanyaan="sp_ada",
        nilai=True,
        oleh=cast.operator,
    )
    saved = save_score(
        by=cast.evaluator,
        evaluasi=submitted,
        indikator=1,
        peran=PeranNilai.EVALUATOR,
        changes={"catatan_unit": "Lengkapi daftar layanan."},
        based_on=1,
        key=uuid4(),
    )
    assert (saved.level, saved.catatan_unit) == (0, "Lengkapi daftar layanan.")


@pytest.mark.parametrize(
    ("clock", "taken"),
    [("23:59:00", True), ("23:59:59.999999", True), ("00:00:00", False)],
)
def test_a13_the_last_minute_is_inside_for_who_saves(
    cast, siklus, evaluasi, monkeypatch, clock, taken
):
    """The F01 until 23.59, and the survey that follows the phases until the same moment."""
    day = date(2026, 9, 30)
    phases = [
        Phase(
            "Isi", start_of(date(2026, 9, 1)), end_of(day), tuple(item.value for item in Kegiatan)
        )
    ]
    set_phases(by=cast.menpan, siklus=siklus, phases=phases)
    until = Survei.objects.get(pk=evaluasi.survei_id).tutup
    moment = datetime.combine(
        day if taken else day + timedelta(days=1), time.fromisoformat(clock), WIB
    )
    monkeypatch.setattr(timezone, "now", lambda: moment)
    fresh = Evaluasi.objects.get(pk=evaluasi.pk)
    assert (moment <= until) is taken
    if taken:
        assert answer(cast.operator, fresh, True).jawaban.versi == 1
    else:
        with pytest.raises(Refused, match=r"30 September 2026 pukul 23\.59 WIB"):
            answer(cast.operator, fresh, True)
