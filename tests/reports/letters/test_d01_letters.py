"""D1 and the rest of letters and recaps: what they say, to whom, and who received them."""

import io
import re
from datetime import date, timedelta
from html import unescape

import openpyxl  # noqa: TID251  a workbook as a clerk opens it
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Publikasi
from pekppp.accounts.models import UnitLokus
from pekppp.accounts.roles import Role
from pekppp.accounts.views.common import PER_PAGE
from pekppp.base.errors import Refused
from reports.core import offices as office_queries
from reports.documents.services import documents
from reports.documents.services.recaps import request_recap
from reports.figures.approvals import full_input
from reports.figures.comparison import with_peers
from reports.letters import services as letter_services
from reports.models import Dokumen, Kelompok, KopSurat, Penandatangan, Penyampaian
from reports.rendering import pdf
from reports.signing.services import signatures
from tests import factories
from tests.reports.conftest import EXAMPLE, computed, respond, score
from tests.reports.rendering.test_pdf import LONG_NAME, prose
from tests.reports.signed import approve_next, fresh, pretend_made

DAY = date(2026, 7, 11)
SURAT = Dokumen.Jenis.SURAT


def letter_of(cast, evaluasi, by=None, **more):
    return documents.request_document(
        by=by or cast.bagian, evaluasi=evaluasi, jenis=SURAT, tanggal=DAY, **more
    )


def text_of(dokumen, pdf_text):
    return " ".join(pdf_text(pdf.render(dokumen.masukan, kode=dokumen.kode, versi=dokumen.versi)))


@pytest.fixture
def published(scored):
    computed(scored, "terbit")
    return scored


# The letter ---------------------------------------------------------------------------------------


def test_a_letter_tells_the_published_result_to_the_head(cast, published, pdf_text):
    UnitLokus.objects.update(kepala_jabatan="Direktur RSUD", kepala_nama="dr. Sri, M.Kes.")
    cast.kepala.memberships.update(ended_at=timezone.now())  # as typed: he has no account
    text = text_of(letter_of(cast, published, nomor="B/1/2026"), pdf_text)
    for words in (
        "Nomor : B/1/2026",
        "Yth. Direktur RSUD",
        "dr. Sri, M.Kes.",
        "di Tempat",
        "3,62 (tiga koma enam dua)",
        "B, Baik",
        "Tembusan: Bupati Banjarnegara",
        "terima kasih",
    ):
        assert words in text


def test_a_letter_goes_to_the_pembina_where_the_office_says_so(cast, published, pdf_text):
    KopSurat.objects.create(
        instansi=cast.banjarnegara,
        surat_kepada="pembina",
        pembina="Pj. Bupati Banjarnegara",
        pembina_alamat="Jl. A. Yani 16, Banjarnegara",
        isi_surat="Mohon ditindaklanjuti.",
        klausul_penutup="Demikian untuk menjadi perhatian.",
    )
    text = text_of(letter_of(cast, published), pdf_text)
    for words in (
        "Yth. Pj. Bupati Banjarnegara u.p. Kepala RSUD Hj. Anna Lasmanah",
        "Jl. A. Yani 16, Banjarnegara",
        "Mohon ditindaklanjuti.",
        "Demikian untuk menjadi perhatian.",
        "Tembusan: Kepala RSUD Hj. Anna Lasmanah",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("jenis", "nama", "sebutan", "expected"),
    [
        ("provinsi", "Provinsi Jawa Tengah", "", "Gubernur Jawa Tengah"),
        ("kota", "Kota Magelang", "", "Wali Kota Magelang"),
        ("kabupaten", "Kabupaten Sleman", "Pj. Bupati", "Pj. Bupati Sleman"),
        ("kl", "Badan Pusat Statistik", "Kepala BPS", "Kepala BPS"),
        ("kl", "Badan Pusat Statistik", "", "Pimpinan Badan Pusat Statistik"),
    ],
)
def test_the_pembina_has_his_usual_title(db, jenis, nama, sebutan, expected):
    from reports.figures.shared import patron_of

    made = factories.make_instansi(nama, jenis, nama_kepala_daerah=sebutan)
    assert patron_of(made)["sebutan"] == expected


def test_nothing_unpublished_is_told_by_letter(cast, scored):
    computed(scored, "divalidasi")
    with pytest.raises(Refused, match="setelah hasilnya terbit"):
        letter_of(cast, scored)


def test_a_letter_is_offered_when_the_result_is_published(cast, scored, as_user):
    address = f"/evaluasi/{scored.uuid}/dokumen/"
    assert "Buat surat" not in as_user(cast.bagian).get(address).content.decode()
    computed(scored, "terbit")
    assert "Buat surat" in as_user(cast.bagian).get(address).content.decode()


# D1 -----------------------------------------------------------------------------------------------


@pytest.fixture
def hard(cast, published):
    """Long names everywhere, clauses as long as they may be, a signer who fills two lines."""
    Evaluasi.objects.update(nama_unit=LONG_NAME)
    UnitLokus.objects.update(kepala_jabatan=f"Kepala {LONG_NAME}"[:200], alamat=prose(500))
    KopSurat.objects.create(
        instansi=cast.banjarnegara,
        baris_1=LONG_NAME[:200].upper(),
        alamat=prose(300),
        klausul_pembuka=prose(1000),
        klausul_penutup=prose(1000),
        isi_surat=prose(2000),
        pembina=f"Bupati {LONG_NAME}"[:200],
    )
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan=LONG_NAME[:200], nama="Dr. " + "Sri " * 40, nip="1" * 30
    )
    return Evaluasi.objects.get(pk=published.pk)


def assert_between_margins(content):
    """Nothing is drawn in the left and right margins."""
    import pypdfium2 as pdfium  # noqa: TID251  a document as a reader sees it

    with pdfium.PdfDocument(content) as document:
        for page in document:
            picture = page.render(scale=1).to_pil().convert("L")
            left, right = (mm * 72 / 25.4 for mm in (29, 210 - 19))
            for box in ((0, 0, left, picture.height), (right, 0, picture.width, picture.height)):
                assert picture.crop(tuple(map(round, box))).getextrema() == (255, 255)


def test_d01_a_letter_with_hard_inputs_keeps_its_margins_and_its_end(cast, hard, pdf_text):
    made = letter_of(cast, hard)
    content = pdf.render(made.masukan, kode=made.kode, versi=made.versi)
    pages = pdf_text(content)
    assert len(pages) <= 4
    assert "Tembusan:" in pages[-1] and "NIP 111" in pages[-1]
    assert_between_margins(content)


def test_d01_a_letter_without_anything_optional_is_one_page(cast, published, pdf_text):
    pages = pdf_text(pdf.render(letter_of(cast, published).masukan, kode="SP-1", versi=1))
    assert len(pages) == 1
    assert "Kepala Bagian Organisasi, ......" in pages[0]


def test_d01_a_recap_with_hard_inputs_keeps_its_margins(cast, siklus, hard, pdf_text):
    for number in range(40):
        unit = factories.make_unit(cast.banjarnegara, f"{LONG_NAME} {number}"[:200] + str(number))
        factories.make_evaluasi(siklus, unit)
    made = recap_of(cast, siklus)
    content = pdf.render(made.masukan, kode=made.kode, versi=made.versi)
    pages = pdf_text(content)
    assert 5 <= len(pages) <= 20
    assert all("No Unit Keadaan" in page for page in pages[:-1])
    assert_between_margins(content)


# The recap ----------------------------------------------------------------------------------------


def recap_of(cast, siklus, by=None, **more):
    return request_recap(
        by=by or cast.bagian,
        siklus=siklus,
        office=cast.banjarnegara,
        instansi=cast.banjarnegara,
        tanggal=DAY,
        **more,
    )


def test_a_recap_tells_every_unit_and_the_mean_of_what_is_decided(
    cast, siklus, published, pdf_text
):
    factories.make_evaluasi(siklus, cast.puskesmas)
    made = recap_of(cast, siklus)
    text = text_of(made, pdf_text)
    for words in (
        "Rata-rata IPP: 3,62, kategori B, Baik, dari 1 unit",
        "di antara 2 unit",
        "RSUD Hj. Anna Lasmanah",
        "Puskesmas Mandiraja",
        "F01 sedang diisi",
        "Metode: ",
    ):
        assert words in text
    assert made.sementara
    assert recap_of(cast, siklus) == made


def test_a_recap_is_final_when_every_unit_is(cast, siklus, published):
    assert not recap_of(cast, siklus).sementara


def test_a_recap_is_its_offices_alone(cast, siklus, published, as_user):
    made = recap_of(cast, siklus)
    for person in (cast.evaluator, cast.pimpinan, cast.operator, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            recap_of(cast, siklus, by=person)
    path = default_storage.save("dokumen/x.pdf", ContentFile(b"%PDF-1.7"))
    Dokumen.objects.update(status="selesai", path=path, sha256="0" * 64)
    for person, status in [(cast.bagian, 200), (cast.pimpinan, 404), (cast.menpan, 404)]:
        assert as_user(person).get(f"/dokumen/{made.uuid}/").status_code == status


def test_a_recap_is_asked_for_on_the_page_of_the_cycle(cast, siklus, published, as_user):
    client, address = as_user(cast.bagian), f"/siklus/{siklus.uuid}/dokumen/"
    typed = {"rekap-instansi": cast.banjarnegara.uuid, "rekap-tanggal": "2026-07-11"}
    assert client.post(f"{address}rekap/", typed).status_code == 302
    assert "Rekap Kabupaten Banjarnegara versi 1" in client.get(address).content.decode()
    foreign = client.post(f"{address}rekap/", typed | {"rekap-instansi": cast.tetangga.uuid})
    assert foreign.status_code == 422


def test_a_recap_is_signed_by_its_office_and_sealed(cast, siklus, published, as_user, pdf_text):
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan="Kepala Bagian Organisasi", orang=cast.pimpinan
    )
    row = pretend_made(recap_of(cast, siklus, nomor="RK/1"))
    assert as_user(cast.pimpinan).get(f"/dokumen/{row.uuid}/").status_code == 404
    way = {"cara-penandatangan": f"aplikasi:{cast.pimpinan.username}"}
    page = f"/dokumen/{row.uuid}/tanda-tangan/"
    assert as_user(cast.bagian).post(f"{page}mulai/", way).status_code == 302
    signer = as_user(cast.pimpinan)  # whoever is asked may read it
    assert "Rekap hasil instansi" in signer.get("/tanda-tangan/").content.decode()
    for address in ("/beranda/", page):
        assert cast.banjarnegara.nama in signer.get(address).content.decode()
    assert as_user(cast.operator).get(page).status_code == 404
    approve_next(row)
    assert fresh(row).tahap == "berlaku"
    text = " ".join(pdf_text(pdf.render(full_input(fresh(row)), kode=row.kode, versi=1)))
    assert "Disetujui secara elektronik" in text
    with pytest.raises(Refused, match="sudah ditandatangani"):
        recap_of(cast, siklus, nomor="RK/2")
    second = pretend_made(recap_of(cast, siklus, nomor="RK/2", perubahan="Nomor keliru."))
    assert second.rincian_perubahan["jumlah"] == [["Nomor dan tanggal", 1]]
    signatures.start(by=cast.bagian, dokumen=second, ways={"penandatangan": "aplikasi"})
    approve_next(second)
    assert (fresh(row).tahap, fresh(row).pengganti) == ("diganti", second)
    # What is left of the way: the pages of a recap that is revoked.
    signatures.revoke(by=cast.bagian, dokumen=pretend_made(second), reason="Salah.")
    assert "Dicabut" in as_user(cast.bagian).get(f"/dokumen/{second.uuid}/tanda-tangan/").text


def test_no_recap_is_signed_whose_units_were_opened_again(cast, siklus, published):
    row = pretend_made(recap_of(cast, siklus, nomor="RK/1"))
    Evaluasi.objects.update(state="dinilai")
    with pytest.raises(Refused, match="belum diputuskan lagi"):
        signatures.start(by=cast.bagian, dokumen=row, ways={"penandatangan": "basah"})


# Peers --------------------------------------------------------------------------------------------


@pytest.fixture
def peers(cast, siklus, published):
    """`peers(n)`: so many other RSUD with a published 4.00."""
    publikasi = Publikasi.objects.create(
        siklus=siklus,
        instansi=cast.nasional,
        nomor="KEP 1",
        tanggal=DAY,
        oleh=cast.menpan,
        status="terbit",
        terbit_pada=timezone.now(),
    )

    def make(count, state="terbit", **fields):
        for _ in range(count):
            unit = factories.make_unit(cast.tetangga, f"RSUD {UnitLokus.objects.count()}")
            row = factories.make_evaluasi(siklus, unit, state=state)
            HasilTerbit.objects.create(
                publikasi=publikasi,
                evaluasi=row,
                instansi=row.instansi,
                siklus=siklus,
                ipp="4.00",
                kategori="B",
                sebutan="Baik",
                isi={},
                digest="0",
                **fields,
            )

    return make


def test_the_mean_of_peers_comes_from_published_results_alone(cast, published, peers):
    peers(5)
    peers(1, ditarik_pada=timezone.now(), alasan_ditarik="Salah.")
    found = with_peers(published, {"ipp": "3.62"})
    assert (found["jumlah"], found["nilai"], found["selisih"]) == (5, "4.00", "−0.38")


def test_the_mean_of_peers_waits_until_their_decree_is_carried_out(cast, published, peers):
    peers(5)
    Publikasi.objects.update(status="dikerjakan", terbit_pada=None)
    found = with_peers(published, {"ipp": "3.62"})
    assert (found["jumlah"], found["nilai"]) == (0, None)


def test_the_mean_of_few_peers_is_masked(cast, published, peers, pdf_text):
    peers(4)
    found = with_peers(published, {"ipp": "3.62"})
    assert (found["jumlah"], found["nilai"], found["selisih"]) == (4, None, None)
    made = documents.request_document(
        by=cast.bagian, evaluasi=published, jenis=Dokumen.Jenis.LHE, tanggal=DAY
    )
    assert "kurang dari 5 unit" in text_of(made, pdf_text)


# The register -------------------------------------------------------------------------------------


@pytest.fixture
def letter(cast, published):
    return finished(letter_of(cast, published, nomor="B/1/2026"))


def finished(dokumen):
    path = default_storage.save("dokumen/x.pdf", ContentFile(b"%PDF-1.7"))
    Dokumen.objects.filter(pk=dokumen.pk).update(status="selesai", path=path, sha256="0" * 64)
    dokumen.refresh_from_db()
    return dokumen


def send(cast, siklus, letters, by=None, tanggal=DAY, cara="pos"):
    return letter_services.record_sent(
        by=by or cast.bagian,
        siklus=siklus,
        office=cast.banjarnegara,
        letters=letters,
        tanggal=tanggal,
        cara=cara,
    )


def receive(cast, letter, tanggal=DAY, oleh="Tata usaha"):
    return letter_services.record_received(
        by=cast.bagian, letter=letter, tanggal=tanggal, oleh=oleh
    )


def test_a_letter_is_sent_and_received_with_day_way_and_name(cast, siklus, letter):
    assert send(cast, siklus, [letter]) == 1
    receive(cast, letter, DAY + timedelta(days=2), " Ibu  Sri ")
    row = Penyampaian.objects.get()
    assert (row.dikirim_pada, row.cara, row.dikirim_oleh) == (DAY, "pos", cast.bagian)
    assert (row.diterima_oleh, row.dicatat_oleh) == ("Ibu Sri", cast.bagian)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"tanggal": date(2126, 1, 1)}, "belum tiba"),
        ({"cara": "merpati"}, "Pilih cara"),
        ({"letters": []}, "Pilih dahulu surat"),
    ],
)
def test_what_cannot_be_is_not_entered(cast, siklus, letter, wrong, message):
    with pytest.raises(Refused, match=message):
        send(cast, siklus, **({"letters": [letter]} | wrong))
    assert not Penyampaian.objects.exists()


def test_nothing_is_received_before_it_was_sent(cast, siklus, letter):
    with pytest.raises(Refused, match="Catat dahulu"):
        receive(cast, letter)
    send(cast, siklus, [letter])
    with pytest.raises(Refused, match="sebelum dikirim"):
        receive(cast, letter, DAY - timedelta(days=1))
    receive(cast, letter)
    with pytest.raises(Refused, match="sudah dicatat diterima"):
        send(cast, siklus, [letter])


def test_only_who_makes_letters_keeps_the_register(cast, siklus, letter, as_user):
    with pytest.raises(PermissionDenied):
        send(cast, siklus, [letter], by=cast.operator)
    address = f"/siklus/{siklus.uuid}/penyampaian/"
    for person, status in [
        (cast.bagian, 200),
        (cast.menpan, 200),
        (cast.pimpinan, 403),
        (cast.operator, 403),
        (cast.admin_tetangga, 404),
    ]:
        assert as_user(person).get(address).status_code == status
        assert as_user(person).get(f"{address}data.xlsx").status_code == status


def test_an_office_enters_no_letter_of_another(cast, siklus, letter):
    """Not even beside its own, which would take the letter over into its register."""
    other = factories.make_evaluasi(siklus, cast.unit_tetangga)
    score(other, cast.evaluator, EXAMPLE)
    respond(other, 12)
    computed(other, "terbit")
    foreign = finished(letter_of(cast, other, nomor="B/2/2026", by=cast.admin_tetangga))
    for letters in ([foreign], [letter, foreign]):
        with pytest.raises(PermissionDenied, match="of another office"):
            send(cast, siklus, letters)
    with pytest.raises(PermissionDenied, match="not an administrator"):
        send(cast, siklus, [letter], by=cast.admin_tetangga)
    assert not Penyampaian.objects.exists()


def test_the_register_is_filled_filtered_counted_and_exported(cast, siklus, letter, as_user):
    client, address = as_user(cast.bagian), f"/siklus/{siklus.uuid}/penyampaian/"
    assert "1 belum dikirim, 0 dikirim" in client.get(address).content.decode()
    typed = {"pilih": [letter.uuid, "bukan"], "tanggal": "2026-07-11", "cara": "srikandi"}
    assert client.post(f"{address}kirim/", typed).status_code == 302
    assert "RSUD" not in client.get(f"{address}?keadaan=belum").content.decode()
    received = {"tanggal": "2026-07-12", "oleh": "=Sri"}
    assert client.post(f"/dokumen/{letter.uuid}/diterima/", received).status_code == 302
    body = client.get(f"{address}?keadaan=diterima&q=anna").content.decode()
    assert "0 dikirim dan belum diterima, 1 diterima" in body and "=Sri" in body
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}data.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {"RSUD Hj. Anna Lasmanah", "B/1/2026", "SRIKANDI", "=Sri"} <= {c.value for c in cells}
    assert all(cell.data_type != "f" for cell in cells)


def test_entering_three_letters_takes_the_queries_of_one(cast, siklus, letter):
    office = {"siklus": siklus, "giliran": None, "instansi": cast.banjarnegara, "jenis": SURAT}
    rows = [letter]
    for number in (2, 3):
        unit = factories.make_unit(cast.banjarnegara, f"Puskesmas {number}")
        row = factories.make_evaluasi(siklus, unit, state="terbit")
        frozen = {"memuat": ["angka_final"], "masukan": {}, "tanggal": DAY}
        rows.append(
            Dokumen.objects.create(**office, **frozen, evaluasi=row, diminta_oleh=cast.bagian)
        )
    send(cast, siklus, rows)  # once before: what is read of the person is read once
    counts = []
    for letters in ([letter], rows):
        with CaptureQueriesContext(connection) as captured:
            send(cast, siklus, letters)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_of_two_offices_the_one_that_is_acted_for_or_named_is_meant(cast, siklus, published):
    factories.member(cast.bagian, Role.ADMIN_INSTANSI, cast.tetangga)
    factories.make_evaluasi(siklus, cast.unit_tetangga)
    cast.bagian.__dict__.pop("_active_memberships", None)
    ask = {"user": cast.bagian, "siklus": siklus.uuid}
    assert office_queries.get_office(**ask, acting=cast.tetangga.pk)[1] == cast.tetangga
    assert office_queries.get_office(**ask, acting=cast.banjarnegara.pk)[1] == cast.banjarnegara
    both = office_queries.get_office(
        **ask, named=str(cast.tetangga.uuid), acting=cast.banjarnegara.pk
    )
    assert both[1] == cast.tetangga


def test_after_a_wrong_choice_every_link_of_the_page_leads_somewhere(cast, siklus, letter, as_user):
    client, base = as_user(cast.bagian), f"/siklus/{siklus.uuid}/"
    of = {"instansi": cast.banjarnegara, "siklus": siklus, "diminta_oleh": cast.bagian}
    Kelompok.objects.bulk_create(
        Kelompok(**of, jenis=SURAT, tanggal=DAY, status="dibatalkan") for _ in range(PER_PAGE + 1)
    )
    for address in ("dokumen/buat/", "penyampaian/kirim/"):
        page = client.post(f"{base}{address}", {"jenis": "x"})
        assert page.status_code == 422
        links = re.findall(r'href="([^"#]*[?][^"]*)"', page.content.decode())
        links += re.findall(r'<form method="get" action="([^"]*)"', page.content.decode())
        assert links
        assert {client.get(unescape(link), follow=True).status_code for link in links} == {200}
        assert '<form method="get" class' not in page.content.decode()


def test_the_register_shows_the_newest_letter_of_a_unit(cast, siklus, published):
    finished(letter_of(cast, published, nomor="B/1/2026"))
    second = finished(letter_of(cast, published, nomor="B/2/2026"))
    assert list(office_queries.letters_of(siklus, cast.banjarnegara)) == [second]


def test_the_register_takes_the_same_queries_with_one_and_three(cast, siklus, letter, as_user):
    client, counts = as_user(cast.bagian), []
    for number in range(3):
        if number:
            unit = factories.make_unit(cast.banjarnegara, f"Unit {number}")
            row = factories.make_evaluasi(siklus, unit, state="terbit")
            letter = finished(
                Dokumen.objects.create(
                    instansi=row.instansi,
                    siklus=siklus,
                    evaluasi=row,
                    jenis=SURAT,
                    tanggal=DAY,
                    keadaan="terbit",
                    memuat=["angka_final"],
                    masukan={},
                    masukan_digest="0",
                    diminta_oleh=cast.bagian,
                )
            )
        send(cast, siklus, [letter])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/siklus/{siklus.uuid}/penyampaian/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[2] <= 20


@pytest.mark.parametrize("units", [14, 16])
def test_who_signs_a_recap_never_stands_alone_on_a_page(cast, siklus, published, pdf_text, units):
    """Of as many units as just fill the first page."""
    masukan = recap_of(cast, siklus).masukan
    (unit,) = masukan["unit"]
    masukan["unit"] = [unit | {"nama": f"Puskesmas {number:03}"} for number in range(units)]
    *_, last = pdf_text(pdf.render(masukan, kode="ABCD", versi=1))
    assert masukan["penandatangan"]["jabatan"] in last
    assert f"Puskesmas {units - 1:03}" in last
