"""D3: a seal that is worth something, and a public page that tells what a document is worth now."""

import io

import pypdfium2 as pdfium  # noqa: TID251  an empty page, in the suite alone
import pytest
from django.test import Client
from django.utils import timezone

from evaluations.models import HasilTerbit
from evaluations.publication.services import publication
from pekppp.base import bounded
from pekppp.base.errors import Refused
from reports.documents.services import documents
from reports.models import PemeriksaanDokumen
from reports.rendering import pades
from reports.signing.services import signatures, signed_files
from tests.evaluations.ready import make_validated
from tests.reports.conftest import computed
from tests.reports.signed import (
    Authority,
    content,
    draft,
    fresh,
    name_everyone,
    pretend_made,
    sealed,
    turn,
    upload,
)


@pytest.fixture
def genuine(cast, scored):
    name_everyone(cast)
    return sealed(cast, draft(cast, scored))


@pytest.fixture
def drafted(cast, scored):
    return draft(cast, scored)


def page(dokumen, client=None) -> str:
    response = (client or Client()).get(f"/verifikasi/{dokumen.kode_verifikasi}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def compared(dokumen, data: bytes) -> str:
    response = Client(enforce_csrf_checks=True).post(
        f"/verifikasi/{dokumen.kode_verifikasi}/banding/", {"berkas": upload(data)}
    )
    assert response.status_code == 200
    return response.content.decode()


def test_d03_a_seal_holds_until_a_byte_is_changed_or_added(genuine):
    """Each way of tampering is found by signature or coverage, and all of them by the register."""
    data = content(genuine)
    middle = len(data) // 3
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    assert pades.read(data).sound
    assert not pades.read(changed).sound
    appended = pades.read(data + b"\n")
    assert appended.signatures[0].utuh  # by itself the signature would still pass
    assert not appended.sound
    assert "<strong>Asli.</strong>" in compared(genuine, data)
    for forged in (changed, data + b"\n"):
        assert "<strong>Berubah.</strong>" in compared(genuine, forged)


def test_d03_reading_that_comes_to_its_limits_is_a_refusal_in_words(monkeypatch, genuine):
    """A process of its own reads what strangers bring: with too little memory it cannot."""
    monkeypatch.setattr(pades, "READ_BOUNDS", bounded.Bounds(20, 32 * 1024**2, 40))
    with pytest.raises(Refused, match="tidak dapat dibaca"):
        pades.read(content(genuine))


def test_d03_whoever_issued_our_seal_vouches_for_nobody_else(settings, tmp_path):
    issuer = Authority(tmp_path)
    blank, empty = pdfium.PdfDocument.new(), io.BytesIO()
    blank.new_page(100, 100)
    blank.save(empty)
    issuer.sign(empty.getvalue(), "Segel")
    chain = tmp_path / "rantai.pem"
    chain.write_bytes((tmp_path / "Segel.pem").read_bytes() + issuer.root.read_bytes())
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = str(tmp_path / "Segel.key"), str(chain)
    settings.SEAL_KEY_PASSWORD, settings.SIGNATURE_ROOTS = "", ""
    both = issuer.sign(pades.seal(empty.getvalue()), "Orang Lain")
    assert [item.dipercaya for item in pades.read(both).signatures] == [True, False]


def test_d03_revocation_is_known_where_the_file_tells_of_it(settings, tmp_path):
    office = Authority(tmp_path)
    settings.SIGNATURE_ROOTS = str(office.root)
    blank, empty = pdfium.PdfDocument.new(), io.BytesIO()
    blank.new_page(100, 100)
    blank.save(empty)
    signed = office.sign(empty.getvalue(), "Budi Santoso")
    found = [
        pades.read(data).signatures[0]
        for data in (
            signed,
            office.with_revocations(signed),
            office.with_revocations(signed, "Budi Santoso"),
        )
    ]
    assert [(item.pencabutan, item.dipercaya) for item in found] == [
        ("tidak_diperiksa", True),
        ("berlaku", True),
        ("dicabut", False),
    ]


@pytest.mark.parametrize(
    ("holder", "same"),
    [
        ("BUDI SANTOSO", True),
        ("Moh. Budi Santoso", True),
        ("Budi Hartono", False),
        ("Siti Aminah", False),
        ("", False),
    ],
)
def test_d03_a_certificate_belongs_to_the_person_named(holder, same):
    assert signed_files._same_person("Dr. Mohammad Budi Santoso, M.Si.", holder) is same


@pytest.mark.slow
def test_d03_a_certificate_s_signature_is_appended_and_checked(
    cast, scored, genuine, settings, tmp_path
):
    """Only our very bytes with a trusted signature behind them are taken."""
    office = Authority(tmp_path)
    settings.SIGNATURE_ROOTS = str(office.root)
    ways = {"evaluator.0": "aplikasi", "mengetahui.0": "sertifikat", "kepala_unit": "sertifikat"}
    correction = draft(cast, scored, nomor="B/5/2026", perubahan="Nomor diperbaiki.")
    waiting = sealed(cast, correction, ways)
    assert waiting.tahap == "disegel"
    ours = content(waiting)
    stranger = Authority(tmp_path, "Penerbit Asing")
    signed = office.sign(ours, cast.bagian.nama)
    for wrong, words in (
        (office.sign(ours, "Siti Aminah"), "milik Siti Aminah, sedangkan"),
        (ours, "tidak sama dengan berkas yang disegel"),
        (office.sign(content(genuine), "Bagian"), "tidak sama dengan berkas yang disegel"),
        (stranger.sign(ours, "Bagian"), "tidak diterbitkan oleh penerbit yang dipercaya"),
        (signed + b"\n", "tidak sah"),
        (ours + b"\n", "tidak sah"),
    ):
        with pytest.raises(pades.Refused, match=words):
            signed_files.hand_in(by=cast.evaluator, row=turn(waiting), file=upload(wrong))
    signed_files.hand_in(by=cast.evaluator, row=turn(waiting), file=upload(signed))
    assert fresh(waiting).tahap == "disegel"
    both = office.sign(signed, cast.kepala.nama, "Kedua")
    signed_files.hand_in(by=cast.kepala, row=turn(waiting), file=upload(both))
    done = fresh(waiting)
    last = done.tanda_tangan.last()
    assert (done.tahap, content(done)) == ("berlaku", ours)
    assert last.sertifikat["nama"] == cast.kepala.nama
    assert last.sertifikat["pencabutan"] == "tidak_diperiksa"
    assert [s.dipercaya for s in pades.read(both).signatures] == [True] * 3
    assert "Asli." in compared(done, both)
    assert "Versi lain." in compared(done, ours)
    # The one that was in force before: what it was then, and what came after it.
    assert "Diganti oleh versi 2, nomor B/5/2026" in page(genuine)


def test_d03_the_page_says_draft_in_force_superseded_and_revoked(cast, scored):
    name_everyone(cast)
    first = draft(cast, scored)
    assert "<strong>Konsep.</strong>" in page(first)
    pens = dict.fromkeys(("evaluator.0", "mengetahui.0", "kepala_unit"), "basah")
    for number, row in enumerate((first, None), start=1):
        row = row or draft(cast, scored, nomor="B/5/2026", perubahan="Nomor diperbaiki.")
        signatures.start(by=cast.evaluator, dokumen=row, ways=pens)
        assert "<strong>Sedang disegel.</strong>" in page(row)
        pretend_made(row)
        assert "belum lengkap ditandatangani" in page(row)
        signed_files.hand_in(
            by=cast.evaluator, row=turn(row), file=upload(b"%PDF-1.4\n%%EOF" + bytes([number]))
        )
        assert "<strong>Berlaku.</strong>" in page(row)
    assert "Diganti oleh versi 2, nomor B/5/2026" in page(first)
    signatures.revoke(by=cast.bagian, dokumen=row, reason="Salah unit, menurut Budi.")
    shown = page(row)
    assert "<strong>Dicabut.</strong>" in shown
    assert "Budi" not in shown


def test_d03_no_signing_begins_of_a_draft_whose_f02_was_opened_again(cast, scored):
    name_everyone(cast)
    row = draft(cast, scored)
    type(scored).objects.filter(pk=scored.pk).update(state="dinilai")
    pens = dict.fromkeys(("evaluator.0", "mengetahui.0", "kepala_unit"), "basah")
    with pytest.raises(Refused, match="dibuka kembali"):
        signatures.start(by=cast.evaluator, dokumen=row, ways=pens)


def test_d03_the_page_tells_nothing_personal_and_no_figure_before_publication(cast, scored):
    name_everyone(cast)
    computed(scored, "divalidasi")
    row = draft(cast, scored, jenis="lhe")
    shown = page(row)
    for secret in ("3,62", "Evaluator", cast.bagian.nama + ",", cast.evaluator.nama):
        assert secret not in shown
    for public in (row.nomor, "RSUD Hj. Anna Lasmanah", row.digest, row.sha256):
        assert public in shown


def test_d03_the_page_says_that_a_result_was_withdrawn(cast, siklus):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    row = pretend_made(
        documents.request_document(by=cast.bagian, evaluasi=evaluasi, jenis="lhe", nomor="B/4")
    )
    publication.publish(
        by=cast.menpan, siklus=siklus, nomor="659 Tahun 2026", tanggal=timezone.localdate()
    )
    assert "ditarik" not in page(row)
    publication.withdraw(by=cast.menpan, terbit=HasilTerbit.objects.get(), reason="Salah unit.")
    shown = page(row)
    assert "sudah ditarik dari publikasi" in shown
    assert "Salah unit" not in shown


def test_d03_every_look_is_logged_without_an_address(drafted):
    page(drafted)
    compared(drafted, b"%PDF-1.7")
    rows = PemeriksaanDokumen.objects.order_by("pk")
    assert [row.hasil for row in rows] == ["lihat", "berubah"]
    assert all(len(row.jejak) == 16 and b"127.0" not in bytes(row.jejak) for row in rows)


def test_d03_codes_cannot_be_tried_without_end(drafted, settings):
    settings.UNKNOWN_RATE_PER_ADDRESS = 2
    client = Client(REMOTE_ADDR="203.0.113.9")
    found = [client.get("/verifikasi/AAAAAAAAAAAA/").status_code for _ in range(3)]
    assert found == [404, 404, 429]
    assert page(drafted, client)  # who holds the paper is not held up


def test_d03_nor_are_documents_looked_up_without_end(drafted, settings):
    settings.VERIFY_RATE_PER_ADDRESS = 2
    client = Client(REMOTE_ADDR="203.0.113.9")
    path = f"/verifikasi/{drafted.kode_verifikasi}/"
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert page(drafted, Client(REMOTE_ADDR="203.0.113.10"))


def test_d03_a_file_that_is_too_large_is_not_even_read(drafted, settings):
    settings.VERIFY_MAX_BYTES = 1024
    response = Client().post(
        f"/verifikasi/{drafted.kode_verifikasi}/banding/", {"berkas": upload(b"x" * 100_000)}
    )
    assert response.status_code == 413


def test_d03_a_code_is_found_as_people_copy_it(drafted):
    spaced = f" {drafted.kode_terbaca.lower()} "
    response = Client().get("/verifikasi/", {"kode": spaced})
    assert response.url == f"/verifikasi/{drafted.kode_verifikasi}/"
