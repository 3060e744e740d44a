"""The annex of a decree as DOCX, XLSX and PDF. A worker lays it out: it may list thousands."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from evaluations.models import Publikasi
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.queues import Queue
from pekppp.base.sheets import Column, Sheet, write_workbook
from reports.figures.annex import WITHOUT, annex, part
from reports.models import Lampiran
from reports.rendering.joining import joined

Format, Status = Lampiran.Format, Lampiran.Status

QUEUE = Queue(
    model=Lampiran,
    name="Lampiran keputusan",
    task="reports.tasks.annex_next",
    takes={Status.ANTRE: Status.GAGAL, Status.DIKERJAKAN: Status.GAGAL},
    works=Status.DIKERJAKAN,
    order=("bagian", "dibuat_pada", "pk"),
    related=("publikasi__siklus__instansi", "publikasi__mengubah"),
    most=3,
    words="Lampiran tidak dapat disusun. Coba lagi, atau hubungi pengelola aplikasi.",
    stuck="Pembuatan lampiran berulang kali terhenti di tengah jalan.",
)
# Rows of one part of the PDF: seconds of work, and then somebody else's document.
PART = 250
WIDTHS = (1.2, 5.5, 5.8, 1.5, 3.0)
WIDTHS_WITHOUT = (1.2, 5.6, 3.4, 2.8, 4.0)
WIDTHS_OF_SIX = (1.2, 4.8, 5.0, 1.4, 2.8, 1.8)


@transaction.atomic
def request_annex(*, by: User, publikasi: Publikasi) -> list[Lampiran]:
    """Ask for the annex in every format; what is there already is not made again."""
    require(by, Permission.PUBLISH, publikasi.siklus)
    rows = []
    for kind in Format.values:
        row, created = Lampiran.objects.get_or_create(
            publikasi=publikasi, format=kind, defaults={"instansi_id": publikasi.instansi_id}
        )
        if row.status == Status.GAGAL:
            QUEUE.again(row)
        elif row.waiting:
            QUEUE.wake()
        if created:
            audit.write(by=by, action="minta_lampiran", thing=row, siklus=publikasi.siklus)
        rows.append(row)
    return rows


# The worker's side ------------------------------------------------------------------------------


def annex_next() -> Lampiran | None:
    """Take the row that waits longest and lay it out; None when nothing waits."""
    row = QUEUE.claim()
    if row is None:
        return None
    try:
        content = _content(row)
        if content is None:  # a part of it: others get their turn before the next
            QUEUE.release(row, status=Status.ANTRE, bagian=row.bagian + 1, attempts=0)
            QUEUE.wake()
            return row
        path = f"lampiran/{hashlib.sha256(content).hexdigest()}.{row.format}"
        if not default_storage.exists(path):
            path = default_storage.save(path, ContentFile(content))
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(row, error)
    else:
        if QUEUE.release(row, status=Status.SELESAI, path=path, ukuran=len(content)):
            for number in range(row.bagian):
                default_storage.delete(_piece(row, number))
    return row


def _content(row: Lampiran) -> bytes | None:
    """The whole file; None where a part of it was made and kept, and more are to come."""
    data = annex(row.publikasi)
    if row.format == Format.XLSX:
        return _workbook(data)
    if row.format == Format.DOCX:
        return _text(data)
    parts = -(-(data["jumlah"] + len(data["tidak"])) // PART)
    if parts == 1:
        return _pdf(data)
    piece = _piece(row, row.bagian)
    content = _pdf(part(data, row.bagian, PART), row.bagian, parts)
    if row.bagian < parts - 1:
        default_storage.delete(piece)  # of a worker that died
        default_storage.save(piece, ContentFile(content))
        return None
    return joined([*_pieces(row), content])


def _pdf(data: dict[str, Any], number: int = 0, parts: int = 1) -> bytes:
    # Here, not above: only workers load WeasyPrint.
    from reports.rendering import pdf

    context = {
        "d": data,
        "sidik": data["himpunan"],
        "bagian": f"Bagian {number + 1} dari {parts}. " if parts > 1 else "",
        "awal": number == 0,
        "akhir": number == parts - 1,
    }
    return pdf.lay_out(
        "pdf/annex.html",
        "pdf/annex.css",
        context,
        kode=data["himpunan"],
        logo=data["kop"]["logo"] if number == 0 else "",
    )


def _piece(row: Lampiran, number: int) -> str:
    return f"lampiran/{row.uuid}-{number}.pdf"


def _pieces(row: Lampiran) -> Iterator[bytes]:
    for number in range(row.bagian):
        with default_storage.open(_piece(row, number)) as file:
            yield file.read()


def _notes(data: dict[str, Any]) -> list[str]:
    notes = [
        data["kepala"],
        f"Nomor {data['nomor']}, tanggal {data['tanggal']}",
        data["judul"],
        f"{data['siklus']}, skema {data['skema']}. {data['jumlah']} hasil.",
    ]
    if data["tidak"]:
        notes.append(f"{len(data['tidak'])} tidak dievaluasi, beserta alasannya.")
    if data["mengubah"]:
        notes.append(f"Mengubah keputusan {data['mengubah']}.")
    return notes


def _workbook(data: dict[str, Any]) -> bytes:
    """A sheet per group."""
    notes = [*_notes(data), f"Sidik himpunan: {data['himpunan']}"]
    decimals = "0" * data["desimal"]
    formats = {"No": "0", "IPP": f"0.{decimals}" if decimals else "0"}
    columns = [Column(title, formats.get(title, "General")) for title in data["kolom"]]
    sheets = [
        Sheet(group["nama"].replace("/", " "), columns, [*map(_numbers, group["baris"])], notes)
        for group in data["kelompok"]
    ]
    if data["tidak"]:
        titles = [Column(title, formats.get(title, "General")) for title in data["kolom_tidak"]]
        rows = [[int(number), *rest] for number, *rest in data["tidak"]]
        sheets.append(Sheet(WITHOUT, titles, rows, notes))
    return write_workbook(sheets)


def _numbers(row: list[str]) -> list[Any]:
    """The row of a table with its number and its figure as numbers."""
    number, instansi, unit, figure, *rest = row
    return [int(number), instansi, unit, Decimal(figure.replace(",", ".")), *rest]


def _text(data: dict[str, Any]) -> bytes:
    from reports.rendering.docx import Text
    from reports.rendering.pdf import logo_of

    text = Text(data["judul"])
    text.letterhead(data["kop"], logo_of(data["kop"]["logo"]))
    for line in (data["kepala"].upper(), f"Nomor {data['nomor']}", f"Tanggal {data['tanggal']}"):
        text.line(line, "Kepala Lampiran")
    text.line(data["judul"], "Judul Lampiran")
    for line in _notes(data)[3:]:
        text.line(line, "Keterangan")
    widths = WIDTHS if len(data["kolom"]) == len(WIDTHS) else WIDTHS_OF_SIX
    for group in data["kelompok"]:
        text.line(group["nama"], "Judul Kelompok")
        last = group is data["kelompok"][-1] and not data["tidak"]
        text.table(data["kolom"], widths, group["baris"], kept=last)
    if data["tidak"]:
        text.line(WITHOUT, "Judul Kelompok")
        text.table(data["kolom_tidak"], WIDTHS_WITHOUT, data["tidak"], kept=True)
    text.signature(data["penetap"]["jabatan"].upper(), data["penetap"]["nama"])
    text.line("")
    text.line(f"Sidik himpunan: {data['himpunan']}")
    return text.content()


def sweep() -> int:
    return QUEUE.sweep()
