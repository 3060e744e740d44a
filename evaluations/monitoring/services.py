"""Reminding whoever an evaluation waits for."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import people as people_queries
from evaluations.core.queries.calendar import Calendar, f01_window
from evaluations.core.queries.deadlines import WAITS_FOR
from evaluations.core.services.windows import in_wib
from evaluations.models import Evaluasi
from evaluations.rules.workflow import Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.accounts.notices import Message, already_told, notify_each
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

MAX_TEXT = 1000


class Reminded(NamedTuple):
    """How many evaluations somebody was told about now, and how many had been today already."""

    sent: int
    already: int


def may_remind(user: User, evaluasi: Evaluasi) -> bool:
    """The organiser, the evaluating office and the owner remind; who only reads does not."""
    return any(
        user.has_perm(permission, thing)
        for permission, thing in (
            (Permission.ASSIGN, evaluasi),
            (Permission.MANAGE_PEOPLE, evaluasi.instansi),
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
    members = people_queries.members_by_unit({item.unit_id for item in waiting})
    team = assignments.teams_of(waiting)
    today = timezone.localdate().isoformat()
    messages: dict[int, list[Message]] = {}
    for item in waiting:
        f01 = WAITS_FOR[item.state] == Kegiatan.ISI_F01
        recipients = members.get(item.unit_id, []) if f01 else team.get(item.pk, [])
        if not recipients:
            continue
        subject, body = _words(item, f01=f01)
        if text:
            body += f"\n\n{text}"
        messages[item.pk] = [
            Message(
                person,
                subject,
                body,
                item.get_absolute_url(),
                item.instansi_id,
                f"{item.pk}:{today}",
            )
            for person in recipients
        ]
    if not messages:
        raise Refused(
            "Tidak ada yang dapat diingatkan: unit yang dipilih belum punya akun atau evaluator, "
            "atau tidak sedang ditunggu.",
            field="pilih",
        )
    everybody = [message for some in messages.values() for message in some]
    before = already_told(everybody, kind="pengingat")
    fresh = [item for item in everybody if (item.user.pk, item.dedupe_key) not in before]
    keys = {item.dedupe_key for item in fresh}
    told = [item for item in waiting if f"{item.pk}:{today}" in keys]
    notify_each(fresh, kind="pengingat")
    audit.write_each(by=by, action="ingatkan", things=told, pesan=text)
    return Reminded(len(told), len(messages) - len(told))


def _words(evaluasi: Evaluasi, *, f01: bool) -> tuple[str, str]:
    if f01:
        what, window = "mengirim F01", f01_window(evaluasi)
    else:
        what = "menyelesaikan F02"
        calendar = Calendar.of(evaluasi.siklus)
        window = calendar.window(evaluasi, Kegiatan.NILAI_F02)
    subject = f"Pengingat: {what} {evaluasi.nama_unit}."
    until = window.deadline(timezone.now())
    when = f" Tenggatnya {in_wib(until)}." if until else ""
    return subject, f"{evaluasi.siklus.nama} menunggu Anda {what} {evaluasi.nama_unit}.{when}"
