"""Errata that came over an evaluation: what its pages say of them, and what they leave to do."""

from collections.abc import Sequence
from datetime import datetime

from evaluations.models import BarisRalat, Evaluasi
from instruments.models import VersiInstrumen

Row = BarisRalat.Status


def notes(evaluasi: Evaluasi) -> list[BarisRalat]:
    """Every errata that came over it, the newest first, with those that it stayed out of."""
    rows = BarisRalat.objects.filter(evaluasi=evaluasi, status__in=[Row.DITERAPKAN, Row.TINGGAL])
    rows = rows.select_related("ralat__versi__ralat_dari", "dari", "pengembalian")
    return list(
        rows.defer(
            "ralat__versi__spec", "ralat__versi__ralat_dari__spec", "dari__spec"
        ).order_by("-pada", "-pk")
    )  # fmt: skip


def to_look_at(evaluations: Sequence[Evaluasi]) -> frozenset[int]:
    """Levels (ids) that were given by a rubric that was mended since."""
    rows = BarisRalat.objects.filter(evaluasi__in=evaluations).exclude(perlu_dilihat=[])
    return frozenset(pk for row in rows.values_list("perlu_dilihat", flat=True) for pk in row)


def lost_question(evaluasi: Evaluasi, nomor: int, question: str) -> BarisRalat | None:
    """The errata that touched this question last, for whoever still has the old one before him."""
    rows = BarisRalat.objects.filter(evaluasi=evaluasi, status=Row.DITERAPKAN)
    return next(
        (
            row
            for row in rows.select_related("dari").order_by("-pada", "-pk")
            if any(told[:2] == (nomor, question) for told in row.pertanyaan)
        ),
        None,
    )


def version_at(evaluasi: Evaluasi, moment: datetime) -> VersiInstrumen:
    """The version that it followed then."""
    later = BarisRalat.objects.filter(evaluasi=evaluasi, status=Row.DITERAPKAN, pada__gt=moment)
    row = later.select_related("dari").order_by("pada", "pk").first()
    return row.dari if row else evaluasi.versi
