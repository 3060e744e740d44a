"""Saying that a window has opened, on the day it opens and once; the sweep asks for it.

Whoever was there when the cycle opened has already been told of windows that were open then.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.notices import About, tell
from evaluations.core.services.windows import in_wib
from evaluations.models import Evaluasi, Fase, Siklus
from evaluations.rules.notices import WINDOW_EVENTS
from evaluations.rules.workflow import F01_OPEN, F02_OPEN, IN_WORK, KEGIATAN_LABELS, Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.models import AuditEntry

# A server that was away for longer says nothing late.
WITHIN = timedelta(days=1)
ACTION = "umumkan_jendela"
# Evidence comes with the F01 and is not announced apart.
_CONCERNED = {
    Kegiatan.ISI_F01: F01_OPEN,
    Kegiatan.SURVEI: IN_WORK,
    Kegiatan.NILAI_F02: F02_OPEN,
    Kegiatan.SANGGAH: IN_WORK,
}


def announce_windows() -> int:
    """Announce what has opened since the last look; return how many windows that were."""
    now = timezone.now()
    due = Fase.objects.filter(
        siklus__status=Siklus.Status.BERJALAN,
        siklus__dibuka_pada__lt=F("mulai"),
        mulai__lte=now,
        mulai__gt=now - WITHIN,
        akhir__gt=now,
    )
    return sum(
        _announce(fase.siklus_id, Kegiatan(kegiatan), fase.mulai)
        for fase in due
        for kegiatan in fase.membuka
        if kegiatan in _CONCERNED
    )


@transaction.atomic
def _announce(siklus_id: int, kegiatan: Kegiatan, opened: datetime) -> bool:
    siklus = Siklus.objects.select_for_update(skip_locked=True).filter(pk=siklus_id).first()
    if siklus is None:
        return False
    facts: dict[str, Any] = {"kegiatan": kegiatan.value, "mulai": opened.isoformat()}
    said = AuditEntry.objects.filter(
        object_type="siklus", object_id=str(siklus.uuid), action=ACTION, data=facts
    )
    if said.exists():
        return False
    evaluations = Evaluasi.objects.filter(siklus=siklus, state__in=sorted(_CONCERNED[kegiatan]))
    calendar, now = Calendar(siklus), timezone.now()
    about = []
    for item in evaluations.select_related("siklus", "instansi__induk", "penilai__induk"):
        until = calendar.window(item, kegiatan).deadline(now)
        words = f"tenggatnya {in_wib(until)}" if until else ""
        about.append(About(item, details=f"T{words[1:]}." if words else "", line=words))
    tell(
        WINDOW_EVENTS[kegiatan],
        about,
        key=f"{siklus.pk}:{kegiatan.value}:{opened:%Y%m%d%H%M}",
        url=reverse("evaluations:tasks" if kegiatan == Kegiatan.NILAI_F02 else "beranda"),
        kegiatan=KEGIATAN_LABELS[kegiatan],
    )
    audit.write(by=None, action=ACTION, thing=siklus, siklus=siklus, **facts)
    return True
