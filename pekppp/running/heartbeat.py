"""The sign of life of each queue: beat, broker and a worker of that queue together.

Beat sends one message to every queue, whose worker writes down when it came. While a worker is at a
long task no message reaches it; then the thread beside the task writes, see `renewing`.
"""

import time
from collections.abc import Iterable

from celery import current_app, shared_task
from django.core.cache import cache

from pekppp.running.schedule import WORKER_QUEUES

KEPT_SECONDS = 7 * 24 * 3600
STALE_SECONDS = 60  # four missed signs of life


def _key(queue: str) -> str:
    return f"heartbeat:{queue}"


@shared_task(name="pekppp.running.heartbeat.beat")
def beat(queue: str) -> None:
    sign([queue])


def sign_of_worker() -> None:
    """Of the process this runs in, for every queue that it takes messages from."""
    sign(current_app.amqp.queues.consume_from)


def sign(queues: Iterable[str]) -> None:
    now = time.time()
    cache.set_many({_key(queue): now for queue in queues}, KEPT_SECONDS)


def last_signs() -> dict[str, float | None]:
    """By queue, when a worker wrote last; None where none ever did."""
    found = cache.get_many([_key(queue) for queue in WORKER_QUEUES])
    return {queue: found.get(_key(queue)) for queue in WORKER_QUEUES}


def ages() -> dict[str, float | None]:
    """By queue, seconds since a worker wrote last."""
    now = time.time()
    return {
        queue: None if written is None else max(0.0, now - written)
        for queue, written in last_signs().items()
    }


def is_silent(written: float | None) -> bool:
    return written is None or time.time() - written > STALE_SECONDS


def silent() -> list[str]:
    """The queues whose worker gives no sign of life."""
    return [queue for queue, written in last_signs().items() if is_silent(written)]


def ask_all() -> None:
    """A message for every queue: its first worker answers."""
    for queue in WORKER_QUEUES:
        beat.apply_async(kwargs={"queue": queue}, queue=queue)


def forget() -> None:
    """A new start must not take the signs of an earlier one for its own."""
    cache.delete_many([_key(queue) for queue in WORKER_QUEUES])
