"""A stranger's picture made anew, without notes: a program of `pekppp.base.bounded`.

What would cost too much is refused by its count before it is decoded: points, and for a JPEG the
scans, each of which goes over all points again. The rest is up to the bounds of the child.
"""

import io
import struct
from collections.abc import Callable
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

JPEG_QUALITY = 90
# A progressive JPEG has about ten scans. With so many points, a hundred take seconds.
MAX_SCANS = 100
MAX_SCANNED = 1_000_000_000
_START_OF_SCAN = b"\xff\xda"
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


class Hopeless(Exception):
    """Why there is no picture: `rusak`, `besar` or `berat`."""


def work(
    order: dict[str, Any], content: bytes, send: Callable[[str, bytes], None]
) -> dict[str, Any]:
    try:
        image = _open(content, order["jenis"], order["titik"])
        if "sisi" in order:
            made, kind = _emblem(image, order["sisi"]), "PNG"
        else:
            made, kind = _rewritten(image, order["jenis"])
    except Hopeless as error:
        return {"galat": str(error)}
    except Image.DecompressionBombError:
        return {"galat": "besar"}
    except (
        # HEIC that is broken or claims too much comes as one of the last two.
        *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error),
        *(LookupError, RuntimeError),
    ):
        return {"galat": "rusak"}
    send("gambar", made)
    return {"jenis": kind}


def _open(content: bytes, kinds: list[str], limit: int) -> Image.Image:
    file = io.BytesIO(content)
    if kinds == ["HEIC"]:
        # Opened here alone, not registered: nobody else should meet HEIC by surprise.
        packed = pillow_heif.open_heif(file)
        _require_bearable(packed.size, limit)  # before it is unpacked
        return packed.to_pillow()
    image = Image.open(file, formats=kinds)
    _require_bearable(image.size, limit)
    if isinstance(image, JpegImageFile):  # also MPO, in which many phones keep two pictures
        scans = content.count(_START_OF_SCAN)
        if scans > MAX_SCANS or scans * image.width * image.height > MAX_SCANNED:
            raise Hopeless("berat")
    return image


def _require_bearable(size: tuple[int, int], limit: int) -> None:
    if size[0] * size[1] > limit:
        raise Hopeless("besar")


def _rewritten(image: Image.Image, kinds: list[str]) -> tuple[bytes, str]:
    target = "JPEG" if kinds == ["HEIC"] else kinds[0]
    options: dict[str, object] = {"icc_profile": image.info.get("icc_profile")}
    turn = _turn(image)
    if image.format == "JPEG" and turn is None:
        options["quality"] = "keep"  # with its own tables a JPEG loses nothing visible
    else:
        options["quality"] = JPEG_QUALITY
        if turn is not None:
            image = image.transpose(turn)
        if target == "JPEG" and image.mode not in ("RGB", "L", "CMYK"):
            image = image.convert("RGB")
    image.load()
    # The one note that Pillow would copy unasked; it writes no Exif or XMP by itself.
    image.info.pop("comment", None)
    out = io.BytesIO()
    image.save(out, format=target, **options)
    return out.getvalue(), target


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


def _emblem(image: Image.Image, side: int) -> bytes:
    """A PNG of at most `side` points each way."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((side, side))
    out = io.BytesIO()
    upright.save(out, "PNG", optimize=True)
    return out.getvalue()
