"""Earlier results and others' scores from a workbook: two steps, located problems, marked."""

import io
from datetime import UTC, timedelta
from decimal import Decimal

import openpyxl  # noqa: TID251  a workbook as a clerk makes it
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.history.queries import history as history_queries
from evaluations.history.services import imports as history_services
from evaluations.history.services.imports import RESULTS, SCORES
from evaluations.history.sheet import LATER_TITLES, RESULT_TITLES, SCORE_TITLES
from evaluations.models import HasilTerdahulu, SkmUnit
from evaluations.rules.other_scores import proposed
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import make_validated


def workbook(titles, *rows, more=()) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.active.append([*titles, *more])
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


# Of the sample of the first release, before there were schemes: such files are still read.
OLD_TITLES = tuple(title for title in RESULT_TITLES if title not in LATER_TITLES)


def results(*rows, more=()):
    return workbook(OLD_TITLES, *rows, more=more)


def check(by, instansi, file, jenis=RESULTS):
    return history_services.check(
        by=by, instansi=instansi, jenis=jenis, file=file, name="lama.xlsx"
    )


OPINION = "Tertinggi, tanpa maladministrasi"
HERE, WHOLE = "instansi ini", "seluruh instansi"
RSUD = "RSUD Hj. Anna Lasmanah"
SOURCE = "KepmenPANRB 1/2022"


# Results ------------------------------------------------------------------------------------------


def test_checked_first_then_kept_as_one_and_marked(cast):
    file = results(
        (HERE, RSUD.upper(), None, 2021, "3,58", "B", "PEKPPP 2017", SOURCE, "3,50", None),
        ("kabupaten banjarnegara", WHOLE, None, "2022", 3.9, None, None, SOURCE),
        more=("I. Kebijakan Pelayanan", "II. Profesionalisme SDM"),
    )
    impor = check(cast.bagian, cast.banjarnegara, file)
    assert impor.masalah == [] and not HasilTerdahulu.objects.exists()
    assert history_services.apply(by=cast.bagian, impor=impor) == 2
    unit, whole = HasilTerdahulu.objects.order_by("tahun")
    assert (unit.unit, unit.ipp_teks, unit.impor) == (cast.rsud, "3.58", impor)
    assert unit.aspek == [{"kode": "I", "nama": "Kebijakan Pelayanan", "nilai": "3.50"}]
    assert (whole.unit, whole.ipp_teks) == (None, "3.90")
    assert AuditEntry.objects.get(action="impor_hasil_terdahulu").data["baris"] == 2
    [found] = history_queries.of_unit(cast.rsud)
    assert [year.tanda for year in found.tahun] == ["impor"]
    with pytest.raises(Refused):
        history_services.apply(by=cast.bagian, impor=impor)


def test_what_a_removal_tells_is_the_day_of_the_place(cast):
    """22.30 in Greenwich: the next day has begun in WIB."""
    row = (HERE, RSUD, None, 2021, "3,10", None, None, SOURCE)
    history_services.apply(
        by=cast.bagian, impor=check(cast.bagian, cast.banjarnegara, results(row))
    )
    late = timezone.now().astimezone(UTC).replace(hour=22, minute=30)
    HasilTerdahulu.objects.update(pada=late)
    history_services.remove(by=cast.bagian, row=HasilTerdahulu.objects.get())
    told = AuditEntry.objects.get(action="hapus_hasilterdahulu").data["sejak"]
    assert told == (late + timedelta(days=1)).date().isoformat()


def test_importing_again_replaces_and_says_so(cast):
    for ipp in ("3,10", "3,20"):
        row = (HERE, RSUD, None, 2021, ipp, None, None, SOURCE)
        impor = check(cast.bagian, cast.banjarnegara, results(row))
        history_services.apply(by=cast.bagian, impor=impor)
    assert impor.baris[0]["mengganti"] is True
    assert HasilTerdahulu.objects.get().ipp == Decimal("3.20")
    kept = HasilTerdahulu.pgh_event_model.objects.order_by("pgh_id")
    assert [row.ipp for row in kept] == [Decimal("3.10"), Decimal("3.20")]


def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_kept(cast):
    file = results(
        ("Kabupaten Tetangga", WHOLE, None, 2021, 3, None, None, SOURCE),
        (HERE, "RSUD Lain", None, 2021, 3, None, None, SOURCE),
        (HERE, RSUD, None, 1999, 3, None, None, SOURCE),
        (HERE, RSUD, None, 2021, 3, None, None, None),
        (HERE, RSUD, None, 2021, "5,01", None, None, SOURCE),
        (HERE, RSUD, "nasional", 2022, 3, None, None, SOURCE),
        (HERE, None, "pemda", 2022, 3, None, None, SOURCE),
        (HERE, RSUD, None, 2020, 3, None, None, SOURCE, 6),
        (HERE, RSUD, None, 2019, 3, None, None, SOURCE),
        (HERE, RSUD, None, 2019, 3, None, None, SOURCE),
        (HERE, RSUD, None, "2" * 5000, 3, None, None, SOURCE),
        more=("I. Kebijakan",),
    )
    impor = check(cast.bagian, cast.banjarnegara, file)
    assert [(item["baris"], item["kolom"]) for item in impor.masalah] == [
        (2, "A"), (3, "B"), (4, "D"), (5, "H"), (6, "E"), (7, "C"), (8, "C"), (9, "I"), (11, "D"),
        (12, "D"),
    ]  # fmt: skip
    assert impor.baris == []
    with pytest.raises(Refused):
        history_services.apply(by=cast.bagian, impor=impor)


def test_what_is_published_here_is_not_imported(cast, siklus):
    make_validated(cast, siklus, cast.rsud)
    publish(cast, siklus)
    row = (HERE, RSUD, None, siklus.tahun, 3, None, None, SOURCE)
    impor = check(cast.bagian, cast.banjarnegara, results(row))
    assert "sudah terbit di sini" in impor.masalah[0]["pesan"]


def test_the_ministry_keeps_a_national_figure_of_which_only_the_total_is_known(cast, as_user):
    file = results(
        (HERE, None, "nasional", 2023, "3,93", "B", None, "KepmenPANRB 659/2023"),
        ("Kabupaten Banjarnegara", RSUD, None, 2021, "3,58", None, None, SOURCE),
    )
    impor = check(cast.menpan, cast.nasional, file)
    history_services.apply(by=cast.menpan, impor=impor)
    assert HasilTerdahulu.objects.get(kelompok="nasional").ipp == Decimal("3.93")
    assert HasilTerdahulu.objects.get(unit=cast.rsud).instansi == cast.banjarnegara
    address = reverse("evaluations:instansi_history", args=[cast.nasional.uuid])
    text = as_user(cast.menpan).get(address).content.decode()
    assert "3,93" in text and "hanya diketahui jumlahnya" in text


@pytest.mark.parametrize("who", ["operator", "pimpinan", "biro", "admin_tetangga", "evaluator"])
def test_the_office_alone_imports(cast, who):
    with pytest.raises(PermissionDenied):
        check(getattr(cast, who), cast.banjarnegara, results())


def test_somebody_else_applies_nothing(cast):
    row = (HERE, RSUD, None, 2021, 3, None, None, SOURCE)
    impor = check(cast.bagian, cast.banjarnegara, results(row))
    with pytest.raises(Refused):
        history_services.apply(by=cast.menpan, impor=impor)


# The samples --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "filled"),
    [
        (RESULTS, {"IPP": "3,58", "Sumber": SOURCE, "I. Kebijakan Pelayanan": 3.5}),
        (SCORES, {"Nilai": "95,23", "Sebutan": "Tertinggi", "Sumber": "Ombudsman"}),
    ],
)
def test_the_sample_filled_in_as_it_says_goes_through(cast, siklus, jenis, filled):
    sample = history_services.template(by=cast.bagian, instansi=cast.banjarnegara, jenis=jenis)
    book = openpyxl.load_workbook(io.BytesIO(sample))
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Instansi")
    units = 0
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        units += 1
        for title, cell in zip(header, row, strict=True):
            if title.value in filled:
                cell.value = filled[title.value]
    out = io.BytesIO()
    book.save(out)
    impor = check(cast.bagian, cast.banjarnegara, out, jenis)
    assert impor.masalah == []
    assert history_services.apply(by=cast.bagian, impor=impor) == units == 2


# Scores of others ---------------------------------------------------------------------------------


def test_scores_stand_beside_the_ipp_in_their_own_words(cast, as_user):
    file = workbook(
        SCORE_TITLES,
        (HERE, RSUD, "ombudsman", 2024, "95,23", None, "Ombudsman 2024"),
        (HERE, WHOLE, "Kematangan organisasi", 2024, 41, "Tinggi", "Kemendagri"),
        (HERE, WHOLE, "opini", 2025, "90,61", OPINION, "Ombudsman 2025"),
        (HERE, WHOLE, "skm", 2024, "81,25", None, "Laporan SKM"),
    )
    impor = check(cast.bagian, cast.banjarnegara, file, SCORES)
    assert impor.masalah == []
    history_services.apply(by=cast.bagian, impor=impor)
    SkmUnit.objects.create(
        instansi=cast.banjarnegara, unit=cast.rsud, tahun=2024, nilai=90,
        tanggal=timezone.localdate(), sumber="Laporan 7", oleh=cast.operator,
    )  # fmt: skip
    unit = history_queries.scores_of_unit(cast.rsud)
    assert [(item.nilai, item.sebutan, item.diimpor) for item in unit] == [
        ("95,23", "A (Kualitas tertinggi)", True),
        ("90,00", "A (Sangat baik)", False),  # from the unit's own record, not a copy of it
    ]
    whole = {item.nama: item for item in history_queries.scores_of_instansi(cast.banjarnegara)}
    assert whole["Kematangan organisasi"].sebutan == "Tinggi"
    assert whole["Kematangan organisasi"].skala == "11–55"
    opinion = whole["Opini pelayanan publik"]
    assert (opinion.nilai, opinion.skala, opinion.sebutan) == ("90,61", "0–100", OPINION)
    assert whole["Survei Kepuasan Masyarakat"].sebutan == "B (Baik)"
    address = reverse("evaluations:unit_history", args=[cast.rsud.uuid])
    text = as_user(cast.operator).get(address).content.decode()
    assert "95,23" in text and "skala 0–100" in text and "Ombudsman RI" in text


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ((HERE, RSUD, "ipk", 2024, 3, None, "x"), "C"),
        ((HERE, RSUD, "skm", 2024, 81, None, "x"), "B"),
        ((HERE, RSUD, "ombudsman", 2024, 101, None, "x"), "E"),
        ((HERE, WHOLE, "kematangan", 2024, 10, None, "x"), "E"),
        ((HERE, WHOLE, "opini", 2025, 101, "Baik", "x"), "E"),
        ((HERE, WHOLE, "opini", 2025, 90, None, "x"), "F"),  # since 2025 its words belong to it
        ((HERE, WHOLE, "opini", 2024, 90, "Baik", "x"), "C"),  # not given yet
        ((HERE, RSUD, "ombudsman", 2025, 90, None, "x"), "C"),  # not given any more
        ((HERE, "RSUD Lain", "ombudsman", 2024, 101, None, None), "BGE"),  # all of it at once
    ],
)
def test_a_score_is_within_its_own_scale(cast, row, columns):
    impor = check(cast.bagian, cast.banjarnegara, workbook(SCORE_TITLES, row), SCORES)
    assert "".join(item["kolom"] for item in impor.masalah) == columns


def test_u05_scores_grow_within_one_scale_only(cast):
    """Three zones until 2021, five grades until 2024, an opinion from 2025: three scales."""
    rows = [
        (HERE, RSUD, kode, year, value, words, "Ombudsman RI")
        for kode, year, value, words in (
            ("ombudsman", 2021, 80, None),
            ("ombudsman", 2022, 85, None),
            ("ombudsman", 2024, "84,5", None),
            ("opini", 2025, "90,61", OPINION),
            ("opini", 2026, None, OPINION),  # its words alone are known
        )
    ]
    impor = check(cast.bagian, cast.banjarnegara, workbook(SCORE_TITLES, *rows), SCORES)
    assert impor.masalah == []
    history_services.apply(by=cast.bagian, impor=impor)
    scores = history_queries.scores_of_unit(cast.rsud)
    assert {item.tahun: item.tumbuh for item in scores} == {
        2021: "", 2022: "", 2024: "−0,50 poin sejak 2022", 2025: "", 2026: "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tahun", "kode"), [(2016, "ombudsman"), (2024, "ombudsman"), (2025, "opini")]
)
def test_u05_the_template_proposes_what_was_given_in_its_year(tahun, kode):
    assert proposed(tahun) == kode


# Pages --------------------------------------------------------------------------------------------


def test_on_the_pages(cast, as_user, django_assert_num_queries):
    client = as_user(cast.bagian)
    page = reverse("evaluations:instansi_history", args=[cast.banjarnegara.uuid])
    assert page in client.get(f"/instansi/{cast.banjarnegara.uuid}/").content.decode()
    assert client.get(f"{page}contoh.xlsx").status_code == 200

    def send(tahun):
        row = (HERE, RSUD, None, tahun, "3,58", None, None, SOURCE)
        file = SimpleUploadedFile("lama.xlsx", results(row).read())
        return client.post(f"{page}impor/", {"berkas": file})

    sent = send(2021)
    assert sent.status_code == 302 and RSUD in client.get(sent.url).content.decode()
    assert client.post(f"{sent.url}terapkan/").url == page
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    queries = len(one)  # the next request begins a new log
    for tahun in (2019, 2020):
        client.post(f"{send(tahun).url}terapkan/")
    with django_assert_num_queries(queries):
        client.get(page)
    row = HasilTerdahulu.objects.get(tahun=2019)
    assert client.post(f"{page}{row.uuid}/hapus/").status_code == 302
    assert not HasilTerdahulu.objects.filter(pk=row.pk).exists()
    assert AuditEntry.objects.filter(action="hapus_hasilterdahulu").exists()
    assert as_user(cast.biro).get(f"{page}impor/").status_code == 403
