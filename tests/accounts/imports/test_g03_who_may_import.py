"""G3: who may import what, for every role, kind and instansi: a table."""

import pytest

from pekppp.accounts.models import ImporInduk
from pekppp.accounts.roles import Role
from pekppp.accounts.services.imports.kinds import KINDS, kinds_for
from tests import factories
from tests.accounts.imports.importing import as_file, book, check, effects, nip, problems

PLACES = ("nasional", "jateng", "banjarnegara", "bumd", "tetangga")
# By who imports: the places whose admins, units and people he brings in.
MAY: dict[str, tuple[str, ...]] = {
    "menpan": PLACES,
    "kantor_pusat": ("nasional",),  # an instansi's admin in the ministry is one of an instansi
    "biro": ("jateng", "banjarnegara", "bumd"),
    "bagian": ("banjarnegara",),
    "admin_bumd": ("bumd",),
    "admin_tetangga": ("tetangga",),
}
NOBODY = (
    "pimpinan",
    "pimpinan_pusat",
    "evaluator",
    "verifikator",
    "operator",
    "kepala",
    "siapapun",
)


@pytest.fixture
def people(cast):
    """The cast, and who else there can be: a BUMD of the province, two more in the ministry."""
    bumd = factories.make_instansi("Bank Jateng", "bumd", induk=cast.jateng)
    places = {name: getattr(cast, name) for name in PLACES if name != "bumd"} | {"bumd": bumd}
    found = dict(cast.people)
    for name, role, place in (
        ("kantor_pusat", Role.ADMIN_INSTANSI, cast.nasional),
        ("pimpinan_pusat", Role.PIMPINAN, cast.nasional),
        ("admin_bumd", Role.ADMIN_INSTANSI, bumd),
    ):
        found[name] = factories.make_user(name)
        factories.member(found[name], role, place)
    for place in places.values():
        factories.make_unit(place, "Unit Uji")
    return found, places


def row_of(jenis: str, place: str) -> dict[str, str]:
    person = {"instansi": place, "nama": "Siti", "nip": nip(1)}
    return {
        "admin": person,
        "unit": {"instansi": place, "nama": "Baru", "jenis": "RSUD"},
        "orang": person | {"unit": "Unit Uji", "peran": "operator"},
    }[jenis]


@pytest.mark.parametrize("jenis", KINDS)
@pytest.mark.parametrize("who", MAY)
def test_g03_an_admin_imports_for_his_own_and_those_below(people, who, jenis):
    users, places = people
    expected = {"admin": "baru_tunggu"}.get(jenis, "baru")
    for name, place in places.items():
        made = check(users[who], jenis, row_of(jenis, place.nama))
        if name in MAY[who]:
            assert (made.masalah, effects(made)) == ([], [expected]), name
        else:
            ((_, column, words),) = problems(made)
            assert (column, "yang Anda urus" in words) == ("A", True), name


@pytest.mark.parametrize("who", NOBODY)
def test_g03_nobody_else_imports_anything(people, as_user, who):
    users, _ = people
    client = as_user(users[who])
    assert kinds_for(users[who]) == []
    for path in ("", "contoh/?jenis=unit", "unggah/?jenis=unit"):
        assert client.get(f"/impor-data/{path}").status_code == 403
    file = as_file(book("unit", row_of("unit", "Kabupaten Banjarnegara")))
    answer = client.post("/impor-data/unggah/", {"jenis": "unit", "berkas": file})
    assert answer.status_code == 403
    assert not ImporInduk.objects.exists()


def test_g03_the_sample_shows_what_one_reaches_and_nothing_else(people, as_user):
    users, places = people
    for who, reached in MAY.items():
        rows, choices = KINDS["unit"].sample(users[who])
        expected = {places[name].nama for name in reached}
        assert set(choices["instansi"]) == expected
        assert {row[0] for row in rows} <= expected


def test_g03_a_unit_s_id_of_elsewhere_opens_nothing(cast):
    row = row_of("unit", "Kabupaten Banjarnegara") | {"id": str(cast.unit_tetangga.uuid)}
    assert [place[:2] for place in problems(check(cast.bagian, "unit", row))] == [(6, "O")]
