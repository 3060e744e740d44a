"""Reads of one-time codes: who holds the slip, holds the permission."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from evaluations.models import Evaluasi, KodeSurvei, LembarKode, Survei
from evaluations.rules.workflow import DECIDED, ENDED


def code_as_typed(kode: str) -> KodeSurvei | None:
    """The code that these letters are, spent or not; the batch must be in force."""
    return (
        KodeSurvei.objects.select_related(
            "lembar__survei__unit__instansi", "lembar__survei__versi", "lembar__survei__instansi"
        )
        .defer("lembar__survei__versi__spec")
        .filter(kode=kode, lembar__dibatalkan_pada__isnull=True)
        .first()
    )


def takes_answers(survei: Survei) -> bool:
    """Open now, and not all evaluations that use it are decided: an answer could still count."""
    if not survei.buka <= timezone.now() < survei.tutup:
        return False
    states = set(Evaluasi.objects.filter(survei=survei).values_list("state", flat=True))
    return not states or bool(states - {state.value for state in DECIDED | ENDED})


def batches_of(survei: Survei) -> QuerySet[LembarKode]:
    """Batches of codes with how many are spent; of a single code that says nothing about whom."""
    return (
        LembarKode.objects.filter(survei=survei)
        .select_related("oleh")
        .annotate(terpakai=Count("kode", filter=Q(kode__dipakai_pada__isnull=False)))
    )


def get_batch(survei: Survei | None, uuid: UUID) -> LembarKode:
    """A batch in force of a survey that is already loaded and authorised."""
    found = LembarKode.objects.filter(
        survei=survei, uuid=uuid, survei__isnull=False, dibatalkan_pada__isnull=True
    ).first()
    if found is None:
        raise Http404
    return found


def codes_in(lembar: LembarKode) -> list[str]:
    return list(KodeSurvei.objects.filter(lembar=lembar).values_list("kode", flat=True))
