"""What is read of a table: its filled cells at their places, counted as they come, and its words.

Nothing here knows a format of files. Programs of `pekppp.base.bounded` import nothing else of ours.
"""

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

MAX_UNPACKED = 25 * 1024 * 1024
MAX_PARTS = 500
# Rows and cells that are walked over, blank ones too: a few bytes can claim a million of them.
MAX_WALKED = 300_000
# The same long text may stand in every cell and take its room once.
MAX_TEXT = 5_000_000
MAX_FILLED = 250_000  # by merged cells
MAX_NAME = 100  # of a sheet, which every row says again; Excel keeps 31
MAX_PROBLEMS = 1_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
TOO_LONG = 10**15  # a spreadsheet keeps 15 digits

SAVE_ANEW = "Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu unggah lagi."
UNKNOWN = "Berkas ini bukan buku kerja yang dikenal. Simpan sebagai «Excel Workbook (.xlsx)»."
BROKEN = f"Berkas ini rusak dan tidak dapat dibaca sebagai buku kerja. {SAVE_ANEW}"
TOO_MUCH = "Isi berkas terlalu besar setelah dibuka."
BLANKS = "Lembar ini memuat terlalu banyak baris atau kolom kosong. Hapus, lalu simpan."
PASSWORD = "Berkas dilindungi kata sandi. Simpan tanpa kata sandi."  # noqa: S105  words
ALL_HIDDEN = "Semua lembar tersembunyi. Tampilkan lembarnya, lalu simpan."
FORMULA = "Sel ini berisi rumus. Tempel sebagai nilai."
ROUNDED = (
    "Angka panjang seperti NIP dibulatkan oleh Excel. Ubah format sel menjadi teks, lalu ketik "
    "ulang."
)
NO_DATE = "Sel ini berformat tanggal, tetapi isinya bukan tanggal. Ketik ulang."
NO_VALUE = "Isi sel ini tidak terbaca. Ketik ulang."
NO_FORMAT = f"Format sel ini tidak terbaca karena berkasnya rusak. {SAVE_ANEW}"


# Sheet, row, column, words.
Place = tuple[str, int, str, str]


class Refusal(Exception):
    """Why the whole file is refused, and where that was seen."""

    def __init__(self, message: str, sheet: str = "", row: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.place = (sheet, row, column, message)


class Cell(NamedTuple):
    """A cell that is not blank: its value as it was typed, or what is wrong with it."""

    value: Any = None
    wrong: str = ""
    percent: bool = False


@dataclass(slots=True)
class Table:
    """The filled cells of a sheet by row and column, both counted from where the sheet begins."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, then columns


@dataclass(slots=True)
class Limits:
    """What may still be read."""

    rows: int
    columns: int
    walked: int = MAX_WALKED
    text: int = MAX_TEXT
    filled: int = MAX_FILLED
    all_rows: int = 0

    def __post_init__(self) -> None:
        self.all_rows = self.rows

    def require_few(self, text: bytes, marks: tuple[bytes, ...], sheet: str) -> None:
        """Counted at once, before it is walked over; what is written otherwise is counted then."""
        if sum(map(text.count, marks)) > self.walked:
            raise Refusal(BLANKS, sheet)

    def step(self, sheet: str, row: int) -> None:
        self.walked -= 1
        if self.walked < 0 or row > LAST_ROW:
            raise Refusal(BLANKS, sheet, row)

    def put(self, table: Table, row: int, column: int, cell: Cell) -> None:
        """Keep a filled cell. Columns are counted from 0."""
        if column >= self.columns:
            words = f"Terlalu banyak kolom; paling banyak {self.columns}."
            raise Refusal(words, table.name, row, letter(column))
        cells = table.rows.get(row)
        if cells is None:
            self.rows -= 1
            if self.rows < 0:
                words = f"Terlalu banyak baris; paling banyak {self.all_rows} dalam satu berkas."
                raise Refusal(words, table.name, row)
            cells = table.rows[row] = {}
        self.say(cell, table.name, row)
        cells[column] = cell

    def say(self, cell: Cell, sheet: str, row: int, times: int = 1) -> None:
        if isinstance(cell.value, str):
            self.text -= len(cell.value) * times
            if self.text < 0:
                raise Refusal(TOO_MUCH, sheet, row)


def letter(index: int) -> str:
    """The name of a column counted from 0."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def notes_of(table: Table) -> list[Place]:
    """What a person who looks at the sheet does not see is read all the same, and told."""
    found = []
    hidden = sorted(table.hidden_rows & table.rows.keys())
    if hidden:
        words = f"{len(hidden)} baris tersembunyi ikut dibaca ({_spans(hidden)})."
        found.append((table.name, 0, "", words))
    used = {column for cells in table.rows.values() for column in cells}
    columns = sorted(
        n for n in used if any(first <= n <= last for first, last in table.hidden_columns)
    )
    if columns:
        names = ", ".join(map(letter, columns))
        found.append((table.name, 0, names, "Kolom tersembunyi ikut dibaca."))
    return found


def _spans(numbers: list[int]) -> str:
    """2, 5–7"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in spans[:8]]
    return ", ".join([*shown, "…"] if len(spans) > 8 else shown)


def fill_merged(table: Table, limits: Limits) -> None:
    """A merged cell says the same for everything below and beside its first one; what stands
    under it, unseen, is nothing. A row that is nothing but the lower half of merged cells is no
    row."""
    numbers = sorted(table.rows)
    areas = []
    for top, bottom, left, right in table.merged:
        columns = range(left, min(right + 1, limits.columns))
        within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        limits.filled -= len(within) * len(columns)
        if limits.filled < 0:
            words = "Lembar ini memuat terlalu banyak sel gabungan. Pisahkan, lalu simpan."
            raise Refusal(words, table.name, top, letter(left))
        if columns:
            areas.append(((top, left), within, columns, table.rows.get(top, {}).get(left)))
    for first, within, columns, _ in areas:
        for number in within:
            for column in columns:
                if (number, column) != first:
                    table.rows[number].pop(column, None)
    table.rows = {number: cells for number, cells in table.rows.items() if cells}
    for (top, _), within, columns, cell in areas:
        for number in within:
            if cell is not None and number in table.rows:
                limits.say(cell, table.name, top, len(columns))
                table.rows[number].update(dict.fromkeys(columns, cell))


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES = re.compile(r"[\u00a0\u2007\u202f]")
# Of no width, of direction, the mark of a byte order, the hyphen that is seen at an end of line.
_UNSEEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    # The joiners, but for letters that are written differently with them, and pictures.
    r"|(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def unescaped(text: str) -> str:
    """What XLSX writes for characters that XML cannot hold: _x000D_, and _x005F_ for itself."""
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves of one character.
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain(text: str) -> str:
    """A text as people see it: one kind of line end, one kind of space, nothing unseen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _UNSEEN.sub("", _SPACES.sub(" ", text))).strip()


def sheet_name(text: str) -> str:
    return plain(text)[:MAX_NAME]


def text_cell(text: str) -> Cell | None:
    text = plain(text)
    return Cell(text) if text else None


def number_cell(text: str, *, percent: bool = False) -> Cell:
    """A number as a spreadsheet keeps it: with 15 digits, whole ones without a point."""
    value: int | float
    if re.fullmatch(r"[+-]?[0-9]{1,30}", text):
        value = int(text)
    else:
        value = float(text)
        if not math.isfinite(value):
            raise ValueError(text)
        value = float(f"{value:.15g}")
        value = int(value) if value.is_integer() and abs(value) < TOO_LONG else value
    if abs(value) >= TOO_LONG:
        return Cell(wrong=ROUNDED)
    return Cell(value, percent=percent)


def iso_cell(text: str) -> Cell:
    text = text.removesuffix("Z")
    try:
        if "T" not in text:
            return Cell(time.fromisoformat(text) if ":" in text else date.fromisoformat(text[:10]))
        moment = datetime.fromisoformat(text[:19])
    except ValueError:
        return Cell(wrong=NO_DATE)
    return Cell(moment.date() if moment.time() == time() else moment)
