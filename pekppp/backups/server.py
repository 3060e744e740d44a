"""PostgreSQL's own programs, told where the database is; its password stays out of their words."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from pekppp.backups.folder import BackupError
from pekppp.backups.parts import WITHOUT_ROWS
from pekppp.base.certain import certain
from pekppp.running import postgres_programs as programs

PIECE = 1024 * 1024
# A database without this comment is not ours to drop.
SCRATCH_MARK = "PEKPPP checks a backup here and drops it"
_MARK_OF = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
PASSED_ON = ("user", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey")


def major_version() -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]  # of PostgreSQL alone


def dump(target: IO[bytes], *, snapshot: str) -> None:
    left_out = [f"--exclude-table-data=public.{name}" for name in WITHOUT_ROWS]
    arguments = ["--format=custom", f"--snapshot={snapshot}", "--no-sync", *left_out]
    with _program("pg_dump", connection.settings_dict["NAME"], arguments) as process:
        shutil.copyfileobj(certain(process.stdout, "`_program` pipes it"), target, PIECE)


def restore(source: IO[bytes], name: str) -> None:
    """All or nothing, into an empty database; everything belongs to whoever is logged in."""
    arguments = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    with _program("pg_restore", name, arguments) as process:
        pipe = certain(process.stdin, "`_program` pipes it")
        try:
            shutil.copyfileobj(source, pipe, PIECE)
            pipe.close()
        except BrokenPipeError:  # it says itself why it ended
            pass


@contextmanager
def _program(program: str, name: str, arguments: list[str]) -> "Iterator[subprocess.Popen[bytes]]":
    given = connection.get_connection_params()
    where = {key: given[key] for key in PASSED_ON if given.get(key)}
    path = programs.client(
        program,
        server=major_version(),
        encrypted=where.get("sslmode") in ("require", "verify-ca", "verify-full"),
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"LC_ALL": "C.UTF-8", "PGPASSWORD": given.get("password") or ""}
    command = [str(path), *arguments, f"--dbname={make_conninfo(dbname=name, **where)}"]
    with tempfile.TemporaryFile("w+") as said:
        process = programs.pipe(command, environment=environment, errors=said)
        try:
            yield process
        finally:
            for end in (process.stdin, process.stdout):
                if end is not None and not end.closed:
                    end.close()
            code = process.wait()
        if code != 0:
            said.seek(0)
            lines = said.read().strip().splitlines() or [f"ended with code {code}"]
            raise BackupError(f"{program}: {lines[0]}")


@contextmanager
def scratch_database() -> Iterator[BaseDatabaseWrapper]:
    """An empty database beside the real one, gone again afterwards."""
    name = f"{connection.settings_dict['NAME']}_pekppp_backup_check"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            raise BackupError(
                f"{settings.DATABASE_OWNER['USER']} may not create the database that a backup is "
                "checked in. Let an administrator say ALTER ROLE ... CREATEDB, or give --no-verify."
            )
        quoted = connection.ops.quote_name(name)
        cursor.execute(_MARK_OF, [name])
        if left_behind := cursor.fetchone():  # by one that was killed
            if left_behind != (SCRATCH_MARK,):
                raise BackupError(
                    f"The database {name} was made by somebody else, and a backup would be checked "
                    "there. Rename it, or give --no-verify."
                )
            try:
                cursor.execute(f"DROP DATABASE {quoted}")
            except OperationalError as error:
                raise BackupError(f"Another backup is being checked in {name}.") from error
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
        cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{SCRATCH_MARK}'")
    apart = connection.copy()
    apart.settings_dict["NAME"] = name
    try:
        yield apart
    finally:
        apart.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} (FORCE)")
