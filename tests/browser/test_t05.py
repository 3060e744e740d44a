"""T5: level 0 by every way an evaluator gives it, and an aspect scored by keyboard alone."""

import pytest
from playwright.sync_api import expect

from evaluations.core import assignments
from evaluations.models import Nilai
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from tests import factories
from tests.browser.conftest import PHONE, sideways
from tests.browser.test_f02 import arrived, levels, opened, saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(cast, siklus):
    made = factories.make_evaluasi(siklus, cast.rsud)
    factories.answer_no(made, cast.operator)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)
    return made


def test_t05_level_0_by_desk_keyboard_and_phone(cast, sent, page_as):
    desk = opened(page_as(cast.evaluator), sent, 1)
    desk.locator(".anak-tangga").first.click()
    saved(desk)
    desk.keyboard.press("n")
    arrived(desk, 2)
    expect(desk.locator("h1")).to_be_focused()
    desk.keyboard.press("0")
    saved(desk)
    phone = opened(page_as(cast.evaluator, PHONE), sent, 3)
    phone.locator(".anak-tangga").first.click()
    saved(phone)
    assert sideways(phone) <= 0
    assert levels() == {1: 0, 2: 0, 3: 0}


def test_t05_an_aspect_by_keyboard_alone(cast, sent, page_as):
    """From the list of tasks: every indicator of aspect I, one with its reason, one with a mark."""
    page = page_as(cast.evaluator)
    page.goto("/tugas/")
    page.get_by_role("link", name="Mulai menilai").focus()
    page.keyboard.press("Enter")
    numbers = [i.nomor for i in sent.versi.instrumen.semua_aspek[0].indikator]
    for place, nomor in enumerate(numbers):
        arrived(page, nomor)
        if place == 1:
            page.keyboard.press("4")
            reason = page.get_by_label("Alasan berbeda dari usulan")
            expect(reason).to_be_focused()
            page.keyboard.type("Terlihat 4 SP di loket.")
            saved(page)
            page.keyboard.press("Escape")
        else:
            page.keyboard.press("0")
            saved(page)
        page.keyboard.press("u")
    arrived(page, numbers[-1] + 1)
    assert levels() == {nomor: 4 if nomor == numbers[1] else 0 for nomor in numbers}
    assert Nilai.objects.get(indikator=numbers[1]).alasan == "Terlihat 4 SP di loket."
    page.go_back()
    arrived(page, numbers[-1])
