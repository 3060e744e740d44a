"""Logging out leaves nothing behind, and nothing unsent is lost by it unasked: T10."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evaluations.models import Jawaban
from tests.browser.conftest import ready, session_cookie

pytestmark = pytest.mark.slow

LEFT = """async () => ({
  databases: (await indexedDB.databases()).map(({name}) => name),
  caches: await caches.keys(), entries: Object.keys(localStorage)})"""
NOTHING = {"databases": [], "caches": [], "entries": []}


def opened(page: Page, evaluasi) -> Page:
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    return ready(page)


def count_in(page: Page):
    return page.locator("#q-1-jumlah_layanan")


def typed_but_not_sent(page: Page, evaluasi) -> None:
    """Two answers that did not reach the server, and a downloaded file of this person."""
    opened(page, evaluasi)
    page.context.route("**/f01/jawaban/", lambda route: route.abort())
    count_in(page).locator("input").fill("7")
    page.locator("#q-1-sp_ada input").first.check()
    expect(count_in(page).locator("[data-keadaan]")).to_contain_text("menunggu jaringan")
    expect(page.locator("#q-1-sp_ada [data-keadaan]")).to_contain_text("menunggu jaringan")
    user = page.locator("#f01").get_attribute("data-pengguna")
    page.evaluate("user => caches.open(`pekppp-${user}-lapangan`)", user)
    assert page.evaluate(LEFT)["databases"] == [f"pekppp-{user}"]


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).focus()
    page.keyboard.press("Enter")


def leave_by_menu(page: Page) -> None:
    press(page, "button", "Operator")
    press(page, "link", "Keluar")


def stored() -> dict:
    return {row.pertanyaan: row.nilai for row in Jawaban.objects.all()}


def test_t10_logout_offers_to_send_then_purges_the_device(cast, evaluasi, page_as):
    page = page_as(cast.operator)
    typed_but_not_sent(page, evaluasi)
    leave_by_menu(page)
    waiting = page.get_by_role("region", name="2 isian belum terkirim dari perangkat ini")
    expect(waiting).to_contain_text("Jumlah jenis layanan yang diselenggarakan: «7»")
    press(page, "button", "Kirim sekarang, lalu keluar")  # the network is still away
    expect(waiting).to_contain_text("belum ada jaringan")
    page.context.unroute("**/f01/jawaban/")
    press(page, "button", "Kirim sekarang, lalu keluar")
    expect(page.get_by_role("link", name="Masuk", exact=True).first).to_be_visible()
    assert stored() == {"jumlah_layanan": 7, "sp_ada": True}
    assert page.evaluate(LEFT) == NOTHING


def test_t10_leaving_without_sending_is_a_choice_and_empties_other_tabs(cast, evaluasi, page_as):
    other = page_as(cast.operator)
    typed_but_not_sent(other, evaluasi)
    page = other.context.new_page()
    page.goto(reverse("account_logout"))
    expect(page.get_by_role("button", name="Keluar", exact=True)).to_be_hidden()
    press(page, "button", "Tetap keluar dan hapus")
    expect(page.get_by_role("link", name="Masuk", exact=True).first).to_be_visible()
    expect(other.get_by_label("Kata sandi", exact=True)).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING
    page.context.unroute("**/f01/jawaban/")
    page.context.add_cookies([session_cookie(cast.operator, page.url)])
    expect(count_in(opened(page, evaluasi)).locator("input")).to_have_value("")
    assert stored() == {}


def test_t10_with_nothing_to_send_one_step_is_enough(cast, evaluasi, page_as):
    page = opened(page_as(cast.operator), evaluasi)
    leave_by_menu(page)
    expect(page.get_by_role("link", name="Masuk", exact=True).first).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING


def test_t10_another_person_in_the_same_browser_sees_and_sends_nothing(cast, evaluasi, page_as):
    page = page_as(cast.operator)
    typed_but_not_sent(page, evaluasi)
    address, home = page.url, page.url.split("/evaluasi/")[0]
    page.goto("about:blank")
    page.context.unroute("**/f01/jawaban/")
    page.context.clear_cookies()  # the session ends; nobody logged out

    page.context.add_cookies([session_cookie(cast.kepala, home)])
    page.goto(address)
    ready(page)
    theirs = page.locator("#q-2-dilibatkan")
    theirs.locator("input").first.check()
    expect(theirs.locator("[data-keadaan]")).to_contain_text("tersimpan")
    expect(count_in(page).locator("input")).to_have_value("")
    expect(page.locator("#belum-tersimpan")).to_be_hidden()
    assert stored() == {"dilibatkan": True}

    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(cast.operator, home)])
    page.goto(address)
    expect(count_in(page).locator("[data-keadaan]")).to_contain_text("tersimpan")
    expect(page.locator("#q-1-sp_ada [data-keadaan]")).to_contain_text("tersimpan")
    assert stored() == {"dilibatkan": True, "jumlah_layanan": 7, "sp_ada": True}
    assert {row.oleh for row in Jawaban.objects.exclude(pertanyaan="dilibatkan")} == {cast.operator}
