"""What a backup holds, and how it is compared: tables, files, keys and settings."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper

from pekppp import settings as our_settings
from pekppp.base.files.storages import DiskStorage
from pekppp.running import data_folder

# Kept pages and the like: nothing that anybody would miss.
WITHOUT_ROWS = ("cache",)
# Which columns name a stored file, and which its SHA-256.
FILES = {
    "evaluations_berkas": ("path", "sha256"),
    "reports_dokumen": ("path", "sha256"),
    "reports_tandatangan": ("path", "sha256"),
    "reports_cetakan": ("path", "''"),
    "reports_kelompok": ("path", "''"),
    "reports_lampiran": ("path", "''"),
    "reports_kopsurat": ("logo", "''"),
}
# Files that belong to the data folder, and settings that name a file.
OWN_KEYS = ("secret-key", "segel-percobaan/kunci.pem", "segel-percobaan/sertifikat.pem")
NAMED_FILES = ("SEAL_KEY", "SEAL_CERTIFICATE", "SIGNATURE_ROOTS")
NEVER_KEPT = {"BACKUP_KEY", "BACKUP_KEY_FILE"}

_ALIKE = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'"
_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
# The sum does not depend on the order in which rows lie.
_ROWS = (
    "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} AS t"
)
_TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"


def table_names(database: BaseDatabaseWrapper) -> list[str]:
    with database.cursor() as cursor:
        cursor.execute(_TABLES)
        return [name for (name,) in cursor.fetchall()]


def tables(database: BaseDatabaseWrapper) -> dict[str, list[Any]]:
    """Rows and a digest of all of them, by table."""
    counted = {}
    with database.cursor() as cursor:
        cursor.execute(_ALIKE)
        for name in table_names(database):
            if name not in WITHOUT_ROWS:
                cursor.execute(_ROWS.format(database.ops.quote_name(name)))
                counted[name] = list(cursor.fetchone())
    return counted


def working_triggers(database: BaseDatabaseWrapper) -> int:
    with database.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        return int(cursor.fetchone()[0])


def named_files(database: BaseDatabaseWrapper) -> dict[str, str]:
    """Path -> SHA-256 ("" where the row knows none) of every file that the tables name."""
    there = set(table_names(database))
    parts = [
        f"SELECT {path}, {digest} FROM {table} WHERE {path} <> ''"  # noqa: S608  names of ours
        for table, (path, digest) in FILES.items()
        if table in there
    ]
    if not parts:
        return {}
    with database.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def stored_files(folder: str = "") -> Iterator[str]:
    """The path of every stored file, folder by folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted({*folders} - {DiskStorage.UNFINISHED}):  # half a file is nobody's
        yield from stored_files(f"{folder}/{name}" if folder else name)


def keys_and_settings() -> dict[str, dict[str, str]]:
    """What no table and no file of a person holds, and without which the rest is worth less."""
    given = {**our_settings.env.dump(), **data_folder.env.dump()}
    environment = {n: os.environ[n] for n in sorted(given) if n in os.environ} | {
        "SECRET_KEY": settings.SECRET_KEY
    }
    own = {name: Path(settings.VAR_DIR) / name for name in OWN_KEYS}
    named = {name: Path(getattr(settings, name)) for name in NAMED_FILES if getattr(settings, name)}
    return {
        "environment": {n: text for n, text in environment.items() if n not in NEVER_KEPT},
        "data folder": {name: path.read_text() for name, path in own.items() if path.exists()},
        "files": {name: path.read_text() for name, path in named.items() if path.exists()},
    }


class Hashed:
    """A file that is read once, and its digest and length when it is."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data

    def read_all(self) -> None:
        while self.read(1024 * 1024):
            pass
