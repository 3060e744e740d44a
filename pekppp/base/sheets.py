"""The door through which workbooks go out; they come in by `sheet_reading`.

Text is text. A cell that begins like a formula (= + - @ tab CR) stays what somebody typed; only a
`Formula`, which our own code wrote, is one.
A sheet to be filled in is protected but for its `Entry` cells, which say what may be typed.
Every sheet comes out of a printer as somebody would set it up: see `_set_up_print`.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Literal

import openpyxl
from django.utils import timezone
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Where a spreadsheet may begin a formula, whatever it takes for its separator: at the beginning, or
# behind a separator, a quote or the end of a line. Full-width signs count in East Asian settings.
_FORMULA = re.compile(r"""(^|[;,|\t\r\n"])([ \u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20])""")
# Control characters that XML cannot carry.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Of `_x000D_`, the first sign.
_LOOKS_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32_767  # of a cell, by the file format
_HEADER_FILL = PatternFill("solid", fgColor="FFE3EAF4")
_ENTRY_FILL = PatternFill("solid", fgColor="FFFFFBE6")

INTEGER, TWO_DECIMALS, FOUR_DECIMALS = "0", "0.00", "0.0000"
TWO_OR_MORE = "0.00#"
DATE, DATE_TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
TEXT = "@"
_A4 = 9
_MOST_ROWS = 20_000  # that are filled in below a title
_FROM_LIST = "Pilih salah satu dari daftarnya."


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write: its title, its Excel number format and its width in characters."""

    title: str
    format: str = "General"
    width: int | None = None
    hidden: bool = False
    # What a spreadsheet offers, and lets stand, in every cell below the title.
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be filled in, and what may be typed: one of `choices`, or a number from 0 on."""

    value: Any
    format: str = "General"
    choices: tuple[str, ...] = ()
    number: Literal["", "whole", "decimal"] = ""
    refusal: str = ""  # what the spreadsheet says about anything else


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula without its "=", of references and numbers of ours: never of somebody's text.

    Written without a value, so that whoever opens the file computes it.
    """

    text: str
    format: str = "General"


@dataclass(frozen=True, slots=True)
class Head:
    """A cell that heads a part of a sheet or carries its result."""

    value: Any
    format: str = "General"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under its titles; with columns that have no title, a form that is laid out freely."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    # Lines above the table: what it is, its method, its source.
    notes: Sequence[str] = ()
    # Nothing but `Entry` cells can be changed; there is no password.
    protected: bool = False


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
    """The table of a sheet as UTF-8 CSV for machines: comma, decimal point, ISO dates, no notes."""
    return _csv(sheet, ",", _for_machines).encode()


def write_csv_for_people(sheet: Sheet) -> bytes:
    """The same as a spreadsheet with Indonesian settings opens it: semicolon, BOM, decimal comma,
    day first."""
    return _csv(sheet, ";", _for_people).encode("utf-8-sig")


def _csv(sheet: Sheet, separator: str, text: Callable[[Any], str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([safe_text(column.title) for column in sheet.columns])
    writer.writerows(
        [safe_text(value) if isinstance(value, str) else text(value) for value in _plain_row(row)]
        for row in sheet.rows
    )
    return out.getvalue()


def safe_text(value: str) -> str:
    """Text for a CSV: an apostrophe disarms whatever a spreadsheet would take for a formula,
    whichever separator it reads with."""
    text = _FORMULA.sub(r"\1'\2", value)
    return f"'{text}" if text.startswith(_LOOKS_LIKE_FORMULA) else text


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
        if column.format == TEXT:  # of empty cells too: a long number that is typed there stays
            target.column_dimensions[get_column_letter(index + 1)].number_format = TEXT
    top = len(sheet.notes) + 1 if sheet.notes else 0
    titled = any(column.title for column in sheet.columns)
    _set_up_print(target, heading=top + 1 if titled else 1)
    if titled:
        target.freeze_panes = f"A{top + 2}"
        last = get_column_letter(max(1, len(sheet.columns)))
        target.auto_filter.ref = f"A{top + 1}:{last}{top + 1 + len(rows)}"
    else:
        for number, row in enumerate(rows, start=top + 1):
            lines = max(map(_lines, row, sheet.columns))
            if lines > 1:  # not every program makes room for wrapped text by itself
                target.row_dimensions[number].height = 15 * lines
    for note in sheet.notes:
        target.append([_cell(target, note)])
    if sheet.notes:
        target.append([])
    if titled:
        target.append([_header(target, column.title) for column in sheet.columns])
    for row in rows:
        target.append(
            [
                _cell(target, value, column.format, wrap=sheet.protected)
                for value, column in zip(row, sheet.columns, strict=True)
            ]
        )
    _guard(target, sheet, rows, top + 2, lists)


def _set_up_print(target: Any, *, heading: int) -> None:
    """A4 across, all columns on one page's width, the heading and the page's number on each."""
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page = target.page_setup
    page.paperSize, page.orientation = _A4, "landscape"
    page.fitToWidth, page.fitToHeight = 1, 0  # as many pages long as it takes
    target.print_title_rows = f"{heading}:{heading}"
    target.print_options.horizontalCentered = True
    margins = target.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.7, 0.3, 0.3
    target.oddFooter.left.text, target.oddFooter.right.text = "&A", "Halaman &P dari &N"


# Holds what may be chosen: a list within the rule itself ends at 255 letters and at each comma.
_LISTS = "Pilihan"


def _guard(
    target: Any,
    sheet: Sheet,
    rows: list[list[Any]],
    first: int,
    lists: dict[tuple[str, ...], str],
) -> None:
    """Say what may be typed in columns, and in the entries of a sheet that is protected."""
    for index, column in enumerate(sheet.columns, start=1):
        if column.choices:
            rule = _rule(Entry(None, choices=column.choices, refusal=_FROM_LIST), lists)
            letter = get_column_letter(index)
            rule.add(f"{letter}{first}:{letter}{first + _MOST_ROWS}")
            target.data_validations.append(rule)
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
    said: dict[str, Any] = {
        "allow_blank": True,
        "showErrorMessage": True,
        "errorTitle": "Isian tidak sesuai",
        "error": entry.refusal[:255] or None,
    }
    if not entry.choices:
        return DataValidation(
            type=entry.number or None, operator="greaterThanOrEqual", formula1="0", **said
        )
    if entry.choices not in lists:
        column = get_column_letter(len(lists) + 1)
        lists[entry.choices] = f"'{_LISTS}'!${column}$1:${column}${len(entry.choices)}"
    return DataValidation(type="list", formula1=lists[entry.choices], **said)


def _write_lists(target: Any, lists: dict[tuple[str, ...], str]) -> None:
    target.sheet_state = "hidden"
    _set_up_print(target, heading=1)
    for row in zip_longest(*lists):
        target.append([_cell(target, _plain(value)) for value in row])


def _header(target: Any, title: str) -> Cell:
    return _head(target, Head(title))


def _head(target: Any, head: Head) -> Cell:
    value = _plain(head.value)
    cell = WriteOnlyCell(target) if value is None else _cell(target, value, head.format)
    # Named: a spreadsheet gives a font without a name one of its own.
    cell.font = Font(name="Calibri", size=11, bold=True)
    cell.fill = _HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(target: Any, value: Any, number_format: str = "General", *, wrap: bool = False) -> Any:
    if isinstance(value, Entry):
        return _entry(target, value)
    if isinstance(value, Head):
        return _head(target, value)
    if value is None:
        return None
    if isinstance(value, Formula):
        cell = WriteOnlyCell(target, value=f"={value.text}")
        cell.number_format = value.format
        cell.alignment = Alignment(vertical="top")
        return cell
    cell = WriteOnlyCell(target, value=_escaped(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl reads a leading "=" as a formula
        if value.startswith(_LOOKS_LIKE_FORMULA):
            cell.quotePrefix = True
    elif number_format != "General":
        cell.number_format = number_format
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _escaped(text: str) -> str:
    """Text that looks like an escape of the format would be read as what it stands for."""
    return _LOOKS_LIKE_ESCAPE.sub("_x005F_", text)


def _entry(target: Any, entry: Entry) -> Cell:
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
    if value is None or isinstance(
        value, bool | int | float | Decimal | date | time | Entry | Formula | Head
    ):
        return value
    return cell_text(str(value))


def _width(value: Any) -> int:
    if isinstance(value, Entry | Head):
        value = value.value
    return max((len(line) for line in str(value).splitlines()), default=0)


def _lines(value: Any, column: Column) -> int:
    """About how many lines a text takes in its column."""
    text = value.value if isinstance(value, Head) else value
    return math.ceil(_width(text) / (column.width or 60)) if isinstance(text, str) else 1


def _plain_row(row: Sequence[Any]) -> Iterable[Any]:
    return ("" if value is None else _plain(value) for value in row)


def _for_machines(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _for_people(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return str(value).replace(".", ",")


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """At most 31 characters, none of those that Excel forbids, each name once."""
    base = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:31] or "Lembar"
    name, number = base, 2
    while name.lower() in taken:
        name = f"{base[:27]} ({number})"
        number += 1
    taken.add(name.lower())
    return name
