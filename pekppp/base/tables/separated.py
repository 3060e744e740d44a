"""A CSV in the encodings and with the separators that spreadsheets write."""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from .grid import FORMULA, MAX_TEXT, ROUNDED, UNKNOWN, Cell, Limits, Refusal, Table, text_cell

ERRORS = frozenset(
    ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"]
)
_SEPARATORS = ";\t,|"
_SAMPLE = 200  # records that tell the separator
_WITH_POINT = re.compile(r"[+-]?[0-9]{1,15}\.[0-9]{1,15}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?E\+?[0-9]{2,3}", re.I)
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
_SAID_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.I)


def read(content: bytes, limits: Limits) -> Table:
    csv.field_size_limit(MAX_TEXT)
    text = _decoded(content)
    said = _SAID_SEPARATOR.match(text)
    skipped = 1 if said else 0
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text)
    table = Table("")
    number = skipped
    try:
        for number, record in enumerate(_records(text, separator), start=1 + skipped):
            limits.step("", number)
            for column, typed in enumerate(record):
                cell = _csv_cell(typed, separator)
                if cell is not None:
                    limits.put(table, number, column, cell)
    except csv.Error:
        words = "Tanda kutip pada baris ini atau sebelumnya tidak ditutup dengan benar."
        raise Refusal(words, "", number + 1) from None
    if not table.rows:
        raise Refusal("Berkas ini kosong; tidak ada buku kerja atau tabel di dalamnya.")
    return table


def _decoded(content: bytes) -> str:
    """Text in the encodings that spreadsheets write; Refusal for what is none."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _checked(content, encoding)
    if content[1:2] == b"\0":
        return _checked(content, "utf-16-le")
    if content[:1] == b"\0":
        return _checked(content, "utf-16-be")
    try:
        return _checked(content, "utf-8")
    except UnicodeDecodeError:
        return _checked(content, "cp1252")


def _checked(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            raise
        raise Refusal(UNKNOWN) from None
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise Refusal(UNKNOWN)
    return text


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _separator(text: str) -> str:
    """The one that cuts most records into the same number of parts."""
    best, separator = 0, ";"
    for one in _SEPARATORS:
        widths: dict[int, int] = {}
        try:
            for _, record in zip(range(_SAMPLE), _records(text, one), strict=False):
                widths[len(record)] = widths.get(len(record), 0) + 1
        except csv.Error:
            continue
        worth = max(((width - 1) * count for width, count in widths.items()), default=0)
        if worth > best:
            best, separator = worth, one
    return separator


def _csv_cell(typed: str, separator: str) -> Cell | None:
    quoted = _QUOTED_FORMULA.fullmatch(typed.strip())
    cell = text_cell(quoted[1] if quoted else typed)
    if cell is None or quoted:
        return cell
    text = cell.value
    if text.startswith("="):
        return Cell(wrong=FORMULA)
    if text in ERRORS:
        return Cell(wrong=f"Sel ini berisi galat {text}.")
    if _SCIENTIFIC.fullmatch(text):
        return Cell(wrong=ROUNDED)
    if separator != ";" and _WITH_POINT.fullmatch(text):
        # Written with a point for decimals, as the separator tells: never thousands.
        return Cell(Decimal(text))
    return cell
