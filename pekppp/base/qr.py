"""The one door to segno: an address as a QR code, to stand in a page or to be kept as a picture."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(address: str, *, error: str = "m", border: int = 4, scale: int | None = None) -> SafeString:
    """For a page or a document; without `scale` it has no size of its own."""
    size: dict[str, int | bool] = {"omitsize": True} if scale is None else {"scale": scale}
    made = _made(address, error).svg_inline(border=border, svgclass=None, lineclass=None, **size)
    # Paths and numbers: attributes alone, no style, and no letter of the address.
    return mark_safe(made)  # noqa: S308  segno's own drawing


def png(address: str) -> bytes:
    """Large enough for a poster."""
    out = io.BytesIO()
    _made(address, "m").save(out, kind="png", scale=20, border=4)
    return out.getvalue()


def _made(address: str, error: str) -> segno.QRCode:
    return segno.make(address, error=error, micro=False)
