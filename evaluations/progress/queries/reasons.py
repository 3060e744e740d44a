"""Which levels still owe the reason why they differ from the suggestion."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.models import Evaluasi, Nilai, PeranNilai
from instruments import rules


def owed(
    evaluasi: Evaluasi,
    levels: Iterable[Nilai],
    answers: Mapping[int, Any],
    scorers: Mapping[int, Collection[int]],
) -> list[Nilai]:
    """Levels of those who score (ids by indicator) that differ from the suggestion without a word.

    Only a cycle that hides the suggestion has them: there a first level is taken as it is, since
    to ask for a reason would tell the suggestion before the judgement. Elsewhere the save itself
    asks.
    """
    if not evaluasi.siklus.sembunyikan_usulan:
        return []
    found = []
    for row in levels:
        if row.peran != PeranNilai.EVALUATOR or row.level is None or row.alasan:
            continue
        if row.kursi_id not in scorers.get(row.indikator, ()):
            continue
        values = evaluation_queries.values_of(answers.get(row.indikator))
        usulan = rules.suggest(evaluasi.versi.instrumen.indikator(row.indikator), values)
        if usulan is not None and usulan.level != row.level:
            found.append(row)
    return found
