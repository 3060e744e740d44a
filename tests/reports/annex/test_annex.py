"""The annex of a decree: the same frozen rows and digest in every format."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from evaluations.models import HasilTerbit
from evaluations.publication.services import decree_worker, decrees, publication
from pekppp.accounts.models import Instansi
from pekppp.base.sheet_reading import read_rows
from reports.annex import services as annex_services
from reports.figures.annex import _decider, annex
from reports.models import KopSurat, Lampiran
from reports.rendering import docx
from tests import factories
from tests.emptying import erase
from tests.evaluations.ready import make_validated
from tests.stage import stage


@stage.fixture
def frozen(cast, siklus):
    """A ministry's, a province's and a kabupaten's unit; one name that begins like a formula."""
    kl = factories.make_instansi("Kementerian Contoh", "kl")
    make_validated(cast, siklus, factories.make_unit(kl, "=Balai\x0b & <Besar>"), level=5)
    make_validated(cast, siklus, factories.make_unit(cast.jateng, "Samsat"), level=4)
    make_validated(cast, siklus, cast.rsud)
    return decrees.freeze(by=cast.menpan, siklus=siklus)


@pytest.fixture
def made(cast, frozen) -> dict[str, bytes]:
    annex_services.request_annex(by=cast.menpan, publikasi=frozen)
    while annex_services.annex_next() is not None:
        pass
    rows = Lampiran.objects.filter(publikasi=frozen, status="selesai")
    return {row.format: default_storage.open(row.path).read() for row in rows}


def words_of_docx(content: bytes) -> list[str]:
    from docx import Document  # noqa: TID251  as the reader's program opens it

    opened = Document(io.BytesIO(content))
    cells = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    return [p.text for p in opened.paragraphs] + [" | ".join(row) for row in cells]


def test_every_format_has_the_groups_apart_and_the_digest(cast, frozen, made, pdf_text):
    words = words_of_docx(made["docx"])
    assert (
        "1 | Kementerian Contoh | =Balai & <Besar> | 4,75 | A · Pelayanan Prima | 1 dari 1" in words
    )
    assert f"Sidik himpunan: {frozen.himpunan}" in words
    headings = ["Kementerian/Lembaga", "Pemerintah Provinsi", "Pemerintah Kabupaten/Kota"]
    assert [word for word in words if word in headings] == headings
    rows, problems = read_rows(io.BytesIO(made["xlsx"]))
    assert problems == []
    assert {row.sheet for row in rows} == {name.replace("/", " ") for name in headings}
    assert any(frozen.himpunan in str(row.values) for row in rows)
    assert next(row.values[2] for row in rows if row.values[0] == 1) == "=Balai & <Besar>"
    text = " ".join(pdf_text(made["pdf"]))
    for part in (*headings, cast.rsud.nama, "3,25", frozen.himpunan):
        assert part in text


def test_a_long_pdf_is_made_in_parts_and_others_have_their_turn_between(
    cast, siklus, frozen, monkeypatch, pdf_text
):
    monkeypatch.setattr(annex_services, "PART", 1)
    annex_services.request_annex(by=cast.menpan, publikasi=frozen)
    erase(Lampiran.objects.exclude(format="pdf"))
    annex_services.annex_next()
    own = factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")
    make_validated(cast, own, cast.puskesmas)
    other = decrees.freeze(by=cast.bagian, siklus=own)
    annex_services.request_annex(by=cast.bagian, publikasi=other)
    erase(Lampiran.objects.filter(publikasi=other).exclude(format="pdf"))
    assert annex_services.annex_next().publikasi == other  # asked for later, and done before
    Lampiran.objects.filter(publikasi=frozen).update(status="dikerjakan")  # killed in the second
    assert annex_services.annex_next() is not None and annex_services.annex_next() is not None
    assert annex_services.annex_next() is None
    row = Lampiran.objects.get(publikasi=frozen)
    text = " ".join(pdf_text(default_storage.open(row.path).read()))
    places = [text.index(word) for word in ("Kementerian Contoh", "Samsat", cast.rsud.nama)]
    assert (row.status, row.bagian, places) == ("selesai", 2, sorted(places))
    assert text.count("Sidik himpunan " + frozen.himpunan) == 3
    assert "Bagian 3 dari 3" in text
    assert not default_storage.exists(annex_services._piece(row, 0))


def test_who_slept_over_its_part_does_not_disturb_who_makes_the_next(
    cast, siklus, frozen, monkeypatch
):
    """Attempts begin anew with every part, so that both of them are at their first."""
    monkeypatch.setattr(annex_services, "PART", 1)
    annex_services.request_annex(by=cast.menpan, publikasi=frozen)
    erase(Lampiran.objects.exclude(format="pdf"))
    late = annex_services.QUEUE.claim()
    Lampiran.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    annex_services.annex_next()
    annex_services.QUEUE.claim()
    annex_services.QUEUE.failed(late, OSError("late"))
    row = Lampiran.objects.get()
    assert (row.status, row.bagian, row.error) == ("dikerjakan", 1, "")


def test_a_supplementary_annex_says_what_it_was(cast, siklus, frozen):
    decrees.enter(by=cast.menpan, publikasi=frozen, nomor="1", tanggal=timezone.localdate())
    decree_worker.publish_next()
    terbit = HasilTerbit.objects.get(evaluasi__unit=cast.rsud)
    publication.withdraw(by=cast.menpan, terbit=terbit, reason="Salah unit.")
    second = decrees.freeze(by=cast.menpan, siklus=siklus)
    annex_services.request_annex(by=cast.menpan, publikasi=second)
    annex_services.annex_next()
    words = words_of_docx(default_storage.open(Lampiran.objects.get(format="docx").path).read())
    assert "Mengubah keputusan 1." in words
    assert any(word.endswith("| 3,25 | B- · Baik (dengan catatan) | 3,25 B-") for word in words)


def test_u15_the_annex_ends_with_who_signs_it(cast, frozen, pdf_text):
    """In the letterhead of the office, in every format that is signed; never on a page alone."""
    KopSurat.objects.create(
        instansi=cast.nasional, pembina_nama="Menteri Contoh", alamat="Jakarta Selatan"
    )
    Instansi.objects.filter(pk=cast.nasional.pk).update(nama_kepala_daerah="Menteri")
    frozen.siklus.instansi.refresh_from_db()
    data = annex(frozen)
    for size in (1, 28, 30, 32):
        data["kelompok"][-1]["baris"] = data["kelompok"][-1]["baris"][:1] * size
        pages = pdf_text(annex_services._pdf(data))
        last = pages[-1]
        assert last.index("MENTERI PANRB,") < last.index("Menteri Contoh")
        assert "Kabupaten Banjarnegara" in last[: last.index("MENTERI PANRB,")]
    assert pages[0].startswith("KEMENTERIAN PANRB")
    words = words_of_docx(annex_services._text(data))
    assert words[:1] == ["KEMENTERIAN PANRB"] and "Jakarta Selatan" in words
    assert words.index("MENTERI PANRB,") < words.index("Menteri Contoh")


def test_u15_the_text_document_is_indonesian_in_our_own_styles(frozen):
    with zipfile.ZipFile(io.BytesIO(annex_services._text(annex(frozen)))) as opened:
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    everything = " ".join(parts.values())
    assert set(re.findall(r"<w:lang [^>]*>", everything)) == {
        '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="id-ID"/>'
    }
    assert "<dc:language>id-ID</dc:language>" in parts["docProps/core.xml"]
    named = re.findall(r'<w:name w:val="([^"]*)"', parts["word/styles.xml"])
    assert named == [*docx.STYLES, docx.PLAIN, docx.GRID]
    # What is used is defined, and nothing of the library's template is left.
    used = re.findall(r'<w:(?:p|tbl)Style w:val="([^"]*)"', everything)
    assert set(used) <= {name.replace(" ", "") for name in named}
    for foreign in ("en-US", "ja-JP", "Normal", "Heading", "python-docx", "Macintosh", "List"):
        assert foreign not in parts["word/styles.xml"] + parts["word/document.xml"]
        assert foreign not in " ".join(name for name in parts)
    assert not {"docProps/thumbnail.jpeg", "word/numbering.xml"} & set(parts)
    outline = re.findall(r'w:styleId="(\w+)">.{1,300}?<w:outlineLvl', parts["word/styles.xml"])
    assert outline == ["JudulLampiran", "JudulKelompok"]


def test_a_head_repeats_on_every_page():
    text = docx.Text("x")
    text.table(["No"], [2.0], [["1"], ["2"]])
    assert b"tblHeader" in text._made.element.xml.encode()


def test_the_page_makes_and_offers_them(cast, siklus, frozen, as_user):
    client = as_user(cast.menpan)
    base = f"/publikasi/{siklus.uuid}/himpunan/{frozen.uuid}/lampiran/"
    assert "Buat lampiran" in client.get(base).content.decode()
    client.post(f"{base}buat/")
    assert 'hx-trigger="every 2s"' in client.get(base).content.decode()
    while annex_services.annex_next() is not None:
        pass
    page = client.get(base).content.decode()
    assert "hx-trigger" not in page
    for row in Lampiran.objects.all():
        assert f"{base}{row.uuid}/" in page
        response = client.get(f"{base}{row.uuid}/")
        assert response["Content-Disposition"].endswith(f'.{row.format}"')
    client.post(f"{base}buat/")
    assert Lampiran.objects.count() == 3 and annex_services.annex_next() is None
    assert as_user(cast.bagian).get(base).status_code in (403, 404)


@pytest.mark.parametrize(
    ("nama", "pimpinan", "said"),
    [
        ("Kementerian Kesehatan", "Menteri", "Menteri Kesehatan"),
        ("Kota Batu", "Wali Kota", "Wali Kota Batu"),
        ("Badan Pusat Statistik", "Kepala", "Kepala Badan Pusat Statistik"),
        ("Badan Contoh", "", "Pimpinan Badan Contoh"),
    ],
)
def test_the_head_says_who_signs(nama, pimpinan, said):
    assert _decider(Instansi(nama=nama, nama_kepala_daerah=pimpinan)) == said
