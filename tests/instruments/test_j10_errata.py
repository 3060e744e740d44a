"""J10: what an errata may change, and what becomes of answers: nothing is lost without a word."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import rules
from instruments.answers import AnswerError
from instruments.errata import LOST, Nasib, effect, fate, judged_otherwise, refusals, touched
from instruments.spec import Indikator, Pertanyaan, Pilihan, parse, to_data
from tests.instruments.examples import A

DATA = to_data(A)


def bent(change):
    data = deepcopy(DATA)
    change(data)
    spec, problems = parse(data)
    assert spec is not None, problems
    return spec


def indicator(data):
    return data["aspek"][0]["indikator"][0]


OTHER_METHOD = [
    (lambda d: d.update(kode="LAIN"), "kode atau formulir"),
    (lambda d: d.update(metode_aspek="rata"), "metode nilai aspek"),
    (lambda d: d["ipp"].update(desimal="3"), "pembulatan IPP"),
    (lambda d: [k.update(bobot="50") for k in d["ipp"]["komponen"]], "komponen IPP atau bobotnya"),
    (lambda d: d["aspek"][5]["indikator"].pop(), "aspek, indikator, atau bobotnya"),
    (lambda d: d["kategori"][0].update(minimum="4.6"), "batas kategori"),
    (lambda d: d["f03"]["butir"][0].update(teks="Lain?"), "survei F03"),
]


@pytest.mark.parametrize(("change", "name"), OTHER_METHOD)
def test_j10_what_a_figure_is_computed_from_is_no_errata(change, name):
    data = deepcopy(DATA)
    change(data)
    spec, _ = parse(data)
    if spec is None:  # a lost weight leaves the sum short: the checks of any version refuse that
        data["aspek"][5]["indikator"][0]["bobot"] = "100"
        spec, _ = parse(data)
    assert name in refusals(A, spec)


def test_j10_words_rules_and_questions_may_be_mended():
    def mend(data):
        indicator(data)["nama"] = "Standar pelayanan ditetapkan"
        indicator(data)["pertanyaan"].append(
            {"id": "tambah", "jenis": "ya_tidak", "teks": "Ditinjau?", "wajib": True}
        )

    new = bent(mend)
    assert refusals(A, new) == []
    ((old, now),) = touched(A, new)
    assert (old.nomor, now.nomor, judged_otherwise(old, now)) == (1, 1, False)


KINDS = ("ya_tidak", "angka", "teks", "pilihan_tunggal", "pilihan_ganda")
VALUES = {
    "ya_tidak": st.booleans(),
    "angka": st.integers(0, 9),
    "teks": st.sampled_from(["ada", "belum"]),
    "pilihan_tunggal": st.sampled_from(["p", "q"]),
    "pilihan_ganda": st.lists(st.sampled_from(["p", "q"]), unique=True).map(sorted),
}


@st.composite
def indicators(draw):
    """One indicator of some of five questions, each of some kind, wording and choices."""
    made = []
    for id in draw(st.lists(st.sampled_from("abcde"), unique=True, min_size=1)):
        kind = draw(st.sampled_from(KINDS))
        words = draw(st.sampled_from(["Baru", "Lama"]))
        options = (Pilihan("p", words), Pilihan("q", "Q")) if kind.startswith("pilihan") else ()
        made.append(Pertanyaan(id, kind, words, draw(st.booleans()), None, options))
    yes = next((p.id for p in made if p.jenis == "ya_tidak"), None)
    rules_of = ((1, yes),) if yes else ()
    return Indikator(1, "x", "X", None, tuple(made), aturan=rules_of)


@st.composite
def mended(draw):
    old = draw(indicators())
    answers = {
        p.id: draw(st.one_of(st.none(), VALUES[p.jenis])) for p in old.pertanyaan
    }  # fmt: skip
    return old, draw(indicators()), answers


def fits(question, value):
    try:
        return rules.normalise(question, value) is not None
    except AnswerError:
        return False


@given(mended())
def test_j10_every_answer_stands_as_it_was_or_is_named(case):
    old, new, answers = case
    found = effect(old, new, answers)
    now = {p.id: p for p in new.pertanyaan}
    given_answers = {key: value for key, value in answers.items() if value is not None}
    lost = {key for key, nasib in found.nasib.items() if nasib in LOST}
    # Nothing is altered, nothing is made up, nothing goes without a word.
    assert dict(found.jawaban) == {k: v for k, v in given_answers.items() if k not in lost}
    assert all(fits(now[key], value) for key, value in found.jawaban.items())
    # What has to be answered is unanswered, and was not owed before.
    owed_before = {p.id for p in rules.missing(old, answers)}
    assert not set(found.tanya) & (set(found.jawaban) | (owed_before - lost))
    owed_now = {p.id for p in rules.missing(new, found.jawaban)}
    assert owed_now - owed_before <= set(found.tanya) <= owed_now | lost
    assert {key for key in lost if key in now} <= set(found.tanya)


@given(mended())
def test_j10_an_errata_that_changes_nothing_does_nothing(case):
    old, _, answers = case
    found = effect(old, old, answers)
    assert (dict(found.nasib), found.tanya, found.sebelum) == ({}, (), found.sesudah)


def test_j10_the_fate_of_a_question_is_a_table():
    old = Pertanyaan("a", "pilihan_tunggal", "Apa?", True, None, (Pilihan("p", "Pe"),))
    words = Pertanyaan("a", "pilihan_tunggal", "Apakah?", True, None, (Pilihan("p", "Pe"),))
    choice = Pertanyaan("a", "pilihan_tunggal", "Apa?", True, None, (Pilihan("p", "Lain"),))
    kind = Pertanyaan("a", "ya_tidak", "Apa?", True)
    table = [
        ((old, old, "p"), None),
        ((old, words, "p"), Nasib.DIRALAT),
        ((old, choice, "p"), Nasib.TANYA_LAGI),
        ((old, choice, None), Nasib.DIRALAT),
        ((old, kind, "p"), Nasib.TANYA_LAGI),
        ((old, None, "p"), Nasib.DIHAPUS),
        ((None, old, None), Nasib.BARU),
    ]
    assert [fate(*given) for given, _ in table] == [said for _, said in table]
    assert [item.kata for item in Nasib] == [
        "diralat, jawaban tetap", "ditanyakan lagi", "dihapus", "baru",
    ]  # fmt: skip
