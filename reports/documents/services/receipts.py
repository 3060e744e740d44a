"""Receipts of submitted F01: one for each submission, made by itself.

Whoever submits knows nothing of documents. What has no receipt yet is found by looking for it: at
once, since the step that submits wakes this, and by the sweep.
"""

import logging

from django.db import transaction

from evaluations.models import VersiF01
from pekppp.accounts import audit
from reports.core import documents as document_queries
from reports.documents.services.versions import QUEUE
from reports.figures import tanda_terima
from reports.figures.approvals import approvals
from reports.figures.shared import digest_of
from reports.models import Dokumen
from reports.rendering import pades

logger = logging.getLogger(__name__)

# Of one call; the newest first, so that what was handed in before there were receipts waits.
MOST = 20


def make_due() -> int:
    """Queue the receipts that are missing; how many."""
    found = document_queries.without_receipt(MOST)
    sizes = document_queries.sizes_of_evidence(found)
    made = 0
    for versi in found:
        try:
            made += _make(versi, sizes)
        except Exception:  # one that cannot be told must not keep the others from theirs
            logger.exception("receipt of %s, %s", versi.evaluasi_id, versi)
    for _ in range(made):
        QUEUE.wake()
    return made


def _make(versi: VersiF01, sizes: dict[str, int]) -> bool:
    evaluasi = versi.evaluasi
    masukan = tanda_terima.build(versi, sizes)
    row = Dokumen(
        jenis=Dokumen.Jenis.TANDA_TERIMA,
        instansi_id=versi.instansi_id,
        siklus_id=versi.siklus_id,
        evaluasi=evaluasi,
        versi=versi.putaran,
        nomor=versi.nomor,
        tanggal=masukan["tanggal"],
        sementara=False,
        keadaan=evaluasi.state,
        memuat=masukan["memuat"],
        masukan=masukan,
        masukan_digest=digest_of(masukan),
        tahap=Dokumen.Tahap.BERLAKU,
        diputus_pada=versi.pada,
        diminta_oleh=versi.oleh,
    )
    row.pengesahan = approvals(row, [], zone=evaluasi.instansi.zone, trial=pades.is_trial())
    with transaction.atomic():
        # Two that look at once find the same ones missing.
        Dokumen.objects.bulk_create([row], ignore_conflicts=True)
        if not Dokumen.objects.filter(uuid=row.uuid).exists():
            return False
        said = {"nomor": row.nomor, "sidik": masukan["sidik"]}
        audit.write(by=None, action="buat_tanda_terima", thing=row, **said)
    return True
