"""Reads of the assignment table: which units, in which order, and who could be chosen."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When

from evaluations.core import assignments
from evaluations.core.queries.names import by_words
from evaluations.models import (
    Evaluasi,
    EvaluasiAspek,
    EvaluasiAspekUserObjectPermission,
    Siklus,
)
from evaluations.rules.workflow import F02_OPEN, State, Step


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
    rows: QuerySet[Evaluasi], *, words: str, flag: str, first: list[UUID]
) -> QuerySet[Evaluasi]:
    """Assignable evaluations that a search leaves; those in `first` (chosen elsewhere) on top."""
    rows = rows.filter(by_words(words, "nama_unit", "nama_instansi"))
    if flag == "tanpa_verifikator":
        rows = without_verifier(rows)
    if flag == "tanpa_ketua":
        leads = EvaluasiAspekUserObjectPermission.objects.filter(
            content_object__evaluasi=OuterRef("pk"), permission__codename="lead"
        )
        rows = rows.filter(~Exists(leads))
    order = ["nama_instansi", "nama_unit", "pk"]
    if first:
        rows = rows.annotate(later=Case(When(uuid__in=first, then=Value(0)), default=Value(1)))
        order.insert(0, "later")
    return rows.order_by(*order)


def without_verifier(rows: QuerySet[Evaluasi]) -> QuerySet[Evaluasi]:
    """Those that wait, now or soon, for a verification to which nobody is appointed."""
    verifier = assignments.counting("verify").filter(content_object__evaluasi=OuterRef("pk"))
    return rows.filter(
        ~Exists(verifier),
        tahapan__contains=[Step.VERIFIKASI],
        state__in=sorted(F02_OPEN | {State.F02_SELESAI}),
    ).exclude(siklus__status=Siklus.Status.DITUTUP)


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
