"""The type of a file is its content; macros, archives and broken pictures are refused."""

import io
import struct
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from pekppp.base import bounded
from pekppp.base.files import filetypes
from pekppp.base.files.filetypes import Unsuitable, clean_image, detect
from tests.base.strangers import archive, ods, ole

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


def with_entry(at: int, new: bytes, more: bytes = b"") -> bytes:
    """A document whose directory says otherwise of its first part."""
    content = bytearray(docx())
    end = content.rindex(b"PK\x05\x06")
    entry = content.index(b"PK\x01\x02")
    content[entry + at : entry + at + len(new)] = new
    if more:
        length = content[entry + 28]  # of the part's name
        content[entry + 30 : entry + 32] = struct.pack("<H", len(more))
        size = struct.unpack_from("<L", content, end + 12)[0] + len(more)
        content[end + 12 : end + 16] = struct.pack("<L", size)
        content[entry + 46 + length : entry + 46 + length] = more
    return bytes(content)


def packed_as_lzma() -> bytes:
    """Junk after what the method reads as its settings."""
    content = with_entry(10, struct.pack("<H", zipfile.ZIP_LZMA))
    return content[:49] + b"\x09\x04\x05\0" + b"\xff" * 30 + content[83:]


def beyond_everything() -> bytes:
    return with_entry(42, b"\xff" * 4, struct.pack("<HHQ", 1, 8, 2**64 - 1))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed_as_lzma(), "rusak"),
        (beyond_everything(), "rusak"),
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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "Office lama"),
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


def in_the_large_format(content: bytes, *, directory: int | None = None, at: int = 0) -> bytes:
    """The same archive with the end records of large ones, as some web applications write them."""
    end = content.rindex(b"PK\x05\x06")
    size, start = struct.unpack_from("<2L", content, end + 12)
    count = struct.unpack_from("<H", content, end + 10)[0]
    size = size if directory is None else directory
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, end + at, 1)
    return content[:end] + record + place + content[end:]


def test_the_directory_of_an_archive_in_the_large_format_is_bounded_as_well():
    assert detect(io.BytesIO(in_the_large_format(docx()))) is filetypes.DOCX
    for content in (
        in_the_large_format(docx(), directory=filetypes.MAX_ZIP_DIRECTORY + 1),
        in_the_large_format(docx()).replace(b"PK\x06\x06", b"PK\0\0"),
        in_the_large_format(docx(), at=-4),  # readers would disagree about where the record is
    ):
        with pytest.raises(ValueError, match=r"too long|elsewhere"):
            filetypes._require_small_directory(io.BytesIO(content))
        with pytest.raises(Unsuitable, match="rusak"):
            detect(io.BytesIO(content))


# What strangers hand in ---------------------------------------------------------------------------

WORKBOOK = f"{MAIN}spreadsheetml.sheet.main+xml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def package(*types: str, **parts: str) -> bytes:
    """A package with these lines of types; `main` stands in its relationships."""
    main = parts.pop("main", "")
    relation = f'<Relationship Type="http://x/officeDocument" Target="{main}"/>'
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    known = {"[Content_Types].xml": f'<Types xmlns="{space}">{"".join(types)}</Types>'}
    if main:
        known["_rels/.rels"] = f"<Relationships>{relation}</Relationships>"
    return archive(known | {name.replace("__", "/"): text for name, text in parts.items()})


def by_ending(ending: str, kind: str) -> str:
    return f'<Default Extension="{ending}" ContentType="{kind}"/>'


def of_part(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{kind}"/>'


BOOK = {"xl__workbook.xml": "<x/>"}
TAKEN = {
    "a type that no part has": (
        package(by_ending("bin", BINARY), of_part("/xl/workbook.xml", WORKBOOK), **BOOK),
        filetypes.XLSX,
    ),
    "the main type by its ending": (
        package(by_ending("xml", WORKBOOK), main="xl/workbook.xml", **BOOK),
        filetypes.XLSX,
    ),
    "and no relationships": (package(by_ending("xml", WORKBOOK), **BOOK), filetypes.XLSX),
    "a main part elsewhere": (
        package(of_part("/Buku/isi.xml", WORKBOOK), main="/buku/Isi.xml", **{"buku__isi.xml": ""}),
        filetypes.XLSX,
    ),
    "a PDF after a mark": (b"\xef\xbb\xbf" + PDF, filetypes.PDF),
    "a PDF after a warning": (
        b"<b>Notice</b>: x on line 1\n" + PDF + b"\n<!-- x -->",
        filetypes.PDF,
    ),
}


@pytest.mark.parametrize(("content", "kind"), TAKEN.values(), ids=TAKEN)
def test_a09_what_opens_elsewhere_is_taken(content, kind):
    assert detect(io.BytesIO(content)) is kind


REFUSED = {
    "a project under another name": (
        package(
            by_ending("bin", "application/vnd.ms-office.vbaProject"),
            of_part("/xl/workbook.xml", WORKBOOK),
            **BOOK,
            **{"xl__gambar.bin": "x"},
        ),
        "makro",
    ),
    "a binary workbook": (
        package(
            of_part("/xl/workbook.bin", BINARY), main="xl/workbook.bin", **{"xl__workbook.bin": ""}
        ),
        ".xlsb",
    ),
    "a password": (ole("EncryptedPackage"), "berkata sandi"),
    "an old document": (ole("WordDocument"), r"Word lama \(.doc\)"),
    "an old workbook": (ole("Workbook"), r"Excel lama \(.xls\)"),
    "an old presentation": (ole("PowerPoint Document"), r"PowerPoint lama \(.ppt\)"),
    "a text of LibreOffice": (ods(kind="text"), "LibreOffice.*DOCX"),
    "a table of LibreOffice": (ods(), "LibreOffice.*XLSX"),
    "RTF": (b"{\\rtf1", "RTF.*DOCX"),
    "CSV": (b"a;b\n1;2", "teks"),
    "a film of a phone": (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "iPhone.*MP4"),
    "an older film": (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "QuickTime"),
    "AVIF": (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "AVIF.*JPEG"),
    "TIFF": (b"II*\x00" + b"\x00" * 40, "TIFF.*JPEG"),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "arsip"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_a09_what_is_refused_is_refused_for_its_true_reason(content, said):
    with pytest.raises(Unsuitable, match=said):
        detect(io.BytesIO(content))


def many_scans(size: tuple[int, int], scans: int, **options) -> bytes:
    content = picture(size=size, progressive=True, **{"kind": "JPEG"} | options)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * scans + content[-2:]


def test_a05_a_picture_that_goes_over_itself_again_and_again_is_refused_by_count():
    for size, scans in (((40, 30), 1_000), ((7_000, 7_000), 30)):
        content = io.BytesIO(many_scans(size, scans))
        with pytest.raises(Unsuitable, match="terlalu berat"):
            clean_image(content, filetypes.JPEG)


@pytest.mark.parametrize(
    "bounds",
    [bounded.Bounds(seconds=60, memory=2**31, clock=0), bounded.Bounds(60, 100 * 2**20, 60)],
    ids=["clock", "memory"],
)
def test_a05_a_picture_that_comes_to_its_bounds_is_refused_in_words(monkeypatch, bounds):
    monkeypatch.setattr(filetypes, "CLEAN_BOUNDS", bounds)
    with pytest.raises(Unsuitable, match=r"terlalu berat|rusak"):
        clean_image(io.BytesIO(picture("PNG", size=(6000, 6000))), filetypes.PNG)


def test_a05_nor_when_it_is_one_of_two_as_phones_keep_them():
    two = {"kind": "MPO", "save_all": True, "append_images": [Image.new("RGB", (40, 30))]}
    few, many = (io.BytesIO(many_scans((40, 30), scans, **two)) for scans in (1, 1_000))
    assert (Image.open(few).format, detect(few)) == ("MPO", filetypes.JPEG)
    assert clean_image(few, filetypes.JPEG)[0] is filetypes.JPEG
    with pytest.raises(Unsuitable, match="terlalu berat"):
        clean_image(many, filetypes.JPEG)


def test_a_progressive_photo_of_a_phone_is_taken():
    content = io.BytesIO(picture("JPEG", size=(4000, 3000), progressive=True))
    assert clean_image(content, filetypes.JPEG)[0] is filetypes.JPEG
