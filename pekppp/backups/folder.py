"""The folder of a backup: its parts, and a manifest that is written last and names them all.

A folder without manifest is no backup: whatever interrupted it, nobody takes it for one.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from pekppp.backups.sealed_stream import PIECE, SealBroken, SealedReader, SealingWriter

MANIFEST = "manifest.json"
SEALED = ".sealed"
FORMAT = 1


class BackupError(Exception):
    """One line for the operator: what is wrong, and what to do."""


@dataclass
class Manifest:
    made_at: str
    version: str
    server: int  # PostgreSQL's major version
    migrations: list[list[str]]
    triggers: int
    tables: dict[str, list[Any]]  # name -> rows, digest of all rows
    files: int
    bytes: int
    gone: list[str] = field(default_factory=list)  # files that were deleted meanwhile
    parts: dict[str, list[Any]] = field(default_factory=dict)  # name -> bytes, SHA-256 as stored
    format: int = FORMAT


class _Hashing:
    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.digest, self.size = target, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.target.write(data)


class Folder:
    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key
        self.parts: dict[str, list[Any]] = {}

    def stored(self, name: str) -> Path:
        return self.path / (name + SEALED if self.key else name)

    # Writing -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """An empty folder for its owner alone."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(self.path.iterdir()):
                raise BackupError(f"{self.path} is not empty: give a new folder for each backup.")
        except (NotADirectoryError, FileExistsError) as error:
            raise BackupError(f"{self.path} is not a folder.") from error

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        path = self.stored(name)
        with self._create(path) as file:
            hashing = _Hashing(file)
            if self.key:
                sealing = SealingWriter(hashing, self.key, name)
                yield sealing  # type: ignore[misc]  # what is written to needs `write` alone
                sealing.close()
            else:
                yield hashing  # type: ignore[misc]  # the same
            file.flush()
            os.fsync(file.fileno())
        self.parts[path.name] = [hashing.size, hashing.digest.hexdigest()]

    def finish(self, manifest: Manifest) -> None:
        """From here on it is a backup."""
        manifest.parts = dict(self.parts)
        path, unfinished = self.stored(MANIFEST), MANIFEST + ".part"
        text = json.dumps(asdict(manifest), indent=1).encode()
        with self._create(self.path / unfinished) as file:
            if self.key:
                sealing = SealingWriter(file, self.key, MANIFEST)
                sealing.write(text)
                sealing.close()
            else:
                file.write(text)
            file.flush()
            os.fsync(file.fileno())
        (self.path / unfinished).rename(path)
        folder = os.open(self.path, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def remove(self) -> None:
        """What was begun and cannot be finished."""
        for path in self.path.iterdir():  # it was empty
            path.unlink()

    def _create(self, path: Path) -> IO[bytes]:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        return os.fdopen(descriptor, "wb")

    # Reading -------------------------------------------------------------------------------------

    def reading(self, name: str) -> IO[bytes]:
        source = self.stored(name).open("rb")
        if not self.key:
            return source
        return io.BufferedReader(SealedReader(source, self.key, name), PIECE)

    def manifest(self) -> Manifest:
        plain, sealed = self.path / MANIFEST, self.path / (MANIFEST + SEALED)
        if not plain.exists() and not sealed.exists():
            raise BackupError(
                f"{self.path} holds no finished backup: it has no {MANIFEST}. Take another one."
            )
        if plain.exists() and sealed.exists():
            raise BackupError(f"{self.path} holds two manifests: it was changed. Take another one.")
        if sealed.exists() and not self.key:
            raise BackupError(f"{self.path} is encrypted: give BACKUP_KEY or --key-file.")
        if plain.exists() and self.key:
            # Who can write the folder could otherwise put one of his own in the sealed one's place.
            raise BackupError(
                f"{self.path} is not encrypted, and a key was given: either it is not the backup "
                "you mean, or restore it without BACKUP_KEY and --key-file."
            )
        try:
            with self.reading(MANIFEST) as file:
                return Manifest(**json.loads(file.read()))
        except SealBroken as error:
            raise BackupError(
                f"{sealed} was encrypted with another key, or it was changed."
            ) from error
        except (ValueError, TypeError) as error:
            raise BackupError(f"{plain} cannot be read: it was changed or is newer.") from error

    def check(self, manifest: Manifest) -> None:
        """Every part is there, as it was written. Raises BackupError with the first that is not."""
        for name, (size, digest) in manifest.parts.items():
            try:
                with (self.path / name).open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
                    if file.tell() != size or found != digest:
                        raise BackupError(f"{self.path / name} is not as it was written.")
            except FileNotFoundError as error:
                raise BackupError(f"{self.path / name} is missing.") from error
