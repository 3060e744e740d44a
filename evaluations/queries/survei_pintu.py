"""The way of an answer to its survey, in one statement that is written out.

Two queries of the ORM with their joins take longer to build than everything else that an answer
needs. Whoever does not find his survey here is led through the ordinary queries, which know what
to say to him.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from evaluations.workflow import DECIDED, ENDED
from instruments.models import VersiInstrumen
from instruments.spec import Instrumen

_OVER = [state.value for state in DECIDED | ENDED]
_DOOR = """
    SELECT survei.id, tautan.id, survei.instansi_id, survei.versi_id, versi.digest,
        tautan.kios
    FROM evaluations_tautansurvei AS tautan
    JOIN evaluations_survei AS survei ON survei.unit_id = tautan.unit_id
    JOIN instruments_versiinstrumen AS versi ON versi.id = survei.versi_id
    WHERE tautan.token = %s AND tautan.dicabut_pada IS NULL AND survei.uuid = %s
        AND NOT survei.latihan AND survei.buka <= statement_timestamp()
        AND survei.tutup > statement_timestamp()
        AND (EXISTS (SELECT FROM evaluations_evaluasi AS e
                     WHERE e.survei_id = survei.id AND NOT e.state = ANY(%s))
             OR NOT EXISTS (SELECT FROM evaluations_evaluasi AS e WHERE e.survei_id = survei.id))
        AND NOT EXISTS (SELECT FROM evaluations_survei AS newer
                        WHERE newer.unit_id = survei.unit_id AND newer.formulir = survei.formulir
                            AND newer.id <> survei.id AND NOT newer.latihan
                            AND newer.buka <= statement_timestamp()
                            AND newer.tutup > statement_timestamp())
"""
_specs: dict[str, Instrumen] = {}  # by the digest of their text


@dataclass(frozen=True, slots=True)
class Door:
    survei_id: int
    tautan_id: int
    instansi_id: int
    kios: bool
    spec: Instrumen


def open_door(token: str, survei: str) -> Door | None:
    """The one survey of this unit and form that takes an answer now, if that is the one meant."""
    try:
        uuid = UUID(survei)
    except ValueError:
        return None
    if "\x00" in token:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_DOOR, [token, uuid, _OVER])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, link, instansi, versi, digest, kios = row
    if digest not in _specs:
        _specs[digest] = VersiInstrumen.objects.get(pk=versi).instrumen
    return Door(pk, link, instansi, kios, _specs[digest])
