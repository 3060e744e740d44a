"""What a survey has come to this moment, for the arithmetic."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from evaluations.models import Survei
from evaluations.rules.survey.tally import CHANNELS, Tally, add_all
from instruments.spec import Instrumen

# One statement, so one moment: a row is either in the tally or beside it, never both.
_TALLY = """
    SELECT survei.id, rekap.jumlah, rekap.dari_tautan, rekap.dari_kios, rekap.dari_kode,
        rekap.dari_kertas,
        rekap.dikecualikan, rekap.ditinjau, rekap.ditahan, rekap.sebaran,
        waiting.rows
    FROM unnest(%s::bigint[]) AS survei (id)
    LEFT JOIN evaluations_rekapsurvei AS rekap ON rekap.survei_id = survei.id
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(r.butir, r.kanal, r.dikecualikan, r.perlu_ditinjau))
            AS rows
        FROM evaluations_respons AS r WHERE r.survei_id = survei.id AND NOT r.dihitung
    ) AS waiting ON true
"""


def tally(survei: Survei | None, spec: Instrumen) -> Tally:
    """What the survey has come to this moment: its running tally and the rows not yet in it."""
    return tallies([(survei.pk if survei is not None else None, spec)])[0]


def tallies(surveys: Sequence[tuple[int | None, Instrumen]]) -> list[Tally]:
    """The same of many surveys, by id and the instrument that asks; None is no survey."""
    known = {key for key, _ in surveys if key is not None}
    rows: dict[int | None, Any] = {}
    if known:
        with connection.cursor() as cursor:
            cursor.execute(_TALLY, [list(known)])
            rows = {key: row for key, *row in cursor.fetchall()}
    return [_tally(rows.get(key), spec) for key, spec in surveys]


def _tally(row: Sequence[Any] | None, spec: Instrumen) -> Tally:
    found = Tally.of(spec)
    if row is None:
        return found
    jumlah, *numbers, sebaran, waiting = row
    if jumlah is not None:
        *channels, excluded, review, held = numbers
        found = Tally(
            len(spec.butir),
            spec.skala,
            jumlah,
            dict(zip(CHANNELS, channels, strict=True)),
            excluded,
            review,
            held,
            sebaran,
        )
    return add_all(found, json.loads(waiting) if waiting else ())
