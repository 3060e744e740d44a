"""The place of a published result among those of its kind, form and cycle, which is of one scheme.

By the exact figure: two that are printed alike may stand apart, and those that are equal share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from evaluations.models import HasilTerbit
from evaluations.publication.queries import publication as publication_queries


@dataclass(frozen=True, slots=True)
class Place:
    peringkat: int
    bersama: int  # how many others share it
    dari: int


def place_of(terbit: HasilTerbit, isi: Mapping[str, Any]) -> Place:
    """`terbit` is published, `isi` its content. Contents are read only of what is printed alike."""
    rows = (
        publication_queries.published_in(terbit.siklus)
        .filter(
            evaluasi__jenis_unit=terbit.evaluasi.jenis_unit,
            evaluasi__formulir=terbit.evaluasi.formulir,
        )
        .order_by()
    )
    counted = rows.aggregate(dari=Count("pk"), atas=Count("pk", filter=Q(ipp__gt=terbit.ipp)))
    alike = rows.filter(ipp=terbit.ipp).exclude(pk=terbit.pk)
    own = exact(isi["komponen"])
    others = [exact(parts) for parts in alike.values_list("isi__komponen", flat=True)]
    better = sum(1 for other in others if other > own)
    return Place(counted["atas"] + better + 1, others.count(own), counted["dari"])


def exact(parts: Iterable[Mapping[str, Any]]) -> Fraction:
    """The figure before it was rounded, of the components of a frozen content."""
    return (
        sum((Fraction(part["bobot"]) * Fraction(part["nilai"] or 0) for part in parts), Fraction(0))
        / 100
    )
