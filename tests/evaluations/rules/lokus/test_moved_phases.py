"""Phases of last year as a proposal: the same dates, other days of the week, and both are said."""

from datetime import date

import pytest

from evaluations.rules.phases import Phase, end_of, moved, phase_of, start_of

pytestmark = pytest.mark.pure


def test_phases_move_by_whole_years_and_say_which_days_that_were():
    old = Phase("F01", start_of(date(2025, 3, 3)), end_of(date(2025, 4, 4)), ("isi_f01",))
    [row] = moved([old], 1)
    assert row.phase == Phase(
        "F01", start_of(date(2026, 3, 3)), end_of(date(2026, 4, 4)), ("isi_f01",)
    )
    assert row.words == (
        "F01: semula Senin 03-03-2025 sampai Jumat 04-04-2025, menjadi Selasa 03-03-2026 sampai "
        "Sabtu 04-04-2026."
    )


def test_a_leap_day_becomes_the_day_before():
    leap = Phase("X", start_of(date(2024, 2, 29)), end_of(date(2024, 2, 29)))
    [row] = moved([leap], 1)
    assert row.phase.mulai == start_of(date(2025, 2, 28))
    [again] = moved([leap], 4)
    assert again.phase.mulai == start_of(date(2028, 2, 29))


def test_a_phase_that_is_kept_reads_as_one():
    old = Phase("F01", start_of(date(2025, 3, 3)), end_of(date(2025, 4, 4)), ("isi_f01",))
    assert phase_of(old) == old
