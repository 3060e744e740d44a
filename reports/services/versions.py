"""A version of a document: kept once per input, queued, and told apart from what it corrects."""

from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from pekppp.accounts import audit
from pekppp.errors import Refused
from reports.figures import changes
from reports.figures.approvals import full_input
from reports.figures.shared import digest_of
from reports.models import Dokumen
from reports.queries import documents as queries

Status, Tahap = Dokumen.Status, Dokumen.Tahap
MAX_REASON = 1000
# Whoever asks for the same once more after these gets a new version.
CLOSED = (Tahap.DITOLAK, Tahap.DICABUT, Tahap.DIGANTI)


def keep(*, by: Any, made: QuerySet[Dokumen], masukan: dict[str, Any], reason: str, **row: Any):
    """Freeze an input as the next version of `made` and queue it, unless its last one is the same.

    The caller holds the lock under which versions are counted. A correction of what was signed
    needs its reason; what it changes is read from the two inputs.
    """
    digest = digest_of(masukan)
    same_readers = made.filter(memuat=masukan["memuat"]).order_by("-versi")
    last = same_readers.defer(*queries.LARGE).first()
    if last is not None and last.masukan_digest == digest and last.tahap not in CLOSED:
        if last.status == Status.GAGAL:
            requeue(last)
        return last
    dokumen = Dokumen.objects.create(
        **_correction(made, masukan, " ".join(reason.split())),
        **row,
        versi=(made.aggregate(last=Max("versi"))["last"] or 0) + 1,
        nomor=masukan["nomor"],
        tanggal=masukan["tanggal"],
        sementara=masukan["sementara"],
        memuat=masukan["memuat"],
        masukan=masukan,
        masukan_digest=digest,
        diminta_oleh=by,
    )
    audit.write(
        by=by,
        action="minta_dokumen",
        thing=dokumen,
        jenis=dokumen.jenis,
        versi=dokumen.versi,
        nomor=dokumen.nomor,
        digest=digest,
        perubahan=dokumen.perubahan,
    )
    wake()
    return dokumen


def _correction(made: QuerySet[Dokumen], masukan: dict[str, Any], reason: str) -> dict[str, Any]:
    corrected = queries.signed_document(made)
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


def requeue(dokumen: Dokumen, *changed: str) -> None:
    dokumen.status, dokumen.attempts = Status.ANTRE, 0
    dokumen.error, dokumen.lease_until = "", None
    dokumen.save(update_fields=["status", "attempts", "error", "lease_until", *changed])
    wake()


def wake() -> None:
    from reports.tasks import render_next

    transaction.on_commit(lambda: render_next.delay(), robust=True)
