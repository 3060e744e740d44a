"""Content of files: checked, cleaned, and stored once by its SHA-256.

Content is written before the row that names it: a file that no row names is harmless, a row
without its file is not.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from evaluations.evidence import pictures
from evaluations.evidence.pictures import Undrawable
from evaluations.evidence.services import previews
from evaluations.models import Berkas
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.files.filetypes import FileType, Unsuitable

CHUNK = 1024 * 1024
MAX_NAME = 255


@dataclass(frozen=True, slots=True)
class Content:
    """What will be stored: the cleaned content, its type, digest and size."""

    file: IO[bytes]
    kind: FileType
    sha256: str
    size: int

    @property
    def path(self) -> str:
        return f"bukti/{self.sha256[:2]}/{self.sha256}"


def require_size(size: int, name: str | None) -> None:
    """Raise Refused for what is empty or longer than one file may be."""
    limit = settings.BUKTI_MAX_BYTES
    if size <= 0:
        raise Refused(f"«{shown(name)}» kosong.", field="berkas")
    if size > limit:
        raise Refused(
            f"«{shown(name)}» berukuran {megabytes(size)}; paling besar {megabytes(limit)}.",
            field="berkas",
        )


def content_of(file: "File[Any]") -> Content:
    """Check an upload by its content and clean it. Raises Refused."""
    require_size(file.size, file.name)
    try:
        kind = filetypes.detect(file)
        stream: IO[bytes] = file
        if kind in filetypes.IMAGES:
            kind, stream = filetypes.clean_image(file, kind)
        elif kind is filetypes.PDF:
            _require_open(file)
    except Unsuitable as error:
        raise Refused(f"«{shown(file.name)}»: {error}", field="berkas") from error
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(stream):
        digest.update(chunk)
        size += len(chunk)
    return Content(stream, kind, digest.hexdigest(), size)


def _require_open(file: IO[bytes]) -> None:
    """A PDF that asks for a password helps nobody who is to check it.

    One that only forbids printing is encrypted as well, and opens: the reader decides.
    """
    content = b"".join(chunks(file))
    if b"/Encrypt" not in content:
        return
    try:
        pictures.probe(content)
    except Undrawable as error:
        if error.reason == "sandi":
            raise Unsuitable(
                "PDF ini berkata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
            ) from error


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The whole of a seekable file, which is left at its start."""
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk
    stream.seek(0)


def store(content: Content) -> Berkas:
    """The row of this content, which is stored if it is new. Asks for no room.

    Inside a transaction: the row is held until what uses it is committed, since the same content
    may be about to be destroyed (`evidence.services.redaction_worker`) as nobody's. Whoever waited
    for that stores it anew.
    """
    while True:
        path = write(content)
        berkas, created = Berkas.objects.get_or_create(
            sha256=content.sha256,
            defaults={"ukuran": content.size, "tipe": content.kind.mime, "path": path},
        )
        if _held(content.sha256):
            break
    write(content)  # a destroyer may have come between the writing and the row
    if created:
        previews.QUEUE.wake()
    return berkas


def _held(sha256: str) -> bool:
    """Others may hold the row as well, so that those who store the same files never wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM evaluations_berkas WHERE sha256 = %s FOR KEY SHARE", [sha256])
        return cursor.fetchone() is not None


def write(content: Content) -> str:
    """Write the content under its digest, unless it is there in full."""
    path = content.path
    if default_storage.exists(path):
        if default_storage.size(path) == content.size:
            return path
        default_storage.delete(path)  # a write that a crash cut short
    written = default_storage.save(path, File(content.file, name=content.sha256))
    if written != path:  # somebody wrote the same content this very moment
        default_storage.delete(written)
    return path


def name_of(given: str | None, kind: FileType) -> str:
    """A file name without folders or unprintable signs, whose ending says the content."""
    name = kind.name_for(plain_name(given or "") or "bukti")
    if len(name) > MAX_NAME:
        name = name[: MAX_NAME - len(kind.suffix)].removesuffix(kind.suffix) + kind.suffix
    return name


def plain_name(given: str) -> str:
    plain = "".join(c for c in PurePosixPath(given.replace("\\", "/")).name if c.isprintable())
    return " ".join(plain.split())


def shown(name: str | None) -> str:
    return (name or "berkas")[:80]


def megabytes(size: int) -> str:
    """A size in words: 3,2 MB."""
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",").replace(",0 ", " ")
