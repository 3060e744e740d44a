"""The workbooks of master data: their columns, the rows of one as typed, samples and results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from pekppp.base import sheet_reading, sheets
from pekppp.base.sheet_reading import Problem, Row, letter
from pekppp.base.sheets import Column, Sheet
from pekppp.base.texts import one_line

# A ministry's file of people, and as much again.
MAX_ROWS = 20_000
# In place of a text: what was there is to go. An empty cell leaves everything as it is.
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: what it is called here, and what its title is."""

    key: str
    title: str
    width: int = 22
    needed: bool = False  # without its title there is no table
    long_number: bool = False  # text to a spreadsheet, which would round it


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of one kind of workbook."""

    sheet: str
    fields: tuple[Field, ...]
    notes: tuple[str, ...]
    # A row in which nothing but these is filled says nothing: it is prefilled in the sample.
    prefilled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Typed:
    """One row as typed: every column that the file has, in one line each, "" where it is empty."""

    sheet: str
    number: int
    values: Mapping[str, str]
    letters: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return self.values.get(key, "")

    def problem(self, key: str, message: str, *, note: bool = False) -> Problem:
        return Problem(self.sheet, self.number, self.letters.get(key, ""), message, note=note)


_PERSON = (
    Field("nama", "Nama", 30, needed=True),
    Field("nip", "NIP", 22, needed=True, long_number=True),
    Field("jabatan", "Jabatan", 30),
)
_ACCOUNT = (
    Field("pengguna", "Nama pengguna", 20, long_number=True),
    Field("surel", "Surel", 28),
    Field("telepon", "Nomor WhatsApp", 18, long_number=True),
)
_KEPT = f"Sel kosong tidak mengubah apa pun. Tulis {NOTHING} untuk mengosongkan yang sudah ada."
_LOGIN = "Nama pengguna boleh kosong: lalu NIP dipakai untuk masuk. Surel dan nomor boleh kosong."

ADMINS = Table(
    "Admin instansi",
    (Field("instansi", "Instansi", 36, needed=True), *_PERSON, *_ACCOUNT),
    (
        "Satu baris untuk satu admin. Instansi yang belum punya admin sudah tertulis; baris yang "
        "hanya berisi instansi dilewati.",
        _LOGIN,
        "Admin baru berlaku setelah dikonfirmasi admin kedua; satu berkas dikonfirmasi sekaligus.",
        _KEPT,
    ),
    prefilled=frozenset({"instansi"}),
)
UNITS = Table(
    "Unit lokus",
    (
        Field("instansi", "Instansi", 36, needed=True),
        Field("nama", "Nama unit", 36, needed=True),
        Field("jenis", "Jenis unit", 24, needed=True),
        Field("sektor", "Sektor", 24),
        Field("formulir", "Formulir", 10),
        Field("wilayah", "Wilayah", 26),
        Field("alamat", "Alamat", 36),
        Field("telepon", "Telepon", 18, long_number=True),
        Field("email", "Surel", 28),
        Field("situs", "Situs", 28),
        Field("induk", "Unit induk", 30),
        Field("kepala_nama", "Nama kepala", 30),
        Field("kepala_nip", "NIP kepala", 22, long_number=True),
        Field("kepala_jabatan", "Jabatan kepala", 30),
        Field("id", "ID", 38),
    ),
    (
        "Satu baris untuk satu unit. Unit yang sudah ada sudah tertulis; kolom ID membuat unit "
        "yang diganti namanya tetap dikenali. Kosongkan ID untuk unit baru.",
        "Sektor kosong: menurut jenis unit. Formulir kosong: A. Unit induk: nama unit lain dari "
        "instansi yang sama, boleh yang ada di berkas ini.",
        _KEPT,
    ),
)
PEOPLE = Table(
    "Orang dan peran",
    (
        Field("instansi", "Instansi", 36, needed=True),
        Field("unit", "Unit", 34),
        *_PERSON,
        Field("peran", "Peran", 22, needed=True),
        *_ACCOUNT,
    ),
    (
        "Satu baris untuk satu peran; orang dengan beberapa peran ditulis beberapa kali, dengan "
        "nama, NIP, dan nama pengguna yang sama.",
        "Unit diisi untuk operator dan kepala unit, dan kosong untuk peran lain.",
        _LOGIN,
        _KEPT,
    ),
)


def read(table: Table, file: IO[bytes]) -> tuple[list[Typed], list[Problem]]:
    """The filled rows below the titles, and what is wrong with the file itself, notes among it."""
    rows, problems = sheet_reading.read_rows(file, max_rows=MAX_ROWS)
    if not rows:
        return [], problems or [Problem("", 0, "", "Berkas ini kosong.")]
    titles = {field.title.lower(): field for field in table.fields}
    header = next((row for row in rows if _is_header(table, row)), None)
    if header is None:
        wanted = ", ".join(field.title for field in table.fields if field.needed)
        words = f"Baris judul tidak ditemukan. Pakai templat; kolom {wanted} harus ada."
        return [], [*problems, Problem(rows[0].sheet, rows[0].number, "", words)]
    places, said = _places(titles, header)
    letters = {key: letter(index) for key, index in places.items()}
    typed = [
        Typed(
            row.sheet,
            row.number,
            {key: one_line(row.text(index)) for key, index in places.items()},
            letters,
        )
        for row in rows
        if row.sheet == header.sheet and row.number > header.number
    ]
    found = [row for row in typed if any(v for k, v in row.values.items() if _counts(table, k))]
    said += [problem for problem in problems if problem.sheet in ("", header.sheet)]
    if not found and all(problem.note for problem in said):
        said.append(Problem("", 0, "", "Tidak ada baris yang diisi di bawah judul."))
    return found, said


def _is_header(table: Table, row: Row) -> bool:
    here = {row.text(index).lower() for index in range(len(row.values))}
    return all(field.title.lower() in here for field in table.fields if field.needed)


def _places(titles: Mapping[str, Field], header: Row) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands; what is not one of them is said, since nobody reads it."""
    places: dict[str, int] = {}
    said: list[Problem] = []
    for index in range(len(header.values)):
        title = header.text(index)
        field = titles.get(title.lower())
        if field is None:
            if title:
                words = f"Kolom «{title}» tidak dikenal, jadi tidak dibaca."
                said.append(Problem(header.sheet, header.number, letter(index), words, note=True))
        elif field.key in places:
            said.append(header.problem(index, f"Kolom «{title}» ada dua kali. Hapus salah satu."))
        else:
            places[field.key] = index
    return places, said


def _counts(table: Table, key: str) -> bool:
    return key not in table.prefilled


def sample(
    table: Table, rows: Iterable[Sequence[Any]], choices: Mapping[str, tuple[str, ...]]
) -> bytes:
    """The file to fill in, with what is known already; `choices` by column."""
    return sheets.write_workbook(
        [
            Sheet(
                table.sheet,
                [
                    Column(
                        field.title,
                        sheets.TEXT if field.long_number else "General",
                        field.width,
                        choices=choices.get(field.key, ()),
                    )
                    for field in table.fields
                ],
                list(rows),
                table.notes,
            )
        ]
    )


def result(titles: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[str]) -> bytes:
    """What was made, row by row of the file that was applied."""
    columns = [Column(title) for title in titles]
    return sheets.write_workbook([Sheet("Hasil impor", columns, list(rows), notes)])
