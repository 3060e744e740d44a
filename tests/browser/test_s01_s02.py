"""The survey in a real browser: from the poster to thanks on a phone, and at a kiosk."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from evaluations.models import Respons, Survei, TautanSurvei
from evaluations.survey.services import tally as tally_services
from evaluations.survey.services.responses import add_link
from reports.prints import services as print_services
from tests.browser.conftest import PHONE, sideways


def test_s01_from_the_poster_to_thanks_on_a_phone_without_javascript(
    cast, evaluasi, live_server, new_page, settings
):
    settings.BASE_URL = live_server.url
    link = TautanSurvei.objects.get(unit=cast.rsud)
    print_services.request_poster(by=cast.operator, evaluasi=evaluasi, tautan=link)
    row = print_services.print_next()
    row.refresh_from_db()
    poster = PdfReader(io.BytesIO(default_storage.open(row.path).read())).pages[0]
    typed = re.search(r"localhost:\d+/\s*survei/\S+", poster.extract_text())[0]
    page = new_page(live_server.url, PHONE, java_script_enabled=False)
    page.goto("http://" + re.sub(r"\s", "", typed))
    expect(page.get_by_role("heading", name="Bagaimana layanan kami?")).to_be_visible()
    for number in range(1, 14):
        page.locator(f"input[name=b{number}][value='4']").check()
    page.locator("input[name=b14][value=x]").check()
    page.get_by_label("Usia").select_option("20-29")
    page.get_by_label("Saran atau komentar").fill("Antrean cepat")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    answer = Respons.objects.get()
    assert (answer.kanal, answer.butir, answer.usia) == ("tautan", [4] * 13 + [None], "20-29")


def page_of_kiosk(address: str) -> dict:
    """One person in front of it: the page's own key, and answers that differ from each other."""
    page = Client().get(address).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    return hidden | {f"b{n}": str(n % 6) for n in range(1, 15)}


def test_s02_at_a_kiosk_everyone_counts_and_a_double_tap_once(
    transactional_db, cast, siklus, evaluasi, live_server, new_page, settings
):
    settings.SURVEY_KIOSK_THANKS_SECONDS = 60
    settings.SURVEY_KIOSK_IDLE_SECONDS = 600
    link = add_link(by=cast.operator, evaluasi=evaluasi, label="Kios loket", kios=True)
    address = f"/survei/{link.token}/"
    # Twenty-eight people, one device, one address; and one page that is sent five times at once.
    device = Client()
    for _ in range(28):
        assert device.post(address, page_of_kiosk(address)).status_code == 302
    assert not device.cookies
    once = page_of_kiosk(address)

    def replay(_: int) -> int:
        try:
            return Client().post(address, once).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(replay, range(5))) == {302}
    assert Respons.objects.count() == 29
    # The thirtieth in the browser, with a double tap; it returns to an empty form by itself.
    page = new_page(live_server.url)
    page.clock.install()
    page.goto(address)
    assert "refresh" not in page.content()
    page.get_by_role("button", name="Layar penuh").click()
    expect(page.get_by_role("button", name="Layar penuh")).to_be_hidden()
    page.locator("input[name=b1][value='3']").check()
    page.get_by_label("Saran atau komentar").fill("Milik orang sebelumnya")
    usual, settings.SURVEY_RATE_PER_LINK = settings.SURVEY_RATE_PER_LINK, 0
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("alert")).to_contain_text("Tunggu sebentar")  # and keeps what is there
    settings.SURVEY_RATE_PER_LINK = usual
    page.get_by_role("button", name="Kirim jawaban").dblclick()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert page.evaluate("document.fullscreenElement !== null")
    page.clock.fast_forward("01:00")
    expect(page.get_by_role("heading", name="Bagaimana layanan kami?")).to_be_visible()
    expect(page.get_by_label("Saran atau komentar")).to_have_value("")
    assert page.evaluate("document.fullscreenElement !== null")
    assert page.locator("input:checked").count() == 0
    tally_services.count_all()
    rows = Respons.objects.all()
    assert {row.kanal for row in rows} == {"kios"}
    assert not any(set(row.tanda) & {"perangkat", "jaringan", "jam"} for row in rows)
    evaluasi.survei.rekap.refresh_from_db()
    assert (evaluasi.survei.rekap.jumlah, evaluasi.survei.rekap.dari_kios) == (30, 30)


def test_a_kiosk_that_is_left_forgets_what_was_typed(
    cast, evaluasi, live_server, new_page, settings
):
    settings.SURVEY_KIOSK_IDLE_SECONDS = 600
    link = add_link(by=cast.operator, evaluasi=evaluasi, label="Kios", kios=True)
    page = new_page(live_server.url, PHONE)
    page.clock.install()
    page.goto(f"/survei/{link.token}/")
    page.get_by_label("Saran atau komentar").fill("Rahasia")
    page.locator("input[name=b1][value='3']").check()
    key = page.locator("input[name=kunci]").get_attribute("value")
    page.clock.fast_forward("10:00")
    expect(page.get_by_role("alert")).to_contain_text("Masih mengisi?")
    assert sideways(page) == 0
    page.get_by_label("Saran atau komentar").press("a")  # a touch goes on
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward("10:00")
    expect(page.get_by_role("alert")).to_contain_text("Masih mengisi?")
    page.clock.fast_forward("00:15")
    expect(page.locator("input[name=kunci]")).not_to_have_value(key)
    expect(page.get_by_label("Saran atau komentar")).to_have_value("")
    assert page.locator("input:checked").count() == 0


def test_a_kiosk_without_javascript_returns_by_itself(cast, evaluasi, client):
    link = add_link(by=cast.operator, evaluasi=evaluasi, label="Kios", kios=True)
    page = client.get(f"/survei/{link.token}/terima-kasih/").content.decode()
    assert f'<meta http-equiv="refresh" content="8;url=/survei/{link.token}/">' in page
    assert 'href="https://www.lapor.go.id"' not in page  # nothing leads away from a kiosk
    # The form stays: somebody may be writing on it. The next one can begin anew.
    page = client.get(f"/survei/{link.token}/").content.decode()
    assert "refresh" not in page
    assert re.search(rf'<noscript>.*href="/survei/{link.token}/">Mulai dari awal<', page)
    Survei.objects.update(tutup=timezone.now())
    page = client.get(f"/survei/{link.token}/").content.decode()
    assert f'<meta http-equiv="refresh" content="90;url=/survei/{link.token}/">' in page
    main = TautanSurvei.objects.get(unit=cast.rsud, label="")
    page = client.get(f"/survei/{main.token}/terima-kasih/").content.decode()
    assert "refresh" not in page and "<script" not in page
