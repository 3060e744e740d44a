"""Return, talk and objection in a real browser, with the computation of the worker run for real."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from evaluations.core import assignments
from evaluations.f01.services.answers import save_answer
from evaluations.models import Evaluasi, Nilai
from evaluations.progress.services.steps import advance
from evaluations.results.services import recompute_stale
from evaluations.rules.workflow import Action
from tests.base.test_filetypes import PDF
from tests.browser.conftest import PHONE, sideways
from tests.evaluations.ready import respond

pytestmark = pytest.mark.django_db(transaction=True)

# The worked example of the method: F02 3.4904, IPP 3.6178; every respondent gives 4.
LEVELS = [int(n) for n in "342545321435243452434352342153"]


@pytest.fixture
def scored(cast, evaluasi):
    """Submitted and scored whole, as the worked example has it."""
    save_answer(
        by=cast.operator, evaluasi=evaluasi, indikator=1, question="sp_ada",
        value=False, based_on=0, key=uuid4(),
    )  # fmt: skip
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.MULAI_NILAI)
    Nilai.objects.bulk_create(
        Nilai(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
            indikator=nomor, peran="evaluator", oleh=cast.evaluator, level=level, putaran=1,
        )
        for nomor, level in enumerate(LEVELS, start=1)
    )  # fmt: skip
    spec = evaluasi.versi.instrumen
    respond(evaluasi.survei, *[[4] * len(spec.butir)] * 10)
    return evaluasi


def fields_open(page) -> set[int]:
    """Indicators of this page whose questions can be filled in."""
    return set(
        page.eval_on_selector_all(
            "[data-indikator]",
            """cards => cards
                .filter(card => card.querySelector('[data-pertanyaan] :is(input, textarea)'))
                .map(card => Number(card.dataset.indikator))""",
        )
    )


def test_t08_a_return_opens_its_indicators_alone_and_every_level_carries_over(
    cast, scored, page_as
):
    lead, unit = page_as(cast.evaluator), page_as(cast.operator, PHONE)
    base = f"/evaluasi/{scored.uuid}/"
    lead.goto(f"{base}f01/kembalikan/")
    expect(lead.locator("main")).to_contain_text("Pengembalian ke-1 dari paling banyak 3")
    lead.check("#indikator-1")
    lead.check("#indikator-12")
    lead.get_by_label("Alasan").fill("Lengkapi SK penetapan.")
    due = timezone.localtime(timezone.now() + timedelta(days=3))
    lead.get_by_label("Tenggat perbaikan").fill(f"{due:%Y-%m-%dT%H:%M}")
    lead.get_by_role("button", name="Kembalikan F01").click()
    lead.wait_for_url(f"**{base}")

    unit.goto(f"{base}f01/I/")
    assert fields_open(unit) == {1}
    assert sideways(unit) == 0
    answer = unit.locator("#i-1 [data-pertanyaan=sp_ada]")
    answer.get_by_label("Ya", exact=True).check()
    expect(answer.locator("[data-keadaan]")).to_contain_text("tersimpan")
    opened = set()
    for aspek in scored.versi.instrumen.semua_aspek[1:]:
        unit.goto(f"{base}f01/{aspek.kode}/")
        opened |= fields_open(unit)
    assert opened == {12}

    head = page_as(cast.kepala)
    head.goto(f"{base}f01/kirim/")
    head.check("input[name=setuju]")
    head.check("input[name=confirmed_gaps]")
    head.check("input[name=confirmed_untouched]")  # of indicator 12
    head.get_by_role("button", name="Kirim F01", exact=True).click()
    head.wait_for_url(f"**{base}")
    head.goto(f"{base}versi/2/")
    expect(head.locator("main del")).to_have_text("Tidak")
    expect(head.locator("main section section")).to_have_count(1)  # one indicator

    kept = Nilai.objects.filter(evaluasi=scored).order_by("indikator")
    assert list(kept.values_list("level", flat=True)) == LEVELS
    lead.goto(f"{base}f02/2/")
    expect(lead.locator("main")).to_contain_text(
        "dinilai pada pengiriman ke-1, isian tidak berubah"
    )
    advance(by=cast.evaluator, evaluasi=scored, action=Action.MULAI_NILAI)
    lead.goto(f"{base}f02/1/")
    expect(lead.locator("main")).to_contain_text("isian berubah sejak dinilai, periksa lagi")
    lead.goto(f"{base}f02/")
    expect(lead.locator("#selesai")).to_contain_text("periksa lagi (1)")


def test_t09_from_an_objection_to_a_changed_index(cast, scored, page_as):
    advance(by=cast.evaluator, evaluasi=scored, action=Action.SELESAI_F02, dasar="Terlihat.")
    recompute_stale()
    scored.hasil.refresh_from_db()
    assert f"{scored.hasil.ipp:.2f}" == "3.62"
    base = f"/evaluasi/{scored.uuid}/sanggah/"

    unit = page_as(cast.operator, PHONE)
    unit.goto("/beranda/")
    unit.get_by_role("link", name=re.compile("^Lihat nilai")).first.click()
    unit.wait_for_url(f"**{base}")
    unit.get_by_role("link", name="Sanggah indikator 1", exact=True).click()
    unit.get_by_label("Alasan sanggahan").fill("Standar pelayanan ditetapkan dengan SK 12/2025.")
    unit.get_by_label("Nilai yang diminta").select_option("4")
    unit.locator("#bukti-baru").set_input_files(
        files=[{"name": "SK 12.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    assert sideways(unit) == 0
    unit.get_by_role("button", name="Ajukan sanggahan").click()
    expect(unit.locator("main")).to_contain_text("Sanggahan indikator 1 diajukan.")

    lead = page_as(cast.evaluator)
    lead.goto("/beranda/")
    lead.get_by_role("link", name=re.compile("^Putuskan")).click()
    expect(lead.get_by_role("link", name="SK 12.pdf")).to_be_visible()
    lead.get_by_label("Terima, nilai diubah").check()
    expect(lead.get_by_label("Nilai baru")).to_have_value("")  # what is asked for is no proposal
    lead.get_by_label("Nilai baru").select_option("4")
    lead.get_by_label("Alasan putusan").fill("SK memenuhi rubrik level 4.")
    lead.get_by_role("button", name="Putuskan sanggahan").click()
    expect(lead.locator("main")).to_contain_text("sedang dihitung")
    recompute_stale()
    lead.reload()
    after = Evaluasi.objects.select_related("hasil").get(pk=scored.pk).hasil.ipp
    assert after > scored.hasil.ipp
    shown = f"{after:.2f}".replace(".", ",")
    expect(lead.locator(".sanggah-beda")).to_have_text(f"Nilai 3 → 4 · IPP 3,62 → {shown}")
    assert Nilai.objects.get(evaluasi=scored, indikator=1, peran="evaluator").level == 3

    unit.reload()
    expect(unit.locator(".sanggah-beda")).to_have_text("Nilai 3 → 4")
    expect(unit.locator("main")).to_contain_text("SK memenuhi rubrik level 4.")


def test_unit_and_evaluator_talk_inside_the_card(cast, evaluasi, page_as):
    assignments.assign(cast.evaluator, evaluasi.aspek.all(), "score")
    unit = page_as(cast.operator, PHONE)
    unit.goto(f"/evaluasi/{evaluasi.uuid}/f01/I/")
    card = unit.locator("#i-3")
    card.locator("summary").first.click()  # folded: another one is to be filled first
    card.locator("details.utas > summary").click()
    card.get_by_label("Tulis pesan").fill("Apakah SK lama masih berlaku?")
    card.get_by_role("button", name="Kirim pesan").click()
    expect(card.locator(".pesan")).to_contain_text("Apakah SK lama masih berlaku?")
    expect(card.get_by_label("Tulis pesan")).to_have_value("")
    card.get_by_role("button", name="Tandai selesai").click()
    expect(card.locator(".utas-isi")).to_contain_text("Ditandai selesai")
    assert sideways(unit) == 0
    plain = page_as(cast.evaluator)
    plain.goto("/pemberitahuan/")
    plain.get_by_role("button", name=re.compile("^Buka.*indikator 3")).first.click()
    plain.wait_for_url("**/utas/3/")
    expect(plain.locator(".pesan")).to_contain_text("Apakah SK lama masih berlaku?")
