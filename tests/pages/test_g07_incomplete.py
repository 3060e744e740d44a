"""G7: the home counts what is missing, and each count leads to exactly that many rows."""

import io
import re

import openpyxl  # noqa: TID251  what a clerk's program reads
import pytest
from django.utils import timezone

from evaluations.models import AturanLokus, Evaluasi, Hasil, Survei
from evaluations.monitoring.queries.gaps import EVALUATION_GAPS
from evaluations.overview.queries.incomplete import incomplete
from tests import factories

LINE = re.compile(r'<a class="d-block py-2" href="([^"]+)">([^<]+): ([\d.]+) (\w+)')


@pytest.fixture
def country(cast, siklus, evaluasi):
    """What each line of the block is about happens at least once."""
    factories.make_instansi("Kabupaten Kosong", induk=cast.jateng)
    factories.make_evaluasi(siklus, cast.puskesmas)
    bare = factories.make_evaluasi(siklus, factories.make_unit(cast.jateng, "Samsat"))
    Evaluasi.objects.filter(pk=bare.pk).update(survei=None)
    kind = factories.make_kind("dukcapil", "Disdukcapil", "adminduk")
    for rule in (
        {"jenis_instansi": "kabupaten", "jenis_unit": kind},
        {"jenis_instansi": "provinsi", "jenis_unit": kind},
        {"jenis_instansi": "kabupaten", "sektor": "adminduk"},
        {"jenis_instansi": "kabupaten", "jenis_unit": kind, "sektor": "kesehatan"},
    ):
        AturanLokus.objects.create(siklus=siklus, instansi=cast.nasional, **rule)
    return cast


def lines(client) -> dict[str, tuple[str, int]]:
    page = client.get("/beranda/").content.decode()
    return {
        f"{what} ({of})": (url.replace("&amp;", "&"), int(number.replace(".", "")))
        for url, what, number, of in LINE.findall(page)
    }


def exported(client, url: str) -> int:
    """Rows of the workbook of a list, under its notes and titles."""
    path, _, query = url.partition("?")
    response = client.get(f"{path}xlsx/?{query}")
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    return len(rows) - next(i for i, row in enumerate(rows) if not any(row)) - 2


def listed(client, url: str) -> int:
    page = client.get(url, follow=True).content.decode()
    found = re.search(r'role="status">(\d+) |caption>(\d+) unit', page)
    return int(next(filter(None, found.groups()))) if found else 0


@pytest.mark.parametrize("person", ["menpan", "biro", "bagian"])
def test_g07_each_count_of_the_home_is_its_list_and_its_export(country, as_user, person):
    client = as_user(getattr(country, person))
    found = lines(client)
    assert found
    for what, (url, number) in found.items():
        assert exported(client, url) == number, what
        assert listed(client, url) == number, what


def test_g07_the_ministry_is_told_what_its_rules_miss_in_one_click(country, as_user):
    found = lines(as_user(country.menpan))
    missing = {
        what: number for what, (_url, number) in found.items() if "(Kab" in what or "(Prov" in what
    }
    assert missing == {
        "Belum ada unit Disdukcapil (Kabupaten)": 3,
        "Belum ada unit Disdukcapil (Provinsi)": 1,
        "Belum ada unit sektor Administrasi kependudukan (Kabupaten)": 3,
        "Belum ada unit Disdukcapil sektor Kesehatan (Kabupaten)": 3,
    }
    assert {gap.words for gap in EVALUATION_GAPS} >= {
        what.removesuffix(" (evaluasi)") for what in found if what.endswith("(evaluasi)")
    }
    assert "Belum ada survei (evaluasi)" in found
    assert "Belum ada respons survei (evaluasi)" in found
    assert "Belum ada evaluator (evaluasi)" in found


def test_g07_an_office_is_told_of_its_own_and_a_reader_of_nothing(country, as_user):
    found = lines(as_user(country.bagian))
    assert "Belum ada akun kepala (unit)" in found
    assert not [what for what in found if "Kabupaten" in what]
    for name in ("pimpinan", "operator", "evaluator"):
        assert not lines(as_user(getattr(country, name)))


def test_g07_nobody_could_answer_a_survey_that_has_not_begun(country, as_user):
    client = as_user(country.bagian)
    assert "Belum ada respons survei (evaluasi)" in lines(client)
    later = timezone.now() + timezone.timedelta(days=1)
    Survei.objects.update(buka=later, tutup=later + timezone.timedelta(days=9))
    assert "Belum ada respons survei (evaluasi)" not in lines(client)


def test_g07_a_survey_that_was_answered_is_not_missing(country, as_user):
    Hasil.objects.update(responden=1)
    assert "Belum ada respons survei (evaluasi)" not in lines(as_user(country.bagian))


def test_g07_the_counts_take_five_queries_whatever_the_country_s_size(
    country, django_assert_num_queries
):
    for number in range(10):
        owner = factories.make_instansi(f"Kabupaten {number}", induk=country.jateng)
        factories.make_unit(owner, f"RSUD {number}")
    membership = country.menpan.memberships.select_related("instansi", "unit").get()
    assert incomplete(country.menpan, membership)  # who he is is known from here on
    with django_assert_num_queries(5):
        incomplete(country.menpan, membership)
