"""The input of a document of award lists: the lists of a cycle as they were when it was asked."""

from datetime import date
from typing import Any

from evaluations.models import Siklus
from evaluations.rules.means import pools_words
from evaluations.rules.visibility import Field
from reports.figures import shared


def build(
    siklus: Siklus, lists: list[dict[str, Any]], *, sidik: str, nomor: str, tanggal: date
) -> dict[str, Any]:
    """JSON-safe; `sidik` names the published results that the lists were made of."""
    office = siklus.instansi
    return {
        "jenis": "penghargaan",
        "susunan": shared.SUSUNAN,
        "nomor": nomor,
        "tanggal": shared.day(tanggal),
        "sementara": False,
        "kop": shared.letterhead(office),
        "instansi": office.nama,
        "siklus": shared.cycle(siklus),
        "daftar": lists,
        "formulir": pools_words(
            siklus.formulir_tersedia, siklus.kata_formulir, together=siklus.formulir_bersama
        ),
        "sidik_hasil": sidik,
        "penandatangan": shared.office_signers(office, "penghargaan")[0],
        "memuat": [Field.ANGKA_FINAL],
    }
