"""What a validator should look at twice: each reason in words, and none where there is none."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.review import CLUSTER_SPAN, clusters, review, sample
from evaluations.rules.scoring import score
from tests.instruments.examples import A


def evaluation(*, levels=None, suggested=None, survei=None, **given):
    """As the validator's list loads it, with a final figure of 3.25."""
    facts = {
        "ipp": Decimal("3.25"), "kategori": "B-", "responden": 10,
        "rincian": {"levels": levels or {}, "suggested": suggested or {}},
    }  # fmt: skip
    hasil = SimpleNamespace(**{name: given.pop(name, value) for name, value in facts.items()})
    return SimpleNamespace(
        **{"hasil": hasil, "versi": SimpleNamespace(instrumen=A), "survei": survei,
           "state": "dinilai", "ipp_lalu": None, "tahun_lalu": None, **given}
    )  # fmt: skip


def survey(minimum=10, target=None, **rekap):
    counted = {"ditahan": 0, "ditinjau": 0} | rekap
    return SimpleNamespace(minimum=minimum, target=target, rekap=SimpleNamespace(**counted))


def test_a_sound_result_has_no_reason():
    found = review(evaluation(survei=survey()))
    assert (found.kurang, found.ipp, found.kategori) == ((), Decimal("3.25"), "B-")
    assert (found.gap, found.above, found.change, found.flags) == (None, 0, None, [])


def test_u01_what_is_incomplete_has_no_figure_and_no_change():
    rincian = score(A, {1: 3}).as_data()
    found = review(evaluation(ipp=None, kategori="", rincian=rincian, ipp_lalu=Decimal(3)))
    assert (found.ipp, found.kategori, found.change) == (None, "", None)
    assert found.kurang == ("F02 belum lengkap: 1 dari 30", "F03 belum ada responden")


@pytest.mark.parametrize(
    ("lalu", "flags"),
    [
        ("2.50", []),
        ("2.49", ["IPP naik 0,76 dari 2025, lebih dari 0,75"]),
        ("4.00", []),
        ("4.01", ["IPP turun 0,76 dari 2025, lebih dari 0,75"]),
    ],
)
def test_a_jump_of_more_than_three_quarters_either_way(lalu, flags):
    assert review(evaluation(ipp_lalu=Decimal(lalu), tahun_lalu=2025)).flags == flags


@pytest.mark.parametrize(
    ("survei", "flags"),
    [
        (None, []),
        (survey(11), ["Responden 10, kurang dari minimum 11"]),
        (survey(10, 30), ["Responden 10, di bawah target 30"]),
        (survey(10, 10), []),
        (survey(ditahan=2), ["2 jawaban survei menunggu tinjauan, belum dihitung"]),
        (survey(ditinjau=3), ["3 jawaban survei bertanda, belum ditinjau"]),
        (SimpleNamespace(minimum=10, target=None), []),
    ],
)
def test_what_is_to_be_said_of_the_survey(survei, flags):
    assert review(evaluation(survei=survei)).flags == flags


def test_once_decided_nothing_waits_for_a_look():
    decided = evaluation(survei=survey(ditahan=2, ditinjau=3), state="divalidasi")
    assert review(decided).flags == []


def test_levels_are_compared_where_both_are_known():
    levels, suggested = (
        {"1": "4", "2": "3", "3": None, "4": "5"},
        {"1": 3, "2": 2, "3": 1, "4": None},
    )
    found = review(evaluation(levels=levels, suggested=suggested), clustered="Bernilai sama")
    words = "F02 jauh di atas usulan: rata-rata 1,00 level, pada 2 indikator lebih tinggi"
    assert (found.gap, found.above) == (Decimal("1.00"), 2)
    assert found.flags == [words, "Bernilai sama"]


@given(st.dictionaries(st.integers(1, 9).map(str), st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_the_gap_is_the_mean_of_the_differences(pairs):
    levels = {nomor: str(level) for nomor, (level, _) in pairs.items()}
    suggested = {nomor: usulan for nomor, (_, usulan) in pairs.items()}
    found = review(evaluation(levels=levels, suggested=suggested))
    if not pairs:
        assert found.gap is None
        return
    mean = Fraction(sum(level - usulan for level, usulan in pairs.values()), len(pairs))
    assert abs(Fraction(found.gap) - mean) <= Fraction(1, 200)
    assert found.above == sum(level > usulan for level, usulan in pairs.values())
    assert any("jauh di atas usulan" in flag for flag in found.flags) == (mean >= 1)


def numbered(*figures):
    return [(number, Decimal(text)) for number, text in enumerate(figures)]


def test_a_tight_cluster_needs_five_units_and_half_of_the_instansi():
    tight = ("3.50", "3.51", "3.52", "3.54", "3.55")
    assert set(clusters({1: numbered(*tight, "4.00")})) == {0, 1, 2, 3, 4}
    assert clusters({1: numbered(*tight[:4], "4.00")}) == {}
    assert clusters({1: numbered("3.50", "3.51", "3.52", "3.54", "3.56")}) == {}
    wide = [f"{number}.00" for number in range(6)]
    assert clusters({1: numbered(*tight, *wide)}) == {}
    words = "5 dari 6 unit instansi ini bernilai hampir sama, 3,50 sampai 3,55"
    assert clusters({1: numbered(*tight, "4.00"), 2: []})[0] == words


@given(st.lists(st.decimals(0, 5, places=2), max_size=9))
def test_who_is_in_a_cluster_lies_within_its_span_and_nobody_between_is_left_out(figures):
    found = clusters({1: list(enumerate(figures))})
    if not found:
        return
    inside = [figures[number] for number in found]
    assert len(found) >= 5 and max(inside) - min(inside) <= CLUSTER_SPAN
    assert all(
        number in found
        for number, figure in enumerate(figures)
        if min(inside) <= figure <= max(inside)
    )


def test_a_sample_is_the_same_for_the_same_seed_only():
    population = [f"unit-{number}" for number in range(100)]
    drawn = sample(population, 10, "2026")
    assert drawn == sample(reversed(population), 10, "2026")
    assert len(set(drawn)) == 10
    assert drawn != sample(population, 10, "2027")
