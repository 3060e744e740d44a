"""T6: the field. Prepared with network, used without, synchronised, conflicts shown."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from evaluations.core import assignments
from evaluations.field import views as field_views
from evaluations.models import FotoLapangan, Nilai, Rekomendasi
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests import factories
from tests.browser.conftest import PHONE, sideways, until

pytestmark = pytest.mark.django_db(transaction=True)
FIELD = "/tugas/lapangan/"


@pytest.fixture
def sent(cast, siklus):
    made = factories.make_evaluasi(siklus, cast.rsud)
    factories.answer_no(made, cast.operator)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)
    return made


def prepared(page, evaluasi):
    """The unit is on the device, and the page can be opened without network."""
    page.goto(FIELD)
    page.get_by_label(re.compile(evaluasi.nama_unit)).check()
    page.get_by_role("button", name=re.compile("Siapkan untuk lapangan: 1 unit")).click()
    expect(page.get_by_role("link", name=evaluasi.nama_unit)).to_be_visible()
    expect(page.locator("#pekerja")).to_have_attribute("data-pekerja", "siap")
    return page


def photo(number):
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), (number * 60, 90, 20)).save(out, "JPEG")
    return {"name": f"foto{number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def go(page, evaluasi, place):
    """By address within the page: nothing is loaded."""
    page.evaluate(f"location.hash = '#/{evaluasi.uuid}/{place}'")
    expect(page.locator("h1")).to_have_text(re.compile(rf"^{place}\. |^Rekomendasi"))


def choose(page, level):
    page.locator(f'.lap-tangga input[value="{level}"]').check()


def line(page):
    return page.locator("#keadaan")


# When the package on the device was read from the server.
READ_AT = """(uuid) => new Promise((resolve) => {
  indexedDB.open(`pekppp-${localStorage.getItem("pekppp.pengguna")}`).onsuccess = (opened) => {
    const database = opened.target.result;
    const asked = database.transaction("lapangan").objectStore("lapangan").get(`paket:${uuid}`);
    asked.onsuccess = () => {
      database.close();
      resolve(asked.result.disiapkan);
    };
  };
})"""


def levels():
    return dict(Nilai.objects.order_by("indikator").values_list("indikator", "level"))


@pytest.mark.parametrize(
    "at_most", [9, pytest.param(None, marks=pytest.mark.size)], ids=["nine", "all"]
)
def test_t06_field_mode_offline_from_load_to_reload(cast, sent, page_as, at_most):
    page = prepared(page_as(cast.evaluator, PHONE), sent)
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("link", name=sent.nama_unit).click()
    expect(page.locator("h1")).to_have_text(sent.nama_unit)
    numbers = [item.nomor for item in sent.versi.instrumen.semua_indikator][:at_most]
    wanted = {nomor: nomor % 6 for nomor in numbers}
    for nomor in numbers:
        go(page, sent, nomor)
        choose(page, wanted[nomor])
        if wanted[nomor]:  # the unit's answers suggest 0
            reason = page.get_by_label("Alasan berbeda dari usulan")
            if reason.is_visible():
                reason.fill("Terlihat di lokasi.")
        if nomor <= 3:
            page.locator("#galeri").set_input_files(photo(nomor))
            expect(page.locator("[data-foto]")).to_have_count(1)
    page.get_by_label("Catatan internal").fill("Lampu ruang tunggu mati.")
    go(page, sent, "rekomendasi")
    part = page.locator('[data-aspek="I"]')
    part.get_by_role("button", name="Tulis rekomendasi").click()
    part.get_by_label("Rekomendasi baru aspek I").fill("Tetapkan SP.")
    expect(line(page)).to_contain_text(
        f"Tanpa jaringan · {len(numbers) + 4} menunggu jaringan · aman di perangkat ini"
    )
    assert (levels(), FotoLapangan.objects.count()) == ({}, 0)

    page.reload()
    expect(line(page)).to_contain_text(f"{len(numbers) + 4} menunggu jaringan")
    go(page, sent, 2)
    expect(page.locator('.lap-tangga input[value="2"]')).to_be_checked()
    expect(page.locator("[data-foto] img")).to_be_visible()
    go(page, sent, "rekomendasi")
    # Changed once more before it has ever arrived: still one.
    page.get_by_label("Rekomendasi baru aspek I").fill("Tetapkan 12 SP.")
    page.get_by_label("Rekomendasi baru aspek I").blur()

    page.context.set_offline(False)
    expect(line(page)).to_have_text("Ada jaringan · semua sudah terkirim", timeout=60_000)
    assert levels() == wanted
    assert Nilai.objects.get(indikator=numbers[-1]).catatan_internal == "Lampu ruang tunggu mati."
    assert sorted(FotoLapangan.objects.values_list("indikator", flat=True)) == [1, 2, 3]
    assert [row.teks for row in Rekomendasi.objects.all()] == ["Tetapkan 12 SP."]
    first = list(Nilai.objects.order_by("pada").values_list("indikator", flat=True))
    assert first[:5] == numbers[:5]
    page.goto(f"{FIELD}#/{sent.uuid}/6")
    expect(page.locator('.lap-tangga input[value="0"]')).to_be_checked()


def test_t06_a_second_device_is_shown_the_conflict(cast, sent, page_as):
    first = prepared(page_as(cast.evaluator, PHONE), sent)
    second = prepared(page_as(cast.evaluator, PHONE), sent)
    for page, level, reason in ((first, 3, "dari gawai satu"), (second, 4, "dari gawai dua")):
        page.context.set_offline(True)
        go(page, sent, 1)
        choose(page, level)
        page.get_by_label("Alasan berbeda dari usulan").fill(reason)
        expect(line(page)).to_contain_text("1 menunggu jaringan")
    first.context.set_offline(False)
    expect(line(first)).to_contain_text("semua sudah terkirim")
    second.context.set_offline(False)
    conflict = second.locator(".lap-bentrok")
    expect(conflict).to_contain_text("nilai: Anda «4»; tersimpan «3»")
    expect(conflict).to_contain_text(f"oleh {cast.evaluator}")
    assert levels() == {1: 3}
    expect(line(second)).to_contain_text("1 perlu Anda: 1 bentrok")
    line(second).get_by_role("link").click()
    expect(second.locator("#antrean > li")).to_contain_text("alasan: Anda «dari gawai dua»")
    assert sideways(second) == 0
    second.get_by_role("button", name="Pakai isian saya").click()
    expect(line(second)).to_contain_text("semua sudah terkirim")
    row = Nilai.objects.get()
    assert (row.level, row.alasan) == (4, "dari gawai dua")


def test_t06_what_is_refused_is_listed_with_its_reason(cast, sent, page_as):
    page = prepared(page_as(cast.evaluator, PHONE), sent)
    page.context.set_offline(True)
    go(page, sent, 1)
    choose(page, 0)
    page.locator("#galeri").set_input_files(photo(1))
    expect(line(page)).to_contain_text("2 menunggu jaringan")
    for codename in ("score", "lead"):
        assignments.unassign(cast.evaluator, sent.aspek.all(), codename)
    page.context.set_offline(False)
    line(page).get_by_role("link").click()
    items = page.locator("#antrean > li")
    expect(items.nth(0)).to_contain_text("ditolak: Evaluasi ini tidak ditemukan.")
    expect(items.nth(0)).to_contain_text("nilai: «0»")
    expect(items.nth(1)).to_contain_text("ditolak: Evaluasi ini tidak ditemukan")
    for left in (1, 0):
        items.first.get_by_role("button", name="Buang", exact=True).click()
        items.first.get_by_role("button", name="Ya, buang").click()
        expect(items).to_have_count(left)
    expect(page.get_by_role("heading", name="Semua sudah terkirim")).to_be_visible()
    assert levels() == {}


def test_t06_another_person_of_this_browser_sees_nothing(cast, sent, page_as, live_server):
    page = prepared(page_as(cast.evaluator), sent)
    page.context.set_offline(True)
    go(page, sent, 1)
    choose(page, 0)
    expect(line(page)).to_contain_text("1 menunggu jaringan")
    other = page_as(cast.verifikator).context.cookies()
    page.context.add_cookies(other)
    page.context.set_offline(False)
    page.goto(FIELD)
    expect(page.locator("#siapa")).to_have_text(cast.verifikator.get_short_name())
    expect(page.locator("#isi")).not_to_contain_text(sent.nama_unit)
    expect(line(page)).to_have_text("Ada jaringan · semua sudah terkirim")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#siapa")).to_have_text(cast.verifikator.get_short_name())
    expect(page.locator("#isi")).not_to_contain_text(sent.nama_unit)
    assert levels() == {}


def test_t06_a_new_version_waits_until_nothing_is_unsent(cast, sent, page_as, monkeypatch):
    page = prepared(page_as(cast.evaluator, PHONE), sent)
    monkeypatch.setattr(field_views, "release", lambda: "rilis-berikut")
    page.route("**/f02/nilai/", lambda route: route.abort())
    go(page, sent, 1)
    choose(page, 0)
    expect(line(page)).to_contain_text("1 menunggu dikirim")
    page.goto(FIELD)
    expect(page.locator(".lap-pekerja")).to_contain_text("dipasang setelah semua terkirim")
    expect(line(page)).to_contain_text("1 menunggu dikirim")
    shells = "caches.keys().then((all) => all.filter((name) => name.includes('lapangan')))"
    assert len(page.evaluate(shells)) == 2

    # All is sent: the new version is offered, and nobody is interrupted.
    page.unroute("**/f02/nilai/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(line(page)).to_contain_text("semua sudah terkirim")
    offer = page.get_by_role("button", name="Pakai versi baru")
    expect(page.locator(".lap-pekerja")).to_contain_text("Versi baru halaman ini sudah siap.")
    expect(offer).to_be_visible()
    assert len(page.evaluate(shells)) == 2
    assert levels() == {1: 0}
    # The old one, told to clean up while the new one waits, leaves it what it has fetched.
    page.evaluate("navigator.serviceWorker.ready.then((it) => it.active.postMessage('bersihkan'))")

    # Whoever starts the page anew gets it unasked; the page itself starts once more for that, so
    # what is waited for is one that is kept, and has no newer one to offer.
    page.evaluate("setTimeout(() => location.reload())")
    expect(page.locator(".lap-pekerja:has([data-pekerja=siap]):not(:has(#versi))")).to_be_visible()
    newest = ["pekppp-umum-lapangan-rilis-berikut"]
    until(page, lambda: page.evaluate(shells) == newest, "the older version is thrown away")
    expect(line(page)).to_contain_text("semua sudah terkirim")
    assert levels() == {1: 0}
    page.context.set_offline(True)
    page.reload()
    expect(line(page)).to_contain_text("Tanpa jaringan")


def test_t10_logout_purges_what_was_taken_into_the_field(cast, sent, page_as):
    page = prepared(page_as(cast.evaluator), sent)
    page.goto("/tugas/")
    page.goto("/akun/logout/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("link", name="Masuk", exact=True).first).to_be_visible()
    page.goto(FIELD)  # the page itself is nobody's, and stays
    expect(page.get_by_role("link", name="Masuk")).to_be_visible()
    expect(page.locator("#isi")).not_to_contain_text(sent.nama_unit)
    assert f"pekppp-{cast.evaluator.pk}" not in page.evaluate(
        "indexedDB.databases().then((all) => all.map(({name}) => name))"
    )
    kept = "caches.keys().then((names) => Promise.all(names.map(async (name) => "
    kept += "(await (await caches.open(name)).keys()).map(({url}) => url))))"
    addresses = [url for urls in page.evaluate(kept) for url in urls]
    assert all("/static/" in url or url.endswith(FIELD) for url in addresses)


def test_t06_units_leave_the_device_after_their_days_but_not_what_is_unsent(
    cast, sent, page_as, settings
):
    page = prepared(page_as(cast.evaluator, PHONE), sent)
    page.context.set_offline(True)
    go(page, sent, 1)
    choose(page, 0)
    expect(line(page)).to_contain_text("1 menunggu jaringan")
    page.route("**/f02/nilai/", lambda route: route.abort())
    page.context.set_offline(False)
    settings.LAPANGAN_HARI = 0
    page.goto(f"{FIELD}#/")
    page.reload()
    expect(page.locator("#isi")).to_contain_text(f"hari lalu: {sent.nama_unit}")
    line(page).get_by_role("link").click()
    expect(page.locator("#antrean")).to_contain_text("nilai: «0»")
    page.unroute("**/f02/nilai/")
    page.get_by_role("button", name="Coba kirim sekarang").click()
    expect(line(page)).to_contain_text("semua sudah terkirim")
    assert levels() == {1: 0}


def test_t06_a_package_read_while_a_photo_was_sent_does_not_hide_it(cast, sent, page_as):
    page = prepared(page_as(cast.evaluator, PHONE), sent)
    go(page, sent, 1)
    kept = page.evaluate(READ_AT, str(sent.uuid))
    held = []
    page.route("**/paket.json", lambda route: held.append((route, route.fetch())), times=1)
    with page.expect_request("**/paket.json"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("#galeri").set_input_files(photo(1))
    expect(page.locator("[data-foto]")).to_contain_text("terkirim")
    until(page, lambda: bool(held), "the package as it was before the photo")
    route, older = held.pop()
    route.fulfill(response=older)
    until(
        page,
        lambda: page.evaluate(READ_AT, str(sent.uuid)) > kept,
        "what the page makes of it is on the device",
    )
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-foto]")).to_contain_text("terkirim")
