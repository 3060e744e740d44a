"""What of another version or form is the same: by number in one instrument, by code between two."""

from dataclasses import replace

import pytest

from instruments import matching
from instruments.nouns import Pertanyaan, Pilihan
from tests.instruments.examples import A, B, small

SMALL, _ = small()
OPTIONS = (Pilihan("p", "Pilihan  P"), Pilihan("q", "Pilihan Q"))


def question(jenis: str, options: tuple[Pilihan, ...] = OPTIONS) -> Pertanyaan:
    return Pertanyaan("x", jenis, "X?", wajib=True, pilihan=options if "pilihan" in jenis else ())


def test_one_instrument_is_matched_by_number():
    numbers = [item.nomor for item in A.semua_indikator]
    found = list(matching.pairs(A, A, numbers, same=True))
    assert [(nomor, item.nomor) for nomor, item in found] == [(n, n) for n in numbers]


def test_two_forms_are_matched_by_a_code_that_each_has_once():
    numbers = [item.nomor for item in A.semua_indikator]
    found = dict(matching.pairs(A, B, numbers, same=False))
    assert found
    for nomor, then in found.items():
        assert A.indikator(nomor).kode == then.kode
    alone = {item.kode for item in A.semua_indikator} - {item.kode for item in B.semua_indikator}
    assert alone.isdisjoint(A.indikator(nomor).kode for nomor in found)


def test_a_code_that_stands_twice_matches_nothing():
    aspek = SMALL.aspek_berbobot[0]
    one = aspek.indikator[0]
    twice = replace(SMALL, aspek_berbobot=(replace(aspek, indikator=(one, replace(one, nomor=9))),))
    for now, then in ((twice, SMALL), (SMALL, twice)):
        assert list(matching.pairs(now, then, [one.nomor], same=False)) == []


@pytest.mark.parametrize(
    ("now", "then", "nilai", "why"),
    [
        (question("angka"), question("angka"), 5, ""),
        (question("teks"), question("angka"), 5, "jenis pertanyaannya"),
        (question("pilihan_tunggal"), question("pilihan_tunggal"), "p", ""),
        (question("pilihan_ganda"), question("pilihan_ganda"), ["p", "q"], ""),
        (
            question("pilihan_tunggal"),
            question("pilihan_tunggal", (Pilihan("p", "pilihan P"),)),
            "p",
            "",
        ),
        (
            question("pilihan_tunggal"),
            question("pilihan_tunggal", (Pilihan("p", "Lain sama sekali"),)),
            "p",
            "pilihan jawabannya",
        ),
        (question("angka"), question("angka"), "banyak", "syarat"),
    ],
)
def test_an_answer_fits_where_question_and_choices_still_mean_the_same(now, then, nilai, why):
    said = matching.unfit(now, then, nilai)
    assert said.startswith(why) if why != "syarat" else why in said
    assert bool(said) == bool(why)
    assert matching.fitting(now, then, nilai) == (None if why else nilai)


def test_nothing_said_is_nothing_to_take():
    assert matching.fitting(question("angka"), question("angka"), None) is None
