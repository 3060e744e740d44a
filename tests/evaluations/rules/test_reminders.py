"""Who is reminded of what, how long before, and until when a cycle means to have decided."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.phases import WIB, Phase, end_of
from evaluations.rules.reminders import (
    DAYS,
    TABLE,
    Duty,
    days_left,
    decided_until,
    in_days,
    lacking,
    stage,
)
from evaluations.rules.workflow import Kegiatan

TODAY = datetime(2026, 3, 2, 7, 0, tzinfo=WIB)


def end(number: int) -> datetime:
    return end_of(TODAY.date() + timedelta(days=number))


@given(left=st.integers(-3, 400), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_u13_a_stage_is_the_smallest_number_of_days_that_is_left(left, hour, minute):
    now = TODAY.replace(hour=hour, minute=minute)
    assert days_left(end(left), now) == left
    found = stage(end(left), now)
    if hour < 6 or left < 0 or left > max(DAYS):
        assert found is None
    else:
        assert found == min(days for days in DAYS if days >= left)


def test_u13_a_cycle_without_a_phase_that_decides_has_no_such_deadline():
    def phase(number, *opens):
        return Phase(str(number), TODAY, end(number), opens)

    filling, deciding = phase(5, Kegiatan.ISI_F01), phase(9)
    assert decided_until([]) is decided_until([phase(1), filling]) is None
    assert decided_until([deciding]) is None  # nothing to decide about
    assert decided_until([phase(20), phase(2), filling, deciding]) == end(9)


def test_u13_every_duty_says_whom_and_what():
    assert set(TABLE) == set(Duty)
    assert all(row.told and row.what.format(nama="X") != row.what for row in TABLE.values())


@pytest.mark.parametrize(("left", "said"), [(0, "hari ini"), (1, "besok"), (2, "2 hari lagi")])
def test_u13_days_are_said_as_people_say_them(left, said):
    assert in_days(left) == said


def test_j05_whoever_is_in_charge_hears_first_and_alone_where_every_gap_has_somebody():
    people = {"I": 1, "II": 2, "V": 2}
    assert lacking(["II", "V"], people, 7) == ({2: ["II", "V"]}, True)
    assert lacking(["II", "V"], people, 3) == ({2: ["II", "V"]}, False)
    assert lacking(["I", "III"], people, 7) == ({1: ["I"]}, False)  # nobody sees to III
    assert lacking([], people, 7) == ({}, False)  # all is there: it has to be sent
