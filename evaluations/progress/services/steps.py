"""The one writer of an evaluation's state: `advance`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Unpack, overload

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.models import Evaluasi, Pengembalian
from evaluations.progress.queries import taking_back
from evaluations.progress.services.notices import announce
from evaluations.progress.services.statements import Statement
from evaluations.progress.services.step_effects import EFFECTS, Facts, not_sent
from evaluations.results import services as result_services
from evaluations.rules.workflow import (
    ACTION_LABELS,
    ENDED,
    F02_OPEN,
    STATE_LABELS,
    Action,
    Ending,
    Kegiatan,
    Reopening,
    State,
    Transition,
    transitions_of,
)
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base import texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

BEFORE_F02 = frozenset({State.DRAF, State.DIKIRIM, State.DIKEMBALIKAN})


def possible_actions(user: User, evaluasi: Evaluasi) -> list[Action]:
    """The actions that this user could take now, for buttons; `advance` asks again."""
    found = []
    steps = evaluasi.steps
    for action in Action:
        options = transitions_of(evaluasi.status, action, steps)
        if any(
            user.has_perm(option.permission, evaluasi)
            and (option.window is None or _is_open(evaluasi, option.window))
            for option in options
        ) and not (action is Action.TARIK_KEMBALI and taking_back.refusal(user, evaluasi)):
            found.append(action)
    return found


@overload
def advance(
    *,
    by: User,
    evaluasi: Evaluasi,
    action: Literal[Action.KIRIM_F01],
    reason: str = ...,
    confirmed_gaps: bool = ...,
    confirmed_untouched: bool = ...,
    declaration: str = ...,
    statement: Statement | None = ...,
) -> Evaluasi: ...
@overload
def advance(
    *,
    by: User,
    evaluasi: Evaluasi,
    action: Literal[Action.KEMBALIKAN_F01],
    reason: str,
    indikator: Sequence[int],
    tenggat: datetime,
    alasan_indikator: Mapping[str, str] = ...,
) -> Evaluasi: ...
@overload
def advance(
    *,
    by: User,
    evaluasi: Evaluasi,
    action: Literal[Action.SELESAI_F02],
    dasar: str = ...,
) -> Evaluasi: ...
@overload
def advance(
    *,
    by: User,
    evaluasi: Evaluasi,
    action: Reopening,
    reason: str,
    tenggat: datetime | None = ...,
) -> Evaluasi: ...
@overload
def advance(
    *,
    by: User,
    evaluasi: Evaluasi,
    action: Ending,
    reason: str,
    surat: str = ...,
    pengganti: Evaluasi | None = ...,
) -> Evaluasi: ...
@overload
def advance(*, by: User, evaluasi: Evaluasi, action: Action, reason: str = ...) -> Evaluasi: ...
@transaction.atomic
def advance(
    *, by: User, evaluasi: Evaluasi, action: Action, reason: str = "", **facts: Unpack[Facts]
) -> Evaluasi:
    """Take one step: lock, ask permission and window, check, write state and audit.

    Which facts an action takes is said by its overload, what they mean by `Facts`. The given
    object is brought up to date and returned. Raises Refused or PermissionDenied.
    """
    locked, reason = _take(by, evaluasi, action, reason, facts)
    announce(by=by, about=[locked], action=action, reason=reason, tenggat=facts.get("tenggat"))
    evaluasi.refresh_from_db()
    return evaluasi


@transaction.atomic
def end_each(
    *, by: User, evaluations: Sequence[Evaluasi], action: Ending, reason: str, surat: str = ""
) -> list[Evaluasi]:
    """End all of these with one reason and one letter, or none of them.

    Each is checked and audited as if it were ended alone; every person is told once of all that is
    his. Raises Refused or PermissionDenied.
    """
    ended = []
    for item in sorted(
        evaluations, key=lambda one: one.pk
    ):  # one order, or two wait for each other
        try:
            ended.append(_take(by, item, action, reason, {"surat": surat})[0])
        except Refused as error:
            if error.field:
                raise  # about the reason, which all of them share
            words = f"{item.nama_unit}: {error.message} Tidak ada yang diakhiri."
            raise Refused(words, status=error.status) from None
    if ended:
        reason = ended[0].akhir_alasan
        announce(by=by, about=ended, action=action, reason=reason, tenggat=None)
    return ended


@transaction.atomic
def return_for_errata(
    *, by: User, evaluasi: Evaluasi, indikator: Sequence[int], tenggat: datetime, reason: str
) -> Pengembalian:
    """Open these indicators for the unit again, since the instrument was mended; whoever applies
    the errata tells of it."""
    facts: Facts = {"indikator": indikator, "tenggat": tenggat, "ralat": True}
    locked, _ = _take(by, evaluasi, Action.KEMBALIKAN_F01, reason, facts)
    return certain(calendar.open_return(locked), "it was returned just now")


def _take(
    by: User, evaluasi: Evaluasi, action: Action, reason: str, facts: Facts
) -> tuple[Evaluasi, str]:
    """The step itself; gives back the row as it is now and the reason as it was kept."""
    locked = (
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi__induk", "penilai__induk", "unit", "versi")
        .get(pk=evaluasi.pk)
    )
    transition = _transition(by, locked, action)
    if transition.reason:
        reason = texts.reason(reason, texts.LONG_REASON)
    reason = texts.at_most(reason, "alasan", texts.LONG_REASON)
    if transition.window is not None:
        require_open(locked, transition.window, "Masa " + _WINDOW_WORDS[transition.window])
    previous = locked.state
    locked.state = _before(by, locked, action) or transition.target
    locked.state_since = timezone.now()
    locked.siap_pada = locked.siap_oleh = None
    effect = EFFECTS.get(action)
    if effect is not None:
        effect(by, locked, State(previous), reason, facts)
    locked.save()
    audit.write(
        by=by,
        action=action.value,
        thing=locked,
        reason=reason,
        dari=previous,
        ke=locked.state,
        **_audited(facts),
    )
    result_services.mark_stale(locked)
    return locked, reason


def _before(by: User, locked: Evaluasi, action: Action) -> str:
    """Where a step leads back to, where the table only knows that as a draft; else ""."""
    if action is Action.PULIHKAN:
        return locked.akhir_dari
    if action is not Action.TARIK_KEMBALI:
        return ""
    refusal = taking_back.refusal(by, locked)
    if refusal:
        raise Refused(refusal, status=403)
    return State.DIKEMBALIKAN if taking_back.answered(locked) else ""


def start_assessment(*, by: User, evaluasi: Evaluasi) -> None:
    """Begin scoring where it has not begun; a no-op in any other state.

    Called before `saving.hold`: taking the row for oneself while others share it could deadlock.
    """
    evaluasi.refresh_from_db(fields=["state"])
    if evaluasi.state not in BEFORE_F02:
        return
    try:
        advance(by=by, evaluasi=evaluasi, action=Action.MULAI_NILAI)
    except Refused:
        evaluasi.refresh_from_db(fields=["state"])
        if evaluasi.state != State.DINILAI:  # otherwise a colleague has just begun
            raise


def scoring_refusal(evaluasi: Evaluasi) -> str:
    """Why no level can be given or begun now, in one sentence; "" where it can."""
    if evaluasi.status not in F02_OPEN:
        return "F02 sedang tidak dibuka, jadi nilai tidak dapat diubah."
    closed = calendar.closed_words(evaluasi, Kegiatan.NILAI_F02, "Masa penilaian F02")
    if closed:
        return closed + " Perpanjangan diberikan oleh penyelenggara siklus."
    return not_sent(evaluasi, evaluasi.status)


_WINDOW_WORDS = {
    Kegiatan.ISI_F01: "pengisian F01",
    Kegiatan.UNGGAH_BUKTI: "unggah bukti",
    Kegiatan.SURVEI: "survei F03",
    Kegiatan.NILAI_F02: "penilaian F02",
    Kegiatan.SANGGAH: "sanggah",
}


def _transition(by: User, evaluasi: Evaluasi, action: Action) -> Transition:
    options = transitions_of(evaluasi.status, action, evaluasi.steps)
    if not options and action is Action.VALIDASI and evaluasi.status is State.F02_SELESAI:
        raise Refused(
            f"{evaluasi.nama_unit} menunggu verifikasi provinsi. Penyelenggara dapat "
            "meniadakannya dengan alasan pada halaman penugasan.",
            status=409,
        )
    if not options:
        raise Refused(
            f"«{ACTION_LABELS[action]}» tidak dapat dilakukan: status evaluasi saat ini "
            f"«{STATE_LABELS[evaluasi.status]}».",
            status=409,
        )
    for option in options:
        if by.has_perm(option.permission, evaluasi):
            return option
    raise PermissionDenied(f"{action} on {evaluasi.pk}")


def _is_open(evaluasi: Evaluasi, kegiatan: Kegiatan) -> bool:
    if kegiatan == Kegiatan.ISI_F01:
        return not calendar.f01_refusal(evaluasi)
    return calendar.Calendar.of(evaluasi.siklus).is_open(evaluasi, kegiatan)


def require_open(evaluasi: Evaluasi, kegiatan: Kegiatan, what: str) -> None:
    if kegiatan == Kegiatan.ISI_F01:
        refusal = calendar.f01_refusal(evaluasi)
    else:
        refusal = calendar.closed_words(evaluasi, kegiatan, what)
    if refusal:
        raise Refused(refusal, status=403)


def _audited(facts: Facts) -> dict[str, Any]:
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else str(getattr(value, "pk", value))
        if not isinstance(value, int | str | list | dict | bool)
        else value
        for name, value in facts.items()
        if value is not None
    }


__all__ = [
    "BEFORE_F02",
    "ENDED",
    "Kegiatan",
    "advance",
    "end_each",
    "possible_actions",
    "require_open",
    "return_for_errata",
    "scoring_refusal",
    "start_assessment",
]
