"""What an address alone does not show: evidence with its preview, a conversation in its card, by
axe, on a phone, and with text twice as large; and deadlines, whatever the zone of the reader."""

import re
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from evaluations.core import assignments
from evaluations.evidence.services import previews
from evaluations.models import Evaluasi
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from evaluations.threads import services as thread_services
from tests import factories
from tests.browser.axe import faults
from tests.browser.conftest import DESK, PHONE, sideways
from tests.browser.large_text import cut_off
from tests.browser.test_t06 import prepared
from tests.evaluations.evidence.test_previews import add, pdf


def wrong_on(page, what: str) -> list[str]:
    found = [f"{what}: {fault}" for fault in faults(page)]
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        if sideways(page) > 0:
            found.append(f"{what} at {viewport['width']}: {sideways(page)} px too wide")
    return found + [f"{what}: {item}" for item in cut_off(page, (DESK,))]


def test_evidence_its_preview_and_a_conversation_in_a_card(cast, evaluasi, page_as):
    row = add(cast.operator, evaluasi, pdf(["Standar pelayanan", "Lampiran"]), halaman="hal. 2")
    previews.draw_next()
    thread_services.write(
        by=cast.operator, evaluasi=evaluasi, indikator=1, isi="Cukup?", key=uuid4()
    )
    page = page_as(cast.operator, PHONE)
    page.goto(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    card = page.locator("#i-1")
    card.locator("summary", has_text="Percakapan").click()
    expect(card.get_by_text("Cukup?")).to_be_visible()
    wrong = wrong_on(page, "F01 with evidence and a conversation")
    for name in ("evidence_look", "evidence_edit"):
        page.set_viewport_size(PHONE)
        page.goto(reverse(f"evaluations:{name}", args=[evaluasi.uuid, row.uuid]))
        wrong += wrong_on(page, name)
    assert not wrong, "\n".join(wrong)


def test_deadlines_are_told_in_the_zone_of_the_reader_with_wib_beside(cast, siklus, page_as):
    made = factories.make_evaluasi(siklus, cast.rsud)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)
    advance(
        by=cast.evaluator, evaluasi=made, action=Action.KEMBALIKAN_F01, reason="Lengkapi SK.",
        indikator=[1], tenggat=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    assert Evaluasi.objects.get(pk=made.pk).state == "dikembalikan"
    for person in (cast.operator, cast.evaluator):
        person.zone = "Asia/Jayapura"
        person.save()
    both = re.compile(r"pukul \d\d\.\d\d WIT \((\d+ \w+ )?\d\d\.\d\d WIB\)")
    unit = page_as(cast.operator)
    for address in ("", "f01/I/", "versi/"):
        unit.goto(f"/evaluasi/{made.uuid}/{address}")
        expect(unit.locator("main")).to_contain_text(both)
    desk = page_as(cast.evaluator)
    for address in (f"/evaluasi/{made.uuid}/f02/", "/tugas/"):
        desk.goto(address)
        expect(desk.locator("main")).to_contain_text(both)
    prepared(desk, made).get_by_role("link", name=made.nama_unit).click()
    expect(desk.locator("main")).to_contain_text(both)
