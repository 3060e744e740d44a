"""Work that one evaluator handed to another, and what is told of it beside the levels."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from evaluations.models import Evaluasi, KirimanTerlambat, Nilai, PeranNilai, SerahTerima
from evaluations.rules.evaluators import handover
from pekppp.accounts.models import User
from pekppp.base.formats import tanggal


def former(user: User, evaluasi: UUID, aspek: str | None = None) -> SerahTerima | None:
    """The last handover by which this person gave the evaluation (or this aspect of it) away."""
    rows = SerahTerima.objects.filter(dari=user, evaluasi__uuid=evaluasi)
    if aspek is not None:
        rows = rows.filter(aspek__contains=[aspek])
    return rows.select_related("evaluasi__siklus", "evaluasi__versi", "kepada").last()


def of(evaluasi: Evaluasi) -> list[SerahTerima]:
    """Every handover, oldest first."""
    rows = SerahTerima.objects.filter(evaluasi=evaluasi)
    return list(rows.select_related("dari", "kepada", "oleh").order_by("pk"))


def marks(rows: list[SerahTerima], levels: Iterable[Nilai]) -> dict[int, list[str]]:
    """By indicator, what is said beside its level: who gave one before a handover, and what became
    of it."""
    given = [row for row in levels if row.level is not None]
    own = {(r.indikator, r.oleh_id) for r in given if r.peran == PeranNilai.EVALUATOR}
    agreed = {row.indikator for row in given if row.peran == PeranNilai.SEPAKAT}
    names = {row.kepada_id: str(row.kepada) for row in rows}
    handed = [(row.dari_id, row.kepada_id, row.aspek) for row in rows]
    found: dict[int, list[str]] = {}

    def said(row: SerahTerima, nomor: int, **more: Any) -> None:
        found.setdefault(nomor, []).append(handover.words(str(row.dari), tanggal(row.pada), **more))

    for at, row in enumerate(rows):
        for text, item in row.level.items():
            nomor = int(text)
            since = handover.heirs(handed, at, item["aspek"])
            heir = next((names[pk] for pk in reversed(since) if (nomor, pk) in own), "")
            said(row, nomor, aside=(nomor, row.dari_id) not in own, heir=heir)
        for nomor in row.sepakat:
            said(row, nomor, agreed=True, aside=nomor not in agreed)
    return found


def sentences(rows: list[SerahTerima], levels: Iterable[Nilai]) -> list[str]:
    """The same for a document: each mark once, with its indicators."""
    grouped: dict[str, list[int]] = {}
    for nomor, said in sorted(marks(rows, levels).items()):
        for mark in said:
            grouped.setdefault(mark, []).append(nomor)
    return [f"Indikator {', '.join(map(str, all_))} {mark}." for mark, all_ in grouped.items()]


def late(evaluasi: Evaluasi) -> list[KirimanTerlambat]:
    """What arrived after a handover from the device of whoever handed over."""
    rows = KirimanTerlambat.objects.filter(serah_terima__evaluasi=evaluasi)
    return list(rows.select_related("serah_terima__dari").order_by("indikator", "pk"))
