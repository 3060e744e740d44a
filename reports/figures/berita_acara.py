"""The input of a berita acara: what was observed and recommended, and who signs.

The index is not decided when it is signed, so none is printed unless the office wants it, and
then as what it is. The level of an indicator is the one that counts, with where it comes from: the
evaluators, the team's agreement, the verifier, or the decision on an objection.
"""

from datetime import date
from typing import Any

from evaluations.core import assignments
from evaluations.core.queries import decreed_teams, handovers, samples
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.models import Evaluasi, Hasil, Nilai, PeranNilai
from evaluations.rules.agreement import Decided
from evaluations.rules.visibility import Field, Viewer, sees
from evaluations.rules.workflow import F02_OPEN
from instruments.spec import Indikator
from pekppp.base.formats import tanggal as tanggal_kata
from reports.core import documents as document_queries
from reports.figures import lhe, shared

MEMUAT = (Field.LEVEL, Field.CATATAN_UNIT, Field.REKOMENDASI, Field.ORANG)


def build(
    evaluasi: Evaluasi, fields: frozenset[Field] = frozenset(), *, nomor: str, tanggal: date
) -> dict[str, Any]:
    """JSON-safe; `sementara` while the F02 is not finished. `fields` is what the maker sees."""
    angka, memuat = _figures(evaluasi, fields)
    rows = evaluation_queries.levels_of(evaluasi)
    assigned = list(assignments.rows_of([evaluasi]))
    tim = decreed_teams.of(evaluasi)
    decided = evaluation_queries.counting_levels(evaluasi, rows, assigned)
    # What the unit signs holds what the unit sees: a verifier's level once he has verified.
    verified = sees(Field.LEVEL_VERIFIKATOR, [Viewer.UNIT], evaluasi.status)
    decided = {nomor: item.shown(verified=verified) for nomor, item in decided.items()}
    scorers = evaluation_queries.assigned_by_indicator(evaluasi, assigned, "score")
    advice = shared.recommendations(list(evaluation_queries.recommendations_of(evaluasi)))
    aspects = []
    for aspek in evaluasi.versi.instrumen.semua_aspek:
        observed = [
            _indicator(indikator, decided[indikator.nomor], _notes(rows, indikator, scorers))
            for indikator in aspek.indikator
        ]
        # Additional questions weigh nothing: they appear where somebody observed them.
        if aspek.tambahan and not advice.get(aspek.kode) and not any(map(_said, observed)):
            continue
        aspects.append(
            {
                "kode": "" if aspek.tambahan else aspek.kode,
                "nama": aspek.nama,
                "indikator": observed,
                "rekomendasi": advice.get(aspek.kode, []),
            }
        )
    return {
        "jenis": "berita_acara",
        "susunan": shared.SUSUNAN,
        "nomor": nomor,
        "tanggal": shared.day(tanggal),
        "sementara": evaluasi.status in F02_OPEN,
        "kop": shared.letterhead(evaluasi.penilai),
        "kantor": evaluasi.penilai.kantor,
        "penilai": evaluasi.penilai.nama,
        "unit": shared.unit_of(evaluasi),
        "siklus": shared.siklus_of(evaluasi),
        "aspek": aspects,
        "evaluator": shared.team_of(assigned, tim),
        **({"sk_tim": shared.decree_of(tim)} if tim else {}),
        "mengetahui": shared.office_signers(evaluasi.penilai, "berita_acara"),
        "kepala_unit": shared.unit_head(evaluasi),
        **({"angka": angka} if angka else {}),
        **({"sampel": sampled} if (sampled := samples.said_of(evaluasi)) else {}),
        **({"serah_terima": told} if (told := _handovers(evaluasi, rows)) else {}),
        "klausul": shared.clauses(evaluasi.penilai),
        "memuat": sorted(memuat),
    }


def _handovers(evaluasi: Evaluasi, rows: list[Nilai]) -> list[str]:
    """Who really assessed, where whoever signs took the work over."""
    found = handovers.of(evaluasi)
    return [
        *(
            f"{row.dari} bertugas sebagai {'ketua tim' if row.ketua else 'evaluator'} sampai "
            f"{tanggal_kata(row.pada)} dan digantikan oleh {row.kepada} (surat nomor {row.surat})."
            for row in found
        ),
        *handovers.sentences(found, rows),
    ]


def _figures(
    evaluasi: Evaluasi, fields: frozenset[Field]
) -> tuple[dict[str, Any] | None, tuple[Field, ...]]:
    """Where the office prints figures: the IPP and the respondents. Else nothing of either."""
    kop = document_queries.letterhead_of(evaluasi.penilai)
    if kop is None or not kop.angka_berita_acara:
        return None, MEMUAT
    hasil = Hasil.objects.get(evaluasi=evaluasi)
    figures = lhe.figures_of(evaluasi, hasil, fields)
    if figures is None:
        return None, MEMUAT
    shown = Field.ANGKA_FINAL if figures["final"] else Field.ANGKA_SEMENTARA
    empty = _unanswered(hasil)
    survey = {"responden": hasil.responden, **({"butir_kosong": empty} if empty else {})}
    return figures | survey, (*MEMUAT, shown, Field.KEMAJUAN_SURVEI)


def _unanswered(hasil: Hasil) -> list[str]:
    """Codes of the survey's items that none of its respondents answered; they are in no mean."""
    items = hasil.rincian.get("survey_items", [])
    return [item["kode"] for item in items if not item["answers"]] if hasil.responden else []


def _indicator(indikator: Indikator, decided: Decided, rows: list[Nilai]) -> dict[str, Any]:
    level = decided.berlaku
    whole = level is not None and level.denominator == 1
    return {
        "nomor": indikator.nomor,
        "nama": indikator.nama,
        "level": shared.level_text(level),
        "asal": decided.asal_kata,
        "semula": shared.level_text(decided.semula),
        "berselisih": decided.berselisih,
        "uraian": indikator.uraian(int(level)) if level is not None and whole else "",
        "tidak_terverifikasi": _distinct(
            row.alasan_tidak_terverifikasi for row in rows if row.tidak_terverifikasi
        ),
        "catatan": _distinct(row.catatan_unit for row in rows),
    }


def _notes(rows: list[Nilai], indikator: Indikator, scorers: dict[int, set[int]]) -> list[Nilai]:
    """The team's rows of an indicator, the agreed one first; not of people who left the team."""
    assigned = scorers.get(indikator.nomor)
    found = [
        row
        for row in rows
        if row.indikator == indikator.nomor
        and (
            row.peran == PeranNilai.SEPAKAT
            or (row.peran == PeranNilai.EVALUATOR and (not assigned or row.kursi_id in assigned))
        )
    ]
    return sorted(found, key=lambda row: (row.peran != PeranNilai.SEPAKAT, row.oleh.nama, row.pk))


def _distinct(texts: Any) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _said(observed: dict[str, Any]) -> bool:
    return observed["level"] is not None or bool(observed["catatan"])
