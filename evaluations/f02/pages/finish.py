"""What the ketua tim is shown before he finishes an F02: what it comes to and what happens then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from evaluations.core.queries.calendar import Calendar
from evaluations.core.queries.recipients import expected
from evaluations.f02.queries import advice
from evaluations.f02.queries.desk import Desk
from evaluations.models.siklus import TanpaDasar
from evaluations.progress.queries import basis
from evaluations.rules.notices import INSTEAD, LABELS, Event
from evaluations.rules.workflow import Kegiatan
from evaluations.threads import queries as thread_queries
from instruments.spec import Indikator


@dataclass(frozen=True, slots=True)
class Hearer:
    """One recipient of the news, with the people behind it, or who hears it in their place."""

    sebutan: str
    orang: list[str]
    pengganti: str


def summary(desk: Desk) -> dict[str, Any]:
    """Levels, differences from suggestions, the list without basis, open threads, who hears."""
    evaluasi, spec = desk.evaluasi, desk.instrumen
    weighted = spec.indikator_berbobot
    found = basis.doubts(evaluasi, desk.levels, desk.decided, desk.members)
    threads = thread_queries.tallies(evaluasi)
    written = advice.by_aspect(evaluasi)
    return {
        "evaluasi": evaluasi,
        "kurang": [*desk.missing(), *desk.unsettled()],
        "bernilai": sum(1 for item in weighted if desk.decided[item.nomor].evaluator is not None),
        "jumlah": len(weighted),
        "berbeda": [item for item in weighted if _differs(desk, item)],
        "tanpa_dasar": [(spec.indikator(item.nomor), item) for item in found],
        "menolak": evaluasi.siklus.tanpa_dasar == TanpaDasar.TOLAK,
        "percakapan": [
            spec.indikator(nomor) for nomor, one in sorted(threads.items()) if not one.selesai
        ],
        "tanpa_rekomendasi": [
            aspek for aspek in spec.aspek_berbobot if not written.get(aspek.kode)
        ],
        "sanggah": _objecting(desk),
        "diberi_tahu": [
            Hearer(
                LABELS[recipient],
                [str(person) for person in people],
                LABELS[INSTEAD[recipient]] if recipient in INSTEAD else "",
            )
            for recipient, people in expected(evaluasi, Event.SELESAI_F02).items()
        ],
    }


def _differs(desk: Desk, indikator: Indikator) -> bool:
    usulan, level = desk.suggestion(indikator.nomor), desk.decided[indikator.nomor].evaluator
    return usulan is not None and level is not None and usulan.level != level


def _objecting(desk: Desk) -> datetime | None:
    """Until when the unit may object to what it sees from then on."""
    window = Calendar.of(desk.evaluasi.siklus).window(desk.evaluasi, Kegiatan.SANGGAH)
    return None if window.is_over(timezone.now()) else window.deadline(timezone.now())
