"""A version of a document: kept once per input, queued, and told apart from what it corrects."""

from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base.errors import Refused
from pekppp.base.queues import Queue
from reports.core import documents as document_queries
from reports.documents.services import numbering
from reports.figures import changes
from reports.figures.approvals import full_input
from reports.figures.shared import digest_of
from reports.models import Dokumen

Status, Tahap = Dokumen.Status, Dokumen.Tahap
MAX_REASON = 1000
# Whoever asks for the same once more after these gets a new version.
CLOSED = (Tahap.DITOLAK, Tahap.DICABUT, Tahap.DIGANTI)

# The next one to be rendered is chosen in `documents`.
QUEUE = Queue(
    model=Dokumen,
    name="Dokumen",
    task="reports.tasks.render_next",
    takes={Status.ANTRE: Status.GAGAL, Status.DIKERJAKAN: Status.GAGAL},
    works=Status.DIKERJAKAN,
    calls=20,
    words="Dokumen tidak dapat disusun. Sampaikan kode {row.kode} kepada pengelola.",
    words_of={OSError: "Penyimpanan berkas tidak dapat dijangkau."},
    stuck="Pembuatan dokumen berulang kali terhenti di tengah jalan.",
)


def keep(*, by: User, row: Dokumen, masukan: dict[str, Any], reason: str) -> Dokumen:
    """Freeze an input as the next version of its document and queue it; the last version where
    that says the same. A number that was typed is entered; an automatic one is taken when the
    document is sealed, so that no draft uses one up.

    `row` says of what it is; the caller holds the lock under which versions are counted. A
    correction of what was signed needs its reason; what it changes is read from the two inputs.
    """
    day = date.fromisoformat(masukan["tanggal"])
    if masukan["nomor"]:
        numbering.claim(row, masukan["nomor"], day.year)
    made = document_queries.versions_of(row)
    digest = digest_of(masukan)
    same_readers = made.filter(memuat=masukan["memuat"]).order_by("-versi")
    last = same_readers.defer(*document_queries.LARGE).first()
    if (
        last is not None
        and last.tahap not in CLOSED
        and last.masukan_digest
        in (
            digest,
            # Its number came later; a form that was opened since says it.
            digest_of(masukan | {"nomor": ""}) if last.nomor == masukan["nomor"] else digest,
        )
    ):
        if last.status == Status.GAGAL:
            QUEUE.again(last)
        return last
    frozen = {
        "versi": (made.aggregate(last=Max("versi"))["last"] or 0) + 1,
        "nomor": masukan["nomor"],
        "tanggal": day,
        "sementara": masukan["sementara"],
        "memuat": masukan["memuat"],
        "masukan": masukan,
        "masukan_digest": digest,
        "diminta_oleh": by,
    }
    for name, value in (frozen | _correction(made, masukan, " ".join(reason.split()))).items():
        setattr(row, name, value)
    row.save(force_insert=True)
    audit.write(
        by=by,
        action="minta_dokumen",
        thing=row,
        jenis=row.jenis,
        versi=row.versi,
        nomor=row.nomor,
        digest=digest,
        perubahan=row.perubahan,
    )
    QUEUE.wake()
    return row


def _correction(made: QuerySet[Dokumen], masukan: dict[str, Any], reason: str) -> dict[str, Any]:
    corrected = document_queries.signed_document(made)
    if corrected is None or (masukan["sementara"] and not reason):
        return {}
    if not reason:
        raise Refused(
            f"Versi {corrected.versi} sudah ditandatangani. Tulis alasan perubahannya; alasan itu "
            "dicetak pada versi baru, bersama daftar yang berubah.",
            field="perubahan",
        )
    if len(reason) > MAX_REASON:
        raise Refused(f"Paling panjang {MAX_REASON} huruf.", field="perubahan")
    return {
        "menggantikan": corrected,
        "perubahan": reason,
        "rincian_perubahan": changes.compare(full_input(corrected), masukan),
    }
