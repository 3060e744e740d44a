"""The F01 as a workbook: written with what is answered, read back into located answers. No more.

One row a question, and one a choice where several may be ticked. What a row is stands in hidden
columns, with the version and the digest of the answer at the time of the download: so the order
of the rows, the name of the sheet and added columns do not matter.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from instruments import rules
from instruments.spec import Indikator, Instrumen, Pertanyaan
from pekppp.base import sheet_reading, sheets
from pekppp.base.sheet_reading import Problem, Row
from pekppp.base.sheets import Column, Entry, Sheet

SHEET = "F01"
TITLES = ("Aspek", "Indikator", "Pertanyaan", "Cara mengisi", "Jawaban", "kunci", "versi", "sidik")
WIDTHS = (8, 34, 48, 30, 40, 12, 12, 12)
JAWABAN, KUNCI, VERSI, SIDIK = (TITLES.index(t) for t in ("Jawaban", "kunci", "versi", "sidik"))
# The row that says whose sheet this is.
IDENTITY = "#lembar"
NONE_AT_ALL = "Tidak ada satu pun"
NOTES = (
    "Isi hanya kolom Jawaban (berlatar kuning). Jangan menambah, menghapus, atau menyalin baris.",
    "Sel yang dibiarkan seperti semula tidak mengubah apa pun. Jawaban yang Anda kosongkan baru "
    "dihapus setelah Anda menyetujuinya saat mengunggah.",
    "Setelah diisi, unggah di halaman F01 unit ini. Berkas diperiksa dahulu; belum ada yang "
    "berubah sampai Anda menerapkannya.",
)
_HOW = {
    "ya_tidak": "Ya atau Tidak",
    "angka": "Bilangan bulat, 0 atau lebih",
    "persen": "Angka, misalnya 87,5 (tulis 50, bukan 0,5 atau 50%)",
    "teks": "Teks",
    "pilihan_tunggal": "Pilih satu dari daftar di sel Jawaban",
    "pilihan_ganda": "Tulis Ya pada setiap pilihan yang sesuai di bawah ini",
}
_TICKED = frozenset({"ya", "x", "v", "✓", "✔", "1", "true"})
_NOT_TICKED = frozenset({"tidak", "-", "0", "false"})

# By indicator number and question id: the stored value and its version.
Answers = Mapping[int, Mapping[str, tuple[Any, int]]]


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One answer as the file has it: normalised, with what it was when it was downloaded."""

    indikator: int
    pertanyaan: str
    nilai: Any
    versi: int
    sidik: str
    lembar: str
    baris: int
    kolom: str
    catatan: str = ""


def fingerprint(pertanyaan: Pertanyaan, nilai: Any) -> str:
    """Says whether a cell was touched since the download."""
    if isinstance(nilai, str):
        nilai = rules.normalise(pertanyaan, sheet_reading.plain(sheets.cell_text(nilai)))
    text = json.dumps(nilai, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# Out ----------------------------------------------------------------------------------------------


def workbook(
    instrumen: Instrumen, answers: Answers, *, evaluasi: str, digest: str, nama: str
) -> bytes:
    rows: list[list[Any]] = [["", f"Lembar F01 {nama}", "", "", None, IDENTITY, evaluasi, digest]]
    for aspek in instrumen.semua_aspek:
        for indikator in aspek.indikator:
            for p in indikator.pertanyaan:
                nilai, versi = answers.get(indikator.nomor, {}).get(p.id, (None, 0))
                for row in _rows(indikator, p, nilai):
                    rows.append([aspek.kode, f"{indikator.nomor}. {indikator.nama}", *row])
                    own = row[-1] == _key(indikator, p)
                    rows[-1] += [versi, fingerprint(p, nilai)] if own else [None, None]
    columns = [
        Column(title, width=width, hidden=index >= KUNCI)
        for index, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True))
    ]
    return sheets.write_workbook([Sheet(SHEET, columns, rows, NOTES, protected=True)])


def _key(indikator: Indikator, pertanyaan: Pertanyaan) -> str:
    return f"{indikator.nomor}.{pertanyaan.id}"


def _rows(indikator: Indikator, p: Pertanyaan, nilai: Any) -> Iterator[list[Any]]:
    """Question, how to fill it, its cell, and its key."""
    key = _key(indikator, p)
    if p.jenis != "pilihan_ganda":
        yield [p.teks, _how(indikator, p), _entry(p, nilai), key]
        return
    yield [p.teks, _how(indikator, p), None, key]
    for option in p.pilihan:
        ticked = isinstance(nilai, list) and option.kode in nilai
        yield [f"– {option.teks}", "Ya bila sesuai", _tick(ticked), f"{key}:{option.kode}"]
    yield [f"– {NONE_AT_ALL}", "Ya bila memang tidak ada", _tick(nilai == []), f"{key}:"]


def _how(indikator: Indikator, p: Pertanyaan) -> str:
    said = [_HOW[p.jenis] + ("" if p.wajib else " (boleh kosong)")]
    if p.bila:
        said.append(f"Hanya bila {rules.bila_in_words(indikator, p.bila)}")
    return ". ".join(said)


def _tick(ticked: bool) -> Entry:
    return Entry("Ya" if ticked else None, choices=("Ya",), refusal="Pilih Ya, atau kosongkan.")


def _entry(p: Pertanyaan, nilai: Any) -> Entry:
    match p.jenis:
        case "ya_tidak":
            value = None if nilai is None else "Ya" if nilai else "Tidak"
            return Entry(value, choices=("Ya", "Tidak"), refusal="Pilih Ya atau Tidak.")
        case "angka":
            return Entry(nilai, number="whole", refusal="Isi dengan bilangan bulat, 0 atau lebih.")
        case "persen":
            number = None if nilai is None else Decimal(nilai)
            return Entry(number, number="decimal", refusal="Isi dengan angka, misalnya 87,5.")
        case "pilihan_tunggal":
            labels = _labels(p)
            return Entry(
                labels.get(nilai),
                choices=tuple(labels.values()),
                refusal="Pilih salah satu dari daftar.",
            )
        case _:
            return Entry(nilai, format=sheets.TEXT)


def _labels(p: Pertanyaan) -> dict[str, str]:
    """Code -> what the list says; with its code where two options read the same."""
    texts = [_plain(o.teks) for o in p.pilihan]
    return {
        o.kode: f"{o.teks} ({o.kode})" if texts.count(_plain(o.teks)) > 1 else o.teks
        for o in p.pilihan
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


# In -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Table:
    """The rows below the titles, by key, and where its columns are."""

    at: dict[str, int]
    rows: dict[str, Row]
    problems: list[Problem] = field(default_factory=list)

    def value(self, row: Row, title: str) -> Any:
        return row.get(self.at[title])

    def problem(self, row: Row, message: str) -> None:
        self.problems.append(row.problem(self.at["Jawaban"], message))


def read_f01(
    file: IO[bytes], instrumen: Instrumen, *, evaluasi: str, digest: str, nama: str
) -> tuple[list[SheetAnswer], list[Problem]]:
    """Every question of the file with its answer, and what is wrong with it and where."""
    found, said = sheet_reading.read_rows(file)
    problems, notes = sheet_reading.split(said)
    whole = [p for p in problems if not p.row]
    if whole or (problems and not found):
        return [], whole or problems
    table, wrong = _table(found)
    if table is None:
        return [], wrong
    wrong = _stranger(table, evaluasi, digest, nama)
    if wrong:
        return [], wrong
    letter = sheet_reading.letter(table.at["Jawaban"])
    broken = {
        (p.sheet, p.row): p
        for p in problems
        if p.column in (letter, sheet_reading.letter(table.at["kunci"]))
    }
    table.problems += broken.values()
    answers = []
    for indikator in instrumen.semua_indikator:
        for p in indikator.pertanyaan:
            read = _answer(table, indikator, p, broken)
            if read is not None:
                answers.append(read)
    _require_known(table, instrumen)
    # Other columns are hidden by ourselves, or not read.
    told = [p for p in notes if not p.column or letter in p.column.split(", ")]
    return answers, sorted(table.problems, key=lambda p: p.row) + told


def _table(rows: Iterable[Row]) -> tuple[_Table | None, list[Problem]]:
    table: _Table | None = None
    sheet = ""
    for row in rows:
        texts = [row.text(index) for index in range(len(row.values))]
        if {"Jawaban", "kunci", "versi", "sidik"} <= set(texts):
            if table is not None:
                words = "Berkas memuat dua lembar F01. Sisakan satu."
                return None, [Problem(row.sheet, row.number, "", words)]
            table = _Table({title: texts.index(title) for title in TITLES if title in texts}, {})
            sheet = row.sheet
        elif table is not None and row.sheet == sheet:
            key = table.value(row, "kunci")
            if key is None:
                continue
            if str(key) in table.rows:
                words = f"Baris ini sama dengan baris {table.rows[str(key)].number}. Hapus satu."
                table.problem(row, words)
            else:
                table.rows[str(key)] = row
    if table is None or IDENTITY not in table.rows:
        words = (
            "Ini bukan lembar F01 dari aplikasi ini, atau kolom tersembunyinya terhapus. Unduh "
            "lembar baru, lalu isikan jawaban Anda di sana."
        )
        return None, [Problem("", 0, "", words)]
    return table, []


def _stranger(table: _Table, evaluasi: str, digest: str, nama: str) -> list[Problem]:
    row = table.rows.pop(IDENTITY)
    if table.value(row, "versi") != evaluasi:
        words = f"Lembar ini bukan untuk {nama}. Unduh lembar dari halaman F01 unit ini."
    elif table.value(row, "sidik") != digest:
        words = "Lembar ini dari instrumen yang lain. Unduh lembar yang baru."
    else:
        return []
    return [Problem(row.sheet, row.number, "", words)]


def _require_known(table: _Table, instrumen: Instrumen) -> None:
    """Rows that somebody added: what is typed there would be lost without a word."""
    known = {
        key
        for indikator in instrumen.semua_indikator
        for p in indikator.pertanyaan
        for key in (
            _key(indikator, p),
            f"{_key(indikator, p)}:",
            *(f"{_key(indikator, p)}:{o.kode}" for o in p.pilihan),
        )
    }
    for key, row in table.rows.items():
        if key not in known:
            table.problem(row, "Baris ini tidak dikenal. Unduh lembar baru.")


def _answer(
    table: _Table, indikator: Indikator, p: Pertanyaan, broken: Mapping[tuple[str, int], Problem]
) -> SheetAnswer | None:
    key = _key(indikator, p)
    row = table.rows.get(key)
    parts = [f"{key}:{o.kode}" for o in p.pilihan] + [f"{key}:"]
    if p.jenis != "pilihan_ganda":
        parts = []
    missing = [part for part in parts if part not in table.rows]
    if row is None:
        for part in parts:
            if part in table.rows:
                table.problem(table.rows[part], "Baris pertanyaannya hilang. Unduh lembar baru.")
                break
        return None
    if missing:
        table.problem(row, "Ada baris pilihan yang hilang di bawah ini. Unduh lembar baru.")
        return None
    rows = [table.rows[part] for part in parts]
    if any((r.sheet, r.number) in broken for r in (row, *rows)):
        return None
    versi, sidik = table.value(row, "versi"), table.value(row, "sidik")
    if isinstance(versi, str) and versi.isdecimal():
        versi = int(versi[:10])  # of a CSV, where all is text
    if not isinstance(versi, int) or isinstance(versi, bool) or not 0 <= versi < 2**31:
        table.problem(row, "Kolom tersembunyi baris ini rusak. Unduh lembar baru.")
        return None
    note = ""
    try:
        if parts:
            nilai: Any = _ticked(table, p, rows)
        else:
            raw, note = _typed(p, table.value(row, "Jawaban"), table.at["Jawaban"] in row.percent)
            nilai = rules.normalise(p, raw)
    except ValueError as error:
        if str(error):
            table.problem(row, str(error))
        return None
    place = rows[0] if rows else row
    letter = sheet_reading.letter(table.at["Jawaban"])
    return SheetAnswer(
        indikator.nomor, p.id, nilai, versi, str(sidik), row.sheet, place.number, letter, note
    )


def _ticked(table: _Table, p: Pertanyaan, rows: list[Row]) -> list[str] | None:
    """The codes that are ticked; [] where it is said that there is none, None where nothing is."""
    marks: list[bool | None] = []
    for row in rows:
        value = table.value(row, "Jawaban")
        word = "" if value is None else str(value).strip().casefold()
        if word and word not in _TICKED | _NOT_TICKED:
            table.problem(row, "Tulis Ya, atau kosongkan.")
            raise ValueError
        marks.append(None if not word else word in _TICKED)
    *options, none = marks
    codes = [o.kode for o, mark in zip(p.pilihan, options, strict=True) if mark]
    if codes and none:
        table.problem(rows[-1], f"«{NONE_AT_ALL}» tidak dapat bersama pilihan lain.")
        raise ValueError
    if codes:
        return codes
    return [] if none or all(mark is False for mark in options) else None


def _typed(p: Pertanyaan, value: Any, percent: bool) -> tuple[Any, str]:
    """What was meant by a cell, and what to look at twice. A number is what it is, not what its
    text looks like: 12.345 is no 12345."""
    if isinstance(value, datetime | date | time):
        if p.jenis == "teks" and not isinstance(value, time):
            return sheet_reading.shown(value), ""
        read = "jam" if isinstance(value, time) else f"tanggal ({value:%d/%m/%Y})"
        raise ValueError(
            f"Sel ini terbaca sebagai {read}. Ubah format sel menjadi Umum (General), lalu ketik "
            "ulang."
        )
    if isinstance(value, bool):
        return ("Ya" if value else "Tidak"), ""
    note = ""
    if isinstance(value, int | float | Decimal):
        if p.jenis == "angka":
            return _whole(value, percent), ""
        number = Decimal(str(value)) * (100 if percent else 1)
        text = sheet_reading.in_digits(number)
        if p.jenis == "persen" and not percent and 0 < number <= 1:
            more = format((number * 100).normalize(), "f").replace(".", ",")
            note = f"Dibaca {text.replace('.', ',')}. Bila maksudnya {more}, tulis {more}."
        if p.jenis == "teks" and isinstance(value, Decimal):
            text = str(value)  # of a CSV: as it was typed
        elif p.jenis in ("persen", "teks"):
            text = text.replace(".", ",")
        value = f"{text}%" if percent and p.jenis != "persen" else text
    if p.jenis == "pilihan_tunggal" and value is not None:
        return _chosen(p, str(value)), note
    return value, note


def _whole(value: int | float | Decimal, percent: bool) -> int:
    if percent:
        raise ValueError(
            "Sel ini berformat persen. Ubah formatnya menjadi Umum (General), lalu ketik ulang."
        )
    if not isinstance(value, int):
        shown = sheet_reading.in_digits(Decimal(str(value))).replace(".", ",")
        raise ValueError(
            f"Sel ini berisi {shown}, bukan bilangan bulat. Bila maksudnya ribuan, tulis tanpa "
            "titik, misalnya 12345."
        )
    return value


def _chosen(p: Pertanyaan, text: str) -> str:
    for kode, label in _labels(p).items():
        if _plain(text) in (_plain(label), kode.casefold()):
            return kode
    raise ValueError("Pilih salah satu dari daftar pada sel ini.")
