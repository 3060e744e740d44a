"""What both doors of a ticked document take in and tell."""

from collections.abc import Callable
from typing import Any

from django.http import JsonResponse

from evaluations.core.services.checklist import keep_refused
from evaluations.core.views.saves import Save, answer, clock
from evaluations.models import Evaluasi, Kelengkapan
from pekppp.accounts.request import UserRequest
from pekppp.base.errors import Refused


def tick(
    request: UserRequest,
    service: Callable[..., Kelengkapan],
    *,
    load: Callable[[], Evaluasi],
    handed: Callable[[Save], str] | None = None,
) -> JsonResponse:
    """Save one tick: {indikator, dokumen, changes: {keadaan, catatan}, versi, kunci} as JSON."""

    def work(found: Evaluasi, save: Save) -> dict[str, Any]:
        row = service(
            by=request.user,
            evaluasi=found,
            indikator=save.number("indikator"),
            dokumen=save.text("dokumen"),
            **changes_of(save),
            based_on=save.versi,
            key=save.kunci,
        )
        return {"versi": row.versi, "keadaan": row.keadaan, "catatan": row.catatan}

    def keep(row: Kelengkapan, save: Save) -> None:
        keep_refused(by=request.user, current=row, **changes_of(save), based_on=save.versi)

    return answer(request, work, load=load, describe=_present, keep=keep, handed=handed)


def changes_of(save: Save) -> dict[str, str]:
    changes = save.data.get("changes")
    if not isinstance(changes, dict):
        raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400)
    found = {name: changes.get(name, "") for name in ("keadaan", "catatan")}
    if not all(isinstance(text, str) for text in found.values()):
        raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400)
    return found


def _present(row: Kelengkapan) -> dict[str, Any]:
    """The tick that is there now, for somebody whose save came too late."""
    return {
        "versi": row.versi,
        "keadaan": row.keadaan,
        "catatan": row.catatan,
        "kata": row.kata,
        "oleh": str(row.oleh),
        "pada": clock(row.pada),
    }
