"""Who answered a survey, as far as they said so: how many, never what they answered."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from evaluations.models import Evaluasi, Survei
from evaluations.rules.survey import disclosure
from evaluations.rules.survey.profile import FIELDS
from evaluations.rules.workflow import DECIDED, ENDED
from evaluations.survey.queries.surveys import services_of

_UNDECIDED = Evaluasi.objects.exclude(state__in=[state.value for state in DECIDED | ENDED])

UNSAID = "Tidak diisi"
OTHER = ("Jawaban lain", "Layanan lain")

# One pass for all fields. Counted as `tally` counts: not excluded, and with an answered item. A
# service is written by the respondent: what is not a name of the unit's list is not passed on, for
# anything may stand there. Both sides are lowered by the database, so by one rule.
_COUNTS = """
    SELECT usia, jenis_kelamin, pendidikan, pekerjaan, layanan, count(*)
    FROM (
        SELECT usia, jenis_kelamin, pendidikan, pekerjaan,
            CASE WHEN layanan = '' THEN 0 ELSE coalesce(array_position(
                (SELECT array_agg(lower(btrim(nama)) ORDER BY nomor)
                    FROM unnest(%s::text[]) WITH ORDINALITY AS daftar(nama, nomor)),
                lower(btrim(layanan))), -1) END AS layanan,
            row_number() OVER (ORDER BY id) AS nomor, count(*) OVER () AS semua
        FROM evaluations_respons
        WHERE survei_id = %s AND NOT dikecualikan AND NOT ditahan
            AND array_remove(butir, NULL) <> '{}'
    ) AS dihitung
    WHERE nomor <= semua - semua %% %s
    GROUP BY GROUPING SETS ((usia), (jenis_kelamin), (pendidikan), (pekerjaan), (layanan))
"""


def is_settled(survei: Survei) -> bool:
    """Whether every evaluation that uses the survey is decided, so that no answer counts any more.

    Two published profiles of one survey, a few answers apart, would tell of those few.
    """
    return not _UNDECIDED.filter(survei=survei).exists()


def respondents(
    survei: Survei, smallest: int, *, growing: bool = False
) -> tuple[int, list[dict[str, Any]]]:
    """Of how many counted responses, and per field of the profile how many of them said what.

    `{"kode", "nama", "kelompok": [{"nama", "jumlah"}]}` for each field; `kelompok` is null where
    it is not shown. No field at all below `smallest` responses, nor after the profiles were
    forgotten: then everybody would seem to have said nothing. What is `growing` is told of the
    first five, ten and so on: from one day to the next no single person shows.

    Only counts, on purpose: means of the answers by age or sex would say what one person answered
    as soon as one more has joined a small group. No two fields are crossed either; each is hidden
    by itself, since they share nothing but their sum.
    """
    services = services_of(survei.unit_id)
    kinds: list[tuple[str, str, list[tuple[Any, str]]]] = [
        *((kode, nama, [*choices, ("", UNSAID)]) for kode, nama, choices in FIELDS),
        ("layanan", "Layanan yang dipakai", [*enumerate(services, start=1), (0, UNSAID)]),
    ]
    found: dict[str, dict[Any, int]] = {kode: {} for kode, _, _ in kinds}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [services, survei.pk, smallest if growing else 1])
        for *values, count in cursor.fetchall():
            # All but one are null in each row: the field that it counts.
            kode, value = next(
                pair for pair in zip(found, values, strict=True) if pair[1] is not None
            )
            found[kode][value] = count
    total = sum(found["layanan"].values())
    if total < smallest or survei.isian_dihapus_pada is not None:
        return total, []
    return total, disclosure.profile([_field(*kind, found[kind[0]]) for kind in kinds], smallest)


def _field(
    kode: str, nama: str, choices: list[tuple[Any, str]], found: Mapping[Any, int]
) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"nama": name, "jumlah": found.get(key, 0)} for key, name in choices
    ]
    other = sum(found.values()) - sum(row["jumlah"] for row in rows)
    if other:
        rows.insert(-1, {"nama": OTHER[kode == "layanan"], "jumlah": other})
    return {"kode": kode, "nama": nama, "kelompok": rows}
