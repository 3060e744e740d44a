"""A chain of migrations whose tables an empty database gets in one step.

Django renders its models anew after nearly every operation of a chain: hundreds of times for tables
that nobody fills in between, which is nearly all the time that migrating from nothing takes. What
comes out is the chain's own: its operations are asked for the models that they end with.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateAll(Operation):
    """Creates the models that a chain ends with, with their constraints, indexes and triggers.

    SQL and Python of the chain are not run: a squashed migration names beside this operation what
    an empty database needs of them.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, chain: Sequence[type[Migration]]) -> None:
        self.chain = chain

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {"chain": self.chain}

    def describe(self) -> str:
        return f"Create the models that {len(self.chain)} migrations end with"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # What is rendered lives in a cached property; without it operations render nothing.
        state.__dict__.pop("apps", None)
        for migration in self.chain:
            for operation in migration.operations:
                operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def _models(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[Any]:
        alias = schema_editor.connection.alias
        found = [state.apps.get_model(*key) for key in state.models if key[0] == app_label]
        return [model for model in found if self.allow_migrate_model(alias, model)]


def chain(package: str, names: Sequence[str]) -> list[type[Migration]]:
    """The migrations of these names beside the module of this package."""
    return [import_module(f"{package}.{name}").Migration for name in names]


def outside(app_label: str, migrations: Sequence[type[Migration]]) -> list[tuple[str, str]]:
    """What the migrations of an app depend on in other apps."""
    given = (needed for migration in migrations for needed in migration.dependencies)
    return list(dict.fromkeys(needed for needed in given if needed[0] != app_label))
