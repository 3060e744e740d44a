"""Several people on one F02: who counts, and who knows what of whom before his own judgement."""

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries.evaluations import decided_levels
from evaluations.models import Hasil, Nilai, Siklus
from evaluations.progress.services.steps import advance
from evaluations.results import services as result_services
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import Membership
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from reports.documents.services.documents import request_document
from tests import factories
from tests.evaluations.f02.test_f02_pages import level, put, url
from tests.stage import stage


@stage.fixture
def team(cast, evaluasi):
    """Two evaluators of everything; `cast.evaluator` leads. Being scored."""
    second = factories.make_user("kedua")
    factories.member(second, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(second, evaluasi.aspek.all(), "score")
    put(evaluasi, State.DINILAI)
    evaluasi.kedua = second
    return evaluasi


def everywhere(evaluasi, by, value, *, but=()):
    for indikator in evaluasi.versi.instrumen.indikator_berbobot:
        if indikator.nomor not in but:
            level(evaluasi, by, value, indikator.nomor)


def fresh(user):
    return type(user).objects.get(pk=user.pk)


# Who belongs to the unit --------------------------------------------------------------------------


def test_levels_of_who_joined_the_unit_since_do_not_count(cast, team):
    everywhere(team, cast.evaluator, 3)
    everywhere(team, team.kedua, 3)
    assert decided_levels(team)[1].evaluator == 3
    factories.member(team.kedua, Role.OPERATOR, cast.rsud)
    Nilai.objects.filter(oleh=cast.evaluator, indikator=1).update(level=2)
    found = decided_levels(team)[1]
    assert (found.evaluator, found.berselisih) == (2, False)


def test_alone_he_leaves_the_indicators_missing_and_the_f02_unfinished(cast, team):
    ketua = factories.make_user("ketua")
    factories.member(ketua, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(ketua, team.aspek.all(), "lead")
    assignments.unassign(cast.evaluator, team.aspek.all(), "score")
    everywhere(team, team.kedua, 3)
    factories.member(team.kedua, Role.OPERATOR, cast.rsud)
    with pytest.raises(Refused, match="Belum dinilai: indikator 1, 2"):
        advance(by=ketua, evaluasi=team, action=Action.SELESAI_F02)


def test_the_overview_says_whose_levels_do_not_count(as_user, cast, team):
    everywhere(team, team.kedua, 3)
    factories.member(team.kedua, Role.OPERATOR, cast.rsud)
    text = as_user(cast.evaluator).get(url("f02", team)).content.decode()
    assert f"{team.kedua} kini tercatat pada unit ini" in text
    assert "30 nilainya tidak dihitung" in text


def test_colleagues_do_not_wait_for_him(as_user, cast, team):
    Siklus.objects.update(metode_tim="rata")
    everywhere(team, cast.evaluator, 3)
    factories.member(team.kedua, Role.OPERATOR, cast.rsud)
    row = as_user(cast.evaluator).get(url("f02_indicator", team, 1)).context["row"]
    assert (row.evaluator, row.lain) == (3, [])


def test_what_was_finished_before_he_joined_stays(cast, team):
    everywhere(team, cast.evaluator, 3)
    everywhere(team, team.kedua, 3)
    put(team, State.F02_SELESAI)
    factories.member(team.kedua, Role.OPERATOR, cast.rsud)
    assert decided_levels(team)[1].evaluator == 3


def test_the_sweep_computes_the_figure_without_him(cast, team):
    everywhere(team, cast.evaluator, 3)
    everywhere(team, team.kedua, 3)
    result_services.mark_stale(team)
    result_services.recompute_stale()
    result_services.notice_conflicts()
    assert not Hasil.objects.get(evaluasi=team).stale
    factories.member(team.kedua, Role.OPERATOR, cast.rsud)
    result_services.notice_conflicts()
    assert Hasil.objects.get(evaluasi=team).stale
    result_services.recompute_stale()
    result_services.notice_conflicts()
    assert not Hasil.objects.get(evaluasi=team).stale  # once is enough
    Membership.objects.filter(user=team.kedua, unit=cast.rsud).update(ended_at=timezone.now())
    result_services.notice_conflicts()
    assert Hasil.objects.get(evaluasi=team).stale  # what he gave counts again
    result_services.recompute_stale()
    result_services.notice_conflicts()
    assert not Hasil.objects.get(evaluasi=team).stale


# Before one's own judgement -----------------------------------------------------------------------


def computed(evaluasi):
    result_services.mark_stale(evaluasi)
    result_services.recompute_stale()
    evaluasi.refresh_from_db()


@stage.fixture
def waiting(cast, team):
    """With the mean: the ketua is done, a colleague lacks one indicator."""
    Siklus.objects.update(metode_tim="rata")
    team.refresh_from_db()
    everywhere(team, cast.evaluator, 1)
    everywhere(team, team.kedua, 4, but=[30])
    computed(team)
    return team


def test_provisional_figures_wait_until_all_are_done(as_user, cast, waiting):
    addresses = [
        reverse(f"evaluations:{name}", args=[waiting.uuid])
        for name in ("evaluasi", "evaluasi_levels")
    ]

    def told(person):
        client = as_user(person)
        return {client.get(address).context["angka"] is not None for address in addresses}

    assert told(cast.evaluator) == {False}
    assert told(cast.bagian) == {True}
    level(waiting, waiting.kedua, 4, 30)
    assert told(cast.evaluator) == {True}


def test_drafts_of_documents_wait_too(cast, waiting):
    with pytest.raises(Refused, match="tunggu semua evaluator selesai"):
        request_document(by=fresh(cast.evaluator), evaluasi=waiting, jenis="berita_acara")
    draft = request_document(by=cast.bagian, evaluasi=waiting, jenis="berita_acara")
    assert draft.sementara
    level(waiting, waiting.kedua, 4, 30)
    assert request_document(by=fresh(cast.evaluator), evaluasi=waiting, jenis="berita_acara")


def test_a_draft_of_the_office_is_not_read_before(as_user, cast, waiting):
    draft = request_document(by=cast.bagian, evaluasi=waiting, jenis="berita_acara")
    type(draft).objects.filter(pk=draft.pk).update(
        status="selesai", path="x.pdf", sha256="a" * 64, selesai_pada=timezone.now()
    )
    address = reverse("reports:documents", args=[waiting.uuid])
    assert as_user(cast.evaluator).get(address).context["dokumen"] == []
    assert len(as_user(cast.bagian).get(address).context["dokumen"]) == 1


def test_a_colleague_s_answer_to_a_stale_save_is_one_s_own(as_user, cast, waiting):
    """A conflict shows what the person himself saved elsewhere, never a colleague's level."""
    body = {
        "indikator": 1, "peran": "evaluator", "changes": {"level": 0}, "versi": 0,
        "kunci": "6c0b4a0e-8d0c-4b57-9f0d-2f7a6a3a2b11",
    }  # fmt: skip
    found = as_user(cast.evaluator).post(
        url("f02_score", waiting), body, content_type="application/json"
    )
    assert found.status_code == 409
    assert found.json()["sekarang"]["level"] == 1
    assert found.json()["sekarang"]["oleh"] == str(cast.evaluator)
