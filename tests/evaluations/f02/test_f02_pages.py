"""The pages of evaluators and verifiers: who may, what is shown, and saves that lose nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import (
    Berkas,
    Bukti,
    Evaluasi,
    Hasil,
    Jawaban,
    Nilai,
    PeranNilai,
    Rekomendasi,
    Siklus,
    VersiF01,
)
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from pekppp.accounts.roles import Role
from tests import factories
from tests.conftest import CANARY
from tests.emptying import erase
from tests.stage import stage


def url(name, evaluasi, *more):
    return reverse(f"evaluations:{name}", args=[evaluasi.uuid, *more])


def put(evaluasi, state, **fields):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state, **fields)
    evaluasi.refresh_from_db()
    return evaluasi


def tenant(evaluasi):
    return {"instansi": evaluasi.instansi, "siklus": evaluasi.siklus, "evaluasi": evaluasi}


def level(evaluasi, by, value, indikator=1, peran="evaluator", **fields):
    return Nilai.objects.create(
        **tenant(evaluasi), oleh=by, indikator=indikator, peran=peran, level=value, **fields
    )


def answers(evaluasi, by, indikator=1, **values):
    Jawaban.objects.bulk_create(
        Jawaban(**tenant(evaluasi), oleh=by, indikator=indikator, pertanyaan=key, nilai=value)
        for key, value in values.items()
    )


def count(client, address):
    client.get(address)  # what is read once per process is read now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@stage.fixture
def sent(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


@pytest.fixture
def desk(as_user, cast):
    return as_user(cast.evaluator)


@stage.fixture
def second(cast, sent):
    """A second evaluator of every aspect."""
    person = factories.make_user("kedua")
    factories.member(person, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(person, sent.aspek.all(), "score")
    return person


@stage.fixture
def finished(cast, sent):
    """The F02 is finished with level 2 everywhere, and the province verifies."""
    put(sent, State.F02_SELESAI)
    for indikator in sent.versi.instrumen.semua_indikator:
        level(sent, cast.evaluator, 2, indikator.nomor)
    factories.verified_by(sent, cast.verifikator)
    return sent


# Who may open what --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("evaluator", 200),
        ("bagian", 200),
        ("menpan", 200),
        ("biro", 200),
        ("pimpinan", 200),
        ("operator", 403),
        ("kepala", 403),
        ("verifikator", 404),  # not appointed here
        ("operator_puskesmas", 404),
        ("admin_tetangga", 404),
        ("siapapun", 404),
    ],
)
def test_who_opens_the_f02(as_user, cast, sent, who, status):
    client = as_user(getattr(cast, who))
    assert client.get(url("f02", sent)).status_code == status
    assert client.get(url("f02_indicator", sent, 1)).status_code == status


def test_an_evaluator_of_another_unit_finds_nothing(as_user, cast, sent, siklus):
    other = factories.make_user("lain")
    factories.member(other, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(other, factories.make_evaluasi(siklus, cast.puskesmas).aspek.all(), "score")
    assert as_user(other).get(url("f02", sent)).status_code == 404
    assert save(as_user(other), sent).status_code == 404


def test_an_unknown_indicator_is_not_found(desk, sent):
    assert desk.get(url("f02_indicator", sent, 99)).status_code == 404


def test_visitors_are_sent_to_the_login(client, sent):
    assert client.get(url("f02", sent)).status_code == 302


# Saving by script ---------------------------------------------------------------------------------


def save(client, evaluasi, *, changes=None, indikator=1, peran="evaluator", versi=0, **more):
    body = {
        "indikator": indikator,
        "peran": peran,
        "changes": {"level": 0} if changes is None else changes,
        "versi": versi,
        "kunci": str(more.pop("kunci", uuid4())),
    }
    return client.post(
        url("f02_score", evaluasi),
        body,
        content_type="application/json",
        headers={"Accept": "application/json", **more},
    )


def test_level_zero_is_saved_and_acknowledged_with_its_key(desk, sent):
    key = uuid4()
    found = save(desk, sent, kunci=key)
    assert found.status_code == 200
    assert found.json() == {
        "kunci": str(key),
        "versi": 1,
        "level": 0,
        "status": "dinilai",
        "status_kata": "Sedang dinilai",
        "pada": found.json()["pada"],
    }
    assert Nilai.objects.get().level == 0
    sent.refresh_from_db()
    assert sent.state == State.DINILAI


def test_the_same_save_twice_is_one_row(desk, sent):
    key = uuid4()
    first, again = save(desk, sent, kunci=key), save(desk, sent, kunci=key)
    assert first.json()["versi"] == again.json()["versi"] == 1
    assert Nilai.pgh_event_model.objects.count() == 1


def test_a_stale_save_gets_what_is_there_now(desk, sent):
    save(desk, sent, changes={"catatan_unit": "di kantor"})
    found = save(desk, sent, changes={"catatan_unit": "di lapangan"})
    assert found.status_code == 409
    assert found.json()["sekarang"]["catatan_unit"] == "di kantor"
    assert found.json()["sekarang"]["versi"] == 1


def test_what_lost_a_conflict_stays_in_the_history_once(desk, cast, sent):
    save(desk, sent, changes={"level": 4, "alasan": "di kantor"})
    for _ in range(2):  # a device that tries again
        save(desk, sent, changes={"level": 0, "alasan": "di lapangan"})
    history = Nilai.pgh_event_model.objects.order_by("pgh_id")
    assert list(history.values_list("pgh_label", "level", "alasan", "oleh", "versi")) == [
        ("insert", 4, "di kantor", cast.evaluator.pk, 1),
        ("bentrok", 0, "di lapangan", cast.evaluator.pk, 0),
    ]
    assert Nilai.objects.get().level == 4


def test_a_repeated_save_that_was_overwritten_since_shows_both(desk, sent):
    key = uuid4()
    save(desk, sent, kunci=key, changes={"catatan_unit": "pertama"})
    save(desk, sent, versi=1, changes={"catatan_unit": "kedua"})
    again = save(desk, sent, kunci=key, changes={"catatan_unit": "pertama"})
    assert (again.status_code, again.json()["sekarang"]["catatan_unit"]) == (409, "kedua")
    assert Nilai.objects.get().catatan_unit == "kedua"


def test_an_expired_session_is_said_and_nothing_is_saved(sent):
    found = save(Client(), sent)
    assert (found.status_code, found.json()["galat"]) == (401, "sesi_berakhir")
    assert not Nilai.objects.exists()


def test_what_one_person_typed_is_not_saved_under_another_name(desk, cast, sent):
    found = save(desk, sent, **{"X-Pengguna": str(cast.bagian.pk)})
    assert found.status_code == 401
    assert not Nilai.objects.exists()


def says_no(evaluasi, by):
    """The unit said that it has none: level 0 is suggested for indicator 1."""
    answers(evaluasi, by, sp_ada=False)


def test_a_level_that_differs_waits_for_its_reason(desk, cast, sent):
    says_no(sent, cast.operator)
    found = save(desk, sent, changes={"level": 4})
    assert (found.status_code, found.json()["field"]) == (422, "alasan")
    found = save(desk, sent, changes={"level": 4, "alasan": "Terlihat di loket."})
    assert found.json()["level"] == 4


def test_u03_without_an_answer_nothing_is_suggested_and_no_reason_is_owed(desk, cast, sent):
    """A dash on the desk, and any level is taken as it is."""
    page = desk.get(url("f02_indicator", sent, 1))
    assert "Belum ada usulan: unit belum menjawab" in page.text
    assert "data-banding-usulan>–<" in page.text and 'data-acuan=""' in page.text
    assert save(desk, sent, changes={"level": 4}).json()["level"] == 4
    overview = desk.get(url("f02", sent)).text
    indicators = list(sent.versi.instrumen.semua_indikator)
    assert overview.count('data-label="Usulan" class="number">–<') == len(indicators)


def test_the_mark_unverified_waits_for_its_reason(desk, sent):
    found = save(desk, sent, changes={"tidak_terverifikasi": True})
    assert (found.status_code, found.json()["field"]) == (422, "alasan_tidak_terverifikasi")


def test_an_evaluator_of_another_aspect_reads_and_may_not_score(as_user, cast, sent):
    part = factories.make_user("aspek_dua")
    factories.member(part, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(part, sent.aspek.filter(kode="II"), "score")
    client = as_user(part)
    assert client.get(url("f02_indicator", sent, 1)).status_code == 200
    assert save(client, sent).status_code == 403
    assert save(client, sent, indikator=10).status_code == 200
    assert not Nilai.objects.filter(indikator=1).exists()


@pytest.mark.parametrize("who", ["bagian", "menpan", "pimpinan", "operator"])
def test_who_is_not_assigned_may_not_score(as_user, cast, sent, who):
    assert save(as_user(getattr(cast, who)), sent).status_code == 403
    assert not Nilai.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{", "null", '{"kunci": "x", "versi": 0}', '{"versi": 0}',
        '{"kunci": "6c0b4a0e-8d0c-4b57-9f0d-2f7a6a3a2b11", "versi": true}',
        '{"kunci": "6c0b4a0e-8d0c-4b57-9f0d-2f7a6a3a2b11", "versi": 0}',
        '{"kunci": "6c0b4a0e-8d0c-4b57-9f0d-2f7a6a3a2b11", "versi": 0, "indikator": 1,'
        ' "peran": "raja", "changes": {"level": 1}}',
        '{"kunci": "6c0b4a0e-8d0c-4b57-9f0d-2f7a6a3a2b11", "versi": 0, "indikator": "1",'
        ' "peran": "evaluator", "changes": {"level": 1}}',
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_words(desk, sent, body):
    found = desk.post(
        url("f02_score", sent),
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert found.status_code == 400
    assert found.json()["pesan"]


def test_a_save_is_small_both_ways(desk, sent):
    assert len(save(desk, sent).content) < 2048


def test_the_f02_waits_for_the_f01_and_says_so(desk, evaluasi):
    page = desk.get(url("f02_indicator", evaluasi, 1))
    assert "Unit belum mengirim F01" in page.content.decode()
    found = save(desk, evaluasi)
    assert (found.status_code, found.json()["galat"]) == (403, "ditolak")


# Without JavaScript -------------------------------------------------------------------------------


def form(**fields):
    return {"peran": "evaluator", "versi": "0", "kunci": str(uuid4()), "level": "0", **fields}


def test_level_zero_by_a_plain_form(desk, sent):
    found = desk.post(url("f02_score_form", sent, 1), form())
    assert found.status_code == 302
    assert Nilai.objects.get().level == 0


def test_a_blank_level_is_no_level(desk, sent):
    desk.post(url("f02_score_form", sent, 1), form(level="", catatan_unit="Lengkapi."))
    assert (Nilai.objects.get().level, Nilai.objects.get().catatan_unit) == (None, "Lengkapi.")


def test_a_refused_form_is_shown_as_it_was_typed(desk, cast, sent):
    says_no(sent, cast.operator)
    found = desk.post(
        url("f02_score_form", sent, 1), form(level="4", catatan_internal="Tanya Kepala.")
    )
    text = found.content.decode()
    assert found.status_code == 422
    assert "Nilai berbeda dari usulan (0). Tulis alasannya." in text
    assert 'value="4" checked' in text
    assert "Tanya Kepala." in text
    assert not Nilai.objects.exists()


@pytest.mark.parametrize("value", ["6", "-1", "tiga", "99999999999999999999"])
def test_a_level_outside_the_scale_is_said_beside_the_field(desk, sent, value):
    found = desk.post(url("f02_score_form", sent, 1), form(level=value))
    assert found.status_code == 422
    assert "Nilai berupa bilangan bulat 0 sampai 5." in found.content.decode()


def test_a_stale_form_shows_what_is_there_and_can_be_sent_again(desk, cast, sent):
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 0, catatan_unit="dari gawai", versi=3)
    found = desk.post(url("f02_score_form", sent, 1), form(catatan_unit="dari meja"))
    text = found.content.decode()
    assert found.status_code == 409
    assert "dari meja" in text and 'name="versi" value="3"' in text


def test_a_form_without_its_hidden_fields_is_a_bad_request(desk, sent):
    assert desk.post(url("f02_score_form", sent, 1), {"level": "0"}).status_code == 400


# What is shown beside an indicator ----------------------------------------------------------------


def test_answers_checks_evidence_and_rubric_stand_together(desk, cast, sent):
    answers(sent, cast.operator, sp_ada=True, jumlah_layanan=12, jumlah_sp=15)
    berkas = Berkas.objects.create(sha256="a" * 64, ukuran=2048, tipe="text/plain", path="x")
    bukti = Bukti.objects.create(
        **tenant(sent), indikator=1, berkas=berkas, nama="SK.pdf", oleh=cast.operator
    )
    text = desk.get(url("f02_indicator", sent, 1)).content.decode()
    assert "Jumlah jenis layanan yang diselenggarakan" in text
    assert "Jumlah SP melebihi jumlah layanan." in text
    assert url("evidence_download", sent, bukti.uuid) in text
    assert "SP memuat 14 komponen dan sudah ditetapkan" in text
    assert "Usulan dari jawaban unit: level 1" in text


def test_the_page_says_which_period_is_judged(desk, cast, sent):
    text = desk.get(url("f02_indicator", sent, 5)).content.decode()
    assert "Periode yang dinilai: 1 Januari 2025 sampai 31 Desember 2025" in text
    assert "Periode: 1 Januari 2025" not in text  # only beside a question about that year
    answers(sent, cast.operator, indikator=6, skm_ada=True)
    asking = desk.get(url("f02_indicator", sent, 6)).content.decode()
    assert "Periode: 1 Januari 2025" in asking.split('id="bukti-judul"')[0]


def test_a_question_that_was_not_asked_is_not_shown(desk, cast, sent):
    answers(sent, cast.operator, sp_ada=False)
    text = desk.get(url("f02_indicator", sent, 1)).content.decode()
    assert "Jumlah jenis layanan yang sudah memiliki SP" not in text.split('id="bukti-judul"')[0]


def test_the_suggestion_stays_hidden_until_a_first_level(desk, cast, sent):
    says_no(sent, cast.operator)
    Siklus.objects.update(sembunyikan_usulan=True)
    page = desk.get(url("f02_indicator", sent, 1)).content.decode()
    assert "Usulan disembunyikan" in page and "Usulan dari jawaban unit: level" not in page
    assert 'data-acuan=""' in page
    assert "disembunyikan" in desk.get(url("f02", sent)).content.decode()
    fragment = url("f02_suggestion", sent, 1)
    assert "Usulan disembunyikan" in desk.get(fragment).content.decode()
    assert "Usulan disembunyikan" in desk.get(fragment, {"pilihan": "3"}).content.decode()
    save(desk, sent)
    assert 'data-level="0"' in desk.get(fragment).content.decode()
    assert (
        "Usulan dari jawaban unit: level 0"
        in desk.get(url("f02_indicator", sent, 1)).content.decode()
    )


def test_a_first_level_is_kept_before_its_suggestion_is_told_and_owes_its_reason(desk, cast, sent):
    says_no(sent, cast.operator)
    Siklus.objects.update(sembunyikan_usulan=True)
    put(sent, State.DINILAI)
    form = {"peran": "evaluator", "level": "3", "versi": "0", "kunci": str(uuid4())}
    assert desk.post(url("f02_score_form", sent, 1), form).status_code == 302
    assert Nilai.objects.get(indikator=1).level == 3
    page = desk.get(url("f02_indicator", sent, 1)).content.decode()
    assert "Usulan dari jawaban unit: level 0" in page and 'data-acuan="0"' in page
    again = {**form, "level": "4", "versi": "1", "kunci": str(uuid4())}
    refused = desk.post(url("f02_score_form", sent, 1), again)
    assert refused.status_code == 422 and "Nilai berbeda dari usulan (0)" in refused.text
    for indikator in sent.versi.instrumen.semua_indikator:
        if indikator.nomor != 1:
            level(sent, cast.evaluator, 0, indikator.nomor)
    overview = desk.get(url("f02", sent))
    assert [item.nomor for item in overview.context["tanpa_alasan"]] == [1]
    assert overview.context["berikut"] == 1
    assert "Berbeda dari usulan, tulis alasannya (1)" in overview.text
    # To the very field; and an indicator that has its level is not called unscored.
    assert f"{url('f02_indicator', sent, 1)}#alasan-evaluator" in overview.text
    assert 'id="alasan-evaluator"' in page
    other = desk.get(url("f02_indicator", sent, 2)).text
    assert "Belum selesai: 1" in other and "Belum dinilai: 1" not in other
    desk.post(url("f02_finish", sent))
    sent.refresh_from_db()
    assert sent.state == State.DINILAI
    reason = {**form, "versi": "1", "alasan": "Terlihat di loket.", "kunci": str(uuid4())}
    assert desk.post(url("f02_score_form", sent, 1), reason).status_code == 302
    assert desk.get(url("f02", sent)).context["tanpa_alasan"] == []
    desk.post(url("f02_finish", sent))
    sent.refresh_from_db()
    assert sent.state == State.F02_SELESAI


def test_previous_and_next_stay_among_what_is_mine(as_user, cast, sent):
    part = factories.make_user("aspek_dua")
    factories.member(part, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(part, sent.aspek.filter(kode="II"), "score")
    page = as_user(part).get(url("f02_indicator", sent, 10))
    assert (page.context["sebelum"], page.context["sesudah"]) == (None, 11)
    assert page.context["berikut"] == 11


def test_next_unscored_goes_round_the_end(desk, cast, sent):
    put(sent, State.DINILAI)
    for indikator in sent.versi.instrumen.semua_indikator:
        if indikator.nomor not in (2, 5):
            level(sent, cast.evaluator, 0, indikator.nomor)
    assert desk.get(url("f02_indicator", sent, 4)).context["berikut"] == 5
    assert desk.get(url("f02_indicator", sent, 5)).context["berikut"] == 2
    level(sent, cast.evaluator, 0, 2)
    assert desk.get(url("f02_indicator", sent, 5)).context["berikut"] is None


def test_last_years_level_only_where_the_indicator_is_the_same(desk, cast, sent):
    last = factories.make_siklus(cast.nasional, nama="2025", tahun=2025)
    before = put(factories.make_evaluasi(last, cast.rsud), State.TERBIT)
    Hasil.objects.filter(evaluasi=before).update(rincian={"levels": {"1": "7/2", "2": None}})
    rows = desk.get(url("f02", sent)).context["parts"][0].rows
    assert [row.lalu_kata for row in rows[:2]] == ["3,5", "–"]
    spec = dict(before.versi.spec)
    spec["aspek"] = [dict(item) for item in spec["aspek"]]
    spec["aspek"][0]["indikator"] = [dict(item) for item in spec["aspek"][0]["indikator"]]
    spec["aspek"][0]["indikator"][0]["kode"] = "lain"
    other = before.versi
    other.pk, other.kode, other.spec, other.digest = None, "LAIN", spec, "2" * 64
    other.uuid = uuid4()
    other.save()
    Evaluasi.objects.filter(pk=before.pk).update(versi=other)
    assert desk.get(url("f02", sent)).context["parts"][0].rows[0].lalu is None


# Teams --------------------------------------------------------------------------------------------


def others(client, evaluasi, indikator=1):
    page = client.get(url("f02_indicator", evaluasi, indikator))
    return [item.level for item in page.context["row"].lain]


def test_colleagues_are_seen_after_ones_own_level(desk, cast, sent, second):
    put(sent, State.DINILAI)
    level(sent, second, 3, catatan_internal=CANARY)
    assert others(desk, sent) == []
    assert CANARY not in desk.get(url("f02_indicator", sent, 1)).content.decode()
    assert CANARY not in desk.get(url("f02", sent)).content.decode()
    level(sent, cast.evaluator, 0)
    assert others(desk, sent) == [3]


def test_with_the_mean_colleagues_are_seen_when_all_are_done(desk, cast, sent, second):
    Siklus.objects.update(metode_tim="rata")
    put(sent, State.DINILAI)
    numbers = [i.nomor for i in sent.versi.instrumen.indikator_berbobot]
    for nomor in numbers:
        level(sent, cast.evaluator, 0, nomor)
    for nomor in numbers[:-1]:
        level(sent, second, 3, nomor)
    assert others(desk, sent) == []
    assert desk.get(url("f02_indicator", sent, 1)).context["row"].evaluator is None
    level(sent, second, 3, numbers[-1])
    assert others(desk, sent) == [3]
    row = desk.get(url("f02_indicator", sent, 1)).context["row"]
    assert row.evaluator_kata == "1,5"


def test_an_office_that_watches_sees_everybodys_levels(as_user, cast, sent, second):
    put(sent, State.DINILAI)
    level(sent, second, 3)
    assert others(as_user(cast.bagian), sent) == [3]


def test_a_reader_sees_no_level_before_the_f02_is_finished(as_user, cast, sent):
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 3, catatan_unit=CANARY, catatan_internal=CANARY)
    client = as_user(cast.pimpinan)
    assert others(client, sent) == []
    put(sent, State.F02_SELESAI)
    assert others(client, sent) == [3]
    Nilai.objects.update(catatan_unit="")
    assert CANARY not in client.get(url("f02_indicator", sent, 1)).content.decode()


def test_the_ketua_settles_a_difference_on_the_same_page(desk, cast, sent, second):
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 0)
    level(sent, second, 3)
    page = desk.get(url("f02_indicator", sent, 1))
    assert [panel.peran for panel in page.context["panels"]] == ["evaluator", "sepakat"]
    assert page.context["row"].berselisih
    assert save(desk, sent, peran="sepakat", changes={"level": 2}).status_code == 200
    page = desk.get(url("f02_indicator", sent, 1))
    assert (page.context["row"].evaluator, page.context["row"].berselisih) == (2, False)


def test_a_member_does_not_settle(as_user, cast, sent, second):
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 0)
    level(sent, second, 3)
    client = as_user(second)
    page = client.get(url("f02_indicator", sent, 1))
    assert [panel.peran for panel in page.context["panels"]] == ["evaluator"]
    assert save(client, sent, peran="sepakat", changes={"level": 2}).status_code == 403


# The verifier -------------------------------------------------------------------------------------


def test_a_verifier_gives_his_own_level_beside_the_evaluators(as_user, cast, finished):
    client = as_user(cast.verifikator)
    page = client.get(url("f02_indicator", finished, 1))
    assert [panel.peran for panel in page.context["panels"]] == ["verifikator"]
    assert page.context["panels"][0].acuan == 2
    assert others(client, finished) == [2]
    refused = save(client, finished, peran="verifikator", changes={"level": 4})
    assert refused.json()["pesan"] == "Nilai berbeda dari nilai evaluator (2). Tulis alasannya."
    found = save(
        client, finished, peran="verifikator", changes={"level": 4, "alasan": "SK terlampir."}
    )
    assert found.status_code == 200
    assert save(client, finished, peran="evaluator", changes={"level": 4}).status_code == 403


def test_a_verifier_waits_for_a_finished_f02(as_user, cast, finished):
    put(finished, State.DINILAI)
    client = as_user(cast.verifikator)
    panel = client.get(url("f02_indicator", finished, 1)).context["panels"][0]
    assert panel.terkunci == "Verifikasi dilakukan setelah F02 selesai."
    found = save(client, finished, peran="verifikator", changes={"level": 2})
    assert found.status_code == 403


def test_a_verifier_sees_nothing_of_a_draft(as_user, cast, evaluasi):
    factories.verified_by(evaluasi, cast.verifikator)
    answers(evaluasi, cast.operator, indikator=6, periode_ikm=CANARY)
    level(evaluasi, cast.evaluator, 3, 6, catatan_internal=CANARY)
    client = as_user(cast.verifikator)
    for address in (url("f02", evaluasi), url("f02_indicator", evaluasi, 6)):
        assert CANARY not in client.get(address).content.decode()


def test_verifying_and_sending_back(as_user, cast, finished):
    client = as_user(cast.verifikator)
    found = client.post(url("f02_reopen", finished), {"alasan": " "})
    assert found.status_code == 422
    assert "Alasan wajib diisi." in found.content.decode()
    client.post(url("f02_reopen", finished), {"alasan": "Periksa indikator 3."})
    finished.refresh_from_db()
    assert finished.state == State.DINILAI
    put(finished, State.F02_SELESAI)
    assert client.post(url("f02_verify", finished)).status_code == 302
    finished.refresh_from_db()
    assert finished.state == State.DIVERIFIKASI


@pytest.mark.parametrize("who", ["operator", "pimpinan", "biro"])
def test_who_neither_verifies_nor_returns_does_not_send_back(as_user, cast, finished, who):
    found = as_user(getattr(cast, who)).post(url("f02_reopen", finished), {"alasan": "x"})
    assert found.status_code == 403


# Finishing ----------------------------------------------------------------------------------------


def test_the_overview_says_what_is_missing(desk, cast, sent):
    put(sent, State.DINILAI)
    for indikator in sent.versi.instrumen.indikator_berbobot:
        if indikator.nomor != 7:
            level(sent, cast.evaluator, 0, indikator.nomor)
    page = desk.get(url("f02", sent))
    assert [item.nomor for item in page.context["kurang"]] == [7]
    desk.post(url("f02_finish", sent))
    sent.refresh_from_db()
    assert sent.state == State.DINILAI
    level(sent, cast.evaluator, 0, 7)
    assert desk.post(url("f02_finish", sent)).status_code == 302
    sent.refresh_from_db()
    assert sent.state == State.F02_SELESAI


def test_a_member_does_not_finish(as_user, sent, second):
    put(sent, State.DINILAI)
    client = as_user(second)
    assert not client.get(url("f02", sent)).context["boleh_selesai"]
    assert client.post(url("f02_finish", sent)).status_code == 403


def test_nobody_is_sent_on_scoring_when_the_f02_is_closed(desk, cast, sent):
    assert desk.get(url("f02", sent)).context["terbuka"]
    put(sent, State.F02_SELESAI)
    assert not desk.get(url("f02", sent)).context["terbuka"]


def test_a_ketua_without_an_aspect_settles_and_recommends(as_user, cast, sent, second):
    ketua = factories.make_user("ketua")
    factories.member(ketua, factories.Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(ketua, sent.aspek.all(), "lead")
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 0)
    level(sent, second, 3)
    client = as_user(ketua)
    page = client.get(url("f02_indicator", sent, 1))
    assert [panel.peran for panel in page.context["panels"]] == ["sepakat"]
    assert page.context["panels"][0].utama and "hanya dapat membaca" not in page.content.decode()
    assert save(client, sent, peran="sepakat", changes={"level": 1}).status_code == 200
    assert client.get(url("f02", sent)).context["parts"][0].baru is not None


# Recommendations ----------------------------------------------------------------------------------


def recommend(client, evaluasi, teks, *, versi=0, **more):
    body = {
        "aspek": "I", "teks": teks, "indikator": "", "rekomendasi": "", "versi": versi,
        "kunci": str(uuid4()), **more,
    }  # fmt: skip
    return client.post(
        url("f02_recommend", evaluasi), body, content_type="application/json",
        headers={"Accept": "application/json"},
    )  # fmt: skip


def test_a_recommendation_is_added_once_changed_and_removed(desk, sent):
    key = str(uuid4())
    first = recommend(desk, sent, "Tetapkan SP.", kunci=key)
    assert recommend(desk, sent, "Tetapkan SP.", kunci=key).json()["uuid"] == first.json()["uuid"]
    assert "Tetapkan SP." in first.json()["html"]
    uuid = first.json()["uuid"]
    changed = recommend(desk, sent, "Tetapkan 3 SP.", rekomendasi=uuid, versi=1, indikator="1")
    assert changed.json()["versi"] == 2
    stale = recommend(desk, sent, "Lain.", rekomendasi=uuid, versi=1)
    assert (stale.status_code, stale.json()["sekarang"]["teks"]) == (409, "Tetapkan 3 SP.")
    lost = Rekomendasi.pgh_event_model.objects.filter(pgh_label="bentrok")
    assert list(lost.values_list("teks", "versi")) == [("Lain.", 1)]
    assert desk.post(url("f02_recommend_remove", sent, uuid)).status_code == 302
    assert Rekomendasi.objects.get().dihapus_pada is not None


def test_a_recommendation_by_a_plain_form(desk, sent):
    fields = {"aspek": "I", "teks": "Tetapkan SP.", "versi": "0", "kunci": str(uuid4())}
    desk.post(url("f02_recommend", sent), fields)
    desk.post(url("f02_recommend", sent), fields)  # an impatient second click
    assert [row.teks for row in Rekomendasi.objects.all()] == ["Tetapkan SP."]


def test_a_refused_recommendation_keeps_what_was_typed(desk, sent):
    put(sent, State.DINILAI)
    found = desk.post(
        url("f02_recommend", sent),
        {"aspek": "I", "teks": "x" * 4001, "versi": "0", "kunci": str(uuid4())},
    )
    assert found.status_code == 422
    text = found.content.decode()
    assert "Paling panjang 4000 huruf" in text and "x" * 4001 in text


@pytest.mark.parametrize(
    "fields", [{"indikator": "x"}, {"rekomendasi": "x"}, {"aspek": "IX"}, {"versi": "-1"}]
)
def test_nonsense_in_a_recommendation_is_no_error_of_ours(desk, sent, fields):
    found = desk.post(
        url("f02_recommend", sent), {"aspek": "I", "teks": "a", "versi": "0", **fields}
    )
    assert found.status_code in (400, 404)


def test_earlier_recommendations_of_this_instansi_are_offered_again(desk, cast, sent, siklus):
    last = factories.make_siklus(cast.nasional, nama="2025", tahun=2025)
    old = put(factories.make_evaluasi(last, cast.puskesmas), State.TERBIT)
    Rekomendasi.objects.create(**tenant(old), aspek="I", teks="Adakan FKP.", oleh=cast.evaluator)
    draft = factories.make_evaluasi(siklus, cast.puskesmas)
    Rekomendasi.objects.create(**tenant(draft), aspek="I", teks=CANARY, oleh=cast.bagian)
    beside = put(factories.make_evaluasi(last, cast.unit_tetangga), State.TERBIT)
    Rekomendasi.objects.create(**tenant(beside), aspek="I", teks=CANARY, oleh=cast.bagian)
    page = desk.get(url("f02_earlier", sent), {"aspek": "I"}, headers={"HX-Request": "true"})
    assert "Adakan FKP." in page.content.decode() and CANARY not in page.content.decode()
    assert [item.teks for item in page.context["terdahulu"]] == ["Adakan FKP."]
    assert not desk.get(url("f02_earlier", sent), {"aspek": "II"}).context["terdahulu"]
    for q, number in (("fkp ADAKAN", 1), ("sp", 0)):
        found = desk.get(url("f02_earlier", sent), {"aspek": "I", "q": q}).context["terdahulu"]
        assert len(found) == number


def test_recommendations_of_the_same_indicator_come_first_and_once(desk, cast, sent):
    last = factories.make_siklus(cast.nasional, nama="2025", tahun=2025)
    old = put(factories.make_evaluasi(last, cast.puskesmas), State.TERBIT)
    for teks, indikator in (("Satu.", 3), ("Dua.", 1), ("Dua.", None), ("Tiga.", None)):
        Rekomendasi.objects.create(
            **tenant(old), aspek="I", indikator=indikator, teks=teks, oleh=cast.bagian
        )
    found = desk.get(url("f02_earlier", sent), {"aspek": "I", "indikator": "3"})
    assert [item.teks for item in found.context["terdahulu"]] == ["Satu.", "Tiga.", "Dua."]


@pytest.mark.parametrize("who", ["bagian", "pimpinan"])
def test_who_writes_no_recommendation_searches_none(as_user, cast, sent, who):
    found = as_user(getattr(cast, who)).get(url("f02_earlier", sent), {"aspek": "I"})
    assert found.status_code == 404


def test_last_years_advice_to_this_unit_stands_beside_the_indicator(desk, cast, sent):
    last = factories.make_siklus(cast.nasional, nama="2025", tahun=2025)
    old = put(factories.make_evaluasi(last, cast.rsud), State.TERBIT)
    for teks, indikator in (("Untuk tiga.", 3), ("Untuk empat.", 4), ("Untuk aspek.", None)):
        Rekomendasi.objects.create(
            **tenant(old), aspek="I", indikator=indikator, teks=teks, oleh=cast.bagian
        )
    page = desk.get(url("f02_indicator", sent, 3))
    assert {item.rekomendasi.teks for item in page.context["saran_lalu"]} == {
        "Untuk tiga.",
        "Untuk aspek.",
    }
    assert "Rekomendasi tahun lalu untuk unit ini" in page.content.decode()


def test_the_next_indicator_comes_as_a_fragment(desk, sent):
    address = url("f02_indicator", sent, 2)
    whole = desk.get(address)
    part = desk.get(address, headers={"HX-Request": "true"})
    assert b"<html" not in part.content and b'id="f02"' in part.content
    assert len(part.content) < len(whole.content)
    assert "HX-Request" in part["Vary"]


# Tasks --------------------------------------------------------------------------------------------


def tasks(client, **query):
    return client.get(reverse("evaluations:tasks"), query).context["tugas"]


def test_a_task_leads_to_the_next_unscored_indicator(desk, cast, sent):
    assert [(item.tombol, item.url) for item in tasks(desk)] == [
        ("Mulai menilai", url("f02_indicator", sent, 1))
    ]
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 0, 1)
    level(sent, cast.evaluator, None, 2)
    (item,) = tasks(desk)
    assert (item.tombol, item.url) == ("Lanjutkan menilai", url("f02_indicator", sent, 2))
    assert (item.terisi, item.jumlah) == (1, 30)


def test_a_task_counts_what_is_mine(as_user, cast, sent):
    part = factories.make_user("aspek_dua")
    factories.member(part, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(part, sent.aspek.filter(kode="II"), "score")
    (item,) = tasks(as_user(part))
    assert (item.terisi, item.jumlah, item.aspek) == (0, 5, ["II"])


def test_a_task_says_whom_it_waits_for(desk, as_user, cast, evaluasi):
    assert tasks(desk)[0].kata == "Unit sedang mengisi F01."
    put(evaluasi, State.DINILAI)
    for indikator in evaluasi.versi.instrumen.indikator_berbobot:
        level(evaluasi, cast.evaluator, 0, indikator.nomor)
    assert tasks(desk)[0].tombol == "Selesaikan F02"
    put(evaluasi, State.F02_SELESAI)
    assert tasks(desk)[0].kata == "Menunggu validasi."
    factories.verified_by(evaluasi, cast.verifikator)
    assert tasks(desk)[0].kata == "Menunggu verifikasi."
    assert tasks(as_user(cast.verifikator))[0].tombol == "Verifikasi"


def test_a_ketua_is_led_to_the_difference(desk, cast, sent, second):
    put(sent, State.DINILAI)
    for indikator in sent.versi.instrumen.indikator_berbobot:
        level(sent, cast.evaluator, 0, indikator.nomor)
        level(sent, second, 3 if indikator.nomor == 4 else 0, indikator.nomor)
    assert tasks(desk)[0].url == url("f02_indicator", sent, 4)


def test_after_the_units_time_the_f02_may_begin_without_an_f01(desk, evaluasi):
    phase = evaluasi.siklus.fase.get()
    phase.membuka = ["nilai_f02"]
    phase.save()
    now = timezone.now()
    evaluasi.siklus.fase.create(
        instansi=evaluasi.siklus.instansi, nama="F01", membuka=["isi_f01"],
        mulai=now - timedelta(days=9), akhir=now - timedelta(days=1),
    )  # fmt: skip
    (item,) = tasks(desk)
    assert item.kata == "F01 tidak dikirim sampai batas waktunya; F02 dapat dimulai."
    assert item.tombol == "Mulai menilai"


def test_tasks_are_narrowed_by_cycle_state_and_name(desk, cast, sent, siklus):
    mine = {"siklus": str(siklus.uuid), "status": "dikirim", "q": "lasmanah"}
    assert len(tasks(desk, **mine)) == 1
    assert tasks(desk, q="tidak ada") == []
    assert len(tasks(desk, siklus="bukan-uuid")) == 1  # what is not understood narrows nothing


def test_nobody_sees_the_tasks_of_others(as_user, cast, sent):
    assert tasks(as_user(cast.bagian)) == []


def many(cast, siklus, number):
    for place in range(number):
        unit = factories.make_unit(cast.banjarnegara, f"Unit {place} {uuid4().hex[:4]}")
        made = factories.make_evaluasi(siklus, unit)
        for codename in ("score", "lead"):
            assignments.assign(cast.evaluator, made.aspek.all(), codename)
        put(made, State.DINILAI)
        for indikator in made.versi.instrumen.indikator_berbobot:
            level(made, cast.evaluator, 0, indikator.nomor)


def test_a_task_says_that_answers_changed_since(desk, cast, sent):
    put(sent, State.DINILAI, putaran=2)
    for indikator in sent.versi.instrumen.indikator_berbobot:
        level(sent, cast.evaluator, 0, indikator.nomor, putaran=1)
    erase(VersiF01.objects.filter(evaluasi=sent))
    VersiF01.objects.create(
        **tenant(sent), putaran=2, isi={}, berubah=[4, 7], oleh=cast.kepala, pada=timezone.now()
    )
    (item,) = tasks(desk)
    assert item.kata == "Isian atau rubrik berubah sejak dinilai: 2 indikator. Periksa lagi."
    assert item.url == url("f02_indicator", sent, 4)
    text = desk.get(url("f02", sent)).content.decode()
    assert text.count("isian berubah sejak dinilai</span>") == 2 and ">terbawa<" in text
    assert "Isian atau rubrik berubah sejak dinilai, periksa lagi (2)" in text


def test_the_list_of_tasks_costs_the_same_for_any_number(desk, cast, sent, siklus):
    address = reverse("evaluations:tasks")
    put(sent, State.DINILAI)
    for indikator in sent.versi.instrumen.indikator_berbobot:
        level(sent, cast.evaluator, 0, indikator.nomor)
    before = count(desk, address)
    many(cast, siklus, 3)
    assert count(desk, address) == before


def test_the_overview_costs_the_same_for_any_number_of_levels(desk, cast, sent):
    put(sent, State.DINILAI)
    level(sent, cast.evaluator, 0)
    Rekomendasi.objects.create(**tenant(sent), aspek="I", teks="a", oleh=cast.evaluator)
    before = count(desk, url("f02", sent))
    for nomor in range(2, 12):
        level(sent, cast.evaluator, 0, nomor)
    for aspek in ("I", "II", "III"):
        Rekomendasi.objects.create(**tenant(sent), aspek=aspek, teks="b", oleh=cast.evaluator)
    assert count(desk, url("f02", sent)) == before


def test_the_indicator_page_costs_the_same_for_any_number_of_answers(desk, cast, sent):
    address = url("f02_indicator", sent, 1)
    before = count(desk, address)
    answers(sent, cast.operator, sp_ada=True, jumlah_layanan=3, jumlah_sp=3)
    level(sent, cast.evaluator, 1, peran=PeranNilai.EVALUATOR)
    assert count(desk, address) == before
