"""U15: the page with the signatures carries some of what is signed, however long a document is."""

import copy
import re
from typing import Any

import pytest

from evaluations.models import Evaluasi
from evaluations.progress.services import versions
from evaluations.rules.visibility import Field
from reports.core import offices
from reports.figures import lhe, rekap, surat, tanda_terima
from reports.rendering import pdf
from tests.reports.conftest import computed
from tests.reports.rendering.test_pdf import DAY, NUMBER, ba_input
from tests.stage import stage

WORDS = "Loket prioritas belum berpetunjuk arah, sedangkan antrean dikelola tanpa nomor. "
# Where the part begins that belongs to the signatures: closing sentence, place, or office.
CLOSING = {
    "berita_acara": "Demikian berita acara",
    "surat": "Demikian disampaikan",
    "lhe": "11 Juli 2024 Kepala Bagian Organisasi",
    "rekap": "11 Juli 2024 Kepala Bagian Organisasi",
    "tanda_terima": "Kepala RSUD Hj. Anna Lasmanah,",
}
# What stands on a page whatever it says: foot, watermark, heads of tables, dates.
FURNITURE = re.compile(
    r"KONSEP|SEMENTARA|BA-\w+ · versi \d+( · konsep)?|Halaman \d+ dari \d+|No Komponen Pengamatan "
    r"Rekomendasi|No Unit Keadaan F02 F03 IPP Kategori|Indikator Nama dan keterangan Ukuran "
    r"Sidik \(SHA-256\) atau tautan|\d+ \w+ 20\d\d|\W"
)


@stage.fixture
def told(cast, scored) -> dict[str, dict[str, Any]]:
    """An input of every kind that somebody signs, by kind."""
    scored.putaran = 1
    sent = versions.freeze(by=cast.kepala, evaluasi=scored, returned=[])
    made = {"berita_acara": ba_input(scored)}
    computed(scored, "terbit")
    found = Evaluasi.objects.get(pk=scored.pk)
    say = {"nomor": NUMBER, "tanggal": DAY}
    rows = offices.for_recap(found.siklus, found.penilai, found.instansi)
    made |= {
        "lhe": lhe.build(found, found.hasil, frozenset(Field), **say),
        "surat": surat.build(found, found.hasil, frozenset(Field), **say),
        "rekap": rekap.build(cast.bagian, found.instansi, found.penilai, rows, **say),
        "tanda_terima": tanda_terima.build(sent, {}),
    }
    return made


def grown(told: dict[str, dict[str, Any]], kind: str, size: int) -> dict[str, Any]:
    """The input of a kind with so much more in it than there was."""
    made = copy.deepcopy(told[kind.partition(":")[0]])
    match kind:
        case "berita_acara":
            made["aspek"][-1]["indikator"][0]["catatan"] = [WORDS * size]
        case "berita_acara:last":
            made["aspek"][-1]["indikator"][-1]["catatan"] = [WORDS * size]
        case "berita_acara:unverified":
            reasons = [WORDS] * size
            made["aspek"][-1]["indikator"][-1] |= {"catatan": [], "tidak_terverifikasi": reasons}
        case "lhe":
            made["metode"] = [*made["metode"], *[WORDS] * size]
        case "surat":
            made["isi"] = WORDS * size
        case "rekap":
            made["unit"] = made["unit"][:1] * size
        case "tanda_terima":
            file = {"nama": "SK.pdf", "sidik": "a" * 64, "tautan": "", "ukuran": 1}
            file |= {"keterangan": "", "halaman": ""}
            made["aspek"][0]["indikator"][0]["bukti"] = [file] * size
    return made


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [
        ("surat", range(2, 12)),
        ("rekap", (8, 12, 17, 34)),
        ("berita_acara", (0, 26, 36)),
        ("berita_acara:last", (1, 6, 26, 36)),
        ("berita_acara:unverified", (7, 13, 25)),
        ("lhe", (10, 11)),
        ("tanda_terima", (16, 17)),
    ],
)
def test_u15_signatures_never_stand_alone_on_a_page(told, pdf_text, kind, sizes):
    closing = CLOSING[kind.partition(":")[0]]
    lengths = set()
    for size in sizes:
        pages = pdf_text(pdf.render(grown(told, kind, size), kode="BA-1A2B3C4D", versi=1))
        [page] = [page for page in pages if closing in page]
        before = page[: page.index(closing)]
        # More than a word: a row, or two lines of a paragraph.
        assert len(FURNITURE.sub("", before)) > 25, (kind, size, before)
        assert "NIP" in page[len(before) :], (kind, size)
        lengths.add(len(pages))
    # Some of them were broken to keep the signatures company.
    assert len(lengths) > 1 or len(sizes) < 4, f"{kind} was never broken: {lengths}"


def test_u15_nothing_is_lost_where_the_last_row_is_cut(told, pdf_text):
    words = [f"kalimat{number:03}" for number in range(60)]
    masukan = grown(told, "berita_acara", 0)
    masukan["aspek"][-1]["indikator"][-1]["catatan"] = [". ".join(words)]
    text = " ".join(pdf_text(pdf.render(masukan, kode="BA-1A2B3C4D", versi=1)))
    assert re.findall(r"kalimat\d{3}", text) == words


def test_u15_one_evaluator_has_one_place(told, pdf_text):
    def places(masukan):
        text = " ".join(pdf_text(pdf.render(masukan, kode="BA-1A2B3C4D", versi=1)))
        return text[text.index("Tim Evaluator", text.index("Demikian")) :].count("NIP")

    masukan = told["berita_acara"]
    assert len(masukan["evaluator"]) == 1
    assert places(masukan) == 3  # his, the office's, the unit's head
    assert places(masukan | {"evaluator": []}) == 3  # still a place for whoever it will be
    assert places(masukan | {"evaluator": masukan["evaluator"] * 3}) == 5


def test_u15_a_letter_begins_as_official_letters_do(told, pdf_text):
    text = " ".join(pdf_text(pdf.render(told["surat"], kode="SP-1A2B3C4D", versi=1)))
    assert re.search(
        rf"Nomor : {NUMBER} Sifat : Biasa Lampiran : 1 \(satu\) berkas Hal : Penyampaian", text
    )
    other = told["surat"] | {"sifat": "Segera", "lampiran": ""}
    text = " ".join(pdf_text(pdf.render(other, kode="SP-1A2B3C4D", versi=1)))
    assert "Sifat : Segera Lampiran : –" in text
    # A draft that was frozen before there were these lines.
    old = {name: value for name, value in other.items() if name not in ("sifat", "lampiran")}
    text = " ".join(pdf_text(pdf.render(old, kode="SP-1A2B3C4D", versi=1)))
    assert "Sifat : Biasa Lampiran : –" in text
