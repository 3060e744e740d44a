"""One answer: from what was typed to what is stored, to what a rule sees, to words. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from instruments.nouns import Pertanyaan

# What is stored: null is unanswered; persen is exact decimal text; [] says "tidak ada".
Nilai = bool | int | str | list[str] | None

MAX_TEXT = 5000
MAX_DIGITS = 12  # a rule may multiply by a hundred and still fit into 64 bits
_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3}")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_YES = frozenset({"ya", "true", "1", "on"})
_NO = frozenset({"tidak", "false", "0", "off"})


class AnswerError(ValueError):
    """Why a value cannot be stored, in a sentence for the person who typed it."""


_BLANK: dict[str, Any] = {
    "ya_tidak": False,
    "angka": 0,
    "persen": 0.0,
    "teks": "",
    "pilihan_tunggal": "",
    "pilihan_ganda": [],
}


def normalise(pertanyaan: Pertanyaan, raw: object) -> Nilai:
    """The value to store; None is unanswered. Raises AnswerError, a ValueError."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    match pertanyaan.jenis:
        case "ya_tidak":
            return _yes_no(raw)
        case "angka":
            return _whole(raw)
        case "persen":
            return _decimal(raw)
        case "teks":
            return _text(raw)
        case "pilihan_tunggal":
            return _one_of(pertanyaan, raw)
        case _:
            return _some_of(pertanyaan, raw)


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) else ""
    if word in _YES or word in _NO:
        return word in _YES
    raise AnswerError("Pilih Ya atau Tidak.")


def _whole(raw: object) -> int:
    """Dots are thousands separators here, since a whole number has no decimals."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, int | str) and not isinstance(raw, bool):
        text = str(raw).strip() if isinstance(raw, str) or abs(raw) < 10**MAX_DIGITS else ""
        if _WHOLE.fullmatch(text):
            return int(text.replace(".", ""))
    raise AnswerError(f"Isi dengan bilangan bulat, 0 atau lebih, paling banyak {MAX_DIGITS} angka.")


def _decimal(raw: object) -> str:
    if isinstance(raw, int | float | Decimal | str) and not isinstance(raw, bool):
        # repr of a float is its shortest exact text; "1e-07" and "nan" do not match below.
        text = str(raw).strip() if not isinstance(raw, int) or abs(raw) < 10**9 else ""
        text = text.removesuffix("%").rstrip()
        if _DECIMAL.fullmatch(text):
            number = format(Decimal(text.replace(",", ".")), "f")
            return number.rstrip("0").rstrip(".") if "." in number else number
    raise AnswerError(
        "Isi dengan angka 0 atau lebih, misalnya 87,5 (paling banyak 6 angka di belakang koma)."
    )


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise AnswerError("Isi dengan teks.")
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MAX_TEXT:
        raise AnswerError(f"Teks terlalu panjang: {len(text)} huruf, paling banyak {MAX_TEXT}.")
    if _CONTROL.search(text):
        raise AnswerError("Teks memuat tanda yang tidak dapat disimpan.")
    return text


def _one_of(pertanyaan: Pertanyaan, raw: object) -> str:
    for pilihan in pertanyaan.pilihan:
        if raw == pilihan.kode:
            return pilihan.kode
    raise AnswerError("Pilih salah satu dari pilihan yang tersedia.")


def _some_of(pertanyaan: Pertanyaan, raw: object) -> list[str]:
    """In the order of the options, so that equal answers are stored equally."""
    if not isinstance(raw, list | tuple):
        raise AnswerError("Centang pilihan yang tersedia.")
    known = [p.kode for p in pertanyaan.pilihan]
    if any(code not in known for code in raw):
        raise AnswerError("Ada pilihan yang tidak tersedia pada pertanyaan ini.")
    return [code for code in known if code in raw]


def seen_by_rules(pertanyaan: Pertanyaan, stored: object) -> Any:
    """What a rule gets: blank for no answer, and for a stored value the version does not know."""
    return as_rules_see(pertanyaan, known(pertanyaan, stored))


def known(pertanyaan: Pertanyaan, stored: object) -> Nilai:
    """The stored answer as this version understands it; None where there is none."""
    try:
        return normalise(pertanyaan, stored)
    except AnswerError:
        return None


def as_rules_see(pertanyaan: Pertanyaan, value: Nilai) -> Any:
    """The same for a value that `known` gave."""
    if value is None:
        return blank(pertanyaan)
    return float(value) if pertanyaan.jenis == "persen" and isinstance(value, str) else value


def blank(pertanyaan: Pertanyaan) -> Any:
    value = _BLANK[pertanyaan.jenis]
    return list(value) if isinstance(value, list) else value


def in_words(pertanyaan: Pertanyaan, stored: object) -> str:
    """An answer as a person reads it: Ya, 1.234, 87,5, or the labels of the options."""
    try:
        value = normalise(pertanyaan, stored)
    except AnswerError:
        return str(stored)
    if value is None:
        return "belum dijawab"
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, list):
        return "; ".join(pertanyaan.label(code) for code in value) or "tidak ada"
    if pertanyaan.jenis == "persen":
        return value.replace(".", ",")
    return pertanyaan.label(value)
