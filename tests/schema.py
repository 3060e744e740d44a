"""`python -m tests.schema NAME`: an empty database with all tables, as a template for the tests'.

It gets its name last, so that a half-made one is never taken for the whole. A file as second
argument is a release's tables, and the migrations since lead on from them.

`python -m tests.schema --release` writes the tables of this version to `tests/schemas/`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pekppp.running import database_roles, embedded
from pekppp.running import postgres_programs as programs

RELEASES = Path(__file__).parent / "schemas"
# Of the dump's own words only the statements stay: its settings differ from server to server.
_LINES_ABOUT = re.compile(r"^--\n-- Name: .*\n--\n+", re.MULTILINE)
_SETTINGS = "SET check_function_bodies = false;\n"


def make(name: str, begin_with: Path | None = None) -> None:
    """On the server of the settings; raises what Django and PostgreSQL raise."""
    unfinished = f"{name}_{os.getpid()}"
    given = settings.DATABASES["default"]["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE template0')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = unfinished
    if begin_with is not None:
        with connection.cursor() as cursor:
            cursor.execute(begin_with.read_text())
    call_command("migrate", verbosity=0)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = given
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def file_of(version: str) -> Path:
    return RELEASES / f"{version}.sql"


def last_release() -> Path:
    return max(RELEASES.glob("*.sql"), key=lambda path: [int(n) for n in path.stem.split(".")])


def write_release() -> None:
    """The tables that an empty database gets, as statements that every server we support takes."""
    name = f"release_{os.getpid()}"
    make(name)
    connection.settings_dict["NAME"] = name
    try:
        text = _dump(name) + _applied()
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
    file_of(settings.VERSION).write_text(text)


def _dump(name: str) -> str:
    where = connection.settings_dict
    connection.ensure_connection()
    program = programs.client("pg_dump", server=connection.pg_version // 10_000, encrypted=False)
    options = ["--schema-only", "--no-owner", "--no-privileges"]
    login = ["--host", where["HOST"], "--username", where["USER"], name]
    said = subprocess.run([program, *options, *login], check=True, capture_output=True, text=True)
    statements = said.stdout[said.stdout.index("--\n-- Name: ") :]
    statements = statements[: statements.index("--\n-- PostgreSQL database dump complete")]
    return _SETTINGS + _LINES_ABOUT.sub("", statements)


def _applied() -> str:
    rows = sorted(MigrationRecorder(connection).applied_migrations())
    values = ",\n".join(f"('{app}', '{name}', now())" for app, name in rows)
    return f"INSERT INTO public.django_migrations (app, name, applied) VALUES\n{values};\n"


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "--release":
        embedded.ensure(settings.VAR_DIR)
        with database_roles.as_owner():
            write_release()
    else:
        with database_roles.as_owner():
            make(sys.argv[1], *map(Path, sys.argv[2:]))
