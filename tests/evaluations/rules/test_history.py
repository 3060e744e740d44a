"""Years side by side: an aspect is the same by code and name, and a difference is exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.growth import Growth
from evaluations.rules.history import (
    Earlier,
    Levels,
    Movement,
    Year,
    continued,
    levels_in,
    levels_of,
    movement,
    same,
    shown,
    side_by_side,
)
from tests.instruments.examples import A

LINE = "Skema Nasional, formulir A"
FIRST, SECOND = same("I", "Kebijakan  Pelayanan"), same(" II", "Profesionalisme")


def year(tahun, ipp, aspek=(), instrumen="a"):
    return Year(tahun, str(tahun), ipp, instrumen=instrumen, aspek=dict(aspek))


def test_an_aspect_that_two_years_share_has_a_row_under_its_latest_name():
    old = year(2024, "3.00", {FIRST: "3.00", SECOND: "2.00"})
    new = year(2025, "3.50", {same("I", "KEBIJAKAN pelayanan"): "3.50"})
    found = side_by_side(LINE, [old, new])
    assert found.baris == [(("I", "KEBIJAKAN pelayanan"), ["3.00", "3.50"])]
    assert (found.kata, found.beda) == ([], [None, Growth("+0.50", "+16.7", 2024)])


def test_a_single_year_shows_all_that_it_has():
    found = side_by_side(LINE, [year(2024, "3.00", {FIRST: "3.00", SECOND: None})])
    assert found.baris == [(FIRST, ["3.00"]), (SECOND, [None])]
    assert (found.kata, found.beda) == ([], [None])


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ({FIRST: "3"}, {}, "2024 dan 2025: hanya IPP yang dibandingkan, karena 2025 tanpa aspek."),
        ({}, {}, "karena 2024 dan 2025 tanpa aspek."),
        ({FIRST: "3"}, {same("I", "Pondasi"): "3"}, "tidak mempunyai aspek yang sama: hanya IPP"),
        ({FIRST: "3"}, {FIRST: "3"}, "dibandingkan 1 aspek yang kode dan namanya sama"),
    ],
)
def test_what_cannot_be_compared_is_said(before, now, words):
    (said,) = side_by_side(
        LINE, [year(2024, "3", before), year(2025, "3", now, instrumen="b")]
    ).kata
    assert words in said


# As results are kept: two or three decimals, and never below zero.
figures = st.decimals(0, 5, places=2) | st.decimals(0, 5, places=3)


@given(st.lists(figures, min_size=1, max_size=5))
def test_differences_lead_from_the_first_figure_to_the_last(values):
    found = side_by_side(LINE, [year(2020 + n, str(value)) for n, value in enumerate(values)])
    assert values[0] + sum(Decimal(moved.poin) for moved in found.beda[1:]) == values[-1]
    for before, now, moved in zip(values, values[1:], found.beda[1:], strict=False):
        assert moved.poin.startswith("+") == (now > before)


def test_levels_of_a_result_and_of_its_snapshot_are_the_same():
    aspek, indikator = A.semua_aspek[0], A.semua_indikator[0]
    computed = levels_of(
        A, {"levels": {str(indikator.nomor): "3"}, "aspects": [{"kode": "I", "value": "7/2"}]}
    )
    assert computed.indikator[indikator.nomor] == (indikator.kode, "3")
    assert computed.aspek["I"] == (aspek.nama, "7/2")
    line = {"nomor": indikator.nomor, "kode": indikator.kode, "level": "3"}
    frozen = levels_in(
        {"aspek": [{"kode": "I", "nama": aspek.nama, "nilai": "7/2", "indikator": [line]}]}
    )
    assert frozen.indikator[indikator.nomor] == computed.indikator[indikator.nomor]
    assert frozen.aspek["I"] == computed.aspek["I"]


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (("1.a", "2"), ("1.A", "3"), ("2", "3", "naik")),
        (("1.a", "10/3"), ("1.a", "5/2"), ("3.33", "2.50", "turun")),
        (("1.a", "4"), ("1.a", "4"), ("4", "4", "tetap")),
        (("1.a", "2"), ("1.b", "3"), None),
        (("1.a", None), ("1.a", "3"), None),
        (("1.a", "2"), ("1.a", None), None),
        (None, ("1.a", "3"), None),
    ],
)
def test_a_level_moves_where_both_years_have_it_under_one_code(then, now, expected):
    def levels(found):
        return Levels({1: found} if found else {}, {"I": found} if found else {})

    for indikator in (1, None):  # a recommendation about an indicator, or about a whole aspect
        found = movement(levels(then), levels(now), "I", indikator)
        assert (found and (found.dari, found.ke, found.arah)) == expected
    assert Movement("2", "3").arah == "naik"


def test_a_figure_is_shown_whole_or_with_two_decimals():
    assert [shown(text) for text in ("3", "7/2", "10/3", "2/3")] == ["3", "3.50", "3.33", "0.67"]


# What a place was before -------------------------------------------------------------------------


def before(*years: int, sampai: int | None = None, nama: str = "Lama") -> Earlier:
    found = [Year(year, str(year), "3.00") for year in years]
    return Earlier(nama, "dipecah 1 Januari 2026", sampai, {"A": found})


def test_a_line_goes_on_over_what_the_place_was_before():
    own = {"A": [Year(2026, "2026", "4.00")]}
    lines, apart = continued(own, [before(2024, 2025), before(2022, nama="Purba")])
    assert [(y.tahun, y.sebagai) for y in lines["A"]] == [
        (2022, "Purba"),
        (2024, "Lama"),
        (2025, "Lama"),
        (2026, ""),
    ]
    assert apart == []
    assert list(side_by_side("Garis", lines["A"]).kata)[:2] == [
        "Sampai 2022 sebagai Purba, dipecah 1 Januari 2026.",
        "Sampai 2025 sebagai Lama, dipecah 1 Januari 2026.",
    ]


def test_what_reaches_into_its_own_years_is_told_apart_and_never_averaged():
    own = {"A": [Year(2025, "2025", "4.00")]}
    item = before(2024, 2025)
    assert continued(own, [item]) == (own, [("A", item)])


def test_of_a_place_that_stays_only_the_years_before_it_parted_count():
    lines, apart = continued({}, [before(2025, 2026, sampai=2025), before(2024, sampai=2023)])
    assert ([y.tahun for y in lines["A"]], apart) == ([2025], [])


def test_a_former_name_of_its_own_is_said_without_a_change():
    years = [Year(2025, "2025", "3.00", sebagai="Nama Lama"), Year(2026, "2026", "3.00")]
    assert "Sampai 2025 sebagai Nama Lama." in side_by_side("Garis", years).kata
