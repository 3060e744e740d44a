"""One rule: a table is shown whole or not at all, and no two tables give a small group away."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from evaluations.rules.survey import disclosure
from evaluations.rules.survey.disclosure import (
    hidden_means,
    judged,
    may_stand_beside,
    shown,
    without_tables,
)


def tables(people: int, levels: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people could have answered."""
    if levels == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in tables(people - first, levels - 1):
            yield (first, *rest)


def survey(parts, *, smallest=5, kinds=None, **more):
    """A result with one item for each table of levels, each of the aspect that `kinds` says."""
    kinds = kinds or "I" * len(parts)
    people = [sum(part) for part in parts]
    rows = [
        {"aspek": kind, "nilai": "4", "jawaban": n, "disamarkan": False, "sebaran": list(part)}
        for kind, n, part in zip(kinds, people, parts, strict=True)
    ]
    aspects = [
        {"kode": kind, "nilai": "4", "disamarkan": False, "sebaran": []}
        | {"jawaban": sum(n for n, own in zip(people, kinds, strict=True) if own == kind)}
        for kind in dict.fromkeys(kinds)
    ]
    return {
        "batas_samaran": smallest, "responden": max(people), "butir": rows, "aspek": aspects,
        "kanal": [], "profil": [],
    } | more  # fmt: skip


def spreads(found, name="butir"):
    return [row["sebaran"] for row in found[name]]


@pytest.mark.parametrize(
    ("counts", "whole"),
    [
        ([0, 0, 5, 9, 20, 30], True),
        ([1, 5, 6, 5, 5], False),
        ([0, 0, 4], False),
        ([0] * 6, True),
        ([], True),
        ([5], True),
    ],
)
def test_s09_a_table_is_shown_whole_or_not_at_all(counts, whole):
    assert shown(counts, 5) == (counts if whole else None)


@pytest.mark.parametrize(("smallest", "places", "most"), [(3, 4, 12), (5, 4, 24), (5, 6, 12)])
def test_s09_what_is_not_shown_could_be_anything_else_that_is_not_shown(smallest, places, most):
    """Every table there can be, for a reader who knows the sum and the rule. One that is hidden has
    small numbers somewhere, and which ones and where stays open."""
    for people in range(smallest, most + 1):
        fitting = defaultdict(list)
        for counts in tables(people, places):
            found = shown(counts, smallest)
            assert found is None or not any(0 < count < smallest for count in found)
            fitting[found and tuple(found)].append(counts)
        for place in range(places):
            assert {counts[place] for counts in fitting[None]} >= set(range(1, smallest))


def test_s09_two_items_and_their_aspect_give_no_level_of_one_away():
    """All pairs of what up to seven people chose of three levels, in groups of at least three."""
    every = [table for people in (0, 3, 5, 6, 7) for table in tables(people, 3)]
    fitting = defaultdict(list)
    for pair in product(every, repeat=2):
        found = judged(survey(pair, smallest=3))
        said = (*map(str, spreads(found)), str(spreads(found, "aspek")))
        known = tuple(row["jawaban"] for row in (*found["butir"], *found["aspek"]))
        fitting[said, known].append(pair)
    for (said, _), pairs in fitting.items():
        for number in (0, 1):
            if said[number] == "None":
                seen = {pair[number] for pair in pairs}
                small = [level for level in range(3) if any(0 < table[level] < 3 for table in seen)]
                assert all(len({table[level] for table in seen}) > 1 for level in small)


def test_s09_an_aspect_s_levels_are_shown_beside_those_of_all_its_items_only():
    plain, few = [0, 0, 5, 9, 20, 30], [0, 0, 2, 9, 20, 33]
    found = judged(survey([plain, plain, plain, few], kinds=["I", "I", "II", "II"]))
    assert spreads(found) == [plain, plain, plain, None]
    assert spreads(found, "aspek") == [[0, 0, 10, 18, 40, 60], None]
    assert [row["nilai"] for row in found["butir"]] == ["4"] * 4  # number and mean are said


@pytest.mark.parametrize(
    ("counts", "items", "aspects"),
    [
        ([20, 20, 20], "", ""),
        ([20, 20, 0], "", ""),
        ([20, 3, 20], "012", ""),
        ([20, 20, 3], "012", "I II"),
        ([3, 3, 3], "012", "I II"),
    ],
)
def test_s09_means_are_shown_like_the_numbers_that_they_are_of(counts, items, aspects):
    hidden, kinds = hidden_means(counts, ["I", "I", "II"], 5)
    assert (hidden, kinds) == ({int(one) for one in items}, set(aspects.split()))


def test_s09_a_hidden_mean_takes_its_distribution_along():
    found = judged(survey([[0, 0, 20], [0, 0, 3]]))
    assert spreads(found) == [None, None]
    assert {(row["nilai"], row["jawaban"], row["disamarkan"]) for row in found["butir"]} == {
        (None, None, True)
    }
    assert found["aspek"][0]["nilai"] == "4"


def test_s09_what_was_published_by_an_older_rule_is_judged_when_it_is_read():
    plain, old = [0, 0, 5, 9, 20, 30], [None, None, None, 9, 20, 30]
    was = survey([plain, plain], kinds=["I", "II"])
    was["butir"][1]["sebaran"] = old
    was["aspek"][1]["sebaran"] = old
    was["kanal"] = [{"kode": "tautan", "jumlah": 60}, {"kode": "kertas", "jumlah": None}]
    groups = [{"nama": "Perempuan", "jumlah": 50}, {"nama": "Laki-laki", "jumlah": None}]
    was["profil"] = [{"kode": "jenis_kelamin", "kelompok": groups}]
    found = judged(was)
    assert (spreads(found), spreads(found, "aspek")) == ([plain, None], [plain, None])
    assert {row["jumlah"] for row in found["kanal"]} == {None}
    assert found["profil"][0]["kelompok"] is None
    assert judged(found) == found


def test_s09_a_mean_that_an_older_rule_hid_hides_all_of_its_table():
    was = survey([[0, 0, 20], [0, 0, 20]], kinds=["I", "II"])
    was["butir"][1] |= {"nilai": None, "jawaban": None, "disamarkan": True}
    assert {row["nilai"] for row in judged(was)["butir"]} == {None}
    assert {row["nilai"] for row in judged(was)["aspek"]} == {"4"}


def test_s09_published_once_more_the_difference_is_nobody_or_many():
    before = judged(survey([[0, 5, 20]]))
    assert may_stand_beside(before, before, 5)
    for levels, may in (
        ([0, 5, 21], False),
        ([0, 6, 19], False),
        ([0, 8, 22], False),  # five more, of whom three and two
        ([0, 10, 20], True),
        ([0, 0, 30], True),
        ([0, 3, 22], True),  # not shown
    ):
        assert may_stand_beside(judged(survey([levels])), before, 5) is may
    bare = without_tables(judged(survey([[0, 5, 21]])))
    assert (spreads(bare), bare["butir"][0]["jawaban"]) == ([None], 26)


@pytest.mark.parametrize(("then", "may"), [([11, 14], False), ([10, 15], True)])
@pytest.mark.parametrize("name", ["kanal", "profil"])
def test_s09_published_once_more_no_channel_or_group_grew_by_a_few(name, then, may):
    def published(counts):
        rows = [
            {"kode": one, "nama": one, "jumlah": number}
            for one, number in zip("ab", counts, strict=True)
        ]
        table = [{"kode": "usia", "kelompok": rows}] if name == "profil" else rows
        return judged(survey([[0, sum(counts)]]) | {name: table})

    assert may_stand_beside(published(then), published([10, 10]), 5) is may


def test_s09_a_channel_of_few_hides_all_their_numbers():
    rows = [{"kode": "tautan", "jumlah": 20}, {"kode": "kertas", "jumlah": 1}]
    assert [row["jumlah"] for row in disclosure.channels(rows, 5)] == [None, None]
    rows[1]["jumlah"] = 5
    assert [row["jumlah"] for row in disclosure.channels(rows, 5)] == [20, 5]
