"""Pictures of documents, made by `evaluations.evidence.drawing` in a bounded child."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from pekppp.base import bounded
from pekppp.base.bounded import Bounds, Exhausted

PROGRAM = "evaluations/evidence/drawing.py"
MEMORY = 1536 * 1024 * 1024
PDF = "application/pdf"

LONGEST = 1600  # of a page's picture, in pixels: a page of A4 at about 140 dpi
SMALL = 240
QUALITY = 62

_WORDS = {
    "sandi": "Dokumen ini berkata sandi sehingga isinya tidak dapat ditampilkan.",
    "rusak": "Berkas ini rusak: halamannya tidak dapat dibaca.",
    "besar": "Halaman dokumen ini terlalu besar untuk diolah.",
    "panjang": "Dokumen ini terlalu banyak halamannya.",
    "lama": "Dokumen ini terlalu berat untuk diolah. Pisahkan menjadi beberapa berkas.",
    "halaman": "Ada kotak pada halaman yang tidak ada.",
}


class Undrawable(Exception):
    """Why there is no picture, in one sentence; `final` when another attempt changes nothing."""

    def __init__(self, message: str, *, final: bool, reason: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.final = final
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pictures by page number, the small one, and how many pages the document has."""

    halaman: int
    gambar: dict[int, bytes]
    kecil: bytes


def draw(content: bytes, kind: str, *, pages: int, every: bool = False, seconds: int) -> Drawn:
    """The first `pages` pages as WebP; with `every`, all of them or Undrawable.

    Fewer than `pages` where drawing them takes longer than most of `seconds`.
    """
    order = {
        "perintah": "gambar",
        "tipe": kind,
        "halaman": pages,
        "semua": every,
        "panjang": LONGEST,
        "kecil": SMALL,
        "mutu": QUALITY,
        "cukup": seconds * 0.7,
    }
    frames, done = _run(order, content, seconds)
    numbers = {int(name): picture for name, picture in frames.items() if name.isdigit()}
    return Drawn(done["halaman"], numbers, frames.get("kecil", b""))


def burn(content: bytes, kind: str, boxes: list[dict[str, Any]], *, seconds: int) -> bytes:
    """A PDF (of an image: a JPEG) made of pictures alone, the boxes black in them."""
    order = {
        "perintah": "bakar",
        "tipe": kind,
        "kotak": boxes,
        "muat": settings.BUKTI_MAX_BYTES,
    }
    frames, _ = _run(order, content, seconds)
    return frames["berkas"]


def probe(content: bytes) -> None:
    """Raises Undrawable for a PDF that does not open: damaged, or behind a password."""
    _run({"perintah": "buka", "tipe": PDF}, content, 5)


def _run(order: dict[str, Any], content: bytes, seconds: int) -> tuple[dict[str, bytes], Any]:
    try:
        made = bounded.run(PROGRAM, order, content, Bounds(seconds, MEMORY, seconds))
    except Exhausted:
        raise Undrawable(_WORDS["lama"], final=True, reason="lama") from None
    answer = made.answer
    if answer is None:  # it crashed
        raise Undrawable("Berkas ini tidak dapat diolah menjadi gambar halaman.", final=False)
    if "galat" in answer:
        reason = answer["galat"]
        raise Undrawable(_WORDS[reason], final=True, reason=reason)
    return made.files, answer
