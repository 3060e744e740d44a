"""Ending many evaluations without a result by one letter: all of them, or none."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from evaluations.models import Evaluasi
from evaluations.monitoring.queries.ends import BULK, possible, states_of
from evaluations.progress.services.steps import end_each
from evaluations.rules.workflow import ACTION_LABELS, Ending
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

MOST = 500  # of one request
NAMED = 10  # that a refusal names


@transaction.atomic
def end_many(
    *, by: User, evaluations: Sequence[Evaluasi], action: Ending, reason: str, surat: str
) -> list[Evaluasi]:
    """End all of these, of one cycle, or none. Raises Refused, PermissionDenied."""
    if not evaluations:
        raise Refused("Centang sedikitnya satu unit.", field="pilih")
    if len(evaluations) > MOST:
        raise Refused(f"Paling banyak {MOST} unit sekaligus.", field="pilih")
    for item in evaluations:
        if not by.has_perm(Permission.END, item):
            raise PermissionDenied(f"end {item.pk}")
    if len({item.siklus_id for item in evaluations}) > 1:
        raise Refused("Pilih unit dari satu siklus saja.", field="pilih")
    if action not in BULK:
        raise Refused("Pilih keputusannya.", field="aksi")
    reason = texts.reason(reason, texts.LONG_REASON)
    surat = texts.required(surat, "surat", 100, "Nomor surat wajib diisi.")
    beyond = [item for item in evaluations if not possible(item, action)]
    if beyond:
        more = f", dan {len(beyond) - NAMED} lainnya" if len(beyond) > NAMED else ""
        raise Refused(
            f"«{ACTION_LABELS[action]}» tidak dapat dilakukan untuk {states_of(beyond[:NAMED])}"
            f"{more}. Hapus centangnya, atau pilih keputusan lain. Tidak ada yang diakhiri.",
            status=409,
        )
    return end_each(by=by, evaluations=evaluations, action=action, reason=reason, surat=surat)
