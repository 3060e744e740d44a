"""The one door to workbooks: safe cells out, located rows in.

Out: text is text. A cell that begins like a formula (= + - @ tab CR) stays what somebody typed.
A sheet to be filled in is protected but for its `Entry` cells, which say what may be typed.
In: a stranger's file. Its size, its number of rows and columns, formulas, entity and zip bombs are
problems in words, located by sheet, row and column; nothing raises.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import IO, Any, Literal
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from django.utils import timezone
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Control characters that XML cannot carry.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_767  # of a cell, by the file format
_HEADER_FILL = PatternFill("solid", fgColor="FFE3EAF4")
_ENTRY_FILL = PatternFill("solid", fgColor="FFFFFBE6")

INTEGER, TWO_DECIMALS, FOUR_DECIMALS = "0", "0.00", "0.0000"
DATE, DATE_TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
TEXT = "@"


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write: its title, its Excel number format and its width in characters."""

    title: str
    format: str = "General"
    width: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be filled in, and what may be typed: one of `choices`, or a number from 0 on."""

    value: Any
    format: str = "General"
    choices: tuple[str, ...] = ()
    number: Literal["", "whole", "decimal"] = ""
    refusal: str = ""  # what the spreadsheet says about anything else


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    # Lines above the table: what it is, its method, its source.
    notes: Sequence[str] = ()
    # Nothing but `Entry` cells can be changed; there is no password.
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. Row 0 is the whole sheet, no sheet the whole file."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = [self.sheet and f"Lembar «{self.sheet}»", self.row and f"baris {self.row}"]
        where.append(self.column and f"kolom {self.column}")
        place = ", ".join(part for part in where if part)
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty, at its place; text is stripped, an empty cell is None."""

    sheet: str
    number: int
    values: tuple[Any, ...]
    # Columns whose number is formatted as a percentage: 0.5 is shown as 50%.
    percent: frozenset[int] = frozenset()

    def get(self, index: int) -> Any:
        """The value of a column counted from 0; None beyond the end."""
        return self.values[index] if index < len(self.values) else None

    def problem(self, index: int, message: str) -> Problem:
        return Problem(self.sheet, self.number, get_column_letter(index + 1), message)


# Out ----------------------------------------------------------------------------------------------


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX of these sheets: header, filter, widths, number formats, and text that stays text."""
    book = openpyxl.Workbook(write_only=True)
    names: set[str] = set()
    lists: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        _write(book.create_sheet(_sheet_name(sheet.name, names)), sheet, lists)
    if lists:
        _write_lists(book.create_sheet(_LISTS), lists)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(sheet: Sheet) -> bytes:
    """The table of a sheet as UTF-8 CSV for machines: decimal point, ISO dates, no notes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows([_csv_text(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode()


def safe_text(value: str) -> str:
    """Text for a CSV: an apostrophe disarms what a spreadsheet would take for a formula."""
    return f"'{value}" if value.startswith(_LOOKS_LIKE_FORMULA) else value


def letter(index: int) -> str:
    """The name of a column counted from 0."""
    return get_column_letter(index + 1)


def cell_text(text: str) -> str:
    """What of a text can stand in a cell."""
    return _NOT_IN_XML.sub("", text)[:_LONGEST_TEXT]


def _write(target: Any, sheet: Sheet, lists: dict[tuple[str, ...], str]) -> None:
    rows = [[_plain(value) for value in row] for row in sheet.rows]
    for index, column in enumerate(sheet.columns):
        longest = max((_width(row[index]) for row in rows[:500]), default=0)
        wanted = column.width or min(max(longest, len(column.title)) + 2, 60)
        target.column_dimensions[get_column_letter(index + 1)].width = wanted
        target.column_dimensions[get_column_letter(index + 1)].hidden = column.hidden
    top = len(sheet.notes) + 1 if sheet.notes else 0
    target.freeze_panes = f"A{top + 2}"
    last = get_column_letter(max(1, len(sheet.columns)))
    target.auto_filter.ref = f"A{top + 1}:{last}{top + 1 + len(rows)}"
    for note in sheet.notes:
        target.append([_cell(target, note)])
    if sheet.notes:
        target.append([])
    target.append([_header(target, column.title) for column in sheet.columns])
    for row in rows:
        target.append(
            [
                _cell(target, value, column.format, wrap=sheet.protected)
                for value, column in zip(row, sheet.columns, strict=True)
            ]
        )
    _guard(target, sheet, rows, top + 2, lists)


# Holds what may be chosen: a list within the rule itself ends at 255 letters and at each comma.
_LISTS = "Pilihan"


def _guard(
    target: Any,
    sheet: Sheet,
    rows: list[list[Any]],
    first: int,
    lists: dict[tuple[str, ...], str],
) -> None:
    """Protect a sheet, and say for its entries what may be typed."""
    if not sheet.protected:
        return
    target.protection.sheet = True
    target.protection.formatColumns = False  # allowed: these are what is forbidden
    target.protection.formatRows = False
    target.protection.autoFilter = False
    rules: dict[tuple[Any, ...], DataValidation] = {}
    for number, row in enumerate(rows, start=first):
        for index, entry in enumerate(row, start=1):
            if not isinstance(entry, Entry) or not (entry.choices or entry.number):
                continue
            key = (entry.choices, entry.number, entry.refusal)
            if key not in rules:
                rules[key] = _rule(entry, lists)
                target.data_validations.append(rules[key])
            rules[key].add(f"{get_column_letter(index)}{number}")


def _rule(entry: Entry, lists: dict[tuple[str, ...], str]) -> DataValidation:
    said = {
        "allow_blank": True,
        "showErrorMessage": True,
        "errorTitle": "Isian tidak sesuai",
        "error": entry.refusal[:255] or None,
    }
    if not entry.choices:
        return DataValidation(
            type=entry.number, operator="greaterThanOrEqual", formula1="0", **said
        )
    if entry.choices not in lists:
        column = get_column_letter(len(lists) + 1)
        lists[entry.choices] = f"'{_LISTS}'!${column}$1:${column}${len(entry.choices)}"
    return DataValidation(type="list", formula1=lists[entry.choices], **said)


def _write_lists(target: Any, lists: dict[tuple[str, ...], str]) -> None:
    target.sheet_state = "hidden"
    for row in zip_longest(*lists):
        target.append([_cell(target, _plain(value)) for value in row])


def _header(target: Any, title: str) -> WriteOnlyCell:
    cell = _cell(target, title)
    cell.font = Font(bold=True)
    cell.fill = _HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(target: Any, value: Any, number_format: str = "General", *, wrap: bool = False) -> Any:
    if isinstance(value, Entry):
        return _entry(target, value)
    if value is None:
        return None
    cell = WriteOnlyCell(target, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl reads a leading "=" as a formula
        if value.startswith(_LOOKS_LIKE_FORMULA):
            cell.quotePrefix = True
    elif number_format != "General":
        cell.number_format = number_format
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _entry(target: Any, entry: Entry) -> WriteOnlyCell:
    value = _plain(entry.value)
    cell = WriteOnlyCell(target) if value is None else _cell(target, value)
    cell.number_format = entry.format
    cell.protection = Protection(locked=False)
    cell.fill = _ENTRY_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _plain(value: Any) -> Any:
    """What a cell can hold: text without control characters, times without a zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, bool | int | float | Decimal | date | time | Entry):
        return value
    return cell_text(str(value))


def _width(value: Any) -> int:
    if isinstance(value, Entry):
        value = value.value
    return max((len(line) for line in str(value).splitlines()), default=0)


def _csv_text(value: Any) -> str:
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """At most 31 characters, none of those that Excel forbids, each name once."""
    base = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:31] or "Lembar"
    name, number = base, 2
    while name.lower() in taken:
        name = f"{base[:27]} ({number})"
        number += 1
    taken.add(name.lower())
    return name


# In -----------------------------------------------------------------------------------------------

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 25 * 1024 * 1024
MAX_PARTS = 500
# Rows and cells that are walked over, blank ones too: a few bytes can claim row 1000000000000, or a
# million rows as wide as a sheet can be. The last row of an ordinary sheet is the 1048576th.
MAX_WALKED = 2_000_000


def read_rows(
    file: IO[bytes], *, max_rows: int = 5_000, max_columns: int = 50
) -> tuple[list[Row], list[Problem]]:
    """The filled rows of every visible sheet, and what is wrong with the file.

    `max_rows` counts filled rows of all sheets together. Formulas, error values and numbers that
    Excel has already rounded are problems of their cell, whose value is then None.
    """
    refusal = _refusal(file)
    if refusal:
        return [], [Problem("", 0, "", refusal)]
    rows: list[Row] = []
    problems: list[Problem] = []
    walked = 0
    try:
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                room = max_rows - len(rows)
                left = MAX_WALKED - walked
                problem, steps = _read(sheet, rows, problems, room, max_columns, max_rows, left)
                walked += steps
                if problem:
                    return [], [problem]
    except (
        InvalidFileException,
        ParseError,
        zipfile.BadZipFile,
        zlib.error,
        # What openpyxl raises on parts that are missing or malformed.
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        EOFError,
        # zipfile's word for a compression it does not know.
        NotImplementedError,
        OverflowError,
    ) as error:
        # openpyxl wraps what it met in an error of its own.
        if isinstance(error.__cause__ or error, DefusedXmlException):
            return [], [Problem("", 0, "", "Berkas memuat definisi entitas dan ditolak.")]
        return [], [Problem("", 0, "", "Berkas tidak dapat dibaca sebagai buku kerja XLSX.")]
    return rows, problems


def _refusal(file: IO[bytes]) -> str:
    """Why the file is not opened at all, or ""."""
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        return f"Berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB."
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    # NotImplementedError: zipfile's word for a version or compression it does not know.
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return "Berkas ini bukan buku kerja XLSX. Simpan sebagai «Excel Workbook (.xlsx)»."
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return "Isi berkas terlalu besar setelah dibuka."
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        return "Berkas memuat makro. Simpan sebagai «Excel Workbook (.xlsx)», tanpa makro."
    if any(part.flag_bits & 1 for part in parts):
        return "Berkas dilindungi kata sandi. Simpan tanpa kata sandi."
    return ""


def _read(
    sheet: Any,
    rows: list[Row],
    problems: list[Problem],
    room: int,
    max_columns: int,
    max_rows: int,
    left: int,
) -> tuple[Problem | None, int]:
    """Append the rows of one sheet; return a problem that refuses the whole file, and how much
    was walked over (at most `left`)."""
    # The sheet's own statement of its size is a claim like any other.
    sheet.reset_dimensions()
    found = walked = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        walked += 1 + len(cells)
        if walked > left:
            words = "Lembar ini memuat terlalu banyak baris atau kolom kosong. Hapus, lalu simpan."
            return Problem(sheet.title, number, "", words), walked
        filled = [index for index, cell in enumerate(cells) if not _is_blank(cell.value)]
        if not filled:
            continue
        if filled[-1] >= max_columns:
            letters = get_column_letter(filled[-1] + 1)
            words = f"Terlalu banyak kolom; paling banyak {max_columns}."
            return Problem(sheet.title, number, letters, words), walked
        found += 1
        if found > room:
            words = f"Terlalu banyak baris; paling banyak {max_rows} dalam satu berkas."
            return Problem(sheet.title, number, "", words), walked
        values = []
        for index, cell in enumerate(cells[: filled[-1] + 1]):
            value, words = _value(cell)
            values.append(value)
            if words:
                column = get_column_letter(index + 1)
                problems.append(Problem(sheet.title, number, column, words))
        percent = frozenset(
            index for index in filled if values[index] is not None and _is_percent(cells[index])
        )
        rows.append(Row(sheet.title, number, tuple(values), percent))
    return None, walked


def _is_percent(cell: Any) -> bool:
    return isinstance(cell.value, int | float) and "%" in (cell.number_format or "")


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _value(cell: Any) -> tuple[Any, str]:
    """A cell's value, and what is wrong with it."""
    value = cell.value
    if _is_blank(value):
        return None, ""
    if cell.data_type == "f":
        return None, "Sel ini berisi rumus. Tempel sebagai nilai."
    if cell.data_type == "e":
        return None, f"Sel ini berisi galat {value}."
    if isinstance(value, str):
        return value.strip(), ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= 10**15:
            return None, (
                "Angka panjang seperti NIP dibulatkan oleh Excel. Ubah format sel menjadi teks, "
                "lalu ketik ulang."
            )
        whole = isinstance(value, float) and value.is_integer()
        return (int(value) if whole else value), ""
    return value, ""
