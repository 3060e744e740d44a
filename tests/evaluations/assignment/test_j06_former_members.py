"""J6: whoever left a unit is not impartial towards it for as many months as the cycle says."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.assignment.services.assigning import assign
from evaluations.core.queries import conflicts
from evaluations.f02.services.levels import save_score
from evaluations.models import Evaluasi, PeranNilai, Siklus
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished


def leave(user: User, unit, *, days: int) -> None:
    """He belonged to the unit, until so many days ago."""
    factories.member(user, Role.OPERATOR, unit)
    Membership.objects.filter(user=user, unit=unit).update(
        ended_at=timezone.now() - timedelta(days=days)
    )


def months(siklus: Siklus, number: int) -> None:
    Siklus.objects.filter(pk=siklus.pk).update(jeda_benturan=number)
    siklus.refresh_from_db()


@pytest.mark.parametrize(
    ("number", "days", "barred"),
    [(12, 10, True), (12, 360, True), (12, 370, False), (0, 1, False), (24, 700, True)],
)
def test_j06_a_former_member_is_assigned_again_after_the_months(cast, siklus, number, days, barred):
    months(siklus, number)
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    leave(cast.evaluator, cast.rsud, days=days)

    def call() -> int:
        return assign(by=cast.bagian, evaluasi=[evaluasi], user=cast.evaluator, codenames={"score"})

    if barred:
        with pytest.raises(Refused) as refusal:
            call()
        assert f"selama {number} bulan" in refusal.value.message
    else:
        assert call() == 1


def test_j06_he_is_not_offered_either(cast, siklus, as_user):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    leave(cast.evaluator, cast.rsud, days=10)
    address = f"/evaluasi/{evaluasi.uuid}/penugasan/"
    assert cast.evaluator.nama not in as_user(cast.bagian).get(address).text
    months(siklus, 0)
    assert cast.evaluator.nama in as_user(cast.bagian).get(address).text


def test_j06_who_came_and_left_meanwhile_gives_no_level_and_those_given_do_not_count(
    cast, siklus, evaluasi
):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dikirim")
    evaluasi.refresh_from_db()

    def save(level: int, based_on: int) -> None:
        save_score(
            by=cast.evaluator,
            evaluasi=evaluasi,
            indikator=1,
            peran=PeranNilai.EVALUATOR,
            changes={"level": level},
            based_on=based_on,
            key=uuid4(),
        )

    save(0, 0)
    leave(cast.evaluator, cast.rsud, days=1)
    with pytest.raises(PermissionDenied):
        save(1, 1)
    row = evaluasi.nilai.get(peran=PeranNilai.EVALUATOR)
    members = conflicts.members_of([evaluasi])[evaluasi.pk]
    assert cast.evaluator.pk in members and not conflicts.counts(evaluasi, row, members)
    months(siklus, 0)
    evaluasi.siklus.refresh_from_db()
    save(0, 1)


def test_j06_cycles_side_by_side_have_months_of_their_own(cast, siklus):
    other = factories.make_siklus(cast.banjarnegara, jeda_benturan=0)
    strict, lenient = (factories.make_evaluasi(item, cast.rsud) for item in (siklus, other))
    leave(cast.evaluator, cast.rsud, days=40)
    found = conflicts.members_of([strict, lenient])
    assert cast.evaluator.pk in found[strict.pk]
    assert cast.evaluator.pk not in found[lenient.pk]


def test_j06_what_was_finished_stays(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    leave(cast.evaluator, cast.rsud, days=1)
    row = evaluasi.nilai.filter(peran=PeranNilai.EVALUATOR).first()
    members = conflicts.members_of([evaluasi]).get(evaluasi.pk, frozenset())
    assert conflicts.counts(evaluasi, row, members)


@pytest.mark.parametrize(("typed", "said"), [("61", "Paling lama 60 bulan"), ("6", "")])
def test_j06_the_cycle_says_how_long(cast, as_user, typed, said):
    siklus = factories.make_siklus(cast.banjarnegara, status="disiapkan")
    client = as_user(cast.bagian)
    page = client.get(f"/siklus/{siklus.uuid}/ubah/")
    form = page.context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    answer = client.post(f"/siklus/{siklus.uuid}/ubah/", data | {"jeda_benturan": typed})
    siklus.refresh_from_db()
    assert (said in answer.text, siklus.jeda_benturan) == (True, 12 if said else 6)
