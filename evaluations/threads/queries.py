"""Conversations about indicators."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from evaluations.models import Evaluasi, Pesan, Utas


@dataclass(frozen=True, slots=True)
class Tally:
    """One conversation from outside: how many messages, and whether it is settled."""

    jumlah: int
    selesai: bool

    @property
    def kata(self) -> str:
        return f"{self.jumlah} pesan, {'selesai' if self.selesai else 'terbuka'}"


def tallies(evaluasi: Evaluasi) -> dict[int, Tally]:
    """By indicator, in one query; indicators nobody spoke about are absent."""
    rows = Utas.objects.filter(evaluasi=evaluasi).annotate(jumlah=Count("pesan"))
    return {row.indikator: Tally(row.jumlah, row.selesai_pada is not None) for row in rows}


def get(evaluasi: Evaluasi, indikator: int) -> Utas | None:
    rows = Utas.objects.filter(evaluasi=evaluasi, indikator=indikator)
    return rows.select_related("selesai_oleh").first()


def messages_of(utas: Utas | None) -> list[Pesan]:
    """Oldest first."""
    if utas is None:
        return []
    rows: Any = utas.pesan.select_related("oleh")
    return list(rows.order_by("pk"))
