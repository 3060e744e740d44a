"""What an office decides about marked responses: excluded with a reason, brought back, in order.

The unit itself decides nothing here. Every decision is audited and can be taken back, and the
tally and the results follow in the same transaction.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from evaluations.models import Evaluasi, Respons
from evaluations.services import survey_tally
from evaluations.services.saving import hold
from evaluations.workflow import DECIDED, ENDED
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.errors import Refused


@transaction.atomic
def exclude(*, by: Any, evaluasi: Evaluasi, kunci: Iterable[UUID], alasan: str) -> int:
    """Take responses out of every figure; returns how many. Raises Refused."""
    alasan = alasan.replace("\x00", "").strip()
    if not alasan:
        raise Refused("Tulis alasan pengecualian; alasan ini dicatat.", field="alasan")
    rows = _locked(by, evaluasi, kunci, dikecualikan=False)
    return _decide(
        by,
        evaluasi,
        rows,
        "kecualikan_respons",
        alasan,
        dikecualikan=True,
        alasan_dikecualikan=alasan,
    )


@transaction.atomic
def bring_back(*, by: Any, evaluasi: Evaluasi, kunci: Iterable[UUID], alasan: str = "") -> int:
    """Count excluded responses again."""
    rows = _locked(by, evaluasi, kunci, dikecualikan=True)
    return _decide(
        by,
        evaluasi,
        rows,
        "kembalikan_respons",
        alasan.replace("\x00", "").strip(),
        dikecualikan=False,
        alasan_dikecualikan="",
    )


@transaction.atomic
def accept(*, by: Any, evaluasi: Evaluasi, kunci: Iterable[UUID], alasan: str = "") -> int:
    """Find marked responses in order: they keep their signals and need no review any more."""
    rows = _locked(by, evaluasi, kunci, dikecualikan=False, perlu_ditinjau=True)
    return _decide(by, evaluasi, rows, "wajarkan_respons", alasan.replace("\x00", "").strip())


def _locked(by: Any, evaluasi: Evaluasi, kunci: Iterable[UUID], **state: bool) -> list[Respons]:
    """The responses among these that are in this state; others have been decided meanwhile."""
    require(by, Permission.REVIEW_SURVEI, evaluasi)
    hold(evaluasi)  # no validation slips in between
    if evaluasi.state in DECIDED | ENDED:
        raise Refused("Hasil sudah ditetapkan, jadi responsnya tidak dapat diubah.", status=403)
    rows = list(
        Respons.objects.select_for_update(of=("self",))
        .filter(survei=evaluasi.survei_id, kunci__in=list(kunci), dihitung=True, **state)
        .order_by("pk")
    )
    if not rows:
        raise Refused("Pilih sedikitnya satu respons yang masih dapat diubah.")
    return rows


def _decide(
    by: Any, evaluasi: Evaluasi, rows: list[Respons], action: str, alasan: str, **fields: Any
) -> int:
    survey_tally.change(
        rows, perlu_ditinjau=False, ditinjau_pada=timezone.now(), ditinjau_oleh=by, **fields
    )
    for row in rows:
        audit.write(
            by=by,
            action=action,
            thing=evaluasi,
            reason=alasan,
            respons=str(row.kunci),
            tanda=row.tanda,
        )
    return len(rows)
