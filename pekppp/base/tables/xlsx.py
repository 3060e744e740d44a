"""The sheets of an XLSX: values, what they are, and what is hidden or merged; no looks at all."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from xml.parsers import expat

from .grid import (
    ALL_HIDDEN,
    FORMULA,
    NO_DATE,
    NO_FORMAT,
    NO_VALUE,
    UNKNOWN,
    Cell,
    Limits,
    Refusal,
    Table,
    iso_cell,
    number_cell,
    sheet_name,
    text_cell,
    unescaped,
)
from .package import Archive, local, walk

EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a table has no zones
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,13})")
# Formats that a style names by number alone. 14 and others follow the reader's country.
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_TIME_IDS = frozenset([18, 19, 20, 21, 45, 46, 47])
_PERCENT_IDS = frozenset([9, 10])
_NOT_LETTERS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.I)


@dataclass(frozen=True, slots=True)
class _Format:
    date: bool = False
    time: bool = False  # only a time of day
    percent: bool = False
    unknown: bool = False


_GENERAL = _Format()


@dataclass(slots=True)
class _Book:
    strings: list[Cell | None]
    formats: list[_Format]
    spoilt: bool  # the styles could not be read
    epoch: datetime

    def format(self, style: str) -> _Format:
        at = int(style or 0)
        if at < len(self.formats):
            return self.formats[at]
        return _Format(unknown=self.spoilt and at > 0)


def read(archive: Archive, limits: Limits) -> Iterator[Table]:
    mains, _ = _relations(archive, "", "officedocument")
    main = next(iter(mains.values()), "xl/workbook.xml")
    text = archive.read(main)
    if not text:
        raise Refusal(UNKNOWN)
    sheets: list[tuple[str, str]] = []
    base_1904 = hidden = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal base_1904, hidden
        if local(name) == "workbookPr":
            base_1904 = given.get("date1904", "") in ("1", "true")
        elif local(name) == "sheet" and given.get("state", "visible") == "visible":
            key = next((v for k, v in given.items() if ":" in k and local(k) == "id"), "")
            sheets.append((sheet_name(given.get("name", "")), key))
        elif local(name) == "sheet":
            hidden = True

    walk(text, start)
    if hidden and not sheets:
        raise Refusal(ALL_HIDDEN)
    places, _ = _relations(archive, main, "worksheet")
    _, strings = _relations(archive, main, "sharedstrings")
    _, styles = _relations(archive, main, "styles")
    formats, spoilt = _formats(archive.read(styles))
    book = _Book(
        _strings(archive.read(strings)),
        formats,
        spoilt,
        EPOCH_1904 if base_1904 else EPOCH_1900,
    )
    for name, key in sheets:
        part = places.get(key, "")
        if part:
            yield _sheet(archive.read(part), name, book, limits)


def _relations(archive: Archive, part: str, kind: str) -> tuple[dict[str, str], str]:
    """Parts that a part names, of one kind by their keys, and the last of them."""
    folder, _, name = part.rpartition("/")
    found: dict[str, str] = {}

    def start(name: str, given: dict[str, str]) -> None:
        if given.get("Type", "").lower().endswith(f"/{kind}"):
            found[given.get("Id", "")] = _joined(folder, given.get("Target", ""))

    text = archive.read(f"{folder}/_rels/{name}.rels" if part else "_rels/.rels")
    if text:
        walk(text, start)
    return found, next(reversed(found.values()), "")


def _joined(folder: str, target: str) -> str:
    """A target as a name; it may be absolute, or climb."""
    target = target.replace("\\", "/")
    steps = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _strings(text: bytes) -> list[Cell | None]:
    found: list[Cell | None] = []
    parts: list[str] = []
    inside = said = False  # of a text, and of how it is spoken

    def start(name: str, _given: dict[str, str]) -> None:
        nonlocal inside, said
        match local(name):
            case "si":
                parts.clear()
            case "rPh":
                said = True
            case "t":
                inside = not said

    def end(name: str) -> None:
        nonlocal inside, said
        match local(name):
            case "si":
                found.append(text_cell(unescaped("".join(parts))))
            case "rPh":
                said = False
            case "t":
                inside = False

    def data(text: str) -> None:
        if inside:
            parts.append(text)

    if text:
        walk(text, start, end, data)
    return found


def _formats(text: bytes) -> tuple[list[_Format], bool]:
    """What the styles say of numbers, and whether they were spoilt. The rest does not matter."""
    codes: dict[int, str] = {}
    found: list[_Format] = []
    inside = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal inside
        match local(name):
            case "numFmt":
                codes[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
            case "cellXfs":
                inside = True
            case "xf" if inside:
                found.append(_format(int(given.get("numFmtId", 0)), codes))

    def end(name: str) -> None:
        nonlocal inside
        if local(name) == "cellXfs":
            inside = False

    if not text:
        return [], False
    try:
        walk(text, start, end)
    except (expat.ExpatError, ValueError):
        return [], True
    return found, False


def _format(number: int, codes: dict[int, str]) -> _Format:
    if number not in codes:
        return _Format(
            date=number in _DATE_IDS, time=number in _TIME_IDS, percent=number in _PERCENT_IDS
        )
    code = _NOT_LETTERS.sub("", codes[number].partition(";")[0]).lower()
    if code == "general":
        return _GENERAL
    letters = set(code) & set("dmyhs")
    return _Format(
        date=bool(letters),
        time=bool(letters & {"h", "s"}) and not letters & {"d", "y"},
        percent="%" in code,
    )


class _Sheet:
    """Reads the events of one sheet."""

    def __init__(self, name: str, book: _Book, limits: Limits) -> None:
        self.table = Table(name)
        self.book, self.limits = book, limits
        self.row = self.column = 0
        self.spilt: list[tuple[int, int, int, int]] = []  # what one formula fills
        self.given: dict[str, str] | None = None  # of the cell that is open
        self.value: list[str] = []
        self.formula = self.inside = self.said = False

    def start(self, name: str, given: dict[str, str]) -> None:
        match local(name):
            case "c":
                self._begin(given)
            case "v" if self.given is not None:
                self.inside = True
            case "t" if self.given is not None:
                self.inside = not self.said
            case "rPh":
                self.said = True
            case "f" if self.given is not None:
                self.formula = True
                if given.get("t") in ("array", "dataTable") and given.get("ref"):
                    self.spilt.append(_area(given["ref"]))
            case "row":
                self.row = int(given["r"]) if "r" in given else self.row + 1
                self.column = -1
                self.limits.step(self.table.name, self.row)
                if given.get("hidden") in ("1", "true"):
                    self.table.hidden_rows.add(self.row)
            case "col" if given.get("hidden") in ("1", "true"):
                self.limits.step(self.table.name, self.row)
                span = int(given.get("min", 1)) - 1, int(given.get("max", 1)) - 1
                self.table.hidden_columns.append(span)
            case "mergeCell" if given.get("ref"):
                self.limits.step(self.table.name, self.row)
                self.table.merged.append(_area(given["ref"]))

    def _begin(self, given: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(given.get("r", ""))
        if found:
            self.column, self.row = _column(found[1]), int(found[2])
        else:
            self.column += 1
        self.limits.step(self.table.name, self.row)
        self.given, self.formula = given, False
        self.value.clear()

    def data(self, text: str) -> None:
        if self.inside:
            self.value.append(text)

    def end(self, name: str) -> None:
        match local(name):
            case "v" | "t":
                self.inside = False
            case "rPh":
                self.said = False
            case "c" if self.given is not None:
                try:
                    cell = self._cell(self.given, "".join(self.value))
                except ValueError:
                    cell = Cell(wrong=NO_VALUE)
                self.given = None
                if cell is not None:
                    self.limits.put(self.table, self.row, self.column, cell)

    def _cell(self, given: dict[str, str], text: str) -> Cell | None:
        if self.formula:
            return Cell(wrong=FORMULA)
        kind = given.get("t", "n")
        if kind in ("inlineStr", "str"):
            return text_cell(unescaped(text))
        if not text.strip():
            return None
        match kind:
            case "s":
                return self.book.strings[int(text)]
            case "b":
                return Cell(text.strip() in ("1", "true"))
            case "e":
                return Cell(wrong=f"Sel ini berisi galat {text[:20]}.")
            case "d":
                return iso_cell(text.strip())
        return self._of_number(text.strip(), self.book.format(given.get("s", "")))

    def _of_number(self, text: str, form: _Format) -> Cell:
        if form.unknown:
            return Cell(wrong=NO_FORMAT)
        if not form.date:
            return number_cell(text, percent=form.percent)
        return _moment(float(text), form, self.book.epoch)

    def finish(self) -> Table:
        """What one formula fills stands in its other cells as if it were typed."""
        numbers = sorted(self.table.rows)
        for top, bottom, left, right in self.spilt:
            for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
                self.limits.step(self.table.name, number)
                row = self.table.rows[number]
                for column in [n for n in row if left <= n <= right]:
                    row[column] = Cell(wrong=FORMULA)
        return self.table


def _sheet(text: bytes, name: str, book: _Book, limits: Limits) -> Table:
    limits.require_few(text, (b"<c", b"<row"), name)
    reader = _Sheet(name, book, limits)
    walk(text, reader.start, reader.end, reader.data)
    return reader.finish()


@lru_cache
def _column(letters: str) -> int:
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - 64
    return number - 1


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if a is None or b is None:
        raise ValueError(reference)
    return int(a[2]), int(b[2]), _column(a[1]), _column(b[1])


def _moment(serial: float, form: _Format, epoch: datetime) -> Cell:
    """Days since the epoch. Those before March 1900 are counted with a day that never was."""
    if epoch.year == 1899 and serial < 61 and not (form.time and serial < 1):
        return Cell(wrong=NO_DATE)
    try:
        moment = epoch + timedelta(seconds=round(serial * 86_400))
    except (OverflowError, ValueError):
        return Cell(wrong=NO_DATE)
    if serial < 0:
        return Cell(wrong=NO_DATE)
    if form.time and serial < 1:
        return Cell(moment.time())
    return Cell(moment.date() if moment.time() == time() else moment)
