"""The help of an indicator by keyboard alone, and a document that is ticked on the way."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluations.models import Kelengkapan
from tests.browser.conftest import PHONE, ready, sideways

pytestmark = pytest.mark.slow


def test_u16_terms_open_by_keyboard_and_a_document_is_ticked(cast, evaluasi, page_as):
    page = page_as(cast.operator, PHONE)
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    ready(page)
    page.locator("#i-1 .penjelasan summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#i-1 .penjelasan")).to_contain_text("loket akta kelahiran")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#istilah-1-sp")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#istilah-1-sp")).to_be_hidden()
    expect(page.locator("#i-1 .istilah").first).to_be_focused()

    page.locator("#i-1 .dokumen summary").focus()
    page.keyboard.press("Enter")
    line = page.locator("#i-1 .dokumen li").first
    line.locator("select").select_option("catatan")
    expect(line.locator("input")).to_be_focused()
    page.keyboard.type("belum bertanggal")
    expect(line.locator(".keadaan")).to_have_text(re.compile(r"^tersimpan \d\d\.\d\d"))
    assert Kelengkapan.objects.get().kata == "ada dengan catatan: belum bertanggal"
    assert sideways(page) <= 0
