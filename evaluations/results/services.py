"""The result of an evaluation: marked stale by every change that matters, computed by a worker.

The row is the queue. `mark` grows with each change; a worker clears only the mark it has read,
so a change during the computation is never lost.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from evaluations.core.queries import conflicts
from evaluations.core.services.saving import digest_of
from evaluations.models import Evaluasi, Hasil, Sanggahan
from evaluations.results import queries as result_queries
from evaluations.results.queries import Inputs
from evaluations.rules import scoring
from evaluations.rules.agreement import Decided
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import DECIDED
from instruments import rules
from instruments.models import VersiInstrumen
from pekppp.base import queues
from pekppp.base.queues import LEASE, WATCHED, Watched

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
# Rows that one worker computes together: enough that reading them costs little each, few enough
# that a second worker finds its share.
BATCH = 50
_UNTOLD = Q(status=Sanggahan.Status.DITERIMA, ipp_baru="")
TASK = "evaluations.tasks.recompute_stale"
WATCHED.append(
    Watched(
        "Hasil yang dihitung",
        TASK,
        lambda: Hasil.objects.filter(stale=True),
        since="stale_since",
    )
)


# As `mark_stale_where`, in one statement, which every save runs. The lock waits for a worker that
# is about to clear the row, and then sees that it is asleep.
_MARK = """
    UPDATE evaluations_hasil AS hasil
    SET stale = true, stale_since = COALESCE(hasil.stale_since, %s), attempts = 0,
        mark = hasil.mark + 1
    FROM (SELECT id, stale FROM evaluations_hasil WHERE evaluasi_id = %s FOR UPDATE) AS before
    WHERE hasil.id = before.id
    RETURNING before.stale
"""


def mark_stale(evaluasi: Evaluasi) -> None:
    """Say that an input changed; wake a worker on commit. Inside the changing transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [timezone.now(), evaluasi.pk])
        asleep = (False,) in cursor.fetchall()
    if asleep:
        queues.wake(TASK)


def mark_stale_where(condition: Q) -> None:
    """The same for many evaluations at once, by a condition on Hasil."""
    marked = Hasil.objects.filter(condition)
    asleep = marked.filter(stale=False).exists()
    # Every row, those that wait already too: one of them may be under computation just now, and
    # cleared while this statement waits for it.
    marked.update(
        stale=True,
        stale_since=Coalesce("stale_since", timezone.now()),
        attempts=0,
        mark=F("mark") + 1,
    )
    if asleep:
        queues.wake(TASK)


def notice_conflicts() -> None:
    """Compute again where somebody who gave levels has come to belong to the unit."""
    waiting = Hasil.objects.filter(conflicts.joined_since_computed()).values_list("pk", flat=True)
    found = list(waiting[:500])
    if found:
        mark_stale_where(Q(pk__in=found))


def recompute_stale(limit: int = 500) -> int:
    """Compute what waits under a lease, in batches; return how many were taken."""
    done = 0
    while done < limit:
        claimed = _claim(min(BATCH, limit - done))
        if not claimed:
            break
        compute(claimed)
        done += len(claimed)
    return done


def _claim(most: int = 1) -> list[Hasil]:
    """Lease the next rows. One that was tried before comes alone: it may be what a worker died
    of."""
    now = timezone.now()
    with transaction.atomic():
        waiting = (
            Hasil.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .filter(stale=True, attempts__lt=MAX_ATTEMPTS)
            .order_by("attempts", F("stale_since").asc(nulls_first=True), "pk")
            .only("pk", "evaluasi_id", "mark", "attempts")
        )
        rows = list(waiting[:most])
        claimed = [row for row in rows if not row.attempts] or rows[:1]
        # Of the lease one computation takes a small part.
        Hasil.objects.filter(pk__in=[row.pk for row in claimed]).update(
            lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return claimed


def compute(claimed: Sequence[Hasil]) -> None:
    """Compute results and store them, unless the evaluation is decided: then it is frozen.

    Nothing is locked meanwhile, so that nobody's save waits: what was marked again since it was
    claimed is not stored, and computed anew.
    """
    moment = timezone.now()
    evaluations = list(
        Evaluasi.objects.filter(pk__in=[row.evaluasi_id for row in claimed])
        .select_related("siklus", "versi")
        .defer("versi__spec")
    )
    inputs = result_queries.inputs_of([e for e in evaluations if e.state not in DECIDED])
    found: dict[int, dict[str, Any]] = {}
    for evaluasi in evaluations:
        try:
            if evaluasi.pk in inputs:
                found[evaluasi.pk] = _figures(evaluasi, inputs[evaluasi.pk])
        except scoring.ScoringError as error:
            # Data outside the instrument: said on the row, tried again when something changes.
            found[evaluasi.pk] = {"error": str(error)[:300], "ipp": None, "kategori": ""}
        except Exception:  # a fault of ours in one of them leaves the others
            logger.exception("evaluation %s cannot be computed", evaluasi.uuid)
    _store(claimed, found, {item.pk: item for item in evaluations}, moment)


# What of a computation is stored, by type. A row that somebody holds is about to be marked again,
# or is frozen: it is passed over, so that two writers never wait for each other.
_COLUMNS = {
    "ipp": "numeric",
    "kategori": "text",
    "f02_terisi": "int",
    "f02_jumlah": "int",
    "f01_terisi": "int",
    "f01_jumlah": "int",
    "responden": "int",
    "rincian": "jsonb",
    "metode": "text",
    "versi_digest": "text",
    "masukan_digest": "text",
}
_STORE = f"""
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb)
            AS given (id bigint, mark bigint, {", ".join(map(" ".join, _COLUMNS.items()))})
    ), mine AS (
        SELECT hasil.id FROM evaluations_hasil AS hasil JOIN given ON given.id = hasil.id
        WHERE hasil.stale AND hasil.mark = given.mark
        FOR UPDATE OF hasil SKIP LOCKED
    )
    UPDATE evaluations_hasil AS hasil
    SET {", ".join(f"{name} = given.{name}" for name in _COLUMNS)},
        stale = false, stale_since = NULL, lease_until = NULL, attempts = 0, error = '',
        dihitung_pada = %s
    FROM given JOIN mine ON mine.id = given.id
    WHERE hasil.id = given.id
    RETURNING hasil.id
"""  # noqa: S608 - names of our own columns


def _store(
    claimed: Sequence[Hasil],
    found: Mapping[int, Mapping[str, Any]],
    evaluations: Mapping[int, Evaluasi],
    moment: datetime,
) -> None:
    computed = {row.pk: row for row in claimed if "rincian" in found.get(row.evaluasi_id, ())}
    given = [
        {"id": row.pk, "mark": row.mark, **found[row.evaluasi_id]} for row in computed.values()
    ]
    stored: set[int] = set()
    if given:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_STORE, [json.dumps(given, default=str), moment])
            stored = {pk for (pk,) in cursor.fetchall()}
            _tell_objections([evaluations[computed[pk].evaluasi_id] for pk in stored], found)
    for row in claimed:
        mine = Hasil.objects.filter(pk=row.pk)
        if row.evaluasi_id in evaluations and evaluations[row.evaluasi_id].state in DECIDED:
            mine.update(stale=False, lease_until=None)
        elif row.pk in computed:
            if row.pk not in stored:  # marked meanwhile: the next one who asks computes it
                mine.filter(stale=True).update(lease_until=None)
        elif row.evaluasi_id in found:
            mine.filter(mark=row.mark).update(
                stale=False, lease_until=None, **found[row.evaluasi_id]
            )


def _tell_objections(
    evaluations: Sequence[Evaluasi], found: Mapping[int, Mapping[str, Any]]
) -> None:
    """One that somebody holds was not computed with; it is marked by him."""
    by_id = {item.pk: item for item in evaluations}
    rows = Sanggahan.objects.filter(_UNTOLD, evaluasi__in=by_id).order_by()
    for row in rows.select_for_update(skip_locked=True, of=("self",)):
        item = by_id[row.evaluasi_id]
        Sanggahan.objects.filter(pk=row.pk).update(ipp_baru=figure_text(item, found[item.pk]))


def figures(evaluasi: Evaluasi) -> dict[str, Any]:
    """All computed columns of Hasil from the inputs as they are now."""
    return _figures(evaluasi, result_queries.inputs_of([evaluasi])[evaluasi.pk])


def _figures(evaluasi: Evaluasi, inputs: Inputs) -> dict[str, Any]:
    tally = inputs.tally
    fields = scored(
        evaluasi.versi, inputs.decided, tally.totals, inputs.luar, minimum_respondents(evaluasi)
    )
    suggested, filled, asked = {}, 0, 0
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        state = rules.state_of(indikator, inputs.answers.get(indikator.nomor, {}))
        suggested[str(indikator.nomor)] = state.level
        filled, asked = filled + state.terisi, asked + state.diminta
    fields["rincian"] |= {
        "suggested": suggested,
        # Frozen with the means: a survey that two evaluations share may go on.
        "survey_tally": {
            "kanal": tally.kanal,
            "dikecualikan": tally.dikecualikan,
            "sebaran": tally.sebaran,
        },
    }
    return fields | {"f01_terisi": filled, "f01_jumlah": asked}


def scored(
    versi: VersiInstrumen,
    decided: Mapping[int, Decided],
    totals: scoring.SurveyTotals,
    external: Mapping[str, Decimal | None],
    minimum: int | None,
) -> dict[str, Any]:
    """The columns of Hasil that follow from levels, survey and numbers from outside."""
    levels = {nomor: item.berlaku for nomor, item in decided.items()}
    result = scoring.score(versi.instrumen, levels, totals, external, minimum_respondents=minimum)
    shown_levels = {
        str(nomor): None if level is None else str(level) for nomor, level in sorted(levels.items())
    }
    inputs = {
        "versi": versi.digest,
        "level": shown_levels,
        "survei": [totals.respondents, list(totals.sums), list(totals.counts)],
        "luar": {kode: str(angka) for kode, angka in external.items()},
        "minimum": minimum,
    }
    rubric = next((c for c in result.components if c.sumber == "rubrik"), None)
    return {
        "ipp": result.ipp,
        "kategori": result.category or "",
        "f02_terisi": rubric.have if rubric else 0,
        "f02_jumlah": rubric.need if rubric else 0,
        "responden": totals.respondents,
        # `luar` as it was given, before its conversion to the scale.
        "rincian": {
            **result.as_data(),
            "levels": shown_levels,
            "origins": {str(n): item.asal for n, item in sorted(decided.items()) if item.asal},
            "luar": inputs["luar"],
        },
        "metode": result.method,
        "versi_digest": versi.digest,
        "masukan_digest": digest_of(inputs),
    }


def figure_text(evaluasi: Evaluasi, fields: Mapping[str, Any]) -> str:
    """The IPP as it is read; "–" while there is none."""
    if fields["ipp"] is None:
        return "–"
    text = format(round_half_up(Fraction(fields["ipp"]), evaluasi.versi.instrumen.desimal), "f")
    return text.replace(".", ",")


def tell_objections(evaluasi: Evaluasi, fields: dict[str, Any]) -> None:
    """What an accepted objection came to, once it is computed."""
    Sanggahan.objects.filter(_UNTOLD, evaluasi=evaluasi).update(
        ipp_baru=figure_text(evaluasi, fields)
    )


def minimum_respondents(evaluasi: Evaluasi) -> int | None:
    """The cycle's minimum; None leaves the instrument's."""
    return evaluasi.siklus.min_responden


def compute_now(evaluasi: Evaluasi) -> Hasil:
    """Compute inside the present transaction, for a step that needs a fresh figure."""
    hasil = Hasil.objects.select_for_update().get(evaluasi=evaluasi)
    fields = figures(evaluasi)
    tell_objections(evaluasi, fields)
    for name, value in fields.items():
        setattr(hasil, name, value)
    hasil.stale = False
    hasil.error = ""
    hasil.dihitung_pada = timezone.now()
    hasil.save()
    return hasil
