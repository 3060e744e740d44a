"""J7: how far two raters agree, and a sample that anybody draws again."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from evaluations.rules.evaluators import raters
from evaluations.rules.evaluators.raters import agree


def counted(pairs):
    return [(Fraction(x), Fraction(y), n) for (x, y), n in Counter(pairs).items()]


def by_matrix(pairs, levels=range(6)):
    """Cohen's weighted kappa from the confusion matrix, with weights (i - j) squared."""
    n = len(pairs)
    cell = Counter(pairs)
    rows, columns = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    seen = sum((i - j) ** 2 * Fraction(cell[i, j], n) for i in levels for j in levels)
    chance = sum(
        (i - j) ** 2 * Fraction(rows[i] * columns[j], n * n) for i in levels for j in levels
    )
    return 1 - seen / chance if chance else None


@pytest.mark.parametrize("seed", range(20))
def test_j07_kappa_is_that_of_the_confusion_matrix(seed):
    random = Random(seed)  # noqa: S311  pairs of a test
    pairs = [(random.randrange(6), random.randrange(6)) for _ in range(random.randrange(1, 40))]
    found = agree(counted(pairs))
    assert found.kappa == by_matrix(pairs)
    assert found.n == len(pairs)
    assert found.difference == Fraction(sum(x - y for x, y in pairs), len(pairs))
    assert found.equal == Fraction(sum(x == y for x, y in pairs), len(pairs))
    swapped = agree(counted([(y, x) for x, y in pairs]))
    assert (swapped.kappa, swapped.equal) == (found.kappa, found.equal)
    assert swapped.difference == -found.difference


def test_j07_what_is_undefined_is_said_to_be():
    assert agree([]) == raters.Agreement(0, None, None, None)
    assert agree([(Fraction(3), Fraction(3), 12)]).kappa is None  # nobody varies
    assert agree(counted([(0, 0), (5, 5)])).kappa == 1
    assert agree(counted([(0, 5), (5, 0)])).kappa == -1
    team = agree([(Fraction(3), Fraction(7, 2), 1), (Fraction(1), Fraction(1), 1)])
    assert (team.difference, team.equal) == (Fraction(-1, 4), Fraction(1, 2))


def test_j07_a_share_or_kappa_of_a_few_pairs_is_not_shown():
    few = agree(counted([(0, 1), (5, 5)]))
    assert (few.shown_equal, few.shown_kappa) == (None, None)
    assert str(few.shown_difference) == "-0.50"
    many = agree([(Fraction(5), Fraction(5), 9), (Fraction(1), Fraction(0), 1)])
    assert (str(many.shown_equal), str(many.shown_kappa)) == ("90.00", "0.97")
    assert agree([]).shown_difference is None and agree([]).shown_equal is None


def test_j07_a_sample_is_drawn_by_rule_whatever_the_order():
    places = {"a": [f"a{n}" for n in range(11)], "b": ["b1"], "c": ["c1", "c2", "c3"]}
    found = raters.drawn(places, percent=30, minimum=2, seed="benih")
    assert {place: len(units) for place, units in found.items()} == {"a": 4, "b": 1, "c": 2}
    turned = {place: units[::-1] for place, units in places.items()}
    assert raters.drawn(turned, percent=30, minimum=2, seed="benih") == found
    assert raters.drawn(places, percent=30, minimum=2, seed="lain") != found
    assert raters.drawn(places, percent=100, minimum=0, seed="x")["a"]


def test_j07_the_result_says_where_it_stood():
    said = {"chosen": 3, "population": 9, "seed": "ab"}
    inside = raters.words(inside=True, **said)
    assert inside == "diverifikasi provinsi dalam sampel 3 dari 9 unit (benih ab)"
    outside = raters.words(inside=False, **said)
    assert outside == "di luar sampel verifikasi provinsi, 3 dari 9 unit (benih ab)"
