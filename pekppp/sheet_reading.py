"""The door through which workbooks come in: a stranger's file to located rows and problems.

Its size, its number of rows and columns, formulas, entity and zip bombs are problems in words,
located by sheet, row and column; nothing raises.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 25 * 1024 * 1024
MAX_PARTS = 500
# Rows and cells that are walked over, blank ones too: a few bytes can claim row 1000000000000, or a
# million rows as wide as a sheet can be. The last row of an ordinary sheet is the 1048576th.
MAX_WALKED = 2_000_000


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


def letter(index: int) -> str:
    """The name of a column counted from 0."""
    return get_column_letter(index + 1)


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
