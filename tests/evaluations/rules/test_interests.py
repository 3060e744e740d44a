"""How many months whoever left a unit is kept from scoring it."""

from datetime import UTC, datetime

import pytest

from evaluations.rules.evaluators.interests import since

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        ((2026, 12, 1), 12, (2025, 12, 1)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2028, 3, 30), 1, (2028, 2, 29)),
        ((2026, 6, 30), 0, (2026, 6, 30)),
        ((2026, 6, 30), 60, (2021, 6, 30)),
    ],
)
def test_j06_months_are_counted_by_the_calendar(now, months, then):
    assert since(datetime(*now, 9, tzinfo=UTC), months) == datetime(*then, 9, tzinfo=UTC)
