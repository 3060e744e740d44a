"""The F01 as a workbook: what was written is read again, and what somebody did to it is said."""

import io
from datetime import date

import openpyxl  # noqa: TID251 - people change files with other programs than ours
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.f01.sheet import JAWABAN, KUNCI, TITLES, fingerprint, read_f01, workbook
from instruments import rules, spec
from tests import factories

UUID, DIGEST = "0b7c1a7e-0000-4000-8000-000000000000", "f" * 64
INSTRUMEN = spec.load(factories._official("A")["spec"])
OWN = {"evaluasi": UUID, "digest": DIGEST, "nama": "RSUD"}


def value_of(p):
    match p.jenis:
        case "ya_tidak":
            return st.booleans()
        case "angka":
            return st.integers(0, 10**12 - 1)
        case "persen":
            return st.decimals(0, 999_999_999, places=6).map(lambda d: format(d, "f"))
        case "teks":
            return st.text(max_size=60) | st.sampled_from(["=1+1", "-", "00123", "1/2", "#N/A"])
        case "pilihan_tunggal":
            return st.sampled_from([o.kode for o in p.pilihan])
        case _:
            return st.lists(st.sampled_from([o.kode for o in p.pilihan]), unique=True)


def accepted(p, raw):
    try:
        return rules.normalise(p, raw)
    except ValueError:
        return None


QUESTIONS = [(i, p) for i in INSTRUMEN.semua_indikator for p in i.pertanyaan]


@st.composite
def some_answers(draw):
    chosen = draw(st.lists(st.sampled_from(QUESTIONS), max_size=25, unique_by=id))
    found = {}
    for indikator, p in chosen:
        nilai = accepted(p, draw(value_of(p)))
        found.setdefault(indikator.nomor, {})[p.id] = (nilai, draw(st.integers(1, 9)))
    return found


def opened(file):
    return openpyxl.load_workbook(io.BytesIO(file))


def stored(book):
    out = io.BytesIO()
    book.save(out)
    return out


def cell(book, key):
    """The answer cell of a question."""
    sheet = book["F01"]
    row = next(r for r in sheet.iter_rows() if len(r) > KUNCI and r[KUNCI].value == key)
    return row[JAWABAN]


def read(book):
    return read_f01(stored(book), INSTRUMEN, **OWN)


def written(answers=None):
    return opened(workbook(INSTRUMEN, answers or {}, **OWN))


def the(answers, indikator, soal):
    return next(a for a in answers if (a.indikator, a.pertanyaan) == (indikator, soal))


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(some_answers(), st.randoms(use_true_random=False))
def test_what_was_written_is_read_in_whatever_order_the_rows_stand(answers, random):
    book = written(answers)
    sheet = book["F01"]
    top = next(r[0].row for r in sheet.iter_rows() if r[KUNCI].value == "kunci")
    rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=top + 1)]
    kinds = [[c.data_type for c in r] for r in sheet.iter_rows(min_row=top + 1)]
    order = list(range(len(rows)))
    random.shuffle(order)
    for place, index in enumerate(order, start=top + 1):
        for column, (value, kind) in enumerate(zip(rows[index], kinds[index], strict=True), 1):
            sheet.cell(place, column).value = value
            sheet.cell(place, column).data_type = kind
    found, problems = read(book)
    assert problems == []
    assert len(found) == len(QUESTIONS)
    for indikator, p in QUESTIONS:
        nilai, versi = answers.get(indikator.nomor, {}).get(p.id, (None, 0))
        got = the(found, indikator.nomor, p.id)
        # Untouched: nothing that a cell cannot hold is taken for a change.
        assert (fingerprint(p, got.nilai), got.versi) == (got.sidik, versi)
        assert got.sidik == fingerprint(p, nilai)
        if not isinstance(nilai, str) or p.jenis != "teks":
            assert got.nilai == nilai


def test_only_answers_can_be_changed_and_the_lists_offer_what_is_allowed():
    book = written({1: {"sp_ada": (True, 3)}})
    sheet = book["F01"]
    assert sheet.protection.sheet is True
    answer = cell(book, "1.sp_ada")
    assert (answer.value, answer.protection.locked) == ("Ya", False)
    assert sheet.cell(answer.row, 1).protection.locked is True
    lists = {
        str(place): rule.formula1
        for rule in sheet.data_validations.dataValidation
        for place in rule.sqref.ranges
        if rule.type == "list"
    }
    reference = next(f for places, f in lists.items() if answer.coordinate in places)
    name, area = reference.replace("'", "").split("!")
    assert [c.value for (c,) in book[name][area.replace("$", "")]] == ["Ya", "Tidak"]
    assert book[name].sheet_state == "hidden"
    hidden = [sheet.column_dimensions[x].hidden for x in ("F", "G", "H")]
    assert (hidden, sheet.column_dimensions["E"].hidden) == ([True] * 3, False)


@pytest.mark.parametrize(
    ("key", "typed", "format", "expected"),
    [
        ("8.realisasi", 50, "General", "50"),
        ("8.realisasi", 0.5, "0%", "50"),
        ("8.realisasi", 0.000001, "General", "0.000001"),
        ("8.realisasi", "87,5 %", "@", "87.5"),
        ("1.jumlah_sp", "1.234", "@", 1234),
        ("1.sp_ada", True, "General", True),
        ("1.sp_ada", "ya", "General", True),
        ("6.periode_ikm", date(2025, 8, 14), "dd/mm/yyyy", "14/08/2025"),
        ("6.periode_ikm", 2025, "General", "2025"),
        ("4.peninjauan", "TIAP 3 tahun atau lebih, seluruh  layanan", "General", "tiga_tahun"),
    ],
)
def test_what_a_clerk_types_is_understood(key, typed, format, expected):
    book = written()
    answer = cell(book, key)
    answer.value, answer.number_format = typed, format
    found, problems = read(book)
    assert problems == []
    nomor, soal = key.split(".")
    assert the(found, int(nomor), soal).nilai == expected


def test_a_share_below_one_is_said_aloud():
    book = written()
    cell(book, "8.realisasi").value = 0.5
    found, _ = read(book)
    assert the(found, 8, "realisasi").catatan == "Dibaca 0,5. Bila maksudnya 50, tulis 50."


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("1.sp_ada", "mungkin", "Pilih Ya atau Tidak."),
        ("1.sp_ada", "=1=1", "Sel ini berisi rumus. Tempel sebagai nilai."),
        ("1.jumlah_sp", -1, "Isi dengan bilangan bulat, 0 atau lebih"),
        ("1.jumlah_sp", 2.5, "Sel ini berisi 2,5, bukan bilangan bulat."),
        ("1.jumlah_sp", 12.345, "Sel ini berisi 12,345, bukan bilangan bulat."),
        ("1.jumlah_sp", date(2025, 2, 1), "Sel ini terbaca sebagai tanggal (01/02/2025)"),
        ("4.peninjauan", "kadang-kadang", "Pilih salah satu dari daftar"),
        ("2.unsur:ahli", "banyak", "Tulis Ya, atau kosongkan."),
        ("1.jumlah_sp", 10**15, "Angka panjang seperti NIP"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_cell(key, typed, words):
    book = written()
    answer = cell(book, key)
    answer.value = typed
    found, problems = read(book)
    assert [(p.sheet, p.row, p.column) for p in problems] == [("F01", answer.row, "E")]
    assert problems[0].message.startswith(words)
    assert len(found) == len(QUESTIONS) - 1


def test_several_choices_none_at_all_and_no_answer_are_three_things():
    key = "2.unsur"
    for ticked, expected in (
        ({"pengguna": "Ya", "media": "x", "ahli": "Tidak"}, ["pengguna", "media"]),
        ({"": "Ya"}, []),
        ({}, None),
    ):
        book = written()
        for kode, mark in ticked.items():
            cell(book, f"{key}:{kode}").value = mark
        found, problems = read(book)
        assert (the(found, 2, "unsur").nilai, problems) == (expected, [])
    book = written({2: {"unsur": (["pengguna"], 1)}})
    cell(book, f"{key}:").value = "Ya"
    _, problems = read(book)
    assert [p.message for p in problems] == [
        "«Tidak ada satu pun» tidak dapat bersama pilihan lain."
    ]


def test_a_renamed_sheet_and_a_column_of_ones_own_are_no_matter():
    book = written({1: {"sp_ada": (True, 3)}})
    book["F01"].title = "Isian Bu Tini"
    book["Isian Bu Tini"].insert_cols(2)
    found, problems = read(book)
    # The column that was inserted has moved the answers into one that is hidden.
    assert [(p.column, p.note) for p in problems] == [("F, G, H", True)]
    assert the(found, 1, "sp_ada").nilai is True


def rename_column(book):
    sheet = book["F01"]
    next(c for r in sheet.iter_rows() for c in r if c.value == "kunci").value = "x"


def second_sheet(book):
    book.copy_worksheet(book["F01"])


def wide(book):
    book["F01"].cell(9, 10_000).value = 1


def same_row_twice(book):
    sheet = book["F01"]
    cell(book, "1.jumlah_sp")
    row = cell(book, "1.jumlah_sp").row
    sheet.append([c.value for c in sheet[row]])


def lost_choice(book):
    book["F01"].delete_rows(cell(book, "2.unsur:ahli").row)


def foreign_row(book):
    book["F01"].append(["I", "", "", "", "Ya", "99.apa", 0, "x"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rename_column, "Ini bukan lembar F01 dari aplikasi ini"),
        (second_sheet, "Berkas memuat dua lembar F01"),
        (wide, "Terlalu banyak kolom"),
        (same_row_twice, "Baris ini sama dengan baris"),
        (lost_choice, "Ada baris pilihan yang hilang"),
        (foreign_row, "Baris ini tidak dikenal"),
    ],
)
def test_a_damaged_file_is_said_to_be_so(change, words):
    book = written()
    change(book)
    _, problems = read(book)
    assert [p.message.startswith(words) for p in problems] == [True]


def test_another_units_sheet_and_another_instruments_are_refused():
    book = written()
    for other, words in (({"evaluasi": "x"}, "bukan untuk RSUD"), ({"digest": "x"}, "instrumen")):
        found, problems = read_f01(stored(book), INSTRUMEN, **OWN | other)
        assert found == []
        assert len(problems) == 1
        assert words in problems[0].message


def test_titles_are_those_of_the_guide():
    assert TITLES[JAWABAN] == "Jawaban"
