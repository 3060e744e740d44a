"""Which level counts, where several people may have given one."""

from fractions import Fraction

import pytest

from evaluations.rules.agreement import (
    EVALUATOR,
    SANGGAH,
    SEPAKAT,
    VERIFIKATOR,
    Decided,
    GivenLevel,
    decide,
)

ANI, BUDI, CITRA, VERA, VIAN = 1, 2, 3, 11, 12


def one(*given, scorers=(ANI,), verifiers=(), mean=False, verifier_counts=False) -> Decided:
    """The decision on indicator 7; `given` are (role, person, level), oldest first."""
    rows = [GivenLevel(7, role, person, level) for role, person, level in given]
    return decide(
        rows,
        {7: scorers},
        {7: verifiers},
        mean_of_team=mean,
        verifier_counts=verifier_counts,
    )[7]


def by(person, level):
    return EVALUATOR, person, level


def test_nothing_given_is_nothing_and_never_zero():
    assert one() == Decided(None, None, None, False)


def test_one_evaluators_level_counts():
    assert one(by(ANI, 3)).berlaku == 3


def test_zero_is_a_level():
    assert one(by(ANI, 0)) == Decided(
        Fraction(0), None, Fraction(0), asal="evaluator", asal_tim="evaluator"
    )


def test_a_row_without_a_level_is_not_a_level():
    assert one(by(ANI, None)).berlaku is None


def test_one_of_two_is_not_enough():
    for mean in (True, False):
        assert one(by(ANI, 3), scorers=(ANI, BUDI), mean=mean) == Decided()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], ""),
        ([by(ANI, 3)], ""),
        ([by(ANI, 3), (SEPAKAT, ANI, 2)], "disepakati tim evaluator"),
        ([by(ANI, 3), (VERIFIKATOR, VERA, 2)], "verifikator"),
        ([by(ANI, 3), (SANGGAH, VERA, 4)], "putusan sanggahan"),
    ],
)
def test_the_origin_is_said_where_it_is_not_the_evaluators_own(given, said):
    assert one(*given, verifier_counts=True).asal_kata == said


def test_two_who_agree_need_nobody():
    assert one(by(ANI, 3), by(BUDI, 3), scorers=(ANI, BUDI)) == Decided(
        Fraction(3), None, Fraction(3), asal="evaluator", asal_tim="evaluator"
    )


def test_two_who_differ_wait_for_the_ketua():
    assert one(by(ANI, 3), by(BUDI, 0), scorers=(ANI, BUDI)) == Decided(None, None, None, True)


def test_the_agreed_level_settles_the_difference():
    found = one(by(ANI, 3), by(BUDI, 0), (SEPAKAT, ANI, 2), scorers=(ANI, BUDI))
    assert (found.berlaku, found.berselisih) == (2, False)


def test_an_agreed_zero_settles_too():
    found = one(by(ANI, 3), by(BUDI, 1), (SEPAKAT, ANI, 0), scorers=(ANI, BUDI))
    assert (found.berlaku, found.berselisih) == (0, False)


def test_an_agreed_level_that_was_taken_back_settles_nothing():
    found = one(by(ANI, 3), by(BUDI, 1), (SEPAKAT, ANI, None), scorers=(ANI, BUDI))
    assert (found.berlaku, found.berselisih) == (None, True)


def test_the_ketua_may_settle_before_everybody_has_scored():
    assert one(by(ANI, 3), (SEPAKAT, ANI, 4), scorers=(ANI, BUDI)).berlaku == 4


def test_the_mean_is_exact():
    found = one(by(ANI, 5), by(BUDI, 4), by(CITRA, 4), scorers=(ANI, BUDI, CITRA), mean=True)
    assert found == Decided(Fraction(13, 3), None, Fraction(13, 3), asal="rata", asal_tim="rata")


def test_with_the_mean_an_agreed_level_does_not_count():
    found = one(by(ANI, 5), by(BUDI, 4), (SEPAKAT, ANI, 1), scorers=(ANI, BUDI), mean=True)
    assert found.berlaku == Fraction(9, 2)


def test_who_is_no_longer_assigned_does_not_count():
    assert one(by(ANI, 5), by(BUDI, 1), scorers=(BUDI,)).berlaku == 1
    assert one(by(ANI, 5), scorers=(BUDI,)).berlaku is None


def test_with_nobody_assigned_what_was_given_still_counts():
    assert one(by(ANI, 5), scorers=()).berlaku == 5


@pytest.mark.parametrize(("verifier_counts", "expected"), [(False, 4), (True, 2)])
def test_which_level_counts_is_a_rule_of_the_cycle(verifier_counts, expected):
    found = one(by(ANI, 4), (VERIFIKATOR, VERA, 2), verifier_counts=verifier_counts)
    assert (found.evaluator, found.verifikator, found.berlaku) == (4, 2, expected)


def test_a_verifiers_zero_counts():
    assert one(by(ANI, 4), (VERIFIKATOR, VERA, 0), verifier_counts=True).berlaku == 0


def test_where_the_verifier_says_nothing_the_evaluators_level_counts():
    assert one(by(ANI, 4), (VERIFIKATOR, VERA, None), verifier_counts=True).berlaku == 4


def test_of_two_verifiers_the_latest_counts():
    found = one(by(ANI, 4), (VERIFIKATOR, VERA, 2), (VERIFIKATOR, VIAN, 3), verifier_counts=True)
    assert found.berlaku == 3


def test_a_verifier_who_was_replaced_does_not_count():
    found = one(by(ANI, 4), (VERIFIKATOR, VERA, 2), verifiers=(VIAN,), verifier_counts=True)
    assert (found.verifikator, found.berlaku) == (None, 4)


def test_every_indicator_is_decided_even_without_rows_and_apart_from_the_others():
    rows = [GivenLevel(1, EVALUATOR, ANI, 2), GivenLevel(2, EVALUATOR, BUDI, 5)]
    found = decide(rows, {1: {ANI}, 2: {BUDI}, 3: {ANI}}, mean_of_team=False, verifier_counts=False)
    assert {nomor: item.berlaku for nomor, item in found.items()} == {1: 2, 2: 5, 3: None}


# Where it comes from ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "rule", "origin", "before"),
    [
        ([by(ANI, 3)], {}, "evaluator", None),
        ([by(ANI, 3), by(BUDI, 4)], {"mean": True}, "rata", None),
        ([by(ANI, 3), by(BUDI, 4), (SEPAKAT, ANI, 4)], {}, "sepakat", None),
        ([by(ANI, 3), (VERIFIKATOR, CITRA, 2)], {"verifier_counts": True}, "verifikator", 3),
        ([by(ANI, 3), (VERIFIKATOR, CITRA, 2)], {}, "evaluator", None),
        (
            [by(ANI, 3), (VERIFIKATOR, CITRA, 2), (SANGGAH, CITRA, 5)],
            {"verifier_counts": True},
            "sanggah",
            3,
        ),
    ],
)
def test_u04_the_level_that_counts_says_where_it_comes_from(given, rule, origin, before):
    scorers = tuple(dict.fromkeys(person for role, person, _ in given if role == EVALUATOR))
    found = one(*given, scorers=scorers, **rule)
    assert (found.asal, found.semula) == (origin, before)


def test_u04_a_verifier_s_level_waits_until_it_may_be_read():
    found = one(by(ANI, 3), (VERIFIKATOR, CITRA, 2), verifier_counts=True)
    assert (found.berlaku, found.shown(verified=True).berlaku) == (2, 2)
    assert (found.shown(verified=False).berlaku, found.shown(verified=False).asal) == (
        3,
        "evaluator",
    )
