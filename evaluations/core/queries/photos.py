"""Reads of the photos that were taken on site."""

from django.db.models import QuerySet

from evaluations.models import Evaluasi, FotoLapangan


def photos_of(evaluasi: Evaluasi) -> QuerySet[FotoLapangan]:
    """Photos that were not removed, by indicator and time."""
    rows = FotoLapangan.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True)
    return rows.select_related("oleh", "berkas", "evaluasi")


def photos_at(evaluasi: Evaluasi, nomor: int) -> list[FotoLapangan]:
    return list(photos_of(evaluasi).filter(indikator=nomor))


def photos_by_indicator(evaluasi: Evaluasi) -> dict[int, list[FotoLapangan]]:
    found: dict[int, list[FotoLapangan]] = {}
    for row in photos_of(evaluasi):
        found.setdefault(row.indikator, []).append(row)
    return found
