"""The pages themselves: what is on them, what never is, and that they hold hard inputs."""

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium  # noqa: TID251  reads what was written, in the suite alone
import pytest
import yaml
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError  # noqa: TID251  what the door itself raises

from evaluations.models import Evaluasi, Nilai, NilaiLuar, Respons
from evaluations.rules.visibility import Field
from instruments.models import VersiInstrumen
from instruments.spec import digest, load, to_data
from pekppp import bootstrap
from pekppp.accounts.models import UnitLokus
from pekppp.base.errors import Refused
from reports.figures import berita_acara, lhe
from reports.models import KopSurat, Penandatangan
from reports.rendering import pdf
from tests import factories
from tests.emptying import erase
from tests.reports.conftest import EXAMPLE, FOLLOWED, advise, computed, respond, score

DAY = date(2024, 7, 11)
NUMBER = "B/4/PP.00.02/2026"


def ba_input(evaluasi, nomor=NUMBER):
    return berita_acara.build(Evaluasi.objects.get(pk=evaluasi.pk), nomor=nomor, tanggal=DAY)


def told_input(evaluasi):
    """To somebody who sees the figures."""
    found = Evaluasi.objects.get(pk=evaluasi.pk)
    return berita_acara.build(found, frozenset(Field), nomor=NUMBER, tanggal=DAY)


def lhe_input(evaluasi):
    found = Evaluasi.objects.get(pk=evaluasi.pk)
    return lhe.build(found, found.hasil, frozenset(Field), nomor=NUMBER, tanggal=DAY)


def rendered(masukan):
    return pdf.render(masukan, kode="BA-1A2B3C4D", versi=2)


def test_a_berita_acara_says_what_the_form_asks_for(cast, scored, pdf_text):
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan="Kepala Bagian Organisasi", nama="Agus", nip="1970"
    )
    UnitLokus.objects.filter(pk=scored.unit_id).update(
        kepala_nama="dr. Erna", kepala_jabatan="Direktur", kepala_nip="1971"
    )
    cast.kepala.memberships.update(ended_at=timezone.now())  # else his account's name is printed
    pages = pdf_text(rendered(ba_input(scored)))
    text = " ".join(pages)
    for words in (
        "PEMERINTAH KABUPATEN BANJARNEGARA",
        "BERITA ACARA HASIL PEMANTAUAN DAN EVALUASI KINERJA PENYELENGGARAAN PELAYANAN PUBLIK PADA "
        "RSUD HJ. ANNA LASMANAH KABUPATEN BANJARNEGARA TAHUN 2026",
        f"Nomor: {NUMBER}",
        "Pada hari ini Kamis tanggal sebelas bulan Juli tahun dua ribu dua puluh empat",
        "Loket prioritas belum berpetunjuk arah.",
        "Susun standar pelayanan bersama masyarakat.",
        "Demikian berita acara ini dibuat",
    ):
        assert words in text
    signatures = pages[-1][pages[-1].index("Tim Evaluator") :]
    assert re.search(r"Mengetahui.*Kepala Bagian Organisasi.*Direktur.*Agus.*dr\. Erna", signatures)
    assert "NIP 1970" in signatures and "NIP 1971" in signatures


def test_a_berita_acara_says_which_level_an_objection_changed(cast, scored, pdf_text):
    score(scored, cast.evaluator, {1: 5}, peran="sanggah")
    text = " ".join(pdf_text(rendered(ba_input(scored))))
    assert re.search(
        r"Level 5 \(putusan sanggahan\): .{1,300} Penilaian tim evaluator semula level 3\.", text
    )
    assert text.count("putusan sanggahan") == 1


def test_no_index_is_printed_on_a_berita_acara(scored, pdf_text):
    computed(scored, "terbit")
    text = " ".join(pdf_text(rendered(ba_input(scored))))
    assert not re.search(r"\bIPP\b|Indeks|Kategori|3,62|Pelayanan Prima", text)


def test_a_berita_acara_with_figures_names_the_survey_items_that_nobody_answered(
    cast, scored, pdf_text, as_user
):
    KopSurat.objects.create(instansi=cast.banjarnegara, angka_berita_acara=True)
    words = "tidak dijawab seorang pun"
    assert words not in " ".join(pdf_text(rendered(told_input(scored))))
    items = [None, 4, 4, None, *[4] * 10]
    Respons.objects.filter(survei=scored.survei).update(butir=items)
    computed(scored, "f02_selesai")
    found = Evaluasi.objects.get(pk=scored.pk).hasil
    [survey] = [c for c in found.rincian["components"] if c["sumber"] == "survei"]
    assert (survey["value"], survey["weight"]) == ("4", "25")
    text = " ".join(pdf_text(rendered(told_input(scored))))
    assert f"Butir survei nomor 1, 4 {words}" in text
    # Twelve of the others are counted, each by its own answers: the figure of the result page.
    assert "adalah 3,62" in text and "diisi 12 responden" in text
    page = as_user(cast.bagian).get(f"/evaluasi/{scored.uuid}/").text
    assert "3,62" in page


def test_the_lhe_tells_the_result_and_how_it_came_about(scored, pdf_text):
    computed(scored, "terbit")
    text = " ".join(pdf_text(rendered(lhe_input(scored) | {"tindak_lanjut": FOLLOWED})))
    for words in (
        "G. Tindak lanjut rekomendasi 2025",
        "Terverifikasi selesai. Level 2 menjadi 4 (naik). Verifikasi evaluator: SP terpasang.",
        "Dikembalikan, paling lambat 1 Desember 2026.",
        "LEMBAR HASIL EVALUASI (LHE)",
        "3,62",
        "Baik",
        "3,4904",
        "I. Kebijakan Pelayanan",
        "Kekuatan",
        "Yang perlu ditingkatkan",
        "Susun standar pelayanan bersama masyarakat.",
        "Unit ini tidak dievaluasi tahun lalu (2025).",
        "diisi 12 responden",
        "PermenPANRB 29/2022",
        "Pedoman 5/2023",
    ):
        assert words in text


def test_every_page_of_what_is_not_in_force_carries_a_watermark(scored, pdf_text):
    def marks(masukan):
        pages = [page.replace(" ", "") for page in pdf_text(rendered(masukan))]
        return [{word in page for page in pages} for word in ("KONSEP", "SEMENTARA")]

    final = ba_input(scored)
    assert marks(final) == [{True}, {False}]
    approved = {"tanda_tangan": [], "disetujui": 0, "percobaan": False}
    assert marks(final | {"pengesahan": approved}) == [{False}, {False}]
    computed(scored, "dinilai")
    assert marks(ba_input(scored)) == [{False}, {True}]


def test_j11_every_page_of_practice_says_so_even_when_it_is_signed(scored, pdf_text):
    final = ba_input(scored)
    practised = final | {"siklus": final["siklus"] | {"latihan": True}}
    approved = practised | {"pengesahan": {"tanda_tangan": [], "disetujui": 0, "percobaan": False}}
    for masukan in (practised, approved):
        pages = [page.replace(" ", "") for page in pdf_text(rendered(masukan))]
        assert all("LATIHAN" in page for page in pages)


def test_every_page_is_numbered_and_names_its_document(scored, pdf_text):
    pages = pdf_text(rendered(ba_input(scored)))
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert "BA-1A2B3C4D · versi 2" in page


def test_the_same_input_gives_the_same_bytes_whatever_happened_since(scored):
    masukan = ba_input(scored)
    before = rendered(masukan)
    erase(Nilai.objects.all())
    UnitLokus.objects.filter(pk=scored.unit_id).update(nama="Nama lain")
    assert rendered(masukan) == before


def test_a_file_says_its_title_author_and_language(scored):
    reader = PdfReader(io.BytesIO(rendered(ba_input(scored))))
    assert reader.metadata.title == (
        "Berita Acara PEKPPP RSUD Hj. Anna Lasmanah Kabupaten Banjarnegara Tahun 2026"
    )
    assert reader.metadata.author == "BAGIAN ORGANISASI, PEMERINTAH KABUPATEN BANJARNEGARA"
    assert reader.trailer["/Root"]["/Lang"] == "id"


def test_what_people_type_is_text_and_asks_for_nothing(cast, scored, pdf_text):
    Nilai.objects.filter(indikator=1).update(
        catatan_unit='<img src="http://x.id"><script>1</script> & "kutip"'
    )
    text = "".join(pdf_text(rendered(ba_input(scored)))).replace(" ", "")
    assert '<imgsrc="http://x.id"><script>1</script>&"kutip"' in text


@pytest.mark.parametrize("url", ["http://contoh.id/x.png", "file:///etc/passwd", "data:,x", ""])
def test_a_document_reaches_neither_network_nor_files(url):
    with pytest.raises(FatalURLFetchingError):
        pdf.OwnFilesOnly(b"").fetch(url)


def test_the_emblem_is_the_one_that_was_frozen(cast, scored):
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "#b5121b").save(picture, "PNG")
    path = default_storage.save("kop/a.png", ContentFile(picture.getvalue()))
    KopSurat.objects.create(instansi=cast.banjarnegara, logo=path)
    masukan = ba_input(scored)
    KopSurat.objects.update(logo="")
    pages = PdfReader(io.BytesIO(rendered(masukan))).pages
    assert [image.image.size for image in pages[0].images] == [(40, 40)]


def test_an_emblem_that_is_gone_is_said_in_words(cast, scored):
    KopSurat.objects.create(instansi=cast.banjarnegara, logo="kop/tidak-ada.png")
    with pytest.raises(Refused, match="Lambang"):
        rendered(ba_input(scored))


# Hard inputs --------------------------------------------------------------------------------------

LONG_NAME = (
    "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, Keluarga Berencana, "
    "Pemberdayaan Masyarakat dan Desa, Transmigrasi serta Tenaga Kerja Kabupaten Banjarnegara"
)
SENTENCE = "Petugas melayani sesuai standar pelayanan yang dipublikasikan kepada masyarakat. "


def prose(length: int) -> str:
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


@pytest.fixture
def hard(cast, evaluasi):
    """A long name, 30 notes of 2,000 characters, recommendations of 4,000, nobody named."""
    evaluasi.nama_unit = LONG_NAME
    evaluasi.save()
    score(evaluasi, cast.evaluator, EXAMPLE, catatan_unit=prose(2000))
    for aspek in evaluasi.versi.instrumen.aspek_berbobot:
        advise(evaluasi, cast.evaluator, aspek.kode, prose(4000))
    computed(evaluasi, "dinilai")
    return evaluasi


def test_hard_inputs_keep_header_rows_and_signatures_together(hard, pdf_text):
    pages = pdf_text(rendered(ba_input(hard, nomor="")))
    assert 15 <= len(pages) <= 40
    for page in pages[1:-1]:
        assert "No Komponen Pengamatan Rekomendasi" in page
    last = pages[-1]
    for words in ("Demikian", "Tim Evaluator", "Evaluator", "Mengetahui", f"Kepala {LONG_NAME}"):
        assert words in last
    assert last.count("NIP ....") == 3  # of one evaluator, and of the two who take note


def test_a_row_never_begins_with_its_number_alone(scored, pdf_text):
    """Number, name and first indicator of an aspect are on one page, wherever it begins."""
    spec = scored.versi.instrumen
    for length in (40, 130, 260):
        Nilai.objects.update(catatan_unit=prose(length))
        pages = pdf_text(rendered(ba_input(scored)))
        for number, aspek in enumerate(spec.aspek_berbobot, start=1):
            first = aspek.indikator[0]
            start = f"{number}. {aspek.nama} {first.nomor}. {first.nama}"
            assert sum(start in page for page in pages) == 1, (length, start)


def test_a_word_without_an_end_stays_between_the_margins(cast, scored):
    advise(scored, cast.evaluator, "II", "x" * 400)
    Nilai.objects.filter(indikator=2).update(catatan_unit="https://contoh.id/" + "a" * 300)
    with pdfium.PdfDocument(rendered(ba_input(scored))) as document:
        for page in document:
            picture = page.render(scale=1).to_pil().convert("L")
            left, right = (mm * 72 / 25.4 for mm in (29, 210 - 19))
            for margin in ((0, 0, left, picture.height), (right, 0, picture.width, picture.height)):
                assert picture.crop(tuple(map(round, margin))).getextrema() == (255, 255)


def test_a14_an_address_is_never_broken_with_a_hyphen(scored):
    """Every piece of it, put together again, is the address that somebody typed."""
    address = "https://drive.google.com/drive/folders/1AbCpenyelenggaraanpertanggungjawaban/berkas"
    Nilai.objects.filter(indikator=2).update(catatan_unit=f"Notulen ada pada {address} (2025).")
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(rendered(ba_input(scored)))).pages
    )
    assert address in re.sub(r"\s", "", text)


SCRIPTS = "é – ™ | محمد حسنى | ꦗꦮ | ᬩᬮᬶ | ✓ ★ ⚑ | 😀"


_LINE = """
import sys, weasyprint
from reports.rendering.glyphs import boxes
with boxes() as found:
    weasyprint.HTML(string=f"<p style='font-family: Liberation Sans'>{sys.argv[1]}").write_pdf()
print(sorted(found), end="")
"""


def test_a14_the_fonts_we_install_have_the_scripts_of_the_country_and_symbols(tmp_path):
    """Those alone: what else lies on a developer's machine would hide a gap in the image."""
    every = [path for top in bootstrap.FONT_FOLDERS for path in Path(top).expanduser().rglob("*")]
    folders = {path.parent for path in every if path.name in bootstrap.FONTS}
    assert len(folders) == len(bootstrap.FONTS)
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig>{''.join(f'<dir>{folder}</dir>' for folder in folders)}"
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    done = subprocess.run(
        [sys.executable, "-c", _LINE, f"{SCRIPTS} 你"],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "['你']"


def test_everything_optional_absent_still_makes_both_documents(evaluasi, pdf_text):
    computed(evaluasi)
    assert len(pdf_text(rendered(ba_input(evaluasi, nomor="")))) == 3
    pages = pdf_text(rendered(lhe_input(evaluasi)))
    assert len(pages) <= 4
    assert "Yang sudah ada: F02 belum lengkap: 0 dari 30; F03 belum ada responden." in pages[0]


@pytest.mark.parametrize("name", ["pekppp-2023-b", "contoh/pekppp-2017", "contoh/ipp-2026"])
def test_every_kind_of_instrument_makes_both_documents(cast, pdf_text, name):
    """Other aspects, weights, decimals, a number from outside: nothing is taken for granted."""
    text = (factories.FIXTURES / "instrumen" / f"{name}.yaml").read_text()
    spec = load(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    versi = VersiInstrumen.objects.create(
        kode=spec.kode, nama=spec.nama, formulir="A", spec=to_data(spec), digest=digest(spec)
    )
    siklus = factories.make_siklus(cast.nasional, instrumen_a=versi)
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    score(evaluasi, cast.evaluator, {i.nomor: 3 for i in spec.indikator_berbobot})
    if spec.butir:
        respond(evaluasi, 40)
    for komponen in spec.komponen_angka:
        NilaiLuar.objects.create(
            instansi_id=evaluasi.instansi_id,
            siklus=siklus,
            evaluasi=evaluasi,
            komponen=komponen.kode,
            angka=4,
            sumber="Laporan",
            oleh=cast.bagian,
        )
    hasil = computed(evaluasi, "terbit")
    shown = " ".join(pdf_text(rendered(lhe_input(evaluasi))))
    assert hasil.ipp is not None
    assert str(hasil.ipp).replace(".", ",") in shown
    assert all(aspek.nama in shown for aspek in spec.aspek_berbobot)
    minutes = " ".join(pdf_text(rendered(ba_input(evaluasi))))
    assert all(aspek.nama in minutes for aspek in spec.aspek_berbobot)
