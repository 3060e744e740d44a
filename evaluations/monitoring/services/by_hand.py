"""Reminding whoever an evaluation waits for."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries.calendar import Calendar, f01_window
from evaluations.core.queries.deadlines import WAITS_FOR
from evaluations.core.services.notices import About, Told, tell
from evaluations.core.services.saving import digest_of
from evaluations.core.services.windows import in_wib
from evaluations.models import Evaluasi
from evaluations.monitoring.queries import monitoring as monitoring_queries
from evaluations.rules.notices import Event
from evaluations.rules.workflow import Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.accounts.notices import absolute
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

MAX_TEXT = 1000


class Reminded(NamedTuple):
    """How many evaluations somebody was told about now, and how many had been today already."""

    sent: int
    already: int
    told: Told


def may_remind(user: User, evaluasi: Evaluasi) -> bool:
    """The organiser, the evaluating office and the owner remind; who only reads does not."""
    return any(
        user.has_perm(permission, thing)
        for permission, thing in (
            (Permission.ASSIGN, evaluasi),
            (Permission.MANAGE_INSTANSI, evaluasi.instansi),
        )
    )


@transaction.atomic
def remind(*, by: User, evaluasi: Sequence[Evaluasi], pesan: str = "") -> Reminded:
    """Tell unit or evaluators, whomever each evaluation waits for; once a day.

    Raises Refused, PermissionDenied.
    """
    if not evaluasi:
        raise Refused("Pilih sedikitnya satu unit.", field="pilih")
    text = texts.at_most(pesan, "pesan", MAX_TEXT)
    for item in evaluasi:
        if not may_remind(by, item):
            raise PermissionDenied(f"remind {item.pk}")
    waiting = [item for item in evaluasi if item.state in WAITS_FOR]
    before = monitoring_queries.reminded_today(waiting)
    fresh = [item for item in waiting if item.pk not in before]
    told = Told()
    for event in (Event.PENGINGAT_UNIT, Event.PENGINGAT_EVALUATOR):
        about = [_about(item) for item in fresh if _event(item) is event]
        names = ",".join(str(item.evaluasi.pk) for item in about)
        key = f"{timezone.localdate()}:{digest_of(names)[:32]}"  # two clicks are one reminder
        told.add(tell(event, about, by=by, note=text, key=key, url=_page(event)))
    reached = [item for item in fresh if item.pk in told.evaluations]
    if not reached and not before:
        raise Refused(
            "Tidak ada yang dapat diingatkan: unit yang dipilih belum punya akun atau evaluator, "
            "atau tidak sedang ditunggu.",
            field="pilih",
        )
    audit.write_each(by=by, action=monitoring_queries.REMINDED, things=reached, pesan=text)
    return Reminded(len(reached), len(before), told)


def _event(evaluasi: Evaluasi) -> Event:
    f01 = WAITS_FOR[evaluasi.state] == Kegiatan.ISI_F01
    return Event.PENGINGAT_UNIT if f01 else Event.PENGINGAT_EVALUATOR


def _page(event: Event) -> str:
    return reverse("beranda" if event is Event.PENGINGAT_UNIT else "evaluations:tasks")


def _about(evaluasi: Evaluasi) -> About:
    until = deadline_of(evaluasi)
    words = f"tenggatnya {in_wib(until)}" if until else ""
    return About(evaluasi, details=f"T{words[1:]}." if words else "", line=words)


def deadline_of(evaluasi: Evaluasi) -> datetime | None:
    """The end of what an evaluation waits for."""
    if WAITS_FOR[evaluasi.state] == Kegiatan.ISI_F01:
        window = f01_window(evaluasi)
    else:
        window = Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
    return window.deadline(timezone.now())


def to_copy(evaluations: Sequence[Evaluasi]) -> str:
    """The same reminders as one text, for a group that hears elsewhere."""
    lines = []
    for item in evaluations:
        if item.state not in WAITS_FOR:
            continue
        until = deadline_of(item)
        what = "kirim F01" if _event(item) is Event.PENGINGAT_UNIT else "selesaikan F02"
        when = f", paling lambat {in_wib(until)}" if until else ""
        lines.append(f"- {item.nama_unit}: {what}{when}\n  {absolute(item.get_absolute_url())}")
    return "\n".join(["Pengingat PEKPPP", *lines]) if lines else ""
