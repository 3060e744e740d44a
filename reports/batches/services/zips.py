"""The ZIP of a batch: streamed from storage through a file on disk, never whole in memory."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.text import slugify

from pekppp.base.certain import certain
from reports.core import offices as office_queries
from reports.core.names import document_name
from reports.models import ButirKelompok, Dokumen, Kelompok

LIST = "00-DAFTAR-ISI.txt"
_CHUNK = 256 * 1024


def pack(batch: Kelompok) -> tuple[str, int]:
    """Store the ZIP; return its path and size. OSError while the storage is away."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:  # PDFs are compressed already
            names, gone = [], []
            for row in _finished(batch):
                try:
                    names.append(_add(made, row))
                except FileNotFoundError:
                    gone.append(row)
            made.writestr(LIST, contents(batch, names, gone))
        size = file.tell()
        file.seek(0)
        path = default_storage.save(f"kelompok/{batch.uuid}/{uuid4().hex}.zip", File(file))
    return path, size


def _finished(batch: Kelompok) -> Iterator[ButirKelompok]:
    rows = ButirKelompok.objects.filter(kelompok=batch, dokumen__status=Dokumen.Status.SELESAI)
    rows = rows.select_related(
        "dokumen__evaluasi", "dokumen__siklus", "dokumen__instansi", "evaluasi", "untuk"
    )
    rows = rows.defer("dokumen__masukan")
    return rows.order_by("urutan").iterator(chunk_size=200)


def _add(made: zipfile.ZipFile, row: ButirKelompok) -> tuple[str, str]:
    # The number makes it unique, and keeps the order of the list on the page.
    dokumen = certain(row.dokumen, "only rows with one are packed")
    name = f"{row.urutan:04}-{document_name(dokumen)}"
    with default_storage.open(dokumen.path) as source, made.open(name, "w") as target:
        shutil.copyfileobj(source, target, _CHUNK)
    return name, dokumen.sha256


def contents(batch: Kelompok, names: list[tuple[str, str]], gone: list[ButirKelompok]) -> str:
    """What is inside, with digests, and what is not, with the reason."""
    refused: list[tuple[ButirKelompok, str]] = [
        (row, row.alasan) for row in office_queries.refused_in(batch)
    ]
    refused += [(row, "Berkas dokumen ini tidak ditemukan di penyimpanan.") for row in gone]
    unbegun = batch.butir.filter(dokumen__isnull=True, error="").count()
    lines = [
        f"{batch.get_jenis_display()}, {_line(batch.siklus.nama)}",
        f"Diminta oleh {_line(batch.instansi.nama)}",
        "",
        f"Dokumen di dalam berkas ini: {len(names)}",
        *(f"  {name}  sha256:{digest}" for name, digest in names),
        "",
        f"Tidak berhasil dibuat: {len(refused)}",
        *(
            f"  {row.urutan:04}. {_line(', '.join(filter(None, (row.perihal, row.milik))))}: "
            f"{_line(why)}"
            for row, why in refused
        ),
    ]
    if unbegun:
        lines.append(f"Belum sempat dibuat: {unbegun}")
    return "\r\n".join(lines) + "\r\n"


def zip_name(batch: Kelompok) -> str:
    parts = [batch.get_jenis_display().split(" (")[0], batch.siklus.nama, batch.instansi.nama]
    return f"{slugify(' '.join(parts))[:120]}.zip"


def _line(text: str) -> str:
    """In one line, without characters that do something."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
