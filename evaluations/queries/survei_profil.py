"""Who answered a survey, as far as they said so: how many, never what they answered."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from evaluations.models import Evaluasi, Survei
from evaluations.profile import FIELDS
from evaluations.queries.survei import services_of
from evaluations.tally import groups
from evaluations.workflow import DECIDED, ENDED

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
                lower(btrim(layanan))), -1) END AS layanan
        FROM evaluations_respons
        WHERE survei_id = %s AND NOT dikecualikan AND NOT ditahan
            AND array_remove(butir, NULL) <> '{}'
    ) AS dihitung
    GROUP BY GROUPING SETS ((usia), (jenis_kelamin), (pendidikan), (pekerjaan), (layanan))
"""


def is_settled(survei: Survei) -> bool:
    """Whether every evaluation that uses the survey is decided, so that no answer counts any more.

    Two published profiles of one survey, a few answers apart, would tell of those few.
    """
    return not _UNDECIDED.filter(survei=survei).exists()


def respondents(survei: Survei, smallest: int) -> tuple[int, list[dict[str, Any]]]:
    """How many counted responses there are, and per field of the profile how many said what.

    `{"kode", "nama", "kelompok": [{"nama", "jumlah"}]}` for each field; `jumlah` is null where it
    is hidden, and `kelompok` where all of it is. No field at all below `smallest` responses, nor
    after the profiles were forgotten: then everybody would seem to have said nothing.

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
        cursor.execute(_COUNTS, [services, survei.pk])
        for *values, count in cursor.fetchall():
            # All but one are null in each row: the field that it counts.
            kode, value = next(
                pair for pair in zip(found, values, strict=True) if pair[1] is not None
            )
            found[kode][value] = count
    total = sum(found["layanan"].values())
    if total < smallest or survei.isian_dihapus_pada is not None:
        return total, []
    return total, [_field(*kind, found[kind[0]], smallest) for kind in kinds]


def _field(
    kode: str, nama: str, choices: list[tuple[Any, str]], found: Mapping[Any, int], smallest: int
) -> dict[str, Any]:
    names = [name for _, name in choices]
    counts = [found.get(key, 0) for key, _ in choices]
    other = sum(found.values()) - sum(counts)
    if other:
        # Before those who said nothing: what stands last is the first to be hidden beside others.
        names.insert(-1, OTHER[kode == "layanan"])
        counts.insert(-1, other)
    shown = groups(counts, smallest)
    rows = None
    if shown is not None:
        rows = [{"nama": n, "jumlah": count} for n, count in zip(names, shown, strict=True)]
    return {"kode": kode, "nama": nama, "kelompok": rows}
