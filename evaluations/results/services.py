"""The result of an evaluation: marked stale by every change that matters, computed by a worker.

The row is the queue. `mark` grows with each change; a worker clears only the mark it has read,
so a change during the computation is never lost.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from evaluations.core.queries import conflicts, survey_totals
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.services.saving import digest_of
from evaluations.models import Evaluasi, Hasil, Sanggahan
from evaluations.rules import scoring
from evaluations.rules.agreement import Decided
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import DECIDED
from instruments import rules
from instruments.models import VersiInstrumen
from pekppp.base import queues
from pekppp.base.queues import LEASE, WATCHED, Watched

MAX_ATTEMPTS = 8
TASK = "evaluations.tasks.recompute_stale"
WATCHED.append(
    Watched(
        "Hasil yang dihitung",
        TASK,
        lambda: Hasil.objects.filter(stale=True),
        since="stale_since",
    )
)


def mark_stale(evaluasi: Evaluasi) -> None:
    """Say that an input changed; wake a worker on commit. Inside the changing transaction."""
    mark_stale_where(Q(evaluasi=evaluasi))


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
    """Compute what waits, one row at a time under a lease; return how many were computed."""
    done = 0
    for _ in range(limit):
        claimed = _claim()
        if claimed is None:
            break
        compute(claimed)
        done += 1
    return done


def _claim() -> Hasil | None:
    now = timezone.now()
    with transaction.atomic():
        hasil = (
            Hasil.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .filter(stale=True, attempts__lt=MAX_ATTEMPTS)
            .order_by("attempts", F("stale_since").asc(nulls_first=True), "pk")
            .first()
        )
        if hasil is None:
            return None
        hasil.lease_until = now + LEASE  # of which one computation takes a small part
        hasil.attempts += 1
        hasil.save(update_fields=["lease_until", "attempts"])
        return hasil


def compute(hasil: Hasil) -> None:
    """Compute one result and store it, unless the evaluation is decided: then it is frozen."""
    try:
        with transaction.atomic():
            _compute(hasil)
    except scoring.ScoringError as error:
        # Data outside the instrument: said on the row, tried again when something changes.
        Hasil.objects.filter(pk=hasil.pk, mark=hasil.mark).update(
            stale=False, lease_until=None, error=str(error)[:300], ipp=None, kategori=""
        )


def _compute(hasil: Hasil) -> None:
    evaluasi = Evaluasi.objects.select_related("siklus", "versi", "survei", "instansi").get(
        pk=hasil.evaluasi_id
    )
    # One snapshot for everything that is read below.
    current = Hasil.objects.select_for_update().get(pk=hasil.pk)
    if evaluasi.state in DECIDED:
        Hasil.objects.filter(pk=hasil.pk).update(stale=False, lease_until=None)
        return
    fields = figures(evaluasi)
    tell_objections(evaluasi, fields)
    Hasil.objects.filter(pk=hasil.pk, mark=current.mark).update(
        stale=False,
        stale_since=None,
        lease_until=None,
        attempts=0,
        error="",
        dihitung_pada=timezone.now(),
        **fields,
    )


def figures(evaluasi: Evaluasi) -> dict[str, Any]:
    """All computed columns of Hasil from the inputs as they are now."""
    spec = evaluasi.versi.instrumen
    tally = survey_totals.tally(evaluasi.survei, spec)
    fields = scored(
        evaluasi.versi,
        evaluation_queries.decided_levels(evaluasi),
        tally.totals,
        {kode: row.angka for kode, row in evaluation_queries.external_of(evaluasi).items()},
        minimum_respondents(evaluasi),
    )
    answers = evaluation_queries.answers_of(evaluasi)
    suggested, filled, asked = {}, 0, 0
    for indikator in spec.semua_indikator:
        values = evaluation_queries.values_of(answers.get(indikator.nomor))
        usulan = rules.suggest(indikator, values)
        suggested[str(indikator.nomor)] = usulan.level if usulan else None
        required = {p.id for p in indikator.pertanyaan if p.wajib}
        shown = len(required & rules.tampil(indikator, values))
        asked += shown
        filled += shown - len(rules.missing(indikator, values))
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
    Sanggahan.objects.filter(
        evaluasi=evaluasi, status=Sanggahan.Status.DITERIMA, ipp_baru=""
    ).update(ipp_baru=figure_text(evaluasi, fields))


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
