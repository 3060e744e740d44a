"""Less scrolling and fewer keys: the F01 on a phone, the desk by keyboard, refused forms."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluations.models import Jawaban, Nilai
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests.browser.axe import faults
from tests.browser.conftest import PHONE, sideways
from tests.browser.large_text import enlarge
from tests.browser.test_t01_t04 import yes_to_what_leads_on

SHORT = 6000  # px; it was twice as much
FOCUS = "document.activeElement.closest('[data-indikator]')?.dataset.indikator"


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def test_u12_an_aspect_is_short_on_a_phone_and_leads_to_what_is_left(cast, evaluasi, page_as):
    yes_to_what_leads_on(evaluasi, cast.kepala)  # or half of its questions would not be there
    page = page_as(cast.operator, PHONE)
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    expect(page.locator("#f01")).to_have_attribute("data-siap", "")
    assert height(page) < SHORT
    # Folding loses nothing of what is typed, and it is saved all the same.
    box = page.locator("#q-1-jumlah_layanan-isi")
    box.fill("12")
    page.locator("#i-1 > summary").click()
    expect(box).to_be_hidden()
    expect(page.locator("#i-1 [data-tersimpan]")).to_have_text(re.compile(r"^tersimpan \d\d\.\d\d"))
    page.locator("#i-1 > summary").press("Enter")
    expect(box).to_have_value("12")
    # On to the next one, which opens and takes the focus where something is missing.
    box.focus()
    onwards = page.get_by_role("link", name="Berikutnya yang belum")
    onwards.click()
    expect(page.locator("#i-2")).to_have_attribute("open", "")
    assert page.evaluate(FOCUS) == "2"
    onwards.click()
    assert page.evaluate(FOCUS) == "3"
    # An address opens what it names, from the list and from elsewhere.
    page.locator('[data-kartu="6"]').click()
    expect(page.locator("#q-6-sesuai")).to_be_visible()
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]) + "#bukti-9")
    expect(page.locator("#bukti-9")).to_be_visible()
    page.get_by_role("button", name="Buka semua").click()
    assert faults(page) == []
    enlarge(page)
    assert sideways(page) <= 0


def test_u12_the_desk_is_walked_by_two_keys_an_indicator(cast, evaluasi, page_as):
    """The level and on; where it differs its reason comes between, without a pointer."""
    for nomor, soal in ((1, "sp_ada"), (2, "dilibatkan")):
        Jawaban.objects.create(
            evaluasi=evaluasi, instansi=evaluasi.instansi, siklus=evaluasi.siklus,
            indikator=nomor, pertanyaan=soal, nilai=False, oleh=cast.operator,
        )  # fmt: skip
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    page = page_as(cast.evaluator)
    page.goto(reverse("evaluations:f02_indicator", args=[evaluasi.uuid, 1]))
    expect(page.locator("#antrean")).to_have_attribute("data-siap", "")

    def at(nomor):
        expect(page.locator("#f02")).to_have_attribute("data-nomor", str(nomor))

    keys = []

    def press(key):
        keys.append(key)
        page.keyboard.press(key)

    press("s")  # the suggestion, 0
    expect(page.locator('[name="level"]:checked')).to_have_value("0")
    press("u")
    at(2)
    press("4")
    expect(page.get_by_label("Alasan berbeda dari usulan")).to_be_focused()
    press("Control+Enter")  # not without a reason
    at(2)
    page.keyboard.type("Berita acara dilihat di loket.")
    press("Escape")
    expect(page.locator('[name="level"]:checked')).to_be_focused()
    page.get_by_label("Alasan berbeda dari usulan").focus()
    press("Control+Enter")
    at(3)
    press("s")  # nothing was answered, and nothing is suggested
    expect(page.locator('[name="level"]:checked')).to_have_value("")
    press("3")
    press("u")
    at(4)
    expect(page.locator('[data-langkah="3"][data-terisi]')).to_have_count(1)
    stored = Nilai.objects.order_by("indikator").values_list("indikator", "level", "alasan")
    assert list(stored) == [(1, 0, ""), (2, 4, "Berita acara dilihat di loket."), (3, 3, "")]
    page.set_viewport_size(PHONE)
    tops = [page.locator(part).bounding_box()["y"] for part in (".meja-nilai", ".meja-kiri")]
    assert tops == sorted(tops)  # the level before the answers


@pytest.mark.parametrize("where", ["login", "return"])
def test_u12_a_refused_form_holds_the_focus_on_its_summary(cast, evaluasi, page_as, where):
    if where == "login":
        page = page_as(None, PHONE)
        page.goto("/akun/login/")
        page.get_by_label("Nama pengguna atau surel").fill("siapa")
        page.get_by_label("Kata sandi", exact=True).fill("keliru")
        page.get_by_role("button", name="Masuk").click()
    else:
        advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
        page = page_as(cast.evaluator, PHONE)
        page.goto(reverse("evaluations:return_f01", args=[evaluasi.uuid]))
        # It tells how many letters are left, from the first one on.
        page.get_by_label("Alasan").press_sequentially("ab")
        expect(page.locator("[data-sisa]")).to_have_text(re.compile(r"^tersisa [\d.]+ dari"))
        page.locator("main form").evaluate(
            "form => { form.noValidate = true; form.requestSubmit(); }"
        )
    summary = page.locator("#ringkasan-galat")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Galat: "))
    if where == "return":
        link = summary.get_by_role("link").first
        goal = link.get_attribute("href")
        link.click()
        expect(page.locator(goal)).to_be_focused()
    assert faults(page) == []
    enlarge(page)
    assert sideways(page) <= 0


def test_u12_an_old_anchor_leads_to_its_part(cast, evaluasi, page_as):
    page = page_as(cast.operator, PHONE)
    page.goto(f"{evaluasi.get_absolute_url()}#survei")
    page.wait_for_url("**/isian/#survei")
    enlarge(page)
    assert sideways(page) <= 0
