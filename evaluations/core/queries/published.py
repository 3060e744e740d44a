"""Which results are in force: the one way to what the public may read."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluations.models import HasilTerbit, Publikasi
from evaluations.rules.workflow import PUBLISHED


def published() -> QuerySet[HasilTerbit]:
    """Every result in force: its decree carried out in full and past its embargo, not withdrawn,
    published in its evaluation, never of a practice. What a decree supersedes stays until all of
    that decree is carried out.

    The one door of the portal. Whatever is added to it must hold for everyone on the internet.
    """
    return (
        HasilTerbit.objects.filter(in_public(), stands())
        .select_related("evaluasi__unit", "siklus__instansi", "instansi", "publikasi")
        .defer("isi")
    )


def stands() -> Q:
    """Of rows that nobody took back; what a decree supersedes, until that is carried out."""
    under_way = ["antre", "dikerjakan", "gagal"]
    return Q(
        Q(ditarik_pada__isnull=True) | Q(digantikan_oleh__status__in=under_way),
        evaluasi__state__in=[state.value for state in PUBLISHED],
        siklus__latihan=False,
    )


def in_public() -> Q:
    """Of rows whose decree is carried out and whose embargo is over."""
    over = Q(publikasi__embargo_sampai__isnull=True) | Q(
        publikasi__embargo_sampai__lte=timezone.now()
    )
    return over & Q(publikasi__status=Publikasi.Status.TERBIT)


def latest_published(unit_id: int) -> HasilTerbit | None:
    """The last published result of a unit."""
    return published().filter(evaluasi__unit=unit_id).order_by("-siklus__tahun", "-pk").first()
