"""G7: the registers of instansi and units, what is missing in them, and their exports."""

import io

import openpyxl  # noqa: TID251  what a clerk's program reads
import pytest

from pekppp.accounts import registers
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.accounts.roles import Role
from pekppp.accounts.services import places
from pekppp.base.errors import Refused
from tests import factories


def rows_of(response) -> tuple[list[str], list[tuple]]:
    """The notes above a downloaded table, and its rows without their titles."""
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    lines = [tuple(cell for cell in row) for row in sheet.iter_rows(values_only=True)]
    empty = next(i for i, line in enumerate(lines) if not any(line))
    return [line[0] for line in lines[:empty]], lines[empty + 2 :]


@pytest.fixture
def country(cast):
    """A kabupaten without anything, one without an admin, and units that lack each thing."""
    factories.make_instansi("Kabupaten Kosong", induk=cast.jateng)
    other = factories.make_instansi("Kota Tanpa Admin", "kota", induk=cast.jateng)
    factories.make_unit(other, "Dinas Dukcapil", jenis=factories.make_kind("dukcapil", "Dukcapil"))
    UnitLokus.objects.filter(pk=cast.rsud.pk).update(alamat="Jalan Satu", kepala_nama="Ani")
    factories.make_unit(
        cast.banjarnegara,
        "Kecamatan Baru",
        jenis=factories.make_kind("kec", "Kecamatan", "pemerintahan"),
    )
    closed = factories.make_unit(cast.banjarnegara, "Unit Lama")
    UnitLokus.objects.filter(pk=closed.pk).update(closed_on="2020-01-01")
    fired = factories.make_user("berhenti", is_active=False)
    factories.member(fired, Role.ADMIN_INSTANSI, other)
    return cast


@pytest.mark.parametrize("person", ["menpan", "biro", "bagian"])
@pytest.mark.parametrize("gap", registers.UNIT_GAPS, ids=lambda gap: gap.key)
def test_g07_a_unit_gap_counts_what_it_lists_and_exports(country, as_user, person, gap):
    user = getattr(country, person)
    counted = registers.unit_gaps(user, registers.UnitFilter())[gap.key]
    listed = registers.units(user, registers.UnitFilter(kurang=gap.key))
    page = as_user(user).get(f"/unit/?kurang={gap.key}").content.decode()
    notes, exported = rows_of(as_user(user).get(f"/unit/xlsx/?kurang={gap.key}"))
    assert counted == len(listed) == len(exported) > 0
    assert f"{gap.words}: {counted}" in page
    assert f"{counted} unit" in page
    assert {row[1] for row in exported} == {unit.nama for unit in listed}
    assert f"Saringan: Yang kurang: {gap.words}." in notes[0]
    assert user.nama in notes[1]
    assert f"{counted} baris" in notes[1]


@pytest.mark.parametrize("person", ["menpan", "biro"])
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kurang=admin", {"Kabupaten Kosong", "Kota Tanpa Admin"}),
        ("kurang=unit&jenis=kabupaten", {"Kabupaten Kosong"}),
        ("jenis=kota&tanpa_jenis=rsud", {"Kota Tanpa Admin"}),
        (
            "tanpa_jenis=dukcapil&jenis=kabupaten",
            {"Kabupaten Kosong", "Kabupaten Banjarnegara"},
        ),
        ("tanpa_sektor=kesehatan&jenis=kabupaten", {"Kabupaten Kosong"}),
    ],
)
def test_g07_an_instansi_gap_lists_and_exports_the_same(country, as_user, person, query, names):
    query = f"provinsi={country.jateng.uuid}&{query}"
    client = as_user(getattr(country, person))
    _notes, exported = rows_of(client.get(f"/instansi/xlsx/?{query}"))
    assert {row[1] for row in exported} == names
    page = client.get(f"/instansi/?{query}").content.decode()
    assert f"{len(names)} instansi" in page


def test_g07_instansi_gaps_are_counted_by_the_same_row_of_the_table(country):
    asked = registers.InstansiFilter()
    counts = registers.instansi_gaps(country.menpan, asked)
    for gap in registers.INSTANSI_GAPS:
        listed = registers.instansi(country.menpan, registers.InstansiFilter(kurang=gap.key))
        assert counts[gap.key] == len(listed) > 0


def test_g07_a_closed_unit_lacks_nothing(country, as_user):
    page = as_user(country.bagian).get("/unit/?keadaan=tutup").content.decode()
    assert "Unit Lama" in page
    assert "Belum ada operator" not in page.split("</form>")[1]


def test_g07_the_units_of_one_office_are_exported_as_searched(country, as_user):
    client = as_user(country.bagian)
    uuid = country.banjarnegara.uuid
    page = client.get(f"/instansi/{uuid}/?q=puskesmas").content.decode()
    link = f"/unit/xlsx/?instansi={uuid}&amp;keadaan=semua&amp;q=puskesmas"
    assert link in page
    _notes, exported = rows_of(client.get(link.replace("&amp;", "&")))
    assert [row[1] for row in exported] == ["Puskesmas Mandiraja"]


def test_g07_an_operator_is_led_to_the_own_unit_and_told_what_is_its(country, as_user):
    client = as_user(country.operator)
    response = client.get("/unit/", follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == f"/unit/{country.rsud.uuid}/"
    assert "Unit Anda" in page
    assert (
        f'href="/unit/{country.rsud.uuid}/">Unit saya' in client.get("/beranda/").content.decode()
    )
    assert as_user(country.evaluator).get("/unit/").status_code == 404
    assert as_user(country.evaluator).get("/unit/xlsx/").status_code == 404


def test_g07_nobody_finds_what_he_does_not_see(country, as_user):
    page = as_user(country.bagian).get("/unit/").content.decode()
    assert "KENARI" not in page
    assert "Dinas Dukcapil" not in page
    _notes, exported = rows_of(as_user(country.biro).get("/unit/xlsx/?keadaan=semua"))
    assert not [row for row in exported if "KENARI" in row[1]]


@pytest.mark.parametrize("path", ["/unit/", "/unit/xlsx/", "/instansi/", "/instansi/xlsx/"])
def test_g07_a_register_takes_the_same_queries_whatever_its_length(
    country, as_user, django_assert_max_num_queries, path
):
    client = as_user(country.menpan)
    client.get(path)
    for number in range(20):
        factories.make_unit(country.banjarnegara, f"Unit {number}")
        factories.make_instansi(f"Kabupaten {number}", induk=country.jateng)
    with django_assert_max_num_queries(15):
        assert client.get(path).status_code == 200


# BUMN and BUMD ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "below", "fits"),
    [
        ("bumn", "", True),
        ("bumn", "jateng", False),
        ("bumd", "jateng", True),
        ("bumd", "banjarnegara", True),
        ("bumd", "", False),
        ("bumd", "nasional", False),
        ("kota", "jateng", True),
        ("kota", "banjarnegara", False),
        ("kl", "jateng", False),
    ],
)
def test_g07_where_a_new_instansi_may_stand(cast, jenis, below, fits):
    induk = getattr(cast, below) if below else None
    if fits:
        made = places.add_instansi(by=cast.menpan, nama="PT Baru", jenis=jenis, induk=induk)
        assert Instansi.objects.get(pk=made.pk).induk == induk
    else:
        with pytest.raises(Refused) as refused:
            places.add_instansi(by=cast.menpan, nama="PT Baru", jenis=jenis, induk=induk)
        assert refused.value.field == "induk"


def test_g07_a_province_finds_the_enterprises_of_its_region(cast, as_user):
    places.add_instansi(by=cast.menpan, nama="PT Air", jenis="bumd", induk=cast.banjarnegara)
    places.add_instansi(by=cast.menpan, nama="PT Kereta", jenis="bumn")
    client = as_user(cast.menpan)
    found = client.get(f"/instansi/?provinsi={cast.jateng.uuid}").content.decode()
    assert "PT Air" in found
    assert "PT Kereta" not in found
    assert "PT Kereta" in client.get("/instansi/?jenis=bumn").content.decode()
