"""Levels of a signed document that are others now: what it says stays, and this says the rest."""

from dataclasses import dataclass
from datetime import datetime

from evaluations.core.queries.evaluations import decided_levels, levels_of
from evaluations.models import PeranNilai
from evaluations.objections import queries as objection_queries
from evaluations.rules.agreement import Decided
from reports.figures.shared import level_text
from reports.models import Dokumen

# What each kind prints as an indicator's level: the one that was observed, or the one that counts.
PRINTED = {Dokumen.Jenis.BERITA_ACARA: "level", Dokumen.Jenis.LHE: "berlaku"}
STANDS = (Dokumen.Tahap.DISEGEL, Dokumen.Tahap.BERLAKU)
OBJECTION, TEAM = "putusan sanggahan", "penilaian yang dibuka kembali"


@dataclass(frozen=True, slots=True)
class Later:
    """One level that changed after it was signed, by what and when."""

    indikator: int
    semula: str | None
    menjadi: str | None
    oleh: str
    pada: datetime | None


def changed_levels(dokumen: Dokumen) -> list[Later]:
    """In order of the indicators; of a berita acara or LHE that stands, and of nothing else."""
    name, evaluasi = PRINTED.get(Dokumen.Jenis(dokumen.jenis)), dokumen.evaluasi
    if name is None or evaluasi is None or dokumen.tahap not in STANDS:
        return []
    masukan = Dokumen.objects.values_list("masukan", flat=True).get(pk=dokumen.pk)
    printed = {
        item["nomor"]: item[name]
        for aspek in masukan["aspek"]
        for item in aspek["indikator"]
        if name in item
    }
    rows = levels_of(evaluasi)
    decided = decided_levels(evaluasi, rows)
    now = {nomor: (_shown(item, name), item) for nomor, item in decided.items()}
    other = [nomor for nomor, said in printed.items() if nomor in now and now[nomor][0] != said]
    if not other:
        return []
    objections = {
        row.indikator: row.diputus_pada
        for row in objection_queries.of(evaluasi)
        if row.status == "diterima"
    }
    given = {
        row.indikator: row.pada
        for row in sorted(rows, key=lambda row: row.pada)
        if row.peran in (PeranNilai.EVALUATOR, PeranNilai.SEPAKAT, PeranNilai.SANGGAH)
    }
    found = []
    for nomor in sorted(other):
        level, item = now[nomor]
        by = OBJECTION if item.sanggah is not None else TEAM
        when = objections.get(nomor) if by == OBJECTION else None
        found.append(Later(nomor, printed[nomor], level, by, when or given.get(nomor)))
    return found


def _shown(item: Decided, name: str) -> str | None:
    """As the document would print it today."""
    counts = name == "berlaku" or item.sanggah is not None
    return level_text(item.berlaku if counts else item.evaluator)
