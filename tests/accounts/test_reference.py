import pytest
from django.core.management import call_command

from pekppp.accounts.importers import read_instansi, zone_of
from pekppp.accounts.models import Instansi, JenisUnit, Sektor, Wilayah
from pekppp.accounts.services.reference import load_reference
from tests import factories

pytestmark = pytest.mark.django_db


def count(jenis: str) -> int:
    return Instansi.objects.filter(jenis=jenis).count()


def test_the_whole_country_is_loaded_once():
    first, second = load_reference(), load_reference()
    assert (first.regions, count("provinsi"), count("kabupaten") + count("kota")) == (552, 38, 514)
    assert (second.regions, second.instansi, second.kinds) == (0, 0, 0)
    assert count("nasional") == 1


def test_the_second_time_is_quick(queries_of):
    load_reference()
    assert queries_of(load_reference) <= 8


def test_regions_hang_below_their_province_in_its_zone():
    load_reference()
    regency = Instansi.objects.get(kode="33.04")
    assert (str(regency), str(regency.induk), regency.wilayah_id, regency.zone) == (
        "Kabupaten Banjarnegara",
        "Provinsi Jawa Tengah",
        "33.04",
        "Asia/Jakarta",
    )
    assert Instansi.objects.filter(induk__kode="31").count() == 6
    assert Instansi.objects.filter(jenis__in=["kabupaten", "kota"], induk=None).count() == 0


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("11.01", "Asia/Jakarta"),
        ("62", "Asia/Jakarta"),
        ("51.71", "Asia/Makassar"),
        ("64", "Asia/Makassar"),
        ("76.01", "Asia/Makassar"),
        ("81", "Asia/Jayapura"),
        ("96.71", "Asia/Jayapura"),
    ],
)
def test_a_region_lives_in_the_zone_of_its_province(region, zone):
    assert zone_of(region) == zone


def test_there_are_forty_eight_ministries_and_every_code_is_used_once():
    rows = read_instansi()
    assert sum(row.nama.startswith("Kementerian") for row in rows) == 48
    assert len({row.kode for row in rows}) == len({row.nama for row in rows}) == len(rows)
    assert rows[0].kode == "kemenpanrb"


def test_every_kind_belongs_to_a_priority_service_and_none_is_without_a_kind():
    load_reference()
    assert set(JenisUnit.objects.values_list("sektor", flat=True)) == set(Sektor.values)
    assert JenisUnit.objects.filter(kode="layanan-utama").exists()


def test_what_people_changed_in_the_pages_stays():
    load_reference()
    Instansi.objects.filter(kode="33.04").update(nama="Kabupaten Banjarnegara Baru")
    load_reference()
    assert Instansi.objects.get(kode="33.04").nama == "Kabupaten Banjarnegara Baru"


def test_a_corrected_region_follows_the_file():
    load_reference()
    Wilayah.objects.filter(kode="33.04").update(nama="Salah")
    load_reference()
    assert Wilayah.objects.get(kode="33.04").nama == "Kabupaten Banjarnegara"


def test_a_ministry_under_another_code_is_not_doubled():
    factories.make_instansi("Kementerian PANRB", "nasional")
    load_reference()
    assert count("nasional") == 1


def test_the_command_says_what_was_new(capsys):
    call_command("load_reference")
    assert capsys.readouterr().out == (
        "Data rujukan siap. Baru: 552 wilayah, 655 instansi, 59 jenis unit, 40 angka terbit.\n"
    )
