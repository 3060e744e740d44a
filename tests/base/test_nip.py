"""The number that stands below a signature."""

from datetime import date

import pytest

from pekppp.base import nip

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "number", ["", "198001012005011001", "19800101 200501 1 001", "199404162022211009"]
)
def test_what_is_a_nip_is_taken_with_its_blanks(number):
    assert nip.problem(number, TODAY) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1980010120050110", "18 angka; yang ditulis 16"),
        ("19800101200501100A", "angkanya saja"),
        ("١٩٨٠٠١٠١٢٠٠٥٠١١٠٠١", "angkanya saja"),
        ("198002302005011001", "19800230 bukan tanggal"),
        ("188001012005011001", "tahun lahirnya: 1880"),
        ("202001012025011001", "tahun lahirnya: 2020"),
        ("198001012005131001", "pengangkatan; periksa 13"),
        ("198001012027011001", "tahun pengangkatannya: 2027"),
        ("198001011990011001", "tahun pengangkatannya: 1990"),
        ("198001012005013001", "1 atau 2; yang ditulis 3"),
        ("198001012005011000", "mulai dari 001"),
    ],
)
def test_what_is_none_is_told_in_words(number, words):
    assert words in nip.problem(number, TODAY)


def test_it_is_kept_plain_and_printed_in_groups():
    kept = nip.canonical(" 19800101 200501-1.001\u00a0")
    assert (kept, nip.grouped(kept)) == ("198001012005011001", "19800101 200501 1 001")
    assert nip.grouped("NRP 1234") == "NRP 1234"
