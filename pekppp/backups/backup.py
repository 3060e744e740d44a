"""Take a backup while the application runs: one snapshot of the tables, then the files.

The tables first: files are stored by their content and never change, so a later look at them finds
all that the tables named.
"""

import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from pekppp.backups import parts, server
from pekppp.backups.folder import BackupError, Folder, Manifest
from pekppp.base.certain import certain
from pekppp.running import database_roles

DATABASE, FILES, DIGESTS, KEYS = "database.dump", "files.tar", "files.sha256", "keys.json"
SHOWN = 3


def make(path: Path, *, key: str, verify: bool, say: Callable[[str], None]) -> Manifest:
    folder = Folder(path, key)
    folder.begin()
    try:
        with database_roles.as_owner():
            manifest, named = _tables(folder, say)
            _files(folder, manifest, named, say)
            with folder.writing(KEYS) as target:
                target.write(json.dumps(parts.keys_and_settings(), indent=1).encode())
            manifest.parts = dict(folder.parts)
            if verify:
                say("checking it in a database of its own")
                check(folder, manifest)
        folder.finish(manifest)
    except BaseException:
        folder.remove()
        raise
    return manifest


def check(folder: Folder, manifest: Manifest) -> None:
    """It can be restored, and gives the same rows and files. Raises BackupError."""
    folder.check(manifest)
    with server.scratch_database() as apart:
        with folder.reading(DATABASE) as source:
            server.restore(source, apart.settings_dict["NAME"])
        compare(manifest, parts.tables(apart), parts.working_triggers(apart))
    count = 0
    with (
        folder.reading(DIGESTS) as listed,
        folder.reading(FILES) as source,
        tarfile.open(fileobj=source, mode="r|") as archive,
    ):
        for member in archive:
            hashed = parts.Hashed(certain(archive.extractfile(member), "only files are packed"))
            hashed.read_all()
            if line(hashed, member.name) != listed.readline():
                raise BackupError(f"The file {member.name} cannot be read back as it was.")
            count += 1
    if count != manifest.files:
        raise BackupError(f"{manifest.files} files were written and {count} can be read back.")


def compare(manifest: Manifest, found: dict[str, list[object]], triggers: int) -> None:
    differing = sorted(
        name for name in {*manifest.tables, *found} if manifest.tables.get(name) != found.get(name)
    )
    if differing:
        raise BackupError(f"Tables differ from the backup's: {', '.join(differing[:SHOWN])}")
    if triggers != manifest.triggers:
        raise BackupError(f"{triggers} of {manifest.triggers} triggers are at work.")


def line(hashed: parts.Hashed, name: str) -> bytes:
    """As sha256sum writes it."""
    return f"{hashed.digest.hexdigest()}  {name}\n".encode()


def _tables(folder: Folder, say: Callable[[str], None]) -> tuple[Manifest, dict[str, str]]:
    """Dump and counts of one and the same moment; and which files it names."""
    say("writing the database")
    # Before the snapshot: it only reads what is there.
    migrations = sorted(list(key) for key in MigrationRecorder(connection).applied_migrations())
    if not migrations:
        raise BackupError("The database is empty: there is nothing to back up.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        with folder.writing(DATABASE) as target:
            server.dump(target, snapshot=snapshot)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=settings.VERSION,
            server=server.major_version(),
            migrations=migrations,
            triggers=parts.working_triggers(connection),
            tables=parts.tables(connection),
            files=0,
            bytes=0,
        )
        return manifest, parts.named_files(connection)


def _files(
    folder: Folder, manifest: Manifest, named: dict[str, str], say: Callable[[str], None]
) -> None:
    say("writing the files")
    missing = dict(named)
    with (
        folder.writing(DIGESTS) as listed,
        folder.writing(FILES) as target,
        tarfile.open(fileobj=target, mode="w|") as archive,
    ):
        for path in parts.stored_files():
            try:
                size, source = default_storage.size(path), default_storage.open(path)
            except FileNotFoundError:  # deleted since the folder was listed
                continue
            member = tarfile.TarInfo(path)
            member.size, hashed = size, parts.Hashed(source)
            with source:
                archive.addfile(member, hashed)
            if missing.pop(path, "") not in ("", hashed.digest.hexdigest()):
                raise BackupError(f"The file {path} is not what the database says it is.")
            listed.write(line(hashed, path))
            manifest.files += 1
            manifest.bytes += size
    # A batch that expired, a file that was blacked out: gone from the tables too by now.
    still = parts.named_files(connection)
    if lost := sorted(path for path in missing if path in still):
        raise BackupError(
            f"{len(lost)} files that the database names are not stored: {', '.join(lost[:SHOWN])}"
        )
    manifest.gone = sorted(missing)
