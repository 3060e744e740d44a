"""Last year's answers taken over by a press, and questions that keep what was typed in them."""

from playwright.sync_api import expect

from evaluations.f01.services import workbook as f01_workbook
from evaluations.models import Bukti, Impor, Jawaban
from tests import factories
from tests.browser.axe import faults
from tests.browser.conftest import PHONE, ready, sideways
from tests.evaluations.f01.test_f01_sheet import cell, opened, stored
from tests.evaluations.f01.test_prefill import earlier, hand_in, say
from tests.evaluations.survey.test_skm import record


def value(evaluasi, soal, indikator=1):
    row = Jawaban.objects.filter(evaluasi=evaluasi, indikator=indikator, pertanyaan=soal).first()
    return row and row.nilai


def test_answers_and_a_file_of_last_year_are_taken_over(transactional_db, cast, siklus, page_as):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    before = earlier(cast)
    say(before, cast.operator, sp_ada=True, jumlah_layanan=5, jumlah_sp=3, monev=False)
    say(before, cast.operator, indikator=2, dilibatkan=True, unsur=["pengguna", "media"])
    hand_in(before, cast.operator, "SK.pdf")
    record(cast.operator, cast.rsud, "81,25")
    page = page_as(cast.operator, PHONE)
    page.goto(f"/evaluasi/{evaluasi.uuid}/f01/I/")
    ready(page)
    assert faults(page) == []
    first, second = page.locator("#i-1"), page.locator("#i-2")
    children = first.locator("#q-1-jumlah_sp")

    # One answer: saved like a typed one; its offer goes, its children appear with theirs.
    first.locator("#q-1-sp_ada").get_by_role("button", name="Pakai jawaban").click()
    expect(first.locator("#q-1-sp_ada-keadaan")).to_contain_text("tersimpan")
    expect(first.locator("#q-1-sp_ada [data-lalu]")).to_be_hidden()
    expect(children.locator("[data-lalu]")).to_contain_text("Dari tahun lalu (2025): 3")
    assert (value(evaluasi, "sp_ada"), value(evaluasi, "jumlah_sp")) == (True, None)
    assert not sideways(page)

    # What somebody has typed meanwhile is not replaced by "all".
    first.get_by_label("Jumlah jenis layanan yang sudah memiliki SP").fill("4")
    first.get_by_role("button", name="Pakai semua jawaban 2025").click()
    expect(first.locator('[data-kemajuan="indikator"]')).to_have_text("4/7")
    assert [value(evaluasi, soal) for soal in ("jumlah_layanan", "jumlah_sp", "monev")] == [
        5,
        4,
        False,
    ]
    second.get_by_role("button", name="Pakai semua jawaban 2025").click()
    expect(second.locator('[data-kemajuan="indikator"]')).to_have_text("2/2")
    assert value(evaluasi, "unsur", 2) == ["pengguna", "media"]
    expect(second.locator("[data-hidup]")).to_contain_text("Usulan level 2")

    # A conditional question goes with its parent and comes back with what was typed.
    first.locator("#q-1-sp_ada").get_by_label("Tidak", exact=True).check()
    expect(children).to_be_hidden()
    expect(first.locator('[data-kemajuan="indikator"]')).to_have_text("2/2")
    first.locator("#q-1-sp_ada").get_by_label("Ya", exact=True).check()
    expect(children).to_be_visible()
    expect(children.locator("input")).to_have_value("4")

    first.get_by_role("button", name="Pakai lagi SK.pdf").click()
    expect(first.locator("[data-daftar-bukti]")).to_contain_text("SK.pdf")
    expect(first.locator("[data-lalu-bukti]")).to_have_count(0)
    assert Bukti.objects.get(evaluasi=evaluasi).asal is not None

    # The SKM value that the unit recorded is pressed in the same way.
    page.locator("#q-6-skm_ada").get_by_label("Ya", exact=True).check()
    skm = page.locator("#q-6-nilai_ikm")
    expect(skm.locator("[data-lalu]")).to_contain_text("Dari catatan SKM tahun 2025: 81,25")
    skm.get_by_role("button", name="Pakai").click()
    expect(page.locator("#q-6-nilai_ikm-keadaan")).to_contain_text("tersimpan")
    expect(skm.locator("[data-lalu]")).to_be_hidden()
    assert (skm.locator("input").input_value(), value(evaluasi, "nilai_ikm", 6)) == (
        "81,25",
        "81.25",
    )


def test_a_sheet_is_compared_on_a_phone_before_anything_is_applied(
    transactional_db, cast, siklus, page_as
):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    say(evaluasi, cast.kepala, sp_ada=True, jumlah_layanan=5, jumlah_sp=3)
    book = opened(f01_workbook.download(by=cast.operator, evaluasi=evaluasi))
    Jawaban.objects.filter(pertanyaan="jumlah_sp").update(nilai=4, versi=2)
    for soal, typed in (("jumlah_sp", 2), ("jumlah_layanan", None), ("monev", "Ya")):
        cell(book, f"1.{soal}").value = typed
    page = page_as(cast.operator, PHONE)
    page.goto(f"/evaluasi/{evaluasi.uuid}/f01/lembar/")
    file = {"name": "isian.xlsx", "mimeType": "", "buffer": stored(book).getvalue()}
    page.get_by_label("Berkas XLSX").set_input_files(file)
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_role("heading", name="isian.xlsx")).to_be_visible()
    assert faults(page) == []
    assert not sideways(page)
    page.get_by_label("Ganti: indikator 1, Jumlah jenis layanan yang sudah memiliki SP").check()
    page.get_by_role("button", name="Terapkan 1 perubahan dan yang dicentang").click()
    expect(page.get_by_role("status").first).to_contain_text("2 jawaban")
    found = [value(evaluasi, soal) for soal in ("jumlah_sp", "jumlah_layanan", "monev")]
    assert found == [2, 5, True]
    assert Impor.objects.get().status == "diterapkan"
