"""Who sees which part of an evaluation in which state: a pure table, deny by default.

A unit sees levels, their reasons and the notes written for it once the F02 is finished (it may
object to them), figures once they are decided, and internal notes never.
"""

from collections.abc import Iterable
from enum import StrEnum

from evaluations.rules.workflow import DECIDED, ENDED, F01_OPEN, PUBLISHED, State


class Viewer(StrEnum):
    UNIT = "unit"
    INDUK = "induk"  # the unit above it: a dinas towards its puskesmas
    EVALUATOR = "evaluator"
    VERIFIKATOR = "verifikator"
    ADMIN = "admin"  # of the evaluating, owning or organising instansi, and KemenPANRB
    REVIEWER = "reviewer"  # the office that a unit asked to look at its F01 before it is sent
    READER = "reader"  # pimpinan, auditor, a province towards its kabupaten and kota
    PUBLIC = "public"


class Field(StrEnum):
    JAWABAN = "jawaban"  # answers, evidence, suggested levels
    LEVEL = "level"  # the evaluator's levels
    CATATAN_UNIT = "catatan_unit"
    ALASAN = "alasan"  # why a level differs from the suggestion, or cannot be verified
    CATATAN_INTERNAL = "catatan_internal"
    LEVEL_VERIFIKATOR = "level_verifikator"
    REKOMENDASI = "rekomendasi"
    KEMAJUAN_SURVEI = "kemajuan_survei"
    RINCIAN_SURVEI = "rincian_survei"  # means per item
    KOMENTAR_SURVEI = "komentar_survei"  # in respondents' own words, so never public
    ANGKA_SEMENTARA = "angka_sementara"
    ANGKA_FINAL = "angka_final"
    ORANG = "orang"  # who evaluates
    PERCAKAPAN = "percakapan"  # what unit and evaluators say to each other about an indicator


ALL = frozenset(State)
_SUBMITTED = ALL - {State.DRAF}
# What ended without an IPP for want of respondents was scored, and stays readable.
_SCORED = frozenset({State.F02_SELESAI, State.DIVERIFIKASI, State.TANPA_IPP}) | DECIDED
_VERIFIED = frozenset({State.DIVERIFIKASI, State.TANPA_IPP}) | DECIDED
_NEVER: frozenset[State] = frozenset()

TABLE: dict[Field, dict[Viewer, frozenset[State]]] = {
    Field.JAWABAN: {
        Viewer.UNIT: ALL,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SUBMITTED,
        Viewer.ADMIN: ALL,
        Viewer.REVIEWER: F01_OPEN,
        Viewer.READER: _SUBMITTED,
    },
    Field.LEVEL: {
        Viewer.UNIT: _SCORED,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SCORED | {State.DINILAI},
        Viewer.ADMIN: ALL,
        Viewer.READER: _SCORED,
        Viewer.PUBLIC: PUBLISHED,
    },
    Field.CATATAN_UNIT: {
        Viewer.UNIT: _SCORED,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SCORED | {State.DINILAI},
        Viewer.ADMIN: ALL,
        Viewer.READER: _SCORED,
    },
    Field.ALASAN: {
        Viewer.UNIT: _SCORED,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SCORED | {State.DINILAI},
        Viewer.ADMIN: ALL,
        Viewer.READER: _SCORED,
    },
    Field.CATATAN_INTERNAL: {
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SCORED | {State.DINILAI},
        Viewer.ADMIN: ALL,
    },
    Field.LEVEL_VERIFIKATOR: {
        Viewer.UNIT: _VERIFIED,
        Viewer.EVALUATOR: _VERIFIED | {State.F02_SELESAI, State.DINILAI},
        Viewer.VERIFIKATOR: ALL,
        Viewer.ADMIN: ALL,
        Viewer.READER: _VERIFIED,
    },
    Field.REKOMENDASI: {
        Viewer.UNIT: _SCORED,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SCORED | {State.DINILAI},
        Viewer.ADMIN: ALL,
        Viewer.READER: _SCORED,
        Viewer.PUBLIC: PUBLISHED,
    },
    Field.KEMAJUAN_SURVEI: {
        Viewer.UNIT: ALL,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: ALL,
        Viewer.ADMIN: ALL,
        Viewer.READER: ALL,
    },
    Field.RINCIAN_SURVEI: {
        Viewer.UNIT: DECIDED,
        Viewer.EVALUATOR: _SCORED,
        Viewer.VERIFIKATOR: _SCORED,
        Viewer.ADMIN: ALL,
        Viewer.READER: _SCORED,
        Viewer.PUBLIC: PUBLISHED,
    },
    Field.KOMENTAR_SURVEI: {
        Viewer.UNIT: DECIDED,
        Viewer.EVALUATOR: _SCORED,
        Viewer.VERIFIKATOR: _SCORED,
        Viewer.ADMIN: ALL,
        Viewer.READER: _SCORED,
    },
    Field.ANGKA_SEMENTARA: {
        Viewer.UNIT: frozenset({State.DIVALIDASI}),
        Viewer.EVALUATOR: ALL - ENDED,
        Viewer.VERIFIKATOR: ALL - ENDED,
        Viewer.ADMIN: ALL - ENDED,
        Viewer.READER: _SCORED - ENDED,
    },
    Field.ANGKA_FINAL: {
        Viewer.UNIT: PUBLISHED,
        Viewer.EVALUATOR: DECIDED,
        Viewer.VERIFIKATOR: DECIDED,
        Viewer.ADMIN: DECIDED,
        Viewer.READER: DECIDED,
        Viewer.PUBLIC: PUBLISHED,
    },
    Field.ORANG: {
        Viewer.UNIT: ALL,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: ALL,
        Viewer.ADMIN: ALL,
        Viewer.READER: ALL,
    },
    # As the answers it is about.
    Field.PERCAKAPAN: {
        Viewer.UNIT: ALL,
        Viewer.EVALUATOR: ALL,
        Viewer.VERIFIKATOR: _SUBMITTED,
        Viewer.ADMIN: ALL,
        Viewer.READER: _SUBMITTED,
    },
}
# What the unit sees itself and a reader from above would see, too: never a draft, nor a figure
# before the unit.
for _row in TABLE.values():
    _row[Viewer.INDUK] = _row.get(Viewer.UNIT, _NEVER) & _row.get(Viewer.READER, _NEVER)


def sees(field: Field, viewers: Iterable[Viewer], state: State) -> bool:
    """Whether any of the viewer's capacities shows the field in this state."""
    row = TABLE[field]
    return any(state in row.get(viewer, _NEVER) for viewer in viewers)


def visible_fields(viewers: Iterable[Viewer], state: State) -> frozenset[Field]:
    """Every field that the viewer sees in this state."""
    capacities = tuple(viewers)
    return frozenset(field for field in Field if sees(field, capacities, state))
