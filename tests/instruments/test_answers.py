"""Answers as people read them, and as the rules get them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.answers import blank, in_words, normalise, seen_by_rules
from instruments.nouns import Pertanyaan, Pilihan

OPTIONS = (Pilihan("p", "Pilihan P"), Pilihan("q", "Pilihan Q"))


def question(jenis: str) -> Pertanyaan:
    return Pertanyaan("x", jenis, "X?", wajib=True, pilihan=OPTIONS if "pilihan" in jenis else ())


@pytest.mark.parametrize(
    ("jenis", "stored", "said"),
    [
        ("ya_tidak", None, "belum dijawab"),
        ("ya_tidak", True, "Ya"),
        ("ya_tidak", False, "Tidak"),
        ("angka", 1234567, "1.234.567"),
        ("persen", "87.5", "87,5"),
        ("teks", "SK 12", "SK 12"),
        ("pilihan_tunggal", "p", "Pilihan P"),
        ("pilihan_ganda", ["q", "p"], "Pilihan P; Pilihan Q"),
        ("pilihan_ganda", [], "tidak ada"),
        # What the version does not know any more is read as it was stored.
        ("angka", "banyak", "banyak"),
        ("pilihan_tunggal", "z", "z"),
    ],
)
def test_an_answer_is_read_as_people_write_it(jenis, stored, said):
    assert in_words(question(jenis), stored) == said


@pytest.mark.parametrize(
    ("jenis", "stored"), [("angka", "banyak"), ("pilihan_tunggal", "z"), ("pilihan_ganda", "p")]
)
def test_a_rule_gets_a_blank_for_what_the_version_does_not_know(jenis, stored):
    assert seen_by_rules(question(jenis), stored) == blank(question(jenis))


@given(st.integers(0, 10**9))
def test_a_number_in_words_is_the_number_again(number):
    said = in_words(question("angka"), number)
    assert normalise(question("angka"), said.replace(".", "")) == number
