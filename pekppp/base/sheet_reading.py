"""The door through which tables come in: a stranger's file to located rows and problems.

XLSX, ODS and CSV are read by a bounded child (`pekppp.base.tables`); every other file is named,
with
what to do. What is wrong is said in words, located by sheet, row and column; nothing raises but
`bounded.Busy`, which says nothing of the file.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from pekppp.base import bounded, old_office
from pekppp.base.bounded import Bounds, Exhausted
from pekppp.base.tables.grid import BROKEN, LAST_COLUMN, UNKNOWN, letter, plain

__all__ = ["LAST_COLUMN", "Problem", "Row", "letter", "plain", "read_rows", "split"]

MAX_BYTES = 5 * 1024 * 1024
READER = "pekppp/base/tables/parsing.py"
# A table of the most rows and columns takes five seconds on a busy machine.
BOUNDS = Bounds(seconds=15, memory=768 * 1024**2, clock=45)

_NEW = "Buka di Excel, pilih «Simpan Sebagai» «Excel Workbook (.xlsx)», lalu unggah lagi."
_OLD = {
    old_office.PASSWORD: "Berkas dilindungi kata sandi. Simpan tanpa kata sandi.",
    old_office.WORD: f"Ini dokumen Word lama (.doc), bukan tabel. Salin tabelnya ke Excel. {_NEW}",
    old_office.POWERPOINT: "Ini presentasi lama (.ppt), bukan tabel. Salin tabelnya ke Excel.",
    old_office.EXCEL: f"Ini buku kerja Excel lama (.xls). {_NEW}",
    "": f"Ini berkas Office lama. {_NEW}",
}
# What people send in place of a table: how it begins, what it is, and what to do.
_OTHERS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"%PDF-",), "Ini berkas PDF, bukan tabel. Isikan pada templat, lalu unggah sebagai .xlsx."),
    (
        (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF"),
        "Ini gambar, bukan tabel. Isikan pada templat, lalu unggah sebagai .xlsx.",
    ),
    ((b"{\\rtf",), f"Ini dokumen RTF, bukan tabel. Salin tabelnya ke Excel. {_NEW}"),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "Ini arsip. Keluarkan isinya, lalu unggah tabelnya."),
    ((b"ID;P",), f"Ini tabel lama (SYLK). {_NEW}"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", f"Ini tabel XML dari Excel 2003. {_NEW}"),
    (b"opendocument", "Ini OpenDocument XML. Simpan sebagai .ods atau .xlsx, lalu unggah lagi."),
    (b"<html", f"Ini halaman web (HTML) yang dinamai tabel. {_NEW}"),
    (b"<table", f"Ini halaman web (HTML) yang dinamai tabel. {_NEW}"),
    (b"", f"Ini berkas XML, bukan buku kerja. {_NEW}"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. Row 0 is the whole sheet, no sheet the whole file.

    A note is no problem: something that a person should know before what is read is used.
    """

    sheet: str
    row: int
    column: str
    message: str
    note: bool = False

    def __str__(self) -> str:
        where = [self.sheet and f"Lembar «{self.sheet}»", self.row and f"baris {self.row}"]
        where.append(self.column and f"kolom {self.column}")
        place = ", ".join(part for part in where if part)
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty, at its place; text is as people see it, an empty cell is None.

    A number is an int or a float, or a Decimal where a CSV wrote it with a decimal point.
    """

    sheet: str
    number: int
    values: tuple[Any, ...]
    # Columns whose number is formatted as a percentage: 0.5 is shown as 50%.
    percent: frozenset[int] = frozenset()

    def get(self, index: int) -> Any:
        """The value of a column counted from 0; None beyond the end."""
        return self.values[index] if index < len(self.values) else None

    def text(self, index: int) -> str:
        """The value as it is seen, in one line; a percentage keeps its sign."""
        value = self.get(index)
        if index in self.percent:
            return f"{in_digits(Decimal(repr(value)) * 100)}%"
        return " ".join(shown(value).split())

    def problem(self, index: int, message: str) -> Problem:
        return Problem(self.sheet, self.number, letter(index), message)


def shown(value: Any) -> str:
    """A value as text, as a spreadsheet shows it here."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return f"{value:%d/%m/%Y %H.%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H.%M}"
        case float():
            return in_digits(Decimal(repr(value)))
    return str(value)


def in_digits(number: Decimal) -> str:
    """Without an exponent and without zeros at the end."""
    return format(number.normalize(), "f")


def read_rows(
    file: IO[bytes], *, max_rows: int = 5_000, max_columns: int = 50
) -> tuple[list[Row], list[Problem]]:
    """The filled rows of every visible sheet, and what is wrong with the file, notes among it.

    `max_rows` counts filled rows of all sheets together. Formulas, error values and numbers that
    Excel has already rounded are problems of their cell, whose value is then None. A merged cell
    stands in every row and column that it covers.
    """
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        return _refused(f"Berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB.")
    file.seek(0)
    content = file.read()
    other = _other(content)
    if other:
        return _refused(other)
    try:
        made = bounded.run(READER, {"baris": max_rows, "kolom": max_columns}, content, BOUNDS)
    except Exhausted:
        return _refused(
            "Berkas ini terlalu berat untuk dibaca. Salin isinya saja ke buku kerja baru."
        )
    if made.answer is None:  # it crashed
        return _refused(BROKEN)
    rows = [
        Row(name, number, tuple(map(_unpacked, values)), frozenset(percent))
        for name, number, values, percent in made.answer["baris"]
    ]
    problems = [Problem(*place) for place in made.answer["masalah"]]
    notes = [replace(Problem(*place), note=True) for place in made.answer["catatan"]]
    return rows, problems + notes


def split(found: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """Problems, and notes."""
    found = list(found)
    return [one for one in found if not one.note], [one for one in found if one.note]


def _refused(words: str) -> tuple[list[Row], list[Problem]]:
    return [], [Problem("", 0, "", words)]


def _other(content: bytes) -> str:
    """What the file is in place of a table, and what to do; "" for what may be one."""
    if not content:
        return UNKNOWN
    if content.startswith(old_office.MAGIC):
        return _OLD[old_office.kind_of(content)]
    for starts, words in _OTHERS:
        if content.startswith(starts):
            return words
    head = content[:4096].replace(b"\0", b"").lower()  # in UTF-16 every other byte is zero
    head = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()
    if head.startswith(b"mime-version:"):
        return _MARKUP[2][1]
    if head.startswith(b"<"):
        return next(words for mark, words in _MARKUP if mark in head)
    return ""


_UNPACKING: dict[str, Callable[[str], Any]] = {
    "saat": datetime.fromisoformat,
    "tanggal": date.fromisoformat,
    "jam": time.fromisoformat,
    "angka": Decimal,
}


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return _UNPACKING[kind](text)
