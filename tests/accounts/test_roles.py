"""Who may do what, as a table. No database."""

import pytest

from pekppp.accounts.roles import (
    ASSIGNED,
    GRANTS,
    MAY_APPOINT,
    NATIONAL_ROLES,
    UNIT_ROLES,
    Permission,
    Place,
    Relation,
    Role,
    Scope,
    acting_as,
    is_high,
    permitted,
    relations,
    who_may,
)

MINISTRY, PROVINCE, REGENCY, NEIGHBOUR, UNIT = 1, 2, 3, 4, 30
THING = Scope(owner=REGENCY, above=frozenset({PROVINCE}), evaluating=REGENCY, unit=UNIT)


def may(place: Place, scope: Scope = THING) -> frozenset[Permission]:
    return permitted([place], scope)


def test_no_role_grants_what_hangs_on_an_assignment():
    granted = {
        perm for relations in GRANTS.values() for perms in relations.values() for perm in perms
    }
    assert granted & ASSIGNED == set()


@pytest.mark.parametrize("role", Role)
def test_every_role_is_in_the_table(role):
    assert role in GRANTS


@pytest.mark.parametrize("role", [role for role in Role if role not in UNIT_ROLES])
def test_an_instansi_has_no_say_in_a_neighbours_thing(role):
    assert may(Place(role, NEIGHBOUR)) == frozenset()


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_a_unit_role_reaches_its_own_unit_only(role):
    assert Permission.FILL_F01 in may(Place(role, REGENCY, unit=UNIT))
    assert may(Place(role, REGENCY, unit=UNIT + 1)) == frozenset()


def test_a_parent_unit_reads_what_hangs_on_it_and_writes_nothing():
    thing = Scope(owner=REGENCY, unit=UNIT, parent_unit=UNIT + 1)
    for role in UNIT_ROLES:
        assert may(Place(role, REGENCY, unit=UNIT + 1), thing) == {
            Permission.VIEW_UNIT,
            Permission.VIEW_EVALUASI,
            Permission.VIEW_DOKUMEN,
        }
        assert may(Place(role, REGENCY, unit=UNIT + 2), thing) == frozenset()


def test_only_the_head_of_the_unit_submits():
    assert [role for role in Role if Permission.SUBMIT_F01 in may(Place(role, REGENCY, UNIT))] == [
        Role.KEPALA
    ]


def test_a_province_reads_its_regency_and_adds_units_and_people():
    added = may(Place(Role.ADMIN_INSTANSI, PROVINCE)) - GRANTS[Role.PIMPINAN][Relation.OWNER]
    assert added == {Permission.MANAGE_UNITS, Permission.MANAGE_PEOPLE}


def test_a_regency_has_no_say_in_its_province_s_people():
    """Who verifies it comes from there."""
    thing = Scope(owner=PROVINCE, verifying=frozenset({PROVINCE}))
    assert may(Place(Role.ADMIN_INSTANSI, REGENCY), thing) == frozenset()


def test_who_only_reads_may_do_nothing_but_read():
    verbs = {perm for perms in GRANTS[Role.PIMPINAN].values() for perm in perms}
    assert {perm for perm in verbs if not perm.startswith("view_")} == set()


def test_the_ministry_manages_everywhere_by_its_admin_alone():
    admin = Place(Role.ADMIN_NASIONAL, MINISTRY, national=True)
    office = Place(Role.ADMIN_INSTANSI, MINISTRY, national=True)
    assert Permission.MANAGE_PEOPLE in may(admin)
    assert may(office) == frozenset()


def test_evaluators_get_nothing_from_their_role():
    assert may(Place(Role.EVALUATOR, REGENCY)) == frozenset()


def test_an_instansi_appoints_everyone_but_the_ministrys_admins():
    assert MAY_APPOINT[Role.ADMIN_INSTANSI] == frozenset(Role) - NATIONAL_ROLES
    assert set(MAY_APPOINT) == {Role.ADMIN_NASIONAL, Role.ADMIN_INSTANSI}


def test_the_organiser_and_the_verifying_province_each_have_their_own_say():
    cycle = Scope(owner=REGENCY, organiser=MINISTRY, verifying=frozenset({PROVINCE}))
    organiser = may(Place(Role.ADMIN_INSTANSI, MINISTRY), cycle)
    assert {Permission.MANAGE_SIKLUS, Permission.VALIDATE, Permission.PUBLISH} <= organiser
    verifying = may(Place(Role.ADMIN_INSTANSI, PROVINCE), cycle)
    assert verifying == {Permission.APPOINT_VERIFIER}


def test_a_co_owner_reads_and_a_verifying_office_is_known_as_one():
    scope = Scope(owner=REGENCY, co_owners=frozenset({NEIGHBOUR}), verifying=frozenset({PROVINCE}))
    place = Place(Role.ADMIN_INSTANSI, NEIGHBOUR)
    assert set(relations(place, scope)) == {Relation.CO_OWNER}
    assert may(place, scope) == GRANTS[Role.ADMIN_INSTANSI][Relation.CO_OWNER] != frozenset()
    assert Relation.VERIFYING in set(relations(Place(Role.ADMIN_INSTANSI, PROVINCE), scope))


@pytest.mark.parametrize(
    ("role", "national", "high"),
    [
        (Role.ADMIN_NASIONAL, True, True),
        (Role.ADMIN_INSTANSI, False, True),
        (Role.PIMPINAN, True, True),
        (Role.PIMPINAN, False, False),
        (Role.EVALUATOR, True, False),
        (Role.ANALIS, True, True),
        (Role.VALIDATOR, True, True),
        (Role.PENETAP, True, True),
    ],
)
def test_a_high_role_is_an_admin_s_or_one_that_sees_every_office(role, national, high):
    assert is_high(role, national=national) is high


@pytest.mark.parametrize(
    ("sebagai", "jabatan", "written"),
    [
        ("", "Plt. Direktur", "Plt. Direktur"),
        ("plt", "Direktur", "Plt. Direktur"),
        ("plh", "Plt. Direktur", "Plh. Direktur"),
        ("an", "Kepala Dinas", "a.n. Kepala Dinas"),
    ],
)
def test_j02_an_office_is_written_with_the_capacity_in_which_it_is_exercised(
    sebagai, jabatan, written
):
    assert acting_as(sebagai, jabatan) == written


DECIDES = {Permission.VALIDATE, Permission.RETURN, Permission.PUBLISH}


@pytest.mark.parametrize(
    ("role", "decides"),
    [
        (Role.ANALIS, set()),
        (Role.VALIDATOR, {Permission.VALIDATE, Permission.RETURN}),
        (Role.PENETAP, {Permission.PUBLISH}),
    ],
)
def test_j12_validating_and_publishing_are_two_people_s(role, decides):
    cycle = Scope(owner=REGENCY, above=frozenset({PROVINCE}), organiser=MINISTRY)
    may_do = may(Place(role, MINISTRY, national=True, region=frozenset({PROVINCE})), cycle)
    assert may_do & DECIDES == decides
    assert Permission.VIEW_EVALUASI in may_do
    assert not [perm for perm in may_do if perm.startswith("manage_")]


def test_j12_an_analyst_reads_what_lies_in_his_region_and_discusses():
    analyst = Place(Role.ANALIS, MINISTRY, national=True, region=frozenset({PROVINCE}))
    assert may(analyst) == GRANTS[Role.PIMPINAN][Relation.OWNER] | {Permission.DISCUSS}
    assert may(analyst, Scope(owner=PROVINCE)) == may(analyst)
    assert may(analyst, Scope(owner=NEIGHBOUR, organiser=MINISTRY)) == frozenset()
    assert may(analyst, Scope(owner=MINISTRY)) == frozenset()


def test_j12_a_validator_reads_no_cycle_but_the_ministrys():
    place = Place(Role.VALIDATOR, MINISTRY, national=True)
    assert may(place, Scope(owner=REGENCY, organiser=REGENCY)) == frozenset()
    assert may(place, Scope(owner=MINISTRY)) == frozenset()


def test_j12_who_may_says_to_which_roles_a_relation_gives_something():
    assert who_may(Permission.PUBLISH, Relation.ORGANISER) == {
        Role.ADMIN_NASIONAL,
        Role.PENETAP,
        Role.ADMIN_INSTANSI,
    }
