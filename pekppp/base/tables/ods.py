"""The sheets of an ODS, the table of LibreOffice."""

import re
from datetime import time

from .grid import (
    ALL_HIDDEN,
    BROKEN,
    FORMULA,
    LAST_ROW,
    NO_DATE,
    NO_VALUE,
    Cell,
    Limits,
    Refusal,
    Table,
    iso_cell,
    number_cell,
    sheet_name,
    text_cell,
)
from .package import Archive, walk

_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 "
    for name in ("office", "table", "text", "style")
)
_REST = 1 << 20  # more columns or rows than there can be
# Within these stands something else than the table: what it was before, and what is stuck onto it.
_APART = frozenset(
    [
        *(f"{_TABLE}tracked-changes", f"{_TABLE}dde-links", f"{_TABLE}shapes"),
        *(f"{_OFFICE}annotation", f"{_OFFICE}forms"),
    ]
)
_DRAWN = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 "  # anchored to the cell, not in it
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


class _Spreadsheet:
    """Reads the events of all sheets of an ODS."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tables: list[Table] = []
        self.hidden = False
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.table: Table | None = None
        self.apart = 0
        self.row = self.rows = self.column = self.first_column = 0
        self.row_hidden = False
        self.cells: list[tuple[int, int, Cell]] = []
        self.spans: list[tuple[int, int, int, int]] = []
        self.given: dict[str, str] | None = None
        self.text: list[str] = []
        self.inside = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if self.apart or name in _APART or name.startswith(_DRAWN):
            self.apart += 1
            return
        space, _, local = name.rpartition(" ")
        space += " "
        if space == _TEXT and self.given is not None:
            self._words(local, given)
        elif space == _STYLE:
            if local == "style":
                self.style = given.get(f"{_STYLE}name", "")
            elif local == "table-properties" and given.get(f"{_TABLE}display") == "false":
                self.hidden_styles.add(self.style)
        elif space == _TABLE:
            self._part(local, given)

    def _words(self, local: str, given: dict[str, str]) -> None:
        match local:
            case "p" | "h":
                if self.text:
                    self.text.append("\n")
                self.inside += 1
            case "s":
                self.text.append(" " * min(int(given.get(f"{_TEXT}c", 1)), 1000))
            case "tab":
                self.text.append("\t")
            case "line-break":
                self.text.append("\n")

    def _part(self, local: str, given: dict[str, str]) -> None:
        match local:
            case "table":
                shown = given.get(f"{_TABLE}style-name") not in self.hidden_styles
                name = sheet_name(given.get(f"{_TABLE}name", ""))
                self.table = Table(name) if shown else None
                if self.table is not None:
                    self.tables.append(self.table)
                else:
                    self.hidden = True
                self.row = self.first_column = 0
            case "table-column":
                count = _count(given, "columns")
                if self.table is not None and _is_hidden(given):
                    span = self.first_column, self.first_column + count - 1
                    self.table.hidden_columns.append(span)
                self.first_column += count
            case "table-row":
                self.rows = _count(given, "rows")
                self.row_hidden = _is_hidden(given)
                self.column = 0
                self._step()
            case "table-cell" | "covered-table-cell":
                self.given = given
                self.text.clear()
                self._step()

    def _step(self) -> None:
        if self.table is not None:
            self.limits.step(self.table.name, min(self.row + 1, LAST_ROW))

    def data(self, text: str) -> None:
        if self.inside and not self.apart and self.given is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        if self.apart:
            self.apart -= 1
        elif name in (f"{_TEXT}p", f"{_TEXT}h"):
            self.inside = max(0, self.inside - 1)
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._keep(name)
        elif name == f"{_TABLE}table-row":
            self._end_row()

    def _keep(self, name: str) -> None:
        given, self.given = self.given or {}, None
        count = _count(given, "columns")
        try:
            covered = name.endswith("covered-table-cell")
            cell = None if covered else _ods_cell(given, "".join(self.text))
        except (ValueError, KeyError):  # a value that is none, or is not there
            cell = Cell(wrong=NO_VALUE)
        if cell is not None:
            self.cells.append((self.column, count, cell))
            wide, tall = (int(given.get(f"{_TABLE}number-{n}-spanned", 1)) for n in _AXES)
            if wide > 1 or tall > 1:
                self.spans.append((tall, self.column, self.column + wide - 1, 0))
        self.column += count

    def _end_row(self) -> None:
        table = self.table
        if table is not None and self.cells:
            for number in range(self.row + 1, self.row + self.rows + 1):
                for column, count, cell in self.cells:
                    for at in range(column, column + count):
                        self.limits.step(table.name, number)
                        self.limits.put(table, number, at, cell)
                if self.row_hidden:
                    table.hidden_rows.add(number)
            top = self.row + 1
            table.merged += [
                (top, top + tall - 1, left, right) for tall, left, right, _ in self.spans
            ]
        self.row += self.rows
        self.cells.clear()
        self.spans.clear()


_AXES = ("columns", "rows")


def _count(given: dict[str, str], axis: str) -> int:
    return max(1, min(int(given.get(f"{_TABLE}number-{axis}-repeated", 1)), _REST))


def _is_hidden(given: dict[str, str]) -> bool:
    return given.get(f"{_TABLE}visibility", "visible") != "visible"


def _ods_cell(given: dict[str, str], text: str) -> Cell | None:
    if f"{_TABLE}formula" in given:
        return Cell(wrong=FORMULA)
    kind = given.get(f"{_OFFICE}value-type", "string")
    match kind:
        case "float" | "currency" | "percentage":
            return number_cell(given[f"{_OFFICE}value"], percent=kind == "percentage")
        case "date":
            return iso_cell(given[f"{_OFFICE}date-value"])
        case "time":
            found = _DURATION.fullmatch(given[f"{_OFFICE}time-value"])
            hours, minutes, seconds = map(int, found.groups()) if found else (99, 0, 0)
            return Cell(time(hours, minutes, seconds)) if hours < 24 else Cell(wrong=NO_DATE)
        case "boolean":
            return Cell(given[f"{_OFFICE}boolean-value"] == "true")
    return text_cell(given.get(f"{_OFFICE}string-value", text))


def read(archive: Archive, limits: Limits) -> list[Table]:
    text = archive.read("content.xml")
    if not text:
        raise Refusal(BROKEN)
    limits.require_few(text, (b"<table:table-cell", b"<table:table-row"), "")
    reader = _Spreadsheet(limits)
    walk(text, reader.start, reader.end, reader.data, namespaces=True)
    if reader.hidden and not reader.tables:
        raise Refusal(ALL_HIDDEN)
    return reader.tables
