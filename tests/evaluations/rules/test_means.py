"""Means have names, and who has no figure is not counted as zero."""

from decimal import Decimal
from fractions import Fraction

from evaluations.rules.means import RATA_DUA_KELOMPOK, RATA_SELURUH_UNIT, group_mean, national_mean


def test_who_has_no_figure_is_not_counted_as_zero():
    mean = group_mean([Decimal("4.00"), None, Decimal("3.00")])
    assert (mean.value, mean.counted, mean.total) == (Fraction("3.5"), 2, 3)


def test_an_empty_group_has_no_mean():
    assert group_mean([]).value is None


def test_national_as_the_mean_of_the_two_groups():
    mean = national_mean(kl=[Decimal("4.00")], pemda=[Decimal("3.58"), None])
    assert (mean.value, mean.method) == (Fraction("3.79"), RATA_DUA_KELOMPOK)


def test_national_needs_both_groups():
    assert national_mean(kl=[], pemda=[Decimal("3.58")]).value is None


def test_national_as_the_mean_of_all_units():
    units = [Decimal(4), Decimal(3), Decimal(3)]
    mean = national_mean(kl=[], pemda=[], units=units, method=RATA_SELURUH_UNIT)
    assert mean.value == Fraction(10, 3)
