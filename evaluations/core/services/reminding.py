"""Reminding people of what is due: one notice a person, of each deadline once at every stage.

What was reminded of is a row with a unique constraint, written in the transaction of the notice:
two runs at once, or one that is killed in between, neither repeat nor lose one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries.recipients import Due
from evaluations.core.services.notices import LISTED, Personal, tell_each
from evaluations.models import Pengingat
from evaluations.rules.notices import Event
from evaluations.rules.reminders import days_left, in_days, stage
from pekppp.base.formats import waktu

KEPT = timedelta(days=90)  # after its deadline a row says nothing any more


@transaction.atomic
def remind(found: Iterable[Due], now: datetime) -> int:
    """Tell each person in one notice what of this he was not reminded of; how many were told."""
    due = {}
    for item in found:
        days = stage(item.tenggat, now)
        if days is not None:
            due[(item.orang.pk, item.tugas.value, item.hal, item.tenggat, days)] = item
    if not due:
        return 0
    run = uuid4()
    Pengingat.objects.bulk_create(
        (
            Pengingat(
                instansi_id=item.instansi_id,
                orang_id=orang,
                tugas=tugas,
                hal=hal,
                tenggat=tenggat,
                hari=hari,
                putaran=run,
            )
            for (orang, tugas, hal, tenggat, hari), item in due.items()
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    ours = Pengingat.objects.filter(putaran=run).values_list(
        "orang", "tugas", "hal", "tenggat", "hari"
    )
    people: dict[int, list[Due]] = {}
    for key in ours:
        people.setdefault(key[0], []).append(due[key])
    tell_each(
        Event.TENGGAT,
        [_personal(sorted(items, key=lambda item: item.tenggat), now) for items in people.values()],
        key=f"tenggat:{run}",
    )
    return len(people)


def forget_old() -> int:
    return Pengingat.objects.filter(tenggat__lt=timezone.now() - KEPT).delete()[0]


def _personal(items: Sequence[Due], now: datetime) -> Personal:
    """In the zone of whoever is reminded, with WIB beside it."""
    first = items[0]
    soon = in_days(days_left(first.tenggat, now))
    with timezone.override(ZoneInfo(first.orang.zone)):
        if len(items) == 1:
            apa = f"Tenggat {soon}: {first.what}"
            return Personal(
                first.orang,
                {"apa": apa},
                f"Paling lambat {waktu(first.tenggat)}.",
                first.url,
                first.instansi_id,
            )
        lines = [
            f"- {item.what}: {waktu(item.tenggat)}, {in_days(days_left(item.tenggat, now))}"
            for item in items[:LISTED]
        ]
    if len(items) > LISTED:
        lines.append(f"- dan {len(items) - LISTED} lainnya")
    apa = f"{len(items)} tenggat mendekat, yang pertama {soon}"
    places = {item.instansi_id for item in items}
    return Personal(
        first.orang,
        {"apa": apa},
        "\n\n" + "\n".join(lines),
        reverse("beranda"),
        places.pop() if len(places) == 1 else None,
    )
