"""A missing value is a gap and a sentence, never a zero; the look is presentation attributes."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from pekppp.base.charts import NOTHING, Bar, Series, bars, columns, line, radar
from reports.figures import charts as result_charts

SIX = ["Kebijakan", "Profesionalisme", "Sarana", "Sistem", "Konsultasi", "Inovasi"]
FULL = [Decimal("3.58"), Decimal("3.60"), Decimal("3.54"), Decimal("3.40"), Decimal(0), Decimal(4)]
GAP = [*FULL[:4], None, FULL[5]]


def svg(chart):
    return render_to_string("charts/chart.svg", {"chart": chart})


def lines(chart):
    """Outlines of the first series: paths two wide in its colour."""
    return [shape.d for shape in chart.shapes if shape.width == "2"]


def test_a_complete_radar_is_one_closed_outline():
    assert [d[-1] for d in lines(radar("r", "Radar", SIX, [Series("", FULL)]))] == ["Z"]


def test_a_missing_aspect_opens_the_radar_and_is_said():
    chart = radar("r", "Radar", SIX, [Series("", GAP)])
    assert [d.count("L") for d in lines(chart)] == [3, 1]
    assert f"Konsultasi: {NOTHING}" in chart.desc
    assert NOTHING in svg(chart)


def test_zero_is_drawn_at_the_centre_and_said_as_zero():
    chart = radar("r", "Radar", SIX, [Series("", FULL)])
    assert "180.0 142.0" in lines(chart)[0]
    assert "Konsultasi: 0;" in chart.desc


def test_a_missing_year_breaks_the_line():
    chart = line("l", "Riwayat", ["2022", "2023", "2024", "2025"], [Series("", [1, None, 2, 3])])
    assert [d.count("L") for d in lines(chart)] == [1]
    assert chart.desc == f"2022: 1; 2023: {NOTHING}; 2024: 2; 2025: 3."


def test_a_bar_of_nothing_is_not_a_bar_of_zero():
    chart = bars("b", "Sebaran", [Bar("A", 0), Bar("B", None)])
    assert [text.text for text in chart.texts] == ["A", "0", "B", NOTHING]


@pytest.mark.parametrize("rows", [[], [Bar("1 Juli", 0)], [Bar(str(n), n) for n in range(90)]])
def test_any_number_of_columns_can_be_drawn(rows):
    assert ET.fromstring(svg(columns("c", "Respons", rows))) is not None  # noqa: S314


def test_two_aspects_are_drawn_as_bars():
    assert lines(radar("r", "Radar", SIX[:2], [Series("", FULL[:2])])) == []


def test_the_picture_has_a_role_a_title_and_a_description():
    root = ET.fromstring(svg(radar("r", "Nilai per aspek", SIX, [Series("", FULL)])))  # noqa: S314
    assert root.get("role") == "img"
    texts = {child.get("id"): child.text for child in root if child.get("id")}
    title, desc = (texts[name] for name in root.get("aria-labelledby").split())
    assert (title, desc[:15]) == ("Nilai per aspek", "Kebijakan: 3,58")


def test_the_look_needs_no_style_and_no_script():
    text = svg(line("l", "R", ["<b>", "2"], [Series("x", [1, 2]), Series("y", [2, None])]))
    assert not re.search(r"style|<b>|\son|NaN|,\d+\"", text)


def test_series_differ_by_more_than_colour():
    chart = radar("r", "Radar", SIX, [Series("Ini", FULL), Series("Lalu", GAP)])
    assert len({(s.stroke, s.dash) for s in chart.shapes if s.width == "2"}) == 2
    assert {"Ini", "Lalu"} <= {text.text for text in chart.texts}


def test_aspects_are_rounded_once_from_their_exact_value():
    chart = result_charts.aspect_radar(
        "r", {"I": "Satu", "II": "Dua", "III": "Tiga"}, [("", {"I": "701/200", "II": None})]
    )
    assert chart.desc == f"Satu: 3,51; Dua: {NOTHING}; Tiga: {NOTHING}."


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, []), (1, [0]), (5, [0, 1, 2, 3, 4]), (7, [0, 2, 4, 6]), (30, [0, 8, 16, 24, 29])],
)
def test_some_of_many_days_are_named_evenly_first_and_last_always(count, shown):
    chart = columns("c", "Respons", [Bar(f"H{n}", 1) for n in range(count)])
    assert [text.text for text in chart.texts if text.text[0] == "H"] == [f"H{n}" for n in shown]


def test_a_long_name_below_a_radar_keeps_its_value_in_the_picture():
    axes = ["I. A", "II. B", "III. C", "IV. Sistem Informasi Pelayanan Publik", "V. D", "VI. E"]
    chart = result_charts.radar("k", "Judul", axes, [result_charts.Series("Nilai", ["1"] * 6)])
    assert max(float(text.y) for text in chart.texts) < float(chart.height)
