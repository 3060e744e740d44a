"""The input of a letter that tells a unit its published result, with the pembina's title."""

from datetime import date
from typing import Any

from evaluations.models import Evaluasi, Hasil
from evaluations.rules.visibility import Field
from reports.core import documents as document_queries
from reports.figures import lhe, shared


def build(
    evaluasi: Evaluasi, hasil: Hasil, fields: frozenset[Field], *, nomor: str, tanggal: date
) -> dict[str, Any]:
    """JSON-safe; the result is published, which the caller has asked."""
    office, owner = evaluasi.penilai, evaluasi.instansi
    kop = document_queries.letterhead_of(office)
    head, patron = shared.unit_head(evaluasi), shared.patron_of(owner)
    to_unit = kop is None or kop.surat_kepada == "kepala"
    return {
        "jenis": "surat",
        "susunan": shared.SUSUNAN,
        "nomor": nomor,
        "tanggal": shared.day(tanggal),
        "sementara": False,
        "kop": shared.letterhead(office),
        "unit": shared.unit_of(evaluasi),
        "siklus": shared.siklus_of(evaluasi),
        "sifat": (kop.sifat_surat if kop else "") or "Biasa",
        "lampiran": kop.lampiran_surat if kop else "1 (satu) berkas",
        "tujuan": {
            "kepada": head["jabatan"] if to_unit else patron["sebutan"],
            "untuk": "" if to_unit else head["jabatan"],
            "nama": head["nama"] if to_unit else "",
            "alamat": evaluasi.unit.alamat if to_unit else patron["alamat"],
        },
        "tembusan": [patron["sebutan"] if to_unit else head["jabatan"]],
        "angka": lhe.figures_of(evaluasi, hasil, fields),
        "keputusan": lhe.decision_of(evaluasi),
        "isi": kop.isi_surat if kop else "",
        "klausul": shared.clauses(office),
        "penandatangan": shared.office_signers(office, "surat")[0],
        "memuat": [Field.ANGKA_FINAL],
    }
