"""A province as a government, and as a region with all offices in it."""

import pytest

from evaluations.rules.places import plain, region


@pytest.mark.parametrize(
    ("name", "short", "whole"),
    [
        ("Provinsi Jawa Tengah", "Jawa Tengah", "Wilayah Jawa Tengah"),
        ("Pemerintah Provinsi Bali", "Bali", "Wilayah Bali"),
        ("Kabupaten Klaten", "Kabupaten Klaten", "Wilayah Kabupaten Klaten"),
        ("", "", ""),
    ],
)
def test_a_region_is_named_by_its_province(name, short, whole):
    assert (plain(name), region(name)) == (short, whole)
