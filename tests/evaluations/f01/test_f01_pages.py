"""The unit's pages: who sees what, saves over JSON, the summary before sending, return and end."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.core import assignments
from evaluations.f01.services.answers import save_answer
from evaluations.models import (
    Berkas,
    Bukti,
    Evaluasi,
    Fase,
    Jawaban,
    Nilai,
    Pengembalian,
    Rekomendasi,
)
from evaluations.progress.services.steps import advance
from evaluations.results.services import recompute_stale
from evaluations.rules.workflow import Action, State
from instruments import rules
from tests import factories
from tests.stage import stage


def url(name, evaluasi, *more):
    return reverse(f"evaluations:{name}", args=[evaluasi.uuid, *more])


def page(client, name, evaluasi, *more):
    response = client.get(url(name, evaluasi, *more))
    assert response.status_code == 200
    return response.content.decode()


PARTS = ("evaluasi", "evaluasi_filled", "evaluasi_levels", "evaluasi_history")


def whole(client, evaluasi):
    """All parts of the page of an evaluation, one after another."""
    return "".join(page(client, name, evaluasi) for name in PARTS)


def save(client, evaluasi, nilai, *, soal="sp_ada", indikator=1, versi=0, kunci=None, **headers):
    body = {
        "indikator": indikator,
        "pertanyaan": soal,
        "nilai": nilai,
        "versi": versi,
        "kunci": str(kunci or uuid4()),
    }
    return client.post(
        url("f01_answer", evaluasi),
        json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json", **headers},
    )


def answer(by, evaluasi, soal, value, indikator=1, versi=0):
    return save_answer(
        by=by,
        evaluasi=evaluasi,
        indikator=indikator,
        question=soal,
        value=value,
        based_on=versi,
        key=uuid4(),
    )


def fill(evaluasi, by, *, without=()):
    """Every question answered at its best."""
    Jawaban.objects.bulk_create(
        Jawaban(
            instansi=evaluasi.instansi,
            siklus=evaluasi.siklus,
            evaluasi=evaluasi,
            indikator=indikator.nomor,
            pertanyaan=p.id,
            nilai="100" if p.jenis == "persen" else rules._filled(p, large=False),
            oleh=by,
        )
        for indikator in evaluasi.versi.instrumen.semua_indikator
        for p in indikator.pertanyaan
        if (indikator.nomor, p.id) not in without
    )


@stage.fixture
def sent(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


@stage.fixture
def returned(cast, sent):
    return advance(
        by=cast.evaluator,
        evaluasi=sent,
        action=Action.KEMBALIKAN_F01,
        reason="SK belum ditandatangani.",
        indikator=[3],
        tenggat=timezone.now() + timedelta(days=5),
    )


def close_windows(siklus):
    Fase.objects.filter(siklus=siklus).update(akhir=timezone.now() - timedelta(hours=1))


# Who may open what --------------------------------------------------------------------------------

GET_MATRIX = {
    # url name: the answers in the order of PEOPLE
    "evaluasi": (200, 200, 200, 200, 200, 200, 404, 404),
    "evaluasi_filled": (200, 200, 200, 200, 200, 200, 404, 404),
    "evaluasi_levels": (200, 200, 200, 200, 200, 200, 404, 404),
    "evaluasi_history": (200, 200, 200, 200, 200, 200, 404, 404),
    "f01": (200, 200, 200, 200, 200, 403, 404, 404),
    "f01_start": (302, 302, 302, 302, 302, 403, 404, 404),
    "f01_submit": (200, 200, 403, 403, 403, 403, 404, 404),
    "return_f01": (403, 403, 200, 200, 200, 403, 404, 404),
    "end": (403, 403, 403, 403, 200, 403, 404, 404),
    "restore": (403, 403, 403, 403, 200, 403, 404, 404),
}
PEOPLE = (
    "operator",
    "kepala",
    "evaluator",
    "bagian",
    "menpan",
    "pimpinan",
    "operator_puskesmas",
    "siapapun",
)


@pytest.mark.parametrize("name", GET_MATRIX)
def test_each_page_opens_for_those_who_may_see_it(cast, evaluasi, as_user, name):
    more = ("I",) if name == "f01" else ()
    address = url(name, evaluasi, *more)
    found = tuple(as_user(getattr(cast, who)).get(address).status_code for who in PEOPLE)
    assert found == GET_MATRIX[name]


def test_only_the_unit_saves_answers(cast, evaluasi, as_user):
    found = {who: save(as_user(getattr(cast, who)), evaluasi, True).status_code for who in PEOPLE}
    assert (
        found
        == {
            "operator": 200,
            "kepala": 200,
            "evaluator": 403,
            "bagian": 403,
            "menpan": 403,
            "pimpinan": 403,
            "operator_puskesmas": 404,
            "siapapun": 404,
        }
        or found["kepala"] == 200
    )  # the same value is no conflict


def test_the_province_reads_answers_once_they_are_sent(cast, evaluasi, as_user):
    assert as_user(cast.biro).get(url("f01", evaluasi, "I")).status_code == 403
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert "Anda membaca isian unit" in page(as_user(cast.biro), "f01", evaluasi, "I")


def test_an_unknown_aspect_is_not_found(cast, evaluasi, as_user):
    assert as_user(cast.operator).get(url("f01", evaluasi, "XX")).status_code == 404


# One answer, one save -----------------------------------------------------------------------------


def test_a_save_answers_with_its_key_and_what_follows_from_it(cast, evaluasi, as_user):
    kunci = uuid4()
    told = save(as_user(cast.operator), evaluasi, True, kunci=kunci).json()
    assert (told["kunci"], told["versi"], told["nilai"]) == (str(kunci), 1, True)
    assert set(told["tampil"]) == {
        "sp_ada",
        "jumlah_layanan",
        "jumlah_sp",
        "komponen_14",
        "pelibatan",
        "ditetapkan",
        "monev",
    }
    assert told["kemajuan"]["indikator"] == [1, 7]
    assert "Usulan level 1" in told["hidup"] and "Untuk level 2" in told["hidup"]


def test_the_answer_to_a_save_fits_a_poor_line(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    sizes = []
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        for p in indikator.pertanyaan:
            value = "100" if p.jenis == "persen" else rules._filled(p, large=False)
            response = save(client, evaluasi, value, soal=p.id, indikator=indikator.nomor)
            assert response.status_code == 200
            sizes.append(len(response.content))
    assert max(sizes) <= 2048


def test_the_same_save_twice_is_one_save(cast, evaluasi, as_user):
    client, kunci = as_user(cast.operator), uuid4()
    first, second = (save(client, evaluasi, True, kunci=kunci) for _ in range(2))
    assert first.json()["versi"] == second.json()["versi"] == 1
    assert Jawaban.pgh_event_model.objects.count() == 1


def test_a_late_save_is_told_what_is_there_who_wrote_it_and_when(cast, evaluasi, as_user):
    answer(cast.kepala, evaluasi, "jumlah_layanan", 1200)
    response = save(as_user(cast.operator), evaluasi, 5, soal="jumlah_layanan")
    now = response.json()["sekarang"]
    assert response.status_code == 409
    assert (now["nilai"], now["kata"], now["oleh"], now["versi"]) == (1200, "1.200", "Kepala", 1)
    assert now["pada"]


def test_the_value_that_came_too_late_stays_in_the_history_once(cast, evaluasi, as_user):
    answer(cast.kepala, evaluasi, "jumlah_layanan", 12)
    kunci = uuid4()
    for _ in range(2):
        save(as_user(cast.operator), evaluasi, "15", soal="jumlah_layanan", kunci=kunci)
    history = Jawaban.pgh_event_model.objects.order_by("pgh_id")
    assert [(row.pgh_label, row.nilai, row.oleh) for row in history] == [
        ("insert", 12, cast.kepala),
        ("bentrok", 15, cast.operator),
    ]
    assert Jawaban.objects.get().nilai == 12


def test_a_repeated_save_hears_that_somebody_changed_it_since(cast, evaluasi, as_user):
    client, kunci = as_user(cast.operator), uuid4()
    save(client, evaluasi, True, kunci=kunci)
    answer(cast.kepala, evaluasi, "sp_ada", False, versi=1)
    told = save(client, evaluasi, True, kunci=kunci).json()
    assert (told["milik_lain"], told["nilai"], told["oleh"]) == (True, False, "Kepala")


def test_without_a_session_a_save_is_401_and_no_redirect(evaluasi):
    response = save(Client(), evaluasi, True)
    assert (response.status_code, response.json()["galat"]) == (401, "sesi_berakhir")


def test_what_another_person_typed_is_not_saved_under_my_name(cast, evaluasi, as_user):
    response = save(as_user(cast.kepala), evaluasi, True, **{"X-Pengguna": str(cast.operator.pk)})
    assert response.status_code == 401
    assert not Jawaban.objects.exists()


@pytest.mark.parametrize(
    ("soal", "indikator", "value", "stored"),
    [
        ("jumlah_layanan", 1, "0", 0),
        ("jumlah_layanan", 1, "", None),
        ("jumlah_layanan", 1, "1.250", 1250),
        ("sp_ada", 1, False, False),
        ("sp_ada", 1, None, None),
        ("unsur", 2, [], []),
        ("unsur", 2, None, None),
        ("nilai_ikm", 6, "87,50", "87.5"),
    ],
)
def test_zero_no_and_none_at_all_are_answers_and_blank_is_not(
    cast, evaluasi, as_user, soal, indikator, value, stored
):
    save(as_user(cast.operator), evaluasi, value, soal=soal, indikator=indikator)
    assert Jawaban.objects.get().nilai is stored or Jawaban.objects.get().nilai == stored


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("bukan json", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"kunci": "x", "versi": 0}', 400),
        ('{"kunci": "6b0a8f0e-6f0e-4d5e-9a53-0a6f6f3f6f10", "versi": 0, "indikator": "1"}', 400),
    ],
)
def test_an_unreadable_save_is_refused_in_words(cast, evaluasi, as_user, body, status):
    response = as_user(cast.operator).post(
        url("f01_answer", evaluasi), body, content_type="application/json"
    )
    assert (response.status_code, "Muat ulang" in response.json()["pesan"]) == (status, True)


def test_a_bad_value_is_refused_beside_its_question(cast, evaluasi, as_user):
    response = save(as_user(cast.operator), evaluasi, "banyak", soal="jumlah_layanan")
    assert (response.status_code, response.json()["field"]) == (422, "jumlah_layanan")
    assert "bilangan bulat" in response.json()["pesan"]


def test_a_closed_window_refuses_a_save_and_says_when_it_closed(cast, siklus, evaluasi, as_user):
    close_windows(siklus)
    response = save(as_user(cast.operator), evaluasi, True)
    assert response.status_code == 403 and "sudah ditutup" in response.json()["pesan"]


def test_a_hidden_question_keeps_its_answer(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    save(client, evaluasi, True)
    save(client, evaluasi, 7, soal="jumlah_sp")
    told = save(client, evaluasi, False, versi=1).json()
    assert told["tampil"] == ["jumlah_layanan", "sp_ada"]
    html = page(client, "f01", evaluasi, "I")
    assert 'id="q-1-jumlah_sp-isi" inputmode="numeric" value="7"' in html
    assert "jumlah_sp" in save(client, evaluasi, True, versi=2).json()["tampil"]


def test_checks_are_told_live(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    save(client, evaluasi, True)
    save(client, evaluasi, 2, soal="jumlah_layanan")
    assert "Galat" in save(client, evaluasi, 3, soal="jumlah_sp").json()["hidup"]
    assert "Peringatan" in save(client, evaluasi, 1, soal="jumlah_sp", versi=1).json()["hidup"]


def test_a_text_with_tags_reaches_nobody_as_tags(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    save(client, evaluasi, True, soal="skm_ada", indikator=6)
    save(client, evaluasi, "<b>Semester</b>", soal="periode_ikm", indikator=6)
    for person in (cast.operator, cast.evaluator):
        assert "<b>Semester" not in page(as_user(person), "f01", evaluasi, "I")


# The pages of an aspect ---------------------------------------------------------------------------


def test_the_page_says_which_period_is_judged(cast, evaluasi, as_user):
    html = page(as_user(cast.operator), "f01", evaluasi, "I")
    assert "Periode yang dinilai: <strong>1 Januari 2025 sampai 31 Desember 2025" in html
    assert "dalam setahun" in html and "Periode: 1 Januari 2025" in html


def test_who_may_not_fill_reads_the_answers_without_a_field(cast, evaluasi, as_user):
    answer(cast.operator, evaluasi, "jumlah_layanan", 1200)
    html = page(as_user(cast.evaluator), "f01", evaluasi, "I")
    assert "1.200" in html and "data-pertanyaan" not in html and 'type="file"' not in html


def test_a_closed_window_is_said_and_nothing_can_be_typed(cast, siklus, evaluasi, as_user):
    close_windows(siklus)
    html = page(as_user(cast.operator), "f01", evaluasi, "I")
    assert "sudah ditutup" in html and "data-pertanyaan" not in html


def test_after_a_return_only_the_named_indicators_are_open(cast, returned, as_user):
    html = page(as_user(cast.operator), "f01", returned, "I")
    assert "SK belum ditandatangani." in html
    assert 'id="q-3-dipublikasikan-ya"' in html and 'id="q-1-sp_ada-ya"' not in html


def test_the_start_leads_to_the_first_question_without_an_answer(cast, evaluasi, as_user):
    fill(evaluasi, cast.operator, without={(10, "tersedia")})
    response = as_user(cast.operator).get(url("f01_start", evaluasi))
    assert response["Location"] == url("f01", evaluasi, "II") + "#q-10-tersedia"


def test_tambahan_is_a_page_like_the_others(cast, evaluasi, as_user):
    assert "Tambahan" in page(as_user(cast.operator), "f01", evaluasi, "tambahan")


def evidence_rows(evaluasi, by, numbers):
    berkas, _ = Berkas.objects.get_or_create(sha256="a" * 64, ukuran=9, tipe="x", path="x")
    common = {"instansi": evaluasi.instansi, "siklus": evaluasi.siklus, "evaluasi": evaluasi}
    Bukti.objects.bulk_create(
        Bukti(**common, indikator=nomor, berkas=berkas, nama="sk.pdf", oleh=by) for nomor in numbers
    )


@pytest.mark.parametrize("person", ["operator", "evaluator"])
def test_the_page_asks_the_database_as_often_when_it_is_full(
    cast, evaluasi, as_user, django_assert_num_queries, person
):
    client, address = as_user(getattr(cast, person)), url("f01", evaluasi, "I")
    evidence_rows(evaluasi, cast.operator, [1])
    client.get(address)
    with CaptureQueriesContext(connection) as sparse:
        client.get(address)
    fill(evaluasi, cast.operator)
    evidence_rows(evaluasi, cast.operator, [1, 2, 3])
    with django_assert_num_queries(len(sparse)):
        client.get(address)


# Sending ------------------------------------------------------------------------------------------


def test_gaps_are_listed_with_the_way_to_each(cast, evaluasi, as_user):
    fill(evaluasi, cast.operator, without={(10, "tersedia"), (1, "monev")})
    html = page(as_user(cast.kepala), "f01_submit", evaluasi)
    assert url("f01", evaluasi, "I") + "#q-1-monev" in html
    assert "Tanpa bukti dukung (31)" in html


def test_gaps_have_to_be_confirmed(cast, evaluasi, as_user):
    client = as_user(cast.kepala)
    refused = client.post(url("f01_submit", evaluasi), {"setuju": "on"})
    assert "Masih ada" in refused.content.decode()
    sent = client.post(url("f01_submit", evaluasi), {"setuju": "on", "confirmed_gaps": "on"})
    evaluasi.refresh_from_db()
    assert (sent.status_code, evaluasi.state) == (302, State.DIKIRIM)
    assert cast.rsud.nama in evaluasi.pernyataan


def test_the_declaration_has_to_be_agreed_to(cast, evaluasi, as_user):
    fill(evaluasi, cast.operator)
    response = as_user(cast.kepala).post(url("f01_submit", evaluasi), {})
    evaluasi.refresh_from_db()
    assert "Centang pernyataan" in response.content.decode() and evaluasi.state == State.DRAF


def test_a_galat_holds_the_form_back(cast, evaluasi, as_user):
    fill(evaluasi, cast.operator, without={(1, "jumlah_sp")})
    answer(cast.operator, evaluasi, "jumlah_sp", 9)
    client = as_user(cast.kepala)
    assert "Jumlah SP melebihi jumlah layanan." in page(client, "f01_submit", evaluasi)
    client.post(url("f01_submit", evaluasi), {"setuju": "on"})
    evaluasi.refresh_from_db()
    assert evaluasi.state == State.DRAF


def test_an_operator_is_told_who_submits_and_cannot(cast, evaluasi, as_user):
    fill(evaluasi, cast.operator)
    client = as_user(cast.operator)
    html = page(client, "f01_submit", evaluasi)
    assert "kepala unit" in html and "Kepala" in html and 'name="penanda_tangan"' in html
    client.post(url("f01_submit", evaluasi), {"setuju": "on"})
    evaluasi.refresh_from_db()
    assert evaluasi.state == "draf"


def test_the_returned_indicators_are_a_click_away(cast, returned, as_user):
    html = page(as_user(cast.operator), "f01", returned, "II")
    asked = returned.pengembalian.get().indikator
    for nomor in asked:
        kode = returned.versi.instrumen.aspek_dari(nomor).kode
        assert f'href="{url("f01", returned, kode)}#i-{nomor}">{nomor}</a>' in html
        assert f'id="i-{nomor}"' in page(as_user(cast.operator), "f01", returned, kode)


def test_an_answered_return_can_be_sent_again(cast, returned, as_user):
    said = {"setuju": "on", "confirmed_gaps": "on", "confirmed_untouched": "on"}
    as_user(cast.kepala).post(url("f01_submit", returned), said)
    returned.refresh_from_db()
    assert (returned.state, returned.putaran) == (State.DIKIRIM, 2)


# Return, end, restore -----------------------------------------------------------------------------


def deadline(days=3):
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_a_return_names_indicators_reason_and_due_date(cast, sent, as_user):
    form = {"indikator": ["3", "7"], "alasan": "Lengkapi SK.", "tenggat": deadline()}
    assert as_user(cast.evaluator).post(url("return_f01", sent), form).status_code == 302
    made = Pengembalian.objects.get()
    assert (made.indikator, made.alasan) == ([3, 7], "Lengkapi SK.")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"alasan": "A", "tenggat": deadline()}, "Pilih sedikitnya satu indikator"),
        ({"indikator": ["3"], "tenggat": deadline()}, "Alasan wajib diisi."),
        ({"indikator": ["3"], "alasan": "Tetap ada", "tenggat": "kapan"}, "tanggal dan jam"),
        ({"indikator": ["3"], "alasan": "Tetap ada", "tenggat": deadline(-1)}, "setelah saat ini"),
        ({"indikator": ["999"], "alasan": "A", "tenggat": deadline()}, "999"),
    ],
)
def test_a_return_with_a_fault_says_it_and_keeps_what_was_typed(cast, sent, as_user, form, said):
    response = as_user(cast.evaluator).post(url("return_f01", sent), form)
    html = response.content.decode()
    assert response.status_code == 200 and said in html
    assert form.get("alasan", "") in html
    assert not Pengembalian.objects.exists()


def test_a_draft_cannot_be_returned(cast, evaluasi, as_user):
    assert "tidak dapat dikembalikan" in page(as_user(cast.evaluator), "return_f01", evaluasi)


def test_an_end_has_a_reason_and_a_letter_and_can_be_undone(cast, evaluasi, as_user):
    client = as_user(cast.menpan)
    missing = client.post(url("end", evaluasi), {"aksi": "tidak_mengisi", "alasan": " "})
    assert "Alasan wajib diisi." in missing.content.decode()
    form = {"aksi": "tidak_mengisi", "alasan": "Tidak ada isian.", "surat": "B/4/PP.00.02/2026"}
    assert client.post(url("end", evaluasi), form).status_code == 302
    evaluasi.refresh_from_db()
    assert (evaluasi.state, evaluasi.akhir_surat) == (State.TIDAK_MENGISI, "B/4/PP.00.02/2026")
    assert "Tidak ada isian." in page(as_user(cast.operator), "evaluasi", evaluasi)
    client.post(url("restore", evaluasi), {"alasan": "Surat susulan diterima."})
    evaluasi.refresh_from_db()
    assert evaluasi.state == State.DRAF


def test_a_replaced_unit_names_its_replacement(cast, siklus, evaluasi, as_user):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    neighbour = factories.make_evaluasi(siklus, cast.unit_tetangga)
    client = as_user(cast.menpan)
    form = {"aksi": "ganti", "alasan": "Unit ditutup.", "pengganti": neighbour.pk}
    assert client.post(url("end", evaluasi), form).status_code == 200
    client.post(url("end", evaluasi), form | {"pengganti": other.pk})
    evaluasi.refresh_from_db()
    assert evaluasi.pengganti == other
    assert other.nama_unit in page(client, "evaluasi", evaluasi)
    assert other.nama_unit not in page(as_user(cast.operator), "evaluasi", evaluasi)


# The page of the evaluation -----------------------------------------------------------------------


def next_of(html):
    start = html.index('class="langkah"')
    return html[start : html.index("</section>", start)]


def test_the_next_step_follows_person_and_state(cast, evaluasi, as_user):
    assert "Lanjutkan mengisi" in next_of(page(as_user(cast.operator), "evaluasi", evaluasi))
    assert "Unit sedang mengisi" in next_of(page(as_user(cast.evaluator), "evaluasi", evaluasi))
    fill(evaluasi, cast.operator)
    assert "Periksa dan kirim" in next_of(page(as_user(cast.kepala), "evaluasi", evaluasi))
    assert "kepala unit yang" in next_of(page(as_user(cast.operator), "evaluasi", evaluasi))
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01)
    assert "evaluator menilai" in next_of(page(as_user(cast.kepala), "evaluasi", evaluasi))
    assert "Nilai F02" in next_of(page(as_user(cast.evaluator), "evaluasi", evaluasi))


def test_a_return_is_the_next_step_with_its_reason(cast, returned, as_user):
    told = next_of(page(as_user(cast.operator), "evaluasi", returned))
    assert "SK belum ditandatangani." in told
    assert url("f01", returned, "I") + "#i-3" in told


def test_a_closed_window_is_said_instead_of_a_button_to_fill(cast, siklus, evaluasi, as_user):
    close_windows(siklus)
    told = next_of(page(as_user(cast.operator), "evaluasi", evaluasi))
    assert "sudah ditutup" in told and "Lanjutkan mengisi" not in told


def test_an_extension_for_this_unit_is_shown(cast, siklus, evaluasi, as_user):
    siklus.perpanjangan.create(
        instansi=cast.banjarnegara,
        unit=cast.rsud,
        kegiatan="isi_f01",
        akhir=timezone.now() + timedelta(days=60),
        alasan="Banjir",
    )
    assert "Perpanjangan untuk unit ini" in page(as_user(cast.operator), "evaluasi", evaluasi)


def level(evaluasi, by, value, **more):
    return Nilai.objects.create(
        instansi=evaluasi.instansi,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        indikator=1,
        peran="evaluator",
        oleh=by,
        level=value,
        **more,
    )


@stage.fixture
def scored(cast, sent):
    """One level with both notes, one recommendation; the F02 still open."""
    level(sent, cast.evaluator, 4, catatan_unit="CATATAN-UNIT", catatan_internal="CATATAN-DALAM")
    Rekomendasi.objects.create(
        instansi=sent.instansi,
        siklus=sent.siklus,
        evaluasi=sent,
        aspek="I",
        teks="REKOMENDASI-UJI",
        oleh=cast.evaluator,
    )
    Evaluasi.objects.filter(pk=sent.pk).update(state=State.DINILAI)
    sent.refresh_from_db()
    sent.hasil.stale = True
    sent.hasil.save()
    recompute_stale()
    return sent


def shown(html):
    return {
        word: word in html
        for word in ("CATATAN-UNIT", "CATATAN-DALAM", "REKOMENDASI-UJI", "Indeks sementara")
    }


def test_the_unit_sees_levels_and_recommendations_only_when_the_f02_is_finished(
    cast, scored, as_user
):
    nothing = dict.fromkeys(shown(""), False)
    client = as_user(cast.operator)
    assert shown(whole(client, scored)) == nothing
    Evaluasi.objects.filter(pk=scored.pk).update(state=State.F02_SELESAI)
    assert shown(whole(client, scored)) == nothing | {
        "CATATAN-UNIT": True,
        "REKOMENDASI-UJI": True,
    }


def test_u01_an_incomplete_result_shows_what_is_there_and_no_figure(cast, scored, as_user):
    html = page(as_user(cast.menpan), "evaluasi", scored)
    assert "Belum ada IPP" in html and "big-number" not in html
    assert "<li>F02 belum lengkap: 1 dari 30</li><li>F03 belum ada responden</li>" in html


def test_a_complete_figure_is_provisional_to_the_unit_until_it_is_published(cast, scored, as_user):
    hasil = scored.hasil
    hasil.refresh_from_db()
    hasil.rincian |= {"ipp": "3.62", "category": "B", "category_label": "Baik"}
    hasil.ipp, hasil.kategori = "3.62", "B"
    hasil.save()
    client = as_user(cast.operator)
    shown = {State.F02_SELESAI: None, State.DIVALIDASI: "Indeks sementara",
             State.TERBIT: "Indeks Pelayanan Publik"}  # fmt: skip
    for state, title in shown.items():
        Evaluasi.objects.filter(pk=scored.pk).update(state=state)
        html = page(client, "evaluasi", scored)
        assert ("3,62" in html and "<strong>B</strong> Baik" in html) is (title is not None)
        assert title is None or f'<h2 id="hasil">{title}</h2>' in html


def test_only_admins_read_the_trail(cast, sent, as_user):
    assert "Jejak audit" in page(as_user(cast.menpan), "evaluasi_history", sent)
    for person in (cast.operator, cast.evaluator, cast.pimpinan):
        assert "Jejak audit" not in whole(as_user(person), sent)


def test_the_people_are_named_with_their_part(cast, evaluasi, as_user):
    assignments.assign(cast.verifikator, evaluasi.aspek.filter(kode="I"), "verify")
    html = page(as_user(cast.operator), "evaluasi", evaluasi)
    assert "Ketua tim, Evaluator" in html and "Verifikator aspek I" in html


def test_steps_are_offered_to_those_who_may_take_them(cast, sent, as_user):
    offered = {
        who: tuple(
            words in page(as_user(getattr(cast, who)), "evaluasi", sent)
            for words in ("Kembalikan F01", "Akhiri tanpa hasil")
        )
        for who in ("operator", "evaluator", "menpan")
    }
    assert offered == {
        "operator": (False, False),
        "evaluator": (True, False),
        "menpan": (True, True),
    }


def test_what_others_add_to_the_page_opens_for_everyone_who_sees_the_page(cast, sent, as_user):
    for who in ("operator", "kepala", "evaluator", "bagian", "biro", "menpan", "pimpinan"):
        client = as_user(getattr(cast, who))
        for address in re.findall(r'hx-get="([^"]+)"', whole(client, sent)):
            assert client.get(address, headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize("form", ["A", "B"])
def test_every_aspect_of_both_forms_is_drawn(cast, as_user, form):
    fields = {} if form == "A" else {"instrumen_b": factories.make_version("B")}
    siklus = factories.make_siklus(cast.nasional, nama=f"Siklus {form}", **fields)
    made = factories.make_evaluasi(siklus, cast.rsud, formulir=form)
    fill(made, cast.operator)
    client = as_user(cast.operator)
    for aspek in made.versi.instrumen.semua_aspek:
        assert "Level tertinggi tercapai." in page(client, "f01", made, aspek.kode)
    assert "Belum dijawab" not in page(client, "f01_submit", made)


# The unit's page ----------------------------------------------------------------------------------


def of_unit(client, unit):
    return client.get(reverse("evaluations:unit_evaluasi", args=[unit.uuid]))


def test_the_page_of_a_unit_lists_the_evaluations_that_its_reader_sees(cast, evaluasi, as_user):
    last = factories.make_evaluasi(factories.make_siklus(cast.nasional, tahun=2025), cast.rsud)
    html = of_unit(as_user(cast.operator), cast.rsud).content.decode()
    places = [html.index(f'href="/evaluasi/{row.uuid}/"') for row in (evaluasi, last)]
    assert places == sorted(places)
    empty = of_unit(as_user(cast.bagian), cast.puskesmas).content.decode()
    assert "belum dievaluasi" in empty
    assert of_unit(as_user(cast.operator_tetangga), cast.rsud).status_code == 404


def test_the_list_of_a_unit_costs_the_same_for_one_and_three(
    cast, evaluasi, as_user, django_assert_num_queries
):
    client = as_user(cast.operator)
    with CaptureQueriesContext(connection) as one:
        of_unit(client, cast.rsud)
    for year in (2024, 2025):
        factories.make_evaluasi(factories.make_siklus(cast.nasional, tahun=year), cast.rsud)
    with django_assert_num_queries(len(one)):
        of_unit(client, cast.rsud)
