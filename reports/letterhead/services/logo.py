"""An uploaded emblem becomes a small PNG of our own making; nothing of the original file stays."""

from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.files.filetypes import Unsuitable

MAX_BYTES = 3 * 1024 * 1024
MAX_PIXELS = 25_000_000
SIDE = 600  # about 25 mm at 600 dpi
FORMATS = ["PNG", "JPEG"]


def clean_logo(data: bytes) -> bytes:
    """A PNG of at most 600 x 600 pixels without metadata. Refused, for the field `logo`."""
    if len(data) > MAX_BYTES:
        raise Refused("Berkas lambang paling besar 3 MB.", field="logo")
    try:
        return filetypes.remade(data, FORMATS, pixels=MAX_PIXELS, side=SIDE)[0]
    except Unsuitable as error:
        words = f"Lambang harus berupa gambar PNG atau JPEG yang utuh. {error}"
        raise Refused(words, field="logo") from None
