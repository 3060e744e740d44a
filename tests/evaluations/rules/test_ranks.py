"""Places by the exact value, within a group; and whom to coach first."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import coaching
from evaluations.rules.kinds import among
from evaluations.rules.means import Published, by_pool, form_words, pools_words
from evaluations.rules.ranks import Rank, exact_figure, ranks_within

figures = st.dictionaries(
    st.integers(0, 50),
    st.tuples(
        st.sampled_from(["RSUD", "Puskesmas"]),
        st.fractions(0, 5, max_denominator=12),
    ),
    max_size=30,
)


@given(figures)
def test_u06_a_rank_counts_who_is_strictly_better_in_the_group(members):
    found = ranks_within(members)
    for key, (group, value) in members.items():
        own = [other for of, other in members.values() if of == group]
        better = sum(other > value for other in own)
        assert found[key] == Rank(better + 1, own.count(value) > 1, len(own))


def test_u06_two_figures_that_print_alike_are_two_places():
    weights = [Fraction(75), Fraction(25)]
    first = exact_figure(weights, [Fraction("4.2700"), Fraction("4.2830")])
    second = exact_figure(weights, [Fraction("4.2700"), Fraction("4.2790")])
    found = ranks_within({1: ("p", second), 2: ("p", first), 3: ("q", second), 4: ("q", second)})
    assert [str(found[key]) for key in (1, 2, 3)] == ["2 dari 2", "1 dari 2", "1 bersama dari 2"]
    assert exact_figure(weights, [Fraction(4), None]) is None


def test_u06_forms_are_told_apart_with_their_words():
    assert form_words("B", "rata") == "formulir B, rata-rata tanpa bobot indikator"
    assert form_words("B", "tertimbang") == "formulir B"

    def words(form):
        return form_words(form, "rata")

    assert pools_words(["A"], words, together=False) == ""
    assert pools_words(["B", "A"], words, together=False) == (
        "Formulir A dan B dirata-rata dan diperingkat masing-masing; "
        "formulir B, rata-rata tanpa bobot indikator."
    )
    assert "bersama;" in pools_words(["A", "B"], words, together=True)
    assert pools_words(["B"], words, together=False) == (
        "Formulir B, rata-rata tanpa bobot indikator."
    )
    assert list(by_pool("BAB", str, together=False).items()) == [("A", ["A"]), ("B", ["B", "B"])]
    assert by_pool("BAB", str, together=True) == {"": ["B", "A", "B"]}


def test_u02_a_mean_stands_for_its_group_from_a_coverage_on():
    assert Published(4, 5, 80).enough
    assert not Published(399, 500, 80).enough
    assert (Published(399, 500, 80).percent, Published(0, 0, 80).enough) == (79, False)
    assert Published(1, 1, 80) + Published(0, 4, 80) == Published(1, 5, 80)


def test_u06_priority_for_coaching_is_one_rule():
    """Of nine bands the upper four are good, and an aspect below the sixth is not."""
    letters = ("4.51", "4.01", "3.51", "3.01", "2.51", "2.01", "1.51", "1.01", "0")
    begins = [Fraction(letter) for letter in letters]

    def asked(ipp, *aspects):
        return coaching.is_priority(Fraction(ipp), aspects, begins)

    assert not asked("3.01", Fraction(5), None)
    assert asked("3.00", Fraction(5))
    assert asked("4.90", Fraction("2.00"))
    assert not asked("4.90", Fraction("2.01"))


def test_the_ministry_stands_among_the_ministries():
    assert [among(kind) for kind in ("nasional", "kl", "kota")] == ["kl", "kl", "kota"]
