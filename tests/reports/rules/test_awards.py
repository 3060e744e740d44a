"""Awards and priorities follow their stated rules, and every tie is decided."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.rules import awards
from reports.rules.awards import Bands, Unit

BANDS = Bands(
    ["A", "A-", "B", "B-", "C", "C-", "D", "E", "F"],
    [Fraction(x) for x in ("4.51", "4.01", "3.51", "3.01", "2.51", "2.01", "1.51", "1.01", "0")],
)


def unit(nama, ipp, kategori="A", **more):
    values = {"instansi": "Kabupaten X", "kelompok": "kabupaten", "provinsi": "Jawa"} | more
    return Unit(nama=nama, ipp=Decimal(ipp), kategori=kategori, **values)


def places(found):
    return [(place.peringkat, place.bersama, place.siapa.nama) for place in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"ipp": "4.60"}, {"ipp": "4.59"}),
        ({"f02": Fraction(5)}, {"f02": Fraction(4)}),
        ({"f03": Fraction(5)}, {"f03": Fraction(4)}),
        ({"responden": 31}, {"responden": 30}),
    ],
)
def test_a_tie_is_decided_by_f02_then_f03_then_respondents(first, second):
    """The one whose name comes later wins by the rule, not by the alphabet."""
    both = [unit("A", **({"ipp": "4.60"} | second)), unit("Z", **({"ipp": "4.60"} | first))]
    found = awards.best_units(both, BANDS)["kabupaten"]
    assert places(found) == [(1, False, "Z"), (2, False, "A")]


def test_who_is_equal_in_everything_shares_the_place_and_all_of_the_third_are_named():
    rows = [unit("A", "5.00"), unit("B", "4.90"), *(unit(n, "4.80") for n in "CDE"),
            unit("F", "4.70")]  # fmt: skip
    found = awards.best_units(rows, BANDS)["kabupaten"]
    assert places(found) == [
        (1, False, "A"),
        (2, False, "B"),
        (3, True, "C"),
        (3, True, "D"),
        (3, True, "E"),
    ]


def test_units_below_the_two_best_categories_get_no_award():
    assert awards.best_units([unit("A", "3.90", "B")], BANDS) == {}


def test_groups_of_instansi_are_kept_apart():
    rows = [unit("A", "4.60"), unit("B", "4.90", kelompok="kl")]
    found = awards.best_units(rows, BANDS)
    assert {group: places(found[group]) for group in found} == {
        "kabupaten": [(1, False, "A")],
        "kl": [(1, False, "B")],
    }


def test_a_region_needs_two_units_and_a_ministry_one():
    rows = [unit("A", "5.00"), unit("B", "4.00", instansi="K", kelompok="kl")]
    assert list(awards.best_instansi(rows)) == ["kl"]
    found = awards.best_instansi([*rows, unit("C", "4.00")])["kabupaten"][0].siapa
    assert (found.nama, found.nilai, found.anggota) == ("Kabupaten X", Fraction("4.5"), 2)


def test_of_equal_instansi_the_one_with_the_better_lowest_unit_comes_first():
    rows = [unit("a", "5.00"), unit("b", "3.00"),
            unit("c", "4.10", instansi="Z"), unit("d", "3.90", instansi="Z")]  # fmt: skip
    assert places(awards.best_instansi(rows)["kabupaten"]) == [
        (1, False, "Z"),
        (2, False, "Kabupaten X"),
    ]


def test_two_kabupaten_of_one_name_in_two_provinces_are_two():
    rows = [unit("a", "5.00"), unit("b", "3.00", provinsi="Bali")]
    assert awards.best_instansi(rows) == {}


def test_a_pembina_is_judged_by_the_mean_of_its_regions_not_of_its_units():
    many = [unit(f"u{number}", "5.00", instansi="P") for number in range(4)]
    rows = [*many, unit("q", "3.00", instansi="Q"), unit("own", "1.00", kelompok="provinsi")]
    (place,) = awards.best_guides(rows)
    assert (place.siapa.nama, place.siapa.nilai, place.siapa.anggota) == ("Jawa", 4, 2)
    assert awards.best_guides(many) == []


def test_a_role_model_has_no_weak_and_no_unknown_aspect():
    good = (Fraction("4.6"), Fraction("4.01"))
    rows = [
        unit("teladan", "4.60", aspek=good),
        unit("satu lemah", "4.60", aspek=(Fraction(5), Fraction("4.00"))),
        unit("satu kosong", "4.60", aspek=(Fraction(5), None)),
        unit("kategori kedua", "4.40", "A-", aspek=good),
        unit("tanpa aspek", "4.60"),
    ]
    assert places(awards.role_models(rows, BANDS)) == [(1, False, "teladan")]


def test_coaching_starts_with_the_lowest():
    rows = [
        unit("C", "2.60", "C", f02=Fraction(3)),
        unit("D", "2.60", "C", f02=Fraction(2)),
        unit("E", "1.00", "F"),
        unit("B-", "3.10", "B-"),
        unit("satu aspek", "4.00", "B", aspek=(Fraction(5), Fraction("1.9"))),
    ]
    assert places(awards.to_be_coached(rows, BANDS)) == [
        (1, False, "E"),
        (2, False, "D"),
        (3, False, "C"),
        (4, False, "satu aspek"),
    ]
