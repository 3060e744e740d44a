"""What is asked for: words in any order, short names that mean the same, and near misses."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.search.short_names import EMPTY, SAME
from evaluations.rules.search.terms import (
    MOST_NEAR,
    MOST_WORDS,
    SHORT,
    Word,
    asked,
    meets,
    near,
    terms,
    words_of,
)

VOCABULARY = {"puskesmas": 3, "bawang": 2, "bawean": 9}
KEPT = set(string.ascii_lowercase + string.digits)
NAMES = [name for row in SAME for name in row]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RSUD Hj. Anna", ["rsud", "hj", "anna"]),
        ("Sa’dan 'Jum`at", ["sadan", "jumat"]),
        ("Café ÉTOILE 24", ["cafe", "etoile", "24"]),
        ("' | !x:* & (", ["x"]),
        ("%", []),
    ],
)
def test_u11_a_name_is_its_words_without_marks_and_accents(text, words):
    assert words_of(text) == words


@given(st.text())
def test_u11_words_are_small_letters_and_digits_and_stay_what_they_are(text):
    words = words_of(text)
    assert all(word and set(word) <= KEPT for word in words)
    assert words_of(" ".join(words)) == words


@given(st.text() | st.lists(st.sampled_from([*NAMES, *EMPTY])).map(" ".join))
def test_u11_terms_hold_every_word_that_is_asked_in_its_order(text):
    typed = [word.text for term in terms(text) for word in term[0]]
    assert typed == asked(text) and len(typed) <= MOST_WORDS
    assert not set(typed) & set(EMPTY)


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_u11_short_names_are_written_as_names_are_kept(row):
    """A name with a mark or an empty word in it would never be found."""
    assert len(set(row)) == len(row) > 1
    assert [" ".join(asked(name)) for name in row] == list(row)


def test_u11_a_short_word_is_met_by_itself_alone():
    [[(short,)], [(long,)]] = terms("ab anna")
    assert len(short.text) < SHORT <= len(long.text)
    assert meets(short, ["ab"]) and not meets(short, ["abadi"])
    assert meets(long, ["annabel"]) and not meets(long, ["hanna"])


def test_u11_near_is_bounded_and_needs_something_strange():
    words = {"puskesmas": 3, "bawang": 2, "bawean": 9}
    assert near("puskesmas bawang", words) == []
    assert near("bawan", words) == []  # begins two of them
    assert near("bawamg", words)[0] == "bawang"
    assert near("qqq bawamg", words) == []  # one of them is beyond guessing


def test_u11_the_longest_saying_is_one_term():
    [rs] = terms("Rumah  Sakit")
    assert (Word("rs", whole=True),) in rs and (Word("rsud", whole=True),) in rs
    assert [len(term) for term in terms("kec. Bawang")] == [2, 1]


@given(st.text(string.ascii_lowercase + " "))
def test_u11_what_may_have_been_meant_is_known_and_little(text):
    found = near(text, VOCABULARY)
    known = VOCABULARY.keys() | {word for name in NAMES for word in name.split()}
    assert len(found) == len(set(found)) <= MOST_NEAR
    for meant in found:
        assert len(meant.split()) == len(asked(text))
        assert all(meets(Word(word, len(word) < SHORT), known) for word in meant.split())
