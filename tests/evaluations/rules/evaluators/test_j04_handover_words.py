"""What is said beside a level that was given before a handover."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.agreement import GivenLevel, decide
from evaluations.rules.evaluators.handover import heirs, words


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "dinilai oleh A sebelum serah terima 3 Agustus 2026"),
        (
            {"aside": True},
            "dinilai oleh A sebelum serah terima 3 Agustus 2026; disisihkan untuk dinilai ulang",
        ),
        ({"heir": "B"}, "dinilai oleh A sebelum serah terima 3 Agustus 2026; kini nilai B"),
        ({"agreed": True}, "disepakati tim melalui A sebelum serah terima 3 Agustus 2026"),
    ],
)
def test_j04_the_mark_says_who_and_what_became_of_it(more, said):
    assert words("A", "3 Agustus 2026", **more) == said


def test_j04_an_aspect_is_followed_from_hand_to_hand():
    handed = [(1, 2, ["I", "II"]), (3, 4, ["I"]), (2, 5, ["II"]), (5, 6, ["II"])]
    assert heirs(handed, 0, "I") == [2]
    assert heirs(handed, 0, "II") == [2, 5, 6]
    assert heirs(handed, 3, "II") == [6]


_LEVEL = st.none() | st.integers(0, 5)


@given(kept=_LEVEL, own=_LEVEL, colleague=_LEVEL, mean=st.booleans())
def test_j04_a_kept_level_counts_exactly_as_if_the_successor_had_given_it(
    kept, own, colleague, mean
):
    """Of 1, who handed over to 2; 3 is a colleague."""

    def count(*rows: GivenLevel):
        return decide(rows, {1: {2, 3}}, mean_of_team=mean, verifier_counts=False)[1]

    beside = [GivenLevel(1, "evaluator", 2, own), GivenLevel(1, "evaluator", 3, colleague)]
    instead = GivenLevel(1, "evaluator", 2, kept if own is None else own)
    assert count(GivenLevel(1, "evaluator", 1, kept, penerus=2), *beside) == count(
        instead, beside[1]
    )


def test_j04_who_comes_back_counts_for_himself_alone():
    rows = [GivenLevel(1, "evaluator", 1, 4, penerus=2)]
    found = decide(rows, {1: {1, 2}}, mean_of_team=True, verifier_counts=False)[1]
    assert found.berlaku is None
