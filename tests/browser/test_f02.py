"""Scoring in a real browser: by keyboard, without network, in two tabs, without JavaScript."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from evaluations.core import assignments
from evaluations.models import Nilai, Rekomendasi, Siklus, UsulanLevel
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests import factories
from tests.browser.conftest import DESK, PHONE, ready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(cast, siklus):
    made = factories.make_evaluasi(siklus, cast.rsud)
    factories.answer_no(made, cast.operator)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)
    return made


def opened(page, evaluasi, nomor=1):
    page.goto(f"/evaluasi/{evaluasi.uuid}/f02/{nomor}/")
    return ready(page)


def arrived(page, nomor):
    """This indicator has taken the place of another one."""
    page.wait_for_url(f"**/f02/{nomor}/")
    expect(page.locator("#f02")).to_have_attribute("data-nomor", str(nomor))
    ready(page)


@contextmanager
def one_save(page):
    """What is done in here is saved, whatever the panel said before."""
    with page.expect_response("**/f02/nilai/"):
        yield
    saved(page)


def says(page, text):
    """The state of the first panel begins with these words ("belum tersimpan" is another)."""
    expect(page.locator("[data-keadaan]").first).to_have_text(re.compile("^" + re.escape(text)))


def saved(page):
    """The server has acknowledged the last change."""
    state = page.locator("[data-keadaan]").first
    expect(state).to_have_attribute("data-jenis", "tersimpan")


def levels():
    return dict(Nilai.objects.order_by("indikator").values_list("indikator", "level"))


def test_a_unit_is_scored_by_keyboard_alone(cast, sent, page_as):
    page = opened(page_as(cast.evaluator), sent)
    page.keyboard.press("0")
    saved(page)
    page.keyboard.press("u")
    arrived(page, 2)
    page.keyboard.press("0")
    page.keyboard.press("n")  # at once: the save is not lost
    arrived(page, 3)
    expect(page.locator('[data-langkah="2"][data-terisi]')).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    arrived(page, 2)
    assert levels() == {1: 0, 2: 0}


def test_keys_do_nothing_while_one_types_or_has_switched_them_off(cast, sent, page_as):
    page = opened(page_as(cast.evaluator), sent)
    page.get_by_label("Catatan untuk unit").press_sequentially("Lengkapi 5 SP, nanti unit ulang")
    saved(page)
    assert levels() == {1: None}
    page.get_by_text("Pintasan papan ketik").click()
    page.get_by_label("Pintasan aktif").uncheck()
    page.keyboard.press("0")
    page.keyboard.press("n")
    with one_save(page):  # a level would have gone with it, or before it
        page.get_by_label("Catatan untuk unit").fill("Lengkapi 6 SP")
    assert page.url.endswith("/f02/1/") and levels() == {1: None}


def test_a_level_that_differs_waits_here_for_its_reason(cast, sent, page_as):
    page = opened(page_as(cast.evaluator), sent)
    page.keyboard.press("4")
    says(page, "belum tersimpan: tulis alasan")
    page.keyboard.press("Escape")  # from the reason back to the levels
    page.keyboard.press("n")
    arrived(page, 2)
    expect(page.locator("#antrean")).to_contain_text("Indikator 1")
    opened(page, sent)
    expect(page.locator('[name="level"]:checked')).to_have_value("4")
    assert levels() == {}
    page.get_by_label("Alasan berbeda dari usulan").fill("Terlihat di loket.")
    saved(page)
    assert levels() == {1: 4}


def test_g06_a_proposal_is_chosen_by_key_or_press_and_saved_as_any_level(cast, sent, page_as):
    UsulanLevel.objects.create(
        instansi=sent.instansi, siklus=sent.siklus, evaluasi=sent, oleh=cast.evaluator,
        sumber=factories.make_evaluasi(factories.make_siklus(cast.banjarnegara), cast.rsud),
        level={"1": 0, "2": 4}, pada=timezone.now(),
    )  # fmt: skip
    page = opened(page_as(cast.evaluator), sent)
    page.keyboard.press("d")
    saved(page)
    page.keyboard.press("n")
    arrived(page, 2)
    page.get_by_role("button", name="Pakai 4").click()
    says(page, "belum tersimpan: tulis alasan")
    page.keyboard.type("SK terbaru diperlihatkan di lokasi.")
    saved(page)
    assert levels() == {1: 0, 2: 4}


def test_what_is_typed_without_network_arrives_once(cast, sent, page_as):
    page = opened(page_as(cast.evaluator, PHONE), sent)
    page.context.set_offline(True)
    page.locator(".anak-tangga").first.click()
    says(page, "menunggu jaringan")
    with page.expect_event("requestfailed"):
        page.get_by_label("Catatan untuk unit").fill("Ditulis di ruang bawah tanah.")
    says(page, "menunggu jaringan")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#antrean")).to_be_hidden()
    row = Nilai.objects.get()
    assert (row.level, row.catatan_unit) == (0, "Ditulis di ruang bawah tanah.")


def test_an_expired_session_keeps_what_was_typed(cast, sent, page_as, live_server):
    page = opened(page_as(cast.evaluator), sent)
    Session.objects.all().delete()
    page.keyboard.press("0")
    says(page, "sesi berakhir")
    expect(page.get_by_role("link", name="Masuk kembali")).to_be_visible()
    client = Client()
    client.force_login(
        cast.evaluator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.get_by_role("button", name="Coba kirim sekarang").click()
    saved(page)
    assert levels() == {1: 0}


def test_two_tabs_of_one_person_show_the_same(cast, sent, page_as):
    first = opened(page_as(cast.evaluator), sent)
    second = opened(first.context.new_page(), sent)
    first.get_by_label("Catatan untuk unit").fill("tab satu")
    saved(first)
    expect(second.get_by_label("Catatan untuk unit")).to_have_value("tab satu")
    second.bring_to_front()
    with one_save(second):
        second.get_by_label("Catatan untuk unit").fill("tab satu dan dua")
    assert Nilai.objects.get().catatan_unit == "tab satu dan dua"


@pytest.mark.parametrize(
    ("choice", "note"), [("Pakai isian saya", "tab dua"), ("Pakai yang tersimpan", "tab satu")]
)
def test_two_browsers_show_both_values_and_the_person_picks(cast, sent, page_as, choice, note):
    first = opened(page_as(cast.evaluator), sent)
    second = opened(page_as(cast.evaluator), sent)
    first.get_by_label("Catatan untuk unit").fill("tab satu")
    saved(first)
    second.get_by_label("Catatan untuk unit").fill("tab dua")
    says(second, "bentrok")
    expect(second.locator("[data-bentrok]").first).to_contain_text(
        "Anda «tab dua»; tersimpan «tab satu»"
    )
    second.get_by_role("button", name=choice).click()
    says(second, "tersimpan")
    expect(second.get_by_label("Catatan untuk unit")).to_have_value(note)
    assert Nilai.objects.get().catatan_unit == note


def test_the_suggestion_appears_with_the_first_choice(cast, sent, page_as):
    Siklus.objects.update(sembunyikan_usulan=True)
    page = opened(page_as(cast.evaluator), sent)
    expect(page.locator("#usulan")).to_contain_text("Usulan disembunyikan")
    page.keyboard.press("3")
    expect(page.locator("#usulan")).to_contain_text("Usulan dari jawaban unit: level 0")
    told = page.locator("[data-keadaan]").first
    expect(told).to_have_text(re.compile(r"^tersimpan .*; tulis alasan berbeda dari usulan \(0\)$"))
    assert levels() == {1: 3}  # before it was told
    page.get_by_label("Alasan berbeda dari usulan").fill("Terlihat di loket.")
    expect(told).to_have_text(re.compile(r"^tersimpan [0-9.]+$"))
    assert Nilai.objects.get().alasan == "Terlihat di loket."


def test_level_zero_without_javascript(cast, sent, page_as, browser, live_server):
    state = page_as(cast.evaluator).context.storage_state()
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=state, viewport=DESK
    )
    page = context.new_page()
    page.goto(f"/evaluasi/{sent.uuid}/f02/1/")
    page.locator(".anak-tangga").first.click()
    page.get_by_role("button", name="Simpan nilai").click()
    expect(page.locator(".alert")).to_contain_text("Nilai indikator 1 tersimpan.")
    context.close()
    assert levels() == {1: 0}


def test_a_recommendation_stays_a_draft_until_it_is_saved(cast, sent, page_as):
    page = page_as(cast.evaluator)
    page.goto(f"/evaluasi/{sent.uuid}/f02/")
    ready(page)
    part = page.locator("#rekomendasi-I")
    part.get_by_text("Tulis rekomendasi").click()
    box = part.get_by_label("Rekomendasi baru aspek I")
    box.fill("Tetapkan SP.")
    expect(part).to_contain_text("belum tersimpan: tekan Simpan")
    page.reload()
    expect(box).to_have_value("Tetapkan SP.")
    assert not Rekomendasi.objects.exists()
    part.get_by_role("button", name="Simpan").click()
    written = part.get_by_label("Rekomendasi aspek I", exact=True)
    expect(written).to_have_value("Tetapkan SP.")
    with page.expect_response("**/f02/rekomendasi/"):
        written.fill("Tetapkan 12 SP.")
    saved(part)
    expect(box).to_have_value("")
    page.reload()
    ready(page)
    expect(written).to_have_value("Tetapkan 12 SP.")
    assert [row.teks for row in Rekomendasi.objects.all()] == ["Tetapkan 12 SP."]
