"""The arithmetic of the IPP: the published figures, the exact rules, and the mistakes of others."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.scoring import (
    ScoringError,
    SurveyTotals,
    format4,
    mean_levels,
    round_half_up,
    score,
)
from instruments import importers
from tests.instruments.examples import text_of


def instrument(name, **replaced):
    text = text_of(name)
    for old, new in replaced.items():
        text = text.replace(old, new)
    return importers.read(text).instrumen


A = instrument("pekppp-2023-a")
B = instrument("pekppp-2023-b")
OLD = instrument("pekppp-2017")
NEW = instrument("ipp-2026")

_BY_ASPECT = ["342545321", "43524", "345243", "4352", "3421", "53"]
WORKED = {number: int(level) for number, level in enumerate("".join(_BY_ASPECT), start=1)}


def best(spec, value=5):
    return {i.nomor: value for i in spec.indikator_berbobot}


def survey(*rows, spec=A):
    return SurveyTotals.of(rows, items=len(spec.butir))


def all_alike(value, respondents=10, spec=A):
    return survey(*[[value] * len(spec.butir)] * respondents, spec=spec)


level = st.integers(0, 5)
levels_a = st.fixed_dictionaries(dict.fromkeys(range(1, 31), level))
partial_a = st.fixed_dictionaries(dict.fromkeys(range(1, 31), st.none() | level))
rows_a = st.lists(st.lists(st.none() | level, min_size=14, max_size=14), max_size=25)


class TestTheWorkedExample:
    def test_weighted(self):
        result = score(A, WORKED, all_alike(4))
        assert [format4(a.value) for a in result.aspects] == [
            "3.5800",
            "3.6000",
            "3.5400",
            "3.4000",
            "2.4000",
            "4.0000",
        ]
        assert [format4(c.value) for c in result.components] == ["3.4904", "4.0000"]
        assert (str(result.ipp), result.category, result.status) == ("3.62", "B", "final")
        assert result.method == "tertimbang, rata_butir"

    def test_plain_means(self):
        result = score(A, WORKED, all_alike(4), metode_aspek="rata")
        assert [format4(a.value) for a in result.aspects] == [
            "3.2222",
            "3.6000",
            "3.5000",
            "3.5000",
            "2.5000",
            "4.0000",
        ]
        f02, f03 = result.components
        assert f02.value * f02.weight / 100 + f03.value * f03.weight / 100 == Fraction("3.56375")
        assert (str(result.ipp), result.category) == ("3.56", "B")


class TestBands:
    @pytest.mark.parametrize(
        ("ipp", "huruf"),
        [
            ("4.92", "A"),
            ("4.76", "A"),
            ("4.72", "A"),
            ("4.51", "A"),
            ("4.50", "A-"),
            ("4.44", "A-"),
            ("4.39", "A-"),
            ("4.03", "A-"),
            ("4.00", "B"),
            ("3.93", "B"),
            ("3.58", "B"),
            ("3.51", "B"),
            ("3.50", "B-"),
            ("2.97", "C"),
            ("2.18", "C-"),
            ("1.00", "F"),
            ("0.00", "F"),
        ],
    )
    def test_published_figures_fall_into_their_band(self, ipp, huruf):
        assert A.kategori_untuk(Decimal(ipp)).huruf == huruf

    def test_every_rounded_figure_has_exactly_one_band(self):
        letters = [A.kategori_untuk(Decimal(n).scaleb(-2)).huruf for n in range(501)]
        assert letters == sorted(letters, key=[k.huruf for k in A.kategori][::-1].index)
        assert set(letters) == {k.huruf for k in A.kategori}


class TestRounding:
    @pytest.mark.parametrize(
        ("exact", "rounded"),
        [
            ("3.505", "3.51"),
            ("3.565", "3.57"),
            ("3.50499999", "3.50"),
            ("0.005", "0.01"),
            ("0", "0.00"),
        ],
    )
    def test_exact_halves_go_up(self, exact, rounded):
        assert format(round_half_up(Fraction(exact), 2), "f") == rounded

    def test_a_half_that_is_not_a_decimal_fraction_goes_up(self):
        # 77 of 571: Decimal division would cut the tail and round this half down.
        half = Fraction(77, 571) + Fraction(1, 2) - Fraction(77, 571)
        assert round_half_up(half, 0) == 1

    def test_an_ipp_between_two_bands_is_rounded_first(self):
        # F02 3.34 and F03 4.0 make exactly 3.505, which is 3.51 and so B.
        spec = instrument("pekppp-2023-a", **{"metode_aspek: tertimbang": "metode_aspek: rata"})
        aspect_levels = {"I": 3, "II": 3, "III": 4, "IV": 3, "V": 4, "VI": 3}
        levels = {i.nomor: aspect_levels[a.kode] for a in spec.aspek_berbobot for i in a.indikator}
        f02 = score(spec, levels).components[0].value
        wanted = (Fraction("3.505") - f02 * Fraction(3, 4)) * 4
        totals = SurveyTotals(1000, *_sums(wanted, spec, 1000))
        result = score(spec, levels, totals)
        assert result.components[1].value == wanted
        assert (str(result.ipp), result.category) == ("3.51", "B")

    @given(st.fractions(0, 5))
    def test_never_further_off_than_half_a_unit(self, value):
        assert abs(Fraction(round_half_up(value, 2)) - value) <= Fraction(1, 200)


def _sums(mean, spec, respondents):
    total = mean * respondents * len(spec.butir)
    assert total.denominator == 1
    each, rest = divmod(int(total), len(spec.butir))
    counts = (respondents,) * len(spec.butir)
    return tuple(each + (n < rest) for n in range(len(spec.butir))), counts


class TestNullIsNotZero:
    def test_zero_is_a_score(self):
        result = score(A, best(A, 0), all_alike(0))
        assert (str(result.ipp), result.category, result.status) == ("0.00", "F", "final")

    def test_nothing_at_all_is_no_figure(self):
        result = score(A, {})
        assert result.ipp is None
        assert [a.value for a in result.aspects] == [None] * 6
        assert [c.value for c in result.components] == [None, None]
        assert result.missing[1] == "F03: 0 dari 10 responden"

    @given(levels_a, st.sets(st.integers(1, 30), min_size=1))
    def test_missing_stays_missing(self, levels, gone):
        result = score(A, {**levels, **dict.fromkeys(gone)}, all_alike(4))
        assert (result.ipp, result.category, result.status) == (None, None, "provisional")
        assert result.missing == (f"F02: indikator {', '.join(map(str, sorted(gone)))}",)
        for aspect, spec in zip(result.aspects, A.aspek_berbobot, strict=True):
            assert (aspect.value is None) == any(i.nomor in gone for i in spec.indikator)

    def test_missing_survey_is_not_counted_as_zero(self):
        result = score(A, best(A))
        assert (result.ipp, result.category) == (None, None)
        assert [c.value for c in result.components] == [5, None]

    def test_too_few_respondents_are_no_figure_yet(self):
        result = score(A, best(A), all_alike(4, respondents=7))
        assert result.ipp is None
        assert (result.components[1].value, result.components[1].mean) == (None, 4)
        assert result.missing == ("F03: 7 dari 10 responden",)

    def test_the_minimum_of_the_cycle_wins(self):
        result = score(A, best(A), all_alike(4, respondents=7), minimum_respondents=7)
        assert str(result.ipp) == "4.75"

    def test_no_respondents_are_no_figure_even_without_a_minimum(self):
        assert score(A, best(A), minimum_respondents=0).ipp is None

    def test_a_response_without_any_answer_is_not_a_response(self):
        totals = survey(*[[4] * 14] * 9, [None] * 14)
        assert totals.respondents == 9

    def test_an_item_nobody_answered_is_missing_and_blocks_nothing(self):
        rows = [[None] + [4] * 13] * 10
        result = score(A, best(A, 4), survey(*rows))
        assert str(result.ipp) == "4.00"
        assert result.survey_items[0].value is None
        assert result.survey_items[1].value == 4

    @pytest.mark.parametrize("method", ["rata_butir", "rata_aspek"])
    def test_an_aspect_nobody_answered_is_left_out(self, method):
        rows = [[None] * 4 + [4] * 10] * 10
        result = score(A, best(A, 4), survey(*rows), metode_survei=method)
        assert result.components[1].value == 4
        assert result.survey_aspects[0].value is None


class TestTheSurvey:
    def test_every_answer_weighs_the_same_in_the_mean_of_items(self):
        # One group of one respondent and one of two: the mean of group means would be 3.
        totals = survey([5] * 14, [1] * 14, [1] * 14)
        assert score(A, {}, totals).components[1].mean == Fraction(7, 3)

    def test_the_mean_of_aspects_weighs_every_aspect_the_same(self):
        row = [5] * 4 + [1] * 10
        result = score(A, {}, survey(*[row] * 10), metode_survei="rata_aspek")
        assert result.components[1].value == Fraction(5 + 1 + 1 + 1 + 1, 5)

    def test_innovation_has_no_item_and_is_not_weighed_anew(self):
        assert [m.kode for m in score(A, {}).survey_aspects] == ["I", "II", "III", "IV", "V"]

    @given(rows_a, st.randoms(use_true_random=False))
    def test_the_order_of_respondents_changes_nothing(self, rows, random):
        shuffled = random.sample(rows, len(rows))
        assert score(A, WORKED, survey(*rows)) == score(A, WORKED, survey(*shuffled))

    @given(rows_a)
    def test_all_respondents_count(self, rows):
        known = [v for row in rows for v in row if v is not None]
        mean = score(A, {}, survey(*rows)).components[1].mean
        assert mean == (Fraction(sum(known), len(known)) if known else None)


class TestWeights:
    @pytest.mark.parametrize("spec", [A, B], ids=lambda s: s.kode)
    def test_all_best_is_the_top_where_weights_add_to_100(self, spec):
        result = score(spec, best(spec), all_alike(5, spec=spec))
        assert (str(result.ipp), result.category) == ("5.00", "A")

    def test_rounded_weights_of_2017_give_4_99_at_best(self):
        result = score(OLD, best(OLD), all_alike(5, spec=OLD))
        assert (str(result.ipp), result.category) == ("4.99", "A")

    def test_three_decimals_and_a_typed_number(self):
        result = score(NEW, best(NEW, 4), external={"SKM": Decimal("4.123")})
        assert (str(result.ipp), result.category) == ("4.062", "A-")

    def test_a_typed_number_that_is_missing_is_no_figure(self):
        result = score(NEW, best(NEW, 4))
        assert result.ipp is None
        assert result.missing == ("SKM: belum diisi",)

    @pytest.mark.parametrize(("skm", "value"), [("25", "0"), ("100", "5"), ("62.5", "2.5")])
    def test_a_number_in_its_own_scale_is_converted(self, skm, value):
        spec = instrument(
            "ipp-2026",
            **{
                "nama: Survei Kepuasan Masyarakat}": "nama: SKM, "
                "skala_asal: {minimum: 25, maksimum: 100}}"
            },
        )
        result = score(spec, {}, external={"SKM": Decimal(skm)})
        assert result.components[1].value == Fraction(value)

    @given(levels_a, st.integers(1, 30))
    def test_a_better_level_never_gives_a_worse_ipp(self, levels, nomor):
        better = {**levels, nomor: min(5, levels[nomor] + 1)}
        assert score(A, better, all_alike(4)).ipp >= score(A, levels, all_alike(4)).ipp

    @given(partial_a, rows_a)
    def test_u01_there_is_a_figure_and_a_letter_when_every_component_is_complete(
        self, levels, rows
    ):
        totals = survey(*rows)
        result = score(A, levels, totals)
        complete = totals.respondents >= 10 and all(levels.get(n) is not None for n in best(A))
        assert (result.ipp is not None) == (result.category is not None) == complete
        if complete:
            there = [*levels.values(), *(v for row in rows for v in row if v is not None)]
            assert min(there) <= result.ipp <= max(there)

    @given(levels_a, rows_a)
    def test_u01_stored_figures_hold_nothing_that_is_stretched(self, levels, rows):
        result = score(A, {**levels, 1: None}, survey(*rows))
        data = result.as_data()
        assert (data["ipp"], data["category"], data["category_label"]) == (None, None, None)
        assert (data["components"][0]["value"], data["aspects"][0]["value"]) == (None, None)
        assert "mean" not in data["components"][0]


class TestTheAdditionalIndicator:
    def test_it_is_scored_and_changes_no_figure(self):
        without = score(A, WORKED, all_alike(4))
        with_it = score(A, {**WORKED, 31: 0}, all_alike(4))
        assert with_it.tambahan.value == 0
        assert without.tambahan.value is None
        assert (with_it.ipp, with_it.aspects) == (without.ipp, without.aspects)


class TestInputOutsideTheInstrument:
    @pytest.mark.parametrize(
        "levels", [{1: 6}, {1: -1}, {99: 3}, {1: True}, {1: Fraction(11, 2)}], ids=str
    )
    def test_levels(self, levels):
        with pytest.raises(ScoringError):
            score(A, levels)

    @pytest.mark.parametrize(
        "totals",
        [SurveyTotals(1, (4,), (1,)), SurveyTotals(1, (6,) * 14, (1,) * 14)],
        ids=["too short", "outside the scale"],
    )
    def test_survey(self, totals):
        with pytest.raises(ScoringError):
            score(A, {}, totals)

    @pytest.mark.parametrize(
        "external", [{"SKM": Decimal("5.1")}, {"SKM": Decimal("NaN")}, {"IKM": Decimal(1)}], ids=str
    )
    def test_external_numbers(self, external):
        with pytest.raises(ScoringError):
            score(NEW, {}, external=external)

    def test_weights_that_the_instrument_does_not_have(self):
        with pytest.raises(ScoringError):
            score(B, {}, metode_aspek="tertimbang")


class TestSeveralEvaluators:
    def test_their_levels_are_averaged_exactly(self):
        assert mean_levels([{1: 3}, {1: 4}, {1: 4}]) == {1: Fraction(11, 3)}

    def test_one_without_a_level_leaves_it_open(self):
        assert mean_levels([{1: 3, 2: 5}, {1: None}]) == {1: None, 2: None}

    @given(levels_a, levels_a)
    def test_the_mean_of_levels_is_the_mean_of_their_f02(self, one, two):
        merged, *each = (
            score(A, levels).components[0].value for levels in (mean_levels([one, two]), one, two)
        )
        assert merged == sum(each) / 2


def test_the_result_as_data_is_exact_and_readable():
    data = score(A, WORKED, all_alike(4)).as_data()
    assert data["aspects"][0] == {
        "kode": "I",
        "nama": "Kebijakan Pelayanan",
        "weight": "24",
        "answered": 9,
        "total": 9,
        "value": "179/50",
        "value_text": "3.5800",
    }
    assert (data["ipp"], data["category"], data["missing"]) == ("3.62", "B", [])
