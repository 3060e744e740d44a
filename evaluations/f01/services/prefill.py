"""Evidence of the last time, handed in again: a row of its own for the same stored file.

Answers need nothing here: one that is taken over is saved like one that is typed.
"""

from uuid import UUID

from django.db import transaction

from evaluations.core.services.filling import require_may_fill
from evaluations.evidence.services import existing
from evaluations.f01.queries import prefill as f01_queries
from evaluations.models import Bukti, Evaluasi
from pekppp.accounts.models import User
from pekppp.base.errors import Refused


@transaction.atomic
def reuse_file(*, by: User, evaluasi: Evaluasi, bukti: UUID) -> Bukti:
    """Take a file over that the unit handed in with its evaluation of an earlier year."""
    require_may_fill(by, evaluasi)
    found = f01_queries.find_offered_file(evaluasi, bukti)
    if found is None:
        raise Refused("Berkas ini tidak ada di antara bukti tahun lalu.", status=404)
    nomor, old = found
    return existing.take_over(by=by, evaluasi=evaluasi, indikator=nomor, source=old)
