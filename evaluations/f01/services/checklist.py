"""The unit ticks the documents that an indicator asks for."""

from uuid import UUID

from django.db import transaction

from evaluations.core.services import checklist
from evaluations.core.services.filling import require_may_fill
from evaluations.core.services.saving import hold
from evaluations.models import Evaluasi, Kelengkapan, Pihak
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission


@transaction.atomic
def tick_as_unit(
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
    """One tick of the unit, as long as the F01 (of this indicator) may be filled.

    Raises Refused, Conflict (carrying the present row), PermissionDenied.
    """
    require(by, Permission.FILL_F01, evaluasi)
    hold(evaluasi)
    require_may_fill(by, evaluasi, indikator)
    return checklist.store(
        by=by,
        evaluasi=evaluasi,
        indikator=indikator,
        dokumen=dokumen,
        pihak=Pihak.UNIT,
        keadaan=keadaan,
        catatan=catatan,
        based_on=based_on,
        key=key,
    )
