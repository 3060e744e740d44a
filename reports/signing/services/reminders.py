"""Reminding whose turn it is to sign, before the cycle means to have decided."""

from django.utils import timezone

from evaluations.core.services import reminding
from reports.core import signatures as signature_queries


def remind_signers() -> int:
    """How many people were reminded now; called again it tells nothing twice."""
    now = timezone.now()
    return reminding.remind(signature_queries.due(now), now)
