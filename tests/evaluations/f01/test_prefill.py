"""Answers and evidence of last year: offered beside the questions, counted once they are taken."""

import hashlib
import json
import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries.evaluations import answers_of
from evaluations.f01.queries import prefill as f01_queries
from evaluations.f01.services import prefill
from evaluations.models import Berkas, Bukti, Evaluasi, Jawaban
from instruments.models import VersiInstrumen
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.f01.test_f01_pages import close_windows, page, url


def say(evaluasi, by, **answers):
    indikator = answers.pop("indikator", 1)
    for soal, nilai in answers.items():
        Jawaban.objects.create(
            instansi=evaluasi.instansi,
            siklus=evaluasi.siklus,
            evaluasi=evaluasi,
            indikator=indikator,
            pertanyaan=soal,
            nilai=nilai,
            oleh=by,
        )


def hand_in(evaluasi, by, nama, indikator=1, **fields):
    sha = hashlib.sha256(nama.encode()).hexdigest()
    berkas, _ = Berkas.objects.get_or_create(
        sha256=sha, defaults={"ukuran": 1000, "tipe": "application/pdf", "path": f"bukti/{sha}"}
    )
    return Bukti.objects.create(
        instansi=evaluasi.instansi,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        indikator=indikator,
        berkas=berkas,
        nama=nama,
        oleh=by,
        **fields,
    )


def earlier(cast, *, unit=None, state="terbit", **fields):
    """An evaluation of the year before."""
    siklus = factories.make_siklus(cast.nasional, **{"tahun": 2025, **fields})
    made = factories.make_evaluasi(siklus, unit or cast.rsud)
    Evaluasi.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


@pytest.fixture
def last_year(cast):
    made = earlier(cast)
    say(made, cast.operator, sp_ada=True, jumlah_layanan=5, jumlah_sp=3)
    return made


def offered(evaluasi, *numbers):
    found = f01_queries.offers(evaluasi, answers_of(evaluasi), numbers or (1,))
    return {} if found is None else {key: o.nilai for key, o in found.jawaban.get(1, {}).items()}


def test_last_years_answers_are_offered_and_nothing_is_written(cast, evaluasi, last_year, as_user):
    assert offered(evaluasi) == {"sp_ada": True, "jumlah_layanan": 5, "jumlah_sp": 3}
    html = page(as_user(cast.operator), "f01", evaluasi, "I")
    assert "Dari tahun lalu (2025): <strong>Ya</strong>" in html
    assert html.count("data-pakai=") == 3
    assert "Pakai semua jawaban 2025 pada indikator 1" in html
    assert not Jawaban.objects.filter(evaluasi=evaluasi).exists()


def test_an_answer_that_is_there_is_left_alone(cast, evaluasi, last_year):
    say(evaluasi, cast.operator, sp_ada=False, jumlah_layanan=None)
    found = f01_queries.offers(evaluasi, answers_of(evaluasi), (1,)).jawaban[1]
    # An emptied one may be taken; what its parent now hides is not part of "all".
    assert {key: offer.ikut for key, offer in found.items()} == {
        "jumlah_layanan": True,
        "jumlah_sp": False,
    }


def test_what_was_hidden_then_is_not_brought_back(cast, evaluasi):
    say(earlier(cast), cast.operator, sp_ada=False, jumlah_sp=9)
    assert offered(evaluasi) == {"sp_ada": False}


def test_the_latest_year_counts_and_within_it_the_decided_one(cast, evaluasi, last_year):
    say(earlier(cast, tahun=2024), cast.operator, jumlah_layanan=1)
    say(earlier(cast, state="draf"), cast.operator, jumlah_layanan=2)
    assert f01_queries.source_of(evaluasi) == last_year


@pytest.mark.parametrize(
    "fields", [{"latihan": True}, {"state": "dibatalkan"}, {"tahun": 2026}, {"tahun": 2027}]
)
def test_practice_what_was_cancelled_and_what_is_not_earlier_feed_nothing(cast, evaluasi, fields):
    cancelled = fields.get("state") == "dibatalkan"
    made = earlier(cast, **{**fields, "state": "terbit"})
    if cancelled:
        Evaluasi.objects.filter(pk=made.pk).update(state="dibatalkan", akhir_alasan="Uji.")
    say(made, cast.operator, sp_ada=True)
    assert f01_queries.source_of(evaluasi) is None


def test_a_practice_cycle_may_learn_from_a_real_one(cast, last_year):
    latihan = factories.make_siklus(cast.nasional, latihan=True)
    assert f01_queries.source_of(factories.make_evaluasi(latihan, cast.rsud)) == last_year


def test_another_units_answers_are_never_offered(cast, siklus, evaluasi):
    say(earlier(cast, unit=cast.puskesmas), cast.operator_puskesmas, sp_ada=True)
    assert f01_queries.source_of(evaluasi) is None


def test_between_instruments_only_what_still_fits(cast, evaluasi):
    """Then: other numbers, one question of another kind, one choice that meant something else."""
    spec = json.loads(json.dumps(factories._official("A")["spec"]))
    first, second = spec["aspek"][0]["indikator"][:2]
    first["nomor"], second["nomor"] = second["nomor"], first["nomor"]
    first["pertanyaan"][1]["jenis"] = "persen"
    choices = second["pertanyaan"][1]["pilihan"]
    choices[0]["teks"] = "Yang lain sama sekali"
    old = VersiInstrumen.objects.create(
        kode="PEKPPP-LAMA",
        nama="Lama",
        formulir="A",
        status="terbit",
        spec=spec,
        digest=hashlib.sha256(b"PEKPPP-LAMA").hexdigest(),
        published_at=timezone.now(),
    )
    made = earlier(cast, instrumen_a=old)
    say(made, cast.operator, indikator=2, sp_ada=True, jumlah_layanan="5", jumlah_sp=3)
    say(made, cast.operator, indikator=1, dilibatkan=True, unsur=["pengguna"])
    found = f01_queries.offers(evaluasi, {}, (1, 2)).jawaban
    assert set(found[1]) == {"sp_ada", "jumlah_sp"}
    assert set(found[2]) == {"dilibatkan"}


def test_a_locked_form_and_its_readers_are_offered_nothing(
    cast, siklus, evaluasi, last_year, as_user
):
    assert "data-pakai" not in page(as_user(cast.bagian), "f01", evaluasi, "I")
    close_windows(siklus)
    assert "data-pakai" not in page(as_user(cast.operator), "f01", evaluasi, "I")


def test_offers_cost_the_same_for_one_and_for_three(cast, evaluasi, as_user):
    made = earlier(cast)
    client = as_user(cast.operator)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, "f01", evaluasi, "I")
        return len(queries)

    say(made, cast.operator, sp_ada=True)
    hand_in(made, cast.operator, "a.pdf")
    page(client, "f01", evaluasi, "I")
    one = count()
    say(made, cast.operator, indikator=2, dilibatkan=True)
    say(made, cast.operator, indikator=3, dipublikasikan=True)
    hand_in(made, cast.operator, "b.pdf", 2)
    hand_in(made, cast.operator, "c.pdf", 3)
    assert count() == one


# Evidence -----------------------------------------------------------------------------------------


def test_a_file_is_taken_over_without_copying_it(cast, evaluasi, last_year, as_user):
    old = hand_in(last_year, cast.operator, "SK.pdf", keterangan="SK 2025", halaman="hal. 3")
    client = as_user(cast.operator)
    assert f"bukti/{old.uuid}/tahun-lalu/" in page(client, "f01", evaluasi, "I")
    address = url("evidence_last_year", evaluasi, old.uuid)
    answer = client.post(address, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert "SK.pdf" in answer.json()["html"]
    made = Bukti.objects.get(evaluasi=evaluasi)
    assert (made.asal, made.berkas, made.keterangan, made.halaman, made.oleh) == (
        old,
        old.berkas,
        "SK 2025",
        "hal. 3",
        cast.operator,
    )
    client.post(address)  # twice is once
    assert Bukti.objects.filter(evaluasi=evaluasi).count() == 1
    assert "tahun-lalu/" not in page(client, "f01", evaluasi, "I")


def test_only_ones_own_files_that_are_in_force(cast, siklus, evaluasi, last_year):
    removed = hand_in(last_year, cast.operator, "lama.pdf", dihapus_pada=timezone.now())
    other = hand_in(earlier(cast, unit=cast.puskesmas), cast.operator_puskesmas, "lain.pdf")
    for uuid in (removed.uuid, other.uuid, uuid4()):
        with pytest.raises(Refused):
            prefill.reuse_file(by=cast.operator, evaluasi=evaluasi, bukti=uuid)
    mine = hand_in(last_year, cast.operator, "SK.pdf")
    with pytest.raises(PermissionDenied):
        prefill.reuse_file(by=cast.bagian, evaluasi=evaluasi, bukti=mine.uuid)
    close_windows(siklus)
    fresh = Evaluasi.objects.get(pk=evaluasi.pk)
    with pytest.raises(Refused):
        prefill.reuse_file(by=cast.operator, evaluasi=fresh, bukti=mine.uuid)
    assert not Bukti.objects.filter(evaluasi=evaluasi).exists()


def test_a_number_of_an_old_period_says_which(cast, evaluasi, last_year, as_user):
    say(last_year, cast.operator, indikator=8, rencana_ada=True, realisasi="80")
    html = page(as_user(cast.operator), "f01", evaluasi, "I")
    assert re.search(r"<strong>80</strong>\s*<span[^>]*>\(angka untuk periode 1 Januari 2025", html)
    assert reverse("evaluations:f01_sheet", args=[evaluasi.uuid]) in html
