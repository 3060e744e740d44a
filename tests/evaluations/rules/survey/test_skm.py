"""The value of a SKM: the bands of PermenPANRB 14/2017, and its place in an instrument's scale."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.survey import skm
from instruments.nouns import Komponen, Skala, SkalaAsal


@pytest.mark.parametrize(
    ("nilai", "huruf"),
    [
        ("25.00", "D"),
        ("64.99", "D"),
        ("65.00", "C"),
        ("76.60", "C"),
        ("76.61", "B"),
        ("88.30", "B"),
        ("88.31", "A"),
        ("100.00", "A"),
    ],
)
def test_the_bands_of_the_regulation(nilai, huruf):
    assert skm.band_of(Decimal(nilai)).huruf == huruf


def test_a_value_becomes_a_level_without_rounding():
    assert skm.converted(Decimal("81.25"), Skala(0, 5)) == Fraction(15, 4)
    assert skm.converted(Decimal("25.01"), Skala(0, 5)) == Fraction(1, 1500)


def test_below_the_scale_there_is_no_band():
    with pytest.raises(ValueError, match=r"24\.99"):
        skm.band_of(Decimal("24.99"))


@given(st.decimals(skm.LEAST, skm.GREATEST, places=2), st.sampled_from([Skala(0, 5), Skala(1, 4)]))
def test_a_converted_value_keeps_its_place_in_the_scale(nilai, skala):
    found = skm.converted(nilai, skala)
    back = Fraction(25) + (found - skala.minimum) * 75 / (skala.maksimum - skala.minimum)
    assert (back, skala.minimum <= found <= skala.maksimum) == (Fraction(nilai), True)


@pytest.mark.parametrize(
    ("asal", "expected"),
    [
        (None, False),
        (SkalaAsal(Fraction(25), Fraction(100)), True),
        (SkalaAsal(Fraction(0), Fraction(100)), False),
    ],
)
def test_a_component_takes_a_skm_where_its_scale_is_that_of_one(asal, expected):
    komponen = Komponen(
        kode="SKM", sumber="angka", bobot=Fraction(50), nama="", skala_asal=asal
    )  # fmt: skip
    assert skm.takes(komponen) is expected
