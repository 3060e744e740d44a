"""Saying once that a promised day has passed; the sweep asks.

What comes before that day is reminded of by `monitoring.services.deadlines`.

Offices hear of all that has become late in one notice.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.services.notices import About, tell
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import TindakLanjut
from evaluations.rules.notices import Event
from pekppp.base.formats import tanggal

# A server that was away for longer says nothing of what is long past.
AFTER = timedelta(days=30)
AT_ONCE = 500
TOLD = 2  # of `pengingat`: that it is late was said


@transaction.atomic
def tell_of_late() -> int:
    """Tell units and offices of what has become late; return how many commitments that were."""
    today = timezone.localdate()
    rows = list(
        follow_up_queries.owed_between(today - AFTER, today - timedelta(days=1))
        .filter(pengingat__lt=TOLD)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related(
            "evaluasi__siklus", "evaluasi__instansi", "evaluasi__penilai", "rekomendasi"
        )[:AT_ONCE]
    )
    if not rows:
        return 0
    TindakLanjut.objects.filter(pk__in=[row.pk for row in rows]).update(pengingat=TOLD)
    key = f"lewat:{min(row.pk for row in rows)}:{today}"
    tell(Event.TINDAK_LANJUT_LEWAT, [_about(row) for row in rows], key=key)
    page = f"{reverse('evaluations:follow_ups')}?status={follow_up_queries.LATE}"
    tell(
        Event.TINDAK_LANJUT_TERLAMBAT,
        [About(row.evaluasi, line=_since(row), url=page) for row in rows],
        # Whoever has not read the last one hears nothing new.
        bundle="terlambat",
        key=f"terlambat:{key}",
    )
    return len(rows)


def _about(row: TindakLanjut) -> About:
    return About(
        row.evaluasi,
        {"tentang": f"rekomendasi aspek {row.rekomendasi.aspek}"},
        f"Seharusnya selesai {tanggal(row.tenggat)}.\n\n{row.tindakan}",
        _since(row),
        follow_up_queries.place_of(row),
    )


def _since(row: TindakLanjut) -> str:
    return f"rekomendasi aspek {row.rekomendasi.aspek}, seharusnya selesai {tanggal(row.tenggat)}"
