"""Workbooks of earlier results and of others' scores: located rows in, samples out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from evaluations.rules.other_scores import KINDS
from evaluations.rules.workflow import SKEMA_LABELS
from pekppp.base import sheet_reading, sheets
from pekppp.base.sheet_reading import Problem, Row
from pekppp.base.sheets import Column, Sheet

MAX_ROWS = 3_000
WHOLE = "seluruh instansi"
# An empty cell says nothing: it may be one that was merged, or forgotten.
THIS_OFFICE = frozenset({"instansi ini", "instansi halaman ini"})
WHOLE_OFFICE = frozenset({WHOLE, "semua unit", "seluruh unit"})
RESULTS, SCORES = "Hasil terdahulu", "Nilai lain"
RESULT_TITLES = (
    "Instansi", "Unit", "Kelompok", "Tahun", "Skema", "Formulir", "IPP", "Kategori", "Instrumen",
    "Sumber",
)  # fmt: skip
# Columns that samples of earlier releases do not have.
LATER_TITLES = frozenset({"Skema", "Formulir"})
SCORE_TITLES = ("Instansi", "Unit", "Jenis", "Tahun", "Nilai", "Sebutan", "Sumber")
SCHEMES = {label.casefold(): item.value for item, label in SKEMA_LABELS.items()}
GROUPS = {"nasional": "nasional", "k/l": "kl", "kl": "kl", "pemda": "pemda"}
KIND_OF = {
    **{kode: kode for kode in KINDS},
    **{kind.nama.casefold(): kode for kode, kind in KINDS.items()},
}
_ASPECT = re.compile(r"([A-Za-z0-9]{1,10})\.\s*(\S.{0,199})")
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?", re.ASCII)


@dataclass(slots=True)
class Line:
    """One row as typed: text per title, and the aspects' figures by (code, name)."""

    at: Row
    judul: Sequence[str]  # the titles of its file
    isi: dict[str, str]
    aspek: list[tuple[int, str, str, str]] = field(default_factory=list)  # column, code, name

    def problem(self, title: str, words: str) -> Problem:
        return self.at.problem(self.judul.index(title), words)


def read(file: IO[bytes], titles: Sequence[str]) -> tuple[list[Line], list[Problem]]:
    """The rows below the titles, and what is wrong with the file itself."""
    rows, problems = sheet_reading.read_rows(file, max_rows=MAX_ROWS)
    if not rows:
        return [], problems or [Problem("", 0, "", "Berkas ini kosong.")]
    # A file of an earlier release has the same columns but for those that came later.
    known = (tuple(titles), tuple(title for title in titles if title not in LATER_TITLES))
    found_header = next(
        (
            (row, given)
            for row in rows
            for given in known
            if _first(row, len(given)) == [title.casefold() for title in given]
        ),
        None,
    )
    if found_header is None:
        words = f"Baris judul tidak ditemukan. Pakai templat: {' | '.join(titles)}."
        return [], [*problems, Problem(rows[0].sheet, rows[0].number, "", words)]
    header, titles = found_header
    problems = [problem for problem in problems if problem.sheet in ("", header.sheet)]
    aspects: dict[int, tuple[str, str]] = {}
    for index in range(len(titles), len(header.values)):
        text = header.text(index)
        found = _ASPECT.fullmatch(text)
        if found:
            aspects[index] = (found[1], found[2])
        elif text:
            words = "Judul kolom aspek ditulis seperti «I. Kebijakan Pelayanan»."
            problems.append(header.problem(index, words))
    lines = []
    for row in rows:
        if row.sheet != header.sheet or row.number <= header.number:
            continue
        line = Line(row, titles, {title: row.text(at) for at, title in enumerate(titles)})
        line.aspek = [
            (index, kode, nama, row.text(index))
            for index, (kode, nama) in aspects.items()
            if row.text(index)
        ]
        lines.append(line)
    if not lines and not sheet_reading.split(problems)[0]:
        problems.append(Problem(header.sheet, header.number, "", "Tidak ada baris yang diisi."))
    return lines, problems


def _first(row: Row, count: int) -> list[str]:
    return [row.text(index).casefold() for index in range(count)]


def number(text: str, *, decimals: int) -> Decimal | None:
    """A figure as people type it, 3,93 or 3.93; None for what is none."""
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text.replace(",", "."))
    places = len(text.replace(",", ".").partition(".")[2])
    return value if places <= decimals else None


def results_sample(
    rows: Iterable[Sequence[Any]], aspects: Iterable[tuple[str, str]], *, national: bool
) -> bytes:
    notes = [
        "Satu baris untuk satu unit dan satu tahun. Instansi: namanya, atau «instansi ini».",
        "Unit: namanya, atau «seluruh instansi» bila hanya angka itu yang diketahui.",
        f"Skema: {', '.join(SKEMA_LABELS.values())}. Satu unit boleh mempunyai angka tiap skema "
        "pada tahun yang sama; skema tidak pernah dibandingkan satu sama lain.",
        "Formulir: A (luring) atau B (daring); kosong untuk seluruh instansi dan kelompok.",
        "Aspek boleh kosong. Judul kolom aspek: kode dan nama menurut instrumen tahun itu.",
    ]
    if national:
        notes.append("Kelompok: nasional, K/L, atau pemda, untuk angka yang hanya itu diketahui.")
    columns = [
        *(Column(title, width=24) for title in RESULT_TITLES),
        *(Column(f"{kode}. {nama}", width=16) for kode, nama in aspects),
    ]
    filled = [[*row, *[None] * (len(columns) - len(row))] for row in rows]
    return sheets.write_workbook([Sheet(RESULTS, columns, filled, notes)])


def scores_sample(rows: Iterable[Sequence[Any]]) -> bytes:
    notes = [
        "Satu baris untuk satu nilai satu tahun. Instansi: namanya, atau «instansi ini».",
        "Unit: namanya, atau «seluruh instansi».",
        "Sebutan boleh kosong bila nilainya mempunyai sebutan tetap.",
        "Ombudsman RI memberi nilai kepatuhan (jenis ombudsman, 0–100) sampai 2024, dan opini "
        "(jenis opini) dengan nilai dan kata sejak 2025, misalnya «Tertinggi, tanpa "
        "maladministrasi».",
        "SKM milik unit dicatat pada halaman Nilai SKM unit itu, bukan di sini.",
    ]
    kinds = [(kode, kind.nama, kind.pemilik, kind.skala, kind.masa) for kode, kind in KINDS.items()]
    return sheets.write_workbook(
        [
            Sheet(SCORES, [Column(title, width=24) for title in SCORE_TITLES], list(rows), notes),
            Sheet(
                "Daftar jenis",
                [
                    Column("Jenis"),
                    Column("Nama"),
                    Column("Pemilik"),
                    Column("Skala"),
                    Column("Berlaku"),
                ],
                kinds,
            ),
        ]
    )
