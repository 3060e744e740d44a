"""Who sees an evaluation: asked of the database for lists and of the row for a page, the same."""

import pytest
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries.evaluations import _whole, sees, visible_evaluasi
from evaluations.models import Evaluasi
from pekppp.accounts.models import User
from tests import factories
from tests.stage import stage


@stage.fixture
def many(cast, siklus, evaluasi) -> list[Evaluasi]:
    """Evaluations of every relation: a cycle of one's own, of above, of a neighbour, by others."""
    own = factories.make_siklus(cast.banjarnegara, nama="Sendiri")
    beside = factories.make_siklus(cast.tetangga, nama="Sebelah")
    cast.puskesmas.co_owners.add(cast.tetangga)
    found = [
        evaluasi,
        factories.make_evaluasi(own, cast.rsud),
        factories.make_evaluasi(siklus, cast.puskesmas),
        factories.make_evaluasi(beside, cast.unit_tetangga),
        factories.make_evaluasi(siklus, factories.make_unit(cast.jateng, "RSUD provinsi")),
    ]
    Evaluasi.objects.filter(pk=found[3].pk).update(penilai=cast.jateng)
    for person, row, codename in (
        (cast.verifikator, found[2], "verify"),
        (cast.evaluator, found[3], "score"),  # has no role there: his assignment rests
        (cast.operator, found[0], "score"),  # belongs to the unit: so does his
    ):
        assignments.assign(person, row.aspek.all(), codename)
    return found


def test_the_row_says_of_everybody_what_the_list_says(cast, many):
    seen = {}
    for name, person in cast.people.items():
        user = User.objects.get(pk=person.pk)
        listed = set(visible_evaluasi(user).values_list("pk", flat=True))
        assert {row.pk for row in _whole() if sees(user, row)} == listed, name
        seen[name] = len(listed)
    assert seen["menpan"] == len(many) and seen["siapapun"] == 0
    assert len(set(seen.values())) > 3  # the cast does see different things


@pytest.mark.parametrize("name", ["evaluator", "verifikator", "operator", "bagian"])
def test_whoever_has_left_sees_nothing_either_way(cast, many, name):
    person = getattr(cast, name)
    person.memberships.update(ended_at=timezone.now())
    user = User.objects.get(pk=person.pk)
    assert not visible_evaluasi(user).exists()
    assert not any(sees(user, row) for row in _whole())
