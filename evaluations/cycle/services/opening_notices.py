"""Telling units and offices that a cycle was opened for them."""

from django.urls import reverse

from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.notices import About, tell
from evaluations.core.services.windows import in_wib
from evaluations.models import Evaluasi, Siklus
from evaluations.rules.notices import Event
from evaluations.rules.workflow import Kegiatan


def announce(siklus: Siklus, evaluations: list[Evaluasi]) -> None:
    """Tell the people of each unit, and the offices once."""
    if not evaluations:
        return
    calendar = Calendar(siklus)
    key = f"siklus:{siklus.pk}:{min(item.pk for item in evaluations)}"
    prefix = "Latihan: " if siklus.latihan else ""
    about = []
    for item in evaluations:
        spans = calendar.window(item, Kegiatan.ISI_F01).spans
        when = ""
        if spans:
            first, last = min(span.mulai for span in spans), max(span.akhir for span in spans)
            when = f"F01 diisi mulai {in_wib(first)} sampai {in_wib(last)}."
        about.append(About(item, details=when))
    tell(Event.SIKLUS_DIBUKA, about, key=key, awalan=prefix)
    todo = f"Skema {siklus.get_skema_display()}. Tugaskan evaluator dan pantau pengisian F01."
    page = reverse("evaluations:cycle", args=[siklus.uuid])
    offices = [About(item, url=page) for item in evaluations]
    tell(Event.SIKLUS_DIBUKA_KANTOR, offices, note=todo, key=key, awalan=prefix)
