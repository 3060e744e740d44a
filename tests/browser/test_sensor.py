"""Looking at evidence, and blacking personal data out: by mouse, by keyboard, and on the device."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from evaluations.evidence.services import evidence, previews, redaction_worker
from evaluations.models import Bukti, Sensor
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests.base.test_filetypes import picture
from tests.browser.axe import faults
from tests.browser.conftest import PHONE, sideways, until
from tests.evaluations.evidence.test_previews import opened, pdf

pytestmark = pytest.mark.slow


def fits(page) -> None:
    assert sideways(page) <= 0
    assert not faults(page)


def test_a_pdf_is_blacked_out_by_mouse_and_by_keyboard(cast, evaluasi, page_as):
    page = page_as(cast.operator)
    page.goto(reverse("evaluations:redaction_start", args=[evaluasi.uuid, 1]))
    page.get_by_label("Berkas", exact=True).set_input_files(
        {
            "name": "kk.pdf",
            "mimeType": "application/pdf",
            "buffer": pdf(["NIK 3304010101010001", "dua"]),
        }
    )
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", name="Halaman sedang disiapkan")).to_be_visible()
    redaction_worker.redact_next()
    sheet = page.locator(".sensor-lembar").first
    expect(sheet).to_be_visible()  # the page asked by itself
    image = sheet.locator("img")
    until(page, lambda: image.evaluate("image => image.naturalWidth > 0"), "the page's picture")
    frame = sheet.bounding_box()
    page.mouse.move(frame["x"] + 40, frame["y"] + 200)
    page.mouse.down()
    page.mouse.move(frame["x"] + 240, frame["y"] + 260, steps=3)
    page.mouse.up()
    boxes = page.locator(".sensor-kotak")
    expect(boxes).to_have_count(1)
    page.get_by_role("button", name="Tambah kotak pada halaman 2").focus()
    page.keyboard.press("Enter")
    mine = page.get_by_role("button", name=re.compile("^Kotak 2, halaman 2: 35 % dari kiri"))
    expect(mine).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(boxes.nth(1)).to_have_accessible_name(
        "Kotak 2, halaman 2: 36 % dari kiri, 45 % dari atas, lebar 30 %, tinggi 6 %"
    )
    page.keyboard.press("Delete")
    expect(boxes).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(boxes).to_have_count(2)
    expect(page.locator("[data-simpanan]")).to_have_text("Tersimpan.")
    page.reload()
    expect(boxes).to_have_count(2)  # what was drawn stays drawn
    page.set_viewport_size(PHONE)
    fits(page)
    page.get_by_role("button", name="Hitamkan dan simpan sebagai bukti").click()
    expect(page.get_by_role("heading", name="Sedang dihitamkan")).to_be_visible()
    redaction_worker.redact_next()
    expect(page.get_by_role("heading", name="Sudah dihitamkan")).to_be_visible()
    fits(page)
    previews.draw_next()
    page.get_by_role("link", name="Lihat hasilnya").click()
    expect(page.get_by_role("img", name="Gambar halaman 1 dari kk.pdf")).to_be_visible()
    fits(page)
    row = Sensor.objects.get()
    assert (row.hasil.disensor, row.selesai_pada is not None) == (True, True)


def test_a_picture_is_blacked_out_before_it_leaves_the_device(cast, evaluasi, page_as):
    page = page_as(cast.operator, PHONE)
    page.goto(reverse("evaluations:redaction_start", args=[evaluasi.uuid, 1]))
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("Berkas", exact=True).set_input_files(
        {"name": "ktp.png", "mimeType": "image/png", "buffer": picture("PNG", size=(800, 500))}
    )
    save = page.get_by_role("button", name="Hitamkan dan simpan sebagai bukti")
    save.click()
    expect(page.locator("#sensor-gambar [data-jumlah]")).to_contain_text("Tandai dahulu")
    page.get_by_role("button", name="Tambah kotak").focus()
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Shift+ArrowDown")
    fits(page)
    assert "POST" not in sent
    save.click()
    page.wait_for_url("**/f01/**")
    made = Bukti.objects.get()
    assert (made.nama, made.disensor) == ("ktp.jpg", True)
    with default_storage.open(made.berkas.path) as file:
        image = opened(file.read()).convert("L")
    assert image.size == (800, 500)
    assert image.crop((285, 230, 515, 295)).getextrema()[1] < 16
    assert image.getpixel((100, 100)) > 60


def test_evidence_is_looked_at_in_the_page(cast, evaluasi, page_as):
    file = SimpleUploadedFile("renstra.pdf", pdf(["satu", "dua", "tiga"]))
    evidence.add_evidence(
        by=cast.operator, evaluasi=evaluasi, indikator=1, file=file, halaman="hal. 2"
    )
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    page = page_as(cast.evaluator)
    page.goto(reverse("evaluations:f02_indicator", args=[evaluasi.uuid, 1]))
    # No worker runs beside this server, and the page says so.
    expect(page.get_by_text("Pembuat pratinjau sedang tidak berjalan").first).to_be_visible()
    previews.draw_next()
    link = page.get_by_role("link", name=re.compile("Lihat renstra.pdf"))
    expect(link).to_be_visible(timeout=30_000)  # the page asked by itself, more and more rarely
    link.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="renstra.pdf")
    image = viewer.get_by_role("img")
    expect(viewer).to_contain_text("Halaman 2 dari 3")
    expect(image).to_have_js_property("naturalHeight", 1600)
    assert not faults(page)
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("Halaman 3 dari 3")
    expect(viewer.get_by_role("button", name="Berikutnya")).to_be_disabled()
    page.keyboard.press("Home")
    expect(viewer).to_contain_text("Halaman 1 dari 3")
    expect(image).to_have_js_property("naturalHeight", 1600)
    narrow = image.bounding_box()["width"]
    viewer.get_by_role("button", name="Selebar layar").click()
    until(page, lambda: image.bounding_box()["width"] > narrow, "the picture as wide as the window")
    page.keyboard.press("3")  # no level is given from in here
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(link).to_be_focused()
    expect(page.locator("input[type=radio][value='3']:checked")).to_have_count(0)
