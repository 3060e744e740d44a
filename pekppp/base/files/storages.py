"""Files on a disk: each is there whole or not at all, before a row that names it is committed."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse
from django.utils.deconstruct import deconstructible

from pekppp.base.errors import FULL, out_of_room

LEFT_BEHIND_SECONDS = 3600


def stored_file(path: str, **given: Any) -> FileResponse:
    """A stored file to send, with the arguments of FileResponse. FileNotFoundError if it is gone.

    It is read while it is sent, outside the threads that make pages; object storage hands over a
    stream, where opening the file would copy all of it first.
    """
    file = getattr(default_storage, "stream", default_storage.open)(path)
    response = FileResponse(file, **given)
    response["Content-Length"] = str(file.size)
    return response


def forget_unfinished() -> None:
    """Remove what a killed process left behind in the middle of a write."""
    if not isinstance(default_storage, DiskStorage):
        return
    for path in Path(default_storage.path(DiskStorage.UNFINISHED)).glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - LEFT_BEHIND_SECONDS:
                path.unlink()


@deconstructible(path="pekppp.base.files.storages.DiskStorage")
class DiskStorage(FileSystemStorage):
    """Writes beside the place, forces the content to the disk, and only then gives it its name."""

    # Where files lie until they are whole; nothing in there is ever named by a row.
    UNFINISHED = ".sementara"

    def _save(self, name: str, content: "File[Any]") -> str:
        with self._told():
            return self._write(name, content)

    def _write(self, name: str, content: "File[Any]") -> str:
        unfinished = self._folder(Path(self.path(self.UNFINISHED)))
        descriptor, temporary = tempfile.mkstemp(dir=unfinished)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk.encode() if isinstance(chunk, str) else chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(temporary, self.file_permissions_mode)
            while True:
                place = Path(self.path(name))
                self._folder(place.parent)
                try:
                    os.link(temporary, place)  # unlike a renaming it never replaces a file
                except FileExistsError:
                    name = self.get_available_name(name)
                except FileNotFoundError:  # the emptied folder was removed this very moment
                    continue
                else:
                    break
        finally:
            os.unlink(temporary)
        _force(place.parent)
        return name.replace("\\", "/")

    def _folder(self, folder: Path) -> Path:
        """Made with its parents, and their names forced to the disk."""
        if not folder.is_dir():
            self._folder(folder.parent)
            with suppress(FileExistsError):
                folder.mkdir(mode=self.directory_permissions_mode or 0o777)
            _force(folder.parent)
        return folder

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in FULL:
                raise out_of_room() from error
            raise


def _force(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
