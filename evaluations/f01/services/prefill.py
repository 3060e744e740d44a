"""Evidence of the last time, handed in again: a row of its own for the same stored file.

Answers need nothing here: one that is taken over is saved like one that is typed.
"""

from uuid import UUID

from django.db import transaction

from evaluations.core.services.filling import require_may_fill
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence
from evaluations.f01 import queries as f01_queries
from evaluations.models import Bukti, Evaluasi
from pekppp.accounts.models import User
from pekppp.base.certain import certain
from pekppp.base.errors import Refused


@transaction.atomic
def reuse_file(*, by: User, evaluasi: Evaluasi, bukti: UUID) -> Bukti:
    """Take a file over that the unit handed in with its evaluation of an earlier year."""
    require_may_fill(by, evaluasi)
    found = f01_queries.find_offered_file(evaluasi, bukti)
    if found is None:
        raise Refused("Berkas ini tidak ada di antara bukti tahun lalu.", status=404)
    nomor, old = found
    berkas = certain(old.berkas, "what is offered is a file")
    evidence.lock(by, evaluasi, nomor)
    if not evidence_queries.holds(evaluasi, berkas.sha256):
        evidence.require_room(evaluasi, berkas.ukuran)
    return evidence.attach(
        by,
        evaluasi,
        nomor,
        berkas,
        old.nama,
        {"keterangan": old.keterangan, "halaman": old.halaman},
        tanggal_dokumen=old.tanggal_dokumen,
        dokumen_umum_id=old.dokumen_umum_id,
        disensor=old.disensor,
        asal=old,
    )
