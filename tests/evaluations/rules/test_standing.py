"""How a result stands: no figure is stretched, every component is told as what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.means import coverage
from evaluations.rules.scoring import score
from evaluations.rules.standing import words
from evaluations.rules.workflow import ENDED, State
from tests.evaluations.rules.test_scoring import A, all_alike, best, levels_a, rows_a, survey

NEW_WORDS = ("saja", "belum", "kurang")


def told(levels, people, level=4):
    return words(score(A, levels, all_alike(level, respondents=people)).as_data()["components"])


@pytest.mark.parametrize(
    ("levels", "people", "expected"),
    [
        ({}, 0, ("F02 belum lengkap: 0 dari 30", "F03 belum ada responden")),
        (
            {1: 3, 2: 0, 3: 5},
            7,
            ("F02 belum lengkap: 3 dari 30", "Survei saja: 4,00 dari 7 responden, minimum 10"),
        ),
        # The mean of so few could tell who said what.
        ({1: 3}, 4, ("F02 belum lengkap: 1 dari 30", "F03 kurang: 4 dari 10 responden")),
        ({1: 3}, 12, ("F02 belum lengkap: 1 dari 30", "Survei saja: 4,00 dari 12 responden")),
        (best(A, 3), 0, ("F02 saja: 3,00", "F03 belum ada responden")),
        (best(A, 3), 7, ("F02 saja: 3,00", "F03 kurang: 7 dari 10 responden")),
        (best(A, 3), 10, ()),
    ],
)
def test_u01_what_is_there_is_named_as_what_it_is(levels, people, expected):
    assert told(levels, people) == expected


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "SKM belum diisi"), ("7/2", "SKM saja: 3,50"), ("4", "SKM saja: 4,00")],
)
def test_u01_a_number_from_outside_is_there_or_not(value, said):
    rubric = {"kode": "F02", "sumber": "rubrik", "have": 3, "need": 30, "value": None}
    outside = {"kode": "SKM", "sumber": "angka", "have": 1, "need": 1, "value": value}
    assert words([rubric, outside]) == ("F02 belum lengkap: 3 dari 30", said)


@given(levels_a, rows_a, st.sets(st.integers(1, 30)))
def test_u01_words_stand_exactly_where_there_is_no_figure(levels, rows, gone):
    result = score(A, {**levels, **dict.fromkeys(gone)}, survey(*rows))
    found = words(result.as_data()["components"])
    assert (result.ipp is None) == bool(found)
    assert all(any(word in line for word in (*NEW_WORDS, "Survei", ":")) for line in found)


@given(st.lists(st.tuples(st.sampled_from(list(State)), st.booleans())))
def test_u02_every_lokus_is_in_one_part_of_the_coverage(pairs):
    found = coverage(pairs)
    assert found.total == len(pairs)
    assert found.total == found.complete + found.assessed + found.waiting + found.ended
    counted = [complete for state, complete in pairs if state not in ENDED]
    assert found.whole == (bool(pairs) and all(counted))
    assert found.words.endswith("tidak dievaluasi") == (len(counted) < len(pairs))


def test_u02_the_coverage_is_read_as_one_sentence():
    pairs = (
        [(State.DIVALIDASI, True)] * 412
        + [(State.DINILAI, False)] * 1102
        + [(State.DRAF, False)] * 436
    )
    assert coverage(pairs).words == "dari 1.950 lokus: 412 lengkap, 1.102 sedang dinilai, 436 belum"
