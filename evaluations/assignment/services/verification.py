"""The step of verification of open evaluations: waived or asked for, by the organiser alone.

Everything else of the chain is fixed when an evaluation opens, see `Evaluasi.tahapan`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from evaluations.assignment.services.assigning import refuse_any
from evaluations.core import assignments
from evaluations.core.queries import people as people_queries
from evaluations.models import Evaluasi
from evaluations.rules.workflow import F02_OPEN, STEPS, State, Step
from pekppp.accounts import audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.notices import notify
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

MAX_REASON = 1000
# Afterwards it has been verified, or decided without.
OPEN = F02_OPEN | {State.F02_SELESAI}


@transaction.atomic
def waive(*, by: User, evaluasi: Sequence[Evaluasi], reason: str) -> int:
    """The validator goes on without the province, for this reason; how many evaluations."""
    return _change(by, evaluasi, reason, exists=False)


@transaction.atomic
def ask_for(*, by: User, evaluasi: Sequence[Evaluasi], reason: str) -> int:
    """These wait for the province from now on, though they opened without it."""
    return _change(by, evaluasi, reason, exists=True)


def _change(by: User, evaluasi: Sequence[Evaluasi], reason: str, *, exists: bool) -> int:
    locked = list(
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi", "penilai", "unit")
        .filter(pk__in={item.pk for item in evaluasi})
        .order_by("pk")
    )
    for item in locked:
        require(by, Permission.MANAGE_SIKLUS, item)
    words = texts.one_line(reason)
    if not locked:
        raise Refused("Pilih sedikitnya satu unit.", field="pilih")
    if not words:
        raise Refused("Tulis alasannya; kedua pihak membacanya.", field="alasan")
    if len(words) > MAX_REASON:
        raise Refused(f"Paling panjang {MAX_REASON} huruf.", field="alasan")
    refuse_any(_problem(item, exists) for item in locked)
    for item in locked:
        steps = item.steps | {Step.VERIFIKASI} if exists else item.steps - {Step.VERIFIKASI}
        item.tahapan = sorted(steps, key=STEPS.index)
        item.save(update_fields=["tahapan"])
        _tell(by, item, words, exists)
    audit.write_each(
        by=by,
        action="adakan_verifikasi" if exists else "tiadakan_verifikasi",
        things=locked,
        reason=words,
    )
    return len(locked)


def _problem(evaluasi: Evaluasi, exists: bool) -> str:
    if evaluasi.status not in OPEN:
        state = evaluasi.get_state_display().lower()
        return f"Tahap {evaluasi.nama_unit} tidak dapat diubah lagi ({state})."
    if exists == evaluasi.diverifikasi:
        return f"{evaluasi.nama_unit} {'sudah' if exists else 'tidak'} menunggu verifikasi."
    if exists and not people_queries.verifiers_come_from(evaluasi):
        return f"{evaluasi.nama_unit} tidak berada di bawah provinsi yang dapat memverifikasi."
    return ""


def _tell(by: User, evaluasi: Evaluasi, reason: str, exists: bool) -> None:
    """Who would have decided, and who is assessed and evaluates."""
    what = (
        f"{evaluasi.nama_unit} menunggu verifikasi provinsi"
        if exists
        else f"Verifikasi {evaluasi.nama_unit} ditiadakan"
    )
    notify(
        [person for person in _both_sides(evaluasi) if person.pk != by.pk],
        kind="tahap_verifikasi",
        subject=what,
        body=f"{what}. Diputuskan {by.nama}, penyelenggara {evaluasi.siklus.nama}. "
        f"Alasan: {reason}",
        url=evaluasi.get_absolute_url(),
        instansi=evaluasi.penilai,
    )


def _both_sides(evaluasi: Evaluasi) -> Iterable[Any]:
    yield from people_queries.verifying_admins(evaluasi)
    yield from assignments.people_on(evaluasi, "verify")
    yield from accounts.members_of_unit(evaluasi.unit)
    for found in people_queries.admins_by_instansi(
        {evaluasi.instansi_id, evaluasi.penilai_id}
    ).values():
        yield from found
