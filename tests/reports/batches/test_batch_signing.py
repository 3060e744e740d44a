"""A finished batch is signed as a whole: begun by workers, approved together, packed anew."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from reports.batches.services import batches
from reports.core import offices as office_queries
from reports.core.documents import waiting_documents
from reports.core.signatures import signatures_waiting_for
from reports.documents.services import documents
from reports.models import Dokumen, Kelompok, KopSurat, Penandatangan, TandaTangan
from reports.signing.services import signatures
from tests import factories

BA = Dokumen.Jenis.BERITA_ACARA
PASSWORD = factories.PASSWORD


@pytest.fixture
def plain(monkeypatch):
    """Rendering costs a second each; how a batch is signed does not depend on it."""
    monkeypatch.setattr(
        documents,
        "_content",
        lambda row, _shown: f"%PDF-1.7 {row.uuid} {row.pengesahan is not None}".encode(),
    )


@pytest.fixture
def made(cast, siklus, plain):
    """`made(n)`: a finished batch of so many, numbered unless told otherwise."""

    def make(count, *, numbered=True, jenis=BA):
        Penandatangan.objects.create(
            instansi=cast.banjarnegara, jabatan="Kepala Bagian", orang=cast.bagian
        )
        KopSurat.objects.update_or_create(
            instansi=cast.banjarnegara,
            defaults={"format_nomor": "B/{nomor}/{tahun}", "nomor_otomatis": numbered},
        )
        for number in range(1, count + 1):
            unit = factories.make_unit(cast.banjarnegara, f"Puskesmas {number:03}")
            factories.make_evaluasi(siklus, unit, state="f02_selesai")
        batch = batches.start_batch(
            by=cast.bagian,
            siklus=siklus,
            office=cast.banjarnegara,
            jenis=jenis,
            tanggal=date(siklus.tahun, 7, 11),
        )
        work_off(batch)
        return counted(cast, batch)

    return make


def work_off(batch):
    batches.feed_all()
    while (row := documents.render_next()) is not None:
        batches.feed_after(row)
    batches.pack_next()
    batch.refresh_from_db()


def counted(cast, batch):
    return office_queries.get_batch(cast.bagian, batch.uuid)


def sign(cast, batch, cara="basah", by=None):
    batches.sign_batch(by=by or cast.bagian, batch=batch, cara=cara)
    work_off(batch)
    return counted(cast, batch)


def names_of(batch):
    with zipfile.ZipFile(io.BytesIO(default_storage.open(batch.path).read())) as file:
        return sorted(file.namelist())[1:]


def stages():
    return list(Dokumen.objects.order_by("pk").values_list("tahap", flat=True))


def test_all_on_paper_is_sealed_at_once_and_packed_anew(cast, made):
    batch = made(2)
    assert all("konsep" in name for name in names_of(batch))
    old = batch.path
    batch = sign(cast, batch)
    assert (batch.status, batch.disegel, batch.konsep) == ("selesai", 2, 0)
    assert stages() == ["disegel"] * 2
    assert not any("konsep" in name for name in names_of(batch))
    assert batch.path != old
    assert set(TandaTangan.objects.values_list("cara", flat=True)) == {"basah"}
    audited = AuditEntry.objects.filter(action="mulai_tanda_tangan")
    assert audited.count() == 2


def test_drafts_that_a_worker_is_to_sign_are_counted_as_waiting(cast, made):
    batch = made(2)
    assert waiting_documents() == 0
    batches.sign_batch(by=cast.bagian, batch=batch, cara="basah")
    assert waiting_documents() == 2


def test_nothing_is_begun_or_complained_of_until_somebody_asks(cast, made):
    batch = made(2)
    assert (batch.cara, batch.konsep, batch.tidak_dimulai) == ("", 2, 0)
    assert not TandaTangan.objects.exists()


def test_in_the_application_where_one_account_matches_otherwise_on_paper(cast, made):
    batch = sign(cast, made(1), "aplikasi")
    ways = dict(TandaTangan.objects.values_list("tempat", "cara"))
    assert ways.pop("mengetahui.0") == "aplikasi"
    assert set(ways.values()) == {"basah"}
    assert (batch.status, batch.disetujui, stages()) == ("selesai", 1, ["proses"])


def test_a_batch_of_recaps_has_one_of_each_instansi_and_is_signed(cast, siklus, plain):
    """Of the organiser's office: neither an instansi with an open unit, nor one twice."""
    Penandatangan.objects.create(instansi=siklus.instansi, jabatan="Deputi", orang=cast.menpan)
    KopSurat.objects.create(
        instansi=siklus.instansi, format_nomor="RK/{nomor}", nomor_otomatis=True
    )
    for unit in (cast.rsud, cast.puskesmas, cast.unit_tetangga):
        factories.make_evaluasi(siklus, unit, state="tidak_mengisi", akhir_alasan="Tutup.")
    far = factories.make_instansi("Kota Jauh", "kota")
    factories.make_evaluasi(siklus, factories.make_unit(far, "RSUD Jauh"), state="dinilai")
    ask = {
        "by": cast.menpan,
        "siklus": siklus,
        "office": siklus.instansi,
        "jenis": Dokumen.Jenis.REKAP,
        "tanggal": date(siklus.tahun, 7, 11),
    }
    with pytest.raises(Refused, match="semua jenis unit"):
        batches.start_batch(**ask, jenis_unit="RSUD")
    batch = batches.start_batch(**ask)
    assert batches.start_batch(**ask) == batch
    work_off(batch)
    assert [row.perihal for row in batch.butir.all()] == [
        cast.banjarnegara.nama,
        cast.tetangga.nama,
    ]
    assert set(Dokumen.objects.values_list("giliran", flat=True)) == {siklus.instansi_id}
    batch = office_queries.get_batch(cast.menpan, batch.uuid)
    batches.sign_batch(by=cast.menpan, batch=batch, cara="aplikasi")
    work_off(batch)
    assert stages() == ["proses"] * 2
    waiting = list(signatures_waiting_for(cast.menpan))
    assert [row.dokumen.nomor for row in waiting] == ["", ""]  # taken when they are sealed
    signatures.approve_many(by=cast.menpan, rows=waiting, proof="kata sandi")
    assert list(Dokumen.objects.order_by("nomor").values_list("nomor", "tahap")) == [
        ("RK/1", "berlaku"),
        ("RK/2", "berlaku"),
    ]


def test_a_signer_named_without_an_account_means_paper(cast, made):
    batch = made(1)
    Penandatangan.objects.all().delete()
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan="Kepala Bagian", nama=cast.bagian.nama
    )
    sign(cast, batch, "aplikasi")
    assert set(TandaTangan.objects.values_list("cara", flat=True)) == {"basah"}


def test_sealing_goes_through_the_window_of_the_queue(cast, made):
    batch = made(batches.WINDOW + 3)
    batches.sign_batch(by=cast.bagian, batch=batch, cara="basah")
    assert Dokumen.objects.filter(tahap="disegel").count() == 0  # not in the request
    batches.feed_all()
    assert Dokumen.objects.filter(status="antre").count() == batches.WINDOW
    work_off(batch)
    assert counted(cast, batch).disegel == batches.WINDOW + 3


def test_one_wake_up_does_a_part_and_calls_the_next(
    cast, made, monkeypatch, django_capture_on_commit_callbacks
):
    batch = made(3)
    monkeypatch.setattr(batches, "STEPS", 2)
    batches.sign_batch(by=cast.bagian, batch=batch, cara="aplikasi")
    with django_capture_on_commit_callbacks() as calls:
        batches.feed(batch.pk)
    assert (stages().count("proses"), bool(calls)) == (2, True)


def test_what_has_no_number_is_listed_and_begun_once_numbers_are_given(cast, made, as_user):
    batch = sign(cast, made(2, numbered=False))
    assert (batch.tidak_dimulai, stages()) == (2, ["konsep"] * 2)
    page = as_user(cast.bagian).get(f"/kelompok/{batch.uuid}/").content.decode()
    assert "Belum bernomor" in page and "Puskesmas 002" in page
    KopSurat.objects.update(nomor_otomatis=True)
    batch = sign(cast, batch)
    assert (batch.tidak_dimulai, batch.disegel) == (0, 2)
    assert sorted(Dokumen.objects.values_list("nomor", flat=True)) == ["B/1/2026", "B/2/2026"]


def test_what_cannot_be_begun_stops_no_other_and_takes_no_number(cast, made):
    batch = made(2, numbered=False)
    KopSurat.objects.update(nomor_otomatis=True)
    stale = Dokumen.objects.order_by("pk").first()
    documents.request_document(
        by=cast.bagian, evaluasi=stale.evaluasi, jenis=BA, nomor="B/99", tanggal=stale.tanggal
    )
    batch = sign(cast, batch)
    assert (batch.tidak_dimulai, batch.disegel) == (1, 1)
    assert office_queries.unsigned_in(batch).get().ttd_error.startswith("Sudah ada versi 2")
    stale.refresh_from_db()
    assert stale.nomor == ""
    assert Dokumen.objects.get(tahap="disegel").nomor == "B/1/2026"


def test_only_who_asks_for_the_office_and_only_when_finished(cast, siklus, made):
    batch = made(1)
    for person in (cast.evaluator, cast.operator, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            batches.sign_batch(by=person, batch=batch, cara="basah")
    with pytest.raises(Refused, match="Pilih cara"):
        batches.sign_batch(by=cast.bagian, batch=batch, cara="sertifikat")
    batches.sign_batch(by=cast.bagian, batch=batch, cara="basah")
    with pytest.raises(Refused, match="setelah kelompok ini selesai"):
        batches.sign_batch(by=cast.bagian, batch=batch, cara="basah")


def test_whoever_lost_his_office_meanwhile_begins_nothing(cast, made):
    batch = made(1)
    batches.sign_batch(by=cast.bagian, batch=batch, cara="basah")
    cast.bagian.memberships.update(ended_at=timezone.now())
    work_off(batch)
    assert stages() == ["konsep"]
    assert "tidak berwenang" in office_queries.unsigned_in(batch).get().ttd_error


def test_it_is_begun_on_the_page_of_the_batch(cast, made, as_user):
    batch, client = made(1), as_user(cast.bagian)
    address = f"/kelompok/{batch.uuid}/"
    assert "Mulai penandatanganan seluruh kelompok" in client.get(address).content.decode()
    assert client.post(f"{address}tanda-tangan/", {"cara": "x"}).status_code == 422
    assert client.post(f"{address}tanda-tangan/", {"cara": "basah"}).status_code == 302
    assert "1 masih konsep" in client.get(address).content.decode()
    work_off(batch)
    page = client.get(address).content.decode()
    assert "Tanda tangan: 1 disegel" in page
    assert "Mulai penandatanganan" not in page


def test_the_last_approval_packs_the_zip_anew_with_sealed_files(cast, made):
    batch = sign(cast, made(2), "aplikasi")
    for again, row in enumerate(signatures_waiting_for(cast.bagian)):
        signatures.approve(by=cast.bagian, row=row, proof="kata sandi")
        work_off(batch)
        assert any("konsep" in name for name in names_of(batch)) == (again == 0)
    assert (batch.status, len(names_of(batch))) == ("selesai", 2)
    batches.sweep()
    assert Kelompok.objects.get().status == "selesai"


def test_hundreds_are_told_once(cast, made):
    sign(cast, made(3), "aplikasi")
    notice = Notice.objects.get(user=cast.bagian, kind="tanda_tangan")
    assert notice.url == "/tanda-tangan/"


def test_many_are_approved_with_one_showing_of_who_he_is(cast, made, as_user):
    sign(cast, made(3), "aplikasi")
    client = as_user(cast.bagian)
    rows = list(signatures_waiting_for(cast.bagian))
    page = client.get("/tanda-tangan/").content.decode()
    assert page.count('name="pilih"') == 3
    chosen = [str(row.uuid) for row in rows[:2]]
    typed = {"pilih": chosen, "dibaca": "on", "kata_sandi": PASSWORD}
    for wrong in ({"kata_sandi": "bukan"}, {"dibaca": ""}, {"pilih": []}):
        assert client.post("/tanda-tangan/setujui/", typed | wrong).status_code == 422
    assert signatures_waiting_for(cast.bagian).count() == 3
    assert client.post("/tanda-tangan/setujui/", typed).status_code == 302
    assert signatures_waiting_for(cast.bagian).get().pk == rows[2].pk
    audited = AuditEntry.objects.filter(action="setujui_dokumen", by=cast.bagian)
    assert audited.count() == 2
    shown = {"semua": "on", "tampil": [str(rows[2].uuid)], "dibaca": "on"}
    assert (
        client.post("/tanda-tangan/setujui/", shown | {"kata_sandi": PASSWORD}).status_code == 302
    )
    assert not signatures_waiting_for(cast.bagian).exists()


def test_home_leads_to_the_page_when_more_than_a_few_wait(cast, made, as_user):
    sign(cast, made(4), "aplikasi")
    home = as_user(cast.bagian).get("/beranda/").content.decode()
    assert "Tanda tangani 4 dokumen" in home and 'href="/tanda-tangan/"' in home


def test_the_next_signer_is_told_once_of_what_was_approved_together(cast, made):
    made_batch = made(2)
    second = factories.make_user("wakil", nama="Wakil Kepala Bagian")
    factories.member(second, Role.ADMIN_INSTANSI, cast.banjarnegara)
    sign(cast, made_batch, "aplikasi")
    for row in Dokumen.objects.all():
        TandaTangan.objects.filter(dokumen=row, urutan__gt=1).update(urutan=9)
        first = row.tanda_tangan.get(urutan=1)
        TandaTangan.objects.create(
            instansi=first.instansi,
            siklus=first.siklus,
            dokumen=row,
            urutan=2,
            tempat="mengetahui.1",
            nama=second.nama,
            cara="aplikasi",
            orang=second,
        )
    rows = list(signatures_waiting_for(cast.bagian))
    assert signatures.approve_many(by=cast.bagian, rows=rows, proof="kata sandi") == (2, [])
    assert Notice.objects.get(user=second, kind="tanda_tangan").url == "/tanda-tangan/"


def test_an_approval_refused_stops_no_other(cast, made):
    sign(cast, made(2), "aplikasi")
    first, second = signatures_waiting_for(cast.bagian)
    signatures.refuse(by=cast.bagian, row=first, reason="Salah nama.")
    done, refused = signatures.approve_many(
        by=cast.bagian, rows=[first, second], proof="kata sandi"
    )
    assert (done, [row.pk for row, _ in refused]) == (1, [first.pk])


def test_nobody_approves_what_waits_for_another(cast, made, as_user):
    sign(cast, made(1), "aplikasi")
    row = signatures_waiting_for(cast.bagian).get()
    client = as_user(cast.evaluator)
    assert "Tidak ada dokumen" in client.get("/tanda-tangan/").content.decode()
    typed = {"pilih": [str(row.uuid)], "dibaca": "on", "kata_sandi": PASSWORD}
    assert client.post("/tanda-tangan/setujui/", typed).status_code == 422
    row.refresh_from_db()
    assert row.status == "menunggu"


@pytest.mark.parametrize("page", ["tanda-tangan", "kelompok"])
def test_the_lists_take_the_same_queries_with_one_and_three(cast, made, as_user, page):
    batch = made(3)
    numbers = list(batch.butir.values_list("pk", flat=True))
    if page == "tanda-tangan":
        sign(cast, batch, "aplikasi")
    address = "/tanda-tangan/" if page == "tanda-tangan" else f"/kelompok/{batch.uuid}/"
    client, counts = as_user(cast.bagian), []
    for count in (1, 3):
        batch.butir.filter(pk__in=numbers[:count]).update(ttd_error="Sebab.")
        TandaTangan.objects.filter(cara="aplikasi").update(orang=cast.evaluator)
        some = TandaTangan.objects.filter(cara="aplikasi").values("pk")[:count]
        TandaTangan.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(
            orang=cast.bagian
        )
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 25


def test_a14_a_batch_does_not_begin_a_document_with_boxes(cast, made):
    batch = made(2)
    first = batch.butir.order_by("urutan").first().dokumen
    Dokumen.objects.filter(pk=first.pk).update(huruf_hilang="你")
    sign(cast, batch)
    told = list(batch.butir.order_by("urutan").values_list("ttd_error", "dokumen__tahap"))
    assert [stage for _, stage in told] == ["konsep", "disegel"]
    assert told[0][0].startswith("Huruf tampil sebagai kotak pada berkas: «你» (U+4F60).")
