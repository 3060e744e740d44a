"""Pictures of evidence: made by a worker under a lease, poisoned files and all, and shown only to
those who may read the file itself."""

import io
from datetime import timedelta

import pypdfium2 as pdfium  # noqa: TID251 - looks at what the door made
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, RectangleObject

from evaluations.evidence import pictures
from evaluations.evidence.pictures import Undrawable
from evaluations.evidence.services import evidence, previews
from evaluations.models import Berkas
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.base.errors import Refused
from pekppp.running import heartbeat
from tests.base.test_filetypes import MP4, docx, picture


def pdf(texts=("Halaman satu",), size=(595, 842)) -> bytes:
    """A small document with real text, one page per text."""
    document = pdfium.PdfDocument.new()
    font = pdfium.raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    for text in texts:
        page = document.new_page(*size)
        item = pdfium.raw.FPDFPageObj_CreateTextObj(document, font, 24.0)
        units = (text + "\0").encode("utf-16-le")
        wide = (pdfium.raw.c_ushort * (len(units) // 2)).from_buffer_copy(units)
        pdfium.raw.FPDFText_SetText(item, wide)
        pdfium.raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 60, size[1] / 2)
        pdfium.raw.FPDFPage_InsertObject(page, item)
        page.gen_content()
        page.close()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, change) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def add(by, evaluasi, content, name="sk.pdf", **more):
    file = SimpleUploadedFile(name, content)
    return evidence.add_evidence(by=by, evaluasi=evaluasi, indikator=1, file=file, **more)


def drawn(row):
    made = previews.draw_next()
    assert made.pk == row.berkas_id
    row.berkas.refresh_from_db()
    return row.berkas


def address(name, row, *more):
    return reverse(f"evaluations:evidence_{name}", args=[row.evaluasi.uuid, row.uuid, *more])


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_worker_draws_the_first_pages_and_a_small_one(cast, evaluasi, settings):
    settings.PRATINJAU_HALAMAN = 2
    row = add(cast.operator, evaluasi, pdf(["satu", "dua", "tiga"]))
    berkas = drawn(row)
    assert (berkas.pratinjau, berkas.halaman, berkas.gambar) == ("siap", 3, 2)
    place = f"pratinjau/{berkas.sha256[:2]}/{berkas.sha256}"
    assert sorted(default_storage.listdir(place)[1]) == ["1.webp", "2.webp", "kecil.webp"]
    with default_storage.open(f"{place}/1.webp") as page:
        assert max(opened(page.read()).size) == pictures.LONGEST
    assert default_storage.size(f"{place}/kecil.webp") < 12_000
    assert previews.draw_next() is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_a_document_of_one_page(cast, evaluasi, kind):
    row = add(cast.operator, evaluasi, picture(kind, size=(3000, 1000)), f"foto.{kind.lower()}")
    berkas = drawn(row)
    assert (berkas.pratinjau, berkas.halaman, berkas.gambar) == ("siap", 1, 1)


@pytest.mark.parametrize(("content", "name"), [(docx(), "lap.docx"), (MP4, "film.mp4")])
def test_other_kinds_have_no_preview(cast, evaluasi, content, name):
    berkas = drawn(add(cast.operator, evaluasi, content, name))
    assert (berkas.pratinjau, berkas.error) == ("tanpa", "")


def huge(writer):
    writer.pages[0].mediabox = RectangleObject([0, 0, 2_000_000, 900_000])
    writer.pages[0][NameObject("/UserUnit")] = NumberObject(1000)


def thin(writer):
    writer.pages[0].mediabox = RectangleObject([0, 0, 5_000_000, 1])


@pytest.mark.parametrize("change", [huge, thin])
def test_a_sheet_of_any_size_is_drawn_within_bounds(change):
    made = pictures.draw(changed(pdf(), change), pictures.PDF, pages=3, seconds=30)
    assert max(opened(made.gambar[1]).size) <= pictures.LONGEST + 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "rusak"),
        (pdf()[:300], "rusak"),
        (b"%PDF-1.7\n" + b"[" * 400_000, "rusak"),
    ],
)
def test_a_damaged_document_fails_in_words_at_once(cast, evaluasi, content, words):
    berkas = drawn(add(cast.operator, evaluasi, content))
    assert berkas.pratinjau == "gagal"
    assert words in berkas.error
    assert previews.draw_next() is None


def test_thousands_of_pages_cost_no_more_than_the_first_few(settings):
    many = changed(pdf(), lambda writer: [writer.add_page(writer.pages[0]) for _ in range(2999)])
    made = pictures.draw(many, pictures.PDF, pages=3, seconds=30)
    assert (made.halaman, len(made.gambar)) == (3000, 3)
    with pytest.raises(Undrawable, match="banyak"):
        pictures.draw(many, pictures.PDF, pages=3, every=True, seconds=30)


def test_a_page_that_never_ends_is_ended(cast, evaluasi, monkeypatch):
    """Hundreds of thousands of large transparent shapes on one page."""
    from pypdf.generic import DecodedStreamObject

    def slow(writer):
        stream = DecodedStreamObject()
        stream.set_data(b"0 0 m 600 0 l 0 840 l 600 840 l f* " * 3_000_000)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())

    content = changed(pdf(), slow)
    monkeypatch.setattr(previews, "DRAWING_SECONDS", 2)
    berkas = drawn(add(cast.operator, evaluasi, content))
    assert berkas.pratinjau in ("gagal", "menunggu")
    assert berkas.error


def test_a_worker_that_died_loses_nothing(cast, evaluasi):
    row = add(cast.operator, evaluasi, pdf())
    held = previews.QUEUE.claim()  # and then the process was killed
    assert held.pk == row.berkas_id
    assert previews.draw_next() is None  # its lease still runs
    Berkas.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert previews.sweep() == 1
    assert drawn(row).pratinjau == "siap"


def test_a_file_that_kills_every_worker_is_given_up(cast, evaluasi):
    add(cast.operator, evaluasi, pdf())
    for _ in range(previews.QUEUE.most):
        assert previews.QUEUE.claim()
        Berkas.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert previews.draw_next() is None
    assert previews.sweep() == 0
    assert Berkas.objects.get().pratinjau == "gagal"


def test_two_workers_never_take_the_same_content(cast, evaluasi):
    add(cast.operator, evaluasi, pdf(["satu"]))
    add(cast.operator, evaluasi, pdf(["dua"]))
    assert previews.QUEUE.claim().pk != previews.QUEUE.claim().pk
    assert previews.QUEUE.claim() is None


# Pages --------------------------------------------------------------------------------------------


@pytest.fixture
def row(cast, evaluasi):
    made = add(cast.operator, evaluasi, pdf(["satu", "dua", "tiga"]), halaman="hal. 2")
    drawn(made)
    return made


def test_a_picture_is_private_asked_for_every_time_and_never_the_file(cast, row, as_user):
    client = as_user(cast.operator)
    for name, more in (("page", [2]), ("thumbnail", [])):
        response = client.get(address(name, row, *more))
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "private, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert opened(response.getvalue()).format == "WEBP"
        again = client.get(address(name, row, *more), headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(address("page", row, 4)).status_code == 404
    assert client.get(address("page", row, 0)).status_code == 404


def test_who_may_not_read_the_file_sees_no_picture(cast, row, as_user):
    pages = [("page", [1]), ("thumbnail", []), ("look", []), ("preview", [])]
    for person, status in (
        (cast.operator_puskesmas, 404),
        (cast.admin_tetangga, 404),
        (cast.pimpinan, 403),  # a reader sees answers once they are sent
        (cast.evaluator, 200),
        (cast.operator, 200),
    ):
        client = as_user(person)
        for name, more in pages:
            assert client.get(address(name, row, *more)).status_code == status, name
    evidence.remove_evidence(by=cast.operator, evaluasi=row.evaluasi, bukti=row.uuid)
    for name, more in pages:
        assert as_user(cast.operator).get(address(name, row, *more)).status_code == 404


@pytest.mark.parametrize(
    ("said", "page"),
    [("hal. 2", 2), ("Halaman 3, tabel", 3), ("hlm 2-3", 2), ("hal. 99", 1), ("menit 3.20", 1)],
)
def test_the_viewer_opens_at_the_page_that_is_meant(cast, row, as_user, said, page):
    row.halaman = said
    row.save(update_fields=["halaman"])
    body = as_user(cast.operator).get(address("look", row)).content.decode()
    assert f"Halaman {page} dari 3" in body
    assert row.halaman_rujukan == page


def test_the_plain_page_turns_and_says_what_it_does_not_show(cast, row, as_user):
    Berkas.objects.update(gambar=2)
    client = as_user(cast.operator)
    first = client.get(address("look", row), {"hal": "1"}).content.decode()
    assert 'href="?hal=2"' in first and "2 halaman pertama" in first
    assert "Halaman 2 dari 3" in client.get(address("look", row), {"hal": "77"}).content.decode()
    assert client.get(address("look", row), {"hal": "x" * 99}).status_code == 200


def test_both_sides_find_the_button_beside_the_evidence(cast, row, as_user):
    unit = as_user(cast.operator).get(reverse("evaluations:f01", args=[row.evaluasi.uuid, "I"]))
    advance(by=cast.kepala, evaluasi=row.evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    desk = as_user(cast.evaluator).get(
        reverse("evaluations:f02_indicator", args=[row.evaluasi.uuid, 1])
    )
    for page in (unit, desk):
        body = page.content.decode()
        assert address("look", row) in body
        assert 'data-hal="2"' in body and 'loading="lazy"' in body


def test_while_it_is_made_the_page_says_so_and_asks(cast, evaluasi, as_user):
    waiting = add(cast.operator, evaluasi, pdf())
    client = as_user(cast.operator)
    url = address("preview", waiting)
    assert "Pembuat pratinjau sedang tidak berjalan" in client.get(url).content.decode()
    heartbeat.sign(["pictures"])
    assert "Pratinjau sedang dibuat." in client.get(url).content.decode()
    drawn(waiting)
    assert 'data-pratinjau data-gambar="1"' in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("user_password", "taken"), [("rahasia", False), ("", True)], ids=["to open", "to change"]
)
def test_a09_a_pdf_that_asks_for_a_password_is_refused(cast, evaluasi, user_password, taken):
    def lock(writer):
        writer.encrypt(user_password, "pemilik", algorithm="RC4-128")

    content = changed(pdf(), lock)
    if taken:
        assert add(cast.operator, evaluasi, content).nama == "sk.pdf"
    else:
        with pytest.raises(Refused, match="berkata sandi"):
            add(cast.operator, evaluasi, content)
