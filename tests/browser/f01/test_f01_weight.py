"""What filling the F01 costs on a poor line, measured as it is served in production."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from evaluations.evidence.services import evidence, previews
from tests.browser.conftest import session_cookie
from tests.browser.test_t01_t04 import answer_all, yes_to_what_leads_on
from tests.evaluations.evidence.test_previews import pdf

pytestmark = pytest.mark.slow
KB = 1024


def transferred(page: Page, address: str) -> int:
    """Bytes that came over the line, headers included, until the page is quiet."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    sizes = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    line.detach()
    return sum(sizes)


def hand_in(evaluasi, by) -> None:
    """A document and a photo beside every indicator of two aspects, with their thumbnails."""
    photo = io.BytesIO()
    Image.effect_noise((1600, 1200), 80).convert("RGB").save(photo, "JPEG")  # not small by itself
    files = {"sk.pdf": pdf(["Keputusan", "Lampiran"]), "foto.jpg": photo.getvalue()}
    for aspek in evaluasi.versi.instrumen.semua_aspek[:2]:
        for indikator in aspek.indikator:
            for name, content in files.items():
                evidence.add_evidence(
                    by=by,
                    evaluasi=evaluasi,
                    indikator=indikator.nomor,
                    file=SimpleUploadedFile(name, content),
                )
    while previews.draw_next():
        pass


def test_a_first_visit_a_later_one_and_a_save_stay_small(cast, evaluasi, killable, new_page):
    yes_to_what_leads_on(evaluasi, cast.kepala)  # or half the page would not be there
    hand_in(evaluasi, cast.operator)
    page = new_page(killable.url)
    page.context.add_cookies([session_cookie(cast.operator, killable.url)])
    first = transferred(page, reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    later = transferred(page, reverse("evaluations:f01", args=[evaluasi.uuid, "II"]))
    again = transferred(page, reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    saves = []
    page.on(
        "requestfinished",
        lambda request: saves.append(request) if request.url.endswith("/f01/jawaban/") else None,
    )
    answer_all(page, 6)
    for place in page.locator("[data-keadaan]").all()[:6]:
        expect(place).to_have_text(re.compile("^tersimpan|^$"))
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in saves]
    out = max(size["requestBodySize"] + size["requestHeadersSize"] for size in sizes)
    back = max(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert first <= 150 * KB
    assert max(later, again) <= 40 * KB
    assert (out <= 2 * KB, back <= 2 * KB) == (True, True)
