"""What is printed for a survey, laid out: a poster, the blank form, slips with codes."""

from collections.abc import Sequence
from typing import Any

from evaluations.rules.survey.profile import FIELDS
from pekppp.base import qr
from reports.rendering import pdf

CSS = "pdf/print.css"


def poster(masukan: dict[str, Any]) -> bytes:
    """One page: whose survey, what to do in three words, the code and its address in letters."""
    address = masukan["alamat"]
    context = {"d": masukan, "qr": qr.svg(address, error="q", border=2), "baris": _lines(address)}
    return pdf.lay_out("pdf/poster.html", CSS, context, kode=address)


def blank_form(masukan: dict[str, Any]) -> bytes:
    profil = [(title, [name for _, name in choices]) for _, title, choices in FIELDS]
    context = {"d": masukan, "profil": profil}
    return pdf.lay_out("pdf/f03_form.html", CSS, context, kode=masukan["formulir"])


def slips(masukan: dict[str, Any], codes: Sequence[tuple[str, str]]) -> bytes:
    """Slips to be cut, two in a row; `codes` are pairs of the code and its address."""
    made = [(code, qr.svg(address, border=2)) for code, address in codes]
    rows = [made[start : start + 2] for start in range(0, len(made), 2)]
    context = {"d": masukan, "rows": rows, "tulis": _plain(masukan["alamat"])}
    return pdf.lay_out("pdf/code_slips.html", CSS, context, kode=masukan["lembar"])


def _plain(address: str) -> str:
    """As people type it: without the scheme."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def _lines(address: str) -> list[str]:
    """The host and the path on lines of their own, so that no break falls within them."""
    host, _, path = _plain(address).partition("/")
    return [f"{host}/", path] if path else [host]
