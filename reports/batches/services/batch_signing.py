"""Signing of a whole batch: the worker begins it for one draft a transaction, see `batches`."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.queues import anew
from reports.documents.services import numbering
from reports.models import ButirKelompok, Dokumen, Kelompok, TandaTangan
from reports.signing.services import signatures

logger = logging.getLogger(__name__)

Cara, Status, Tahap = TandaTangan.Cara, Dokumen.Status, Dokumen.Tahap


def sign_next(batch: Kelompok) -> bool:
    """Begin the signing of the next draft of a locked batch; False when none is left."""
    if not batch.cara:
        return False
    row = (
        ButirKelompok.objects.filter(
            kelompok=batch,
            ttd_error="",
            dokumen__status=Status.SELESAI,
            dokumen__tahap=Tahap.KONSEP,
        )
        .order_by("urutan")
        .select_related("dokumen__evaluasi__penilai", "dokumen__evaluasi__unit", "dokumen__giliran")
        .first()
    )
    if row is None:
        return False
    try:
        # A savepoint: what is refused halfway leaves neither a number nor a signature behind.
        with transaction.atomic():
            _start(batch, certain(row.dokumen, "the query asks for one"))
    except Refused as refused:
        row.ttd_error = refused.message[:300]
    except PermissionDenied:
        row.ttd_error = "Peminta tidak berwenang atas dokumen unit ini."
    except Exception:  # one unit's trouble must not stop the other thousands
        logger.exception("signing of batch %s, item %s", batch.uuid, row.urutan)
        row.ttd_error = "Penandatanganan tidak dapat dimulai. Hubungi pengelola aplikasi."
    row.save(update_fields=["ttd_error"])
    return True


def _start(batch: Kelompok, dokumen: Dokumen) -> None:
    by = certain(batch.ditandatangani_oleh, "the signing of a batch is started by somebody")
    if dokumen.huruf_hilang:  # nobody looks at each file of a batch
        raise Refused(
            f"Huruf tampil sebagai kotak pada berkas: {dokumen.kotak}. Perbaiki teksnya, atau "
            "mulai dari halaman tanda tangan dokumen ini."
        )
    if not dokumen.nomor and not dokumen.sementara and not numbering.is_automatic(dokumen.kantor):
        raise Refused(
            "Belum bernomor. Isi nomornya pada halaman tanda tangan dokumen ini, atau "
            "aktifkan nomor otomatis pada kop surat, lalu mulai lagi."
        )
    ways = {place.tempat: _way(batch, place) for place in signatures.approvers(dokumen)}
    signatures.start(by=by, dokumen=dokumen, ways=ways, bundled=True)


def _way(batch: Kelompok, place: signatures.Approver) -> str:
    """On paper, unless an account is appointed there and that was wanted."""
    if batch.cara == Kelompok.Cara.APLIKASI and place.account is not None:
        return f"{Cara.APLIKASI.value}:{place.account.username}"
    return Cara.BASAH.value


def repack_sealed() -> bool:
    """Pack a batch again whose documents were sealed since, once nothing in it is awaited.

    Approvals come days after the first ZIP; an evening's approvals are one new ZIP.
    """
    rows = ButirKelompok.objects.filter(kelompok=OuterRef("pk"))
    newer = rows.filter(
        dokumen__pengesahan__isnull=False,
        dokumen__status=Status.SELESAI,
        dokumen__selesai_pada__gt=OuterRef("selesai_pada"),
    )
    awaited = rows.filter(
        Q(dokumen__tahap=Tahap.PROSES) | Q(dokumen__status__in=[Status.ANTRE, Status.DIKERJAKAN])
    )
    found = Kelompok.objects.filter(
        Exists(newer), ~Exists(awaited), status=Kelompok.Status.SELESAI
    ).exclude(cara="")
    return bool(found.update(status=Kelompok.Status.MENGEMAS, **anew()))
