"""The reminders that nobody has to send: 7, 3 and 1 days before what a person owes."""

from django.utils import timezone

from evaluations.core.services import reminding
from evaluations.monitoring.queries import deadlines


def remind_of_deadlines() -> int:
    """Remind of what is due now; how many people that were. Called again it tells nothing twice."""
    now = timezone.now()
    reminding.forget_old()
    return reminding.remind(deadlines.due(now), now)
