"""D1: hard inputs, looked at as text and as pictures.

Fonts differ a little from machine to machine, so no page is compared with a stored picture. What
must hold everywhere is measured: nothing is printed outside the margins or over other words, no
page is empty, nothing that was typed is lost.
"""

import json
from functools import cache

import pypdfium2 as pdfium  # noqa: TID251  reads what was written, in the suite alone
import pytest

from evaluations.models import Evaluasi
from evaluations.rules.visibility import Field
from reports.figures import berita_acara, lhe
from reports.rendering import pdf
from tests.reports.conftest import EXAMPLE, advise, computed, score
from tests.reports.rendering.test_pdf import DAY, LONG_NAME, SENTENCE, prose

MM = 72 / 25.4
# Of the page in dokumen.css, in points from the left and from the top; the foot stands below.
LEFT, RIGHT, TOP, FOOT = 30 * MM, 190 * MM, 20 * MM, 272 * MM
TOLERANCE = 1.5
# A picture's rows with less ink than this are empty paper; the watermark is lighter than that.
INK = 190

MOST_PAGES = {"berita_acara": 31, "lhe": 14}

pytestmark = pytest.mark.slow


@pytest.fixture
def hard(cast, evaluasi):
    """A long name, 30 notes of 2,000 characters, long advice, nobody named, no number."""
    evaluasi.nama_unit = LONG_NAME
    evaluasi.save()
    score(evaluasi, cast.evaluator, EXAMPLE, catatan_unit=prose(2000))
    for aspek in evaluasi.versi.instrumen.aspek_berbobot:
        advise(evaluasi, cast.evaluator, aspek.kode, prose(2000))
    computed(evaluasi, "dinilai")
    return evaluasi


@pytest.fixture
def bare(evaluasi):
    """Every signer missing, every optional part absent: not a level, not an answer, no people."""
    computed(evaluasi)
    return evaluasi


def inputs(evaluasi):
    found = Evaluasi.objects.get(pk=evaluasi.pk)
    yield berita_acara.build(found, nomor="", tanggal=DAY)
    yield lhe.build(found, found.hasil, frozenset(Field), nomor="", tanggal=DAY)


def rendered(masukan) -> bytes:
    return _rendered(json.dumps(masukan, sort_keys=True))


@cache  # thirty full pages take as long as ten tests, and two of these read the same ones
def _rendered(masukan: str) -> bytes:
    address = "https://pekppp.contoh.go.id/verifikasi/ACDEFGHJKMNP/"
    return pdf.render(json.loads(masukan), kode="BA-1A2B3C4D", versi=1, periksa=address)


def lines(page) -> list[tuple[float, float, float, float]]:
    """Boxes of the text on a page: left, top, right, bottom in points from the top left."""
    height = page.get_height()
    text = page.get_textpage()
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        if height * 0.5 > top - bottom and top - bottom < 60:  # not the watermark
            found.append((left, height - top, right, height - bottom))
    return found


def overlapping(boxes) -> list:
    """Pairs of lines that are printed over each other."""
    wrong = []
    ordered = sorted(boxes, key=lambda box: box[1])
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other[1] >= one[3] - TOLERANCE:
                break
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            smaller = min(one[3] - one[1], other[3] - other[1])
            if across > TOLERANCE and down > 0.5 * smaller:
                wrong.append((one, other))
    return wrong


def ink_outside(page) -> list[str]:
    """Sides of a page where something dark is printed beyond the margins."""
    picture = page.render(scale=1).to_pil().convert("L")
    width, height = picture.size
    edges = {
        "left": (0, 0, LEFT - TOLERANCE, height),
        "right": (RIGHT + TOLERANCE, 0, width, height),
        "top": (0, 0, width, TOP - TOLERANCE),
        "bottom": (0, height - 8 * MM, width, height),
    }
    return [
        side
        for side, box in edges.items()
        if picture.crop(tuple(map(round, box))).getextrema()[0] < INK
    ]


def unsound(evaluasi) -> list[str]:
    """What is wrong with the pages of both documents."""
    wrong = []
    for masukan in inputs(evaluasi):
        content, kind = rendered(masukan), masukan["jenis"]
        with pdfium.PdfDocument(content) as document:
            total = len(document)
            if total > MOST_PAGES[kind]:
                wrong.append(f"{kind} has {total} pages")
            for number, page in enumerate(document, start=1):
                where, boxes = f"{kind}, page {number}", lines(page)
                text = page.get_textpage().get_text_range()
                if f"Halaman {number} dari {total}" not in " ".join(text.split()):
                    wrong.append(f"{where}: not numbered")
                wrong += [f"{where}: ink beyond the {side} margin" for side in ink_outside(page)]
                wrong += [f"{where}: {pair}" for pair in overlapping(boxes)]
                # A page is begun only for something: the last one holds the signatures.
                if sum(box[1] < FOOT for box in boxes) < 3:
                    wrong.append(f"{where}: hardly anything on it")
    return wrong


def test_pages_of_hard_inputs_are_sound(hard):
    assert unsound(hard) == []


def test_pages_of_which_everything_is_missing_are_sound(bare):
    assert unsound(bare) == []


def test_nothing_that_was_typed_is_lost(hard, pdf_text):
    minutes, _ = inputs(hard)
    text = " ".join(pdf_text(rendered(minutes)))
    written = 36 * (2000 // len(SENTENCE))
    # A word may be broken where a page ends; what counts is that no part of a note is missing.
    assert text.count("dipublikasikan") >= written * 0.98


def test_the_reading_order_is_the_order_of_the_page(bare, pdf_text):
    """As a screen reader says it: title, opening, table, closing, signatures."""
    minutes, _ = inputs(bare)
    text, place = " ".join(pdf_text(rendered(minutes))), 0
    for words in (
        "BERITA ACARA",
        "Pada hari ini",
        "Komponen",
        "Demikian",
        "Evaluator",
        "Mengetahui",
    ):
        place = text.index(words, place)
