"""The type of a file is its content; macros, archives and broken pictures are refused."""

import io
import struct
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from evaluations import filetypes
from evaluations.filetypes import Unsuitable, clean_image, detect

MAIN = "application/vnd.openxmlformats-officedocument."
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + b"\x00" * 64
GPS_LATITUDE = 2


def office(kind: str, part: str, *, extra: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{part}" ContentType="{kind}"/></Types>',
        )
        archive.writestr(part, "<x/>")
        for name, text in (extra or {}).items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(**more) -> bytes:
    return office(f"{MAIN}wordprocessingml.document.main+xml", "word/document.xml", **more)


def picture(kind: str, size=(40, 30), **options) -> bytes:
    import pillow_heif

    image = Image.new("RGB", size, "teal")
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, **options)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


def exif_with_place(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[GPS_LATITUDE] = (7.0, 23.0, 51.0)
    return exif.tobytes()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, filetypes.PDF),
        (picture("JPEG"), filetypes.JPEG),
        (picture("PNG"), filetypes.PNG),
        (picture("WEBP"), filetypes.WEBP),
        (picture("HEIF"), filetypes.HEIC),
        (docx(), filetypes.DOCX),
        (office(f"{MAIN}spreadsheetml.sheet.main+xml", "xl/workbook.xml"), filetypes.XLSX),
        (
            office(f"{MAIN}presentationml.presentation.main+xml", "ppt/presentation.xml"),
            filetypes.PPTX,
        ),
        (MP4, filetypes.MP4),
    ],
    ids=lambda value: getattr(value, "nama", None),
)
def test_each_allowed_type_is_known_by_its_content(content, expected):
    assert detect(io.BytesIO(content)) is expected


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("catatan.txt", "isi")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", " " * 30_000_000)
    return out.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'


def with_entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", ENTITIES)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"halo, ini teks biasa", "teks"),
        (b"<html><script>alert(1)</script></html>", "halaman web"),
        (b"MZ\x90\x00" + b"\x00" * 100, "bukan"),
        (b"GIF89a" + b"\x00" * 40, "GIF"),
        (plain_zip(), "arsip"),
        (docx(extra={"word/vbaProject.bin": "x"}), "makro"),
        (docx(extra={"WORD/VBAPROJECT.BIN": "x"}), "makro"),
        (
            office("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml"),
            "makro",
        ),
        (office(f"{MAIN}wordprocessingml.template.main+xml", "word/document.xml"), "arsip"),
        (docx()[:200], "rusak"),
        (bomb(), "rusak"),
        (with_entities(), "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "tidak diterima"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "QuickTime"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "tidak diterima"),
    ],
)
def test_anything_else_is_refused_in_words(content, said):
    with pytest.raises(Unsuitable, match=said):
        detect(io.BytesIO(content))


def test_detection_leaves_the_file_at_its_start():
    for content in (PDF, docx(), MP4):
        file = io.BytesIO(content)
        detect(file)
        assert file.tell() == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_pictures_lose_place_device_and_author(kind):
    content = picture(kind, exif=exif_with_place())
    assert b"Kamera Rahasia" in content
    file = io.BytesIO(content)
    _, cleaned = clean_image(file, detect(file))
    assert b"Kamera Rahasia" not in cleaned.getvalue()
    assert not Image.open(cleaned).getexif()


def test_comments_and_text_chunks_go_too():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Rahasia")
    for kind, options in (("PNG", {"pnginfo": notes}), ("JPEG", {"comment": b"Rahasia"})):
        file = io.BytesIO(picture(kind, **options))
        assert b"Rahasia" in file.getvalue()
        assert b"Rahasia" not in clean_image(file, detect(file))[1].getvalue()


def test_a_turned_photo_is_stored_upright():
    file = io.BytesIO(picture("JPEG", size=(40, 30), exif=exif_with_place(orientation=6)))
    assert Image.open(clean_image(file, detect(file))[1]).size == (30, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_notes_that_nobody_can_read_do_not_refuse_a_photo(kind):
    words = struct.pack("<HHI4s", 0x0100, 2, 4, b"abc\0")  # a width in letters
    turned = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + words + turned + b"\0" * 4
    content = io.BytesIO(picture(kind, exif=exif))
    stored = Image.open(clean_image(content, detect(content))[1])
    assert (stored.size, dict(stored.getexif())) == ((30, 40), {})


def test_a_heic_that_claims_more_than_it_holds_is_refused_in_words():
    content = bytearray(picture("HEIF"))
    at = content.index(b"iinf") + 8
    content[at : at + 2] = b"\xff\xff"  # so many items
    with pytest.raises(Unsuitable, match="rusak"):
        clean_image(io.BytesIO(bytes(content)), filetypes.HEIC)


def test_an_office_file_that_broke_on_its_way_is_refused_in_words():
    whole = io.BytesIO()
    packed = zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(docx())) as old, packed as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + b" " * 500)
    broken = bytearray(whole.getvalue())
    broken[49:60] = b"\xff" * 11  # inside of the first part's packed bytes
    with pytest.raises(Unsuitable, match="rusak"):
        detect(io.BytesIO(bytes(broken)))


def test_heic_becomes_jpeg():
    file = io.BytesIO(picture("HEIF"))
    kind, cleaned = clean_image(file, detect(file))
    assert (kind, Image.open(cleaned).format) == (filetypes.JPEG, "JPEG")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_broken_picture_is_refused_in_words(kind):
    content = picture(kind, size=(400, 300))
    file = io.BytesIO(content[: len(content) // 2])
    with pytest.raises(Unsuitable, match="rusak"):
        clean_image(file, detect(file))


def test_a_picture_that_unpacks_to_far_too_much_is_refused():
    file = io.BytesIO(picture("PNG", size=(8000, 8000)))
    with pytest.raises(Unsuitable, match="terlalu besar"):
        clean_image(file, detect(file))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sk.pdf", "sk.pdf"),
        ("SK.PDF", "SK.PDF"),
        ("sk.docx", "sk.pdf"),
        ("sk.v2", "sk.v2.pdf"),
        ("sk", "sk.pdf"),
    ],
)
def test_the_ending_of_a_name_says_what_the_content_is(given, expected):
    assert filetypes.PDF.name_for(given) == expected


def test_an_archive_with_a_huge_directory_is_refused_before_it_is_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(30_000):
            archive.writestr(f"word/{number:060d}.xml", "")
    with pytest.raises(Unsuitable, match="rusak"):
        detect(io.BytesIO(stream.getvalue()))
