"""High levels of an F02 without a basis, as they stand now: see `rules.basis`."""

from collections.abc import Collection, Iterable, Mapping

from evaluations.core.queries import conflicts, photos
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.models import Evaluasi, Nilai, PeranNilai
from evaluations.models.siklus import TanpaDasar
from evaluations.rules.agreement import Decided
from evaluations.rules.basis import Doubt, Given, doubt

_OF_THE_TEAM = (PeranNilai.EVALUATOR, PeranNilai.SEPAKAT)


def doubts(
    evaluasi: Evaluasi,
    levels: Iterable[Nilai],
    decided: Mapping[int, Decided],
    members: Collection[int],
) -> list[Doubt]:
    """By indicator; none where the cycle does not ask."""
    if evaluasi.siklus.tanpa_dasar == TanpaDasar.ABAIKAN:
        return []
    spec = evaluasi.versi.instrumen
    given: dict[int, list[Given]] = {}
    for row in levels:
        if row.peran in _OF_THE_TEAM and conflicts.counts(evaluasi, row, members):
            words = row.catatan_unit or row.catatan_internal or row.alasan
            given.setdefault(row.indikator, []).append(
                Given(bool(words), row.diamati, row.tidak_terverifikasi)
            )
    shown = set(evidence_queries.listed(evaluasi)) | set(photos.photos_by_indicator(evaluasi))
    found = (
        doubt(
            item.nomor,
            decided[item.nomor].evaluator,
            spec.skala,
            given.get(item.nomor, []),
            shown=item.nomor in shown,
        )
        for item in spec.semua_indikator
    )
    return [item for item in found if item is not None]
