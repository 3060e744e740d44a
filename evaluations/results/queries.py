"""What the figures of evaluations follow from, read for any number of them in a few queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluations.core import assignments
from evaluations.core.queries import conflicts, survey_totals
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.models import Evaluasi, Nilai, NilaiLuar
from evaluations.rules.agreement import Decided
from evaluations.rules.survey.tally import Tally


@dataclass(frozen=True, slots=True)
class Inputs:
    """Of one evaluation, at one moment."""

    decided: Mapping[int, Decided]  # by indicator number
    tally: Tally
    luar: Mapping[str, Decimal | None]  # by component
    answers: Mapping[int, Mapping[str, Any]]  # by indicator number and question id


def inputs_of(evaluations: Sequence[Evaluasi]) -> dict[int, Inputs]:
    """By evaluation id. The evaluations come with `siklus`, `versi` and `unit_id`.

    Each query sees its own moment: whoever stores what follows makes sure that nothing was marked
    meanwhile.
    """
    decided = levels_of(evaluations)
    ids = [item.pk for item in evaluations]
    luar: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    for pk, komponen, angka in NilaiLuar.objects.filter(evaluasi__in=ids).values_list(
        "evaluasi_id", "komponen", "angka"
    ):
        luar[pk][komponen] = angka
    answers = evaluation_queries.stored_values(ids)
    tallies = survey_totals.tallies([(e.survei_id, e.versi.instrumen) for e in evaluations])
    return {
        item.pk: Inputs(decided[item.pk], tally, luar[item.pk], answers[item.pk])
        for item, tally in zip(evaluations, tallies, strict=True)
    }


def levels_of(evaluations: Sequence[Evaluasi]) -> dict[int, dict[int, Decided]]:
    """Per evaluation its level per indicator, as `decided_levels` has it for one of them."""
    given: dict[int, list[Any]] = defaultdict(list)
    rows = Nilai.objects.filter(evaluasi__in=evaluations).order_by("indikator", "pada", "pk")
    for row in rows.values_list(
        "evaluasi_id", "indikator", "peran", "oleh_id", "penerus_id", "level", named=True
    ):
        given[row.evaluasi_id].append(row)
    tasks: dict[int, list[assignments.Task]] = defaultdict(list)
    for task in assignments.tasks_of(evaluations):
        tasks[task.evaluasi].append(task)
    members = conflicts.members_of(evaluations)
    return {
        item.pk: evaluation_queries.decided_levels(
            item, given[item.pk], tasks[item.pk], members.get(item.pk, frozenset())
        )
        for item in evaluations
    }
