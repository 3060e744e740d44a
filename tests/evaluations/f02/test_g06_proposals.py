"""G6: levels of another evaluation are proposals: marked, told with their origin, counting nowhere
until an evaluator chooses them."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from evaluations.core import assignments
from evaluations.core.queries.evaluations import decided_levels
from evaluations.f02.queries import proposal_sources
from evaluations.f02.queries.desk import Desk
from evaluations.f02.services.levels import save_score
from evaluations.f02.services.proposals import lay_beside
from evaluations.models import Evaluasi, Nilai, PeranNilai, UsulanLevel
from evaluations.results import services as result_services
from evaluations.rules.workflow import State
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.f02.test_f02_pages import count, put, sent, url
from tests.evaluations.ready import make_finished
from tests.stage import stage

__all__ = ["sent"]


@stage.fixture
def pra(cast, sent) -> Evaluasi:
    """An earlier round of the same unit, finished with level 4 everywhere, by the same person."""
    siklus = factories.make_siklus(cast.banjarnegara, nama="Pra 2026")
    made = make_finished(cast, siklus, cast.rsud, level=4)
    assignments.assign(cast.evaluator, made.aspek.all(), "score")
    return made


def lay(by, evaluasi, source):
    return lay_beside(by=by, evaluasi=evaluasi, sumber=source.uuid if source else None)


def test_g06_a_proposal_counts_nowhere_until_it_is_chosen(cast, sent, pra, as_user):
    lay(cast.evaluator, sent, pra)
    assert not Nilai.objects.filter(evaluasi=sent).exists()
    result_services.compute_now(sent)
    sent.hasil.refresh_from_db()
    assert (sent.hasil.f02_terisi, sent.hasil.ipp) == (0, None)
    html = as_user(cast.evaluator).get(url("f02_indicator", sent, 1)).content.decode()
    assert 'data-pakai-level="4" hidden>Pakai 4: usulan dari Pra 2026</button>' in html
    save_score(
        by=cast.evaluator, evaluasi=sent, indikator=1, peran=PeranNilai.EVALUATOR,
        changes={"level": 4}, based_on=0, key=uuid4(),
    )  # fmt: skip
    found = decided_levels(sent)
    assert (found[1].berlaku, found[2].berlaku) == (4, None)


def test_g06_a_chosen_proposal_owes_the_reason_that_any_level_owes(cast, sent, pra):
    factories.answer_no(sent, cast.operator)  # each indicator suggests 0
    lay(cast.evaluator, sent, pra)
    with pytest.raises(Refused, match="Tulis alasannya"):
        save_score(
            by=cast.evaluator, evaluasi=sent, indikator=1, peran=PeranNilai.EVALUATOR,
            changes={"level": 4}, based_on=0, key=uuid4(),
        )  # fmt: skip


def test_g06_ketua_and_verifier_see_where_it_is_from_as_it_was(cast, sent, pra, as_user):
    lay(cast.evaluator, sent, pra)
    Nilai.objects.filter(evaluasi=pra).update(level=1)  # what was shown stays
    ketua = factories.make_user("ketua")
    factories.member(ketua, "evaluator", cast.banjarnegara)
    assignments.assign(ketua, sent.aspek.all(), "lead")
    factories.verified_by(sent, cast.verifikator)
    put(sent, State.DINILAI)
    for person in (ketua, cast.verifikator, cast.bagian):
        html = as_user(person).get(url("f02_indicator", sent, 1)).content.decode()
        assert "<dt>Usulan dari Pra 2026</dt><dd>4 " in html
        assert "data-pakai-level" not in html
    overview = as_user(ketua).get(url("f02", sent)).content.decode()
    assert '<th scope="col" class="number">Usulan dari Pra 2026</th>' in overview


def test_g06_only_own_aspects_are_laid_and_only_visible_levels(cast, sent, pra):
    other = factories.make_user("aspek_dua")
    factories.member(other, "evaluator", cast.banjarnegara)
    assignments.assign(other, sent.aspek.filter(kode="II"), "score")
    # Not assigned on the other evaluation, whose levels are not published.
    with pytest.raises(Http404):
        lay(other, sent, pra)
    Evaluasi.objects.filter(pk=pra.pk).update(state=State.TERBIT)
    row = lay(other, sent, pra)
    second = {str(i.nomor) for i in sent.versi.instrumen.aspek("II").indikator}
    assert set(row.level) == second
    for person in (cast.operator, cast.bagian, cast.menpan):
        with pytest.raises(PermissionDenied):
            lay(person, sent, pra)


def test_g06_a_hidden_suggestion_hides_the_proposal(cast, sent, pra):
    lay(cast.evaluator, sent, pra)
    type(sent.siklus).objects.filter(pk=sent.siklus_id).update(sembunyikan_usulan=True)
    fresh = Evaluasi.objects.get(pk=sent.pk)
    assert Desk(cast.evaluator, fresh).proposals(1) == []


def test_g06_another_scale_or_code_fits_nothing(cast, sent, pra, monkeypatch):
    now = sent.versi.instrumen
    assert len(proposal_sources.levels_of(sent, pra)) == len(list(now.semua_indikator))
    siklus = factories.make_siklus(
        cast.banjarnegara, nama="Daring", instrumen_b=factories.make_version("B")
    )
    daring = make_finished(cast, siklus, cast.rsud, level=3, formulir="B")
    then = {i.kode for i in daring.versi.instrumen.semua_indikator}
    found = proposal_sources.levels_of(sent, daring)
    assert found and {now.indikator(n).kode for n in found} <= then


def test_g06_chosen_by_page_taken_back_and_audited(cast, sent, pra, as_user):
    client = as_user(cast.evaluator)
    address = url("f02_proposals", sent)
    assert "Jadikan usulan" in client.get(address).content.decode()
    assert client.post(address, {"sumber": str(pra.uuid)}).status_code == 302
    assert "dipakai sebagai usulan" in client.get(address).content.decode()
    assert client.post(address, {"sumber": ""}).status_code == 302
    row = UsulanLevel.objects.get()
    assert (row.sumber, row.level) == (None, {})
    assert AuditEntry.objects.filter(action="usulan_level").count() == 2
    Evaluasi.objects.filter(pk=sent.pk).update(state=State.F02_SELESAI)
    refused = client.post(address, {"sumber": str(pra.uuid)})
    assert (refused.status_code, "tidak dibuka" in refused.content.decode()) == (422, True)


def test_g06_more_sources_ask_no_more(cast, sent, pra, as_user):
    client = as_user(cast.evaluator)
    one = count(client, url("f02_proposals", sent))
    for tahun in (2024, 2025):
        siklus = factories.make_siklus(cast.nasional, tahun=tahun)
        made = make_finished(cast, siklus, cast.rsud)
        assignments.assign(cast.evaluator, made.aspek.all(), "score")
    cast.evaluator.__dict__.pop("_assignment_cache", None)
    assert count(client, url("f02_proposals", sent)) == one
