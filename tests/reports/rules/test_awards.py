"""Award lists follow the rules that their organiser set, and nothing else."""

from decimal import Decimal
from fractions import Fraction

import hypothesis
import pytest
from hypothesis import strategies as st

from evaluations.rules.results import round_half_up
from reports.rules import awards
from reports.rules.awards import Bands, Rule, Unit

LETTERS = ["A", "A-", "B", "B-", "C", "C-", "D", "E", "F"]
BANDS = Bands(
    LETTERS,
    [Fraction(x) for x in ("4.51", "4.01", "3.51", "3.01", "2.51", "2.01", "1.51", "1.01", "0")],
)
KINDS = {"kl": "Kementerian/Lembaga", "kabupaten": "Kabupaten"}


def unit(nama, persis, kategori="A", **more):
    exact = Fraction(persis)
    values = {"instansi": "Kabupaten X", "kelompok": "kabupaten", "provinsi": "Jawa"} | more
    ipp = Decimal(round(exact * 100)) / 100
    return Unit(nama=nama, ipp=ipp, kategori=kategori, persis=exact, uuid=nama, **values)


def given(rule, units, scores=None, **more):
    return {
        (group.formulir, group.jenis): [
            (rank.peringkat, rank.bersama, body.nama) for body, rank in group.tempat
        ]
        for group in awards.award(rule, units, {"A": BANDS, "B": BANDS}, scores, **more)
    }


def test_u06_the_exact_value_decides_and_only_equals_share_a_place():
    """4.27 and 4.27 are two places where they differ further on; 3 places keep all of the third."""
    rows = [
        unit("Z", Fraction("4.2744")),
        unit("A", Fraction("4.2701")),
        *(unit(name, Fraction("4.25")) for name in "CDE"),
        unit("F", Fraction("4.24")),
    ]
    assert [row.ipp for row in rows[:2]] == [Decimal("4.27"), Decimal("4.27")]
    assert given(Rule("x", tempat=3), rows) == {
        ("A", "kabupaten"): [
            (1, False, "Z"),
            (2, False, "A"),
            (3, True, "C"),
            (3, True, "D"),
            (3, True, "E"),
        ]
    }


def test_u06_three_best_of_a_mandiri_cycle_need_no_threshold():
    """Banjarnegara gives "3 terbaik Mandiri" at a mean of 2.97."""
    rows = [unit(n, x, "C") for n, x in (("a", "3.00"), ("b", "2.97"), ("c", "2.94"), ("d", "2"))]
    rule = Rule("3 terbaik Mandiri", pemisahan="semua", tempat=3)
    assert given(rule, rows) == {("A", ""): [(1, False, "a"), (2, False, "b"), (3, False, "c")]}
    assert "Tanpa syarat." in rule.words(KINDS)
    with_threshold = Rule("x", pemisahan="semua", tempat=3, kategori_minimum="A-")
    assert given(with_threshold, rows) == {}


@pytest.mark.parametrize(
    ("setting", "left"),
    [
        ({"kelompok": ("kl",)}, {"kementerian"}),
        ({"jenis_unit": ("RSUD",)}, {"rsud"}),
        ({"kategori_minimum": "A-"}, {"rsud", "kementerian"}),
        ({"nilai_minimum": Decimal("4.60")}, {"kementerian"}),
        ({"aspek_minimum": "A-"}, {"kementerian"}),
        ({"tempat": 1}, {"kementerian"}),
        ({}, {"rsud", "kementerian", "puskesmas"}),
    ],
)
def test_u06_each_setting_narrows_the_list(setting, left):
    rows = [
        unit("rsud", "4.55", jenis="RSUD", aspek=(Fraction(5), Fraction(4))),
        unit("kementerian", "4.70", kelompok="kl", aspek=(Fraction(5), Fraction("4.01"))),
        unit("puskesmas", "3.60", "B", aspek=(Fraction(5), None)),
    ]
    found = given(Rule("x", pemisahan="semua", **setting), rows)
    assert {name for places in found.values() for _, _, name in places} == left


def test_u06_forms_are_ranked_apart_unless_the_cycle_lets_them_share():
    rows = [unit("luring", "4.00"), unit("daring", "4.50", formulir="B")]
    rule = Rule("x", pemisahan="semua")
    assert given(rule, rows) == {
        ("A", ""): [(1, False, "luring")],
        ("B", ""): [(1, False, "daring")],
    }
    assert given(rule, rows, together=True) == {
        ("", ""): [(1, False, "daring"), (2, False, "luring")]
    }


def test_u06_a_list_by_anothers_score_ranks_who_has_one_whatever_the_form():
    rows = [unit("a", "4.00"), unit("b", "3.00", "C", formulir="B"), unit("c", "5.00")]
    rule = Rule("Ombudsman", sumber="ombudsman", tahun=2024, pemisahan="semua", tempat=2)
    scores = {"a": Fraction(90), "b": Fraction("95.23")}
    assert given(rule, rows, scores) == {("", ""): [(1, False, "b"), (2, False, "a")]}
    assert "tahun 2024" in rule.words(KINDS)


def test_u06_instansi_and_provinces_by_the_mean_of_their_members():
    """A province by its regions' means, which count alike however many units they have."""
    many = [unit(f"u{n}", "5.00", instansi="P", pemilik=1) for n in range(4)]
    rows = [*many, unit("q", "3.00", "B-", instansi="Q", pemilik=2)]
    assert given(Rule("x", "instansi"), rows) == {
        ("A", "kabupaten"): [(1, False, "P"), (2, False, "Q")]
    }
    assert given(Rule("x", "instansi", anggota_minimum=2), rows) == {
        ("A", "kabupaten"): [(1, False, "P")]
    }
    (group,) = awards.award(Rule("x", "pembina", anggota_minimum=2), rows, {"A": BANDS})
    ((body, rank),) = group.tempat
    assert (body.nama, body.nilai, body.anggota, rank.peringkat) == ("Jawa", 4, 2, 1)
    assert awards.award(Rule("x", "pembina", anggota_minimum=2), many, {"A": BANDS}) == []


def test_u06_two_kabupaten_of_one_name_in_two_provinces_are_two():
    rows = [unit("a", "5.00"), unit("b", "3.00", provinsi="Bali")]
    assert given(Rule("x", "instansi", anggota_minimum=2), rows) == {}


def test_u06_the_usual_lists_can_be_made_of_any_instrument():
    rules = awards.usual(("kl", "nasional"), ("provinsi", "kabupaten", "kota"), ["Baik"])
    assert [rule.kategori_minimum for rule in rules if rule.kategori_minimum] == ["Baik", "Baik"]
    for rule in rules:
        assert rule.words(KINDS | {"nasional": "N", "provinsi": "P", "kota": "K"}).endswith(
            "berbagi peringkat."
        )


def test_u06_a_rule_says_every_setting_it_has():
    rule = Rule(
        "x",
        "instansi",
        kelompok=("kl", "kabupaten"),
        jenis_unit=("RSUD", "Puskesmas"),
        tempat=3,
        kategori_minimum="B",
        aspek_minimum="C",
        nilai_minimum=Decimal("3.50"),
        anggota_minimum=2,
    )
    assert rule.words(KINDS) == (
        "3 peringkat teratas menurut rata-rata IPP unit instansi; "
        "terpisah menurut jenis instansi; hanya kementerian/lembaga, kabupaten; "
        "hanya RSUD, Puskesmas. Syarat: kategori IPP paling rendah B, "
        "setiap aspek paling rendah C, nilai paling rendah 3,50, sedikitnya 2 unit. "
        "Urut dari nilai persis sebelum dibulatkan; yang persis sama berbagi peringkat."
    )


def test_u06_only_kabupaten_and_kota_of_a_province_count_for_their_pembina():
    rows = [
        unit("a", "4.00", instansi="Kabupaten X", pemilik=1),
        unit("b", "2.00", "C-", instansi="Kota Y", kelompok="kota", pemilik=2),
        unit("c", "5.00", instansi="Provinsi Jawa", kelompok="provinsi", pemilik=3),
        unit("d", "5.00", instansi="Kabupaten Z", provinsi="", pemilik=4),
    ]
    (group,) = awards.award(Rule("x", "pembina"), rows, {"A": BANDS})
    assert [(body.nama, body.nilai, body.anggota) for body, _ in group.tempat] == [("Jawa", 3, 2)]


def test_u06_a_category_that_the_instrument_does_not_know_is_no_proof():
    rows = [unit("a", "5.00", "Istimewa"), unit("b", "4.60", "A")]
    assert given(Rule("x", kategori_minimum="A"), rows) == {("A", "kabupaten"): [(1, False, "b")]}
    assert given(Rule("x", kategori_minimum="Baik"), rows) == {}
    whole = [unit("a", "5.00", aspek=(Fraction(5),))]
    assert given(Rule("x", aspek_minimum="Baik"), whole) == {}


@hypothesis.given(st.fractions(0, 5, max_denominator=400))
def test_u06_a_mean_has_the_category_of_the_figure_that_is_shown(value):
    shown = Fraction(round_half_up(value, 2))
    letter = BANDS.category(value)
    assert BANDS.reaches(shown, letter) and BANDS.at_least(letter, letter)
    assert all(not BANDS.reaches(shown, better) for better in LETTERS[: LETTERS.index(letter)])
