"""What a survey has come to this moment, for the arithmetic."""

import json

from django.db import connection

from evaluations.models import Survei
from evaluations.rules.survey.tally import CHANNELS, Tally, add_all
from instruments.spec import Instrumen

# One statement, so one moment: a row is either in the tally or beside it, never both.
_TALLY = """
    SELECT rekap.jumlah, rekap.dari_tautan, rekap.dari_kios, rekap.dari_kode, rekap.dari_kertas,
        rekap.dikecualikan, rekap.ditinjau, rekap.ditahan, rekap.sebaran, waiting.rows
    FROM (SELECT %s::bigint AS id) AS survei
    LEFT JOIN evaluations_rekapsurvei AS rekap ON rekap.survei_id = survei.id
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(r.butir, r.kanal, r.dikecualikan, r.perlu_ditinjau))
            AS rows
        FROM evaluations_respons AS r WHERE r.survei_id = survei.id AND NOT r.dihitung
    ) AS waiting ON true
"""


def tally(survei: Survei | None, spec: Instrumen) -> Tally:
    """What the survey has come to this moment: its running tally and the rows not yet in it."""
    if survei is None:
        return Tally.of(spec)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [survei.pk])
        jumlah, *numbers, sebaran, waiting = cursor.fetchone()
    found = Tally.of(spec)
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
