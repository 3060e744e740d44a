"""The mark on a level whose rubric was mended."""

from django.db.models import F, Func, Value
from django.db.models.fields import BigIntegerField

from evaluations.models import BarisRalat, Nilai


def seen(nilai: Nilai) -> None:
    """Whoever gave the level has looked at it again."""
    BarisRalat.objects.filter(
        evaluasi=nilai.evaluasi_id, perlu_dilihat__contains=[nilai.pk]
    ).update(
        perlu_dilihat=Func(
            F("perlu_dilihat"), Value(nilai.pk, BigIntegerField()), function="array_remove"
        )
    )  # fmt: skip
