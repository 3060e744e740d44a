"""Strangers' tables at every door that takes them: a sentence or the right values, never a 500."""

import csv
import io

import openpyxl  # noqa: TID251  a workbook as a clerk makes it
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.assignment.sheet import TITLES
from evaluations.f01.services import workbook as f01_workbook
from evaluations.history.services import imports as history_services
from evaluations.history.sheet import RESULT_TITLES
from evaluations.models import Impor
from tests.base.strangers import ods, ods_cell, ole, xlsx
from tests.base.test_filetypes import docx

RSUD = "RSUD Hj. Anna Lasmanah"


@pytest.fixture
def doors(cast, siklus, evaluasi):
    """By door: who uploads, and where."""
    unit, office = [evaluasi.uuid], [cast.banjarnegara.uuid]
    return {
        "f01": (cast.operator, reverse("evaluations:f01_sheet", args=unit)),
        "kertas": (cast.operator, reverse("evaluations:survey_paper_upload", args=unit)),
        "penugasan": (cast.bagian, reverse("evaluations:assignment_import", args=[siklus.uuid])),
        "hasil": (cast.bagian, reverse("evaluations:hasil_terdahulu_import", args=office)),
        "nilai": (cast.bagian, reverse("evaluations:nilai_lain_import", args=office)),
    }


@pytest.mark.parametrize("door", ["f01", "kertas", "penugasan", "hasil", "nilai"])
def test_a09_no_door_answers_a_strange_file_with_an_error(doors, as_user, door):
    who, address = doors[door]
    client = as_user(who)
    unknown = "bukan lembar F01" if door == "f01" else "tidak ditemukan"
    for content, words in (
        (ole("Workbook"), "Excel lama (.xls)"),
        (docx(), "Word (DOCX)"),
        (xlsx(["=1+1", "#N/A", 10**17, True, 0.5]), ""),
        (ods(ods_cell("a")), unknown),
        (b"a;b\n1;2", unknown),
    ):
        file = SimpleUploadedFile("tabel.xlsx", content)
        page = client.post(address, {"berkas": file}, follow=True)
        assert (page.status_code, words in page.content.decode()) == (200, True), words
        assert Impor.objects.latest("pk").masalah


# Right values -------------------------------------------------------------------------------------


def hide(sheet):
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = True


def test_a09_merged_aspects_are_filled_and_hidden_rows_told(cast, siklus, evaluasi, as_user):
    rows = [[evaluasi.nama_unit, "II", "evaluator", "evaluator"]]
    rows.append([evaluasi.nama_unit, None, "bagian", "wasit"])
    client = as_user(cast.bagian)
    address = reverse("evaluations:assignment_import", args=[siklus.uuid])
    file = SimpleUploadedFile("tugas.xlsx", xlsx(TITLES, *rows, change=hide))
    page = client.post(address, {"berkas": file}, follow=True).content.decode()
    assert "1 baris tersembunyi ikut dibaca (3)." in page
    assert "Aspek belum diisi" not in page


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a09_results_come_by_csv_as_well(cast, separator):
    out = io.StringIO()
    ipp = "3.58" if separator == "," else "3,58"
    row = ["instansi ini", RSUD, "", "2021", "", "", ipp, "B", "", "Kepmen 1"]
    csv.writer(out, delimiter=separator).writerows([RESULT_TITLES, row])
    impor = history_services.check(
        by=cast.bagian,
        instansi=cast.banjarnegara,
        jenis=history_services.RESULTS,
        file=io.BytesIO(out.getvalue().encode("utf-8-sig")),
        name="lama.csv",
    )
    assert (impor.masalah, [row["ipp"] for row in impor.baris]) == ([], ["3.58"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"Instansi": None}, "«instansi ini»"),
        ({"Unit": None}, "«seluruh instansi»"),
        ({"IPP": "=3+1"}, "rumus"),
        ({"IPP": True}, "Tulis IPP"),
        ({"Tahun": "1/1/2021"}, "Tahun berada"),
        ({"Tahun": 2021.5}, "Tahun berada"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a09_what_is_not_said_or_not_typed_right_is_refused(cast, given, words):
    row = {"Instansi": "instansi ini", "Unit": RSUD, "Tahun": 2021, "IPP": 3.5, "Sumber": "x"}
    content = xlsx(RESULT_TITLES, [(row | given).get(title) for title in RESULT_TITLES])
    impor = history_services.check(
        by=cast.bagian,
        instansi=cast.banjarnegara,
        jenis=history_services.RESULTS,
        file=io.BytesIO(content),
        name="lama.xlsx",
    )
    (problem,) = impor.masalah
    assert words in problem["pesan"]


def test_a09_the_preview_of_results_says_what_will_be_read_back(cast, as_user):
    titles = [*RESULT_TITLES, "I. Kebijakan"]
    row = [
        "instansi ini",
        RSUD,
        None,
        2021,
        "Mandiri",
        "A",
        3.9,
        "B",
        "PEKPPP 2017",
        "Kepmen 1",
        3.5,
    ]
    address = reverse("evaluations:hasil_terdahulu_import", args=[cast.banjarnegara.uuid])
    file = SimpleUploadedFile("lama.xlsx", xlsx(titles, row))
    page = as_user(cast.bagian).post(address, {"berkas": file}, follow=True).content.decode()
    for words in (
        ">3,90<",
        "Skema Mandiri, formulir A",
        "I. Kebijakan: 3,50",
        "PEKPPP 2017. Kepmen 1",
        ">B<",
    ):
        assert words in page


def test_a09_an_f01_sheet_comes_back_as_csv(cast, evaluasi, as_user):
    """Saved by a spreadsheet as CSV: the hidden columns come along."""
    sheet = openpyxl.load_workbook(
        io.BytesIO(f01_workbook.download(by=cast.operator, evaluasi=evaluasi))
    )["F01"]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in sheet.iter_rows(values_only=True):
        row = list(row)
        if row[5] == "1.sp_ada":
            row[4] = "Ya"
        writer.writerow("" if value is None else value for value in row)
    file = io.BytesIO(out.getvalue().encode("utf-8-sig"))
    impor = f01_workbook.check(by=cast.operator, evaluasi=evaluasi, file=file, name="f01.csv")
    assert impor.masalah == []
    assert [(row["kunci"], row["nilai"]) for row in impor.baris] == [("1.sp_ada", True)]
