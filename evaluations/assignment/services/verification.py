"""The step of verification of open evaluations: waived or asked for by the organiser, or settled by
the sample that its province drew.

Everything else of the chain is fixed when an evaluation opens, see `Evaluasi.tahapan`.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from evaluations.assignment.services.assigning import refuse_any
from evaluations.core.queries import people as people_queries
from evaluations.core.services.notices import About, tell
from evaluations.models import Evaluasi, SampelVerifikasi
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
_ACTIONS = {True: "adakan_verifikasi", False: "tiadakan_verifikasi"}


@transaction.atomic
def waive(*, by: User, evaluasi: Sequence[Evaluasi], reason: str) -> int:
    """The validator goes on without the province, for this reason; how many evaluations."""
    return _change(by, evaluasi, reason, exists=False)


@transaction.atomic
def ask_for(*, by: User, evaluasi: Sequence[Evaluasi], reason: str) -> int:
    """These wait for the province from now on, though they opened without it."""
    return _change(by, evaluasi, reason, exists=True)


@transaction.atomic
def settle_sample(*, by: User, sampel: SampelVerifikasi) -> int:
    """Give the step of verification to what a province drew and take it from what is outside, by
    the rule of its cycle; how many changed. Whoever drew was asked already: this asks again."""
    both = {*sampel.terpilih, *sampel.di_luar}
    locked = list(_locked().filter(siklus=sampel.siklus_id, uuid__in=both))
    for item in locked:
        require(by, Permission.APPOINT_VERIFIER, item)
    wanted = set(sampel.terpilih)
    changed: dict[bool, list[Evaluasi]] = {True: [], False: []}
    for item in locked:
        inside = item.uuid in wanted
        if inside == item.diverifikasi:
            continue
        if item.status not in OPEN:
            raise Refused(f"Tahap {item.nama_unit} baru saja berubah. Ulangi pengambilan sampel.")
        _set(item, exists=inside)
        changed[inside].append(item)
    for inside, items in changed.items():
        if items:
            where = "dalam" if inside else "di luar"
            words = f"{where.capitalize()} sampel verifikasi: {sampel}."
            audit.write_each(by=by, action=_ACTIONS[inside], things=items, reason=words)
            _tell(items, f"Sampel diambil {by.nama}. {words}", inside, by)
    return sum(map(len, changed.values()))


def _locked() -> QuerySet[Evaluasi]:
    return (
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi", "penilai", "unit")
        .prefetch_related("unit__co_owners")
        .order_by("pk")
    )


def _set(evaluasi: Evaluasi, *, exists: bool) -> None:
    steps = evaluasi.steps | {Step.VERIFIKASI} if exists else evaluasi.steps - {Step.VERIFIKASI}
    evaluasi.tahapan = sorted(steps, key=STEPS.index)
    evaluasi.save(update_fields=["tahapan"])


def _change(by: User, evaluasi: Sequence[Evaluasi], reason: str, *, exists: bool) -> int:
    locked = list(_locked().filter(pk__in={item.pk for item in evaluasi}))
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
        _set(item, exists=exists)
    audit.write_each(by=by, action=_ACTIONS[exists], things=locked, reason=words)
    _tell(locked, f"Diputuskan {by.nama}, penyelenggara. Alasan: {words}", exists, by)
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


def _tell(evaluations: Sequence[Evaluasi], details: str, exists: bool, by: User) -> None:
    """Who would have decided, and who is assessed and evaluates."""
    apa = "menunggu verifikasi provinsi" if exists else "tidak lagi menunggu verifikasi provinsi"
    about = [About(item, {"apa": apa}) for item in evaluations]
    tell(Event.TAHAP_VERIFIKASI, about, by=by, note=details)
