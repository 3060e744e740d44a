"""The table of what people are told: whole, and telling nobody what he does not see."""

import string

import pytest

from evaluations.rules.notices import (
    INSTEAD,
    LABELS,
    NAMED,
    TABLE,
    VIEWERS,
    Event,
    Recipient,
    event_of,
    hears_details,
    kind_of,
    stands_for,
    told_of,
)
from evaluations.rules.visibility import sees
from evaluations.rules.workflow import Action, State

R = Recipient


def test_u08_every_event_and_every_step_has_its_row():
    assert set(TABLE) == set(Event)
    assert {event_of(action) for action in Action} <= set(TABLE)
    for event, row in TABLE.items():
        assert len(set(row.told)) == len(row.told), event
        assert bool(row.told) == bool(row.one), event
        for recipient in row.told:
            assert (
                recipient in LABELS
                or stands_for(recipient, State.F02_SELESAI, verified=True) in LABELS
            )


def test_u08_every_sentence_of_several_says_no_single_unit():
    for row in TABLE.values():
        names = {name for _, name, _, _ in string.Formatter().parse(row.many) if name}
        assert "unit" not in names


@pytest.mark.parametrize("event", [event for event, row in TABLE.items() if row.about])
@pytest.mark.parametrize("state", list(State))
def test_u08_nobody_hears_details_of_what_he_does_not_see(event, state):
    for recipient in set(told_of(event, state, verified=True)) - NAMED:
        expected = any(sees(field, [VIEWERS[recipient]], state) for field in TABLE[event].about)
        assert hears_details(event, [recipient], state) == expected


def test_u08_who_stands_in_can_give_the_task_to_somebody():
    assert set(INSTEAD) == {R.EVALUATOR, R.KETUA, R.VERIFIKATOR}
    assert not set(INSTEAD.values()) & set(INSTEAD)


@pytest.mark.parametrize(
    ("recipient", "state", "verified", "who"),
    [
        (R.PENENTU, State.F02_SELESAI, True, R.VERIFIKATOR),
        (R.PENENTU, State.F02_SELESAI, False, R.PENYELENGGARA),
        (R.PEMUTUS, State.F02_SELESAI, True, R.VERIFIKATOR),
        (R.PEMUTUS, State.F02_SELESAI, False, R.KETUA),
        (R.PEMUTUS, State.DIVALIDASI, True, R.PENYELENGGARA),
        (R.UNIT, State.DIVALIDASI, True, R.UNIT),
    ],
)
def test_who_decides_follows_from_the_state_and_the_step_of_verification(
    recipient, state, verified, who
):
    assert stands_for(recipient, state, verified=verified) is who


@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("verified", [True, False])
def test_whoever_is_told_is_a_person_of_the_table_and_told_once(event, verified):
    for state in State:
        told = told_of(event, state, verified=verified)
        assert set(told) <= set(LABELS) and len(set(told)) == len(told)
    assert kind_of(event)


@pytest.mark.parametrize("person", sorted(NAMED))
def test_whom_an_event_names_hears_all_of_it(person):
    assert all(hears_details(event, [person], state) for event in Event for state in State)
