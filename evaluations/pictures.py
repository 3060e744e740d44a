"""Pictures of documents, made in a process that may crash without taking a worker with it.

`evaluations.drawing` does the drawing; here it is started, bounded in time, and its answer read.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

HOME = Path(__file__).resolve().parent.parent
PDF = "application/pdf"
DRAWABLE = frozenset({PDF, "image/jpeg", "image/png", "image/webp"})

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


def _run(order: dict[str, Any], content: bytes, seconds: int) -> tuple[dict[str, bytes], Any]:
    given = json.dumps({**order, "detik": seconds}).encode() + b"\n" + content
    try:
        done = subprocess.run(
            [sys.executable, "-m", "evaluations.drawing"],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=HOME,
            env={"PATH": "", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Undrawable(_WORDS["lama"], final=True) from None
    frames = _frames(done.stdout)
    answer = json.loads(frames.pop("hasil", b"null"))
    if answer is None:  # it crashed, or was ended by its limits
        raise Undrawable("Berkas ini tidak dapat diolah menjadi gambar halaman.", final=False)
    if "galat" in answer:
        reason = answer["galat"]
        raise Undrawable(_WORDS[reason], final=True, reason=reason)
    return frames, answer


def _frames(stream: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at = 0
    while (end := stream.find(b"\n", at)) >= 0:
        name, _, length = stream[at:end].decode("ascii", "replace").partition(" ")
        stop = end + 1 + int(length)
        if stop > len(stream):
            break
        found[name] = stream[end + 1 : stop]
        at = stop
    return found
