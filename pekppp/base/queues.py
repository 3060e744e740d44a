"""Rows that are their own queue: a worker takes one under a lease, and what it lost it leaves.

The row of what is awaited carries its state, `error`, and what `Queued` says. A lease is short, and
renewed as long as the worker's process runs, see `renewing`. One that dies or is stopped leaves it
behind: when it is over another one takes the row, woken by the sweep. Who holds the lease has a
mark of his own on it: with that he proves that the row is still his. Attempts prove nothing: they
begin anew with every part that is done, and whenever somebody asks again.
"""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from pekppp.base import renewing
from pekppp.base.errors import Refused, reason_of

logger = logging.getLogger(__name__)

# What a sweep wakes up for expires before the next sweep.
SWEEP_SECONDS = 20
# With a sweep and a worker's start it is less than a minute until another one takes the row.
LEASE = timedelta(seconds=30)


class Queued(models.Model):
    """What a row carries that is its own queue."""

    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    waits_since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


def anew() -> dict[str, Any]:
    """The columns of a row that begins to wait."""
    return {
        "attempts": 0,
        "error": "",
        "lease_until": None,
        "lease_holder": None,
        "waits_since": timezone.now(),
    }


@dataclass(frozen=True)
class Watched:
    """Rows that wait for a worker, as the page of the server's state shows them."""

    name: str
    task: str  # that takes them, by its address
    waiting: Callable[[], QuerySet[Any]]
    since: str = "waits_since"

    @property
    def worker(self) -> str:
        """The messages' queue from which its worker takes."""
        route = settings.CELERY_TASK_ROUTES.get(self.task, {})
        return route.get("queue", settings.CELERY_TASK_DEFAULT_QUEUE)


def wake(task: str) -> None:
    """Call a task by its address once what is written now is there for good.

    By its address, since tasks call services: whoever imported them there would close a circle.
    """
    transaction.on_commit(lambda: import_string(task).delay(), robust=True)


def wake_now(task: str) -> None:
    """Call a task by its address at once; a call that nobody took expires before the next sweep."""
    import_string(task).apply_async(expires=SWEEP_SECONDS)


# Every queue of rows, as its module was imported.
WATCHED: list[Watched] = []


@dataclass(frozen=True, kw_only=True)
class Queue:
    """How the rows of a model are worked on."""

    model: type[Model]
    name: str  # what waits in it, for people
    # The task that takes one row, by its address: tasks call the services that hold queues.
    task: str
    # In which states a row may be taken, the first being the one it waits in, and where each leads
    # when the row is given up.
    takes: Mapping[str, str]
    # The state of a row that is worked on; without it the row keeps the one it had.
    works: str = ""
    most: int = 5  # attempts
    backoff: timedelta = timedelta(seconds=20)  # times the attempts that were made
    # What is said of an error that says nothing itself (it may name things of the `{row}`), of some
    # kinds of error, and of a row that no worker came back from.
    words: str = ""
    words_of: Mapping[type[Exception], str] = field(default_factory=dict)
    stuck: str
    # Errors that no later attempt would help.
    hopeless: tuple[type[Exception], ...] = (Refused,)
    calls: int = 1  # workers that a sweep wakes at most
    state: str = "status"
    order: tuple[str, ...] = ("pk",)  # in which they are taken
    related: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        WATCHED.append(Watched(self.name, self.task, self.free))

    def wake(self) -> None:
        """Wake a worker up, once what is written now is there for good."""
        wake(self.task)

    def again(self, row: Any, *changed: str, state: str = "") -> None:
        """Queue a row anew, and save what else was changed on it; the caller holds its lock."""
        changes = {self.state: state or next(iter(self.takes))} | anew()
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=[*changes, *changed])
        self.wake()

    def free(self, *conditions: Q) -> QuerySet[Any]:
        """Rows that wait, or were left behind by a worker that died."""
        nobodys = Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
        return self.model._default_manager.filter(
            nobodys, *conditions, **{f"{self.state}__in": [*self.takes]}
        )

    @transaction.atomic
    def claim(self, *conditions: Q) -> Any:
        """Take the next row; None when nothing waits."""
        rows = self.free(*conditions).filter(attempts__lt=self.most).order_by(*self.order)
        if self.related:
            rows = rows.select_related(*self.related)
        row = rows.select_for_update(skip_locked=True, of=("self",)).first()
        return None if row is None else self.take(row)

    def take(self, row: Any, **more: Any) -> Any:
        """Put a lease on a row that the caller holds the lock of."""
        changes = {
            "attempts": row.attempts + 1,
            "lease_until": timezone.now() + LEASE,
            "lease_holder": uuid.uuid4(),
        } | more
        if self.works:
            changes[self.state] = self.works
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=[*changes])
        ours = self.ours(row)
        renewing.keep(lambda: ours.update(lease_until=timezone.now() + LEASE))
        return row

    def ours(self, row: Any) -> QuerySet[Any]:
        """The row, unless it was given up, or our lease ran out and somebody else has taken it."""
        return self.model._default_manager.filter(
            pk=row.pk, lease_holder=row.lease_holder, **{self.state: getattr(row, self.state)}
        )

    def holds(self, row: Any) -> bool:
        """Whether the row is ours, and stays so to the end of the transaction."""
        return self.ours(row).select_for_update().exists()

    def release(self, row: Any, **changes: Any) -> bool:
        """Write what was done and let go of the row; False if it was not ours any more."""
        free = anew()
        del free["attempts"]
        return bool(self.ours(row).update(**free, **changes))

    def failed(self, row: Any, error: Exception) -> bool:
        """Log whatever stopped the work and say it on the row, see `put_back`."""
        logger.error("%s, attempt %s", self._name(row), row.attempts, exc_info=error)
        kinds = (said for kind, said in self.words_of.items() if isinstance(error, kind))
        said = next(kinds, self.words.format(row=row))
        passing = reason_of(error)
        if isinstance(error, Refused):
            said = error.message
        elif passing is not None:
            said = passing.message
        final = passing is None and isinstance(error, self.hopeless)
        return self.put_back(row, said, final=final)

    def put_back(self, row: Any, words: str, *, final: bool) -> bool:
        """Say on the row why it is not done; it is tried again later, unless that is `final` or
        was the last attempt. Whether it was given up."""
        now = getattr(row, self.state)
        waits = next(iter(self.takes)) if self.works else now
        final = final or row.attempts >= self.most
        self.ours(row).update(
            error=words[:300],
            lease_holder=None,
            lease_until=None if final else timezone.now() + self.backoff * row.attempts,
            **{self.state: self.takes[now] if final else waits},
        )
        return final

    def sweep(self, *conditions: Q) -> int:
        """End what kills every worker, and wake workers for what no wake-up reached; how many."""
        stuck = self.free().filter(attempts__gte=self.most)
        for state, end in self.takes.items():
            stuck.filter(**{self.state: state}).update(
                error=self.stuck, lease_until=None, lease_holder=None, **{self.state: end}
            )
        calls = self.free(*conditions)[: self.calls].count()
        for _ in range(calls):
            wake_now(self.task)
        return calls

    def _name(self, row: Any) -> str:
        return f"{self.model.__name__} {getattr(row, 'kode', '') or getattr(row, 'uuid', row.pk)}"
