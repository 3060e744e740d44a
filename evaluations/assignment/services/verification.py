"""The step of verification of open evaluations: waived or asked for, by the organiser alone.

Everything else of the chain is fixed when an evaluation opens, see `Evaluasi.tahapan`.
"""

from collections.abc import Sequence

from django.db import transaction

from evaluations.assignment.services.assigning import refuse_any
from evaluations.core.queries import people as people_queries
from evaluations.core.services.notices import About, tell
from evaluations.models import Evaluasi
from evaluations.rules.notices import Event
from evaluations.rules.workflow import F02_OPEN, STEPS, State, Step
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
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
    audit.write_each(
        by=by,
        action="adakan_verifikasi" if exists else "tiadakan_verifikasi",
        things=locked,
        reason=words,
    )
    _tell(by, locked, words, exists)
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


def _tell(by: User, evaluations: Sequence[Evaluasi], reason: str, exists: bool) -> None:
    """Who would have decided, and who is assessed and evaluates."""
    apa = "menunggu verifikasi provinsi" if exists else "tidak lagi menunggu verifikasi provinsi"
    details = f"Diputuskan {by.nama}, penyelenggara. Alasan: {reason}"
    about = [About(item, {"apa": apa}) for item in evaluations]
    tell(Event.TAHAP_VERIFIKASI, about, by=by, note=details)
