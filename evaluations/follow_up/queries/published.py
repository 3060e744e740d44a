"""What everyone may read of the follow-up: texts of the published snapshot, each with a state.

Nothing of what a unit, its office or an evaluator wrote about it leaves here, no date, no money,
no file. Everything starts from `published`, what an evaluator found as well.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.core.queries.published import published
from evaluations.follow_up.queries.follow_up import commitment_of
from evaluations.models import HasilTerbit, Rekomendasi
from evaluations.publication.queries.publication import frozen_content
from evaluations.rules.follow_up import PUBLIC_LABELS, PublicStatus, public_status
from evaluations.rules.history import Movement, levels_in, movement


@dataclass(frozen=True, slots=True)
class Advice:
    """A published recommendation; without a state where its evaluation holds it no more."""

    aspek: str
    indikator: int | None
    teks: str
    status: PublicStatus | None = None
    siklus: str = ""  # the cycle in which it was verified
    gerak: Movement | None = None

    @property
    def kata(self) -> str:
        return PUBLIC_LABELS[self.status] if self.status else ""


@dataclass(frozen=True, slots=True)
class PublicFollowUp:
    saran: Sequence[Advice]
    jumlah: Sequence[tuple[PublicStatus, str, int]]  # states that occur
    berikut: HasilTerbit | None  # the result that levels are compared with


def public_follow_up(
    terbit: HasilTerbit, isi: dict[str, Any], history: Sequence[HasilTerbit]
) -> PublicFollowUp:
    """`terbit` and `history`, newest first, come from `published_history`; `isi` is its content."""
    if not isi["rekomendasi"]:
        return PublicFollowUp([], [], None)
    later = _later(terbit, history)
    then, now = levels_in(isi), levels_in(frozen_content(later)) if later else None
    states = _states(terbit)
    found = []
    for row in isi["rekomendasi"]:
        status, siklus = states.get((row["aspek"], row["indikator"], row["teks"]), (None, ""))
        moved = movement(then, now, row["aspek"], row["indikator"]) if now else None
        found.append(Advice(row["aspek"], row["indikator"], row["teks"], status, siklus, moved))
    counted = Counter(item.status for item in found)
    counts = [(key, PUBLIC_LABELS[key], counted[key]) for key in PublicStatus if counted[key]]
    return PublicFollowUp(found, counts, later)


def _later(terbit: HasilTerbit, history: Sequence[HasilTerbit]) -> HasilTerbit | None:
    """The next result of the same form and scheme: schemes are never mixed."""
    return next(
        (
            row
            for row in reversed(history)
            if row.siklus.tahun > terbit.siklus.tahun
            and row.siklus.skema == terbit.siklus.skema
            and row.evaluasi.formulir == terbit.evaluasi.formulir
        ),
        None,
    )


def _states(
    terbit: HasilTerbit,
) -> dict[tuple[str, int | None, str], tuple[PublicStatus, str]]:
    """By what the snapshot says of a recommendation: its state, and where it was verified."""
    rows = Rekomendasi.objects.filter(
        evaluasi=terbit.evaluasi_id, dihapus_pada__isnull=True
    ).select_related("tindak_lanjut")
    verified_in = {
        there.diverifikasi_dalam_id
        for there in map(commitment_of, rows)
        if there is not None and there.diverifikasi_dalam_id
    }
    names = dict(
        published()
        .filter(evaluasi__in=verified_in)
        .order_by()
        .values_list("evaluasi", "siklus__nama")
    )
    return {(row.aspek, row.indikator, row.teks): _state(row, names) for row in rows}


def _state(row: Rekomendasi, names: dict[int, str]) -> tuple[PublicStatus, str]:
    there = commitment_of(row)
    if there is None:
        return PublicStatus.BELUM, ""
    siklus = names.get(there.diverifikasi_dalam_id or 0, "")
    status = public_status(
        there.keadaan, promised=bool(there.tindakan), verification_public=bool(siklus)
    )
    told = status in (PublicStatus.TERVERIFIKASI, PublicStatus.BELUM_TERBUKTI)
    return status, siklus if told else ""
