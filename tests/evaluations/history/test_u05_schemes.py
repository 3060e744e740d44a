"""U5: a unit has a figure of Mandiri and one of Nasional in one year; they are never compared."""

import io

import openpyxl  # noqa: TID251  a workbook as a clerk makes it
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations.core.queries.evaluations import previous_evaluasi, previous_in_scheme
from evaluations.history.queries import history as history_queries
from evaluations.history.queries.lines import KL, NASIONAL, PEMDA, national, of_place, of_region
from evaluations.history.services import imports as history_services
from evaluations.history.services import published_figures
from evaluations.history.sheet import RESULT_TITLES
from evaluations.models import AngkaTerbit, HasilTerdahulu
from evaluations.publication.queries.publication import to_validate
from pekppp.accounts.models import Instansi, Wilayah
from reports.figures.comparison import with_last_year
from tests import factories
from tests.evaluations.history.test_history_import import check, workbook
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import make_validated
from tests.stage import stage

HERE, WHOLE, RSUD = "instansi ini", "seluruh instansi", "RSUD Hj. Anna Lasmanah"


@stage.fixture
def both(cast, siklus):
    """Last year Mandiri 2,00 and Nasional 3,00; this year Nasional."""
    for skema, level in (("mandiri", 2), ("nasional", 3)):
        last = factories.make_siklus(
            cast.nasional, nama=f"{skema} lalu", tahun=siklus.tahun - 1, skema=skema
        )
        make_validated(cast, last, cast.rsud, level=level)
        publish(cast, last, nomor=f"Keputusan {skema}")
    return make_validated(cast, siklus, cast.rsud, level=4)


def years(comparisons):
    return {item.garis: [(year.tahun, year.ipp) for year in item.tahun] for item in comparisons}


def test_u05_an_import_has_scheme_and_form_and_both_schemes_of_a_year(cast, both, siklus):
    last = siklus.tahun - 1
    rows = [
        (HERE, RSUD, None, last, "Mandiri", "B", "2,50", None, None, "SK 1"),
        (HERE, RSUD, None, 2021, "Mandiri", "A", "2,97", None, None, "SK 2"),
        (HERE, RSUD, None, 2021, "nasional", "A", "3,58", None, None, "SK 3"),
        (HERE, WHOLE, None, 2021, "Mandiri", None, "2,80", None, None, "SK 4"),
    ]
    impor = check(cast.bagian, cast.banjarnegara, workbook(RESULT_TITLES, *rows))
    assert impor.masalah == [] and impor.catatan == []
    assert history_services.apply(by=cast.bagian, impor=impor) == 4
    assert history_services.MODELS[history_services.RESULTS].objects.count() == 4
    found = history_queries.of_unit(cast.rsud)
    assert years(found) == {
        "Skema Nasional, formulir A": [(2021, "3.58"), (last, "3.25")],
        "Skema Mandiri, formulir A": [(2021, "2.97"), (last, "2.50")],
        "Skema Mandiri, formulir B": [(last, "2.50")],
    }
    assert [moved and moved.poin for moved in found[0].beda] == [None, "-0.33"]
    assert years(history_queries.of_instansi(cast.banjarnegara)) == {
        "Skema Nasional": [(last, "3.25")],
        "Skema Mandiri": [(2021, "2.80"), (last, "2.50")],
    }
    # What is published here in the same scheme and form is not imported beside itself.
    row = (HERE, RSUD, None, last, "Mandiri", "A", "2,50", None, None, "SK 1")
    again = check(cast.bagian, cast.banjarnegara, workbook(RESULT_TITLES, row))
    assert [item["kolom"] for item in again.masalah] == ["D"]


def test_u05_an_old_file_is_read_as_nasional_and_says_so(cast):
    cast.puskesmas.formulir = "B"
    cast.puskesmas.save()
    old = [title for title in RESULT_TITLES if title not in ("Skema", "Formulir")]
    row = (HERE, cast.puskesmas.nama, None, 2021, "2,50", None, None, "SK 1")
    whole = (HERE, WHOLE, None, 2021, "2,50", None, None, "SK 1")
    impor = check(cast.bagian, cast.banjarnegara, workbook(old, row, whole))
    assert [item["pesan"] for item in impor.catatan] == [
        "2 baris tanpa skema dibaca sebagai skema Nasional.",
        "1 baris tanpa formulir dibaca dengan formulir bawaan unitnya.",
    ]
    assert [(item["skema"], item["formulir"]) for item in impor.baris] == [
        ("nasional", "B"),
        ("nasional", ""),
    ]


def test_u05_the_sample_names_scheme_and_form(cast):
    sample = history_services.template(
        by=cast.bagian, instansi=cast.banjarnegara, jenis=history_services.RESULTS
    )
    sheet = openpyxl.load_workbook(io.BytesIO(sample)).worksheets[0]
    rows = [[cell.value for cell in row][:6] for row in sheet.iter_rows()]
    head = next(row for row in rows if row[0] == "Instansi")
    assert head[3:] == ["Tahun", "Skema", "Formulir"]
    assert {tuple(row[4:]) for row in rows[rows.index(head) + 1 :]} == {("Nasional", "A")}


@pytest.mark.parametrize(
    ("skema", "form", "column"),
    [("Daerah", "A", "E"), ("Mandiri", "C", "F")],
)
def test_u05_what_is_no_scheme_or_form_is_told_at_its_cell(cast, skema, form, column):
    row = (HERE, RSUD, None, 2021, skema, form, 3, None, None, "SK 1")
    impor = check(cast.bagian, cast.banjarnegara, workbook(RESULT_TITLES, row))
    assert [item["kolom"] for item in impor.masalah] == [column]


def test_u05_the_database_knows_schemes_and_whose_a_form_is(cast):
    row = {
        "instansi": cast.banjarnegara,
        "tahun": 2021,
        "ipp": 3,
        "sumber": "x",
        "oleh": cast.bagian,
    }
    for wrong in (
        {"skema": "daerah"},
        {"skema": "mandiri", "formulir": "A"},
        {"skema": "mandiri", "unit": cast.rsud},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            HasilTerdahulu.objects.create(**row, **wrong)


def test_u05_last_year_is_of_the_same_scheme(cast, both, siklus):
    """The desk, the validator and the LHE compare with 3,00 of Nasional, never with Mandiri."""
    before = previous_in_scheme(both)
    assert (before.siklus.skema, previous_evaluasi(both)) == ("nasional", before)
    told = with_last_year(both, both.hasil, shown={"ipp": "4.00", "kategori": "B"})["terakhir"]
    assert (told["skema"], told["ipp"], told["sebanding"]) == ("Nasional", "3.25", True)
    [row] = to_validate(cast.menpan, siklus)
    assert str(row.ipp_lalu) == "3.250"


def test_u05_the_public_page_of_a_unit_grows_within_the_scheme(cast, both, siklus, client):
    publish(cast, siklus)
    page = client.get(reverse("reports:results_unit", args=[cast.rsud.uuid])).content.decode()
    assert page.count(" poin (") == 1 and "+0,75 poin (+23,1%)" in page  # 3,25 to 4,00
    assert page.count("Skema Nasional. 2025: 3,25; 2026: 4,00.") == 1  # the line of the chart
    assert "Skema Mandiri. 2025: 2,50; 2026: tidak ada nilai." in page


def test_u05_a_result_of_another_scheme_is_told_and_not_compared(cast, siklus):
    last = factories.make_siklus(
        cast.nasional, nama="Lalu", tahun=siklus.tahun - 1, skema="mandiri"
    )
    make_validated(cast, last, cast.rsud, level=2)
    publish(cast, last)
    now = make_validated(cast, siklus, cast.rsud, level=4)
    assert previous_in_scheme(now) is None  # its recommendations are followed up all the same
    assert previous_evaluasi(now).siklus == last
    told = with_last_year(now, now.hasil, shown={"ipp": "4.00", "kategori": "B"})["terakhir"]
    assert (told["sebanding"], told["selisih"]) == (False, None)
    [row] = to_validate(cast.menpan, siklus)
    assert row.ipp_lalu is None


# Figures that others published --------------------------------------------------------------------


@pytest.fixture
def figures(cast, settings):
    settings.DEMO = False
    jogja = Wilayah.objects.create(kode="34", jenis="provinsi", nama="Daerah Istimewa Yogyakarta")
    Instansi.objects.create(
        kode="34", nama="Provinsi Daerah Istimewa Yogyakarta", jenis="provinsi", wilayah=jogja
    )
    factories.make_instansi("Provinsi Banten", "provinsi")
    return published_figures.load()


def test_u05_published_figures_are_loaded_once_and_matched_by_name(cast, figures, tmp_path):
    assert figures.new == AngkaTerbit.objects.count() == 40
    known = AngkaTerbit.objects.get(nama="Kabupaten Banjarnegara")
    assert (known.instansi, known.skema, known.ipp_teks) == (cast.banjarnegara, "mandiri", "2.97")
    of_region = AngkaTerbit.objects.get(lingkup="wilayah")
    assert of_region.instansi.nama == "Provinsi Banten"
    yogya = AngkaTerbit.objects.filter(nama="Daerah Istimewa Yogyakarta")
    assert {row.instansi.kode for row in yogya} == {"34"}
    assert "Kabupaten Kendal" in figures.unmatched  # no such instansi in this test: kept by name
    assert AngkaTerbit.objects.get(nama="Kabupaten Kendal").instansi is None
    # Again, after the office got another name: nothing new, and it keeps its figure.
    Instansi.objects.filter(pk=cast.banjarnegara.pk).update(nama="Kabupaten Serayu")
    assert published_figures.load().new == 0
    known.refresh_from_db()
    assert known.instansi == cast.banjarnegara
    lines = published_figures.FILE.read_text().splitlines()
    shorter = tmp_path / "terbit.csv"
    shorter.write_text("\n".join(lines[:3]))
    published_figures.load(shorter)
    assert AngkaTerbit.objects.count() == 2


def test_u05_the_national_line_breaks_where_a_year_is_missing(cast, figures):
    [lines] = national()
    assert [item.nama for item in lines.garis] == [NASIONAL, KL, PEMDA]
    nation = lines.garis[0]
    assert nation.nilai == {2020: "3.84", 2021: "3.79", 2023: "3.93", 2024: "4.02"}
    assert [row.tahun for row in nation.baris if row.titik is None] == [2022]
    told = {row.tahun: row.tumbuh for row in nation.baris}
    assert (told[2021].poin, told[2021].persen) == ("-0.05", "-1.3")
    assert (told[2023].poin, told[2023].persen, told[2023].sejak) == ("+0.14", "+3.7", 2021)
    assert all(row.titik is None or row.titik.tanda == "angka terbit" for row in nation.baris)


def test_u05_a_year_that_is_published_here_continues_the_line(cast, siklus, figures):
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    [lines] = national()
    pemda = next(item for item in lines.garis if item.nama == PEMDA)
    last = pemda.baris[-1]
    assert (last.tahun, last.titik.nilai, last.titik.tanda) == (siklus.tahun, "3.25", "")
    assert NASIONAL in {item.nama for item in lines.garis}  # of one group alone is no nation's
    assert siklus.tahun not in lines.garis[0].nilai
    assert of_place(cast.banjarnegara, "nasional") == []  # a single year is no line
    AngkaTerbit.objects.filter(nama="Kabupaten Kendal").update(instansi=cast.banjarnegara)
    [own] = of_place(cast.banjarnegara, "nasional")
    assert own.garis[0].nilai == {2024: "4.44", siklus.tahun: "3.25"}
    # The published 2,97 is of Mandiri: it stands in no line of Nasional.
    assert of_place(cast.banjarnegara, "mandiri")[0].garis[0].nilai == {2024: "2.97"}
    found = history_queries.of_instansi(cast.banjarnegara)
    assert years(found) == {
        "Skema Nasional": [(2024, "4.44"), (siklus.tahun, "3.25")],
        "Skema Mandiri": [(2024, "2.97")],
    }


def test_u05_a_province_and_its_region_are_two_lines(cast, figures):
    banten = Instansi.objects.get(nama="Provinsi Banten")
    [region] = of_region(banten)
    assert [item.nama for item in region.garis] == ["Wilayah Banten"]
    assert of_place(banten, "nasional") == []
    assert history_queries.of_instansi(banten) == []


def test_u05_in_a_demonstration_nothing_invented_continues_a_true_line(
    cast, siklus, figures, settings
):
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    settings.DEMO = True
    AngkaTerbit.objects.filter(nama="Kabupaten Kendal").update(instansi=cast.banjarnegara)
    [true] = of_place(cast.banjarnegara, "nasional")
    assert true.garis[0].nilai == {2024: "4.44"}
    assert years(history_queries.of_instansi(cast.banjarnegara)) == {
        "Skema Nasional": [(siklus.tahun, "3.25")],
        "Skema Mandiri, angka terbit": [(2024, "2.97")],
        "Skema Nasional, angka terbit": [(2024, "4.44")],
    }


def test_u05_the_line_and_its_table_stand_on_the_pages(cast, siklus, figures, as_user, client):
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    AngkaTerbit.objects.filter(nama="Kabupaten Kendal").update(instansi=cast.banjarnegara)
    national_page = as_user(cast.menpan).get(reverse("evaluations:national")).content.decode()
    front = client.get("/").content.decode()
    cycle = client.get(reverse("reports:results_summary", args=[siklus.uuid])).content.decode()
    for page in (national_page, front, cycle):
        assert "IPP nasional dari tahun ke tahun" in page
        assert "2022: tidak ada nilai" in page and "Tidak ada angka untuk tahun ini" in page
        assert "angka terbit" in page and "KepmenPANRB 659/2024" in page
        assert "+0,14 poin (+3,7%)" in page
    own = reverse("reports:results_instansi", args=[siklus.uuid, cast.banjarnegara.uuid])
    assert (
        "Kabupaten Banjarnegara dari tahun ke tahun, skema Nasional"
        in client.get(own).content.decode()
    )
