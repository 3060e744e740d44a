"""D8, walked by the people themselves: a berita acara is signed, verified, corrected, superseded;
the result is decreed; its recommendation is followed up, and comes back in the next cycle."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from evaluations.core import assignments
from evaluations.models import Nilai
from evaluations.progress.services.steps import advance
from evaluations.publication.services import decree_worker, publication
from evaluations.results import services as result_services
from evaluations.rules.workflow import Action
from reports.annex import services as annex_services
from reports.documents.services import documents
from reports.models import Dokumen
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_opened_pages import wrong_on
from tests.evaluations.follow_up.test_follow_up import PDF, recommend
from tests.evaluations.ready import finish, make_finished
from tests.reports.signed import content, name_everyone, picture

pytestmark = pytest.mark.slow


def work(take_next) -> None:
    """A worker takes all that waits, beside Playwright's loop, which pyHanko's would not stand."""

    def run() -> None:
        while take_next() is not None:
            pass
        connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def told(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def from_home(page: Page, what: str) -> Page:
    """The one button of the thing that waits for this person."""
    page.goto("/beranda/")
    page.locator(".todo-item", has_text=what).get_by_role("link").click()
    return page


def make(page: Page, evaluasi, number: str, changes: str = "") -> Dokumen:
    page.goto(f"/evaluasi/{evaluasi.uuid}/dokumen/")
    form = page.locator("form", has=page.get_by_role("button", name="Buat berita acara"))
    form.get_by_label("Nomor").fill(number)
    if changes:
        form.get_by_label("Alasan mengubah versi").fill(changes)
    form.get_by_role("button", name="Buat berita acara").click()
    told(page, "sedang dibuat.")
    work(documents.render_next)
    page.get_by_role("row", name=number).get_by_role("link", name="Tanda tangan").click()
    told(page, "Belum berlaku")
    return Dokumen.objects.latest("pk")


def compare(page: Page, dokumen: Dokumen, data: bytes) -> None:
    """By the code that is printed on it, and with the file."""
    page.goto("/verifikasi/")
    page.get_by_label("Kode dokumen").fill(dokumen.kode_terbaca)
    press(page, "Periksa")
    page.get_by_label("Berkas PDF").set_input_files(
        {"name": "berkas.pdf", "mimeType": "application/pdf", "buffer": data}
    )
    press(page, "Bandingkan")


def year(cast, tahun: int):
    return factories.make_siklus(cast.nasional, nama=f"PEKPPP Nasional {tahun}", tahun=tahun)


def lead(cast, evaluasi):
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, evaluasi.aspek.all(), codename)
    return evaluasi


@pytest.mark.timeout(400)
def test_d08_signed_verified_corrected_superseded_published_and_followed_up(cast, page_as):
    name_everyone(cast)
    past = lead(cast, make_finished(cast, year(cast, 2025), cast.rsud))
    recommend(past, "Pasang standar pelayanan di loket.")
    evaluator, unit = page_as(cast.evaluator), page_as(cast.kepala)
    office, ministry = page_as(cast.bagian), page_as(cast.menpan)
    citizen = page_as(None, PHONE)
    wrong: list[str] = []

    # Signed by each in order, with the password.
    first = make(evaluator, past, "B/4/PP.00.02/2025")
    wrong += wrong_on(evaluator, "ways of signing")
    press(evaluator, "Mulai penandatanganan")
    for page in (evaluator, office, unit):
        page.goto("/beranda/")
        page.get_by_role("link", name="Baca dan tanda tangani").click()
        if page is unit:
            wrong += wrong_on(page, "a signature awaited")
            page.set_viewport_size(PHONE)
        page.get_by_label("Saya sudah membaca").check()
        page.get_by_label("Kata sandi Anda").fill(factories.PASSWORD)
        press(page, "Setujui dan tanda tangani")
        told(page, "Persetujuan Anda tercatat")
    work(documents.render_next)
    told(unit, "Lengkap ditandatangani sejak")
    wrong += wrong_on(unit, "signed by all")

    # Anybody verifies it.
    first.refresh_from_db()
    sealed = content(first)
    compare(citizen, first, sealed)
    told(citizen, "Asli.")
    told(citizen, "Lengkap ditandatangani dan berlaku")
    wrong += wrong_on(citizen, "is it genuine")
    compare(citizen, first, sealed + b" ")
    told(citizen, "Berubah.")

    # Corrected, and superseded once the new version is signed, now on paper.
    Nilai.objects.filter(evaluasi=past, indikator=5).update(level=4)
    with transaction.atomic():
        result_services.compute_now(past)
    make(evaluator, past, "B/5/PP.00.02/2025", "Level indikator 5 menjadi 4.")
    for select in evaluator.locator("select").all():
        select.select_option("basah")
    press(evaluator, "Mulai penandatanganan")
    told(evaluator, "Penandatanganan dimulai.")
    work(documents.render_next)
    evaluator.locator("input[type=file]").set_input_files(
        {"name": "pindaian.png", "mimeType": "image/png", "buffer": picture()}
    )
    press(evaluator, "Unggah")
    told(evaluator, "Lengkap ditandatangani sejak")
    compare(citizen, first, sealed)
    citizen.get_by_role("link", name="Diganti oleh versi 2").click()
    told(citizen, "Lengkap ditandatangani dan berlaku")

    # Validated, frozen, its annex exported, the signed decree entered: public.
    from_home(ministry, "Validasi hasil 1 unit")
    ministry.get_by_role("checkbox", name=cast.rsud.nama).check()
    press(ministry, "Validasi yang dipilih")
    press(ministry, "Ya, validasi")
    told(ministry, "1 evaluasi divalidasi.")
    from_home(ministry, "Terbitkan 1 hasil")
    press(ministry, "Bekukan 1 hasil")
    press(ministry, "Ya, bekukan")
    press(ministry, "Buat lampiran")
    told(ministry, "menunggu dibuat")
    work(annex_services.annex_next)
    with ministry.expect_download() as taken:
        ministry.get_by_role("link", name="Unduh Lembar kerja").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    ministry.get_by_label("Nomor").fill("659 Tahun 2025")
    ministry.get_by_label("Tanggal").fill(timezone.localdate().isoformat())
    ministry.get_by_label("Keputusan yang sudah ditandatangani").set_input_files(
        {"name": "keputusan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(ministry, "Terbitkan 1 hasil ini")
    work(decree_worker.publish_next)
    expect(ministry.get_by_role("row", name="659 Tahun 2025").first).to_contain_text("Terbit")
    citizen.reload()  # still at the berita acara
    expect(citizen.locator("dl")).to_contain_text("IPP 3,27, kategori B-")
    citizen.get_by_role("link", name="Lihat hasil").click()
    expect(citizen.locator(".angka-unit")).to_contain_text("3,27")
    told(citizen, "659 Tahun 2025")

    # The unit commits and reports, its office checks.
    from_home(unit, "Tulis rencana tindak lanjut 1 rekomendasi")
    unit.get_by_text("Tulis rencana tindak lanjut").click()
    unit.get_by_label("Tindakan").fill("Memasang SP di tiga loket.")
    unit.get_by_label("Penanggung jawab").fill("Siti, Kasubbag Umum")
    due = timezone.localdate() + timedelta(days=30)
    unit.get_by_label("Selesai paling lambat").fill(due.isoformat())
    press(unit, "Simpan rencana")
    unit.get_by_label("Tambah bukti").set_input_files(
        {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(unit, "Unggah bukti")
    told(unit, "«sk.pdf» tersimpan.")
    unit.get_by_label("Yang sudah dilakukan").fill("SP terpasang sejak Maret.")
    press(unit, "Laporkan selesai")
    from_home(office, "Periksa 1 tindak lanjut")
    office.get_by_role("link", name=cast.rsud.nama).click()
    told(office, "Siti, Kasubbag Umum")
    expect(office.get_by_role("link", name="sk.pdf")).to_be_visible()
    press(office, "Terima")
    told(office, "Tersimpan: diterima")

    # Next cycle: beside its indicator, whether the level moved; verified.
    now = lead(cast, factories.make_evaluasi(year(cast, 2026), cast.rsud))
    advance(by=cast.kepala, evaluasi=now, action=Action.KIRIM_F01, confirmed_gaps=True)
    evaluator.goto(f"/evaluasi/{now.uuid}/f02/1/")
    advice = evaluator.locator(".saran-lalu")
    expect(advice).to_contain_text("Pasang standar pelayanan di loket.")
    expect(advice).to_contain_text("Level tahun lalu 3; yang sekarang belum ada")
    evaluator.locator(".anak-tangga", has=evaluator.locator('[value="4"]')).click()
    expect(evaluator.locator("[data-keadaan]").first).to_have_attribute("data-jenis", "tersimpan")
    evaluator.reload()
    expect(advice).to_contain_text("Level 3 → 4 (naik)")
    advice.get_by_role("link", name="Tindak lanjutnya").click()
    told(evaluator, "SP terpasang sejak Maret.")
    evaluator.get_by_label("Sudah selesai dilakukan").check()
    evaluator.get_by_label("Apa yang Anda lihat").fill("SP terpasang di tiga loket.")
    press(evaluator, "Simpan verifikasi")
    expect(evaluator.locator(".state")).to_have_text("Terverifikasi selesai")

    # Published in its turn: everybody reads both years.
    finish(cast, now, level=4)
    advance(by=cast.menpan, evaluasi=now, action=Action.VALIDASI)
    publication.publish(
        by=cast.menpan, siklus=now.siklus, nomor="7 Tahun 2026", tanggal=timezone.localdate()
    )
    other = page_as(None, PHONE)  # the first one's browser keeps public pages for a while
    other.goto(f"/hasil/unit/{cast.rsud.uuid}/")
    expect(other.locator(".angka-unit")).to_contain_text("4,00")
    other.get_by_role("link", name="PEKPPP Nasional 2025").click()
    expect(other.locator(".rekomendasi")).to_contain_text("Level 3 → 4 (naik)")
    unit.goto(f"/unit/{cast.rsud.uuid}/riwayat/")
    expect(unit.get_by_role("row", name="IPP 3,27 4,00")).to_be_visible()
    unit.goto(f"/evaluasi/{past.uuid}/tindak-lanjut/")
    told(unit, "SP terpasang di tiga loket.")
    told(unit, "Level 3 → 4 (naik) dalam PEKPPP Nasional 2026")
    assert not wrong, "\n".join(wrong)
