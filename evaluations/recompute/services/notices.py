"""Who hears that a decided figure is another one: each unit once, and its office once."""

from collections.abc import Iterable

from django.urls import reverse

from evaluations.core.services import notices
from evaluations.core.services.notices import About
from evaluations.models import BarisHitungUlang, HitungUlang
from evaluations.recompute import queries as recompute_queries
from evaluations.rules.notices import Event
from evaluations.rules.workflow import PUBLISHED

PUBLIC = (
    "Yang berlaku bagi umum tetap angka yang terbit, sampai ada keputusan yang menggantikannya."
)


def tell(job: HitungUlang) -> None:
    """Inside the transaction that ends the work, so that nobody is told twice."""
    rows = recompute_queries.decided_changes(job)
    by_unit: dict[int, list[BarisHitungUlang]] = {}
    for row in rows:
        by_unit.setdefault(row.evaluasi.unit_id, []).append(row)
    reason = f"Alasan: {job.alasan}"
    units = [
        About(
            some[0].evaluasi,
            details="\n".join([*map(_words, some), "", reason]) + _public(some),
        )
        for some in by_unit.values()
    ]
    notices.tell(Event.HITUNG_ULANG, units, key=f"hitung_ulang:{job.uuid}")
    offices = [About(row.evaluasi, details=_words(row), line=_words(row)) for row in rows]
    notices.tell(
        Event.HITUNG_ULANG_KANTOR,
        offices,
        note=reason + _public(rows),
        by=job.diterapkan_oleh,
        key=f"hitung_ulang:{job.uuid}",
        url=f"{reverse('evaluations:monitoring')}?siklus={job.siklus.uuid}",
    )


def _words(row: BarisHitungUlang) -> str:
    form = " (daring)" if row.evaluasi.formulir == "B" else ""
    old = f"{row.lama} {row.lama_kategori}".replace(".", ",").strip() or "belum final"
    new = f"{row.baru} {row.baru_kategori}".replace(".", ",").strip() or "belum final"
    if old == new:
        return f"IPP{form} tetap {new}; nilai indikatornya berubah."
    return f"IPP{form} {old} → {new}."


def _public(rows: Iterable[BarisHitungUlang]) -> str:
    return f"\n\n{PUBLIC}" if any(row.evaluasi.status in PUBLISHED for row in rows) else ""
