"""Evaluations with levels, notes and responses, written straight into the tables."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction

from evaluations.models import Evaluasi, Hasil, Nilai, Rekomendasi, Respons
from evaluations.results import services as result_services
from tests.stage import stage

# The worked example of the domain: 3.62, B, with every respondent giving 4.
EXAMPLE = dict(
    enumerate(
        [3, 4, 2, 5, 4, 5, 3, 2, 1, 4, 3, 5, 2, 4, 3, 4, 5, 2, 4, 3, 4, 3, 5, 2, 3, 4, 2, 1, 5, 3],
        start=1,
    )
)

# What an LHE says of last year's recommendations: one in every way.
FOLLOWED = {
    "siklus": "PEKPPP 2025",
    "tahun": 2025,
    "butir": [
        {"aspek": "I", "indikator": 1, "teks": "Tetapkan 12 SP.", "status": "Terverifikasi selesai",
         "tenggat": None, "verifikasi": "SP terpasang.", "dulu": "2", "kini": "4", "arah": "naik"},
        {"aspek": "II", "indikator": None, "teks": "Lengkapi kriteria.", "status": "Dikembalikan",
         "tenggat": "2026-12-01", "verifikasi": "", "dulu": None, "kini": None, "arah": None},
    ],
}  # fmt: skip


def score(
    evaluasi: Evaluasi, by: Any, levels: Mapping[int, int | None], *, peran="evaluator", **more
) -> None:
    Nilai.objects.bulk_create(
        Nilai(
            instansi_id=evaluasi.instansi_id,
            siklus_id=evaluasi.siklus_id,
            evaluasi=evaluasi,
            indikator=nomor,
            peran=peran,
            oleh=by,
            level=level,
            **more,
        )
        for nomor, level in levels.items()
    )


def advise(evaluasi: Evaluasi, by: Any, aspek: str, teks: str, indikator: int | None = None):
    return Rekomendasi.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        aspek=aspek,
        indikator=indikator,
        teks=teks,
        oleh=by,
    )


def respond(evaluasi: Evaluasi, people: int, level: int = 4) -> None:
    items = len(evaluasi.versi.instrumen.butir)
    Respons.objects.bulk_create(
        Respons(
            instansi_id=evaluasi.instansi_id,
            survei=evaluasi.survei,
            kunci=uuid.uuid4(),
            butir=[level] * items,
        )
        for _ in range(people)
    )


def computed(evaluasi: Evaluasi, state: str = "") -> Hasil:
    """The result of what is there; then in this state, as if the steps had been taken."""
    with transaction.atomic():
        hasil = result_services.compute_now(evaluasi)
    if state:
        Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
        evaluasi.refresh_from_db(fields=["state"])
    return hasil


@stage.fixture
def scored(cast, evaluasi) -> Evaluasi:
    """The worked example with a note and a recommendation, F02 finished."""
    score(evaluasi, cast.evaluator, EXAMPLE, catatan_unit="Loket prioritas belum berpetunjuk arah.")
    advise(evaluasi, cast.evaluator, "I", "Susun standar pelayanan bersama masyarakat.")
    respond(evaluasi, 12)
    computed(evaluasi, "f02_selesai")
    return evaluasi


@pytest.fixture
def pdf_text() -> Callable[[bytes], list[str]]:
    """The text of each page, white space and breaks within words undone."""
    import io
    import re

    from pypdf import PdfReader

    def read(content: bytes) -> list[str]:
        pages = PdfReader(io.BytesIO(content)).pages
        return [
            re.sub(r"\s+", " ", re.sub(r"[-\u2010\u00ad]\n", "", page.extract_text()))
            for page in pages
        ]

    return read
