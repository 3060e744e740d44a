"""Tables as strangers' programs write them: the right values, or the right sentence."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pekppp.base import bounded, sheet_reading
from pekppp.base.sheet_reading import read_rows, split
from pekppp.base.tables import grid, parsing
from tests.base.strangers import (
    archive,
    ods,
    ods_cell,
    ole,
    repacked,
    replaced,
    sharing,
    sheet_of,
    without,
    xlsx,
)

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
ROW = ["Dinas", 7, 3.5]


def read(content):
    """Values by row, problems and notes in words."""
    rows, found = read_rows(io.BytesIO(content))
    problems, notes = split(found)
    return [list(row.values) for row in rows], list(map(str, problems)), list(map(str, notes))


def formatted(number_format, value):
    def change(sheet):
        sheet["A1"].value, sheet["A1"].number_format = value, number_format

    return xlsx([None], change=change)


def strict(content):
    content = replaced(content, ".xml", TRANSITIONAL, STRICT)
    old = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return replaced(replaced(content, ".rels", old, new), "workbook.xml", old, new)


def absolute(content):
    return replaced(content, "workbook.xml.rels", '"/?(xl/)?worksheets', '"/xl/worksheets')


def with_1904(sheet):
    sheet.parent.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    sheet["A1"] = date(2026, 3, 1)


COVERED = ods_cell("lama").replace("table-cell", "covered-table-cell")


def covering(first):
    """A cell of three rows, and what people no longer see under it."""
    old = '<c r="A{0}" t="inlineStr"><is><t>lama</t></is></c>'
    rows = (
        f'<row r="1">{first}<c r="B1"><v>1</v></c></row>'
        f'<row r="2">{old.format(2)}<c r="B2"><v>2</v></c></row><row r="3">{old.format(3)}</row>'
    )
    return replaced(
        sheet_of(rows),
        "sheet1.xml",
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells>',
    )


RIGHT = {
    "as saved": (xlsx(ROW), [ROW]),
    "strict": (strict(xlsx(ROW)), [ROW]),
    "styles that are no XML": (
        repacked(xlsx(ROW), lambda name, old: b"<a" if name.endswith("styles.xml") else old),
        [ROW],
    ),
    "no styles": (without(xlsx(ROW), "styles.xml"), [ROW]),
    "an empty fill": (replaced(xlsx(ROW), "styles.xml", "<fill>.*?</fill>", "<fill/>"), [ROW]),
    "no dimension": (replaced(xlsx(ROW), "sheet1.xml", "<dimension[^>]*>", ""), [ROW]),
    "absolute names": (absolute(xlsx(ROW)), [ROW]),
    "a prefix": (
        replaced(
            replaced(xlsx([7]), "sheet1.xml", "<(/?)(worksheet|sheetData|row|c|v)\\b", "<\\1x:\\2"),
            "sheet1.xml",
            "xmlns=",
            "xmlns:x=",
        ),
        [[7]],
    ),
    "cells without places": (sheet_of("<row><c><v>1</v></c><c><v>2</v></c></row>"), [[1, 2]]),
    "text within the cell": (
        sheet_of('<row><c t="inlineStr"><is><r><t>Di</t></r><r><t>nas</t></r></is></c></row>'),
        [["Dinas"]],
    ),
    "shared texts": (
        sharing('<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>', "a_x000D_\n&", "b"),
        [["b", "a\n&"]],
    ),
    "how it is spoken": (
        sheet_of(
            '<row><c t="inlineStr"><is><t>Desa</t><rPh><t>x</t></rPh></is></c></row>',
        ),
        [["Desa"]],
    ),
    "a date": (formatted("dd/mm/yyyy", date(2026, 3, 1)), [[date(2026, 3, 1)]]),
    "days since 1904": (xlsx([None], change=with_1904), [[date(2026, 3, 1)]]),
    "a moment": (
        formatted("dd/mm/yyyy hh:mm", datetime(2026, 3, 1, 8, 30)),  # noqa: DTZ001
        [[datetime(2026, 3, 1, 8, 30)]],  # noqa: DTZ001
    ),
    "a time": (formatted("hh:mm", time(8, 30)), [[time(8, 30)]]),
    "a country's date": (formatted("[$-421]dd mmmm yyyy", date(2026, 3, 1)), [[date(2026, 3, 1)]]),
    "letters in a format": (formatted('0" hari"', 5), [[5]]),
    "truth": (xlsx([True]), [[True]]),
    "15 digits": (xlsx([0.1 + 0.2]), [[0.3]]),
    "returns of Windows": (xlsx(["I_x000D_\nII"]), [["I\nII"]]),
    "an escape of an escape": (xlsx(["_x005F_x000D_"]), [["_x000D_"]]),
    "half characters": (xlsx(["_xD83D__xDE00_"]), [["😀"]]),
    "what is not seen": (xlsx(["\ufeffRS\u200bUD\u00a0Se\u00adra\u200dyu "]), [["RSUD Serayu"]]),
    "joined letters": (xlsx(["ꦏ꧀\u200dꦏ"]), [["ꦏ꧀\u200dꦏ"]]),
    "merged down": (
        xlsx(["V", 1], [None, 2], change=lambda sheet: sheet.merge_cells("A1:A2")),
        [["V", 1], ["V", 2]],
    ),
    "merged to the right": (
        xlsx(["a", None, 1], change=lambda sheet: sheet.merge_cells("A1:B1")),
        [["a", "a", 1]],
    ),
    "one tall row": (
        xlsx(["a", 1], change=lambda s: (s.merge_cells("A1:A3"), s.merge_cells("B1:B3"))),
        [["a", 1]],
    ),
    "an ODS": (ods("".join(map(ods_cell, ROW))), [ROW]),
    "lines, spaces and notes of an ODS": (
        ods(
            '<table:table-cell office:value-type="string"><office:annotation><text:p>catatan'
            "</text:p></office:annotation><text:p>a<text:s/>b</text:p><text:p>c</text:p>"
            "</table:table-cell>"
        ),
        [["a b\nc"]],
    ),
    "a drawing on a cell of an ODS": (
        ods(
            '<table:table-cell office:value-type="string"><drawing:custom-shape><text:p>panah'
            "</text:p></drawing:custom-shape><text:p>Dinas</text:p></table:table-cell>"
        ),
        [["Dinas"]],
    ),
    "an ODS that repeats": (
        ods(
            '<table:table-row table:number-rows-repeated="2">'
            + ods_cell(1, 'table:number-columns-repeated="2"')
            + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>',
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
            "</table:table-row>",
        ),
        [[1, 1], [1, 1]],
    ),
    "merged in an ODS": (
        ods(
            ods_cell("V", 'table:number-rows-spanned="2"') + ods_cell(1),
            "<table:covered-table-cell/>" + ods_cell(2),
        ),
        [["V", 1], ["V", 2]],
    ),
    "under a merged cell": (
        covering('<c r="A1" t="inlineStr"><is><t>V</t></is></c>'),
        [["V", 1], ["V", 2]],
    ),
    "under a merged cell that is blank": (covering(""), [[None, 1], [None, 2]]),
    "under a merged cell of an ODS": (
        ods(
            ods_cell("V", 'table:number-rows-spanned="3"') + ods_cell(1),
            COVERED + ods_cell(2),
            COVERED,
        ),
        [["V", 1], ["V", 2]],
    ),
    "under a merged cell of an ODS that is blank": (
        ods(
            '<table:table-cell table:number-rows-spanned="3"/>' + ods_cell(1),
            COVERED + ods_cell(2),
            COVERED,
        ),
        [[None, 1], [None, 2]],
    ),
    "a date of an ODS": (
        ods('<table:table-cell office:value-type="date" office:date-value="2026-03-01"/>'),
        [[date(2026, 3, 1)]],
    ),
    "semicolons": (b"Unit;IPP\r\nDinas;3,93", [["Unit", "IPP"], ["Dinas", "3,93"]]),
    "commas": (b"Unit,IPP\nDinas,3.93", [["Unit", "IPP"], ["Dinas", Decimal("3.93")]]),
    "tabs": (b"Unit\tIPP\nDinas, Kota\t3,93", [["Unit", "IPP"], ["Dinas, Kota", "3,93"]]),
    "a mark of UTF-8": ("\ufeffUnit;a\né;b".encode(), [["Unit", "a"], ["é", "b"]]),
    "UTF-16": ("Unit;a\né;b".encode("utf-16"), [["Unit", "a"], ["é", "b"]]),
    "UTF-16 without a mark": ("Unit;a".encode("utf-16-le"), [["Unit", "a"]]),
    "Windows-1252": ("Unit;a\né–;b".encode("cp1252"), [["Unit", "a"], ["é–", "b"]]),
    "a line break in quotes": (b'a;"b\r\nc"\nd;e', [["a", "b\nc"], ["d", "e"]]),
    "a separator that is said": (b"sep=|\na|b", [["a", "b"]]),
    "digits kept as text": (b'a;="0812"', [["a", "0812"]]),
    "a CSV called XLS": (b"a;b\n1;2", [["a", "b"], ["1", "2"]]),
}


@pytest.mark.parametrize(("content", "rows"), RIGHT.values(), ids=RIGHT)
def test_a09_what_other_programs_write_is_read_as_it_is_seen(content, rows):
    found, problems, _ = parsing.parse(content, 50, 50)
    assert ([values for _, _, values, _ in found], problems) == (rows, [])


SAID = {
    "an old workbook": (ole("Root Entry", "Workbook"), "Excel lama (.xls)"),
    "an old document": (ole("Root Entry", "WordDocument"), "Word lama (.doc)"),
    "a password": (ole("Root Entry", "EncryptedPackage"), "kata sandi"),
    "an archive in old clothes": (ole("x") + archive({"a": "b"}), "Office lama"),
    "a document": (archive({"word/document.xml": "<x/>"}), "Word (DOCX)"),
    "a presentation": (archive({"ppt/presentation.xml": "<x/>"}), "presentasi"),
    "a binary workbook": (archive({"xl/workbook.bin": "x"}), ".xlsb"),
    "Numbers": (archive({"Index/Document.iwa": "x"}), "Numbers"),
    "macros": (archive({"xl/vbaProject.bin": "x"}), "makro"),
    "a text of LibreOffice": (ods(kind="text"), "LibreOffice"),
    "an ODS with a password": (ods("", manifest="<encryption-data/>"), "kata sandi"),
    "no shared texts": (
        without(sharing('<row><c t="s"><v>0</v></c></row>', "a"), "Strings.xml"),
        "rusak",
    ),
    "half a workbook": (xlsx(["a"])[:2000], "buku kerja"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "a web page of Excel": ("<HTML xmlns:x='y'>".encode("utf-16"), "HTML"),
    "XML of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "Excel 2003",
    ),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "a picture": (b"\xff\xd8\xff\xe0", "gambar"),
    "RTF": (b"{\\rtf1", "RTF"),
    "nothing": (b"", "buku kerja"),
    "blanks": (b"\n\n;;\n", "kosong"),
    "noise": (bytes(range(256)), "bukan buku kerja"),
    "an open quote": (b'a;"b\nc', "Tanda kutip"),
    "a formula": (xlsx(["=1+1"]), "rumus"),
    "what a formula fills": (
        sheet_of(
            '<row><c r="A1"><f t="array" ref="A1:B1">1</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
        ),
        "kolom B: Sel ini berisi rumus",
    ),
    "a formula of an ODS": (ods(ods_cell(1, 'table:formula="of:=1"')), "rumus"),
    "a formula of a CSV": (b"a;=1+1", "rumus"),
    "all sheets hidden": (
        replaced(xlsx(["a"]), "workbook.xml", 'state="visible"', 'state="hidden"'),
        "Semua lembar tersembunyi",
    ),
    "all sheets of an ODS hidden": (
        replaced(
            ods(ods_cell("a")),
            "content.xml",
            '<office:body>(.*)table:name="Lembar"',
            '<style:style style:name="x"><style:table-properties table:display="false"/>'
            '</style:style><office:body>\\1table:style-name="x"',
        ),
        "Semua lembar tersembunyi",
    ),
    "an error": (xlsx(["#N/A"]), "galat #N/A"),
    "a NIP as a number": (xlsx([198501012010011001]), "NIP"),
    "a NIP as a CSV has it": (b"a;1,98501E+17", "NIP"),
    "a NIP as LibreOffice has it": (b"a;1.98001012005011E+017", "NIP"),
    "a NIP by thousands": (b"a;198E+15", "NIP"),
    "a long number below zero": (b"a;-1,98501E+17", "NIP"),
    "a date that is none": (formatted("dd/mm/yyyy", -5), "bukan tanggal"),
    "a number whose format is lost": (
        repacked(formatted("0%", 0.5), lambda n, old: b"<a" if n.endswith("styles.xml") else old),
        "Format sel",
    ),
}


@pytest.mark.parametrize(("content", "words"), SAID.values(), ids=SAID)
def test_a09_what_is_not_read_is_said_in_words(content, words):
    problems = " ".join(read(content)[1])
    assert words in problems


def hiding(sheet):
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["B"].hidden = True


def test_what_is_hidden_is_read_and_told():
    rows, problems, notes = read(xlsx(["a", "b"], ["c", "d"], ["e", "f"], change=hiding))
    assert (len(rows), problems) == (3, [])
    assert notes == [
        "Lembar «Sheet»: 1 baris tersembunyi ikut dibaca (2).",
        "Lembar «Sheet», kolom B: Kolom tersembunyi ikut dibaca.",
    ]
    filtered = '<table:table-row table:visibility="filter">' + ods_cell("b") + "</table:table-row>"
    assert read(ods(ods_cell("a"), filtered))[2] == [
        "Lembar «Lembar»: 1 baris tersembunyi ikut dibaca (2)."
    ]


def test_a_percentage_is_text_as_it_is_seen():
    (row,), _ = read_rows(io.BytesIO(formatted("0%", 0.85)))
    assert (row.get(0), row.text(0)) == (0.85, "85%")


BAD = {
    "a number": sheet_of('<row r="1"><c r="A1"><v>1,5</v></c><c r="B1"><v>2</v></c></row>'),
    "a number of an ODS": ods(ods_cell(1).replace('"1"', '"satu"') + ods_cell(2)),
    "a number of an ODS without a value": ods(
        '<table:table-cell office:value-type="float"/>' + ods_cell(2)
    ),
    "a time of an ODS": ods(
        '<table:table-cell office:value-type="time" office:time-value="PT10H75M00S"/>' + ods_cell(2)
    ),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a09_one_cell_that_cannot_be_read_is_told_at_its_place(content):
    rows, (problem,), _ = read(content)
    assert rows == [[None, 2]]
    assert "baris 1, kolom A: Isi sel ini tidak terbaca." in problem


# Bounds -------------------------------------------------------------------------------------------

BOMBS = {
    "blank cells": sheet_of(f"<row>{'<c/>' * 45}</row>" * 20_000),
    "one text in every cell": sharing(
        ("<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>") * 4_000, "x" * 30_000
    ),
    "merged over and over": replaced(
        xlsx(*[["x", 1]] * 300),
        "sheet1.xml",
        "</sheetData>",
        "</sheetData><mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 2_000 + "</mergeCells>",
    ),
    "one long text, merged": replaced(
        xlsx(["x" * 30_000, *[None] * 48, 1], *[[*[None] * 49, 1]] * 300),
        "sheet1.xml",
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:AW300"/></mergeCells>',
    ),
    "an ODS that repeats": ods(
        f'<table:table-row table:number-rows-repeated="1000000">{ods_cell(1)}</table:table-row>'
    ),
    "columns of an ODS": ods(ods_cell(1, 'table:number-columns-repeated="1000000"')),
    "lines": b"\n" * 4_000_000,
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a05_a_workbook_that_claims_too_much_is_refused_by_count(content):
    assert len(content) < sheet_reading.MAX_BYTES
    rows, problems, _ = read(content)
    assert (rows, len(problems)) == ([], 1)
    assert "terlalu" in problems[0].lower()


def test_a05_a_child_is_bounded_before_it_reads():
    bounds = bounded.Bounds(seconds=7, memory=2**29, clock=60)
    made = bounded.run("tests/base/telling.py", {}, b"a\nb", bounds)
    assert made.answer == {"detik": 7, "memori": [2**29] * 2, "inti": [0, 0]}
    assert made.files == {"isi": b"a\nb"}


def test_a05_what_a_decoder_prints_is_no_part_of_the_answer():
    bounds = bounded.Bounds(seconds=7, memory=2**29, clock=60)
    made = bounded.run("tests/base/chatty.py", {}, b"a\nb", bounds)
    assert (made.answer, made.files) == ({"beres": True}, {"isi": b"a\nb"})


def test_a05_a_name_that_every_row_says_again_is_short_and_plain():
    name = "Lem\u202ebar" + "x" * 100_000
    for content in (
        replaced(xlsx(["a"]), "workbook.xml", 'name="Sheet"', f'name="{name}"'),
        replaced(ods(ods_cell("a")), "content.xml", 'table:name="Lembar"', f'table:name="{name}"'),
    ):
        (row,), _ = read_rows(io.BytesIO(content))
        assert row.sheet == ("Lembar" + "x" * 100)[: grid.MAX_NAME]


ENDLESS, GREEDY, LONG = (f"tests/base/{name}.py" for name in ("endless", "greedy", "long_winded"))


@pytest.mark.parametrize(
    ("program", "bounds"),
    [
        (ENDLESS, bounded.Bounds(seconds=1, memory=2**30, clock=60)),
        (ENDLESS, bounded.Bounds(seconds=60, memory=2**30, clock=0)),
        (GREEDY, bounded.Bounds(seconds=60, memory=2**28, clock=60)),
        (LONG, bounded.Bounds(seconds=60, memory=2**30, clock=60)),
    ],
    ids=["processor", "clock", "memory", "answer"],
)
def test_a05_a_child_at_its_bounds_is_a_sentence(monkeypatch, program, bounds):
    monkeypatch.setattr(sheet_reading, "READER", program)
    monkeypatch.setattr(sheet_reading, "BOUNDS", bounds)
    rows, (problem,), _ = read(xlsx(["a"]))
    assert (rows, "terlalu berat" in problem) == ([], True)


def test_a05_few_files_are_opened_at_once_and_the_rest_is_told(monkeypatch):
    gate = bounded.Gate(at_once=1, waiting=1, seconds=0)
    monkeypatch.setattr(bounded, "_gate", gate)
    with gate(), pytest.raises(bounded.Busy, match="sedang membuka berkas lain"):
        read(xlsx(["a"]))
    assert read(xlsx(["a"]))[0] == [["a"]]


# What was written comes back ----------------------------------------------------------------------

words = st.text(
    st.characters(exclude_categories=["C", "Z", "M"], exclude_characters="=_'#;,|"), min_size=1
).filter(lambda text: grid.plain(text) == text and not text[0].isdigit())
numbers = st.one_of(
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**6), 10**6, places=4).map(float),
)
tables = st.lists(
    st.lists(st.one_of(words, numbers, st.booleans()), min_size=1, max_size=6),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_a09_typed_values_come_back_from_xlsx_and_ods(table):
    cells = ["".join(map(ods_cell, row)) for row in table]
    for content in (xlsx(*table), ods(*cells)):
        rows, problems, notes = parsing.parse(content, 50, 50)
        assert ([row[2] for row in rows], problems, notes) == (table, [], [])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(words, min_size=2, max_size=5), min_size=1, max_size=5),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a09_texts_come_back_from_csv_of_every_dialect(table, separator, encoding, end):
    width = len(table[0])
    table = [[*row, *["x"] * width][:width] for row in table]
    table[0][0] += f'{separator}"\n.'  # what has to be quoted
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(table)
    rows, problems, _ = parsing.parse(out.getvalue().encode(encoding), 50, 50)
    assert ([row[2] for row in rows], problems) == (table, [])
