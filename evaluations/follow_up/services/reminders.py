"""Reminding units of what they promised: once before its date and once after; the sweep asks.

Their offices hear once of all that has become late, in one notice.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries import people as people_queries
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.follow_up.services.follow_up import place_of
from evaluations.models import TindakLanjut
from pekppp.accounts.models import Instansi
from pekppp.accounts.notices import Message, notify, notify_each
from pekppp.base.formats import tanggal

BEFORE = timedelta(days=7)
# A server that was away for longer does not remind of what is long past.
AFTER = timedelta(days=30)
AT_ONCE = 500
NAMED = 20  # in the notice of an office; its list has the others


def remind_due() -> int:
    """Remind of what is due soon or late; return how many commitments that were."""
    today = timezone.localdate()
    soon = _remind(today, today + BEFORE, told=1)
    return soon + _remind(today - AFTER, today - timedelta(days=1), told=2)


@transaction.atomic
def _remind(first: date, last: date, *, told: int) -> int:
    """`told` is the number of reminders that there are after this one."""
    rows = list(
        follow_up_queries.due_between(first, last, told)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related(
            "evaluasi__siklus", "evaluasi__instansi", "evaluasi__penilai", "rekomendasi"
        )[:AT_ONCE]
    )
    members = people_queries.members_by_unit({row.evaluasi.unit_id for row in rows})
    messages = [
        Message(
            person,
            _subject(row, late=told > 1),
            f"{_subject(row, late=told > 1)}\n\n{row.tindakan}",
            place_of(row),
            row.instansi_id,
            f"tindak_lanjut:{row.pk}:{row.tenggat}:{told}",
        )
        for row in rows
        for person in members.get(row.evaluasi.unit_id, [])
    ]
    notify_each(messages, kind="pengingat_tindak_lanjut")
    TindakLanjut.objects.filter(pk__in=[row.pk for row in rows]).update(pengingat=told)
    if told > 1:
        _tell_offices(rows)
    return len(rows)


def _tell_offices(rows: Iterable[TindakLanjut]) -> None:
    """One notice for each office; whoever has not read the last one hears nothing new."""
    late: dict[Instansi, list[TindakLanjut]] = {}
    for row in rows:
        for office in {row.evaluasi.instansi, row.evaluasi.penilai}:
            late.setdefault(office, []).append(row)
    admins = people_queries.admins_by_instansi({office.pk for office in late})
    for office, members in late.items():
        lines = [
            f"- {row.evaluasi.nama_unit}, rekomendasi aspek {row.rekomendasi.aspek}: seharusnya "
            f"selesai {tanggal(row.tenggat)}"
            for row in members[:NAMED]
        ]
        if len(members) > NAMED:
            lines.append(f"- dan {len(members) - NAMED} lainnya")
        notify(
            admins.get(office.pk, []),
            kind="tindak_lanjut_terlambat",
            subject=f"{len(members)} tindak lanjut unit lewat tenggat ({office.nama}).",
            body="Belum dilaporkan selesai:\n" + "\n".join(lines),
            url=f"{reverse('evaluations:follow_ups')}?status={follow_up_queries.LATE}",
            instansi=office,
            bundle=f"terlambat-{office.pk}",
            dedupe_key=f"terlambat-{office.pk}:{timezone.localdate()}",
        )


def _subject(row: TindakLanjut, *, late: bool) -> str:
    what = f"tindak lanjut {row.evaluasi.nama_unit}, rekomendasi aspek {row.rekomendasi.aspek}"
    when = tanggal(row.tenggat)
    if late:
        return f"Lewat tenggat: {what}, seharusnya selesai {when}."
    return f"Pengingat: {what}, selesai paling lambat {when}."
