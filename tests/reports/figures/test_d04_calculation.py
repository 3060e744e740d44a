"""A lembar perhitungan computes the engine's own figures again, in a real spreadsheet."""

import csv
import io
import random
import shutil
import subprocess
from decimal import Decimal
from fractions import Fraction

import openpyxl  # noqa: TID251  the file is read as a stranger's program reads it
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction

from evaluations.models import Evaluasi, Hasil, Siklus
from evaluations.rules.scoring import SurveyTotals, range_of, score
from instruments import importers
from pekppp.base.errors import Refused
from pekppp.base.sheets import write_workbook
from reports.core import documents as document_queries
from reports.documents.services import documents
from reports.figures.perhitungan import calculation
from reports.models import Dokumen
from reports.rendering.xlsx import calculation_sheet
from tests.instruments.examples import small, text_of
from tests.reports.conftest import EXAMPLE, computed, respond
from tests.reports.conftest import score as score_rows

OFFICE = shutil.which("soffice")
INSTRUMENTS = ("pekppp-2017", "pekppp-2023-a", "pekppp-2023-b", "ipp-2026")
SHEETS = 200
KIND = Dokumen.Jenis.PERHITUNGAN


def specs():
    return [importers.read(text_of(name)).instrumen for name in INSTRUMENTS]


def made_up(spec, chance: random.Random):
    """Inputs of one evaluation, some of them missing; 0 is a level like the others."""
    gaps = chance.choice([0, 0, 0, 0.1, 0.6, 1])
    levels = {
        item.nomor: None
        if chance.random() < gaps
        else Fraction(chance.randint(0, 10), 2)
        if chance.random() < 0.1  # the mean of a team
        else chance.randint(0, 5)
        for item in spec.semua_indikator
    }
    people = chance.choice([0, 3, 12, 12, 40, 1500])
    least = 0 if chance.random() < 0.2 else people // 2
    counts = [chance.randint(least, people) for _ in spec.butir]
    survey = SurveyTotals(
        people, tuple(chance.randint(0, 5 * count) for count in counts), tuple(counts)
    )
    external = {}
    for komponen in spec.komponen_angka:
        low, high = range_of(komponen, spec.skala)
        number = Decimal(chance.randint(int(low * 100), int(high * 100))) / 100
        external[komponen.kode] = chance.choice([number, number, None])
    result = score(
        spec,
        levels,
        survey,
        external,
        metode_aspek=chance.choice([None, None, "rata"]),
        metode_survei=chance.choice([None, "rata_aspek"]),
        minimum_respondents=chance.choice([None, 3, 30]),
    )
    return rincian(result, levels, external)


def halves():
    """Figures that lie exactly between two hundredths, one of them at the edge of a category."""
    spec, _ = small()
    for level in range(4):
        for total in (201, 203, 207):
            survey = SurveyTotals(50, (total,), (50,))
            yield spec, rincian(score(spec, {1: level}, survey), {1: level})


def rincian(result, levels, external=()):
    return {
        **result.as_data(),
        "levels": {str(n): None if v is None else str(v) for n, v in levels.items()},
        "luar": {kode: str(v) for kode, v in dict(external).items() if v is not None},
    }


def recalculated(sheets, folder) -> list[dict[str, list[str]]]:
    """What LibreOffice computes from a file without any computed value.

    Of each sheet, by the words in its second column: the figure.
    """
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: nothing here can recalculate a sheet")
    (folder / "lembar.xlsx").write_bytes(write_workbook(sheets))
    # UTF-8, commas, values as they are and not as they are shown, every sheet a file.
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    subprocess.run(
        [
            OFFICE, f"-env:UserInstallation=file://{folder}/profil", "--headless",
            "--convert-to", options, "--outdir", str(folder), str(folder / "lembar.xlsx"),
        ],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    found = []
    for sheet in sheets:
        with (folder / f"lembar-{sheet.name}.csv").open(newline="") as file:
            found.append({row[1].split(",")[0]: row[4] for row in csv.reader(file)})
    return found


@pytest.mark.slow
def test_d04_a_spreadsheet_recalculates_the_engine_s_figures(tmp_path):
    chance = random.Random(20260101)  # noqa: S311 the same sheets every time
    drawn = [(spec, made_up(spec, chance)) for spec in specs() for _ in range(SHEETS // 4)]
    ties = list(halves())
    assert {(case["ipp"], case["category"]) for _, case in ties} >= {("2.51", "A"), ("1.01", "B")}
    cases = [case for _, case in drawn + ties]
    inputs = [calculation(spec, case) for spec, case in drawn + ties]
    sheets = [calculation_sheet(item, [], f"u{n}") for n, item in enumerate(inputs)]
    wrong = []
    for number, said in enumerate(recalculated(sheets, tmp_path)):
        case = cases[number]
        found = said["IPP"], said["Kategori"], said["Hitungan lembar ini dan aplikasi"]
        expected = (
            plain(case["ipp"]),
            case["category"] or "",
            "sama",
        )
        if found != expected:
            wrong.append(f"{number}: {found} instead of {expected}")
    assert not wrong, "\n".join(wrong[:10])
    assert sum(case["ipp"] is not None for case in cases) > SHEETS // 5
    assert sum(case["ipp"] is None for case in cases) > SHEETS // 5


def plain(figure: str | None) -> str:
    """As a spreadsheet writes it: 3.50 is 3.5."""
    return "" if figure is None else f"{Decimal(figure).normalize():f}"


# What the file lets happen ------------------------------------------------------------------------

EVIL = ("=1+1", "+CMD", "-2", "@SUM(A1)", '=HYPERLINK("http://x.test")')


def workbook_of(evaluasi, by):
    dokumen = documents.request_document(by=by, evaluasi=evaluasi, jenis=KIND)
    made = documents.render_next()
    assert made.pk == dokumen.pk
    dokumen.refresh_from_db()
    assert (dokumen.status, dokumen.error) == ("selesai", "")
    with default_storage.open(dokumen.path) as file:
        return dokumen, openpyxl.load_workbook(io.BytesIO(file.read()))


def test_d04_the_document_is_a_locked_workbook_that_repeats_the_result(cast, scored):
    dokumen, book = workbook_of(scored, cast.bagian)
    sheet = book.active
    assert (dokumen.path[-5:], sheet.protection.sheet) == (".xlsx", True)
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) > 90
    rows = {row[1].value: [c.value for c in row] for row in sheet.iter_rows() if row[1].value}
    assert rows["IPP menurut aplikasi"][4:] == [3.62, None]
    assert str(sheet["B1"].value).startswith("LEMBAR PERHITUNGAN IPP: RSUD Hj. Anna Lasmanah")


def test_d04_no_text_becomes_a_formula(cast, scored):
    Evaluasi.objects.filter(pk=scored.pk).update(nama_unit=EVIL[0])
    Siklus.objects.filter(pk=scored.siklus_id).update(nama=EVIL[0])
    _, book = workbook_of(scored, cast.bagian)
    hitungan = calculation(scored.versi.instrumen, Hasil.objects.get(evaluasi=scored).rincian)
    for text in EVIL:
        for aspek in hitungan["aspek"]:
            aspek["kode"] = aspek["nama"] = text
            for item in aspek["indikator"]:
                item["nama"] = text
        for komponen in hitungan["komponen"]:
            komponen["nama"] = komponen["kode"] = text
        for row in hitungan["survei"]["butir"]:
            row[1:3] = [text, text]
        for band in hitungan["kategori"]:
            band[1:] = [text, text]
        content = write_workbook([calculation_sheet(hitungan, [text])])
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
        assert len(cells) > 50
        assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}
    written = [c for row in book.active.iter_rows() for c in row if EVIL[0] in str(c.value)]
    assert written and {cell.data_type for cell in written} == {"s"}


def test_d04_a_missing_level_is_an_empty_cell(cast, evaluasi):
    score_rows(evaluasi, cast.evaluator, {1: 0, 2: 3})
    computed(evaluasi, "f02_selesai")
    _, book = workbook_of(evaluasi, cast.bagian)
    # Column A carries the numbers of the survey's items too, further down.
    levels = {
        row[0].value: row[3].value for row in reversed(list(book.active.iter_rows(max_row=60)))
    }
    assert (levels[1], levels[2], levels[3]) == (0, 3, None)


# Who gets it --------------------------------------------------------------------------------------


def test_d04_a_unit_reads_the_sheet_once_it_may_see_every_factor(cast, scored):
    dokumen, _ = workbook_of(scored, cast.bagian)
    assert not document_queries.may_read(cast.operator, dokumen)
    with transaction.atomic():
        Evaluasi.objects.filter(pk=scored.pk).update(state="divalidasi")
    scored.refresh_from_db()
    final, _ = workbook_of(scored, cast.bagian)
    final.evaluasi = scored
    assert not document_queries.may_read(cast.operator, final)  # the final figure is not published
    Evaluasi.objects.filter(pk=scored.pk).update(state="terbit")
    final.evaluasi.refresh_from_db()
    assert document_queries.may_read(cast.operator, final)


def test_d04_nobody_without_a_right_to_documents_asks_for_it(cast, scored):
    for person in (cast.operator, cast.kepala, cast.pimpinan, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            documents.request_document(by=person, evaluasi=scored, jenis=KIND)


def test_d04_an_evaluator_waits_until_the_survey_s_details_are_open_to_him(cast, scored):
    Evaluasi.objects.filter(pk=scored.pk).update(state="dinilai")
    scored.refresh_from_db()
    with pytest.raises(Refused, match="setelah F02 selesai"):
        documents.request_document(by=cast.evaluator, evaluasi=scored, jenis=KIND)


def test_d04_a_handful_of_respondents_is_not_told_item_by_item(cast, evaluasi):
    score_rows(evaluasi, cast.evaluator, EXAMPLE)
    respond(evaluasi, 4)
    computed(evaluasi, "f02_selesai")
    with pytest.raises(Refused, match="menunjukkan jawaban orang"):
        documents.request_document(by=cast.bagian, evaluasi=evaluasi, jenis=KIND)


def test_d04_an_item_that_few_answered_is_folded_and_the_mean_stays(scored):
    """Item 3 of aspect I has two answers: it is hidden together with a neighbour."""
    spec = scored.versi.instrumen
    counts = [12] * len(spec.butir)
    counts[2] = 2
    survey = SurveyTotals(12, tuple(4 * n for n in counts), tuple(counts))
    result = score(spec, EXAMPLE, survey)
    survei = calculation(spec, rincian(result, EXAMPLE))["survei"]
    folded = [row for row in survei["butir"] if not row[0]]
    assert sum(int(row[4]) for row in survei["butir"]) == sum(counts)
    assert folded and all(row[4] >= 5 for row in folded)
    assert "3" not in [row[0] for row in survei["butir"]]


def test_d04_the_page_offers_it_and_hands_out_a_workbook(cast, scored, as_user):
    client = as_user(cast.bagian)
    page = client.get(f"/evaluasi/{scored.uuid}/dokumen/")
    assert "Buat lembar perhitungan" in page.content.decode()
    address = f"/evaluasi/{scored.uuid}/dokumen/buat/perhitungan/"
    assert client.post(address, {"perhitungan-tanggal": "2026-07-11"}).status_code == 302
    made = documents.render_next()
    response = client.get(f"/dokumen/{made.uuid}/")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Content-Disposition"].endswith('-sementara-v1.xlsx"')
    assert "XLSX, " in client.get(f"/evaluasi/{scored.uuid}/dokumen/").content.decode()
