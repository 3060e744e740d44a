"""The cast is put on the stage once, and every test plays in a savepoint above it.

Making people, cycle and evaluation costs two hundred queries, which was nearly half of the suite.
The layers are nested transactions that are never committed: what a test changes is rolled back to
the layer it asked for, and a test that asks for less takes the upper ones down. A test with real
transactions finds the stage empty and builds its own.
"""

import copy
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

REAL_TRANSACTIONS = {"transactional_db", "live_server", "django_db_serialized_rollback"}


@dataclass
class Layer:
    name: str
    value: Any
    atomic: transaction.Atomic


class Stage:
    def __init__(self) -> None:
        self.builders: dict[str, Callable[..., Any]] = {}  # in the order in which they build up
        self.layers: list[Layer] = []
        self.depth = 0  # how many layers the present test has asked for
        self.copies: dict[str, Any] = {}
        self.is_open = False

    def fixture(self, build: Callable[..., Any]) -> Callable[..., Any]:
        """A fixture that is built once where it can be, from the layers below it alone."""
        name = build.__name__
        self.builders[name] = build

        @functools.wraps(build)
        def on_stage(db, **given):
            return self.copies[name] if name in self.copies else build(**given)

        # pytest reads from the signature what a fixture asks for; `db` is the test's own savepoint.
        on_stage.__signature__ = inspect.Signature(
            [
                inspect.Parameter(asked, inspect.Parameter.POSITIONAL_OR_KEYWORD)
                for asked in ("db", *inspect.signature(build).parameters)
            ]
        )
        on_stage.is_staged = True
        return pytest.fixture(on_stage)

    def prepare(self, item: pytest.Item) -> None:
        """Called before the fixtures of a test."""
        self.copies = {}
        if self.layers and (not connection.in_atomic_block or connection.needs_rollback):
            self._abandon()
        asked = set(getattr(item, "fixturenames", ()))
        if not self.is_open or not ("db" in asked or item.get_closest_marker("django_db")):
            return
        wanted = 0
        if not self.wants_real_transactions(item, asked):
            for name in self.builders:
                if name not in asked or not self._is_ours(item, name):
                    break
                wanted += 1
        self.set_up(wanted)

    def set_up(self, wanted: int) -> None:
        while len(self.layers) > wanted:
            self._take_down()
        for name in list(self.builders)[len(self.layers) : wanted]:
            atomic = transaction.atomic()
            atomic._from_testcase = True  # as TestCase marks its own: `durable` looks through it
            atomic.__enter__()
            below = {layer.name: layer.value for layer in self.layers}
            build = self.builders[name]
            value = build(**{asked: below[asked] for asked in inspect.signature(build).parameters})
            self.layers.append(Layer(name, value, atomic))
        if wanted:
            # Together, so that an evaluation's cycle is the very cycle of the test.
            values = {layer.name: layer.value for layer in self.layers}
            self.copies = copy.deepcopy(values, _shared(values))

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
    def _is_ours(item: pytest.Item, name: str) -> bool:
        """Not where a test module has a fixture of its own by that name."""
        found = item._fixtureinfo.name2fixturedefs.get(name, ())
        return len(found) == 1 and getattr(found[0].func, "is_staged", False)


def _shared(values: dict[str, Any]) -> dict[int, Any]:
    """What is large and never changed by a test, by its id: the instruments as data."""
    memo: dict[int, Any] = {}
    siklus = values.get("siklus")
    for versi in (siklus.instrumen_a, siklus.instrumen_b) if siklus else ():
        for part in (versi.__dict__.get("spec"), versi.__dict__.get("instrumen")) if versi else ():
            if part is not None:
                memo[id(part)] = part
    return memo


stage = Stage()
