"""The running tally of every survey: the only writer of RekapSurvei and of `Respons.dihitung`.

A response is inserted uncounted and nothing else happens while the respondent waits. A worker
takes uncounted rows, looks for signals, adds them to the tally and says so on the row, all in one
transaction. The row itself says whether it is inside the tally, and not a highest id that was
seen: rows commit out of the order of their ids. Whoever reads, reads the tally and the rows that
are not in it yet in one statement (`survey.queries.surveys.tally`), so no figure ever lags or
counts twice.

Locks are taken in one order: responses, then tallies. Additions commute, so an addition and an
exclusion need not know of each other; a recount takes the tallies first and sees exactly the rows
whose additions have been committed, since the flag and the addition commit together.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Q

from evaluations.models import RekapSurvei, Respons, Survei
from evaluations.results import services as result_services
from evaluations.rules.survey.tally import CHANNELS, Tally
from evaluations.survey.services import signals as survey_signals
from instruments.models import VersiInstrumen
from instruments.spec import Instrumen
from pekppp.base import queues

BATCH = 2000
# One worker counts at a time: signals compare rows with each other.
_ONE_AT_A_TIME = 0x50454B50
TASK = "evaluations.tasks.count_responses"
_WAKE_EVERY = 2  # seconds

Deltas = dict[int, Tally]


def wake() -> None:
    """Wake a counting worker soon after this commit; the sweep finds what this leaves out.

    At most every two seconds from one process: a thousand answers need one wake-up.
    """
    if caches["process"].add("survey-wake", True, _WAKE_EVERY):
        queues.wake(TASK)


def count_all(*, most: int = 500) -> int:
    """Count what waits, batch by batch; return how many responses were counted."""
    done = 0
    for _ in range(most):
        counted = count_batch()
        done += counted
        if counted < BATCH:
            break
    return done


@transaction.atomic
def count_batch(limit: int = BATCH, survei: Survei | None = None) -> int:
    """Count the next uncounted responses, of one survey where it is told, if nobody else does just
    now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return 0
    rows = list(
        Respons.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(*([Q(survei=survei)] if survei else []), dihitung=False)
        .order_by("survei_id", "pk")
        .defer("komentar", "layanan", "usia", "jenis_kelamin", "pendidikan", "pekerjaan")[:limit]
    )
    if not rows:
        return 0
    found = survey_signals.find(rows)
    new = {row.pk for row in rows}
    older = Respons.objects.select_for_update(of=("self",)).filter(
        pk__in=found.keys() - new, ditinjau_pada__isnull=True, dihitung=True
    )
    deltas: Deltas = {}
    specs = _specs({row.survei_id for row in rows})
    again = [row for row in older.order_by("pk") if _carries(row) != found[row.pk]]
    for row in again:
        _add(deltas, specs, row, times=-1)
        _carry(row, found[row.pk])
        _add(deltas, specs, row)
    for row in rows:
        if row.ditinjau_pada is None:
            _carry(row, found[row.pk])
        row.dihitung = True
        _add(deltas, specs, row)
    Respons.objects.filter(pk__in=new).update(dihitung=True)
    _store([*again, *(row for row in rows if row.tanda and row.ditinjau_pada is None)])
    apply(deltas)
    result_services.mark_stale_where(Q(evaluasi__survei__in=list(deltas)))
    return len(rows)


def change(rows: Iterable[Respons], **fields: Any) -> None:
    """Write fields that decide how counted rows count, and let the tally follow.

    Inside a transaction; the rows are locked and were read as they are now.
    """
    rows = sorted(rows, key=lambda row: row.pk)
    deltas: Deltas = {}
    specs = _specs({row.survei_id for row in rows})
    for row in rows:
        if row.dihitung:
            _add(deltas, specs, row, times=-1)
        for name, value in fields.items():
            setattr(row, name, value)
        if row.dihitung:
            _add(deltas, specs, row)
    Respons.objects.bulk_update(rows, list(fields))
    apply(deltas)
    result_services.mark_stale_where(Q(evaluasi__survei__in={row.survei_id for row in rows}))


def apply(deltas: Deltas) -> None:
    """Add to the tallies, making those that are not there yet."""
    changed = {pk: tally for pk, tally in deltas.items() if not tally.empty}
    if not changed:
        return
    owners = Survei.objects.filter(pk__in=changed).values_list("pk", "instansi_id")
    RekapSurvei.objects.bulk_create(
        [
            RekapSurvei(survei_id=pk, instansi_id=owner, sebaran=[0] * len(changed[pk].sebaran))
            for pk, owner in owners.order_by("pk")
        ],
        ignore_conflicts=True,
    )
    data = [
        {
            "survei_id": pk,
            "jumlah": tally.jumlah,
            **{f"dari_{name}": tally.kanal[name] for name in CHANNELS},
            "dikecualikan": tally.dikecualikan,
            "ditinjau": tally.ditinjau,
            "ditahan": tally.ditahan,
            "sebaran": tally.sebaran,
        }
        for pk, tally in sorted(changed.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [json.dumps(data)])


@transaction.atomic
def recount() -> None:
    """Make every tally anew from the counted rows, in the database, one pass a kind of form."""
    shapes: dict[tuple[int, int, int], list[VersiInstrumen]] = {}
    for versi in VersiInstrumen.objects.filter(pk__in=Survei.objects.order_by().values("versi")):
        spec = versi.instrumen
        shape = (len(spec.butir), spec.skala.minimum, spec.skala.maksimum)
        shapes.setdefault(shape, []).append(versi)
    with connection.cursor() as cursor:
        # Additions wait for this; those that were committed before are seen by what follows.
        cursor.execute("LOCK TABLE evaluations_rekapsurvei IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            "SET LOCAL jit = off"
        )  # compiling a hundred counts takes longer than it saves
        cursor.execute("SET LOCAL parallel_tuple_cost = 0")
        cursor.execute("SET LOCAL parallel_setup_cost = 0")
        cursor.execute("DELETE FROM evaluations_rekapsurvei")
        for (items, _, _), versions in shapes.items():
            if items:
                ids = [versi.pk for versi in versions]
                cursor.execute(recount_statement(versions[0].instrumen), [ids])
                size = items * len(versions[0].instrumen.skala.levels)
                cursor.execute(_FROM_RECOUNT, [size, ids])
                cursor.execute("DROP TABLE rekap_baru")


def recount_statement(spec: Instrumen) -> str:
    """One pass over the responses of the surveys of some versions with equally many items.

    Into a table of its own, since PostgreSQL reads in parallel for that and not for an INSERT.
    Only numbers of ours get into the text.
    """
    items = range(1, len(spec.butir) + 1)
    cells = ", ".join(
        f"count(*) FILTER (WHERE butir[{n}] = {level})"
        for n in items
        for level in spec.skala.levels
    )
    channels = ", ".join(
        f"count(*) FILTER (WHERE kanal = '{name}') AS dari_{name}" for name in CHANNELS
    )
    answered = " OR ".join(f"butir[{n}] IS NOT NULL" for n in items)
    return f"""
        CREATE TEMPORARY TABLE rekap_baru ON COMMIT DROP AS
        SELECT survei_id, count(*) AS jumlah, {channels},
            count(*) FILTER (WHERE perlu_ditinjau) AS ditinjau, ARRAY[{cells}] AS sebaran
        FROM evaluations_respons
        WHERE dihitung AND NOT dikecualikan AND NOT ditahan AND ({answered})
            AND survei_id IN (SELECT id FROM evaluations_survei WHERE versi_id = ANY(%s))
        GROUP BY survei_id
    """  # noqa: S608  numbers and channels of ours; the ids are parameters


_COUNTS = ("jumlah", *(f"dari_{name}" for name in CHANNELS), "ditinjau")
# What is excluded or waits is rare, and has an index of its own.
_FROM_RECOUNT = f"""
    INSERT INTO evaluations_rekapsurvei
        (survei_id, instansi_id, pada, dikecualikan, ditahan, {", ".join(_COUNTS)}, sebaran)
    SELECT s.id, s.instansi_id, statement_timestamp(), coalesce(x.out, 0), coalesce(x.held, 0),
        {", ".join(f"coalesce(b.{name}, 0)" for name in _COUNTS)},
        coalesce(b.sebaran, array_fill(0, ARRAY[%s]))
    FROM rekap_baru AS b
    FULL JOIN (
        SELECT survei_id, count(*) FILTER (WHERE dikecualikan) AS out,
            count(*) FILTER (WHERE ditahan) AS held
        FROM evaluations_respons
        WHERE (dikecualikan OR perlu_ditinjau) AND dihitung AND array_remove(butir, NULL) <> '{{}}'
        GROUP BY survei_id
    ) AS x USING (survei_id)
    JOIN evaluations_survei AS s ON s.id = survei_id
    WHERE s.versi_id = ANY(%s)
"""  # noqa: S608  column names of ours; everything else is a parameter

_ADD = f"""
    UPDATE evaluations_rekapsurvei AS r
    SET jumlah = r.jumlah + d.jumlah,
        {", ".join(f"dari_{name} = r.dari_{name} + d.dari_{name}" for name in CHANNELS)},
        dikecualikan = r.dikecualikan + d.dikecualikan,
        ditinjau = r.ditinjau + d.ditinjau,
        ditahan = r.ditahan + d.ditahan,
        sebaran = ARRAY(
            SELECT coalesce(old, 0) + coalesce(more, 0)
            FROM unnest(r.sebaran, d.sebaran) WITH ORDINALITY AS cell(old, more, place)
            ORDER BY place),
        pada = statement_timestamp()
    FROM jsonb_to_recordset(%s) AS d(
        survei_id bigint, jumlah int, {", ".join(f"dari_{name} int" for name in CHANNELS)},
        dikecualikan int, ditinjau int, ditahan int, sebaran int[])
    WHERE r.survei_id = d.survei_id
"""  # noqa: S608  column names of ours; the rows are a parameter


def _specs(ids: set[int]) -> dict[int, Instrumen]:
    rows = Survei.objects.filter(pk__in=ids).select_related("versi").defer("versi__spec")
    return {row.pk: row.versi.instrumen for row in rows}


def _add(deltas: Deltas, specs: dict[int, Instrumen], row: Respons, *, times: int = 1) -> None:
    tally = deltas.get(row.survei_id)
    if tally is None:
        tally = deltas[row.survei_id] = Tally.of(specs[row.survei_id])
    tally.add(
        row.butir,
        row.kanal,
        dikecualikan=row.dikecualikan,
        ditahan=row.ditahan,
        ditinjau=row.perlu_ditinjau,
        times=times,
    )


def _carries(row: Respons) -> survey_signals.Found:
    return survey_signals.Found(row.tanda, row.ditahan)


def _carry(row: Respons, found: survey_signals.Found) -> None:
    row.tanda, row.ditahan, row.perlu_ditinjau = found.tanda, found.ditahan, bool(found.tanda)


def _store(rows: list[Respons]) -> None:
    """One statement for each combination of signals: there are few."""
    groups: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for row in rows:
        groups.setdefault((tuple(row.tanda), row.ditahan), []).append(row.pk)
    for (codes, held), ids in groups.items():
        Respons.objects.filter(pk__in=ids).update(
            tanda=list(codes), ditahan=held, perlu_ditinjau=bool(codes)
        )
