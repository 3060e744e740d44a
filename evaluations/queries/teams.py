"""Reads of the assignment table: which units, in which order, and who could be chosen."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from evaluations.models import Evaluasi, EvaluasiAspek, EvaluasiAspekUserObjectPermission


def known_uuids(texts: Iterable[str]) -> list[UUID]:
    """Public ids as they came with a request; what is no id is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(str(text)))
        except ValueError:
            continue
    return found


def team_list(
    rows: QuerySet[Evaluasi], *, words: str, without_lead: bool, first: list[UUID]
) -> QuerySet[Evaluasi]:
    """Assignable evaluations that a search leaves; those in `first` (chosen elsewhere) on top."""
    for word in words.split():
        rows = rows.filter(Q(nama_unit__icontains=word) | Q(nama_instansi__icontains=word))
    if without_lead:
        leads = EvaluasiAspekUserObjectPermission.objects.filter(
            content_object__evaluasi=OuterRef("pk"), permission__codename="lead"
        )
        rows = rows.filter(~Exists(leads))
    order = ["nama_instansi", "nama_unit", "pk"]
    if first:
        rows = rows.annotate(later=Case(When(uuid__in=first, then=Value(0)), default=Value(1)))
        order.insert(0, "later")
    return rows.order_by(*order)


def one_of_each_place(rows: QuerySet[Evaluasi]) -> QuerySet[Evaluasi]:
    """One evaluation for each pair of owner and evaluating instansi: people come from places."""
    return rows.order_by("instansi_id", "penilai_id").distinct("instansi_id", "penilai_id")


def aspect_counts(rows: Iterable[Evaluasi]) -> dict[int, int]:
    """By evaluation id, how many aspects it has."""
    counted = (
        EvaluasiAspek.objects.filter(evaluasi__in=list(rows))
        .order_by()
        .values_list("evaluasi")
        .annotate(number=Count("pk"))
    )
    return dict(counted)
