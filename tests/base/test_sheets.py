"""Out: text stays text. In: a stranger's workbook is rows and located problems, nothing worse."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl  # noqa: TID251 - files that our own door would never write
import pytest

from pekppp.base import sheet_reading, sheets
from pekppp.base.sheet_reading import Problem, read_rows
from pekppp.base.sheets import Column, Sheet, write_csv, write_csv_for_people, write_workbook
from pekppp.base.tables import grid

DANGEROUS = ["=1+1", "+62811", "-3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


def book(*rows, title="Lembar1", **more) -> io.BytesIO:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for name, found in more.items():
        made.create_sheet(name).append(found)
    out = io.BytesIO()
    made.save(out)
    return out


def repacked(file: io.BytesIO, part: str, text: str) -> io.BytesIO:
    """The same workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return out


def written(*rows, columns=("Nama", "Nilai")) -> openpyxl.Workbook:
    sheet = Sheet("Hasil", [Column(title) for title in columns], rows)
    return openpyxl.load_workbook(io.BytesIO(write_workbook([sheet])))


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = written((text, 1)).active["A2"]
    # A spreadsheet writes a line feed where a carriage return was.
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text.replace("\r", "\n"), True)


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_disarms_it_with_an_apostrophe(text):
    out = write_csv(Sheet("x", [Column("Nama")], [(text,)])).decode()
    ((cell,),) = list(csv.reader(io.StringIO(out, newline="")))[1:]
    # Also behind the line's end, which another reader takes for the next row.
    assert (cell[0], cell.replace("'", "")) == ("'", text)


HIDDEN = [
    "Dwi;=1+41;x",
    "a,=1+41",
    "b\t=1+41",
    'c"=1+41',
    "d\n=1+41",
    "e\r\n=1+41",
    "f; =1+41",
    "g;＝1+41",
]


@pytest.mark.parametrize("write", [write_csv, write_csv_for_people])
@pytest.mark.parametrize("text", [*DANGEROUS, *HIDDEN])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a10_no_cell_of_a_csv_begins_a_formula_whatever_separates(write, text, separator):
    """As a value and as a column's title, read with any separator and quotes or none."""
    out = write(Sheet("x", [Column(text), Column("b")], [(text, text)])).decode("utf-8-sig")
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        lines = io.StringIO(out, newline="")
        for cells in csv.reader(lines, delimiter=separator, quoting=quoting):
            for cell in cells:
                assert not re.match(r"[\s\"]*[=+\-@＝＋－＠]", cell)


def test_a_csv_for_people_is_one_that_their_spreadsheet_reads():
    moment = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
    rows = [("Café – é", Decimal("3.12"), -0.5, date(2026, 7, 1), moment, None, True)]
    out = write_csv_for_people(Sheet("x", [Column(name) for name in "abcdefg"], rows))
    assert out.startswith(b"\xef\xbb\xbf")
    assert out.decode("utf-8-sig").splitlines() == [
        "a;b;c;d;e;f;g",
        "Café – é;3,12;-0,5;01/07/2026;02/07/2026 00:30;;Ya",
    ]


def test_numbers_stay_numbers_with_their_format():
    sheet = Sheet("x", [Column("IPP", sheets.TWO_DECIMALS)], [(Decimal("-3.62"),), (None,)])
    active = openpyxl.load_workbook(io.BytesIO(write_workbook([sheet]))).active
    assert (active["A2"].value, active["A2"].number_format) == (-3.62, "0.00")
    assert active["A3"].value is None


def test_what_xml_or_excel_cannot_hold_is_left_out():
    moment = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
    active = written(("a\x00b\x0bc", moment), ("x" * 40_000, date(2026, 7, 1))).active
    assert (active["A2"].value, len(active["A3"].value)) == ("abc", 32_767)
    assert active["B2"].value == datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001 - Excel has no zones


def test_sheet_names_are_made_to_fit():
    names = ["Hasil/2026: [A]", "x" * 40, "x" * 40, ""]
    made = write_workbook([Sheet(name, [Column("a")], []) for name in names])
    found = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert found == ["Hasil 2026   A", "x" * 31, "x" * 27 + " (2)", "Lembar"]


def test_notes_stand_above_the_table():
    sheet = Sheet("x", [Column("a")], [(1,)], notes=["Metode", "=Sumber"])
    active = openpyxl.load_workbook(io.BytesIO(write_workbook([sheet]))).active
    assert [cell.value for cell in active["A"]] == ["Metode", "=Sumber", None, "a", 1]
    assert (active.freeze_panes, active.auto_filter.ref) == ("A5", "A4:A5")


def test_rows_come_back_with_their_place():
    rows, problems = read_rows(book(["Nama", "NIP"], [], [" Siti ", None, 3.0]))
    assert problems == []
    assert [(row.number, row.values) for row in rows] == [
        (1, ("Nama", "NIP")),
        (3, ("Siti", None, 3)),
    ]
    assert str(rows[1].problem(27, "salah")) == "Lembar «Lembar1», baris 3, kolom AB: salah"


def test_what_we_write_can_be_read():
    sheet = Sheet("x", [Column("a"), Column("b")], [("=1", Decimal("2.5"))])
    rows, problems = read_rows(io.BytesIO(write_workbook([sheet])))
    assert ([row.values for row in rows], problems) == ([("a", "b"), ("=1", 2.5)], [])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("=A1", "Sel ini berisi rumus. Tempel sebagai nilai."),
        ("#REF!", "Sel ini berisi galat #REF!."),
        (198501012010011001, "Angka panjang seperti NIP dibulatkan oleh Excel."),
    ],
)
def test_a_cell_that_says_something_else_than_it_shows_is_a_problem(value, words):
    rows, problems = read_rows(book(["Nama"], ["x", value]))
    assert (rows[1].get(1), len(problems)) == (None, 1)
    assert (problems[0].row, problems[0].column) == (2, "B")
    assert problems[0].message.startswith(words)


def test_too_many_rows_or_columns_refuse_the_file():
    assert read_rows(book(*[["x"]] * 6), max_rows=5)[1] == [
        Problem("Lembar1", 6, "", "Terlalu banyak baris; paling banyak 5 dalam satu berkas.")
    ]
    assert read_rows(book(["x"] * 10_000), max_columns=50)[1] == [
        Problem("Lembar1", 1, "AY", "Terlalu banyak kolom; paling banyak 50.")
    ]


def test_rows_that_are_only_formatted_do_not_count():
    made = openpyxl.Workbook()
    made.active["A1"] = "x"
    for row in range(2, 3000):
        made.active.cell(row, 40).number_format = "0.00"
    out = io.BytesIO()
    made.save(out)
    rows, problems = read_rows(out, max_rows=1, max_columns=1)
    assert (len(rows), problems) == (1, [])


def test_rows_of_all_sheets_count_together_and_hidden_sheets_not_at_all():
    file = book(["a"], Dua=["b"], Tiga=["c"])
    rows, problems = read_rows(file, max_rows=2)
    assert (rows, problems[0].sheet) == ([], "Tiga")
    made = openpyxl.load_workbook(file)
    made["Tiga"].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    assert [row.sheet for row in read_rows(out, max_rows=2)[0]] == ["Lembar1", "Dua"]


ENTITIES = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;">]><worksheet
xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def test_an_entity_bomb_is_refused():
    rows, problems = read_rows(repacked(book(["x"]), "xl/worksheets/sheet1.xml", ENTITIES))
    assert (rows, str(problems[0])) == ([], "Berkas memuat definisi entitas dan ditolak.")


def test_a_zip_bomb_is_refused_before_it_is_opened():
    file = repacked(book(["x"]), "xl/worksheets/sheet1.xml", " " * (grid.MAX_UNPACKED + 1))
    assert len(file.getvalue()) < 100_000
    assert str(read_rows(file)[1][0]) == "Isi berkas terlalu besar setelah dibuka."


def test_a_large_file_is_refused():
    file = io.BytesIO(b"x" * (sheet_reading.MAX_BYTES + 1))
    assert str(read_rows(file)[1][0]) == "Berkas lebih besar dari 5 MB."


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("surat.txt", "bukan buku kerja")
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", zipped()])
def test_what_is_no_workbook_is_said_in_words(content):
    rows, problems = read_rows(io.BytesIO(content))
    assert (rows, len(problems)) == ([], 1)
    assert "buku kerja" in problems[0].message


@pytest.mark.filterwarnings("ignore:Workbook contains no stylesheet")
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("text", ["", "<a", "<a/>", "\x00"])
def test_broken_parts_are_said_in_words(part, text):
    rows, problems = read_rows(repacked(book(["x"]), part, text))
    assert all(problem.message for problem in problems)
    assert rows == [] or part == "xl/styles.xml"


def test_a_workbook_with_macros_is_refused():
    file = book(("x",))
    out = io.BytesIO(file.getvalue())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    rows, problems = read_rows(out)
    assert rows == []
    assert "makro" in problems[0].message


def test_a_number_shown_as_a_percentage_is_told_apart():
    made = openpyxl.Workbook()
    made.active.append((0.5, 0.5, "0.5"))
    made.active["B1"].number_format = made.active["C1"].number_format = "0%"
    out = io.BytesIO()
    made.save(out)
    (row,), _ = read_rows(out)
    assert (row.values, row.percent) == ((0.5, 0.5, "0.5"), frozenset({1}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1000000000000"><c r="A1000000000000"><v>1</v></c></row>',
        "<row/>" * (grid.MAX_WALKED + 1),
        f"<row>{'<c/>' * grid.MAX_WALKED}</row>",
    ],
    ids=["far", "rows", "cells"],
)
def test_blank_rows_and_columns_without_end_are_refused_soon(rows):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    found, problems = read_rows(repacked(book(["Nama"]), "xl/worksheets/sheet1.xml", text))
    assert found == []
    assert "terlalu banyak baris atau kolom kosong" in problems[0].message


def test_the_last_row_that_a_sheet_can_have_is_no_problem():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = '<row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    text = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    found, problems = read_rows(repacked(book(["Nama"]), "xl/worksheets/sheet1.xml", text))
    assert ([row.number for row in found], problems) == ([1048576], [])
