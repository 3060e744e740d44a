"""How far a figure moved, and figures of a place as a line with its gaps."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.growth import Growth, Point, growth, line_of


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        ("3.00", "3.50", Growth("+0.50", "+16.7")),
        ("3.50", "3.00", Growth("-0.50", "-14.3")),
        ("3.58", "3.58", Growth("0.00", "0.0")),
        ("3.580", "3.58", Growth("0.000", "0.0")),
        ("90", "95.23", Growth("+5.23", "+5.8")),
        ("0.00", "1.00", Growth("+1.00", None)),
        ("5.00", "4.999", Growth("-0.001", "0.0")),
    ],
)
def test_a_change_is_in_points_and_percent_with_its_sign(before, now, moved):
    assert growth(before, now) == moved


points = st.lists(
    st.builds(
        Point,
        tahun=st.integers(2010, 2030),
        nilai=st.decimals(0, 5, places=2).map(str),
        sumber=st.sampled_from(["Kepmen", "LKj"]),
    )
)


@given(points)
def test_a_line_has_every_year_from_its_first_to_its_last(given_points):
    line = line_of("Nasional", given_points)
    years = {point.tahun for point in given_points}
    assert [row.tahun for row in line.baris] == (
        list(range(min(years), max(years) + 1)) if years else []
    )
    assert line.nilai.keys() == years
    for row in line.baris:
        of_year = [point for point in given_points if point.tahun == row.tahun]
        assert ([row.titik.nilai] if row.titik else []) == [point.nilai for point in of_year[:1]]
        assert list(row.titik.juga if row.titik else ()) == of_year[1:]


@given(points)
def test_the_changes_of_a_line_lead_over_its_gaps(given_points):
    rows = [row for row in line_of("Nasional", given_points).baris if row.titik]
    assert all(row.tumbuh is None for row in rows[:1])
    for before, now in pairwise(rows):
        assert now.tumbuh.sejak == before.tahun
        assert Decimal(before.titik.nilai) + Decimal(now.tumbuh.poin) == Decimal(now.titik.nilai)
