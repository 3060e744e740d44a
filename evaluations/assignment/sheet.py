"""A workbook of assignments: read into located rows, nothing more, and its prefilled sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from pekppp.base import sheet_reading, sheets
from pekppp.base.sheet_reading import Problem, Row
from pekppp.base.sheets import Column, Sheet

SHEET = "Penugasan"
UNIT, ASPEK, ORANG, PERAN = range(4)
TITLES = ("Unit", "Aspek", "Nama pengguna atau surel", "Peran")
ALL = "semua"
# An empty cell says nothing: it may be one that was merged, or forgotten.
ALL_ASPECTS = frozenset({ALL, "semua aspek", "seluruh aspek", "seluruh unit"})
NOTES = (
    "Satu baris untuk satu tugas. Baris tanpa nama pengguna dan peran dilewati.",
    "Aspek: kode aspek, misalnya I atau IV, atau «semua» untuk seluruh unit.",
    "Peran: evaluator, ketua, atau verifikator. Setiap unit mempunyai satu ketua.",
    "Penugasan yang sudah ada tidak dihapus oleh berkas ini; ketua yang baru menggantikan "
    "ketua yang lama.",
)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row as typed; `at` says where it stands."""

    at: Row
    unit: str
    aspek: str
    orang: str
    peran: str


def read_assignments(file: IO[bytes]) -> tuple[list[AssignmentRow], list[Problem]]:
    """The filled rows below the titles, and what is wrong with the file itself."""
    rows, problems = sheet_reading.read_rows(file)
    if not rows:
        return [], problems or [Problem("", 0, "", "Berkas ini kosong.")]
    header = next((row for row in rows if _is_header(row)), None)
    if header is None:
        words = f"Baris judul tidak ditemukan. Pakai templat: {' | '.join(TITLES)}."
        return [], [*problems, Problem(rows[0].sheet, rows[0].number, "", words)]
    found = []
    for row in rows:
        if row.sheet != header.sheet or row.number <= header.number:
            continue
        unit, aspek, orang, peran = (row.text(index) for index in range(4))
        if orang or peran:
            found.append(AssignmentRow(row, unit, aspek, orang, peran))
    return found, [problem for problem in problems if problem.sheet in ("", header.sheet)]


def _is_header(row: Row) -> bool:
    return [row.text(index).lower() for index in range(4)] == [t.lower() for t in TITLES]


def assignment_workbook(
    rows: Iterable[tuple[str, str, str, str]],
    aspects: Iterable[tuple[str, str]],
    people: Iterable[tuple[str, str, str]],
) -> bytes:
    """The sample: this cycle's units with the assignments they have, and what may be typed."""
    return sheets.write_workbook(
        [
            Sheet(SHEET, [Column(title, width=34) for title in TITLES], list(rows), NOTES),
            Sheet("Daftar aspek", [Column("Kode"), Column("Nama aspek")], list(aspects)),
            Sheet(
                "Daftar orang",
                [Column("Nama pengguna"), Column("Nama"), Column("Peran dan instansi")],
                list(people),
            ),
        ]
    )
