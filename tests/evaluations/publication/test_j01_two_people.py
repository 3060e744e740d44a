"""J1: who froze a set is not who publishes it, where the cycle wants two and there are two."""

import pytest
from django.utils import timezone

from evaluations.cycle.services import cycles
from evaluations.models import Publikasi
from evaluations.publication.services import decree_worker, decrees, publication
from pekppp.accounts.models import AuditEntry, Membership, User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_validated
from tests.stage import stage


@stage.fixture
def frozen(cast, siklus) -> Publikasi:
    make_validated(cast, siklus, cast.rsud)
    return decrees.freeze(by=cast.menpan, siklus=siklus)


@stage.fixture
def second(cast) -> User:
    """A second admin of the ministry."""
    user = factories.make_user("penetap")
    factories.member(user, Role.ADMIN_NASIONAL, cast.nasional)
    return user


def enter(by: User, publikasi: Publikasi) -> Publikasi:
    return decrees.enter(
        by=by, publikasi=publikasi, nomor="659 Tahun 2026", tanggal=timezone.localdate()
    )


def test_j01_who_froze_does_not_publish(cast, siklus, second, frozen):
    with pytest.raises(Refused) as refusal:
        enter(cast.menpan, frozen)
    assert str(second) in refusal.value.message
    frozen.refresh_from_db()
    assert (frozen.status, frozen.nomor) == (Publikasi.Status.CALON, "")
    row = enter(second, frozen)
    decree_worker.publish_next()
    row.refresh_from_db()
    assert (row.status, row.oleh, row.diputus_oleh) == ("terbit", cast.menpan, second)
    trail = AuditEntry.objects.filter(object_type="publikasi").order_by("pk")
    assert [(entry.action, entry.by) for entry in trail[:2]] == [
        ("bekukan_himpunan", cast.menpan),
        ("masukkan_keputusan", second),
    ]


def test_j01_who_froze_does_not_go_on_with_it_either(cast, siklus, second, frozen):
    enter(second, frozen)
    Publikasi.objects.update(status=Publikasi.Status.GAGAL, error="Terhenti.")
    with pytest.raises(Refused):
        decrees.retry(by=cast.menpan, publikasi=frozen)
    decrees.retry(by=second, publikasi=frozen)


def test_j01_where_one_person_may_publish_he_does_and_it_is_said(cast, siklus, as_user, frozen):
    page = as_user(cast.menpan).get(f"/publikasi/{siklus.uuid}/")
    assert "ketentuan itu tidak berlaku" in page.content.decode()
    assert enter(cast.menpan, frozen).diputus_oleh == cast.menpan


def test_j01_somebody_who_left_is_no_second_person(cast, siklus, second, frozen):
    Membership.objects.filter(user=second).update(ended_at=timezone.now())
    assert enter(cast.menpan, frozen).diputus_oleh == cast.menpan


def test_j01_the_page_shows_the_form_to_the_other_one_alone(cast, siklus, second, as_user, frozen):
    def page(user: User) -> str:
        return as_user(user).get(f"/publikasi/{siklus.uuid}/").content.decode()

    button = "Terbitkan 1 hasil ini"
    assert (button in page(cast.menpan), button in page(second)) == (False, True)
    assert f"menerbitkannya: {second}" in page(cast.menpan)


@pytest.mark.parametrize(
    ("skema", "chosen", "two"),
    [
        ("nasional", "skema", True),
        ("nasional", "tidak", False),
        ("mandiri", "skema", False),
        ("khusus", "skema", False),
        ("mandiri", "ya", True),
    ],
)
def test_j01_the_scheme_says_it_unless_the_cycle_does(cast, skema, chosen, two):
    owner = cast.nasional if skema == "nasional" else cast.banjarnegara
    made = factories.make_siklus(owner, skema=skema, dua_orang=chosen)
    assert made.oleh_dua_orang is two


def test_j01_it_is_settled_when_the_cycle_opens(cast, siklus):
    with pytest.raises(Refused):
        cycles.update_siklus(by=cast.menpan, siklus=siklus, dua_orang="tidak")


def test_j01_both_names_stand_where_a_set_is_published_at_once(cast, siklus, second):
    make_validated(cast, siklus, cast.rsud)
    row = publication.publish(
        by=second, frozen_by=cast.menpan, siklus=siklus, nomor="1", tanggal=timezone.localdate()
    )
    assert (row.oleh, row.diputus_oleh) == (cast.menpan, second)
