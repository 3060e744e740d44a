"""What differs between two instruments, and which may take the other's place under answers."""

from dataclasses import replace
from fractions import Fraction

import pytest

from instruments.compare import differences, replacement_problems
from instruments.nouns import SkalaAsal
from tests.instruments.examples import A, B, indicator, small

SMALL, _ = small()


def test_a_thing_on_one_side_is_one_line():
    without = replace(A, tambahan=())
    assert [(p.tempat, p.jenis) for p in differences(A, without)] == [
        ("Umum", "berubah"),
        ("Tambahan", "dihapus"),
        ("Indikator 31", "dihapus"),
        ("Indikator 31, pertanyaan tersedia", "dihapus"),
        ("Indikator 31, pertanyaan fasilitas", "dihapus"),
    ]


def test_an_instrument_does_not_differ_from_itself():
    assert differences(A, A) == ()


def test_weights_texts_and_questions():
    def change(data):
        data["aspek"][0]["bobot"] = "99.5"
        data["aspek"][0]["indikator"][0]["pertanyaan"][0]["teks"] = "Masih ada?"

    bent, _ = small(change)
    assert [(p.tempat, p.hal, p.lama, p.baru) for p in differences(SMALL, bent)] == [
        ("Aspek I", "bobot", "100", "99,5"),
        ("Indikator 1, pertanyaan ada", "teks", "Ada?", "Masih ada?"),
    ]


def test_an_instrument_without_a_survey_has_no_line_of_one():
    gone = [p.tempat for p in differences(A, replace(A, survei=None)) if p.jenis == "dihapus"]
    assert "Survei" in gone and "Survei, butir 1" in gone


def test_a_scale_of_origin_is_told_from_least_to_greatest():
    asal = SkalaAsal(Fraction(25), Fraction(100))
    komponen = (replace(A.komponen[0], skala_asal=asal), *A.komponen[1:])
    (found,) = differences(A, replace(A, komponen=komponen))
    assert (found.hal, found.lama, found.baru) == ("skala asal", "", "25 sampai 100")


@pytest.mark.parametrize(
    ("other", "problems"),
    [
        (replace(A, nama="Lain", desimal=3, kategori=A.kategori[:-1]), []),
        (replace(A, aspek_berbobot=tuple(replace(a, bobot=Fraction(1)) for a in A.aspek_berbobot)),
         []),
        (replace(A, tambahan=()), ["aspek dan indikator tidak sama", "pertanyaan F01 tidak sama"]),
        (replace(A, kode="LAIN"), ["kode dan formulir tidak sama"]),
        (replace(A, survei=None), ["butir survei tidak sama"]),
        (replace(A, komponen=A.komponen[:1]), ["komponen IPP tidak sama"]),
    ],
    ids=["wording", "weights", "an indicator", "code", "survey", "components"],
)  # fmt: skip
def test_what_was_answered_has_to_keep_its_meaning(other, problems):
    assert replacement_problems(A, other) == problems


def test_another_form_takes_nobody_s_place_and_a_question_more_neither():
    assert len(replacement_problems(A, B)) >= 4
    bent, _ = indicator(pertanyaan=[])
    assert replacement_problems(SMALL, bent) == ["pertanyaan F01 tidak sama"]
