"""Who is not evaluated, as the public reads it: unit, end, successor and decree.

Letter and reason stay in the annex of the decree: a reason may speak of people, and who may read it
is decided with the signed file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from evaluations.models import TidakDievaluasi
from evaluations.publication.queries import ends


@dataclass(frozen=True, slots=True)
class Without:
    """One row; `pengganti_uuid` where the successor has a public page."""

    baris: TidakDievaluasi
    kata: str
    pengganti: str
    pengganti_uuid: UUID | None

    @property
    def unit(self) -> str:
        return str(self.baris.baris["unit"])

    @property
    def instansi(self) -> str:
        return str(self.baris.baris["instansi"])

    @property
    def daring(self) -> bool:
        return bool(self.baris.baris["formulir"] == "B")


def without(rows: Iterable[TidakDievaluasi]) -> list[Without]:
    """In the same order, in one query more."""
    found = list(rows)
    pages = ends.units_with_page({row.pengganti_id for row in found if row.pengganti_id})
    return [
        Without(
            row,
            str(row.baris["kata"]),
            str(row.baris["pengganti"]),
            pages.get(row.pengganti_id or 0),
        )
        for row in found
    ]


def searched(rows: "QuerySet[TidakDievaluasi]", text: str) -> "QuerySet[TidakDievaluasi]":
    """Those whose unit meets the question; all without one."""
    return ends.named(rows, text) if text else rows
