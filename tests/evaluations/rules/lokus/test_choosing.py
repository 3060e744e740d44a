"""Which units a cycle opens, by the pure table of statuses."""

import pytest

from evaluations.rules.lokus.choosing import (
    CHOOSABLE,
    CHOSEN,
    LABELS,
    OPENS,
    Exempt,
    Facts,
    Rule,
    Status,
    Unit,
    lines_of,
)

pytestmark = pytest.mark.pure

KAB = (1, "kabupaten")


def unit(key, jenis="rsud", sektor="kesehatan", instansi=1):
    return Unit(key, instansi, "kabupaten", jenis, sektor)


def rule(key=1, jenis="rsud", sektor="", jumlah=None, kind="kabupaten"):
    return Rule(key, kind, jenis, sektor, jumlah)


def statuses(rules, units, facts=None, instansi=(KAB,)):
    lines, quotas = lines_of(rules, instansi, units, facts or Facts())
    return {line.unit.key if line.unit else None: line.status for line in lines}, quotas


def test_every_status_has_a_label_and_the_sets_do_not_meet():
    assert set(LABELS) == set(Status)
    assert not OPENS & CHOOSABLE
    assert {Status.LEBIH} == CHOSEN - OPENS


def test_all_units_of_a_kind_are_opened_once_and_what_is_open_stays():
    found, quotas = statuses([rule()], [unit(1), unit(2)], Facts(open=frozenset({2})))
    assert found == {1: Status.OTOMATIS, 2: Status.ADA}
    assert quotas == []


def test_an_instansi_without_such_a_unit_is_named_and_other_kinds_of_instansi_are_not():
    lines, _ = lines_of(
        [rule(), rule(2, kind="kota")], [KAB, (2, "kota"), (3, "provinsi")], [unit(1)], Facts()
    )
    assert [(line.instansi, line.status) for line in lines] == [
        (1, Status.OTOMATIS),
        (2, Status.TIADA),
    ]


def test_a_unit_that_two_rules_name_stands_under_the_narrower_one():
    rules = [rule(1, jenis=None, sektor="kesehatan", jumlah=1), rule(2), rule(3, sektor="data")]
    lines, quotas = lines_of(rules, [KAB], [unit(1), unit(2, "puskesmas")], Facts())
    assert [(line.unit and line.unit.key, line.rule.key, line.status) for line in lines] == [
        (None, 3, Status.TIADA),
        (1, 2, Status.OTOMATIS),
        (2, 1, Status.OTOMATIS),
    ]
    assert [[other.key for other in line.others] for line in lines] == [[], [1], []]
    assert quotas == []


def test_a_wider_rule_whose_units_all_stand_elsewhere_lacks_nothing():
    rules = [rule(1, jenis=None, sektor="kesehatan"), rule(2)]
    lines, _ = lines_of(rules, [KAB], [unit(1)], Facts())
    assert [line.rule.key for line in lines] == [2]


@pytest.mark.parametrize(
    ("facts", "expected", "left", "to_choose", "exceeded"),
    [
        ({}, "PILIH PILIH PILIH", 2, 2, 0),
        ({"proposed": {1}}, "DINOMINASIKAN PILIH PILIH", 2, 2, 0),
        ({"chosen": {1}, "proposed": {2}}, "TERPILIH DINOMINASIKAN PILIH", 2, 1, 0),
        ({"chosen": {1, 2}}, "TERPILIH TERPILIH DI_LUAR", 2, 0, 0),
        ({"chosen": {1, 2}, "proposed": {3}}, "TERPILIH TERPILIH DINOMINASIKAN", 2, 0, 0),
        ({"chosen": {1, 2, 3}}, "LEBIH LEBIH LEBIH", 2, 0, 1),
    ],
)
def test_more_units_than_the_rule_takes_wait_for_a_choice(
    facts, expected, left, to_choose, exceeded
):
    given = Facts(**{name: frozenset(keys) for name, keys in facts.items()})
    found, [quota] = statuses([rule(jumlah=2)], [unit(1), unit(2), unit(3)], given)
    assert list(found.values()) == [Status[name] for name in expected.split()]
    assert (quota.left, quota.to_choose, quota.exceeded) == (left, to_choose, exceeded)
    assert (quota.exceeded_by([1, 2, 3, 9]), quota.exceeded_by([1])) == (1, 0)


def test_what_is_open_takes_a_place_unless_it_left_it():
    units = [unit(1), unit(2), unit(3)]
    held = Facts(open=frozenset({1}), holding=frozenset({1}))
    found, [quota] = statuses([rule(jumlah=1)], units, held)
    assert found == {1: Status.ADA, 2: Status.DI_LUAR, 3: Status.DI_LUAR}
    assert (quota.taken, quota.left) == (1, 0)
    found, [quota] = statuses([rule(jumlah=1)], units, Facts(open=frozenset({1})))
    assert found == {1: Status.ADA, 2: Status.PILIH, 3: Status.PILIH}


def test_where_an_exemption_leaves_room_for_the_rest_nobody_chooses():
    exempt = Exempt(units=frozenset({1}))
    found, quotas = statuses([rule(jumlah=1)], [unit(1), unit(2)], Facts(exempt=exempt))
    assert (found, quotas) == ({1: Status.KECUALI, 2: Status.OTOMATIS}, [])


@pytest.mark.parametrize(
    ("exempt", "expected"),
    [
        (Exempt(units=frozenset({1})), "KECUALI OTOMATIS TIADA"),
        (Exempt(kinds=frozenset({(1, "rsud")})), "KECUALI KECUALI TIADA"),
        (Exempt(kinds=frozenset({(1, "samsat")})), "OTOMATIS OTOMATIS KECUALI"),
        (Exempt(instansi=frozenset({1})), "KECUALI KECUALI KECUALI"),
        (Exempt(instansi=frozenset({2})), "OTOMATIS OTOMATIS TIADA"),
    ],
)
def test_exemptions_of_a_unit_a_kind_or_an_instansi(exempt, expected):
    lines, _ = lines_of(
        [rule(), rule(2, "samsat")], [KAB], [unit(1), unit(2)], Facts(exempt=exempt)
    )
    assert [line.status for line in lines] == [Status[name] for name in expected.split()]


def test_a_rule_of_a_sector_alone_is_exempt_only_with_the_whole_instansi():
    exempt = Exempt(kinds=frozenset({(1, "rsud")}))
    lines, _ = lines_of([rule(jenis=None, sektor="data")], [KAB], [], Facts(exempt=exempt))
    assert [line.status for line in lines] == [Status.TIADA]


def test_a_unit_that_no_rule_names_has_no_line():
    assert statuses([rule()], [unit(1), unit(2, "samsat")])[0] == {1: Status.OTOMATIS}
