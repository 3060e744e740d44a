"""An evaluator ticks the same documents as the unit, beside it: what he found himself."""

from uuid import UUID

from django.db import transaction

from evaluations.core.services import checklist
from evaluations.core.services.saving import hold
from evaluations.f02.services.levels import require_may_score
from evaluations.models import Evaluasi, Kelengkapan, PeranNilai, Pihak
from evaluations.progress.services import steps
from pekppp.accounts.models import User
from pekppp.base.errors import Refused


@transaction.atomic
def tick_as_evaluator(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    dokumen: str,
    keadaan: str,
    catatan: str,
    based_on: int,
    key: UUID,
) -> Kelengkapan:
    """One finding of this evaluator, by the same door as his level.

    Raises Refused, Conflict (carrying the present row), PermissionDenied.
    """
    known = {item.nomor for item in evaluasi.versi.instrumen.semua_indikator}
    if indikator not in known:
        raise Refused("Indikator ini tidak ada pada instrumen.", status=404)
    steps.start_assessment(by=by, evaluasi=evaluasi)
    hold(evaluasi)
    require_may_score(by, evaluasi, indikator, PeranNilai.EVALUATOR)
    steps.require_open(evaluasi, steps.Kegiatan.NILAI_F02, "Masa penilaian F02")
    return checklist.store(
        by=by,
        evaluasi=evaluasi,
        indikator=indikator,
        dokumen=dokumen,
        pihak=Pihak.EVALUATOR,
        keadaan=keadaan,
        catatan=catatan,
        based_on=based_on,
        key=key,
    )
