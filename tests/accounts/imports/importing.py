"""A workbook of master data through both halves of its worker."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from pekppp.accounts import sheet as master_sheet
from pekppp.accounts.models import ImporInduk, User
from pekppp.accounts.services.imports import worker
from pekppp.accounts.services.imports.kinds import KINDS

# Civil servants' numbers, as many as one asks for.
FIRST = 198001012005011001


def nip(number: int) -> str:
    """The NIP of the so-many-eth person, by day of birth and number."""
    day, rest = divmod(number, 900)
    return f"1980{1 + day // 28:02d}{1 + day % 28:02d}2005011{1 + rest:03d}"


def book(jenis: str, *rows: dict[str, str], titles: dict[str, str] | None = None) -> bytes:
    """A file of this kind; rows by column."""
    table = KINDS[jenis].table
    wanted = [[row.get(field.key, "") for field in table.fields] for row in rows]
    return master_sheet.sample(table, wanted, {})


def upload(by: User, jenis: str, content: bytes, name: str = "uji.xlsx") -> ImporInduk:
    """The file, checked."""
    place = by.memberships.filter(ended_at__isnull=True).first().instansi
    made = worker.start(by=by, instansi=place, jenis=jenis, file=io.BytesIO(content), name=name)
    assert worker.import_next() is not None
    made.refresh_from_db()
    return made


def check(by: User, jenis: str, *rows: dict[str, str]) -> ImporInduk:
    return upload(by, jenis, book(jenis, *rows))


def apply(impor: ImporInduk) -> ImporInduk:
    worker.confirm(by=impor.oleh, impor=impor)
    assert worker.import_next() is not None
    impor.refresh_from_db()
    return impor


def done(by: User, jenis: str, *rows: dict[str, str]) -> ImporInduk:
    """Checked without a problem, and applied."""
    made = check(by, jenis, *rows)
    assert made.masalah == []
    made = apply(made)
    assert (made.status, made.error) == (ImporInduk.Status.SELESAI, "")
    return made


def problems(impor: ImporInduk) -> list[tuple[int, str, str]]:
    return [(item["baris"], item["kolom"], item["pesan"]) for item in impor.masalah]


def effects(impor: ImporInduk) -> list[str]:
    return [row["akibat"] for row in impor.hasil or impor.baris]


def as_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("uji.xlsx", content)
