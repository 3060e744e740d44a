"""Submissions of an F01: frozen, compared, and what that means for levels given before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import calendar
from evaluations.f01.services.answers import save_answer
from evaluations.f02.services.levels import save_score
from evaluations.models import Bukti, Evaluasi, Fase, Jawaban, Nilai, PeranNilai, VersiF01
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, Kegiatan
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.evidence.test_evidence import add
from tests.stage import stage


def answer(cast, evaluasi, value, indikator=1, question="sp_ada"):
    row = Jawaban.objects.filter(
        evaluasi=evaluasi, indikator=indikator, pertanyaan=question
    ).first()
    save_answer(
        by=cast.operator, evaluasi=evaluasi, indikator=indikator, question=question,
        value=value, based_on=row.versi if row else 0, key=uuid4(),
    )  # fmt: skip


def submit(cast, evaluasi):
    advance(
        by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True,
        confirmed_untouched=True,
    )  # fmt: skip


def send_back(cast, evaluasi, *numbers, days=5):
    advance(
        by=cast.evaluator, evaluasi=evaluasi, action=Action.KEMBALIKAN_F01,
        reason="Lengkapi SK.", indikator=list(numbers),
        tenggat=timezone.now() + timedelta(days=days),
    )  # fmt: skip


def score(by, evaluasi, indikator, level, peran=PeranNilai.EVALUATOR):
    row = Nilai.objects.filter(evaluasi=evaluasi, indikator=indikator, peran=peran)
    if peran != PeranNilai.SEPAKAT:
        row = row.filter(oleh=by)
    found = row.first()
    return save_score(
        by=by, evaluasi=evaluasi, indikator=indikator, peran=peran,
        changes={"level": level, "alasan": "Terlihat di lapangan."},
        based_on=found.versi if found else 0, key=uuid4(),
    )  # fmt: skip


@stage.fixture
def mended(cast, evaluasi):
    """Scored whole, returned for indicators 1 and 2, and only the first was mended."""
    answer(cast, evaluasi, False)
    submit(cast, evaluasi)
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        score(cast.evaluator, evaluasi, indikator.nomor, 3)
    send_back(cast, evaluasi, 1, 2)
    answer(cast, evaluasi, True)
    submit(cast, evaluasi)
    advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.MULAI_NILAI)
    return evaluasi


def standing(evaluasi, indikator):
    rounds = progress_versions_queries.Rounds(evaluasi)
    found = rounds.standing(Nilai.objects.get(evaluasi=evaluasi, indikator=indikator))
    return found.kata if found else ""


def test_every_submission_is_kept_with_what_changed(cast, mended):
    rows = list(VersiF01.objects.values_list("putaran", "berubah"))
    assert rows == [(1, []), (2, [1])]
    first, second = VersiF01.objects.all()
    assert first.isi["1"]["jawaban"] == {"sp_ada": False}
    assert second.isi["1"]["jawaban"] == {"sp_ada": True}


def test_a_returned_form_asks_for_nothing_outside_what_was_returned(cast, evaluasi, as_user):
    answer(cast, evaluasi, False)
    submit(cast, evaluasi)
    advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.MULAI_NILAI)
    send_back(cast, evaluasi, 2)
    kepala = as_user(cast.kepala)
    summary = kepala.get(f"/evaluasi/{evaluasi.uuid}/f01/kirim/").text
    assert "#q-2-dilibatkan" in summary and "#q-3-" not in summary
    assert "#bukti-2" in summary and "#bukti-3" not in summary
    answer(cast, evaluasi, False, 2, "dilibatkan")
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01)  # 3 to 31 are as they were
    assert evaluasi.state == "dikirim"


def test_levels_of_what_did_not_change_carry_over_and_say_so(mended):
    same = "dinilai pada pengiriman ke-1, isian tidak berubah"
    assert standing(mended, 2) == standing(mended, 30) == same
    assert standing(mended, 1) == "isian berubah sejak dinilai, periksa lagi"
    assert set(Nilai.objects.values_list("level", flat=True)) == {3}


def test_a_changed_indicator_is_looked_at_again_before_the_f02_is_finished(cast, mended):
    with pytest.raises(Refused, match="Isian atau rubrik berubah sejak dinilai: indikator 1"):
        advance(by=cast.evaluator, evaluasi=mended, action=Action.SELESAI_F02)
    score(cast.evaluator, mended, 1, 3)  # the same level, given again
    assert standing(mended, 1) == ""
    assert Nilai.objects.get(indikator=1).putaran == 2
    advance(by=cast.evaluator, evaluasi=mended, action=Action.SELESAI_F02)
    assert mended.state == "f02_selesai"


def test_a_note_alone_confirms_no_level(cast, mended):
    save_score(
        by=cast.evaluator, evaluasi=mended, indikator=1, peran=PeranNilai.EVALUATOR,
        changes={"catatan_unit": "Sudah dibaca."},
        based_on=Nilai.objects.get(indikator=1).versi, key=uuid4(),
    )  # fmt: skip
    assert progress_versions_queries.unconfirmed(mended) == [1]


def test_a_level_is_confirmed_by_one_button(cast, mended, as_user):
    response = as_user(cast.evaluator).post(
        f"/evaluasi/{mended.uuid}/f02/1/tetap/", {"peran": "evaluator"}
    )
    assert response.status_code == 302
    assert (
        progress_versions_queries.unconfirmed(mended),
        Nilai.objects.get(indikator=1).level,
    ) == ([], 3)


def test_the_agreed_level_is_the_one_to_look_at_again(cast, mended):
    second = factories.make_user("evaluator_dua")
    factories.member(second, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(second, mended.aspek.all(), "score")
    score(second, mended, 1, 4)
    score(cast.evaluator, mended, 1, 4, PeranNilai.SEPAKAT)
    assert progress_versions_queries.unconfirmed(mended) == []


def test_a_level_that_does_not_count_holds_nothing(cast, mended):
    """Whoever joined the unit since need not look again at what was not his to score."""
    second = factories.make_user("evaluator_dua")
    factories.member(second, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(second, mended.aspek.all(), "score")
    kept = Nilai.objects.get(evaluasi=mended, indikator=1)
    kept.pk, kept.oleh = None, second
    kept.save()
    score(cast.evaluator, mended, 1, 3)
    assert progress_versions_queries.unconfirmed(mended) == [1]
    factories.member(second, Role.OPERATOR, cast.rsud)
    assert progress_versions_queries.unconfirmed(mended) == []


def test_the_overview_leads_to_what_changed(cast, mended, as_user):
    text = as_user(cast.evaluator).get(f"/evaluasi/{mended.uuid}/f02/").content.decode()
    assert f'href="/evaluasi/{mended.uuid}/versi/2/"' in text


def test_a_verifier_is_told_which_of_his_levels_to_look_at_again(cast, mended, as_user):
    factories.verified_by(mended, cast.verifikator)
    theirs = Nilai.objects.get(evaluasi=mended, indikator=1)
    theirs.pk, theirs.oleh, theirs.peran = None, cast.verifikator, PeranNilai.VERIFIKATOR
    theirs.save()
    score(cast.evaluator, mended, 1, 3)
    advance(by=cast.evaluator, evaluasi=mended, action=Action.SELESAI_F02)
    client, address = as_user(cast.verifikator), f"/evaluasi/{mended.uuid}/f02/"
    before = client.get(address)
    assert [item.nomor for item in before.context["berubah"]] == [1]
    assert (
        "Isian atau rubrik berubah sejak diverifikasi, periksa lagi (1)" in before.content.decode()
    )
    client.post(f"{address}1/tetap/", {"peran": "verifikator"})
    assert client.get(address).context["berubah"] == []


def test_a_level_given_before_the_first_submission_is_marked_too(cast, evaluasi):
    """The F02 may begin without an F01; what then comes back was never seen."""
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dinilai")
    evaluasi.refresh_from_db()
    score(cast.evaluator, evaluasi, 1, 2)
    send_back(cast, evaluasi, 1)
    answer(cast, evaluasi, True)
    submit(cast, evaluasi)
    assert progress_versions_queries.unconfirmed(evaluasi) == [1]


def test_no_more_returns_than_the_cycle_allows_and_the_page_says_so(cast, evaluasi, as_user):
    evaluasi.siklus.maks_pengembalian = 1
    evaluasi.siklus.save()
    submit(cast, evaluasi)
    page = f"/evaluasi/{evaluasi.uuid}/f01/kembalikan/"
    client = as_user(cast.evaluator)
    assert "Pengembalian ke-1 dari paling banyak 1" in client.get(page).content.decode()
    send_back(cast, evaluasi, 1)
    submit(cast, evaluasi)
    with pytest.raises(Refused, match="sudah 1 kali dikembalikan"):
        send_back(cast, evaluasi, 1)
    assert "sudah 1 kali dikembalikan" in client.get(page).content.decode()


def f02_until(evaluasi):
    siklus = evaluasi.siklus.__class__.objects.get(pk=evaluasi.siklus_id)
    window = calendar.Calendar(siklus).window(evaluasi, Kegiatan.NILAI_F02)
    return max(span.akhir for span in window.spans)


def test_a_return_beyond_the_f02_window_takes_its_own_time_along(cast, evaluasi):
    submit(cast, evaluasi)
    Fase.objects.update(akhir=timezone.now() + timedelta(days=1))
    send_back(cast, evaluasi, 1, days=5)
    assert f02_until(evaluasi) - timezone.now() > timedelta(days=11)


def test_a_return_inside_the_f02_window_changes_no_date(cast, evaluasi):
    submit(cast, evaluasi)
    before = f02_until(evaluasi)
    send_back(cast, evaluasi, 1, days=5)
    submit(cast, evaluasi)
    assert f02_until(evaluasi) == before


def test_an_f01_that_comes_back_late_still_finds_an_open_f02(cast, evaluasi):
    submit(cast, evaluasi)
    send_back(cast, evaluasi, 1, days=5)
    Fase.objects.update(akhir=timezone.now() - timedelta(minutes=1))
    evaluasi.siklus.__dict__.pop("_calendar", None)
    submit(cast, evaluasi)
    fresh = Evaluasi.objects.get(pk=evaluasi.pk)
    advance(by=cast.evaluator, evaluasi=fresh, action=Action.MULAI_NILAI)
    assert fresh.state == "dinilai"


def test_the_difference_shows_old_and_new_answers(cast, mended, as_user):
    for person in (cast.operator, cast.evaluator):
        page = as_user(person).get(f"/evaluasi/{mended.uuid}/versi/2/").content.decode()
        assert "<del>Tidak</del>" in page
        assert "<strong>Ya</strong>" in page
    listed = as_user(cast.operator).get(f"/evaluasi/{mended.uuid}/versi/").content.decode()
    assert "Berubah pada 1 indikator" in listed
    assert as_user(cast.operator).get(f"/evaluasi/{mended.uuid}/versi/9/").status_code == 404


def test_removed_evidence_is_not_part_of_a_submission(cast, evaluasi):
    kept = add(cast.operator, evaluasi)
    Bukti.objects.filter(pk=kept.pk).update(dihapus_pada=timezone.now())
    submit(cast, evaluasi)
    assert VersiF01.objects.get().isi.get("1", {}).get("bukti", []) == []
