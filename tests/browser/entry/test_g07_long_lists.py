"""G7: a list of hundreds is narrowed by typing, by keyboard and for screen readers too."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.axe import faults
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.slow


def test_g07_a_long_list_is_narrowed_and_keeps_what_was_chosen(cast, page_as):
    for number in range(20):
        factories.make_instansi(f"Kabupaten Contoh {number}", induk=cast.jateng)
    page = page_as(cast.menpan, PHONE)
    page.goto("/instansi/tambah/")
    chosen = page.locator("select[name=induk]")
    chosen.select_option(label="Kabupaten Contoh 7")
    box = page.get_by_role("searchbox")
    expect(box).to_have_count(1)
    box.fill("banjar kab")
    options = chosen.locator("option")
    assert options.all_text_contents() == [
        "Tidak ada",
        "Kabupaten Banjarnegara",
        "Kabupaten Contoh 7",
    ]
    expect(page.get_by_role("status").filter(has_text="3 pilihan")).to_have_count(1)
    box.press("Enter")
    expect(chosen).to_be_focused()
    assert page.url.endswith("/instansi/tambah/")
    box.fill("")
    assert options.count() > 20
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
