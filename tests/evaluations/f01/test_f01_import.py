"""A unit's F01 through a workbook: nothing overwritten that changed meanwhile unless confirmed."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from evaluations.f01.services import workbook as f01_workbook
from evaluations.f01.services.answers import save_answer
from evaluations.models import Evaluasi, Fase, Impor, Jawaban
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from instruments import rules
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.f01.test_f01_sheet import cell, opened, stored
from tests.stage import stage


def save(by, evaluasi, soal, value, versi=0, indikator=1):
    return save_answer(
        by=by,
        evaluasi=evaluasi,
        indikator=indikator,
        question=soal,
        value=value,
        based_on=versi,
        key=uuid4(),
    )


def value(evaluasi, soal, indikator=1):
    row = Jawaban.objects.filter(evaluasi=evaluasi, indikator=indikator, pertanyaan=soal).first()
    return (row.nilai, row.versi) if row else None


@stage.fixture
def filled(cast, evaluasi):
    for soal, answer in (("sp_ada", True), ("jumlah_layanan", 5), ("jumlah_sp", 3)):
        save(cast.operator, evaluasi, soal, answer)
    return evaluasi


@pytest.fixture
def sheet(cast, filled):
    """The sheet as the operator has downloaded it."""
    return opened(f01_workbook.download(by=cast.operator, evaluasi=filled))


def check(cast, evaluasi, book, by=None):
    file = stored(book)
    return f01_workbook.check(
        by=by or cast.operator, evaluasi=evaluasi, file=file, name="isian.xlsx"
    )


def apply(cast, evaluasi, impor, *confirmed):
    return f01_workbook.apply(
        by=cast.operator, evaluasi=evaluasi, impor=impor, confirmed=set(confirmed)
    )


def kinds(impor):
    return {row["kunci"]: row["jenis"] for row in impor.baris}


def test_the_file_as_downloaded_changes_nothing(cast, filled, sheet):
    impor = check(cast, filled, sheet)
    assert (impor.baris, impor.masalah) == ([], [])


def test_a_change_is_shown_first_and_saved_when_applied(cast, filled, sheet):
    cell(sheet, "1.jumlah_sp").value = 5
    cell(sheet, "1.ditetapkan").value = "Ya"
    cell(sheet, "2.unsur:ahli").value = "Ya"
    impor = check(cast, filled, sheet)
    assert kinds(impor) == {"1.jumlah_sp": "ubah", "1.ditetapkan": "ubah", "2.unsur": "ubah"}
    assert value(filled, "jumlah_sp") == (3, 1)
    assert apply(cast, filled, impor) == 3
    assert value(filled, "jumlah_sp") == (5, 2)
    assert value(filled, "ditetapkan") == (True, 1)
    assert value(filled, "unsur", 2) == (["ahli"], 1)  # hidden by its parent, and kept
    with pytest.raises(Refused, match="sudah diterapkan"):
        apply(cast, filled, impor)


def test_what_others_changed_since_stays_where_the_file_did_not_touch_it(cast, filled, sheet):
    save(cast.kepala, filled, "jumlah_sp", 4, versi=1)
    assert check(cast, filled, sheet).baris == []
    # Both say the same: nothing to do, and nothing to ask.
    cell(sheet, "1.jumlah_sp").value = 4
    assert kinds(check(cast, filled, sheet)) == {"1.jumlah_sp": "sama"}


def test_a_conflict_shows_both_and_is_overwritten_only_where_confirmed(cast, filled, sheet):
    save(cast.kepala, filled, "jumlah_sp", 4, versi=1)
    save(cast.kepala, filled, "jumlah_layanan", 9, versi=1)
    cell(sheet, "1.jumlah_sp").value = 5
    cell(sheet, "1.jumlah_layanan").value = 6
    impor = check(cast, filled, sheet)
    row = next(r for r in impor.baris if r["pertanyaan"] == "jumlah_sp")
    assert (row["jenis"], row["lama"], row["nilai"], row["oleh"]) == (
        "bentrok",
        4,
        5,
        str(cast.kepala),
    )
    with pytest.raises(Refused, match="Centang"):
        apply(cast, filled, impor)
    assert apply(cast, filled, impor, "1.jumlah_sp") == 1
    assert value(filled, "jumlah_sp") == (5, 3)
    assert value(filled, "jumlah_layanan") == (9, 2)


def test_an_emptied_answer_goes_only_where_confirmed(cast, filled, sheet):
    cell(sheet, "1.jumlah_sp").value = None
    cell(sheet, "1.jumlah_layanan").value = None
    impor = check(cast, filled, sheet)
    assert kinds(impor) == {"1.jumlah_sp": "kosongkan", "1.jumlah_layanan": "kosongkan"}
    assert apply(cast, filled, impor, "1.jumlah_sp") == 1
    assert value(filled, "jumlah_sp") == (None, 2)
    assert value(filled, "jumlah_layanan") == (5, 1)


def test_what_changes_between_check_and_apply_is_shown_anew_and_nothing_is_half(
    cast, filled, sheet
):
    cell(sheet, "1.jumlah_layanan").value = 7
    cell(sheet, "1.jumlah_sp").value = 5
    impor = check(cast, filled, sheet)
    save(cast.kepala, filled, "jumlah_sp", 4, versi=1)
    with pytest.raises(Refused, match="setelah berkas ini diperiksa"):
        apply(cast, filled, impor)
    assert value(filled, "jumlah_layanan") == (5, 1)
    impor.refresh_from_db()
    assert kinds(impor) == {"1.jumlah_layanan": "ubah", "1.jumlah_sp": "bentrok"}
    assert apply(cast, filled, impor, "1.jumlah_sp") == 2
    assert value(filled, "jumlah_sp") == (5, 3)


def test_a_save_in_the_last_moment_takes_everything_back(cast, filled, sheet, monkeypatch):
    cell(sheet, "1.jumlah_layanan").value = 7
    cell(sheet, "1.jumlah_sp").value = 5
    impor = check(cast, filled, sheet)
    compare = f01_workbook._compare_anew

    def late(*args):
        moved = compare(*args)
        if value(filled, "jumlah_sp") == (3, 1):  # after the comparison, before the saves
            Jawaban.objects.filter(evaluasi=filled, pertanyaan="jumlah_sp").update(versi=2, nilai=4)
        return moved

    monkeypatch.setattr(f01_workbook, "_compare_anew", late)
    with pytest.raises(Refused, match="setelah berkas ini diperiksa"):
        apply(cast, filled, impor)
    assert value(filled, "jumlah_layanan") == (5, 1)


def test_problems_hold_the_whole_file(cast, filled, sheet):
    cell(sheet, "1.jumlah_layanan").value = 7
    cell(sheet, "1.jumlah_sp").value = "tiga"
    impor = check(cast, filled, sheet)
    assert [m["kolom"] for m in impor.masalah] == ["E"]
    with pytest.raises(Refused, match="Perbaiki"):
        apply(cast, filled, impor)
    assert value(filled, "jumlah_layanan") == (5, 1)


def test_a_neighbours_sheet_is_refused(cast, siklus, filled, sheet):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    file = stored(sheet)
    impor = f01_workbook.check(
        by=cast.operator_puskesmas, evaluasi=other, file=file, name="isian.xlsx"
    )
    assert impor.baris == []
    assert "bukan untuk Puskesmas Mandiraja" in impor.masalah[0]["pesan"]


def test_the_window_and_the_permission_are_those_of_typing(cast, siklus, filled, sheet):
    cell(sheet, "1.jumlah_sp").value = 5
    with pytest.raises(PermissionDenied):
        check(cast, filled, sheet, by=cast.bagian)
    impor = check(cast, filled, sheet)
    Fase.objects.filter(siklus=siklus).update(akhir=timezone.now() - timedelta(hours=1))
    fresh = Evaluasi.objects.get(pk=filled.pk)
    with pytest.raises(Refused) as refused:
        apply(cast, fresh, impor)
    assert refused.value.status == 403
    assert value(filled, "jumlah_sp") == (3, 1)


def test_after_a_return_only_the_named_indicators_are_taken(cast, filled, sheet):
    sent = advance(by=cast.kepala, evaluasi=filled, action=Action.KIRIM_F01, confirmed_gaps=True)
    returned = advance(
        by=cast.evaluator,
        evaluasi=sent,
        action=Action.KEMBALIKAN_F01,
        reason="SK belum ditandatangani.",
        indikator=[1],
        tenggat=timezone.now() + timedelta(days=5),
    )
    cell(sheet, "1.jumlah_sp").value = 5
    cell(sheet, "2.dilibatkan").value = "Ya"
    fresh = Evaluasi.objects.get(pk=returned.pk)
    impor = check(cast, fresh, sheet)
    assert [(m["baris"], m["pesan"].startswith("Indikator 2: ")) for m in impor.masalah] == [
        (cell(sheet, "2.dilibatkan").row, True)
    ]


# Pages --------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def test_a_clerk_walks_from_the_download_to_the_saved_answer(cast, filled, as_user):
    client = as_user(cast.operator)
    file = client.get(url("f01_sheet_download", filled.uuid))
    assert file["Content-Disposition"].startswith('attachment; filename="f01-rsud-')
    book = opened(file.content)
    cell(book, "1.jumlah_layanan").value = None
    cell(book, "1.jumlah_sp").value = 5
    upload = stored(book)
    upload.seek(0)
    upload.name = "isian.xlsx"
    response = client.post(url("f01_sheet", filled.uuid), {"berkas": upload}, follow=True)
    page = response.content.decode()
    assert "Perubahan yang akan diterapkan (1)" in page
    assert "Dikosongkan di berkas" in page
    impor = Impor.objects.get()
    response = client.post(
        url("f01_sheet_apply", filled.uuid, impor.uuid),
        {"setuju": ["1.jumlah_layanan"]},
        follow=True,
    )
    assert "2 jawaban diterapkan" in response.content.decode()
    assert value(filled, "jumlah_layanan") == (None, 2)


def test_a_file_that_is_none_is_said_so_on_the_page(cast, filled, as_user):
    client = as_user(cast.operator)
    file = io.BytesIO(b"PK bukan")
    file.name = "isian.xlsx"
    response = client.post(url("f01_sheet", filled.uuid), {"berkas": file}, follow=True)
    assert "bukan buku kerja yang dikenal" in response.content.decode()
    assert client.post(url("f01_sheet", filled.uuid), {}).status_code == 422


def test_nobody_sees_anothers_upload(cast, filled, sheet, as_user):
    impor = check(cast, filled, sheet)
    found = [
        as_user(person).get(url("f01_sheet_check", filled.uuid, impor.uuid)).status_code
        for person in (cast.operator, cast.kepala, cast.bagian, cast.operator_puskesmas)
    ]
    assert found == [200, 404, 403, 404]


# Conditional questions ----------------------------------------------------------------------------


def test_a_hidden_answer_is_kept_asks_nothing_and_comes_back(cast, filled, as_user):
    client = as_user(cast.operator)
    spec = filled.versi.instrumen.indikator(1)

    def state():
        values = {r.pertanyaan: r.nilai for r in Jawaban.objects.filter(evaluasi=filled)}
        missing = [p.id for p in rules.missing(spec, values)]
        return values["jumlah_sp"], missing, rules.check(spec, values), rules.suggest(spec, values)

    kept, missing, checks, usulan = state()
    assert ("komponen_14" in missing, len(checks), usulan.level) == (True, 1, 1)
    save(cast.operator, filled, "sp_ada", False, versi=1)
    kept, missing, checks, usulan = state()
    assert (kept, missing, checks, usulan.level) == (3, [], [], 0)
    page = client.get(url("f01", filled.uuid, "I")).content.decode()
    assert re.search(r'id="q-1-jumlah_sp"[^>]*hidden', page)
    assert 'id="q-1-jumlah_sp-isi" inputmode="numeric" value="3"' in page
    # The sheet has it too; sending it back as it was neither asks nor changes anything.
    book = opened(f01_workbook.download(by=cast.operator, evaluasi=filled))
    assert cell(book, "1.jumlah_sp").value == 3
    assert check(cast, filled, book).baris == []
    save(cast.operator, filled, "sp_ada", True, versi=2)
    kept, missing, checks, usulan = state()
    assert (kept, len(checks), usulan.level) == (3, 1, 1)
