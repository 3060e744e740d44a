"""The deadline that an evaluation waits for, in SQL: for counts over any number of units.

The same as `Calendar` says of one evaluation: the last end of its phases, its extensions and its
open return. A window that some span holds now is not over, and one that is over ended with its
last span, so that the greatest end decides.
"""

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from evaluations.models import Evaluasi, Fase, Pengembalian, Perpanjangan
from evaluations.rules.workflow import Kegiatan, State

# What a state waits for: the window whose end is the next deadline.
WAITS_FOR: dict[str, Kegiatan] = {
    State.DRAF: Kegiatan.ISI_F01,
    State.DIKEMBALIKAN: Kegiatan.ISI_F01,
    State.DIKIRIM: Kegiatan.NILAI_F02,
    State.DINILAI: Kegiatan.NILAI_F02,
}


def with_deadline(rows: QuerySet[Evaluasi]) -> Any:
    """Each with its deadline as `tenggat`; null where nothing is waited for."""
    returned = Pengembalian.objects.filter(evaluasi=OuterRef("pk"), selesai_pada__isnull=True)
    rows = rows.annotate(
        dikembalikan_pada=Subquery(returned.values("dibuat_pada")[:1]),
    )
    own = Subquery(returned.values("tenggat")[:1])
    later = _extended(Kegiatan.ISI_F01).filter(dibuat_pada__gt=OuterRef("dikembalikan_pada"))
    mended = Case(
        When(dikembalikan_pada__isnull=False, then=Greatest(own, _last(later))),
        output_field=DateTimeField(),
    )
    filling, scoring = _until(Kegiatan.ISI_F01), _until(Kegiatan.NILAI_F02)
    return rows.annotate(
        tenggat=Case(
            When(state=State.DIKEMBALIKAN, then=Coalesce(mended, filling)),
            When(state=State.DRAF, then=filling),
            When(state__in=[State.DIKIRIM, State.DINILAI], then=scoring),
            output_field=DateTimeField(),
        )
    )


def is_late(now: datetime | None = None) -> Q:
    """Of rows `with_deadline`: that the minute which the deadline names is over."""
    moment = now or timezone.now()
    return Q(tenggat__lt=moment.replace(second=0, microsecond=0))


def _until(kegiatan: Kegiatan) -> Greatest:
    """The last end of an activity; PostgreSQL's greatest leaves nulls out."""
    phases = Fase.objects.filter(siklus=OuterRef("siklus"), membuka__contains=[kegiatan.value])
    return Greatest(_last(phases), _last(_extended(kegiatan)))


def _extended(kegiatan: Kegiatan) -> QuerySet[Perpanjangan]:
    """Extensions for the unit, its instansi, what lies above it, or the whole cycle."""
    return Perpanjangan.objects.filter(
        Q(unit=OuterRef("unit"))
        | Q(unit__isnull=True, instansi__isnull=True)
        | Q(unit__isnull=True, instansi=OuterRef("instansi"))
        | Q(unit__isnull=True, instansi=OuterRef("instansi__induk"), termasuk_bawahan=True)
        | Q(unit__isnull=True, instansi=OuterRef("instansi__induk__induk"), termasuk_bawahan=True),
        siklus=OuterRef("siklus"),
        kegiatan=kegiatan.value,
    )


def _last(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by(F("akhir").desc()).values("akhir")[:1])
