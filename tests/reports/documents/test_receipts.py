"""U9: every submission of an F01 has a receipt, which tells all of it and can be checked."""

import hashlib
import json

from django.core.files.storage import default_storage

from evaluations.models import Evaluasi, VersiF01
from reports import tasks
from reports.documents.services import documents, receipts
from reports.models import Dokumen
from tests.evaluations.evidence.test_evidence import add
from tests.evaluations.progress.test_versions import answer, send_back, submit
from tests.stage import stage

LINK = "https://contoh.go.id/maklumat"


@stage.fixture
def sent_twice(cast, evaluasi) -> Evaluasi:
    """Handed in, returned for indicator 1, mended and handed in again."""
    answer(cast, evaluasi, False)
    submit(cast, evaluasi)
    send_back(cast, evaluasi, 1)
    answer(cast, evaluasi, True)
    submit(cast, evaluasi)
    return evaluasi


def receipt(evaluasi, putaran: int) -> Dokumen:
    return Dokumen.objects.get(jenis="tanda_terima", evaluasi=evaluasi, versi=putaran)


def test_u09_each_submission_has_a_receipt_with_number_time_and_digest(
    cast, sent_twice, pdf_text, as_user, client
):
    assert receipts.make_due() == 2
    assert receipts.make_due() == 0  # nothing is made twice
    while documents.render_next() is not None:
        pass
    for versi in VersiF01.objects.filter(evaluasi=sent_twice):
        row = receipt(sent_twice, versi.putaran)
        text = json.dumps(
            versi.isi, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        ).encode()
        digest = hashlib.sha256(text).hexdigest()
        assert (versi.sidik, row.nomor, row.tahap) == (digest, versi.nomor, "berlaku")
        told = " ".join(pdf_text(default_storage.open(row.path).read()))
        for words in (row.nomor, f"ke-{versi.putaran}", "WIB", "NIP", cast.kepala.nama):
            assert words in told
        assert digest in told.replace(" ", "")
        # Anyone who holds it can check it, and reads none of the answers.
        page = client.get(f"/verifikasi/{row.kode_verifikasi}/").content.decode()
        assert digest in page and row.nomor in page and "Sah." in page
        assert "Standar Pelayanan" not in page
        # Whoever fills the F01 fetches it; a stranger does not.
        assert as_user(cast.operator).get(f"/dokumen/{row.uuid}/").status_code == 200
        assert as_user(cast.operator_tetangga).get(f"/dokumen/{row.uuid}/").status_code == 404
    first, second = (
        " ".join(pdf_text(default_storage.open(receipt(sent_twice, n).path).read())) for n in (1, 2)
    )
    assert "berubah dari pengiriman sebelumnya: indikator 1" in second
    assert "berubah dari" not in first


def test_u09_a_receipt_lists_every_answer_and_every_file_with_its_digest(cast, evaluasi, pdf_text):
    file = add(cast.operator, evaluasi)
    answer(cast, evaluasi, True)
    submit(cast, evaluasi)
    receipts.make_due()
    documents.render_next()
    told = receipt(evaluasi, 1).masukan
    said = {i["nomor"]: i for aspek in told["aspek"] for i in aspek["indikator"]}
    assert len(said) == len(evaluasi.versi.instrumen.semua_indikator)
    assert [jawab for _, jawab in said[1]["jawaban"] if jawab] == ["Ya"]
    [listed] = said[file.indikator]["bukti"]
    assert (listed["nama"], listed["sidik"], listed["ukuran"]) == (
        file.nama, file.berkas.sha256, file.berkas.ukuran,
    )  # fmt: skip
    text = " ".join(pdf_text(default_storage.open(receipt(evaluasi, 1).path).read()))
    assert file.berkas.sha256 in text.replace(" ", "")
    assert file.nama in text and "Tidak dijawab" in text


def test_u09_a_receipt_that_no_wake_up_reached_is_made_by_the_sweep(sent_twice):
    assert not Dokumen.objects.filter(jenis="tanda_terima").exists()
    tasks.sweep()
    assert Dokumen.objects.filter(jenis="tanda_terima", status="antre").count() == 2


def test_u09_what_cannot_be_told_keeps_nobody_from_his_receipt(cast, sent_twice, monkeypatch):
    told = receipts.tanda_terima.build

    def broken(versi, sizes):
        if versi.putaran == 2:
            raise ValueError("unreadable")
        return told(versi, sizes)

    monkeypatch.setattr(receipts.tanda_terima, "build", broken)
    assert receipts.make_due() == 1
    assert receipt(sent_twice, 1).status == "antre"


def test_u09_the_pages_open_every_submission_and_compare_any_two(cast, sent_twice, as_user):
    send_back(cast, sent_twice, 1)
    submit(cast, sent_twice)
    receipts.make_due()
    client, address = as_user(cast.operator), f"/evaluasi/{sent_twice.uuid}/"
    listed = client.get(f"{address}versi/").content.decode()
    for versi in VersiF01.objects.filter(evaluasi=sent_twice):
        assert versi.nomor in listed and versi.sidik in listed
    last = client.get(f"{address}versi/3/").content.decode()
    assert "Tidak ada jawaban atau bukti yang berbeda" in last
    assert "Seluruh isian yang dikirim" in last
    other = client.get(f"{address}versi/3/?dengan=1").content.decode()
    assert "<del>Tidak</del>" in other and "<strong>Ya</strong>" in other
    assert client.get(f"{address}versi/3/?dengan={'9' * 5000}").status_code == 200
    told = client.get(f"{address}versi/3/tanda-terima/").content.decode()
    assert "sedang dibuat" in told
    assert "Tanda terima" in client.get(f"{address}isian/").content.decode()


def test_u09_nobody_asks_for_a_receipt_or_revokes_one(cast, sent_twice, as_user):
    receipts.make_due()
    documents.render_next()
    client = as_user(cast.bagian)
    made = client.post(f"/evaluasi/{sent_twice.uuid}/dokumen/buat/tanda_terima/", {})
    assert made.status_code in (404, 422)
    row = Dokumen.objects.filter(jenis="tanda_terima", status="selesai").get()
    assert client.get(f"/dokumen/{row.uuid}/tanda-tangan/").status_code == 404
    assert client.post(f"/dokumen/{row.uuid}/cabut/", {"alasan": "x"}).status_code == 404
