"""Bursts: what is many and odd waits, what is only one of both does not, whoever counts when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.rules.survey.bursts import (
    ALL_ODD,
    BURST,
    NO_GAPS,
    UNLIKE,
    Day,
    Limits,
    Seen,
    Verdict,
    judge,
)

LIMITS = Limits(hold=6, mark=3, times=3, far=Fraction(1))
MORNING = datetime(2026, 8, 3, 9, tzinfo=UTC)
ITEMS = 14


def crowd(
    people: int,
    *,
    first: int = 1,
    begin: datetime = MORNING,
    every: int = 60,
    link: str = "tautan",
    network: str | None = "kantor",
    level: int = 4,
    **more: bool,
) -> Iterator[Seen]:
    """So many answers, one every `every` seconds, all of one level."""
    for number in range(people):
        moment = begin + timedelta(seconds=number * every)
        yield Seen(
            first + number, moment, link, network, level * ITEMS, ITEMS, **({"odd": False} | more)
        )


def days_before(people: int, *, days: int = 5, level: int = 4) -> list[Day]:
    """The days just before, with so many answers each in one hour of one network."""
    found = []
    for back in range(1, days + 1):
        day = Day((MORNING - timedelta(days=back)).date())
        total = level * ITEMS * people
        day.add("tautan", "kantor", 9, total=total, items=ITEMS * people, people=people)
        found.append(day)
    return found


def test_many_answers_alone_are_no_burst_and_odd_ones_that_are_few_neither():
    assert judge(crowd(40), [], LIMITS) == {}
    assert judge(crowd(3, odd=True), [], LIMITS) == {}


def test_more_than_the_mark_and_odd_are_marked_and_more_than_the_limit_wait():
    marked = judge(crowd(6, odd=True), [], LIMITS)
    assert marked == dict.fromkeys(range(1, 7), Verdict(frozenset({BURST, ALL_ODD}), held=False))
    held = judge(crowd(7, odd=True), [], LIMITS)
    assert held == dict.fromkeys(range(1, 8), Verdict(frozenset({BURST, ALL_ODD}), held=True))


def test_two_thirds_of_a_burst_have_to_be_odd():
    odd, plain = crowd(6, odd=True), crowd(3, first=7, begin=MORNING + timedelta(minutes=6))
    assert set(judge([*odd, *plain], [], LIMITS)) == set(range(1, 10))
    odd, plain = crowd(6, odd=True), crowd(4, first=7, begin=MORNING + timedelta(minutes=6))
    found = judge([*odd, *plain], [], LIMITS)
    assert not any(verdict.held for verdict in found.values())


def test_answers_that_follow_each_other_without_a_pause_say_so():
    quick = judge(crowd(8, every=2), [], LIMITS)
    assert {verdict.codes for verdict in quick.values()} == {frozenset({BURST, NO_GAPS})}
    assert judge(crowd(8, every=3), [], LIMITS) == {}


def test_a_burst_far_from_what_others_say_is_unlike_them_but_ten_have_to_have_said_it():
    low = list(crowd(7, level=3))
    found = judge(low, days_before(2), LIMITS)
    assert {verdict.codes for verdict in found.values()} == {frozenset({BURST, UNLIKE})}
    assert judge(low, days_before(2, days=4), LIMITS) == {}  # eight people
    assert judge(low, days_before(2, level=3), LIMITS) == {}
    today = crowd(10, first=50, network="rumah", begin=MORNING + timedelta(hours=3), every=600)
    assert set(judge([*low, *today], [], LIMITS)) == set(range(1, 8))
    gone = crowd(
        10, first=50, network="rumah", begin=MORNING + timedelta(hours=3), every=600, excluded=True
    )
    assert judge([*low, *gone], [], LIMITS) == {}


def test_the_limit_follows_what_the_unit_is_used_to_from_three_days_on():
    nine = list(crowd(9, odd=True))
    assert judge(nine, days_before(3, days=2), LIMITS)[1].held
    marked = judge(nine, days_before(3, days=3), LIMITS)  # up to nine are usual there
    assert {verdict.held for verdict in marked.values()} == {False}
    assert judge(crowd(10, odd=True), days_before(3, days=3), LIMITS)[1].held
    long_ago = [Day(day.day - timedelta(days=40), day.cells) for day in days_before(3)]
    assert judge(nine, long_ago, LIMITS)[1].held


def test_what_was_decided_already_waits_no_more_and_keeps_its_mark():
    found = judge(crowd(7, odd=True, reviewed=True), [], LIMITS)
    assert {verdict.held for verdict in found.values()} == {False}
    assert set(found) == set(range(1, 8))


def test_neighbours_of_a_burst_are_not_taken_along():
    burst = crowd(8, odd=True)
    beside = crowd(5, first=20, network="rumah", begin=MORNING + timedelta(seconds=30))
    assert set(judge([*burst, *beside], [], LIMITS)) == set(range(1, 9))


def test_many_links_and_a_kiosk_without_a_network_are_seen_as_one_survey():
    spread = [
        one
        for number in range(8)
        for one in crowd(
            1, first=number, network=None, link=f"tautan {number}", odd=True,
            begin=MORNING + timedelta(minutes=number),
        )
    ]  # fmt: skip
    assert set(judge(spread, [], LIMITS)) == set(range(8))


def test_only_the_crowded_hour_is_a_burst():
    slow = crowd(3, every=4000, odd=True)
    quick = crowd(7, first=10, begin=MORNING + timedelta(hours=6), odd=True)
    found = judge([*quick, *slow], [], Limits(hold=6, mark=6, times=3, far=Fraction(1)))
    assert {pk for pk, verdict in found.items() if verdict.held} == set(range(10, 17))


answers = st.lists(
    st.tuples(
        st.integers(0, 4 * 24 * 12),  # in steps of five minutes
        st.sampled_from(["a", "b"]),
        st.sampled_from(["x", None]),
        st.sampled_from([1, 5]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


@settings(max_examples=40)
@given(rows=answers, whole_days=st.integers(0, 4))
def test_judging_from_some_day_on_comes_to_what_judging_everything_says(rows, whole_days):
    seen = [
        Seen(
            pk, MORNING + timedelta(minutes=5 * step), link, network, level * ITEMS, ITEMS, odd,
            excluded=excluded,
        )
        for pk, (step, link, network, level, odd, excluded) in enumerate(rows)
    ]  # fmt: skip
    whole = judge(seen, [], LIMITS)
    cut = (MORNING + timedelta(days=whole_days)).date()
    days: dict = {}
    for row in seen:
        day = row.pada.date()
        if day < cut and not row.excluded and not (row.pk in whole and whole[row.pk].held):
            days.setdefault(day, Day(day)).add(
                row.link, row.network, row.pada.hour, total=row.total, items=row.items
            )
    later = [row for row in reversed(seen) if row.pada.date() >= cut]
    expected = {row.pk: whole[row.pk] for row in later if row.pk in whole}
    assert judge(later, days.values(), LIMITS) == expected
