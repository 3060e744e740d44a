"""What a survey forgets, and when: hashes after the cycle, words and profiles after years.

The levels stay: they are the figure, and say nothing about a person.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from evaluations.models import Evaluasi, Impor, Respons, Survei
from evaluations.rules.workflow import DECIDED, ENDED
from evaluations.survey.services.paper import KIND
from evaluations.survey.services.traces import drop_old_salts
from pekppp.accounts import audit

BATCH = 100
_OPEN = Evaluasi.objects.exclude(state__in=[state.value for state in DECIDED | ENDED])


def drop_what_is_due() -> int:
    """Called by the sweep; returns how many surveys forgot something."""
    drop_old_salts()
    now = timezone.now()
    # A cycle that never ends must not keep them for ever.
    over = Survei.objects.filter(_due("jejak_dihapus_pada"), tutup__lt=now).exclude(
        Exists(_OPEN.filter(survei=OuterRef("pk"))),
        tutup__gt=now - timedelta(days=settings.SURVEY_TRACES_DAYS),
    )
    old = Survei.objects.filter(
        _due("isian_dihapus_pada"),
        tutup__lt=now - timedelta(days=settings.SURVEY_RETENTION_DAYS),
    )
    # A workbook of answers that nobody applied in time: no survey will ever hold its words.
    Impor.objects.filter(
        jenis=KIND, status=Impor.Status.DIPERIKSA, evaluasi__survei__tutup__lt=now
    ).delete()
    return _forget(over, "jejak_dihapus_pada", jejak_alamat=None, jejak_perangkat=None) + _forget(
        old,
        "isian_dihapus_pada",
        usia="",
        jenis_kelamin="",
        pendidikan="",
        pekerjaan="",
        layanan="",
        komentar="",
    )


def _due(stamp: str) -> Q:
    """Not forgotten yet, or opened once more since."""
    return Q(**{f"{stamp}__isnull": True}) | Q(**{f"{stamp}__lt": F("tutup")})


@transaction.atomic
def _forget(surveys: QuerySet[Survei], stamp: str, **blank: Any) -> int:
    due = list(surveys.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
    for survei in due:
        Respons.objects.filter(survei=survei).update(**blank)
        setattr(survei, stamp, timezone.now())
        survei.save(update_fields=[stamp])
        audit.write(by=None, action="hapus_isian_survei", thing=survei, bagian=stamp)
    return len(due)
