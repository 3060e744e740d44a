"""A correction says what it changed: computed from the two inputs, told as far as each may know."""

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.models import HasilTerbit, Nilai, Publikasi, Rekomendasi
from evaluations.rules.visibility import Field
from pekppp.base.errors import Refused
from reports.figures import changes
from reports.figures.approvals import full_input
from reports.models import Dokumen, Penandatangan
from reports.rendering import pdf
from reports.signing.services import signatures
from tests.reports.conftest import computed
from tests.reports.signed import approve_next, draft, fresh, name_everyone, pretend_made, turn
from tests.reports.signing.test_signatures import ALL_IN_APP, begun, in_force


@pytest.fixture
def signed(cast, scored):
    name_everyone(cast)
    return in_force(cast, draft(cast, scored))


def told(dokumen):
    rows = dokumen.rincian_perubahan["baris"]
    return [(row["hal"], row["semula"], row["menjadi"]) for row in rows]


def test_levels_notes_advice_and_signers_are_told_from_what_to_what(cast, scored, signed, pdf_text):
    note = "Loket prioritas belum berpetunjuk arah."
    Nilai.objects.filter(indikator=5).update(level=3)
    Nilai.objects.filter(indikator=7).update(catatan_unit="")
    Rekomendasi.objects.update(teks="Tetapkan maklumat pelayanan.")
    Penandatangan.objects.all().delete()
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan="Kepala Bagian Organisasi", nama="Wulan Sari", nip="1"
    )
    second = draft(cast, scored, nomor="B/5/2026", perubahan="Hasil observasi ulang.")
    assert told(second) == [
        ("Nomor", "B/4/PP.00.02/2026", "B/5/2026"),
        ("Indikator 5, level", "4", "3"),
        (
            "Aspek I, rekomendasi",
            "Susun standar pelayanan bersama masyarakat.",
            "Tetapkan maklumat pelayanan.",
        ),
        ("Indikator 7, catatan", note, ""),
        (
            "Mengetahui",
            f"{cast.bagian.nama}, Kepala Bagian Organisasi",
            "Wulan Sari, NIP 1, Kepala Bagian Organisasi",
        ),
    ]
    content = pdf.render(full_input(second), kode=second.kode, versi=2)
    text = " ".join(pdf_text(content))
    assert (
        "Lampiran: perubahan dari versi 1, nomor B/4/PP.00.02/2026 Alasan: Hasil observasi ulang."
        in text
    )
    assert "Indikator 5, level 4 3" in text


def test_only_what_the_new_version_may_show_is_told_of_the_old_one():
    before = {"angka": {"ipp": "3.50", "kategori": "", "sebutan": "", "final": False}}
    after = {"angka": {"ipp": "3.62", "kategori": "B", "sebutan": "Baik", "final": True}}
    same = {
        "jenis": "surat",
        "nomor": "",
        "tanggal": "2026-07-11",
        "kop": {"logo": ""},
        "siklus": {"nama": "S", "skema": "N", "periode": ["2026-01-01", "2026-12-31"]},
    }
    final, both = [Field.ANGKA_FINAL], [Field.ANGKA_FINAL, Field.ANGKA_SEMENTARA]
    assert changes.compare(same | before, same | after | {"memuat": final})["baris"] == []
    row = changes.compare(same | before, same | after | {"memuat": both})["baris"][0]
    assert (row["semula"], row["menjadi"]) == ("3,50 sementara", "3,62 (B, Baik)")


def test_of_long_texts_the_place_where_they_part_is_shown_and_many_rows_are_counted(cast, scored):
    name_everyone(cast)
    long = "Kata " * 300
    Nilai.objects.update(catatan_unit=f"{long}lama")
    in_force(cast, draft(cast, scored))
    Nilai.objects.update(catatan_unit=f"{long}baru", level=5)
    second = draft(cast, scored, perubahan="Diperbaiki.")
    found = second.rincian_perubahan
    assert len(found["baris"]) == changes.MOST
    assert found["lebih"] == sum(n for _, n in found["jumlah"]) - changes.MOST > 0
    old, new = changes._excerpts(f"{long}lama", f"{long}baru")
    assert (old.endswith("Kata lama"), new.endswith("Kata baru")) == (True, True)
    assert len(old) < changes.LONGEST


def test_a_draft_that_is_older_than_what_was_signed_meanwhile_is_not_signed(cast, scored):
    """It would take its place without a word of what changed."""
    name_everyone(cast)
    first = draft(cast, scored)
    begun(cast, first)
    second = draft(cast, scored, nomor="B/5/2026")
    while turn(first):
        approve_next(first)
    with pytest.raises(Refused, match="Versi 1 disegel sesudah konsep ini dibuat"):
        signatures.start(by=cast.evaluator, dokumen=second, ways=ALL_IN_APP)


def test_the_public_is_told_how_much_and_a_figure_only_once_it_is_published(cast, scored):
    name_everyone(cast)
    computed(scored, "terbit")
    way = {"penandatangan": "aplikasi"}

    def version(**more):
        row = draft(cast, scored, "lhe", **more)
        signatures.start(by=cast.evaluator, dokumen=row, ways=way)
        approve_next(row)
        return pretend_made(row)

    version(nomor="B/1/2026")
    Nilai.objects.filter(indikator__in=[5, 6]).update(level=0)
    computed(scored, "terbit")
    second = version(nomor="B/2/2026", perubahan="Budi keliru.")

    def shown():
        page = Client().get(f"/verifikasi/{second.kode_verifikasi}/").content.decode()
        return page.partition("Perubahan dari")[2].partition("</ul>")[0]

    figure = Dokumen.objects.get(pk=second.pk).masukan["angka"]["ipp"]
    before = shown()
    assert "Nomor: semula B/1/2026, menjadi B/2/2026" in before
    assert "Level: 2 perubahan" in before
    assert "Budi" not in before and "IPP:" not in before
    decree = Publikasi.objects.create(
        siklus=scored.siklus,
        instansi=cast.nasional,
        nomor="KEP 1",
        tanggal=second.tanggal,
        oleh=cast.menpan,
        status="terbit",
        terbit_pada=timezone.now(),
    )
    HasilTerbit.objects.create(
        publikasi=decree,
        evaluasi=scored,
        instansi=scored.instansi,
        siklus=scored.siklus,
        ipp=figure,
        kategori="B",
        isi={},
        digest="0",
    )
    assert f"IPP: menjadi {figure.replace('.', ',')}" in shown()
    assert fresh(second).rincian_perubahan["baris"][1]["semula"].startswith("3,62")
