"""Reads of the units' own SKM records."""

from django.db.models import QuerySet

from evaluations.models import Evaluasi, SkmUnit
from pekppp.accounts.models import UnitLokus


def records_of(unit: UnitLokus) -> QuerySet[SkmUnit]:
    """Every recorded year, the latest first."""
    return SkmUnit.objects.filter(unit=unit).select_related("oleh").order_by("-tahun")


def latest_for(evaluasi: Evaluasi) -> SkmUnit | None:
    """The latest record up to the year of the cycle: a later one says nothing about it."""
    rows = SkmUnit.objects.filter(unit=evaluasi.unit_id, tahun__lte=evaluasi.siklus.tahun)
    return rows.order_by("-tahun").first()
