"""Filling the F01 as a person does: by keyboard, two at once, without network, on a phone."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evaluations.f01.services.answers import save_answer
from evaluations.models import Bukti, Jawaban
from tests.browser.conftest import DESK, PHONE, loaded, ready, sideways, until
from tests.browser.test_t01_t04 import all_sent, answer_all

pytestmark = pytest.mark.slow
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def open_aspect(page: Page, evaluasi, kode: str = "I") -> Page:
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, kode]))
    return ready(page)


def field(page: Page, nomor: int, soal: str):
    return page.locator(f"#q-{nomor}-{soal}")


def saved(place) -> None:
    expect(place.locator("[data-keadaan]")).to_have_text(re.compile(r"^tersimpan \d\d\.\d\d"))


def stored(nomor: int, soal: str):
    return Jawaban.objects.get(indikator=nomor, pertanyaan=soal).nilai


def test_an_indicator_is_filled_by_keyboard_alone(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.operator), evaluasi)
    child = field(page, 1, "komponen_14")
    expect(child).to_be_hidden()
    field(page, 1, "sp_ada").locator("input").first.focus()
    page.keyboard.press("Space")
    saved(field(page, 1, "sp_ada"))
    expect(child).to_be_visible()
    expect(page.locator("#i-1 [data-hidup]")).to_contain_text("Usulan level 1")
    for _ in range(2):  # over «Kosongkan jawaban» to the next question
        page.keyboard.press("Tab")
    page.keyboard.type("12")
    saved(field(page, 1, "jumlah_layanan"))
    page.keyboard.press("Tab")
    page.keyboard.type("14")
    saved(field(page, 1, "jumlah_sp"))
    expect(page.locator("#i-1 .periksa-galat")).to_contain_text("melebihi")
    assert (stored(1, "jumlah_layanan"), stored(1, "jumlah_sp")) == (12, 14)
    expect(page.locator("#i-1 [data-kemajuan=indikator]")).to_have_text("3/7")


SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const bar = document.querySelector(".f01-bilah");
  const hidden = box.top < 0 || box.bottom > innerHeight ||
    (!bar.contains(at) && box.bottom > bar.getBoundingClientRect().top &&
     box.top < bar.getBoundingClientRect().bottom);
  return [at.id || at.textContent.trim().slice(0, 40), getComputedStyle(at).outlineWidth, hidden];
}"""


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_focus_is_seen_all_the_way_through_the_page(cast, evaluasi, page_as, viewport):
    page = open_aspect(page_as(cast.operator, viewport), evaluasi, "III")
    field(page, 15, "parkir_ada").locator("input").first.focus()
    walked = []
    for _ in range(45):
        walked.append(page.evaluate(SEEN))
        page.keyboard.press("Tab")
    assert [step for step in walked if step[1] != "3px" or step[2]] == []


def test_none_at_all_excludes_the_other_choices_and_can_be_taken_back(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.operator), evaluasi)
    media = field(page, 7, "media")
    media.get_by_label("Situs web").check()
    media.get_by_label("Tidak ada satu pun").check()
    expect(media.get_by_label("Situs web")).not_to_be_checked()
    saved(media)
    assert stored(7, "media") == []
    media.get_by_label("Tidak ada satu pun").uncheck()
    expect(page.locator("#i-7 [data-kemajuan=indikator]")).to_have_text("0/1")
    until(page, lambda: stored(7, "media") is None, "the answer is taken back")


def test_the_last_save_tells_what_all_of_them_come_to(cast, evaluasi, page_as):
    """Two saves at the same time would each be answered without the other."""
    page = open_aspect(page_as(cast.operator), evaluasi)
    page.context.set_offline(True)
    typed = answer_all(page, 6)
    page.context.set_offline(False)
    all_sent(page)
    expect(page.locator("[data-kemajuan=semua]")).to_have_text(re.compile(f"^{len(typed)}/"))


def test_what_is_typed_without_network_survives_and_arrives(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.operator), evaluasi)
    page.context.set_offline(True)
    mine = field(page, 1, "jumlah_layanan")
    mine.locator("input").fill("8")
    expect(mine.locator("[data-keadaan]")).to_contain_text("menunggu jaringan")
    expect(page.locator("#f01-status")).to_contain_text("1 isian belum tersimpan")
    address = page.url
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address)
    saved(field(page, 1, "jumlah_layanan"))
    expect(mine.locator("input")).to_have_value("8")
    assert Jawaban.pgh_event_model.objects.count() == 1


def test_an_expired_session_keeps_the_answer_until_one_logs_in_again(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.operator), evaluasi)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    mine = field(page, 1, "jumlah_layanan")
    mine.locator("input").fill("9")
    expect(page.get_by_text("Sesi Anda berakhir.")).to_be_visible()
    expect(mine.locator("[data-keadaan]")).to_contain_text("sesi berakhir")
    page.context.add_cookies(cookies)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(mine)
    expect(page.get_by_text("Sesi Anda berakhir.")).to_be_hidden()


def test_two_tabs_of_one_person_share_what_is_typed(cast, evaluasi, page_as):
    first = open_aspect(page_as(cast.operator), evaluasi)
    second = open_aspect(first.context.new_page(), evaluasi)
    first.context.set_offline(True)
    field(first, 1, "jumlah_layanan").locator("input").fill("8")
    mirrored = field(second, 1, "jumlah_layanan")
    expect(mirrored.locator("input")).to_have_value("8")
    second.bring_to_front()
    mirrored.locator("input").fill("9")  # on top of what he saw: no conflict with himself
    expect(mirrored.locator("[data-keadaan]")).to_contain_text("menunggu jaringan")
    first.context.set_offline(False)
    saved(mirrored)
    saved(field(first, 1, "jumlah_layanan"))
    expect(field(first, 1, "jumlah_layanan").locator("input")).to_have_value("9")
    history = Jawaban.pgh_event_model.objects.values_list("pgh_label", "nilai")
    assert list(history) == [("insert", 9)]


def test_a_browser_that_keeps_nothing_says_so(cast, evaluasi, page_as):
    page = page_as(cast.operator)
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('refused'); }")
    open_aspect(page, evaluasi)
    expect(page.get_by_text("Peramban ini tidak mengizinkan penyimpanan")).to_be_visible()
    mine = field(page, 1, "jumlah_layanan")
    mine.locator("input").fill("8")
    saved(mine)
    page.context.set_offline(True)
    mine.locator("input").fill("9")
    expect(mine.locator("[data-keadaan]")).to_contain_text("jangan tutup halaman ini")


def test_a_refused_answer_says_why_and_stays(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.operator), evaluasi)
    mine = field(page, 1, "jumlah_layanan")
    mine.locator("input").fill("banyak")
    expect(mine.get_by_role("alert")).to_contain_text("ditolak: Isi dengan bilangan bulat")
    expect(mine.locator("input")).to_have_value("banyak")
    mine.locator("input").fill("4")
    saved(mine)


def test_files_are_uploaded_one_by_one_with_their_outcome(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.operator), evaluasi)
    evidence = page.locator("#bukti-1")
    evidence.locator("input[name=berkas]").set_input_files(
        [
            {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "palsu.pdf", "mimeType": "application/pdf", "buffer": b"bukan pdf"},
        ]
    )
    expect(evidence.get_by_role("button", name="Unggah")).to_be_hidden()  # choosing is enough
    expect(evidence.locator(".daftar-bukti")).to_contain_text("sk.pdf")
    expect(evidence.locator(".field-error")).to_contain_text("palsu.pdf")
    assert Bukti.objects.get().nama == "sk.pdf"


def test_the_summary_waits_for_what_this_browser_still_holds(cast, evaluasi, page_as):
    page = open_aspect(page_as(cast.kepala), evaluasi)
    page.context.set_offline(True)
    field(page, 1, "jumlah_layanan").locator("input").fill("8")
    expect(page.locator("#f01-status")).to_contain_text("belum tersimpan")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(reverse("evaluations:f01_submit", args=[evaluasi.uuid]))
    expect(page.get_by_text("1 dari 38 pertanyaan terjawab")).to_be_visible()


@pytest.mark.parametrize("name", ["evaluasi", "f01", "f01_submit"])
def test_a_phone_shows_every_page_without_sideways_scrolling(cast, evaluasi, page_as, name):
    save_answer(
        by=cast.operator,
        evaluasi=evaluasi,
        indikator=1,
        question="sp_ada",
        value=True,
        based_on=0,
        key=uuid4(),
    )
    page = page_as(cast.operator, PHONE)
    more = ["I"] if name == "f01" else []
    page.goto(reverse(f"evaluations:{name}", args=[evaluasi.uuid, *more]))
    loaded(page)
    assert sideways(page) == 0
