"""Put a backup where there is nothing yet: files, tables, privileges, keys; then look at it all."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from pekppp.backups import parts, server
from pekppp.backups.backup import DATABASE, DIGESTS, FILES, KEYS, SHOWN, compare, line
from pekppp.backups.folder import BackupError, Folder, Manifest
from pekppp.base.certain import certain
from pekppp.running import database_roles, other_versions
from pekppp.running.data_folder import secret_key

_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_EMPTY = [
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public AUTHORIZATION pg_database_owner",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
]
_IDENTITIES = """
SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE a.attidentity <> '' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


class Unfinished(BackupError):
    """It went wrong after something had been changed."""


def open_backup(path: Path, key: str) -> tuple[Folder, Manifest]:
    """The folder and what it says of itself, when every part is as it was written."""
    folder = Folder(path, key)
    manifest = folder.manifest()
    folder.check(manifest)
    return folder, manifest


def restore(
    folder: Folder, manifest: Manifest, *, overwrite: bool, say: Callable[[str], None]
) -> None:
    with database_roles.as_owner():
        _refuse(manifest, overwrite=overwrite)
        try:
            say(f"putting {manifest.files} files back")
            _files(folder, manifest)
            say("restoring the database")
            _tables(folder)
            database_roles.ensure_role()
            database_roles.grant()
            _keys(folder, say)
            say("comparing it with the backup")
            _look(manifest)
        except (BackupError, DatabaseError, OSError) as error:
            raise Unfinished(f"{error} The restored data are not whole.") from error


def _refuse(manifest: Manifest, *, overwrite: bool) -> None:
    found = other_versions.fault((app, name) for app, name in manifest.migrations)
    if found is not None:
        raise BackupError(f"The tables of the backup {found}.")
    if manifest.server > server.major_version():
        raise BackupError(
            f"The backup comes from PostgreSQL {manifest.server}; this server is older: "
            f"{server.major_version()}."
        )
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        (others,) = cursor.fetchone()
    if others:
        raise BackupError(
            f"{others} other connections work with this database: stop the application first."
        )
    if not overwrite and parts.table_names(connection):
        raise BackupError(
            "The database is not empty. Give an empty one, or --overwrite to lose what is in it."
        )


def _files(folder: Folder, manifest: Manifest) -> None:
    count = 0
    with (
        folder.reading(DIGESTS) as listed,
        folder.reading(FILES) as source,
        tarfile.open(fileobj=source, mode="r|") as archive,
    ):
        for member in archive:
            with tempfile.TemporaryFile() as file:
                packed = certain(archive.extractfile(member), "only files are packed")
                hashed = parts.Hashed(packed)
                shutil.copyfileobj(hashed, file, server.PIECE)
                if line(hashed, member.name) != listed.readline():
                    raise BackupError(f"The file {member.name} is not as it was written.")
                file.seek(0)
                _put(member.name, File(file), hashed.digest.hexdigest())
            count += 1
    if count != manifest.files:
        raise BackupError(f"The backup holds {count} of {manifest.files} files.")


def _put(path: str, file: "File[bytes]", digest: str) -> None:
    if default_storage.exists(path):
        with default_storage.open(path) as there:
            hashed = parts.Hashed(there)
            hashed.read_all()
        if hashed.digest.hexdigest() == digest:
            return
        default_storage.delete(path)
    default_storage.save(path, file)


def _tables(folder: Folder) -> None:
    with connection.cursor() as cursor:
        for statement in _EMPTY:
            cursor.execute(statement)
    connection.close()
    with folder.reading(DATABASE) as source:
        server.restore(source, connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _keys(folder: Folder, say: Callable[[str], None]) -> None:
    """Own keys go where they belong; settings are for the operator, who gives them."""
    with folder.reading(KEYS) as source:
        kept = json.loads(source.read())
    for name, text in kept["data folder"].items():
        _write(Path(settings.VAR_DIR) / name, text)
    beside = Path(settings.VAR_DIR) / "restored"
    for name, text in kept["files"].items():
        place = Path(getattr(settings, name) or beside / f"{name}.pem")
        _write(place if not place.exists() else beside / f"{name}.pem", text)
    lines = [f"{name}={text}\n" for name, text in kept["environment"].items()]
    _write(beside / "settings.env", "".join(lines))
    # What the next start will find.
    key = secret_key(Path(settings.VAR_DIR), must_be_given=False)
    present = {**os.environ, "SECRET_KEY": key}
    differing = [n for n, text in kept["environment"].items() if present.get(n) != text]
    say(f"the backup's settings are in {beside / 'settings.env'}")
    if differing:
        say(f"these are not set as they were: {', '.join(differing)}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _look(manifest: Manifest) -> None:
    compare(manifest, parts.tables(connection), parts.working_triggers(connection))
    with connection.cursor() as cursor:
        cursor.execute(_IDENTITIES)
        for table, column, sequence in cursor.fetchall():
            name, quoted = connection.ops.quote_name(table), connection.ops.quote_name(column)
            cursor.execute(
                f"SELECT coalesce(max({quoted}), 0) <= (SELECT last_value FROM {sequence}) "  # noqa: S608  ours
                f"FROM {name}"
            )
            if cursor.fetchone() != (True,):
                raise BackupError(f"The numbers of {table} would be given twice.")
    missing = [p for p in parts.named_files(connection) if not default_storage.exists(p)]
    if lost := sorted(set(missing) - set(manifest.gone)):
        raise BackupError(f"{len(lost)} files are missing: {', '.join(lost[:SHOWN])}")
