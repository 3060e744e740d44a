"""What a browser remembers: Back after logging out, after thanks, to the F01 and the F02, with the
back/forward cache that every real browser has; and a form that was sent after its session ended."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evaluations.models import TautanSurvei, TindakLanjut
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests import factories
from tests.browser.conftest import (
    ARGUMENTS,
    PATIENT,
    PHONE,
    chromium_path,
    ready,
    session_cookie,
    until,
)
from tests.browser.test_f02 import saved
from tests.evaluations.follow_up.test_follow_up import publish, recommend, soon

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def remembering(browser):
    """The same Chromium, with the cache that Playwright switches off."""
    chromium = browser.browser_type.launch(
        executable_path=chromium_path(),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield chromium
    chromium.close()


@pytest.fixture
def page(remembering, live_server):
    context = remembering.new_context(base_url=live_server.url, viewport=PHONE, locale="id-ID")
    page = context.new_page()
    page.set_default_timeout(PATIENT)
    yield page
    context.close()


@pytest.fixture
def operator(cast, live_server, page) -> Page:
    page.context.add_cookies([session_cookie(cast.operator, live_server.url)])
    return page


def back(page: Page) -> None:
    # As the button does; `go_back` waits for a page that loads.
    page.evaluate("setTimeout(() => history.back())")


def test_a11_after_logging_out_back_shows_nothing(evaluasi, live_server, operator):
    page = operator
    f01 = reverse("evaluations:f01", args=[evaluasi.uuid, "I"])
    visited = ["/profil/", f01, "/pemberitahuan/"]
    for address in visited:
        page.goto(address)
    page.goto("/akun/logout/")
    page.locator("form.keluar button[data-biasa]").click()
    page.wait_for_url(live_server.url + "/")
    for _ in visited:
        back(page)
        expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
        expect(page.locator("[data-pengguna]")).to_have_count(0)


def test_a11_after_thanks_back_gives_an_empty_form(cast, evaluasi, page):
    link = TautanSurvei.objects.get(unit=cast.rsud)
    keys = []
    # The second person finds a browser that has its mark of today already.
    for words in ("keluhan orang pertama", "keluhan orang kedua"):
        page.goto(f"/survei/{link.token}/")
        keys.append(page.input_value("input[name=kunci]"))
        page.locator("input[name=b1][value='3']").check(force=True)
        page.fill("textarea[name=komentar]", words)
        page.get_by_role("button", name="Kirim jawaban").click()
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
        back(page)
        expect(page.get_by_role("heading", name="Bagaimana layanan kami?")).to_be_visible()
        expect(page.locator("textarea[name=komentar]")).to_have_value("")
        expect(page.locator("input:checked")).to_have_count(0)
        keys.append(page.input_value("input[name=kunci]"))
    assert len(set(keys)) == 4


def open_f01(page: Page, evaluasi) -> Page:
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    return ready(page)


def answer(page: Page, value: str) -> None:
    place = page.locator("#q-1-jumlah_layanan")
    place.locator("input").fill(value)
    expect(place.locator("[data-keadaan]")).to_have_text(re.compile(r"^tersimpan"))
    expect(page.locator("#f01-status")).to_have_text("Semua isian tersimpan")


def test_a11_back_to_the_f01_shows_the_present_answers(evaluasi, operator):
    answer(open_f01(operator, evaluasi), "8")
    operator.goto("/profil/")
    # Meanwhile in another tab; the first one's page lies in the browser's memory.
    answer(open_f01(operator.context.new_page(), evaluasi), "9")
    back(operator)
    expect(operator.locator("#q-1-jumlah_layanan input")).to_have_value("9")
    answer(ready(operator), "10")  # on top of his own: nobody else has changed it


def test_a11_a_tab_thrown_away_comes_back_without_network(evaluasi, operator):
    """Its page comes out of the browser's files then, as it was before anything was answered."""
    operator.goto("/profil/")  # the cookies are what they will be
    answer(open_f01(operator, evaluasi), "8")
    operator.evaluate("window.addEventListener('unload', () => {})")  # is not put away alive
    operator.goto("/profil/")
    operator.context.set_offline(True)
    back(operator)
    mine = ready(operator).locator("#q-1-jumlah_layanan")
    expect(mine.locator("input")).to_have_value("8")
    mine.locator("input").fill("9")
    expect(mine.locator("[data-keadaan]")).to_contain_text("menunggu jaringan")
    operator.context.set_offline(False)
    expect(mine.locator("[data-keadaan]")).to_have_text(re.compile(r"^tersimpan"))


def test_a11_back_to_the_f02_shows_the_present_level(cast, evaluasi, live_server, page):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    page.context.add_cookies([session_cookie(cast.evaluator, live_server.url)])
    address = reverse("evaluations:f02_indicator", args=[evaluasi.uuid, 1])
    page.goto(address)
    page.goto("/profil/")
    other = page.context.new_page()
    other.goto(address)
    ready(other).keyboard.press("0")
    saved(other)
    back(page)
    expect(page.locator("input[name=level][value='0']").first).to_be_checked()
    ready(page)


# A form that was sent after its session had ended -----------------------------------------------


WORDS = "Teks setengah jam.\nBaris kedua"


def end_session(page: Page) -> None:
    """As when it was left alone for too long."""
    page.context.clear_cookies(name="sessionid")


def plan(page: Page):
    """The second of two forms on the page."""
    return page.locator("form[action$='/rencana/']").nth(1)


def send_plan(page: Page, evaluasi) -> None:
    """After the session has ended."""
    recommend(evaluasi, "Pertama")
    recommend(evaluasi, "Kedua", indikator=2)
    publish(evaluasi)
    page.goto(reverse("evaluations:follow_up", args=[evaluasi.uuid]))
    page.get_by_text("Tulis rencana tindak lanjut").nth(1).click()
    fill_plan(page)
    end_session(page)
    plan(page).get_by_role("button").click()
    expect(page.get_by_text("kiriman Anda belum diterima")).to_be_visible()


def kept(page: Page) -> str | None:
    return page.evaluate("sessionStorage.getItem('pekppp.isian')")


def fill_plan(page: Page) -> None:
    plan(page).get_by_label("Tindakan").fill(WORDS)
    plan(page).get_by_label("Penanggung jawab").fill("Kasubbag")
    plan(page).get_by_label("Selesai paling lambat").fill(str(soon()))


def log_in_here(page: Page, user) -> None:
    page.get_by_label("Nama pengguna atau surel").fill(user.username)
    page.get_by_label("Kata sandi", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def test_a12_what_was_typed_is_back_in_its_form_until_it_is_sent(cast, evaluasi, operator):
    page = operator
    send_plan(page, evaluasi)
    log_in_here(page, cast.operator)
    expect(page.get_by_role("status").filter(has_text="sebelum sesi berakhir")).to_be_focused()
    typed = plan(page).get_by_label("Tindakan")
    expect(typed).to_be_visible()
    expect(typed).to_have_value(WORDS)
    expect(plan(page).get_by_label("Selesai paling lambat")).to_have_value(str(soon()))
    expect(page.get_by_label("Tindakan").first).to_have_value("")
    assert TindakLanjut.objects.count() == 0  # nothing is sent by itself
    assert factories.PASSWORD not in kept(page)
    plan(page).get_by_role("button").click()
    expect(page.get_by_text("Ubah rencana")).to_be_visible()
    expect(page.get_by_text("sebelum sesi berakhir")).to_have_count(0)
    assert TindakLanjut.objects.get().penanggung_jawab == "Kasubbag"
    assert kept(page) is None


def test_a12_another_account_sees_and_finds_nothing_of_it(cast, evaluasi, operator):
    page = operator
    send_plan(page, evaluasi)
    log_in_here(page, cast.kepala)  # of the same unit: the same form
    page.get_by_text("Tulis rencana tindak lanjut").nth(1).click()
    expect(plan(page).get_by_label("Tindakan")).to_have_value("")
    assert kept(page) is None


def test_a12_it_is_given_up_by_one_press_or_by_logging_out(cast, evaluasi, operator):
    page = operator
    send_plan(page, evaluasi)
    log_in_here(page, cast.operator)
    page.get_by_role("button", name="Buang isian ini").click()
    expect(plan(page).get_by_label("Tindakan")).to_have_value("")
    assert kept(page) is None
    # Once more, as after logging in again in another tab; and out, in that one.
    fill_plan(page)
    page.context.clear_cookies(name="csrftoken")
    plan(page).get_by_role("button").click()
    expect(page.get_by_role("heading", name="Halaman ini sudah kedaluwarsa")).to_be_visible()
    assert kept(page)
    other = page.context.new_page()
    other.goto("/akun/logout/")
    other.locator("form.keluar button[data-biasa]").click()
    expect(page.get_by_text("kedaluwarsa")).to_have_count(0)
    until(page, lambda: kept(page) is None, "it is forgotten")
