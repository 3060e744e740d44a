"""Numbers and dates in words: every number can be read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.terbilang import (
    TERBESAR,
    angka_terbilang,
    tanggal_angka,
    tanggal_terbilang,
    terbilang,
)

WORDS = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
UNITS = {word: number for number, word in enumerate(WORDS.split())}
LARGE = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def read(words: str) -> int:
    """The other way round, written independently: groups of three digits from left to right."""
    total = group = last = 0
    for word in words.replace("seratus", "satu ratus").replace("seribu", "satu ribu").split():
        if word in UNITS:
            group += (last := UNITS[word])
        elif word == "belas":
            group += 10
        elif word == "puluh":
            group += 9 * last
        elif word == "ratus":
            group += 99 * last
        else:
            total, group = total + group * LARGE[word], 0
    return total + group


@given(st.integers(0, TERBESAR))
def test_every_number_can_be_read_back(number):
    assert read(terbilang(number)) == number


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_different_numbers_sound_different(one, other):
    assert (terbilang(one) == terbilang(other)) == (one == other)


@given(st.integers(0, TERBESAR))
def test_one_hundred_and_one_thousand_take_the_short_form(number):
    words = terbilang(number)
    assert "satu ratus" not in words
    assert not words.startswith("satu ribu")
    assert "satu belas" not in words and "satu puluh" not in words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (2024, "dua ribu dua puluh empat"),
        (1_001_000, "satu juta seribu"),
        (-5, "minus lima"),
    ],
)
def test_known_numbers(number, words):
    assert terbilang(number) == words


def test_a_number_without_a_name_is_refused():
    with pytest.raises(ValueError, match="too large"):
        terbilang(TERBESAR + 1)


def test_a_date_is_said_as_a_berita_acara_opens():
    day = date(2024, 7, 11)
    assert tanggal_terbilang(day) == (
        "Kamis tanggal sebelas bulan Juli tahun dua ribu dua puluh empat"
    )
    assert tanggal_angka(day) == "11 Juli 2024"


@given(st.dates(date(1945, 8, 17), date(2999, 12, 31)))
def test_every_date_is_said_with_its_own_day(day):
    words = tanggal_terbilang(day).split(" tanggal ")[1]
    said_day, rest = words.split(" bulan ")
    assert (read(said_day), read(rest.split(" tahun ")[1])) == (day.day, day.year)


@pytest.mark.parametrize(
    ("figure", "words"),
    [("3.62", "tiga koma enam dua"), ("4.00", "empat koma nol nol"), ("12", "dua belas")],
)
def test_a_figure_is_said_digit_by_digit_after_the_comma(figure, words):
    assert angka_terbilang(figure) == words
