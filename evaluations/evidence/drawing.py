"""Documents drawn as pictures: the one door to pypdfium2, a program of `pekppp.base.bounded`.

A document comes from a stranger, and a parser in C may crash, hang or swell over it; so
`evaluations.evidence.pictures` has it done by a bounded child. Nothing touches the disk.
"""

import contextlib
import io
import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

PDF = "application/pdf"
POINTS = 72
MAX_PIXELS = 52_000_000
# Sharpness and quality of burnt pages: the first that fits into the given size is taken.
STEPS = ((150, 78), (120, 70), (96, 60), (72, 50))
LONGEST_BURNT = 3000  # a poster is not drawn as large as its paper

Send = Callable[[str, bytes], None]


class Hopeless(Exception):
    """What another attempt would not change; the argument is a word that `pictures` knows."""


def work(order: dict[str, Any], content: bytes, send: Send) -> dict[str, Any]:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        return {"gambar": draw, "bakar": burn, "buka": probe}[order["perintah"]](
            order, content, send
        )
    except Hopeless as error:
        return {"galat": str(error)}
    except MemoryError:
        return {"galat": "besar"}


def probe(order: dict[str, Any], content: bytes, send: Send) -> dict[str, Any]:
    """Whether it opens at all, and without a password."""
    return {"halaman": len(_open(order["tipe"], content))}


def draw(order: dict[str, Any], content: bytes, send: Send) -> dict[str, Any]:
    """Pictures of the first pages, and a small one of the first. {"halaman", "gambar"}.

    Stops after `cukup` seconds with what there is then; `semua` wants every page or none.
    """
    until = time.monotonic() + order["cukup"]
    longest, small = order["panjang"], order["kecil"]
    drawn = 0
    document = _open(order["tipe"], content)
    if order["semua"] and len(document) > order["halaman"]:
        return {"galat": "panjang", "halaman": len(document)}
    for number in range(min(len(document), order["halaman"])):
        try:
            picture = document.page(number, longest)
        except (pdfium.PdfiumError, ValueError, OSError) as error:
            if order["semua"]:
                raise Hopeless("rusak") from error
            break
        send(str(number + 1), _webp(picture, order["mutu"]))
        drawn += 1
        if number == 0 and small:
            picture.thumbnail((small, small))
            send("kecil", _webp(picture, 60))
        if time.monotonic() > until:
            if order["semua"] and drawn < len(document):
                raise Hopeless("lama")
            break
    if not drawn:
        raise Hopeless("rusak")
    return {"halaman": len(document), "gambar": drawn}


def burn(order: dict[str, Any], content: bytes, send: Send) -> dict[str, Any]:
    """The same pages as pictures alone, with black boxes that are part of them.

    Nothing of the original is copied: no text, no layers, no attachments, no metadata.
    """
    document = _open(order["tipe"], content)
    boxes: dict[int, list[dict[str, float]]] = {}
    for box in order["kotak"]:
        boxes.setdefault(int(box["halaman"]) - 1, []).append(box)
    if any(not 0 <= number < len(document) for number in boxes):
        raise Hopeless("halaman")
    for dpi, quality in STEPS:
        made = document.burnt(boxes, dpi, quality, order["muat"])
        if made is not None:
            send("berkas", made)
            return {"halaman": len(document)}
    raise Hopeless("besar")


def _webp(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()


def _blackened(picture: Image.Image, boxes: list[dict[str, float]]) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for box in boxes:
        left, top = box["x"] * width, box["y"] * height
        right, bottom = left + box["lebar"] * width, top + box["tinggi"] * height
        # Outwards to whole pixels and one more: no edge of a letter looks out.
        corners = (math.floor(left) - 1, math.floor(top) - 1, math.ceil(right), math.ceil(bottom))
        pen.rectangle(corners, fill=0 if picture.mode == "L" else (0, 0, 0))
    return picture


def _without_needless_colour(picture: Image.Image) -> Image.Image:
    """A page of text in grey takes half the room."""
    probe = picture.resize((64, 64))
    saturation = max(probe.convert("HSV").getchannel("S").tobytes())
    return picture.convert("L") if saturation < 12 else picture


class Document:
    """A PDF; pages are counted from 0."""

    def __init__(self, content: bytes) -> None:
        try:
            self.pdf = pdfium.PdfDocument(content)
            self.count = len(self.pdf)
        except pdfium.PdfiumError as error:
            locked = pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD
            raise Hopeless(
                "sandi" if locked or "password" in str(error).lower() else "rusak"
            ) from error
        if not self.count:
            raise Hopeless("rusak")
        with contextlib.suppress(pdfium.PdfiumError):
            self.pdf.init_forms()  # what was filled into a form is seen, too

    def __len__(self) -> int:
        return self.count

    def page(self, number: int, longest: int) -> Image.Image:
        page = self.pdf[number]
        try:
            return self._drawn(page, longest / max(_size(page)))
        finally:
            page.close()

    def _drawn(self, page: Any, scale: float) -> Image.Image:
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        try:
            return bitmap.to_pil().convert("RGB").copy()
        finally:
            bitmap.close()

    def burnt(
        self, boxes: dict[int, list[dict[str, float]]], dpi: int, quality: int, limit: int
    ) -> bytes | None:
        """A new PDF of pictures; None when it would be larger than `limit` bytes."""
        made = pdfium.PdfDocument.new()
        room = limit - 64 * 1024
        for picture, size in self._pictures(boxes, dpi):
            packed = io.BytesIO()
            picture.save(packed, "JPEG", quality=quality, optimize=True)
            room -= packed.tell()
            if room < 0:
                made.close()
                return None
            _add_picture_page(made, packed, size)
        out = io.BytesIO()
        made.save(out)
        made.close()
        return out.getvalue()

    def _pictures(
        self, boxes: dict[int, list[dict[str, float]]], dpi: int
    ) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
        for number in range(self.count):
            try:
                page = self.pdf[number]
                size = _size(page)
                scale = min(dpi / POINTS, LONGEST_BURNT / max(size))
                picture = self._drawn(page, scale)
                page.close()
            except (pdfium.PdfiumError, ValueError) as error:
                raise Hopeless("rusak") from error
            picture = _blackened(picture, boxes.get(number, []))
            yield _without_needless_colour(picture), size


def _size(page: Any) -> tuple[float, float]:
    """Width and height in points as they are looked at; a sheet without area is no page."""
    width, height = page.get_size()
    if not (0 < width < 1e7 and 0 < height < 1e7):
        raise ValueError("page without a size")
    return width, height


def _add_picture_page(pdf: Any, packed: io.BytesIO, size: tuple[float, float]) -> None:
    image = pdfium.PdfImage.new(pdf)
    image.load_jpeg(packed, inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(*size))
    page = pdf.new_page(*size)
    page.insert_obj(image)
    page.gen_content()
    page.close()


class Picture:
    """An image is a document of one page."""

    def __init__(self, content: bytes, kind: str) -> None:
        try:
            self.image = Image.open(io.BytesIO(content), formats=[kind.removeprefix("image/")])
            if self.image.width * self.image.height > MAX_PIXELS:
                raise Hopeless("besar")
            self.image.load()
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise Hopeless("rusak") from error

    def __len__(self) -> int:
        return 1

    def page(self, number: int, longest: int) -> Image.Image:
        picture = _flat(self.image)
        picture.thumbnail((longest, longest))
        return picture

    def burnt(
        self, boxes: dict[int, list[dict[str, float]]], dpi: int, quality: int, limit: int
    ) -> bytes | None:
        picture = _blackened(_flat(self.image), boxes.get(0, []))
        picture.thumbnail((dpi * 30, dpi * 30))
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=quality + 10, optimize=True)
        return packed.getvalue() if packed.tell() <= limit else None


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency, on white, as a page shows it; always a copy."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return image.copy() if image.mode == "RGB" else image.convert("RGB")


def _open(kind: str, content: bytes) -> Document | Picture:
    return Document(content) if kind == PDF else Picture(content, kind)
