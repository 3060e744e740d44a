"""G4, the annex: who is not evaluated is listed in every format, as it was when the set froze."""

import io

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from evaluations.cycle.services.replacement import replace
from evaluations.models import TidakDievaluasi, UsulanLokus
from evaluations.progress.services.steps import advance
from evaluations.publication.services import decrees
from evaluations.rules.workflow import Action
from pekppp.base.sheet_reading import read_rows
from reports.annex import services as annex_services
from reports.figures.annex import annex
from tests import factories
from tests.evaluations.ready import make_validated
from tests.reports.annex.test_annex import words_of_docx
from tests.stage import stage


@stage.fixture
def ended(cast, siklus):
    """A replaced unit, one that did not fill, an exempt one, an exempt kind; and a result."""
    samsat = factories.make_evaluasi(siklus, factories.make_unit(cast.jateng, "Samsat"))
    reason = {"reason": "Gedung\ndirenovasi.", "surat": "B/7/2026"}
    made = replace(
        by=cast.menpan, evaluasi=factories.make_evaluasi(siklus, cast.rsud),
        unit=factories.make_unit(cast.banjarnegara, "Klinik Pratama"), **reason,
    )  # fmt: skip
    advance(
        by=cast.menpan, evaluasi=samsat, action=Action.TIDAK_MENGISI, reason="Tidak ada isian.",
        surat="B/8/2026",
    )  # fmt: skip
    exemption = {
        "siklus": siklus, "jenis": "pengecualian", "oleh": cast.bagian, "nomor_surat": "005/1",
        "diputus_oleh": cast.menpan, "diputus_pada": timezone.now(),
    }  # fmt: skip
    lain = factories.make_unit(cast.tetangga, "RSUD Baru")
    for status, alasan in (("diterima", "Baru beroperasi."), ("ditolak", "Tidak siap.")):
        UsulanLokus.objects.create(
            **exemption, instansi=cast.tetangga, unit=lain, status=status, alasan=alasan
        )
    UsulanLokus.objects.create(
        **exemption, instansi=cast.tetangga, jenis_unit=cast.puskesmas.jenis, status="diterima",
        alasan="Belum ada.",
    )  # fmt: skip
    make_validated(cast, siklus, cast.puskesmas)
    return {"samsat": samsat, "klinik": made}


LISTED = [
    ["Provinsi Jawa Tengah: Samsat", "Tidak mengisi", "B/8/2026", "Tidak ada isian."],
    ["Kabupaten Tetangga: RSUD Baru", "Dikecualikan", "005/1", "Baru beroperasi."],
    ["Kabupaten Tetangga: Semua Puskesmas", "Dikecualikan", "005/1", "Belum ada."],
    [
        "Kabupaten Banjarnegara: RSUD Hj. Anna Lasmanah", "Diganti oleh Klinik Pratama",
        "B/7/2026", "Gedung direnovasi.",
    ],
]  # fmt: skip


def test_g04_every_format_lists_who_is_not_evaluated(cast, siklus, ended, pdf_text):
    frozen = decrees.freeze(by=cast.menpan, siklus=siklus)
    data = annex(frozen)
    assert [row[1:] for row in data["tidak"]] == LISTED
    assert (data["jumlah"], len(data["kelompok"])) == (1, 1)  # results are what they were
    words = words_of_docx(annex_services._text(data))
    assert f"4 | {' | '.join(LISTED[3])}" in words
    rows, problems = read_rows(io.BytesIO(annex_services._workbook(data)))
    assert not problems
    sheet = [row.values for row in rows if row.sheet == "Tidak dievaluasi"]
    assert [list(values[1:]) for values in sheet[-4:]] == LISTED
    text = " ".join(" ".join(pdf_text(annex_services._pdf(data))).split())
    for word in ("Tidak dievaluasi", "Diganti oleh Klinik Pratama", "005/1", "4 tidak dievaluasi"):
        assert word in text


def test_g04_the_digest_names_the_results_alone(cast, siklus, ended):
    with_ends = decrees.freeze(by=cast.menpan, siklus=siklus)
    decrees.cancel(by=cast.menpan, publikasi=with_ends, reason="Dibekukan lagi.")
    advance(by=cast.menpan, evaluasi=ended["samsat"], action=Action.PULIHKAN, reason="Surat.")
    again = decrees.freeze(by=cast.menpan, siklus=siklus)
    assert again.himpunan == with_ends.himpunan
    assert (len(annex(with_ends)["tidak"]), len(annex(again)["tidak"])) == (4, 3)


def test_g04_a_later_end_changes_no_annex(cast, siklus, ended):
    frozen = decrees.freeze(by=cast.menpan, siklus=siklus)
    before = annex(frozen)["tidak"]
    advance(by=cast.menpan, evaluasi=ended["samsat"], action=Action.PULIHKAN, reason="Surat.")
    advance(by=cast.menpan, evaluasi=ended["klinik"], action=Action.BATALKAN, reason="Tutup.")
    cast.rsud.nama = "Nama Baru"
    cast.rsud.save()
    assert annex(frozen)["tidak"] == before
    for change in (lambda rows: rows.update(baris={}), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(TidakDievaluasi.objects.all())


def test_g04_a_long_list_is_laid_out_in_parts_as_well(cast, siklus, ended, monkeypatch):
    frozen, seen = decrees.freeze(by=cast.menpan, siklus=siklus), []
    data = annex(frozen)
    for number in range(3):
        some = annex_services.part(data, number, 2)
        seen.append([[len(g["baris"]) for g in some["kelompok"]], len(some["tidak"])])
    assert seen == [[[1], 1], [[], 2], [[], 1]]
