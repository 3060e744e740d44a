"""D5: batches are fair, can be cancelled and tried again, expire, and survive a killed worker."""

import io
import os
import signal
import subprocess
import sys
import threading
import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluasi
from pekppp.accounts.models import Notice
from pekppp.base.errors import Refused
from reports.batches.services import batches, zips
from reports.core import offices as office_queries
from reports.documents.services import documents
from reports.models import ButirKelompok, Dokumen, Kelompok
from tests import factories
from tests.browser.server import ROOT, Server
from tests.reports.conftest import EXAMPLE, score

BA, LHE = Dokumen.Jenis.BERITA_ACARA, Dokumen.Jenis.LHE
DAY = date(2026, 7, 11)


@pytest.fixture
def many(cast, siklus):
    """`many(n)`: so many more units of Banjarnegara in the cycle, their F02 finished."""

    def make(count, **fields):
        return [
            factories.make_evaluasi(
                siklus,
                factories.make_unit(cast.banjarnegara, f"Puskesmas {number:03}"),
                state="f02_selesai",
                **fields,
            )
            for number in range(1, count + 1)
        ]

    return make


def start(cast, siklus, jenis=BA, by=None, office=None, **more):
    return batches.start_batch(
        by=by or cast.bagian,
        siklus=siklus,
        office=office or cast.banjarnegara,
        jenis=jenis,
        tanggal=DAY,
        **more,
    )


@pytest.fixture
def plain(monkeypatch):
    """Rendering costs a second each; which row is next does not depend on it."""
    monkeypatch.setattr(
        documents, "_content", lambda dokumen, _shown: f"%PDF-1.7 {dokumen.uuid}".encode()
    )


def work():
    """One wake-up of a worker: the document that it made, or None."""
    dokumen = documents.render_next()
    if dokumen is not None:
        batches.feed_after(dokumen)
    return dokumen


def work_off(batch):
    batches.feed_all()
    while work() is not None:
        pass
    batches.pack_next()
    batch.refresh_from_db()


def files_of(batch):
    with zipfile.ZipFile(io.BytesIO(default_storage.open(batch.path).read())) as made:
        return {name: made.read(name) for name in made.namelist()}


# Fair ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [30, pytest.param(300, marks=pytest.mark.size)])
def test_d05_another_office_waits_for_two_renderings_of_a_large_batch(
    cast, siklus, evaluasi, many, plain, size
):
    """One under way when it asks, one at most in turn before it: whatever stands behind."""
    rows = many(size)
    batch = start(cast, siklus)
    assert batch.butir.count() == len(rows)
    batches.feed_all()
    for _ in range(10):
        work()
    other = factories.make_evaluasi(siklus, cast.unit_tetangga)
    for again in range(3):
        one = documents.request_document(
            by=cast.admin_tetangga, evaluasi=other, jenis=BA, nomor=f"B/{again}"
        )
        made = []
        while one.pk not in made:
            made.append(work().pk)
        assert len(made) <= 2


def test_d05_a_batch_never_fills_the_queue(cast, siklus, many, plain):
    many(12)
    start(cast, siklus)
    batches.feed_all()
    batches.feed_all()
    assert Dokumen.objects.count() == batches.WINDOW
    work()
    assert Dokumen.objects.count() == batches.WINDOW + 1


def test_d05_two_batches_take_turns_though_one_covers_many_instansi(
    cast, siklus, evaluasi, many, plain
):
    """The ministry's batch counts as the ministry's, however many offices its units belong to."""
    many(6)
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="f02_selesai")
    whole = start(cast, siklus, by=cast.menpan, office=cast.nasional)
    own = start(cast, siklus)
    batches.feed_all()
    order = [work().giliran_id for _ in range(6)]
    assert order[:4].count(cast.nasional.pk) == order[:4].count(cast.banjarnegara.pk) == 2
    assert {whole.instansi_id, own.instansi_id} == set(order)


# From asking to the ZIP ---------------------------------------------------------------------------


def test_d05_a_batch_becomes_a_zip_of_real_documents(cast, siklus, scored, evaluasi):
    batch = start(cast, siklus)
    work_off(batch)
    files = files_of(batch)
    assert batch.status == "selesai"
    assert sorted(files) == [
        "00-DAFTAR-ISI.txt",
        "0001-berita-acara-rsud-hj-anna-lasmanah-2026-konsep-v1.pdf",
    ]
    assert files["0001-berita-acara-rsud-hj-anna-lasmanah-2026-konsep-v1.pdf"].startswith(b"%PDF-")
    notice = Notice.objects.get(user=cast.bagian)
    assert (notice.url, notice.subject) == (f"/kelompok/{batch.uuid}/", "Berita acara siap diunduh")
    assert Dokumen.objects.get().sha256 in files["00-DAFTAR-ISI.txt"].decode()


def test_d05_names_in_a_zip_are_safe_and_unique(cast, siklus, many, plain):
    rows = many(3)
    names = ["../../etc/passwd\x01", "Puskesmas «Ä» " + "x" * 180, "..\\CON"]
    for row, name in zip(rows, names, strict=True):
        Evaluasi.objects.filter(pk=row.pk).update(nama_unit=name)
    batch = start(cast, siklus)
    work_off(batch)
    found = set(files_of(batch)) - {zips.LIST}
    assert len(found) == 3
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert all(set(name) <= allowed and len(name) < 140 and ".." not in name for name in found)


def test_d05_what_failed_is_told_in_the_zip_and_on_the_page(
    cast, siklus, evaluasi, many, plain, as_user
):
    """LHE needs a level; the units that have none do not stop the others."""
    rows = many(3)
    score(rows[1], cast.bagian, EXAMPLE)
    batch = start(cast, siklus, LHE, final=False)
    work_off(batch)
    files = files_of(batch)
    assert len(files) == 2
    told = files[zips.LIST].decode()
    assert "Tidak berhasil dibuat: 2" in told
    assert "Puskesmas 001, Kabupaten Banjarnegara: LHE dapat dibuat setelah" in told
    body = as_user(cast.bagian).get(f"/kelompok/{batch.uuid}/").content.decode()
    assert "Siap diunduh" in body
    assert "1 dari 3 dokumen siap, 2 tidak berhasil" in body
    assert "Puskesmas 003" in body and "LHE dapat dibuat setelah" in body


def test_d05_a_batch_of_which_nothing_came_is_not_called_ready(cast, siklus, many, as_user):
    many(1)
    batch = start(cast, siklus, LHE, final=False)
    work_off(batch)
    body = as_user(cast.bagian).get(f"/kelompok/{batch.uuid}/").content.decode()
    assert "Tidak satu pun dokumen jadi" in body and "Siap diunduh" not in body


def test_d05_a_file_that_is_gone_is_told_and_the_rest_is_packed(cast, siklus, many, plain):
    many(2)
    batch = start(cast, siklus)
    batches.feed_all()
    while work() is not None:
        pass
    default_storage.delete(Dokumen.objects.order_by("pk").first().path)
    batches.pack_next()
    batch.refresh_from_db()
    files = files_of(batch)
    assert len(files) == 2
    assert "Berkas dokumen ini tidak ditemukan" in files[zips.LIST].decode()


def test_d05_only_final_documents_unless_drafts_are_wanted(cast, siklus, evaluasi, many):
    many(2)  # finished; `evaluasi` is still a draft
    assert start(cast, siklus).butir.count() == 2
    assert start(cast, siklus, final=False).butir.count() == 3


def test_d05_a_batch_can_be_narrowed(cast, siklus, evaluasi, many):
    many(2)
    factories.make_evaluasi(siklus, cast.puskesmas, state="f02_selesai")
    menpan = {"by": cast.menpan, "office": cast.nasional}
    assert start(cast, siklus, jenis_unit="Puskesmas", **menpan).butir.count() == 1
    assert start(cast, siklus, instansi=cast.banjarnegara, **menpan).butir.count() == 3
    with pytest.raises(Refused, match="Belum ada dokumen"):
        start(cast, siklus, instansi=cast.tetangga, **menpan)


def test_d05_two_clicks_make_one_batch(cast, siklus, many):
    many(2)
    assert start(cast, siklus) == start(cast, siklus)


def test_d05_a_document_that_exists_already_is_taken_as_it_is(cast, siklus, many, plain):
    many(2)
    first, second = start(cast, siklus), None
    work_off(first)
    second = start(cast, siklus)
    work_off(second)
    assert (first.pk != second.pk, Dokumen.objects.count()) == (True, 2)
    assert second.status == "selesai" and len(files_of(second)) == 3


def test_d05_who_may_ask_for_a_batch(cast, siklus, evaluasi, many):
    many(1)
    for person in (cast.evaluator, cast.pimpinan, cast.operator, cast.biro, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            start(cast, siklus, by=person)
    with pytest.raises(PermissionDenied):
        start(cast, siklus, office=cast.nasional)


def test_d05_whoever_lost_his_office_makes_nothing_more(cast, siklus, many, plain):
    many(1)
    batch = start(cast, siklus)
    cast.bagian.memberships.update(ended_at=timezone.now())
    batches.feed_all()
    assert office_queries.refused_in(batch).get().alasan == (
        "Peminta tidak berwenang atas dokumen unit ini."
    )


@pytest.mark.django_db(transaction=True)
def test_d05_two_workers_that_feed_at_once_neither_double_nor_overfill(cast, siklus, many):
    many(9)
    batch = start(cast, siklus)
    barrier = threading.Barrier(2)

    def feed():
        barrier.wait(20)
        batches.feed(batch.pk)
        connection.close()

    workers = [threading.Thread(target=feed) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    asked = list(batch.butir.exclude(dokumen=None).values_list("urutan", flat=True))
    assert asked == [1, 2, 3, 4]
    assert Dokumen.objects.count() == batches.WINDOW


# Cancel, try again, expire ------------------------------------------------------------------------


def test_d05_a_cancelled_batch_finishes_what_is_queued_and_begins_nothing(
    cast, siklus, many, plain
):
    many(12)
    batch = start(cast, siklus)
    batches.feed_all()
    work()
    batches.cancel_batch(by=cast.bagian, batch=batch)
    before = Dokumen.objects.count()
    batches.sweep()
    while work() is not None:
        pass
    assert batches.pack_next() is None
    assert Dokumen.objects.count() == before <= batches.WINDOW + 1


def test_d05_a_cancelled_batch_can_go_on(cast, siklus, many, plain):
    many(6)
    batch = start(cast, siklus)
    batches.cancel_batch(by=cast.bagian, batch=batch)
    batches.retry_batch(by=cast.bagian, batch=batch)
    work_off(batch)
    assert (batch.status, len(files_of(batch))) == ("selesai", 7)


def test_d05_what_failed_is_tried_again_and_the_zip_made_anew(
    cast, siklus, many, monkeypatch, django_capture_on_commit_callbacks
):
    many(3)
    batch = start(cast, siklus)

    def breaks(dokumen, _shown):
        if dokumen.evaluasi.nama_unit == "Puskesmas 002":
            raise Refused("Lambang pada kop surat tidak ditemukan; unggah ulang lambang.")
        return f"%PDF-1.7 {dokumen.uuid}".encode()

    monkeypatch.setattr(documents, "_content", breaks)
    work_off(batch)
    old = batch.path
    assert "unggah ulang lambang" in files_of(batch)[zips.LIST].decode()
    monkeypatch.setattr(
        documents, "_content", lambda dokumen, _shown: f"%PDF {dokumen.uuid}".encode()
    )
    with django_capture_on_commit_callbacks(execute=True):
        batches.retry_batch(by=cast.bagian, batch=batch)
    assert not default_storage.exists(old)
    work_off(batch)
    assert (len(files_of(batch)), Dokumen.objects.count()) == (4, 3)
    assert "Tidak berhasil dibuat: 0" in files_of(batch)[zips.LIST].decode()
    assert batch.path != old


def test_d05_the_zip_goes_after_its_time_and_the_documents_stay(
    cast, siklus, many, plain, as_user, django_capture_on_commit_callbacks
):
    many(2)
    batch = start(cast, siklus)
    work_off(batch)
    path = batch.path
    late = timezone.now() - timedelta(days=settings.KELOMPOK_HARI, minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        batches.sweep()
    assert default_storage.exists(path)
    Kelompok.objects.update(selesai_pada=late)
    with django_capture_on_commit_callbacks(execute=True):
        batches.sweep()
    batch.refresh_from_db()
    assert (batch.status, batch.path, default_storage.exists(path)) == ("kedaluwarsa", "", False)
    assert all(default_storage.exists(row.path) for row in Dokumen.objects.all())
    client = as_user(cast.bagian)
    assert client.get(f"/kelompok/{batch.uuid}/unduh/").status_code == 404
    assert "Buat lagi ZIP-nya" in client.get(f"/kelompok/{batch.uuid}/").content.decode()


def test_d05_a_zip_is_never_whole_in_memory(cast, siklus, many, plain):
    """Twenty documents of a megabyte each go through far less than they weigh."""
    import tracemalloc

    many(20)
    batch = start(cast, siklus)
    batches.feed_all()
    while work() is not None:
        pass
    for row in Dokumen.objects.all():
        default_storage.delete(row.path)
        default_storage.save(row.path, ContentFile(os.urandom(1024 * 1024)))
    batch.refresh_from_db()
    tracemalloc.start()
    _, size = zips.pack(batch)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 20 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


# A worker that dies -------------------------------------------------------------------------------


def test_d05_a_packer_that_died_is_replaced_and_a_late_one_changes_nothing(
    cast, siklus, many, plain
):
    many(1)
    batch = start(cast, siklus)
    batches.feed_all()
    while work() is not None:
        pass
    late = batches.QUEUE.claim()
    assert batches.QUEUE.claim() is None
    Kelompok.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    batches.pack_next()
    assert batches.QUEUE.ours(late).update(status="gagal", error="x") == 0
    batch.refresh_from_db()
    assert (batch.status, batch.attempts) == ("selesai", 2)


def test_d05_a_zip_begun_before_a_cancellation_is_not_the_one_made_afterwards(
    cast, siklus, many, plain
):
    """Both packers are at their first attempt, and the first one may still be alive."""
    many(1)
    batch = start(cast, siklus)
    batches.feed_all()
    while work() is not None:
        pass
    late = batches.QUEUE.claim()
    batches.cancel_batch(by=cast.bagian, batch=batch)
    batches.retry_batch(by=cast.bagian, batch=batch)
    batches.feed_all()
    now = batches.QUEUE.claim()
    assert now.attempts == late.attempts
    assert not batches._packed(late, "kelompok/lama.zip", 1)
    assert batches._packed(now, "kelompok/baru.zip", 1)


def test_d05_what_kills_every_packer_is_given_up_in_words(cast, siklus, many, plain):
    many(1)
    batch = start(cast, siklus)
    Kelompok.objects.update(
        status="mengemas", attempts=batches.QUEUE.most, lease_until=timezone.now()
    )
    batches.sweep()
    batch.refresh_from_db()
    assert (batch.status, bool(batch.error)) == ("gagal", True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_d05_a_worker_killed_in_the_middle_costs_nothing(cast, siklus, many, tmp_path, settings):
    """SIGKILL of a real process while it renders: the lease ends, the sweep wakes another one."""
    store = tmp_path / "berkas"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(store), "base_url": None},
        }
    }
    many(3)
    batch = start(cast, siklus)
    batches.feed_all()
    program = (
        "import django, time; django.setup();"
        "from reports.documents.services import documents;"
        "documents._content = lambda row, shown: (print('rendering', flush=True), time.sleep(600));"
        "documents.render_next()"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=Server(tmp_path).environment | {"PEKPPP_VAR": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    try:
        assert worker.stdout.readline() == b"rendering\n"
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(20)
    taken = Dokumen.objects.get(status="dikerjakan")
    while (made := work()) is not None:
        assert made.pk != taken.pk  # its lease still holds
    batch.refresh_from_db()
    assert batch.status == "berjalan"
    Dokumen.objects.filter(pk=taken.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert documents.sweep() == 1
    work_off(batch)
    assert batch.status == "selesai"
    assert len(files_of(batch)) == 4
    assert sorted(Dokumen.objects.values_list("attempts", flat=True)) == [1, 1, 2]
    assert len(list((store / "dokumen").rglob("*.pdf"))) == Dokumen.objects.count() == 3


# Pages --------------------------------------------------------------------------------------------

HTMX = {"HX-Request": "true"}


def test_d05_a_batch_is_asked_for_on_the_page_of_the_cycle(cast, siklus, evaluasi, many, as_user):
    many(2)
    client, address = as_user(cast.bagian), f"/siklus/{siklus.uuid}/dokumen/"
    assert "Belum ada kelompok" in client.get(address).content.decode()
    typed = {"jenis": BA, "tanggal": "2026-07-11", "final": "on"}
    response = client.post(f"{address}buat/", typed)
    batch = Kelompok.objects.get()
    assert (response.status_code, response.url) == (302, f"/kelompok/{batch.uuid}/")
    assert batch.butir.count() == 2
    wrong = client.post(f"{address}buat/", typed | {"tanggal": "0026-07-11"})
    assert wrong.status_code == 422 and "Tulis tanggal antara" in wrong.content.decode()
    early = client.post(f"{address}buat/", typed | {"tanggal": "1996-07-11"})
    assert early.status_code == 422 and "Periksa tahunnya" in early.content.decode()


def test_d05_progress_is_told_in_words_until_it_is_over(
    cast, siklus, evaluasi, many, plain, as_user
):
    many(6)
    batch = start(cast, siklus)
    batches.feed_all()
    work()
    client, part = as_user(cast.bagian), f"/kelompok/{batch.uuid}/?bagian=daftar"
    busy = client.get(part, headers=HTMX).content.decode()
    assert "1 dari 6 dokumen siap, 5" in " ".join(busy.split())
    assert 'hx-trigger="every 2s"' in busy and "<html" not in busy
    work_off(batch)
    assert client.get(part, headers=HTMX)["HX-Refresh"] == "true"
    page = client.get(f"/kelompok/{batch.uuid}/").content.decode()
    assert "Unduh ZIP" in page and "hx-trigger" not in page


def test_d05_a_batch_is_its_offices_alone(cast, siklus, evaluasi, many, plain, as_user):
    many(1)
    batch = start(cast, siklus)
    work_off(batch)
    for person, status in [
        (cast.bagian, 200),
        (cast.menpan, 404),
        (cast.evaluator, 404),
        (cast.pimpinan, 404),
        (cast.operator, 404),
        (cast.admin_tetangga, 404),
    ]:
        client = as_user(person)
        assert client.get(f"/kelompok/{batch.uuid}/").status_code == status
        assert client.get(f"/kelompok/{batch.uuid}/unduh/").status_code == status
        if status != 200:
            assert client.post(f"/kelompok/{batch.uuid}/batal/").status_code == status
    content = b"".join(as_user(cast.bagian).get(f"/kelompok/{batch.uuid}/unduh/"))
    assert content.startswith(b"PK")


@pytest.mark.parametrize("where", ["dokumen", "kelompok"])
def test_d05_the_lists_take_the_same_queries_with_one_and_three(
    cast, siklus, evaluasi, many, plain, as_user, where
):
    rows, client, counts = many(3), as_user(cast.bagian), []
    for number in range(1, 4):
        batch = start(cast, siklus, final=number != 2)
        ButirKelompok.objects.filter(kelompok=batch, urutan__lte=number).update(error="Sebab.")
        Kelompok.objects.update(status="dibatalkan")
        address = f"/siklus/{siklus.uuid}/dokumen/" if where == "dokumen" else (
            f"/kelompok/{batch.uuid}/"
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert len(rows) == 3
    assert counts[0] == counts[2] <= 25
