"""The sign of life of beat, broker and worker together: beat sends it, a worker writes it down."""

import time

from celery import shared_task
from django.core.cache import cache

KEY = "heartbeat:worker"
KEPT_SECONDS = 24 * 3600


@shared_task(name="pekppp.heartbeat.beat")
def beat() -> None:
    cache.set(KEY, time.time(), KEPT_SECONDS)


def age() -> float | None:
    """Seconds since a worker last wrote; None when none ever did."""
    written = cache.get(KEY)
    return None if written is None else max(0.0, time.time() - written)


def forget() -> None:
    """A new start must not take the sign of an earlier one for its own."""
    cache.delete(KEY)
