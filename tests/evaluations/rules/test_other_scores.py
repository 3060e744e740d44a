"""The scores of others: their bands begin where the source says, without a gap."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.other_scores import KINDS, proposed
from evaluations.rules.survey import skm


@pytest.mark.parametrize(
    ("tahun", "nilai", "sebutan"),
    [
        (2021, "80.99", "Zona kuning (kepatuhan sedang)"),
        (2021, "81", "Zona hijau (kepatuhan tinggi)"),
        (2022, "58.99", "C (Kualitas sedang)"),
        (2024, "87.99", "B (Kualitas tinggi)"),
        (2024, "88", "A (Kualitas tertinggi)"),
        (2015, "90", ""),
    ],
)
def test_the_names_of_ombudsman_follow_the_year(tahun, nilai, sebutan):
    assert KINDS["ombudsman"].name_of(tahun, Decimal(nilai)) == sebutan


def test_scales_are_said_in_words():
    scales = {name: kind.skala for name, kind in KINDS.items()}
    assert scales == {
        "ombudsman": "0–100",
        "opini": "0–100",
        "kematangan": "11–55",
        "skm": "25–100",
    }


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_every_value_of_a_scale_with_bands_has_a_name_that_rises_with_it(name, data):
    kind = KINDS[name]
    if not kind.bands:
        return
    names = [label for _, label in kind.bands[0][1]]  # the best first
    values = st.decimals(kind.least, kind.greatest, places=2)
    low, high = sorted(data.draw(st.tuples(values, values)))
    found = [kind.name_of(2026, value) for value in (low, high)]
    assert names.index(found[0]) >= names.index(found[1])


@given(st.decimals(skm.LEAST, skm.GREATEST, places=2))
def test_the_band_of_a_skm_is_that_of_its_score(nilai):
    band = skm.band_of(nilai)
    assert KINDS["skm"].name_of(2026, nilai) == f"{band.huruf} ({band.sebutan})"


@pytest.mark.parametrize(
    ("tahun", "kode"), [(2015, "ombudsman"), (2024, "ombudsman"), (2025, "opini"), (2030, "opini")]
)
def test_what_the_ombudsman_gives_has_one_name_a_year(tahun, kode):
    assert proposed(tahun) == kode
    assert [name for name in ("ombudsman", "opini") if KINDS[name].given_in(tahun)] == [kode]


def test_the_years_of_a_kind_are_said_in_words():
    said = {name: kind.masa for name, kind in KINDS.items() if kind.masa}
    assert said == {"ombudsman": "sampai 2024", "opini": "sejak 2025"}


@pytest.mark.parametrize(
    ("name", "tahun", "since"),
    [
        ("ombudsman", 2015, 0),
        ("ombudsman", 2021, 2016),
        ("ombudsman", 2022, 2022),
        ("opini", 2026, 2025),
        ("kematangan", 2026, 0),
    ],
)
def test_a_scale_holds_from_the_year_in_which_it_changed(name, tahun, since):
    assert KINDS[name].scale_since(tahun) == since
