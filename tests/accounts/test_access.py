"""Roles asked through `user.has_perm` and the queries that every page starts from."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from pekppp.accounts import access, queries
from pekppp.accounts.models import UnitLokus
from pekppp.accounts.roles import Permission, Role
from tests import factories


def fresh(user):
    """The person as the next request sees him: memberships are read anew."""
    return type(user).objects.get(pk=user.pk)


def test_an_ended_role_grants_nothing(cast):
    membership = cast.bagian.memberships.get()
    membership.ended_at = membership.started_at
    membership.save()
    assert not fresh(cast.bagian).has_perm(Permission.VIEW_INSTANSI, cast.banjarnegara)


def test_an_inactive_person_may_nothing(cast):
    cast.bagian.is_active = False
    cast.bagian.save()
    assert not fresh(cast.bagian).has_perm(Permission.VIEW_INSTANSI, cast.banjarnegara)


def test_who_is_not_logged_in_has_no_role():
    assert access.memberships_of(AnonymousUser()) == []


def test_a_permission_without_a_thing_is_never_granted(cast):
    assert not cast.menpan.has_perm(Permission.MANAGE_PEOPLE)


def test_what_one_cannot_see_is_not_found(cast):
    with pytest.raises(Http404):
        queries.get_instansi(cast.bagian, cast.tetangga.uuid, Permission.VIEW_INSTANSI)
    with pytest.raises(Http404):
        queries.get_unit(cast.operator, cast.puskesmas.uuid, Permission.VIEW_UNIT)
    with pytest.raises(Http404):
        queries.get_instansi(cast.menpan, uuid.uuid4(), Permission.VIEW_INSTANSI)


def test_what_one_sees_but_may_not_do_is_refused(cast):
    with pytest.raises(PermissionDenied):
        queries.get_instansi(cast.biro, cast.banjarnegara.uuid, Permission.MANAGE_INSTANSI)
    with pytest.raises(PermissionDenied):
        queries.get_unit(cast.operator, cast.rsud.uuid, Permission.MANAGE_UNITS)


def test_each_sees_his_own_units(cast):
    def seen(user):
        return set(queries.visible_units(user))

    assert seen(cast.menpan) == set(UnitLokus.objects.all())
    assert seen(cast.biro) == {cast.rsud, cast.puskesmas}
    assert seen(cast.operator) == {cast.rsud}
    assert seen(cast.evaluator) == set()
    assert seen(cast.siapapun) == set()


def test_a_co_owner_reads_the_unit(cast):
    cast.rsud.co_owners.add(cast.tetangga)
    assert cast.rsud in queries.visible_units(cast.admin_tetangga)
    assert cast.admin_tetangga.has_perm(Permission.VIEW_UNIT, cast.rsud)
    assert not cast.admin_tetangga.has_perm(Permission.MANAGE_UNITS, cast.rsud)


def test_the_ministrys_ordinary_roles_do_not_see_everything(cast):
    person = factories.make_user("penilai_pusat")
    factories.member(person, Role.EVALUATOR, cast.nasional)
    assert not access.is_national(person)


@pytest.mark.parametrize(
    ("who", "role", "place", "may"),
    [
        ("bagian", Role.EVALUATOR, "banjarnegara", True),
        ("bagian", Role.ADMIN_NASIONAL, "banjarnegara", False),
        ("bagian", Role.OPERATOR, "tetangga", False),
        ("biro", Role.OPERATOR, "banjarnegara", True),
        ("biro", Role.ADMIN_INSTANSI, "banjarnegara", True),
        ("biro", Role.OPERATOR, "tetangga", False),
        ("bagian", Role.VERIFIKATOR, "jateng", False),
        ("menpan", Role.ADMIN_INSTANSI, "banjarnegara", True),
        ("operator", Role.OPERATOR, "banjarnegara", False),
    ],
)
def test_who_may_appoint_whom(cast, who, role, place, may):
    assert access.may_appoint(getattr(cast, who), role, getattr(cast, place)) is may


def test_an_office_in_the_ministry_does_not_appoint_its_admins(cast):
    person = factories.make_user("biro_pusat")
    factories.member(person, Role.ADMIN_INSTANSI, cast.nasional)
    assert access.may_appoint(person, Role.OPERATOR, cast.nasional)
    assert not access.may_appoint(person, Role.ADMIN_NASIONAL, cast.nasional)


def test_a_person_is_found_by_either_name_in_any_case(cast):
    assert queries.find_user(" OPERATOR ") == cast.operator
    assert queries.find_user("Operator@Uji.Test") == cast.operator
    assert queries.find_user("") is None
