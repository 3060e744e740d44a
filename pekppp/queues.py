"""Rows that are their own queue: a worker takes one under a lease, and what it lost it leaves.

The row of what is awaited carries its state, `attempts`, `lease_until` and `error`. A worker that
dies leaves its lease behind: when that is over another one takes the row, woken by the sweep. The
lease is the proof of ownership too, since no two of them end at the same time. Attempts prove
nothing: they begin anew with every part that is done, and whenever somebody asks again.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from pekppp.errors import Refused, reason_of

logger = logging.getLogger(__name__)

# What a sweep wakes up for expires before the next sweep.
SWEEP_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Queue:
    """How the rows of a model are worked on."""

    model: type[Model]
    # The task that takes one row, by its address: tasks call the services that hold queues.
    task: str
    # In which states a row may be taken, the first being the one it waits in, and where each leads
    # when the row is given up.
    takes: Mapping[str, str]
    # The state of a row that is worked on; without it the row keeps the one it had.
    works: str = ""
    # More than the task's hard limit, so that a living worker never loses its row.
    lease: timedelta
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

    def wake(self) -> None:
        """Wake a worker up, once what is written now is there for good."""
        transaction.on_commit(lambda: import_string(self.task).delay(), robust=True)

    def again(self, row: Any, *changed: str, state: str = "") -> None:
        """Queue a row anew, and save what else was changed on it; the caller holds its lock."""
        setattr(row, self.state, state or next(iter(self.takes)))
        row.attempts, row.error, row.lease_until = 0, "", None
        row.save(update_fields=[self.state, "attempts", "error", "lease_until", *changed])
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
        changes = {"attempts": row.attempts + 1, "lease_until": timezone.now() + self.lease} | more
        if self.works:
            changes[self.state] = self.works
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=[*changes])
        return row

    def ours(self, row: Any) -> QuerySet[Any]:
        """The row, unless it was given up, or our lease ran out and somebody else has taken it."""
        return self.model._default_manager.filter(
            pk=row.pk, lease_until=row.lease_until, **{self.state: getattr(row, self.state)}
        )

    def holds(self, row: Any) -> bool:
        """Whether the row is ours, and stays so to the end of the transaction."""
        return self.ours(row).select_for_update().exists()

    def release(self, row: Any, **changes: Any) -> bool:
        """Write what was done and let go of the row; False if it was not ours any more."""
        return bool(self.ours(row).update(error="", lease_until=None, **changes))

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
            lease_until=None if final else timezone.now() + self.backoff * row.attempts,
            **{self.state: self.takes[now] if final else waits},
        )
        return final

    def sweep(self, *conditions: Q) -> int:
        """End what kills every worker, and wake workers for what no wake-up reached; how many."""
        stuck = self.free().filter(attempts__gte=self.most)
        for state, end in self.takes.items():
            stuck.filter(**{self.state: state}).update(
                error=self.stuck, lease_until=None, **{self.state: end}
            )
        calls = self.free(*conditions)[: self.calls].count()
        for _ in range(calls):
            import_string(self.task).apply_async(expires=SWEEP_SECONDS)
        return calls

    def _name(self, row: Any) -> str:
        return f"{self.model.__name__} {getattr(row, 'kode', '') or getattr(row, 'uuid', row.pk)}"
