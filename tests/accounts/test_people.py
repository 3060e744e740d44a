import pytest
from django.core.exceptions import PermissionDenied

from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.accounts.services import people
from pekppp.base.errors import Refused
from tests import factories


def roles_of(user) -> set[str]:
    return set(user.memberships.filter(ended_at__isnull=True).values_list("role", flat=True))


def test_changing_a_role_ends_the_old_one_and_tells_the_person(cast):
    old = cast.operator.memberships.get()
    people.change_role(by=cast.bagian, membership=old, role=Role.KEPALA, unit=cast.rsud)
    old.refresh_from_db()
    assert old.ended_at is not None
    assert roles_of(cast.operator) == {"kepala"}
    assert Notice.objects.get(user=cast.operator).subject == "Peran Anda diubah"
    assert AuditEntry.objects.get(action="ubah_peran").data["orang"] == "operator"


def test_a_role_that_is_held_already_is_not_given_again(cast):
    factories.member(cast.operator, Role.KEPALA, cast.rsud)
    old = cast.operator.memberships.get(role=Role.OPERATOR)
    for role in (Role.OPERATOR, Role.KEPALA):
        with pytest.raises(Refused):
            people.change_role(by=cast.bagian, membership=old, role=role, unit=cast.rsud)


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.OPERATOR, None), (Role.EVALUATOR, "rsud"), (Role.OPERATOR, "unit_tetangga")],
)
def test_a_role_and_its_unit_fit_together(cast, role, unit):
    membership = cast.pimpinan.memberships.get()
    with pytest.raises(Refused) as refused:
        people.change_role(
            by=cast.bagian,
            membership=membership,
            role=role,
            unit=getattr(cast, unit) if unit else None,
        )
    assert refused.value.field == "unit"


def test_nobody_is_made_admin_of_the_ministry_elsewhere(cast):
    with pytest.raises(Refused):
        people.change_role(
            by=cast.menpan, membership=cast.pimpinan.memberships.get(), role=Role.ADMIN_NASIONAL
        )


@pytest.mark.parametrize("who", ["operator", "admin_tetangga", "pimpinan"])
def test_roles_are_changed_and_ended_by_admins_of_the_instansi_or_above_alone(cast, who):
    membership = cast.evaluator.memberships.get()
    with pytest.raises(PermissionDenied):
        people.change_role(by=getattr(cast, who), membership=membership, role=Role.VERIFIKATOR)
    with pytest.raises(PermissionDenied):
        people.end_membership(by=getattr(cast, who), membership=membership)


def test_the_last_admin_does_not_end_or_change_his_own_role(cast):
    mine = cast.bagian.memberships.get()
    with pytest.raises(Refused, match="satu-satunya admin"):
        people.end_membership(by=cast.bagian, membership=mine)
    with pytest.raises(Refused, match="satu-satunya admin"):
        people.change_role(by=cast.bagian, membership=mine, role=Role.EVALUATOR)
    factories.member(factories.make_user("kedua"), Role.ADMIN_INSTANSI, cast.banjarnegara)
    people.end_membership(by=cast.bagian, membership=mine)
    assert roles_of(cast.bagian) == set()


def test_an_inactive_colleague_does_not_count_as_admin(cast):
    asleep = factories.make_user("tidur", is_active=False)
    factories.member(asleep, Role.ADMIN_INSTANSI, cast.banjarnegara)
    with pytest.raises(Refused):
        people.end_membership(by=cast.bagian, membership=cast.bagian.memberships.get())


def test_the_ministry_may_end_the_last_admin_of_an_instansi(cast):
    people.end_membership(by=cast.menpan, membership=cast.bagian.memberships.get(), reason="Mutasi")
    assert roles_of(cast.bagian) == set()
    assert AuditEntry.objects.get(action="akhiri_peran").reason == "Mutasi"


def test_an_ended_role_cannot_be_ended_again(cast):
    membership = cast.evaluator.memberships.get()
    people.end_membership(by=cast.bagian, membership=membership)
    with pytest.raises(Refused):
        people.end_membership(by=cast.bagian, membership=membership)


def test_one_acts_only_in_a_role_of_ones_own(cast):
    mine, other = cast.operator.memberships.get(), cast.kepala.memberships.get()
    assert people.choose_membership(by=cast.operator, uuid=mine.uuid) == mine
    with pytest.raises(PermissionDenied):
        people.choose_membership(by=cast.operator, uuid=other.uuid)


def test_notices_are_read_by_their_owner_alone(cast):
    mine = Notice.objects.create(user=cast.operator, kind="x", subject="s", body="b")
    assert people.mark_read(by=cast.kepala, uuid=mine.uuid) is None
    mine.refresh_from_db()
    assert mine.read_at is None
    assert people.mark_read(by=cast.operator, uuid=mine.uuid) == mine
