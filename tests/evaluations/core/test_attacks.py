"""What an insider could try on an evaluation with a script instead of our pages."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from evaluations.core import assignments
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.f02.services.levels import save_recommendation
from evaluations.models import (
    Berkas,
    Bukti,
    Evaluasi,
    Jawaban,
    Nilai,
    Rekomendasi,
    TautanSurvei,
)
from evaluations.progress.services.steps import advance
from evaluations.rules.visibility import Viewer
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import AuditEntry
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.stage import stage


def put(evaluasi, state):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
    evaluasi.refresh_from_db()
    return evaluasi


def post(client, name, evaluasi, **data):
    body = {"kunci": str(uuid4()), "versi": 0, **data}
    address = reverse(f"evaluations:{name}", args=[evaluasi.uuid])
    headers = {"Accept": "application/json"}
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


@stage.fixture
def colleague(cast, evaluasi):
    """Evaluator of aspect I alone, beside the one who has everything."""
    person = factories.make_user("rekan")
    factories.member(person, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(person, evaluasi.aspek.filter(kode="I"), "score")
    return person


def advise(by, evaluasi, **more):
    fields = {"aspek": "I", "teks": "Susun standar pelayanan.", "key": uuid4(), **more}
    return save_recommendation(by=by, evaluasi=evaluasi, **fields)


# Conflict of interest -----------------------------------------------------------------------------


def test_an_evaluator_who_joins_the_unit_is_its_evaluator_no_more(cast, evaluasi):
    put(evaluasi, State.DINILAI)
    factories.member(cast.evaluator, Role.OPERATOR, evaluasi.unit)
    assert evaluation_queries.viewers_of(cast.evaluator, evaluasi) == {Viewer.UNIT}
    with pytest.raises(PermissionDenied):
        advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.SELESAI_F02)


def test_he_stays_evaluator_of_the_other_units(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    assignments.assign(cast.evaluator, other.aspek.all(), "score")
    factories.member(cast.evaluator, Role.OPERATOR, evaluasi.unit)
    assert list(evaluation_queries.assigned_evaluasi(cast.evaluator)) == [other]


# Recommendations ----------------------------------------------------------------------------------


def test_a_recommendation_of_somebody_elses_aspect_cannot_be_drawn_into_ones_own(
    cast, evaluasi, colleague
):
    put(evaluasi, State.DINILAI)
    row = advise(cast.evaluator, evaluasi, aspek="II")
    with pytest.raises(PermissionDenied):
        advise(colleague, evaluasi, rekomendasi=row.uuid, based_on=row.versi, teks="Diganti.")
    row.refresh_from_db()
    assert (row.aspek, row.teks) == ("II", "Susun standar pelayanan.")


def test_a_removed_recommendation_is_not_written_on(cast, evaluasi):
    put(evaluasi, State.DINILAI)
    row = advise(cast.evaluator, evaluasi)
    Rekomendasi.objects.filter(pk=row.pk).update(dihapus_pada="2026-01-01T00:00:00Z")
    with pytest.raises(Refused):
        advise(cast.evaluator, evaluasi, rekomendasi=row.uuid, based_on=row.versi)


def test_a_key_that_another_evaluation_has_used_is_refused_in_words(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    second = factories.make_user("kedua")
    factories.member(second, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(second, other.aspek.all(), "score")
    row = advise(cast.evaluator, put(evaluasi, State.DINILAI))
    with pytest.raises(Refused):
        advise(second, put(other, State.DINILAI), key=row.uuid)


def test_the_trail_does_not_repeat_a_recommendation_that_readers_may_not_see_yet(
    cast, evaluasi, as_user
):
    put(evaluasi, State.DINILAI)
    row = advise(cast.evaluator, evaluasi, teks="Rahasia evaluator.")
    place = reverse("evaluations:f02_recommend_remove", args=[evaluasi.uuid, row.uuid])
    as_user(cast.evaluator).post(place)
    assert AuditEntry.objects.filter(action="hapus_rekomendasi").count() == 1
    trail = reverse("evaluations:trail", args=[cast.banjarnegara.uuid])
    assert "Rahasia evaluator" not in as_user(cast.pimpinan).get(trail).content.decode()


# Things of another evaluation under the address of one's own ------------------------------------


def test_nothing_of_another_evaluation_is_reached_through_ones_own(cast, siklus, evaluasi, as_user):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    common = {"instansi": cast.banjarnegara, "siklus": siklus, "evaluasi": other}
    berkas = Berkas.objects.create(sha256="0" * 64, ukuran=3, tipe="text/plain", path="x")
    by = cast.operator_puskesmas
    bukti = Bukti.objects.create(**common, indikator=1, berkas=berkas, nama="x", oleh=by)
    link = TautanSurvei.objects.create(
        unit=cast.puskesmas, instansi=cast.banjarnegara, label="Loket"
    )
    client = as_user(cast.operator)
    for name, pk in (
        ("evidence_edit", bukti.uuid),
        ("evidence_download", bukti.uuid),
        ("survey_qr", link.pk),
    ):
        address = reverse(f"evaluations:{name}", args=[evaluasi.uuid, pk])
        assert client.get(address).status_code == 404, name
    for name, pk in (
        ("evidence_remove", bukti.uuid),
        ("evidence_replace", bukti.uuid),
        ("survey_link_revoke", link.pk),
    ):
        address = reverse(f"evaluations:{name}", args=[evaluasi.uuid, pk])
        assert client.post(address).status_code == 404, name


# Saves --------------------------------------------------------------------------------------------

STRANGE = ["\ud800", "\x00", float("nan"), float("inf"), 10**400, 1e308, -1, [[]], {"a": []}, True]


@pytest.mark.parametrize("strange", STRANGE, ids=lambda value: repr(value)[:12])
def test_no_value_of_a_level_breaks_the_save(cast, evaluasi, as_user, strange):
    client = as_user(cast.evaluator)
    put(evaluasi, State.DINILAI)
    for name in ("level", "catatan_unit", "alasan", "tidak_terverifikasi", "lain"):
        answer = post(
            client,
            "f02_score",
            evaluasi,
            indikator=1,
            peran="evaluator",
            changes={name: strange, "alasan": "Ada."} if name != "alasan" else {name: strange},
        )
        assert answer.status_code < 500, name
    for name in ("indikator", "peran", "changes", "versi", "kunci"):
        data = {"indikator": 1, "peran": "evaluator", "changes": {"level": 3}, name: strange}
        assert post(client, "f02_score", evaluasi, **data).status_code < 500, name


@pytest.mark.parametrize("strange", STRANGE, ids=lambda value: repr(value)[:12])
def test_no_value_of_an_answer_breaks_the_save(cast, evaluasi, as_user, strange):
    client = as_user(cast.operator)
    seen = set()
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        for item in indikator.pertanyaan:
            if item.jenis in seen:
                continue
            seen.add(item.jenis)
            data = {"indikator": indikator.nomor, "pertanyaan": item.id}
            for value in (strange, [strange], str(strange)):
                answer = post(client, "f01_answer", evaluasi, **data, nilai=value)
                assert answer.status_code < 500, (item.jenis, value)
    for name in ("indikator", "pertanyaan", "versi", "kunci"):
        data = {"indikator": 1, "pertanyaan": "x", "nilai": "x", name: strange}
        assert post(client, "f01_answer", evaluasi, **data).status_code < 500, name


@pytest.mark.parametrize("strange", STRANGE, ids=lambda value: repr(value)[:12])
def test_no_value_of_a_recommendation_breaks_the_save(cast, evaluasi, as_user, strange):
    client = as_user(cast.evaluator)
    put(evaluasi, State.DINILAI)
    for name in ("aspek", "teks", "indikator", "rekomendasi"):
        data = {"aspek": "I", "teks": "x", name: strange}
        assert post(client, "f02_recommend", evaluasi, **data).status_code < 500, name


# What is not shown on one page is not shown on another --------------------------------------------


def test_a_hidden_suggestion_is_hidden_on_every_page(cast, siklus, evaluasi, as_user):
    siklus.sembunyikan_usulan = True
    siklus.save()
    put(evaluasi, State.DINILAI)
    common = {"instansi": evaluasi.instansi, "siklus": siklus, "evaluasi": evaluasi}
    Jawaban.objects.create(
        **common, indikator=1, pertanyaan="sp_ada", nilai=True, oleh=cast.operator
    )
    nomor = evaluasi.versi.instrumen.aspek("II").indikator[0].nomor
    Nilai.objects.create(
        **common, indikator=nomor, peran="evaluator", level=2, alasan="Ada.", oleh=cast.evaluator
    )
    client = as_user(cast.evaluator)
    for address in (
        reverse("evaluations:f01", args=[evaluasi.uuid, "I"]),
        reverse("evaluations:evaluasi", args=[evaluasi.uuid]),
        reverse("evaluations:evaluasi_levels", args=[evaluasi.uuid]),
    ):
        page = client.get(address).content.decode()
        assert "Usulan level" not in page and 'data-label="Usulan"' not in page, address


def test_colleagues_levels_are_hidden_on_the_page_of_the_evaluation_too(
    cast, siklus, evaluasi, colleague, as_user
):
    siklus.metode_tim = "rata"
    siklus.save()
    put(evaluasi, State.DINILAI)
    of_other_aspect = evaluasi.versi.instrumen.aspek("II").indikator[0].nomor
    for nomor in (1, of_other_aspect):
        Nilai.objects.create(
            instansi=evaluasi.instansi,
            siklus=siklus,
            evaluasi=evaluasi,
            indikator=nomor,
            peran="evaluator",
            level=2,
            oleh=cast.evaluator,
            catatan_unit="Catatan rekan.",
        )
    for name in ("evaluasi", "evaluasi_levels"):
        page = as_user(colleague).get(reverse(f"evaluations:{name}", args=[evaluasi.uuid]))
        assert "Catatan rekan." not in page.text
