"""A stranger's table to rows and located problems: a program of `pekppp.base.bounded`.

XLSX and ODS are zipped XML and are read as a stream of events, counted as they come; CSV by the
standard library. What a table must not lose on its way here, no library keeps all of: openpyxl's
reader of large files tells neither hidden rows nor merged cells, and stops at a style it dislikes;
calamine tells neither formulas, error values, hidden rows nor number formats. So what stands here
is small: the values of cells, what they are, and nothing of how they look.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from . import ods, separated, xlsx
from .grid import (
    BROKEN,
    MAX_PARTS,
    MAX_PROBLEMS,
    MAX_UNPACKED,
    PASSWORD,
    TOO_MUCH,
    UNKNOWN,
    Limits,
    Place,
    Refusal,
    Table,
    fill_merged,
    letter,
    notes_of,
)
from .package import Archive


def work(
    order: dict[str, Any], content: bytes, send: Callable[[str, bytes], None]
) -> dict[str, Any]:
    rows, problems, notes = parse(content, order["baris"], order["kolom"])
    return {
        "baris": [
            (name, number, [packed(value) for value in values], percent)
            for name, number, values, percent in rows
        ],
        "masalah": problems,
        "catatan": notes,
    }


Read = tuple[list[tuple[str, int, list[Any], list[int]]], list[Place], list[Place]]


def parse(content: bytes, max_rows: int, max_columns: int) -> Read:
    """The filled rows of all visible sheets (name, number, values, columns that are percentages),
    problems and notes as (sheet, row, column, words)."""
    limits = Limits(max_rows, max_columns)
    try:
        tables = list(_tables(content, limits))
        for table in tables:
            fill_merged(table, limits)
    except Refusal as refusal:
        return [], [refusal.place], []
    except (
        *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError),
        # What numbers and references raise that are none; zipfile, of a method it does not know.
        *(ValueError, LookupError, OverflowError, RuntimeError),
    ):
        return [], [("", 0, "", BROKEN)], []
    rows: list[Any] = []
    problems: list[Any] = []
    notes: list[Any] = []
    for table in tables:
        for number, cells in sorted(table.rows.items()):
            values = [cells[n].value if n in cells else None for n in range(max(cells) + 1)]
            percent = [n for n, cell in cells.items() if cell.percent]
            rows.append((table.name, number, values, percent))
            problems += [
                (table.name, number, letter(n), cell.wrong)
                for n, cell in sorted(cells.items())
                if cell.wrong and len(problems) < MAX_PROBLEMS
            ]
        notes += notes_of(table)
    return rows, problems, notes


def packed(value: Any) -> Any:
    """A value for JSON; `sheet_reading` unpacks it."""
    match value:
        case datetime():
            return {"saat": value.isoformat()}
        case date():
            return {"tanggal": value.isoformat()}
        case time():
            return {"jam": value.isoformat()}
        case Decimal():
            return {"angka": str(value)}
    return value


def _tables(content: bytes, limits: Limits) -> Iterator[Table]:
    if content.startswith(b"PK"):
        yield from _of_archive(content, limits)
    else:
        yield separated.read(content, limits)


def _of_archive(content: bytes, limits: Limits) -> Iterator[Table]:
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
        parts = file.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise Refusal(UNKNOWN) from None
    names = {item.filename.replace("\\", "/").lstrip("/").lower(): item.filename for item in parts}
    if len(parts) > MAX_PARTS or sum(item.file_size for item in parts) > MAX_UNPACKED:
        # A presentation is mostly larger than any table.
        raise Refusal(_other_document(names) or TOO_MUCH)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refusal("Berkas memuat makro. Simpan sebagai «Excel Workbook (.xlsx)», tanpa makro.")
    if any(item.flag_bits & 1 for item in parts):
        raise Refusal(PASSWORD)
    archive = Archive(file, names)
    kind = archive.read("mimetype")[:200] if names.get("mimetype") else b""
    if b"opendocument" in kind:
        if b"opendocument.spreadsheet" not in kind:
            raise Refusal(f"Ini dokumen LibreOffice, bukan tabel. {_COPY}")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refusal(PASSWORD)
        yield from ods.read(archive, limits)
        return
    other = _other_document(names)
    if other:
        raise Refusal(other)
    yield from xlsx.read(archive, limits)


_COPY = "Salin tabelnya ke Excel, simpan sebagai .xlsx, lalu unggah."


def _other_document(names: dict[str, str]) -> str:
    if "word/document.xml" in names:
        return f"Ini dokumen Word (DOCX), bukan tabel. {_COPY}"
    if "ppt/presentation.xml" in names:
        return f"Ini presentasi (PPTX), bukan tabel. {_COPY}"
    if "xl/workbook.bin" in names:
        return (
            "Ini buku kerja biner (.xlsb). Buka di Excel, simpan sebagai «Excel Workbook (.xlsx)», "
            "lalu unggah lagi."
        )
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names) or (
        "index.zip" in names
    ):
        return "Ini berkas Numbers. Pilih File, Ekspor ke, Excel; lalu unggah hasilnya."
    return ""
