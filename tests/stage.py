"""The cast is put on the stage once, and every test plays in a savepoint above it.

Making people, cycle and evaluation costs two hundred queries, which was nearly half of the suite.
The layers are nested transactions that are never committed: what a test changes is rolled back to
the layer it asked for, and a test that asks for less takes the upper ones down. A test with real
transactions finds the stage empty and builds its own.
"""

import copy
import functools
import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

REAL_TRANSACTIONS = {"transactional_db", "live_server", "django_db_serialized_rollback"}


@dataclass(frozen=True)
class Builder:
    """One staged fixture: a module's own is another one than a namesake of another module."""

    name: str
    build: Callable[..., Any]
    order: int  # in which they build up: as they are defined, those of conftest first

    @property
    def asks(self) -> list[str]:
        return list(inspect.signature(self.build).parameters)


@dataclass
class Layer:
    builder: Builder
    values: dict[Builder, Any]  # of this layer and those below, as they are at its height
    atomic: transaction.Atomic


class Stage:
    def __init__(self) -> None:
        self.numbers = itertools.count()
        self.layers: list[Layer] = []
        self.copies: dict[Builder, Any] = {}  # of what the present test has asked for
        self.is_open = False

    def fixture(self, build: Callable[..., Any]) -> Callable[..., Any]:
        """A fixture that is built once where it can be, from staged ones alone.

        It writes to the database and to nothing else: a file or a cache key is the test's own.
        """
        builder = Builder(build.__name__, build, next(self.numbers))

        @functools.wraps(build)
        def on_stage(db, **given):
            return self.copies[builder] if builder in self.copies else build(**given)

        # pytest reads from the signature what a fixture asks for; `db` is the test's own savepoint.
        on_stage.__signature__ = inspect.Signature(
            [
                inspect.Parameter(asked, inspect.Parameter.POSITIONAL_OR_KEYWORD)
                for asked in ("db", *builder.asks)
            ]
        )
        on_stage.builder = builder
        return pytest.fixture(on_stage)

    def prepare(self, item: pytest.Item) -> None:
        """Called before the fixtures of a test."""
        self.copies = {}
        if self.layers and (not connection.in_atomic_block or connection.needs_rollback):
            self._abandon()
        asked = set(getattr(item, "fixturenames", ()))
        of_database = item.get_closest_marker("django_db") or asked & {"db", *REAL_TRANSACTIONS}
        if not self.is_open or not of_database:
            return
        self.set_up([] if self.wants_real_transactions(item, asked) else self._builders(item))

    def set_up(self, wanted: list[Builder]) -> None:
        kept = 0
        while kept < min(len(wanted), len(self.layers)):
            if self.layers[kept].builder != wanted[kept]:
                break
            kept += 1
        while len(self.layers) > kept:
            self._take_down()
        for builder in wanted[kept:]:
            atomic = transaction.atomic()
            atomic._from_testcase = True  # as TestCase marks its own: `durable` looks through it
            atomic.__enter__()
            # Of its own, since a builder may change what it is given and is rolled back with it.
            values = _copied(self.layers[-1].values) if self.layers else {}
            below = {known.name: value for known, value in values.items()}
            value = builder.build(**{asked: below[asked] for asked in builder.asks})
            self.layers.append(Layer(builder, values | {builder: value}, atomic))
        if wanted:
            self.copies = _copied(self.layers[-1].values)

    def _take_down(self) -> None:
        layer = self.layers.pop()
        transaction.set_rollback(True)
        layer.atomic.__exit__(None, None, None)

    def _abandon(self) -> None:
        """A test that was cut off has broken the transaction: nothing in it can be saved."""
        self.layers.clear()
        connection.in_atomic_block = connection.needs_rollback = False
        connection.savepoint_ids, connection.atomic_blocks = [], []
        connection.close()

    def close(self) -> None:
        while self.layers:
            self._take_down()
        self.is_open = False

    @staticmethod
    def wants_real_transactions(item: pytest.Item, asked: set[str]) -> bool:
        marker = item.get_closest_marker("django_db")
        return bool(REAL_TRANSACTIONS & asked) or bool(
            marker and (marker.kwargs.get("transaction") or marker.args)
        )

    @staticmethod
    def _builders(item: pytest.Item) -> list[Builder]:
        """Of the staged fixtures that a test asks for; not where another one took the name over."""
        found = []
        for name, definitions in item._fixtureinfo.name2fixturedefs.items():
            builder = getattr(definitions[-1].func, "builder", None)
            if builder is not None and name in item.fixturenames:
                found.append(builder)
        chain: list[Builder] = []
        for builder in sorted(found, key=lambda builder: builder.order):
            if {below.name for below in chain}.issuperset(builder.asks):
                chain.append(builder)
        return chain


def _copied(values: dict[Builder, Any]) -> dict[Builder, Any]:
    """Together, so that an evaluation's cycle is the very cycle of the test."""
    return copy.deepcopy(values, _shared(values))


def _shared(values: dict[Builder, Any]) -> dict[int, Any]:
    """What is large and never changed by a test, by its id: the instruments as data."""
    memo: dict[int, Any] = {id(builder): builder for builder in values}
    siklus = next((value for builder, value in values.items() if builder.name == "siklus"), None)
    for versi in (siklus.instrumen_a, siklus.instrumen_b) if siklus else ():
        for part in (versi.__dict__.get("spec"), versi.__dict__.get("instrumen")) if versi else ():
            if part is not None:
                memo[id(part)] = part
    return memo


stage = Stage()
