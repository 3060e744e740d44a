"""What the dates of a cycle do to its surveys, and how dates are said in letters."""

from datetime import datetime

from django.db.models.functions import Greatest, Least
from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.models import Evaluasi, Siklus, Survei
from evaluations.rules.phases import WIB
from evaluations.rules.workflow import Kegiatan
from pekppp.base.certain import certain
from pekppp.base.formats import waktu


def in_wib(moment: datetime) -> str:
    """A moment for a notice: its readers live in three zones, deadlines are said in WIB."""
    with timezone.override(WIB):
        return waktu(moment)


def survey_span(calendar: Calendar, evaluasi: Evaluasi) -> tuple[datetime, datetime] | None:
    """From the first opening to the last closing of a survey; None where no phase opens it."""
    spans = calendar.window(evaluasi, Kegiatan.SURVEI).spans
    if not spans:
        return None
    return min(span.mulai for span in spans), max(span.akhir for span in spans)


def sync_surveys(siklus: Siklus) -> None:
    """Let the surveys of a cycle open and close as its calendar says.

    A survey that another cycle uses as well is only ever lengthened.
    """
    calendar = Calendar(siklus)
    rows = Evaluasi.objects.filter(siklus=siklus, survei__isnull=False)
    rows = rows.select_related("instansi__induk")
    spans: dict[tuple[datetime, datetime], list[int]] = {}
    for evaluasi in rows.only("unit", "survei", "instansi__jenis", "instansi__induk__induk"):
        span = survey_span(calendar, evaluasi)
        if span is not None:
            spans.setdefault(span, []).append(
                certain(evaluasi.survei_id, "the query asks for those with one")
            )
    shared = Evaluasi.objects.exclude(siklus=siklus).filter(survei__isnull=False).values("survei")
    for (opens, closes), ids in spans.items():
        surveys = Survei.objects.filter(pk__in=ids)
        surveys.exclude(pk__in=shared).exclude(buka=opens, tutup=closes).update(
            buka=opens, tutup=closes
        )
        surveys.filter(pk__in=shared).update(
            buka=Least("buka", opens), tutup=Greatest("tutup", closes)
        )
