"""D8, the part about documents: sign, verify, correct, supersede, as the people do it."""

import threading

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from evaluations import assignments
from evaluations.models import Nilai
from reports.models import Dokumen
from reports.services import documents
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_opened_pages import wrong_on
from tests.evaluations.ready import make_finished
from tests.reports.signed import name_everyone, picture

pytestmark = pytest.mark.slow


def render_next() -> None:
    """Beside Playwright's loop, which pyHanko's own would not stand."""
    worker = threading.Thread(target=_render)
    worker.start()
    worker.join()


def _render() -> None:
    from django.db import connection

    documents.render_next()
    connection.close()


def content(dokumen: Dokumen) -> bytes:
    with default_storage.open(dokumen.path) as file:
        return file.read()


def make(page: Page, evaluasi, number: str, changes: str = "") -> Dokumen:
    page.goto(f"/evaluasi/{evaluasi.uuid}/dokumen/")
    form = page.locator("form", has=page.get_by_role("button", name="Buat berita acara"))
    form.get_by_label("Nomor").fill(number)
    if changes:
        form.get_by_label("Yang berubah").fill(changes)
    form.get_by_role("button", name="Buat berita acara").click()
    expect(page.get_by_text("sedang dibuat.", exact=False).first).to_be_visible()
    render_next()
    return Dokumen.objects.latest("pk")


def compare(page: Page, dokumen: Dokumen, data: bytes) -> None:
    page.goto(f"/verifikasi/{dokumen.kode_verifikasi}/")
    page.get_by_label("Berkas PDF").set_input_files(
        {"name": "berkas.pdf", "mimeType": "application/pdf", "buffer": data}
    )
    page.get_by_role("button", name="Bandingkan").click()


def test_a_berita_acara_is_signed_checked_corrected_and_superseded(cast, siklus, page_as):
    name_everyone(cast)
    evaluasi = make_finished(cast, siklus, cast.rsud)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, evaluasi.aspek.all(), codename)
    maker, public = page_as(cast.evaluator), page_as(None, PHONE)
    wrong = []

    first = make(maker, evaluasi, "B/4/PP.00.02/2026")
    maker.goto(f"/dokumen/{first.uuid}/tanda-tangan/")
    wrong += wrong_on(maker, "ways of signing")
    maker.get_by_role("button", name="Mulai penandatanganan").click()
    for person, viewport in ((cast.evaluator, DESK), (cast.bagian, DESK), (cast.kepala, PHONE)):
        page = page_as(person, viewport)
        page.goto("/beranda/")
        page.get_by_role("link", name="Baca dan tanda tangani").click()
        if person == cast.kepala:
            wrong += wrong_on(page, "a signature awaited")
            page.set_viewport_size(PHONE)
        page.get_by_label("Saya sudah membaca").check()
        page.get_by_label("Kata sandi Anda").fill(factories.PASSWORD)
        page.get_by_role("button", name="Setujui dan tanda tangani").click()
        expect(page.get_by_text("Persetujuan Anda tercatat")).to_be_visible()
    render_next()
    first.refresh_from_db()
    sealed = content(first)
    wrong += wrong_on(page, "signed by all")

    compare(public, first, sealed)
    expect(public.get_by_text("Asli.", exact=True)).to_be_visible()
    expect(public.get_by_text("Lengkap ditandatangani dan berlaku")).to_be_visible()
    wrong += wrong_on(public, "is it genuine")
    compare(public, first, sealed + b" ")
    expect(public.get_by_text("Berubah.", exact=True)).to_be_visible()

    Nilai.objects.filter(evaluasi=evaluasi, indikator=5).update(level=4)
    second = make(maker, evaluasi, "B/5/PP.00.02/2026", "Level indikator 5 menjadi 4.")
    maker.goto(f"/dokumen/{second.uuid}/tanda-tangan/")
    for select in maker.locator("select").all():
        select.select_option("basah")
    maker.get_by_role("button", name="Mulai penandatanganan").click()
    expect(maker.get_by_text("Penandatanganan dimulai.")).to_be_visible()
    render_next()
    maker.reload()
    maker.get_by_label("Berkas").set_input_files(
        {"name": "pindaian.png", "mimeType": "image/png", "buffer": picture()}
    )
    maker.get_by_role("button", name="Unggah").click()
    expect(maker.get_by_text("Lengkap ditandatangani sejak")).to_be_visible()

    compare(public, first, sealed)
    expect(public.get_by_role("link", name="Diganti oleh versi 2")).to_be_visible()
    public.get_by_role("link", name="Diganti oleh versi 2").click()
    expect(public.get_by_text("Lengkap ditandatangani dan berlaku")).to_be_visible()
    assert not wrong, "\n".join(wrong)
