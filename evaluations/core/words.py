"""Words that pages of several topics say alike."""

from collections.abc import Iterable

from django.utils.formats import date_format

from evaluations.models import Evaluasi, Nilai, PeranNilai
from evaluations.rules.visibility import Field


def named(evaluations: Iterable[Evaluasi]) -> list[str]:
    """Units with their instansi, for a list of those whom an act concerns."""
    return [f"{item.nama_unit}, {item.nama_instansi}" for item in evaluations]


def period_words(evaluasi: Evaluasi) -> str:
    """The year that is judged, which every «tahun lalu» means."""
    start, end = evaluasi.siklus.periode_mulai, evaluasi.siklus.periode_akhir
    return f"{date_format(start, 'j F Y')} sampai {date_format(end, 'j F Y')}"


def said_beside(rows: Iterable[Nilai], fields: frozenset[Field]) -> dict[int, list[str]]:
    """By indicator, what stands beside the levels for somebody who sees these fields: the note for
    the unit, why a level differs from the suggestion, why it cannot be verified."""
    found: dict[int, list[str]] = {}
    for row in rows:
        if row.peran == PeranNilai.SANGGAH:
            continue  # its reason is the decision, which stands with the objection
        if row.peran == PeranNilai.VERIFIKATOR and Field.LEVEL_VERIFIKATOR not in fields:
            continue
        said = []
        if Field.CATATAN_UNIT in fields and row.catatan_unit:
            said.append(row.catatan_unit)
        if Field.ALASAN in fields and row.level is not None and row.alasan:
            said.append(f"Alasan nilai {row.level}: {row.alasan}")
        if Field.ALASAN in fields and row.tidak_terverifikasi:
            said.append(f"Tidak dapat diverifikasi: {row.alasan_tidak_terverifikasi}")
        if said:
            found.setdefault(row.indikator, []).extend(said)
    return found
