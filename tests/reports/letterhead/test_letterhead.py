"""The letterhead of an instansi: typed text, one clean picture, an audit."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from reports.letterhead.services.letterhead import TEXTS, save_letterhead
from reports.letterhead.services.logo import MAX_BYTES, clean_logo
from reports.models import KopSurat

LINES = {"baris_1": "PEMERINTAH KABUPATEN", "baris_2": "SETDA", "tempat": "Banjarnegara"}


def picture(kind="PNG", size=(80, 40), **options) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#b5121b").save(made, kind, **options)
    return made.getvalue()


def posted(**fields):
    """The form as a browser sends it."""
    return dict.fromkeys(TEXTS, "") | {"surat_kepada": "kepala"} | fields


def address(instansi):
    return f"/instansi/{instansi.uuid}/kop/"


def test_only_its_admin_changes_a_letterhead(cast):
    for person in (cast.evaluator, cast.operator, cast.pimpinan, cast.biro, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            save_letterhead(by=person, instansi=cast.banjarnegara, texts=LINES)
    for person in (cast.bagian, cast.menpan):
        save_letterhead(by=person, instansi=cast.banjarnegara, texts=LINES)


def test_the_form_shows_what_was_saved(cast, as_user):
    save_letterhead(by=cast.bagian, instansi=cast.banjarnegara, texts=LINES)
    client = as_user(cast.bagian)
    body = client.get(address(cast.banjarnegara)).content.decode()
    assert 'value="PEMERINTAH KABUPATEN"' in body
    fragment = client.get(address(cast.banjarnegara), headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_a_change_is_audited_and_a_repetition_is_not(cast):
    for _ in range(2):
        save_letterhead(by=cast.bagian, instansi=cast.banjarnegara, texts=LINES)
    entry = AuditEntry.objects.get(action="ubah_kop")
    assert entry.data["tempat"] == ["", "Banjarnegara"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_small_png_without_metadata(kind):
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    made = Image.open(io.BytesIO(clean_logo(picture(kind, (1200, 600), exif=exif))))
    assert (made.format, made.size, dict(made.getexif())) == ("PNG", (600, 300), {})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:60],
        picture("GIF"),
        picture() + b"0" * MAX_BYTES,
        picture(size=(6000, 6000)),
    ],
    ids=["empty", "svg", "cut", "gif", "heavy", "wide"],
)
def test_what_is_no_emblem_is_refused_beside_its_field(data):
    with pytest.raises(Refused) as refused:
        clean_logo(data)
    assert refused.value.field == "logo"


def test_an_emblem_is_uploaded_shown_and_removed(cast, as_user):
    client, place = as_user(cast.bagian), address(cast.banjarnegara)
    logo = SimpleUploadedFile("lambang.png", picture(), "image/png")
    assert client.post(place, posted(logo=logo, **LINES)).status_code == 302
    path = KopSurat.objects.get().logo
    response = client.get(f"{place}lambang/")
    assert (response["Content-Type"], b"".join(response)[:4]) == ("image/png", b"\x89PNG")
    client.post(place, posted(hapus_logo="on", **LINES))
    assert KopSurat.objects.get().logo == ""
    assert default_storage.exists(path)  # frozen documents still name it
    assert client.get(f"{place}lambang/").status_code == 404


def test_a_bad_emblem_leaves_the_lines_on_the_form(cast, as_user):
    logo = SimpleUploadedFile("lambang.png", b"bukan gambar", "image/png")
    response = as_user(cast.bagian).post(address(cast.banjarnegara), posted(logo=logo, **LINES))
    body = response.content.decode()
    assert response.status_code == 422
    assert "Lambang harus berupa gambar PNG atau JPEG" in body and 'value="SETDA"' in body


def test_an_empty_form_without_its_counters_is_no_crash(cast, as_user):
    assert as_user(cast.bagian).post(address(cast.banjarnegara), {}).status_code == 422


# What documents say in the office's own words, and the preview ------------------------------------


def test_clauses_keep_their_lines_and_choices_are_saved(cast, as_user):
    typed = {
        "klausul_pembuka": " Dasar:\r\n  1. Surat tugas ",
        "nomor_otomatis": "on",
        "format_nomor": "B/{nomor}/{tahun}",
        "surat_kepada": "pembina",
    }
    assert as_user(cast.bagian).post(address(cast.banjarnegara), posted(**typed)).status_code == 302
    kop = KopSurat.objects.get()
    assert (kop.klausul_pembuka, kop.nomor_otomatis, kop.surat_kepada, kop.angka_berita_acara) == (
        "Dasar:\n1. Surat tugas",
        True,
        "pembina",
        False,
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"format_nomor": "B/{hari}"},
        {"format_nomor": "B/{tahun}", "nomor_otomatis": "on"},
        {"isi_surat": "x" * 2001},
        {"surat_kepada": "lain"},
    ],
)
def test_what_cannot_be_printed_is_refused_beside_its_field(cast, as_user, typed):
    response = as_user(cast.bagian).post(address(cast.banjarnegara), posted(**typed))
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert not KopSurat.objects.exists()


def test_the_preview_shows_what_is_typed_and_saves_nothing(cast, as_user):
    typed = LINES | {
        "klausul_pembuka": "Dasar <b>surat tugas</b>",
        "klausul_penutup": "Demikian.",
        "format_nomor": "B/{nomor}/{tahun}",
        "nomor_otomatis": "on",
        "pembina": "Pj. Bupati",
        "surat_kepada": "pembina",
    }
    body = (
        as_user(cast.bagian)
        .post(f"{address(cast.banjarnegara)}pratinjau/", posted(**typed))
        .content.decode()
    )
    for words in (
        "PEMERINTAH KABUPATEN",
        "Nomor: B/1/",
        "Dasar &lt;b&gt;surat tugas&lt;/b&gt;",
        "Demikian.",
        "Yth. Pj. Bupati, u.p. kepala unit",
    ):
        assert words in body
    assert "<html" not in body
    assert not KopSurat.objects.exists()


def test_the_preview_of_a_half_typed_form_says_what_is_wrong(cast, as_user):
    client, place = as_user(cast.bagian), f"{address(cast.banjarnegara)}pratinjau/"
    body = client.post(place, posted(format_nomor="B/{no")).content
    assert b"Yang dapat dipakai hanya" in body and b"Kepala Bagian Organisasi" in body
    assert client.post(place, {}).status_code == 200


def test_only_its_admin_previews_a_letterhead(cast, as_user):
    place = f"{address(cast.banjarnegara)}pratinjau/"
    assert as_user(cast.pimpinan).post(place, {}).status_code == 403
    assert as_user(cast.admin_tetangga).post(place, {}).status_code == 404
