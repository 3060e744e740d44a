"""What a file is, decided by its content and never by its name: the one door to puremagic.

puremagic tells no DOCX from XLSX from a plain ZIP (the archive's main part decides here), and it
takes HEIC for MP4 (the brand decides). Macro projects are refused whatever they call themselves.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

import pillow_heif
import puremagic
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, UnidentifiedImageError

HEAD = 4096
MAX_PIXELS = 52_000_000  # a phone's 50 megapixels; unpacked they take 150 MB
MAX_ZIP_DIRECTORY = 2 * 1024 * 1024
_ZIP_END = 22  # bytes of the record at an archive's end
MAX_CONTENT_TYPES = 1024 * 1024
JPEG_QUALITY = 90
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


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
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_BRANDS = frozenset({b"mif1", b"msf1"})  # a family: a HEIC brand must stand beside it
_MP4_BRANDS = frozenset(
    {b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"mmp4"}
    | {b"iso%d" % number for number in range(2, 10)}
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def detect(file: BinaryIO) -> FileType:
    """The type of a seekable file. Raises Unsuitable; leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise Unsuitable("Berkas ini kosong.")
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(_OLE):
        raise Unsuitable(
            "Berkas Office lama atau berkata sandi tidak diterima. Simpan sebagai DOCX, XLSX, "
            "PPTX, atau PDF tanpa kata sandi."
        )
    found = set(_mimes(head))
    if "application/zip" in found:
        return _by_main_part(file)
    for mime, item in _BY_MAGIC.items():
        if mime in found:
            return item
    raise Unsuitable(f"Isi berkas ini bukan {ALLOWED}.")


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
        raise Unsuitable("Video QuickTime (MOV) tidak diterima. Simpan sebagai MP4.")
    raise Unsuitable(f"Jenis video atau gambar ini tidak diterima. Simpan sebagai {ALLOWED}.")


def _require_small_directory(file: BinaryIO) -> None:
    """A directory of hundreds of thousands of names costs memory before anything is looked at.

    Finds the end record as `zipfile` does: the last 22 bytes, or the last mark before a comment.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _ZIP_END - 65535))
    tail = file.read()
    file.seek(0)
    at = len(tail) - _ZIP_END
    if at < 0 or tail[at : at + 4] != b"PK\x05\x06" or tail[-2:] != b"\0\0":
        at = tail.rfind(b"PK\x05\x06")
    # An archive in the large format says 2**32 - 1 here; an Office file never needs that.
    if at < 0 or int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_ZIP_DIRECTORY:
        raise ValueError("directory too long")


def _by_main_part(file: BinaryIO) -> FileType:
    try:
        _require_small_directory(file)
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
            parts = _content_types(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        # Also NotImplementedError: zipfile's word for a compression it does not know.
        RuntimeError,
    ) as error:
        raise Unsuitable("Berkas ini rusak: isinya tidak dapat dibaca.") from error
    finally:
        file.seek(0)
    macro = any(name.endswith("vbaproject.bin") for name in names)
    if macro or any("macroenabled" in kind.lower() or "vba" in kind.lower() for _, kind in parts):
        raise Unsuitable("Berkas Office yang memuat makro tidak diterima. Simpan tanpa makro.")
    for part, kind in parts:
        item = _BY_MAIN_PART.get(kind)
        if item is not None and part.lower().lstrip("/") in names:
            return item
    raise Unsuitable(
        f"Berkas ini arsip (ZIP) atau dokumen jenis lain. Unggah isinya sebagai {ALLOWED}."
    )


def _content_types(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(part, content type) of an Office package; a default type stands under its extension."""
    try:
        info = archive.getinfo("[Content_Types].xml")
    except KeyError:
        return []
    with archive.open(info) as stream:
        text = stream.read(MAX_CONTENT_TYPES + 1)
    if len(text) > MAX_CONTENT_TYPES:
        raise ValueError("content types too long")
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError("content types unreadable") from error
    return [
        (item.get("PartName") or item.get("Extension") or "", item.get("ContentType") or "")
        for item in root
    ]


def clean_image(file: BinaryIO, kind: FileType) -> tuple[FileType, io.BytesIO]:
    """The picture alone: upright, without place, device or author; HEIC becomes JPEG.

    Raises Unsuitable for a picture that does not open.
    """
    try:
        return _rewritten(_open(file, kind), kind)
    except (
        # HEIC that is broken or claims too much comes as one of the last two.
        *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error),
        *(LookupError, RuntimeError),
    ) as error:
        if isinstance(error, Unsuitable):
            raise
        raise Unsuitable("Gambar ini rusak: isinya tidak dapat dibaca.") from error
    except Image.DecompressionBombError as error:
        raise Unsuitable("Gambar ini terlalu besar ukurannya. Perkecil dahulu.") from error


def _open(file: BinaryIO, kind: FileType) -> Image.Image:
    file.seek(0)
    if kind is HEIC:
        # Opened here alone, not registered: nobody else should meet HEIC by surprise.
        packed = pillow_heif.open_heif(file)
        _require_bearable(packed.size)  # before it is unpacked
        return packed.to_pillow()
    image = Image.open(file, formats=[_pillow_format(kind)])
    _require_bearable(image.size)
    return image


def _require_bearable(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise Unsuitable("Gambar ini terlalu besar ukurannya. Perkecil dahulu.")


def _rewritten(image: Image.Image, kind: FileType) -> tuple[FileType, io.BytesIO]:
    target = JPEG if kind is HEIC else kind
    options: dict[str, object] = {"icc_profile": image.info.get("icc_profile")}
    turn = _turn(image)
    if image.format == "JPEG" and turn is None:
        options["quality"] = "keep"  # with its own tables a JPEG loses nothing visible
    else:
        options["quality"] = JPEG_QUALITY
        if turn is not None:
            image = image.transpose(turn)
        if target is JPEG and image.mode not in ("RGB", "L", "CMYK"):
            image = image.convert("RGB")
    image.load()
    # The one note that Pillow would copy unasked; it writes no Exif or XMP by itself.
    image.info.pop("comment", None)
    out = io.BytesIO()
    image.save(out, format=_pillow_format(target), **options)
    out.seek(0)
    return target, out


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the picture has to be turned to stand upright.

    Pillow's own function writes all notes anew for that, and fails on those that some cameras and
    editors leave behind; they are thrown away here anyway.
    """
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except (
        struct.error,
        ArithmeticError,
        LookupError,
        OSError,
        SyntaxError,
        TypeError,
        ValueError,
    ):
        return None


def _pillow_format(kind: FileType) -> str:
    return kind.mime.removeprefix("image/").upper()
