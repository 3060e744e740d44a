"""What is unanswered suggests no level, and advice never leads through a worse choice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import rules
from instruments.spec import Pertanyaan, Pilihan
from tests.instruments.examples import A, B

INDICATORS = [*A.semua_indikator, *B.semua_indikator]


def some_answer(pertanyaan):
    match pertanyaan.jenis:
        case "ya_tidak":
            return st.booleans()
        case "angka":
            return st.integers(0, 300)
        case "persen":
            return st.integers(0, 100).map(str)
        case "pilihan_tunggal":
            return st.sampled_from([p.kode for p in pertanyaan.pilihan])
        case "pilihan_ganda":
            codes = [p.kode for p in pertanyaan.pilihan]
            return st.lists(st.sampled_from(codes), unique=True)
        case _:
            return st.just("contoh")


@st.composite
def answered(draw, *, all_of_them=False):
    """An indicator of the official forms and answers to some (or all) of its questions."""
    indikator = draw(st.sampled_from(INDICATORS))
    answers = {}
    for p in indikator.pertanyaan:
        if all_of_them or draw(st.booleans()):
            answers[p.id] = draw(some_answer(p))
    return indikator, answers


@pytest.mark.parametrize("indikator", INDICATORS, ids=lambda i: i.kode)
def test_u03_no_answer_no_suggestion(indikator):
    assert rules.suggest(indikator, {}) is None
    assert rules.suggest(indikator, dict.fromkeys([p.id for p in indikator.pertanyaan])) is None


@given(answered(all_of_them=True))
def test_u03_whoever_answered_everything_has_a_suggestion(case):
    assert rules.suggest(*case) is not None


@given(answered())
def test_what_a_result_keeps_is_what_the_page_says(case):
    """The level without its words, and how many of the required questions are answered."""
    indikator, answers = case
    state, usulan = rules.state_of(indikator, answers), rules.suggest(indikator, answers)
    asked = {p.id for p in indikator.pertanyaan if p.wajib} & rules.tampil(indikator, answers)
    missing = len(rules.missing(indikator, answers))
    assert state == rules.Keadaan(
        usulan.level if usulan else None, len(asked) - missing, len(asked)
    )
    assert rules.progress(indikator, answers) == (state.terisi, state.diminta)


@given(answered(), st.data())
def test_u03_zero_is_final(case, data):
    """A suggestion of 0 stays 0 whatever is still unanswered: nothing unknown was read as no."""
    indikator, answers = case
    usulan = rules.suggest(indikator, answers)
    if usulan is None or usulan.level:
        return
    rest = {p.id: data.draw(some_answer(p)) for p in indikator.pertanyaan if p.id not in answers}
    assert rules.suggest(indikator, {**answers, **rest}).level == 0


@pytest.mark.parametrize(
    ("nomor", "answers", "level"),
    [
        (1, {"sp_ada": False}, 0),
        (2, {"dilibatkan": True}, None),  # with whom was not said
        (2, {"dilibatkan": True, "unsur": []}, 0),
        (4, {"peninjauan": "tidak"}, 0),
        (28, {"selesai": 0}, None),  # how many were settled through SP4N was not said
        (28, {"masuk": 0, "selesai": 0, "terhubung": False}, 0),
        (29, {"inovasi_ada": False}, None),
        (29, {"inovasi_ada": False, "pembelajaran": False}, 0),
    ],
)
def test_u03_zero_needs_an_answer_that_says_so(nomor, answers, level):
    usulan = rules.suggest(A.indikator(nomor), answers)
    assert (usulan.level if usulan else None) == level


@given(answered())
def test_u03_advice_never_asks_for_a_worse_choice(case):
    """Of a single choice: the advised option carries at least the level of the chosen one."""
    indikator, answers = case
    usulan = rules.suggest(indikator, answers)
    if usulan is None or usulan.berikut is None:
        return
    rank = {  # (question, option) -> the level whose rule names it
        (p.id, option.kode): level
        for level, rule in indikator.aturan
        for p in indikator.pertanyaan
        if p.jenis == "pilihan_tunggal"
        for option in p.pilihan
        if f"{p.id} == '{option.kode}'" in rule
    }
    for bagian in usulan.berikut.kurang:
        for (question, option), level in rank.items():
            if bagian.ekspresi == f"{question} == '{option}'":
                assert level >= rank.get((question, answers.get(question)), 0)


def test_u03_what_was_chosen_already_is_the_way_on():
    """Chosen is what carries level 5, and only the rest is missing: level 5 it is, not level 1."""
    quick = {"ditindaklanjuti": False, "lama": "sebulan"}
    assert rules.suggest(A.indikator(9), quick).berikut.level == 5

    choice = Pertanyaan(
        "mutu", "pilihan_tunggal", "Mutu", True, pilihan=(Pilihan("x", "X"), Pilihan("y", "Y"))
    )
    yes = [Pertanyaan(name, "ya_tidak", name, True) for name in ("satu", "dua")]
    ladder = replace(
        A.indikator(1),
        pertanyaan=(choice, *yes),
        aturan=((4, "mutu == 'x' && satu"), (5, "mutu == 'y' && satu && dua")),
    )
    advice = rules.suggest(ladder, {"mutu": "y", "satu": False, "dua": False}).berikut
    assert (advice.level, [part.ekspresi for part in advice.kurang]) == (5, ["satu", "dua"])
