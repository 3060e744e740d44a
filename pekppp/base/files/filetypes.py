"""What a file is, decided by its content and never by its name: the one door to puremagic.

puremagic tells no DOCX from XLSX from a plain ZIP (the archive's main part decides here), and it
takes HEIC for MP4 (the brand decides). Macro projects are refused whatever they call themselves.
What opens elsewhere is taken, and what is not is refused for its true reason, with what to do.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, ParseError

import puremagic
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pekppp.base import bounded, old_office
from pekppp.base.bounded import Bounds, Exhausted

HEAD = 4096
PDF_HEAD = 1024  # readers look for the mark of a PDF so far
MAX_PIXELS = 52_000_000  # a phone's 50 megapixels; unpacked they take 150 MB
MAX_ZIP_DIRECTORY = 2 * 1024 * 1024
_ZIP_END = 22  # bytes of the record at an archive's end
# Before it, in the large format: a record, and 20 bytes that say where the record is. Some web
# applications write every workbook so.
_LARGE_END, _LARGE_PLACE = 56, 20
# Others unpack with as much memory as the file asks for, and errors of their own.
_OFFICE_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
MAX_CONTENT_TYPES = 1024 * 1024
CLEANER = "pekppp/base/files/picture_cleaning.py"
# Few seconds: somebody waits, and a photo of 50 megapixels takes two.
CLEAN_BOUNDS = Bounds(seconds=10, memory=1536 * 1024**2, clock=45)


class Unsuitable(ValueError):
    """Why a file is not taken, in one sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class FileType:
    mime: str
    suffix: str
    nama: str
    other_suffixes: tuple[str, ...] = ()

    def name_for(self, name: str) -> str:
        """A file name whose ending says what the content is."""
        stem, dot, ending = name.rpartition(".")
        if dot and f".{ending.lower()}" in (self.suffix, *self.other_suffixes):
            return name
        known = dot and f".{ending.lower()}" in _KNOWN_SUFFIXES
        return f"{stem if known else name}{self.suffix}"


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileType("application/pdf", ".pdf", "PDF")
JPEG = FileType("image/jpeg", ".jpg", "JPEG", (".jpeg", ".jfif"))
PNG = FileType("image/png", ".png", "PNG")
WEBP = FileType("image/webp", ".webp", "WebP")
HEIC = FileType("image/heic", ".heic", "HEIC", (".heif",))
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", ".docx", "DOCX")
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", ".xlsx", "XLSX")
PPTX = FileType(f"{_OFFICE}presentationml.presentation", ".pptx", "PPTX")
MP4 = FileType("video/mp4", ".mp4", "MP4", (".m4v",))

IMAGES = frozenset({JPEG, PNG, WEBP, HEIC})
ALL = (PDF, JPEG, PNG, WEBP, HEIC, DOCX, XLSX, PPTX, MP4)
BY_MIME = {item.mime: item for item in ALL}
# For <input accept>: a hint for the picker, no check.
ACCEPT = ",".join(ending for item in ALL for ending in (item.suffix, *item.other_suffixes))
ALLOWED = "PDF, JPEG, PNG, WebP, HEIC, DOCX, XLSX, PPTX, atau MP4"

_KNOWN_SUFFIXES = {ending for item in ALL for ending in (item.suffix, *item.other_suffixes)}
_BY_MAGIC = {item.mime: item for item in (PDF, JPEG, PNG, WEBP)}
_BY_MAIN_PART = {f"{item.mime}.main+xml": item for item in (DOCX, XLSX, PPTX)}
# Where the main part stands when nothing says so.
_USUAL_MAIN_PARTS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_MAIN_PART = "/officedocument"  # of the relationship's type, in both of its standards
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_BRANDS = frozenset({b"mif1", b"msf1"})  # a family: a HEIC brand must stand beside it
_MP4_BRANDS = frozenset(
    {b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"mmp4"}
    | {b"iso%d" % number for number in range(2, 10)}
)
_SAVE_AS_NEW = "Buka berkasnya, pilih «Simpan Sebagai», lalu simpan sebagai {} atau PDF."
_OLD = {
    old_office.PASSWORD: "Berkas Office ini berkata sandi. Simpan tanpa kata sandi, lalu unggah "
    "lagi.",
    old_office.WORD: f"Ini dokumen Word lama (.doc). {_SAVE_AS_NEW.format('DOCX')}",
    old_office.EXCEL: f"Ini buku kerja Excel lama (.xls). {_SAVE_AS_NEW.format('XLSX')}",
    old_office.POWERPOINT: f"Ini presentasi PowerPoint lama (.ppt). {_SAVE_AS_NEW.format('PPTX')}",
    "": f"Ini berkas Office lama atau surel Outlook. {_SAVE_AS_NEW.format('DOCX, XLSX, PPTX,')}",
}
# Others that people have: how they begin, what they are, and what to do.
_OTHERS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"{\\rtf",), f"Ini dokumen RTF. {_SAVE_AS_NEW.format('DOCX')}"),
    (
        (b"GIF8", b"BM", b"II*\0", b"MM\0*"),
        "Gambar GIF, BMP, atau TIFF tidak diterima. Simpan sebagai JPEG, PNG, atau PDF.",
    ),
    (
        (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
        f"Berkas ini arsip. Unggah isinya satu per satu sebagai {ALLOWED}.",
    ),
    ((b"RIFF", b"\x1aE\xdf\xa3"), "Jenis video atau suara ini tidak diterima. Ubah menjadi MP4."),
)
_MOV = (
    "Video QuickTime (MOV), seperti rekaman iPhone, tidak diterima. Ubah dahulu menjadi MP4 "
    "(misalnya dengan VLC: Media, Konversi), atau unggah fotonya."
)
_PAGE = "Ini halaman web (HTML). Buka di peramban, lalu cetak ke PDF."
_PLAIN = (
    "Ini berkas teks (TXT atau CSV). Buka, lalu simpan atau cetak sebagai PDF, DOCX, atau XLSX."
)
_BINARY = "sheet.binary.macroenabled"  # the name of its type alone says macro
_ODF = {
    "text": _SAVE_AS_NEW.format("DOCX"),
    "spreadsheet": _SAVE_AS_NEW.format("XLSX"),
    "presentation": _SAVE_AS_NEW.format("PPTX"),
}


def detect(file: IO[bytes]) -> FileType:
    """The type of a seekable file. Raises Unsuitable; leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise Unsuitable("Berkas ini kosong.")
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[4:8] in (b"moov", b"mdat", b"wide"):  # QuickTime of before there were brands
        raise Unsuitable(_MOV)
    if head.startswith(old_office.MAGIC):
        raise Unsuitable(_OLD[old_office.kind_of(_whole(file))])
    found = set(_mimes(head))
    if "application/zip" in found:
        return _by_main_part(file)
    for mime, item in _BY_MAGIC.items():
        if mime in found:
            return item
    # After all others, since the mark may stand inside of them, too.
    if b"%PDF-" in head[:PDF_HEAD]:
        return PDF
    raise Unsuitable(_other(head))


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content


def _other(head: bytes) -> str:
    for starts, words in _OTHERS:
        if head.startswith(starts):
            return words
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"mime-version:")):
        return _PAGE
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _PLAIN
    return f"Isi berkas ini bukan {ALLOWED}."


def _mimes(head: bytes) -> Iterator[str]:
    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        return
    # A negative offset counts from the end of the file, which is not here.
    yield from (match.mime_type for match in matches if match.offset >= 0)


def _by_brand(head: bytes) -> FileType:
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    if brands[0] in _HEIC_BRANDS:
        return HEIC
    if brands[0] in _HEIF_BRANDS and _HEIC_BRANDS.intersection(brands):
        return HEIC
    if brands[0] in _MP4_BRANDS:
        return MP4
    if brands[0] == b"qt  ":
        raise Unsuitable(_MOV)
    if brands[0] in (b"avif", b"avis"):
        raise Unsuitable("Gambar AVIF tidak diterima. Simpan sebagai JPEG atau PNG.")
    raise Unsuitable(f"Jenis video atau gambar ini tidak diterima. Simpan sebagai {ALLOWED}.")


def _require_small_directory(file: IO[bytes]) -> None:
    """A directory of hundreds of thousands of names costs memory before anything is looked at.

    Finds the end record as `zipfile` does: the last 22 bytes, or the last mark before a comment.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LARGE_END - _LARGE_PLACE - _ZIP_END - 65535))
    tail = file.read()
    file.seek(0)
    at = len(tail) - _ZIP_END
    if at < 0 or tail[at : at + 4] != b"PK\x05\x06" or tail[-2:] != b"\0\0":
        at = tail.rfind(b"PK\x05\x06")
    said = tail[at + 12 : at + 16]
    place = at - _LARGE_PLACE
    if place >= 0 and tail[place : place + 4] == b"PK\x06\x07":
        # What the record says counts, whatever stands in the other; it stands right before.
        record = place - _LARGE_END
        start = int.from_bytes(tail[place + 8 : place + 16], "little")
        there = record >= 0 and tail[record : record + 4] == b"PK\x06\x06"
        if not there or start != size - len(tail) + record:
            raise ValueError("end record elsewhere")
        said = tail[record + 40 : record + 48]
    if at < 0 or int.from_bytes(said, "little") > MAX_ZIP_DIRECTORY:
        raise ValueError("directory too long")


@dataclass(slots=True)
class _Package:
    """An Office package: its parts in small letters, and what they are said to be."""

    parts: frozenset[str]
    overrides: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    main: str = ""  # as its relationships name it
    odf: str = ""  # the kind of an OpenDocument

    def kind(self, part: str) -> str:
        """The content type of a part: its own, else the one of its ending."""
        return self.overrides.get(part) or self.defaults.get(part.rpartition(".")[2], "")

    def has_macros(self) -> bool:
        """A project that is there, whatever its name. A type that no part has says nothing: the
        workbooks of many web applications declare one."""
        return any(
            part.endswith("vbaproject.bin") or "vbaproject" in self.kind(part)
            for part in self.parts
        ) or any(
            "macroenabled" in kind and _BINARY not in kind for kind in map(self.kind, self.mains())
        )

    def mains(self) -> list[str]:
        """What may be the main part, the likeliest first."""
        own = [part for part, kind in self.overrides.items() if "main+xml" in kind]
        named = [self.main, *own, *_USUAL_MAIN_PARTS]
        return [part for part in dict.fromkeys(named) if part in self.parts]


def _by_main_part(file: IO[bytes]) -> FileType:
    try:
        _require_small_directory(file)
        with zipfile.ZipFile(file) as archive:
            if any(item.flag_bits & 1 for item in archive.infolist()):
                raise Unsuitable("Berkas ini berkata sandi. Simpan tanpa kata sandi.")
            package = _package(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        # Unsuitable is one as well.
        ValueError,
        # Also NotImplementedError: zipfile's word for a compression it does not know.
        RuntimeError,
        OverflowError,  # a place beyond what can be sought
    ) as error:
        if isinstance(error, Unsuitable):
            raise
        raise Unsuitable("Berkas ini rusak: isinya tidak dapat dibaca.") from error
    finally:
        file.seek(0)
    if package.odf:
        raise Unsuitable(f"Ini dokumen LibreOffice (OpenDocument). {_ODF[package.odf]}")
    if package.has_macros():
        raise Unsuitable("Berkas Office yang memuat makro tidak diterima. Simpan tanpa makro.")
    for kind in map(package.kind, package.mains()):
        if kind in _BY_MAIN_PART:
            return _BY_MAIN_PART[kind]
        if _BINARY in kind:
            words = f"Ini buku kerja biner (.xlsb). {_SAVE_AS_NEW.format('XLSX')}"
            raise Unsuitable(words)
    raise Unsuitable(
        f"Berkas ini arsip (ZIP) atau dokumen jenis lain. Unggah isinya sebagai {ALLOWED}."
    )


def _package(archive: zipfile.ZipFile) -> _Package:
    names = {_plain(name): name for name in archive.namelist()}
    types = _tree(archive, names.get("[content_types].xml"))
    relations = _tree(archive, names.get("_rels/.rels"))
    odf = ""
    if "mimetype" in names:
        said = _read(archive, names["mimetype"], 200).decode("ascii", "replace")
        odf = next((kind for kind in _ODF if f"opendocument.{kind}" in said), "")
    return _Package(
        frozenset(names),
        {_plain(item.get("PartName", "")): _kind(item) for item in types if item.get("PartName")},
        {item.get("Extension", "").lower(): _kind(item) for item in types if item.get("Extension")},
        next(
            (
                _plain(item.get("Target", ""))
                for item in relations
                if item.get("Type", "").lower().endswith(_MAIN_PART)
            ),
            "",
        ),
        odf,
    )


def _plain(name: str) -> str:
    """A part's name as it is compared; some programs write the separators of Windows."""
    return name.replace("\\", "/").lstrip("/").lower()


def _kind(item: Element) -> str:
    return item.get("ContentType", "").strip().lower()


def _tree(archive: zipfile.ZipFile, name: str | None) -> Sequence[Element]:
    """The elements of a small part; a part that is not there has none."""
    if name is None:
        return []
    try:
        return list(fromstring(_read(archive, name, MAX_CONTENT_TYPES), forbid_dtd=True))
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"{name} unreadable") from error


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    if archive.getinfo(name).compress_type not in _OFFICE_METHODS:
        raise ValueError(f"{name} packed in a way of other archives")
    with archive.open(name) as stream:
        text = stream.read(limit + 1)
    if len(text) > limit:
        raise ValueError(f"{name} too long")
    return text


_SPOILT = {
    "rusak": "Gambar ini rusak: isinya tidak dapat dibaca.",
    "besar": "Gambar ini terlalu besar ukurannya. Perkecil dahulu.",
    "berat": "Gambar ini terlalu berat untuk dibuka. Simpan ulang sebagai JPEG biasa, lalu unggah "
    "lagi.",
}


def clean_image(file: IO[bytes], kind: FileType) -> tuple[FileType, io.BytesIO]:
    """The picture alone: upright, without place, device or author; HEIC becomes JPEG.

    Raises Unsuitable for a picture that does not open, and `bounded.Busy`.
    """
    made, name = remade(_whole(file), [_pillow_format(kind)], pixels=MAX_PIXELS)
    return BY_MIME[f"image/{name.lower()}"], io.BytesIO(made)


def remade(
    content: bytes, kinds: list[str], *, pixels: int, side: int | None = None
) -> tuple[bytes, str]:
    """A picture of one of these kinds made anew by a bounded child, and the kind it has now.

    With `side` a PNG of at most so many points each way. Raises Unsuitable and `bounded.Busy`.
    """
    order = {"jenis": kinds, "titik": pixels} | ({"sisi": side} if side else {})
    try:
        made = bounded.run(CLEANER, order, content, CLEAN_BOUNDS)
    except Exhausted:
        raise Unsuitable(_SPOILT["berat"]) from None
    answer = made.answer or {"galat": "rusak"}  # it crashed
    if "galat" in answer:
        raise Unsuitable(_SPOILT[answer["galat"]])
    return made.files["gambar"], answer["jenis"]


def _pillow_format(kind: FileType) -> str:
    return kind.mime.removeprefix("image/").upper()
