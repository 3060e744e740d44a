"""`python -m tests.schema NAME`: an empty database with all tables, as a template for the tests'.

It gets its name last, so that a half-made one is never taken for the whole. With `--by-steps` no
squashed migration is used.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pekppp import database_roles


def make(name: str, *, by_steps: bool = False) -> None:
    """On the server of the settings; raises what Django and PostgreSQL raise."""
    unfinished = f"{name}_{os.getpid()}"
    given = settings.DATABASES["default"]["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = unfinished
    if by_steps:
        _go_every_step()
        database_roles.grant()
    else:
        call_command("migrate", verbosity=0)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = given
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _go_every_step() -> None:
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    graph = executor.loader.graph
    executor.migrate([key for key in graph.leaf_nodes() if not graph.nodes[key].replaces])


if __name__ == "__main__":
    django.setup()
    with database_roles.as_owner():
        make(sys.argv[1], by_steps="--by-steps" in sys.argv)
