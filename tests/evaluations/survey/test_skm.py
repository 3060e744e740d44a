"""The SKM value that a unit records for a year, and where it is offered."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.core import assignments
from evaluations.f01.queries import prefill as f01_queries
from evaluations.f02.services.external import save_external
from evaluations.models import Jawaban, NilaiLuar, SkmUnit
from evaluations.progress.services.steps import advance
from evaluations.results import services as result_services
from evaluations.rules.workflow import Action
from evaluations.survey.services.skm import record_skm
from instruments.models import VersiInstrumen
from instruments.spec import digest, load, parse, to_data
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Conflict, Refused
from tests import factories
from tests.evaluations.f01.test_f01_pages import page
from tests.evaluations.f01.test_prefill import earlier, say
from tests.evaluations.f02.test_external import new  # noqa: F401  (a fixture)
from tests.evaluations.ready import make_finished
from tests.reports.figures.test_figures import lhe_of

PLAIN = "nama: Survei Kepuasan Masyarakat}"


def record(by, unit, nilai="81,25", tahun=2025, **more):
    given = {"tanggal": timezone.localdate(), "sumber": "Laporan 7", **more}
    return record_skm(by=by, unit=unit, tahun=tahun, nilai=nilai, **given)


@pytest.mark.parametrize("who", ["operator", "kepala", "bagian"])
def test_the_unit_and_its_office_record_it(cast, who):
    by = getattr(cast, who)
    assert record(by, cast.rsud, "100").nilai == Decimal("100.00")
    entry = AuditEntry.objects.get(action="catat_skm")
    assert (entry.by, entry.data["nilai"]) == (by, "100.00")


@pytest.mark.parametrize("who", ["evaluator", "verifikator", "operator_tetangga", "siapapun"])
def test_nobody_else_records_it(cast, who):
    with pytest.raises(PermissionDenied):
        record(getattr(cast, who), cast.rsud)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"nilai": "24,99"}, "nilai"),
        ({"nilai": "100,01"}, "nilai"),
        ({"nilai": "81,255"}, "nilai"),
        ({"nilai": "٨١"}, "nilai"),
        ({"nilai": "nan"}, "nilai"),
        ({"sumber": " \x00"}, "sumber"),
        ({"tahun": 1999}, "tahun"),
        ({"tahun": 2999}, "tahun"),
        ({"tanggal": timezone.localdate() + timedelta(days=2)}, "tanggal"),
        ({"tanggal": timezone.localdate().replace(year=2024, day=1)}, "tanggal"),
    ],
)
def test_what_is_no_such_value_is_refused_beside_its_field(cast, typed, field):
    with pytest.raises(Refused) as refused:
        record(cast.operator, cast.rsud, **typed)
    assert refused.value.field == field
    assert not SkmUnit.objects.exists()


def test_one_value_a_year_and_its_changes_are_kept(cast):
    first = record(cast.operator, cast.rsud)
    record(cast.operator, cast.rsud)  # the same again changes nothing
    with pytest.raises(Conflict) as refused:
        record(cast.kepala, cast.rsud, "70")
    assert refused.value.current == first
    assert record(cast.kepala, cast.rsud, "70", based_on="81,25").pk == first.pk
    kept = first._meta.model.pgh_event_model.objects.filter(pgh_obj=first).order_by("pgh_id")
    assert [row.nilai for row in kept] == [Decimal("81.25"), Decimal("70.00")]
    assert AuditEntry.objects.filter(action="catat_skm").count() == 2


def test_on_the_page(cast, as_user, django_assert_num_queries):
    client, address = as_user(cast.operator), reverse("evaluations:unit_skm", args=[cast.rsud.uuid])
    assert address in client.get(reverse("accounts:unit", args=[cast.rsud.uuid])).content.decode()
    typed = {"tahun": "2025", "nilai": "81,25", "tanggal": "2025-12-31", "sumber": "Laporan 7"}
    wrong = client.post(address + "simpan/", typed | {"nilai": "8125"})
    assert wrong.status_code == 422 and "Laporan 7" in wrong.content.decode()
    assert client.post(address + "simpan/", typed).status_code == 302
    text = client.get(address).content.decode()
    assert "81,25" in text and "B (Baik)" in text
    again = client.post(address + "simpan/", typed | {"nilai": "70"})
    assert again.status_code == 422 and "sudah tercatat: 81,25" in again.content.decode()
    assert 'value="81,25"' in client.get(address + "?tahun=2025").content.decode()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for tahun in (2023, 2024):
        record(cast.kepala, cast.rsud, tahun=tahun)
    with django_assert_num_queries(len(one)):
        client.get(address)
    assert "<form" not in as_user(cast.menpan).get(address).content.decode().split("<h1>")[1]


# Numbers from outside -----------------------------------------------------------------------------


@pytest.fixture
def scaled(cast):
    """The 2026 form whose number comes in the scale of a SKM, its F02 under way."""
    text = (factories.FIXTURES / "instrumen" / "contoh" / "ipp-2026.yaml").read_text()
    text = text.replace(PLAIN, "nama: SKM, skala_asal: {minimum: 25, maksimum: 100}}")
    spec = load(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    versi = VersiInstrumen.objects.create(
        kode=spec.kode, nama=spec.nama, formulir="A", spec=to_data(spec), digest=digest(spec)
    )
    made = factories.make_evaluasi(
        factories.make_siklus(cast.nasional, instrumen_a=versi), cast.rsud, survei=None
    )
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    return advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)


def desk_of(client, evaluasi):
    return client.get(reverse("evaluations:f02", args=[evaluasi.uuid])).content.decode()


def test_the_ketua_tim_is_offered_the_recorded_value(cast, scaled, as_user):
    record(cast.operator, cast.rsud)
    record(cast.operator, cast.rsud, "90", tahun=2024)
    text = desk_of(as_user(cast.evaluator), scaled)
    assert "Catatan SKM unit tahun 2025" in text and "Dihitung sebagai 3,75" in text
    assert 'value="81,25"' in text and 'value="Catatan SKM tahun 2025: Laporan 7"' in text
    assert not NilaiLuar.objects.exists()  # until somebody saves it
    save_external(
        by=cast.evaluator, evaluasi=scaled, komponen="SKM", angka="80", sumber="Laporan 8"
    )
    text = desk_of(as_user(cast.evaluator), scaled)
    assert 'value="81,25"' not in text and 'value="80"' in text


def test_a_later_year_says_nothing_about_this_cycle(cast, scaled, as_user):
    SkmUnit.objects.create(
        instansi=cast.rsud.instansi,
        unit=cast.rsud,
        tahun=scaled.siklus.tahun + 1,
        nilai=90,
        tanggal=timezone.localdate(),
        sumber="Laporan 9",
        oleh=cast.operator,
    )
    assert "Catatan SKM" not in desk_of(as_user(cast.evaluator), scaled)


def test_without_a_setting_nothing_is_converted(cast, new, as_user):  # noqa: F811
    record(cast.operator, cast.rsud)
    text = desk_of(as_user(cast.evaluator), new)
    assert "tidak mengatur konversinya" in text
    assert 'value="81,25"' not in text


# Beside the F03 -----------------------------------------------------------------------------------


def test_beside_the_mean_of_the_survey_and_never_mixed(cast, siklus, as_user):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    record(cast.operator, cast.rsud)
    address = reverse("evaluations:survey_unit", args=[evaluasi.uuid])
    text = as_user(cast.bagian).get(address).content.decode()
    assert "Rata-rata F03: <strong>4,00</strong>" in text
    assert "tahun 2025: <strong>81,25</strong>" in text and "mutu B (Baik)" in text
    unit = as_user(cast.operator).get(address).content.decode()
    assert "Rata-rata F03" not in unit and "<strong>81,25</strong>" in unit
    assert "setara" not in unit  # with the difference known, so is the mean


@pytest.mark.parametrize(
    ("nilai", "said"),
    [
        ("81,25", "setara <strong>3,75</strong>: F03 lebih tinggi 0,25."),
        ("85", "setara <strong>4,00</strong>: F03 sama."),
        ("100", "setara <strong>5,00</strong>: F03 lebih rendah 1,00."),
        ("25", "setara <strong>0,00</strong>: F03 lebih tinggi 4,00."),
    ],
)
def test_how_far_it_lies_from_the_f03_is_said_in_one_scale(cast, siklus, as_user, nilai, said):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    address = reverse("evaluations:survey_unit", args=[evaluasi.uuid])
    assert "setara" not in as_user(cast.bagian).get(address).content.decode()
    record(cast.operator, cast.rsud, nilai)
    page = as_user(cast.bagian).get(address).content.decode()
    assert said in page and "(25 menjadi 0, 100 menjadi 5," in page


def test_on_the_desk_of_an_instrument_that_does_not_ask_for_it(cast, evaluasi, as_user):
    record(cast.operator, cast.rsud)
    desk = desk_of(as_user(cast.evaluator), evaluasi)
    assert "SKM sebagai pembanding" in desk and "mutu B (Baik)" in desk


def test_in_the_report_it_is_a_comparison_alone(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    result_services.recompute_stale()
    before = lhe_of(evaluasi)
    assert before["survei"].pop("skm") is None
    record(cast.operator, cast.rsud)
    after = lhe_of(evaluasi)
    assert after["survei"].pop("skm") == {
        "tahun": "2025",
        "nilai": "81.25",
        "mutu": "B (Baik)",
        "sumber": "Laporan 7",
    }
    assert after == before


# The F01 ------------------------------------------------------------------------------------------


def test_the_f01_offers_it_and_writes_nothing(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    assert "data-pakai" not in page(client, "f01", evaluasi, "I")
    record(cast.operator, cast.rsud)
    text = page(client, "f01", evaluasi, "I")
    assert "Dari catatan SKM tahun 2025: <strong>81,25</strong>" in text
    assert 'data-pakai="&quot;81.25&quot;"' in text and "last_year.js" in text
    assert not Jawaban.objects.exists()
    say(evaluasi, cast.operator, indikator=6, skm_ada=True, nilai_ikm="80.5")
    assert "data-pakai" not in page(client, "f01", evaluasi, "I")


def test_it_replaces_the_offer_of_the_last_time(cast, evaluasi):
    say(earlier(cast), cast.operator, indikator=6, skm_ada=True, nilai_ikm="80.5")
    record(cast.operator, cast.rsud)
    assert f01_queries.recorded(evaluasi, {}, [1, 6]).keys() == {6}
    found = f01_queries.recorded(evaluasi, {}, [6])[6]
    assert found.keys() == {"nilai_ikm"}
    assert not found["nilai_ikm"].ikut  # never taken with all answers of the last time


def test_only_a_fractional_question_may_name_it():
    spec = {
        "id": "ada",
        "jenis": "ya_tidak",
        "teks": "Ada?",
        "sumber": "skm",
    }
    data = json.loads(json.dumps(factories._official("A")["spec"]))
    assert parse(data)[0] is not None
    data["aspek"][0]["indikator"][0]["pertanyaan"].append(spec)
    assert "hanya untuk pertanyaan berjenis persen" in str(parse(data)[1])
