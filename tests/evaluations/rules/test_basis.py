"""High levels that nothing supports, or that could not be verified."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.basis import Doubt, Given, doubt, is_high
from instruments.nouns import Skala

SCALE = Skala(0, 5)
NOTHING = Given(catatan=False, diamati=False, tidak_terverifikasi=False)
WRITTEN = Given(catatan=True, diamati=False, tidak_terverifikasi=False)
OBSERVED = Given(catatan=False, diamati=True, tidak_terverifikasi=False)
UNVERIFIED = Given(catatan=False, diamati=False, tidak_terverifikasi=True)
BARE = "tanpa bukti, foto, catatan, atau pengamatan"
TICKED = "ditandai tidak dapat diverifikasi"


@pytest.mark.parametrize(
    ("level", "high"),
    [(None, False), (3, False), (Fraction(7, 2), True), (4, True), (5, True)],
)
def test_the_two_best_of_a_scale_are_high(level, high):
    assert is_high(level, SCALE) is high


@pytest.mark.parametrize(
    ("rows", "shown", "why"),
    [
        ([], True, None),
        ([NOTHING], True, None),
        ([NOTHING, WRITTEN], False, None),
        ([OBSERVED], False, None),
        ([], False, BARE),
        ([NOTHING], False, BARE),
        ([UNVERIFIED], False, f"{BARE}; {TICKED}"),
        ([UNVERIFIED], True, TICKED),
        ([WRITTEN, UNVERIFIED], False, TICKED),
    ],
)
def test_a_high_level_needs_a_basis_that_could_be_verified(rows, shown, why):
    found = doubt(7, Fraction(4), SCALE, rows, shown=shown)
    assert (found and found.sebab) == why
    assert found is None or (found.nomor, found.level) == (7, 4)


@given(
    st.none() | st.fractions(0, 3, max_denominator=12),
    st.lists(st.sampled_from([NOTHING, WRITTEN, OBSERVED, UNVERIFIED])),
    st.booleans(),
)
def test_a_level_that_is_not_high_is_never_asked_about(level, rows, shown):
    assert doubt(7, level, SCALE, rows, shown=shown) is None


@given(st.lists(st.sampled_from([NOTHING, WRITTEN, OBSERVED])))
def test_what_is_shown_ends_the_doubt_of_a_level_without_a_basis(rows):
    assert doubt(7, Fraction(5), SCALE, rows, shown=True) is None
    bare = Doubt(7, Fraction(5), tanpa_dasar=True, tidak_terverifikasi=False)
    unfounded = all(row == NOTHING for row in rows)
    assert doubt(7, Fraction(5), SCALE, rows, shown=False) == (bare if unfounded else None)
