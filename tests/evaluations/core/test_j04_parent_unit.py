"""J4: a dinas induk reads the evaluations of its puskesmas and kecamatan, and fills nothing."""

import json
from uuid import uuid4

import pytest

from evaluations.core.queries.evaluations import get_evaluasi, visible_evaluasi
from evaluations.models import Evaluasi
from pekppp.accounts.models import UnitLokus, User
from pekppp.accounts.roles import Permission, Role
from tests import factories


@pytest.fixture
def dinas(cast, siklus) -> User:
    """The head of the dinas above the puskesmas."""
    unit = factories.make_unit(cast.banjarnegara, "Dinas Kesehatan")
    UnitLokus.objects.filter(pk=cast.puskesmas.pk).update(induk=unit)
    made = factories.make_user("kepala_dinas")
    factories.member(made, Role.KEPALA, unit)
    return made


@pytest.fixture
def child(cast, siklus, dinas) -> Evaluasi:
    return factories.make_evaluasi(siklus, UnitLokus.objects.get(pk=cast.puskesmas.pk))


def test_j04_parent_unit_reads_its_units_and_does_nothing_else(cast, child, dinas):
    allowed = {p for p in Permission if dinas.has_perm(p, child)}
    assert allowed == {Permission.VIEW_UNIT, Permission.VIEW_EVALUASI, Permission.VIEW_DOKUMEN}
    assert get_evaluasi(dinas, child.uuid, Permission.VIEW_EVALUASI) == child
    assert list(visible_evaluasi(dinas)) == [child]
    # The other way round, and beside it, nothing is seen.
    above = factories.make_evaluasi(child.siklus, dinas.memberships.get().unit)
    for person in (cast.operator_puskesmas, cast.operator, cast.operator_tetangga):
        seen = set(visible_evaluasi(person))
        assert above not in seen
        assert (child in seen) == (person == cast.operator_puskesmas)


def test_j04_parent_unit_reads_on_its_home_and_pages(cast, child, dinas, as_user):
    client = as_user(dinas)
    assert f"/evaluasi/{child.uuid}/" in client.get("/beranda/").text
    assert str(cast.puskesmas) in client.get(f"/unit/{dinas.memberships.get().unit.uuid}/").text
    assert client.get(f"/unit/{cast.puskesmas.uuid}/").status_code == 200
    assert client.get(f"/evaluasi/{child.uuid}/").status_code == 200
    save = json.dumps({"versi": 0, "kunci": str(uuid4()), "indikator": 1, "pertanyaan": "x"})
    for method, path, body in [
        (client.get, "f01/", None), (client.post, "f01/jawaban/", save), (client.get, "f02/", None),
    ]:  # fmt: skip
        address = f"/evaluasi/{child.uuid}/{path}"
        answer = method(address, body, "application/json") if body else method(address)
        assert answer.status_code in (403, 404), address
    neighbour = as_user(cast.operator_tetangga)
    assert neighbour.get(f"/evaluasi/{child.uuid}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_j04_parent_unit_home_costs_the_same_for_one_unit_and_three(
    cast, siklus, child, dinas, as_user, django_assert_max_num_queries, number
):
    for name in range(1, number):
        unit = factories.make_unit(
            cast.banjarnegara, f"Puskesmas {name}", induk=dinas.memberships.get().unit
        )
        factories.make_evaluasi(siklus, unit)
    client = as_user(dinas)
    client.get("/beranda/")
    with django_assert_max_num_queries(24):
        text = client.get("/beranda/").text
    assert text.count("/evaluasi/") == number
