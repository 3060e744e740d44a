"""U11: a visitor finds a unit by what he calls it, sees its place among its kind, and the bands."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import HasilTerbit
from evaluations.publication.queries.search import find_published_units, units_named, vocabulary
from evaluations.rules.search.terms import MOST_WORDS, terms
from pekppp.accounts.models import Instansi, UnitLokus, Wilayah
from pekppp.accounts.services import places
from reports.portal.bands import ENGLISH, bands
from reports.portal.place import exact
from reports.portal.published import instrument_of
from tests import factories
from tests.evaluations.ready import make_validated
from tests.reports.portal.test_portal import publish
from tests.stage import stage

DUKCAPIL = "Dinas Kependudukan dan Pencatatan Sipil"
RSUD, PUSKESMAS = "RSUD Hj. Anna Lasmanah", "Puskesmas Bawang"
KECAMATAN, MODAL = "Bawang", "Dinas Penanaman Modal dan PTSP"


@stage.fixture
def several(cast, siklus):
    """Units of several kinds in two offices, all published."""
    UnitLokus.objects.filter(pk=cast.puskesmas.pk).update(nama=PUSKESMAS)
    kinds = (
        (cast.banjarnegara, DUKCAPIL, ("disdukcapil", "Disdukcapil", "adminduk")),
        (cast.banjarnegara, KECAMATAN, ("kecamatan", "Kecamatan", "pemerintahan")),
        (cast.tetangga, MODAL, ("dpmptsp", "DPMPTSP", "pemerintahan")),
    )
    made = [
        factories.make_unit(i, nama, jenis=factories.make_kind(*kind)) for i, nama, kind in kinds
    ]
    cast.puskesmas.refresh_from_db()
    for unit in (cast.rsud, cast.puskesmas, *made):
        make_validated(cast, siklus, unit)
    publish(cast, siklus)
    return siklus


def found(asked: str) -> set[str]:
    return {row.evaluasi.nama_unit for row in find_published_units(asked)}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("lasmanah anna", {RSUD}),  # any order
        ("banjarnegara  RSUD,", {RSUD}),  # a place, and marks
        ("rs", {RSUD}),
        ("rumah sakit banjarnegara", {RSUD}),
        ("rumah sakit umum daerah", {RSUD}),
        ("hj anna", {RSUD}),
        ("disdukcapil", {DUKCAPIL}),
        ("dukcapil jateng", {DUKCAPIL}),
        ("sipil pencatatan", {DUKCAPIL}),
        ("pkm", {PUSKESMAS}),
        ("puskesmas", {PUSKESMAS}),
        ("kec bawang", {KECAMATAN}),
        ("kecamatan", {KECAMATAN}),
        ("bawang", {PUSKESMAS, KECAMATAN}),
        ("dpmptsp", {MODAL}),
        ("dinas penanaman modal dan pelayanan terpadu satu pintu", {MODAL}),
        ("kab tetangga", {MODAL}),
        ("dinas", {DUKCAPIL, MODAL}),
        ("jawa tengah", {RSUD, DUKCAPIL, PUSKESMAS, KECAMATAN}),
        ("rsud tetangga", set()),  # not published
        ("dan", set()),
        ("%", set()),
        ("' | !x:* & (", set()),
    ],
)
def test_u11_units_are_found_by_words_kinds_places_and_short_names(several, asked, names):
    assert found(asked) == names


def test_u11_old_and_new_names_of_units_and_offices(cast, several):
    places.update_unit(by=cast.bagian, unit=cast.rsud, nama="RSUD Serayu Husada")
    Instansi.objects.filter(pk=cast.tetangga.pk).update(nama="Kabupaten Serayu")
    assert found("lasmanah") == found("husada") == {RSUD}
    assert found("tetangga") == found("serayu ptsp") == {MODAL}
    # Somebody saves what he read before the name was changed: no word is lost.
    cast.puskesmas.save()
    assert found("pusat kesehatan masyarakat bawang") == {PUSKESMAS}


def test_u11_the_region_of_a_place_finds_it_as_well(cast, several):
    province = Wilayah.objects.create(kode="35", jenis="provinsi", nama="Jawa Timur")
    region = Wilayah.objects.create(
        kode="35.01", jenis="kabupaten", nama="Kabupaten Pacitan", induk=province
    )
    UnitLokus.objects.filter(pk=cast.rsud.pk).update(wilayah=region)
    assert found("pacitan") == found("rs jatim") == {RSUD}


def test_u11_a_question_costs_the_same_however_long_and_uses_the_index(several):
    def queries(asked):
        with CaptureQueriesContext(connection) as log:
            list(find_published_units(asked))
        return len(log)

    long = "dukcapil rs puskesmas kec banjarnegara " * 40
    assert queries(long) == queries("rsud") <= 5
    assert len(terms(long)) <= MOST_WORDS
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "unit_kata" in units_named("lasmanah").explain()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("lasmana anna", None),  # the beginning of a word is no mistake
        ("puskesmas bawnag", "puskesmas bawang"),
        ("banjarngara rsud", "banjarnegara rsud"),
        ("disdukcapl", "disdukcapil"),
        ("xylofon", None),
    ],
)
def test_u11_a_near_miss_is_offered_where_it_finds_something(client, several, asked, meant):
    page = client.get("/hasil/", {"q": asked}).content.decode()
    offered = re.findall(r'<a href="\?q=([^"]+)">', page)
    assert offered[:1] == ([meant.replace(" ", "%20")] if meant else [])
    if meant:
        assert "Mungkin maksud Anda" in page and found(meant)


def test_u11_nothing_unpublished_is_ever_offered(cast, client, several):
    hidden = factories.make_unit(cast.tetangga, "Puskesmas Zanzibar")
    assert "zanzibar" not in vocabulary()
    page = client.get("/hasil/", {"q": "zanzibr"}).content.decode()
    assert "Mungkin" not in page and str(hidden.uuid) not in page


# The page of a unit -------------------------------------------------------------------------------


def test_u11_a_unit_shows_its_place_among_its_kind_by_the_exact_figure(cast, client, siklus):
    """Two that are printed alike are told apart, equal ones share, other kinds do not count."""
    units = [factories.make_unit(cast.banjarnegara, f"RSUD {n}") for n in range(3)]
    for unit, level in zip(units, (4, 3, 3), strict=True):
        make_validated(cast, siklus, unit, level=level)
    make_validated(cast, siklus, cast.puskesmas, level=5)
    publish(cast, siklus)

    def told(unit):
        page = client.get(reverse("reports:results_unit", args=[unit.uuid])).content.decode()
        return " ".join(re.sub(r"<[^>]+>", "", page).split())

    assert "Peringkat 1 dari 3 RSUD (formulir A)" in told(units[0])
    for unit in units[1:]:
        assert "Peringkat 2 dari 3 RSUD" in told(unit) and "sama dengan 1 unit lain" in told(unit)
    assert "Satu-satunya Puskesmas dengan formulir A" in told(cast.puskesmas)


def test_u11_the_exact_figure_is_what_was_rounded(cast, siklus, several):
    for terbit in HasilTerbit.objects.all():
        assert abs(exact(terbit.isi["komponen"]) - Fraction(terbit.ipp)) <= Fraction(1, 200)
    parts = [{"bobot": "75", "nilai": "1745/500"}, {"bobot": "25", "nilai": "4"}]
    assert exact(parts) == Fraction("3.6175")


# What the categories mean, and the English summary ------------------------------------------------


def test_u11_bands_leave_nothing_between_them(siklus):
    spec = instrument_of(siklus)
    rows = bands(spec)
    assert (str(rows[0].dari), str(rows[0].sampai)) == ("4.51", "5.00")
    assert all(str(above.dari - below.sampai) == "0.01" for above, below in pairwise(rows))
    assert str(rows[-1].dari) == "0.00"
    assert {row.sebutan for row in rows} <= ENGLISH.keys()


def test_u11_categories_are_explained_with_their_basis(cast, client, several):
    for address in (reverse("reports:results_unit", args=[cast.rsud.uuid]), "/data/"):
        page = client.get(address).content.decode()
        assert "Arti kategori" in page and "Baik (dengan catatan)" in page
        assert "PermenPANRB 29/2022 dan Pedoman Menteri PANRB 5/2023" in page


def test_u11_the_english_summary_is_english_and_says_what_is_not(client, db, several):
    page = client.get("/en/").content.decode()
    assert '<html lang="en">' in page
    assert '<header class="app-header" lang="id">' in page and 'lang="id">Pelayanan Prima' in page
    assert "Excellent service" in page and "75%" in page and "rounded once, half up to 2" in page
    assert reverse("reports:results_summary", args=[several.uuid]) in page
    for other in ("/", "/hasil/"):
        page = client.get(other).content.decode()
        assert '<html lang="id">' in page and 'href="/en/" lang="en"' in page


def test_u11_without_anything_published_the_summary_still_tells(client, db):
    page = client.get("/en/")
    assert page.status_code == 200 and "How the index is computed" in page.content.decode()
