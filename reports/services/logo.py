"""An uploaded emblem becomes a small PNG of our own making; nothing of the original file stays."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from pekppp.errors import Refused

MAX_BYTES = 3 * 1024 * 1024
MAX_PIXELS = 25_000_000
SIDE = 600  # about 25 mm at 600 dpi
FORMATS = ("PNG", "JPEG")


def clean_logo(data: bytes) -> bytes:
    """A PNG of at most 600 x 600 pixels without metadata. Refused, for the field `logo`."""
    if len(data) > MAX_BYTES:
        raise Refused("Berkas lambang paling besar 3 MB.", field="logo")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("Gambar lambang terlalu besar; kecilkan dahulu.", field="logo")
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Refused:
        raise
    # A broken or hostile picture: Pillow says so in all of these ways.
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
    ):
        raise Refused(
            "Lambang harus berupa gambar PNG atau JPEG yang utuh.", field="logo"
        ) from None
    upright.thumbnail((SIDE, SIDE))
    made = io.BytesIO()
    upright.save(made, "PNG", optimize=True)
    return made.getvalue()
