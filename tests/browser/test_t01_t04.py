"""Nothing typed into the F01 is lost: the proofs T1 to T4, each to be run alone by its name."""

import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.f01.services.answers import save_answer
from evaluations.models import Jawaban, Simpanan
from tests.browser.conftest import ARGUMENTS, PATIENT, chromium_path, ready, session_cookie

pytestmark = pytest.mark.slow

# What is asked and has no answer yet.
VISIBLE = """() => [...document.querySelectorAll("[data-pertanyaan]:not([hidden])")].filter(
  (q) => q.dataset.versi === "0").map((q) => ({
  id: q.id, jenis: q.dataset.jenis, soal: q.dataset.pertanyaan,
  nomor: Number(q.closest("[data-indikator]").dataset.indikator)}))"""


def address(evaluasi, kode: str = "I") -> str:
    return reverse("evaluations:f01", args=[evaluasi.uuid, kode])


def opened(page: Page, evaluasi, kode: str = "I") -> Page:
    page.goto(address(evaluasi, kode))
    return ready(page)


def field(page: Page, nomor: int, soal: str):
    return page.locator(f"#q-{nomor}-{soal}")


def state(place):
    return place.locator("[data-keadaan]")


def saved(place) -> None:
    expect(state(place)).to_have_text(re.compile(r"^tersimpan \d\d\.\d\d"))


def history() -> list[tuple]:
    rows = Jawaban.pgh_event_model.objects.order_by("pgh_id").select_related("oleh")
    return [(row.pgh_label, row.nilai, row.oleh.username) for row in rows]


def type_in(page: Page, question: dict, number: int):
    """Answer one question as a person does; returns what the server should then hold."""
    place = page.locator(f"#{question['id']}")
    match question["jenis"]:
        case "ya_tidak":
            place.locator("input[value=ya]").check()
            return True
        case "pilihan_tunggal":
            place.locator("input").first.check()
            return place.locator("input").first.get_attribute("value")
        case "pilihan_ganda":
            place.locator("[data-tidak-ada]").check()
            return []
        case "teks":
            place.locator("textarea").fill(f"Isian {number}")
            return f"Isian {number}"
        case kind:
            place.locator("input").fill(str(number))
            return number if kind == "angka" else str(number)


def answer_all(page: Page, at_most: int) -> dict[tuple[int, str], object]:
    typed = {}
    for number, question in enumerate(page.evaluate(VISIBLE)[:at_most], start=30):
        typed[(question["nomor"], question["soal"])] = type_in(page, question, number)
    return typed


def stored() -> dict[tuple[int, str], object]:
    return {(row.indikator, row.pertanyaan): row.nilai for row in Jawaban.objects.all()}


def yes_to_what_leads_on(evaluasi, by) -> dict[tuple[int, str], object]:
    """Answer the questions that others hang on, so that the page shows those."""
    said = {}
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        conditions = " ".join(p.bila for p in indikator.pertanyaan if p.bila)
        for question in indikator.pertanyaan:
            if question.jenis == "ya_tidak" and re.search(rf"\b{question.id}\b", conditions):
                said[(indikator.nomor, question.id)] = save_answer(
                    by=by,
                    evaluasi=evaluasi,
                    indikator=indikator.nomor,
                    question=question.id,
                    value=True,
                    based_on=0,
                    key=uuid4(),
                ).jawaban.nilai
    return said


def all_sent(page: Page) -> None:
    """Nothing of this page waits any more, whatever it was waiting for."""
    waiting = page.locator("[data-keadaan]").filter(
        has_text=re.compile("menunggu|menyimpan|sesi berakhir|belum dapat")
    )
    expect(waiting).to_have_count(0, timeout=45_000)


def kill_browser(profile: Path) -> None:
    """SIGKILL for every process of the browser that works on this profile."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            if str(profile).encode() in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)


def test_t01_two_browsers_one_answer_409_both_values_nothing_lost(cast, evaluasi, page_as):
    here = opened(page_as(cast.operator), evaluasi)
    there = opened(page_as(cast.kepala), evaluasi)
    field(there, 1, "jumlah_layanan").locator("input").fill("12")
    saved(field(there, 1, "jumlah_layanan"))
    mine = field(here, 1, "jumlah_layanan")
    with here.expect_response(lambda response: response.status == 409):
        mine.locator("input").fill("15")
    conflict = mine.locator("[data-bentrok]")
    expect(conflict).to_contain_text(re.compile(r"Kepala mengisi «12» pukul \d\d\.\d\d"))
    expect(conflict).to_contain_text("Isian Anda: «15»")
    assert history() == [("insert", 12, "kepala"), ("bentrok", 15, "operator")]

    conflict.get_by_role("button", name="Pakai isian saya").click()
    saved(mine)
    theirs = field(there, 1, "jumlah_layanan")
    theirs.locator("input").fill("20")
    theirs.get_by_role("button", name="Pakai isian Operator").click()
    expect(theirs.locator("input")).to_have_value("15")
    saved(theirs)
    assert stored() == {(1, "jumlah_layanan"): 15}
    # Who lost is there too: both times, with the value that was not taken.
    assert history()[2:] == [("update", 15, "operator"), ("bentrok", 20, "kepala")]


@pytest.mark.parametrize(
    ("answers", "in_one_tab"), [(12, 3), pytest.param(50, 50, marks=pytest.mark.size)]
)
def test_t02_answers_come_through_a_cut_a_closed_tab_and_an_expired_session(
    cast, evaluasi, page_as, live_server, answers, in_one_tab
):
    before = yes_to_what_leads_on(evaluasi, cast.kepala)
    first = page_as(cast.operator)
    context = first.context
    context.clock.install()
    opened(first, evaluasi)
    tabs = {"I": first} | {
        kode: opened(context.new_page(), evaluasi, kode) for kode in ("II", "IV", "V")
    }
    context.set_offline(True)
    typed: dict[tuple[int, str], object] = {}
    for page in tabs.values():
        page.bring_to_front()
        typed |= answer_all(page, min(in_one_tab, answers - len(typed)))
    assert len(typed) == answers
    context.clock.fast_forward("00:30")  # tries, finds no network, waits longer
    expect(state(field(first, 1, "jumlah_layanan"))).to_contain_text("menunggu jaringan")
    # Before the tab closes: what a closing page still sends does not know that it is offline.
    Session.objects.all().delete()
    tabs["I"].close()

    context.set_offline(False)
    expect(tabs["V"].get_by_text("Sesi Anda berakhir.")).to_be_visible()
    assert stored() == before
    context.add_cookies([session_cookie(cast.operator, live_server.url)])
    again = opened(context.new_page(), evaluasi)
    for page in (tabs["II"], tabs["IV"], tabs["V"]):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    for page in (again, tabs["II"], tabs["IV"], tabs["V"]):
        all_sent(page)
    assert stored() == before | typed
    assert [label for label, *_ in history()] == ["insert"] * (len(before) + answers)
    assert Simpanan.objects.filter(oleh=cast.operator).count() == answers


def test_t02_a_killed_browser_keeps_what_was_typed(cast, evaluasi, browser, live_server, tmp_path):
    def start() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=chromium_path(), args=ARGUMENTS, locale="id-ID"
        )
        context.set_default_timeout(PATIENT)
        context.add_cookies([session_cookie(cast.operator, live_server.url)])
        return context

    context = start()
    page = context.pages[0]
    page.goto(live_server.url + address(evaluasi))
    ready(page)
    context.set_offline(True)
    typed = answer_all(page, 5)
    for key in typed:  # what could not be sent is on the disk
        expect(state(field(page, *key))).to_contain_text("menunggu jaringan")
    kill_browser(tmp_path)

    context = start()
    page = context.pages[0]
    page.goto(live_server.url + address(evaluasi))
    all_sent(ready(page))
    for key in typed:
        saved(field(page, *key))
    assert stored() == typed
    assert len(history()) == len(typed)
    context.close()


def test_t03_one_save_five_times_in_parallel_is_one_row_and_one_entry(cast, evaluasi, page_as):
    page = opened(page_as(cast.operator), evaluasi)
    body = {"indikator": 1, "pertanyaan": "jumlah_layanan", "nilai": "7", "versi": 0}
    answers = page.evaluate(
        """async ({url, body}) => Promise.all([1, 2, 3, 4, 5].map(async () => {
          const response = await fetch(url, {method: "POST", body: JSON.stringify(body), headers: {
            Accept: "application/json", "Content-Type": "application/json",
            "X-CSRFToken": document.cookie.match(/csrftoken=([^;]+)/)[1]}});
          return [response.status, (await response.json()).versi];
        }))""",
        {
            "url": reverse("evaluations:f01_answer", args=[evaluasi.uuid]),
            "body": body | {"kunci": str(uuid4())},
        },
    )
    assert answers == [[200, 1]] * 5
    assert history() == [("insert", 7, "operator")]
    assert Simpanan.objects.count() == 1


def test_t04_every_acknowledged_save_survives_a_killed_server(cast, evaluasi, killable, new_page):
    before = yes_to_what_leads_on(evaluasi, cast.kepala)
    page = new_page(killable.url)
    page.context.add_cookies([session_cookie(cast.operator, killable.url)])
    acknowledged = []

    def heard(response) -> None:
        if response.url.endswith("/f01/jawaban/") and response.status == 200:
            sent = response.request.post_data_json
            acknowledged.append((sent["indikator"], sent["pertanyaan"]))
            if len(acknowledged) == 6:
                killable.kill()

    page.on("response", heard)
    opened(page, evaluasi)
    typed = answer_all(page, 20)
    assert len(typed) == 20
    expect(page.locator("#f01-status")).to_contain_text("belum tersimpan")
    there = stored()
    assert len(acknowledged) >= 6
    assert len(there) < len(before) + 20  # it died in the middle
    assert set(acknowledged) <= set(there)
    assert all((before | typed)[key] == value for key, value in there.items())

    killable.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    all_sent(page)
    assert stored() == before | typed
    assert len(history()) == len(before) + 20
