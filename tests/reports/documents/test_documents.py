"""Documents: asked for once, rendered by a fair queue, read only by those who may."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import Evaluasi, Nilai
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from pekppp.celery import app
from pekppp.running import heartbeat
from reports.core import documents as document_queries
from reports.documents.services import documents
from reports.figures.shared import digest_of
from reports.models import Dokumen, KopSurat
from tests import factories
from tests.reports.conftest import computed
from tests.stage import stage

BA, LHE = Dokumen.Jenis.BERITA_ACARA, Dokumen.Jenis.LHE
NUMBER = "B/4/PP.00.02/2026"


def ask(by, evaluasi, jenis=BA, **fields):
    return documents.request_document(by=by, evaluasi=evaluasi, jenis=jenis, **fields)


def finish(*rows):
    """As if a worker had done it."""
    for row in rows:
        path = default_storage.save("dokumen/x.pdf", ContentFile(b"%PDF-1.7"))
        Dokumen.objects.filter(pk=row.pk).update(
            status="selesai", path=path, sha256="0" * 64, selesai_pada=timezone.now()
        )
        row.refresh_from_db()


def waiting(evaluasi, minutes_ago=0, **fields):
    """A row of the queue whose input is worth nothing."""
    masukan = {"jenis": "lhe"}
    last = Dokumen.objects.filter(evaluasi=evaluasi).count()
    row = Dokumen.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        jenis=LHE,
        versi=last + 1,
        tanggal=date(2026, 7, 11),
        keadaan=evaluasi.state,
        memuat=["level"],
        masukan=masukan,
        masukan_digest=digest_of(masukan),
        diminta_oleh=factories.make_user(),
        **fields,
    )
    Dokumen.objects.filter(pk=row.pk).update(
        diminta_pada=timezone.now() - timedelta(minutes=minutes_ago)
    )
    return row


# Characters without a face ------------------------------------------------------------------------


def test_a14_boxes_are_told_where_the_document_is_seen_and_signed(cast, scored, as_user):
    Nilai.objects.filter(evaluasi=scored, indikator=2).update(catatan_unit="Pak 你 hadir")
    computed(scored, "f02_selesai")
    row = ask(cast.evaluator, scored)
    documents.render_next()
    row.refresh_from_db()
    assert (row.status, row.huruf_hilang) == ("selesai", "你")
    office = as_user(cast.bagian)
    for page in (f"/evaluasi/{scored.uuid}/dokumen/", f"/dokumen/{row.uuid}/tanda-tangan/"):
        assert "tampil sebagai kotak pada berkas" in office.get(page).content.decode(), page


# Asking -------------------------------------------------------------------------------------------


def test_who_may_ask_for_a_document(cast, scored):
    factories.verified_by(scored, cast.verifikator)
    colleague = factories.make_user("rekan")
    assignments.assign(colleague, scored.aspek.all(), "score")
    allowed = set()
    for name, person in {**cast.people, "rekan": colleague}.items():
        try:
            ask(person, scored)
        except PermissionDenied:
            continue
        allowed.add(name)
    assert allowed == {"evaluator", "bagian", "menpan"}


@pytest.mark.parametrize("jenis", [BA, LHE])
def test_the_same_document_is_made_once(cast, scored, jenis):
    first = ask(cast.evaluator, scored, jenis, nomor=NUMBER)
    assert ask(cast.evaluator, scored, jenis, nomor=NUMBER) == first
    assert Dokumen.objects.count() == 1


def test_a_change_makes_a_new_version(cast, scored):
    first = ask(cast.evaluator, scored)
    Nilai.objects.filter(indikator=1).update(level=5)
    second = ask(cast.evaluator, scored)
    assert (first.versi, second.versi) == (1, 2)
    assert first.masukan_digest != second.masukan_digest


def test_a_correction_that_is_taken_back_is_the_newest_version_too(cast, scored):
    for level in (5, 4, 5):
        Nilai.objects.filter(indikator=1).update(level=level)
        last = ask(cast.evaluator, scored)
    assert last.versi == 3


def test_the_kinds_count_their_versions_apart(cast, scored):
    assert (ask(cast.evaluator, scored).versi, ask(cast.evaluator, scored, LHE).versi) == (1, 1)


def test_a_request_wakes_one_worker_when_it_is_committed(
    cast, scored, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as calls:
        ask(cast.evaluator, scored)
        ask(cast.evaluator, scored)
    assert len(calls) == 1


def test_a_request_is_audited(cast, scored):
    ask(cast.evaluator, scored, nomor=NUMBER)
    entry = AuditEntry.objects.get(action="minta_dokumen")
    assert (entry.by, entry.data["nomor"], entry.instansi) == (
        cast.evaluator,
        NUMBER,
        cast.banjarnegara,
    )


def test_a_number_is_one_line(cast, scored):
    assert ask(cast.evaluator, scored, nomor="  B/4\x00\n/PP.00.02/2020 ").nomor == (
        "B/4 /PP.00.02/2020"
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"nomor": "B/{urut}/2026"}, "nomor"),
        ({"nomor": "x" * 121}, "nomor"),
        ({"tanggal": date(26, 7, 11)}, "tanggal"),
        ({"jenis": "rekap"}, "jenis"),
    ],
)
def test_bad_requests_are_refused_beside_their_field(cast, scored, fields, field):
    with pytest.raises(Refused) as refused:
        documents.request_document(by=cast.evaluator, evaluasi=scored, **({"jenis": BA} | fields))
    assert refused.value.field == field


def test_an_lhe_needs_a_level(cast, evaluasi):
    with pytest.raises(Refused, match="setelah ada indikator yang dinilai"):
        ask(cast.evaluator, evaluasi, LHE)
    assert ask(cast.evaluator, evaluasi, BA).sementara


def test_an_ended_evaluation_gets_no_document(cast, scored):
    Evaluasi.objects.update(state="dibatalkan", akhir_alasan="Surat 1")
    with pytest.raises(Refused, match="Dibatalkan"):
        ask(cast.evaluator, scored)


def test_an_lhe_is_made_of_levels_that_were_just_saved(cast, scored):
    """The worker has not computed yet: the figure is not older than the levels beside it."""
    scored.hasil.stale = True
    scored.hasil.save()
    Nilai.objects.filter(indikator=30).update(level=5)
    masukan = ask(cast.evaluator, scored, LHE).masukan
    assert masukan["aspek"][-1]["nilai"] == "5.00"


def test_what_was_frozen_can_never_be_changed(cast, scored):
    row = ask(cast.evaluator, scored)
    for change in ({"masukan": {}}, {"masukan_digest": "0"}, {"memuat": ["level"]}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Dokumen.objects.filter(pk=row.pk).update(**change)
    finish(row)
    for change in ({"sha256": "1" * 64}, {"status": "antre"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Dokumen.objects.filter(pk=row.pk).update(**change)


def test_a_failed_document_says_why(cast, scored):
    row = ask(cast.evaluator, scored)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dokumen.objects.filter(pk=row.pk).update(status="gagal")


# Reading ------------------------------------------------------------------------------------------

INSIDE = {"evaluator", "bagian", "menpan"}
READERS = {"pimpinan", "biro"}
UNIT = {"operator", "kepala"}


@pytest.mark.parametrize(
    ("jenis", "made_in", "now", "expected"),
    [
        (BA, "dinilai", "dinilai", INSIDE),
        # A draft stays with those who saw its levels when it was made.
        (BA, "dinilai", "f02_selesai", INSIDE),
        (BA, "f02_selesai", "f02_selesai", INSIDE | READERS | UNIT),
        # The F02 was opened again: nobody outside sees levels that may change.
        (BA, "f02_selesai", "dinilai", INSIDE),
        (BA, "f02_selesai", "terbit", INSIDE | READERS | UNIT),
        # The admin's has means of the survey, which evaluators see when the F02 is finished.
        (LHE, "dinilai", "dinilai", INSIDE - {"evaluator"}),
        (LHE, "dinilai", "f02_selesai", INSIDE - {"evaluator"}),
        (LHE, "f02_selesai", "f02_selesai", INSIDE | READERS),
        (LHE, "f02_selesai", "divalidasi", INSIDE | READERS),
        (LHE, "f02_selesai", "terbit", INSIDE | READERS),
        # Decided, but the unit waits for the publication.
        (LHE, "divalidasi", "divalidasi", INSIDE | READERS),
        (LHE, "divalidasi", "terbit", INSIDE | READERS | UNIT),
        (LHE, "terbit", "terbit", INSIDE | READERS | UNIT),
        (LHE, "terbit", "divalidasi", INSIDE | READERS),
    ],
)
def test_a_document_is_read_by_those_who_see_what_is_in_it(
    cast, scored, jenis, made_in, now, expected
):
    computed(scored, made_in)
    row = ask(cast.bagian, scored, jenis)
    finish(row)
    computed(scored, now)
    found = set()
    for name, person in cast.people.items():
        shown = Evaluasi.objects.get(pk=scored.pk)
        if person.has_perm("view_dokumen", shown) and document_queries.documents_of(person, shown):
            found.add(name)
    assert found == expected


def test_an_unfinished_document_is_shown_to_its_makers_alone(cast, scored):
    ask(cast.evaluator, scored)
    assert len(document_queries.documents_of(cast.bagian, scored)) == 1
    assert document_queries.documents_of(cast.operator, scored) == []


def test_the_verifier_reads_what_is_assigned_to_him(cast, scored, as_user):
    row = ask(cast.bagian, scored)
    finish(row)
    assert as_user(cast.verifikator).get(f"/dokumen/{row.uuid}/").status_code == 404
    factories.verified_by(scored, cast.verifikator)
    assert as_user(cast.verifikator).get(f"/dokumen/{row.uuid}/").status_code == 200


# The queue ----------------------------------------------------------------------------------------


@stage.fixture
def offices(cast, siklus, evaluasi):
    """Two instansi: the first asked for five documents, then the second one for one."""
    other = factories.make_evaluasi(siklus, cast.unit_tetangga)
    many = [waiting(evaluasi, minutes_ago=60 - n) for n in range(5)]
    return many, waiting(other, minutes_ago=1)


def test_one_worker_serves_the_instansi_in_turn(offices):
    many, one = offices
    order = []
    for _ in range(6):
        row = documents._claim()
        order.append(row.pk)
        finish(row)
    assert order == [many[0].pk, one.pk, *(row.pk for row in many[1:])]


def test_of_several_workers_the_second_takes_the_other_instansi(offices):
    many, one = offices
    assert [documents._claim().pk for _ in range(3)] == [many[0].pk, one.pk, many[1].pk]


def test_a_row_is_taken_by_one_worker(evaluasi):
    waiting(evaluasi)
    assert documents._claim() is not None
    assert documents._claim() is None


@pytest.mark.django_db(transaction=True)
def test_a_locked_row_holds_up_nobody(evaluasi):
    import threading

    first, second = waiting(evaluasi, minutes_ago=2), waiting(evaluasi, minutes_ago=1)
    held, done, taken = threading.Event(), threading.Event(), []

    def hold():
        with transaction.atomic():
            Dokumen.objects.select_for_update().get(pk=first.pk)
            held.set()
            done.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    taken.append(documents._claim().pk)
    done.set()
    other.join()
    assert taken == [second.pk]


def test_a_document_is_rendered_and_stored_under_its_content(cast, scored):
    row = ask(cast.evaluator, scored)
    documents.render_next()
    row.refresh_from_db()
    content = default_storage.open(row.path).read()
    assert content.startswith(b"%PDF")
    assert row.path == f"dokumen/{row.sha256[:2]}/{row.sha256}.pdf"
    assert (row.status, row.ukuran, row.lease_until) == ("selesai", len(content), None)
    assert documents.render_next() is None


def test_a_killed_worker_costs_nothing(cast, scored):
    row = ask(cast.evaluator, scored)
    documents._claim()  # and then the machine went away
    assert documents.sweep() == 0
    Dokumen.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert documents.sweep() == 1
    documents.render_next()
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("selesai", 2)


def test_a_worker_that_lost_its_lease_changes_nothing(evaluasi):
    row = waiting(evaluasi)
    late = documents._claim()
    Dokumen.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    documents._claim()
    documents.QUEUE.failed(late, OSError("late"))
    row.refresh_from_db()
    assert (row.status, row.error) == ("dikerjakan", "")


def test_what_kills_every_worker_is_given_up(evaluasi):
    row = waiting(
        evaluasi,
        status="dikerjakan",
        attempts=documents.QUEUE.most,
        lease_until=timezone.now() - timedelta(seconds=1),
    )
    assert documents.sweep() == 0
    row.refresh_from_db()
    assert (row.status, bool(row.error)) == ("gagal", True)


def test_an_error_is_said_in_words_and_tried_again_later(evaluasi):
    row = waiting(evaluasi)
    documents.render_next()
    row.refresh_from_db()
    assert (row.status, row.error) == (
        "antre",
        f"Dokumen tidak dapat disusun. Sampaikan kode {row.kode} kepada pengelola.",
    )
    assert documents.render_next() is None  # not before its time
    for _ in range(documents.QUEUE.most - 1):
        Dokumen.objects.update(lease_until=None)
        documents.render_next()
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("gagal", documents.QUEUE.most)


def test_a_storage_that_is_away_is_tried_again(cast, scored, settings, tmp_path):
    row = ask(cast.evaluator, scored)
    (tmp_path / "berkas").write_text("not a folder")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "berkas"), "base_url": None},
        }
    }
    documents.render_next()
    row.refresh_from_db()
    assert (row.status, row.error) == ("antre", "Penyimpanan berkas tidak dapat dijangkau.")


def test_what_can_never_be_rendered_fails_at_once_and_can_be_retried(cast, scored):
    KopSurat.objects.create(instansi=cast.banjarnegara, logo="kop/hilang.png")
    row = ask(cast.evaluator, scored)
    documents.render_next()
    row.refresh_from_db()
    assert (row.status, "Lambang" in row.error) == ("gagal", True)
    with pytest.raises(PermissionDenied):
        documents.retry_document(by=cast.operator, dokumen=row)
    documents.retry_document(by=cast.bagian, dokumen=row)
    row.refresh_from_db()
    assert (row.status, row.attempts, row.error) == ("antre", 0, "")


def test_asking_again_for_a_failed_document_tries_it_again(cast, scored):
    row = ask(cast.evaluator, scored)
    Dokumen.objects.update(status="gagal", error="Pernah gagal.", attempts=5)
    assert ask(cast.evaluator, scored) == row
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("antre", 0)


def test_an_input_that_no_longer_fits_its_digest_is_not_rendered(evaluasi):
    row = waiting(evaluasi)
    row = Dokumen.objects.get(pk=row.pk)
    row.masukan["unit"] = "lain"
    with pytest.raises(Refused):
        documents._content(row, row.masukan)


def test_a_sweep_wakes_no_more_workers_than_it_can_use(evaluasi):
    for _ in range(documents.QUEUE.calls + 2):
        waiting(evaluasi)
    assert documents.sweep() == documents.QUEUE.calls


def test_rendering_has_a_queue_of_its_own_and_comes_to_an_end():
    app.loader.import_default_modules()  # as a worker does at its start
    task = app.tasks["reports.tasks.render_next"]
    assert app.amqp.router.route({}, task.name)["queue"].name == "documents"
    assert task.soft_time_limit < task.time_limit < 120


# Pages --------------------------------------------------------------------------------------------


def page_of(evaluasi):
    return f"/evaluasi/{evaluasi.uuid}/dokumen/"


def form_of(jenis=BA, nomor=NUMBER, tanggal="2026-07-11"):
    return {f"{jenis}-nomor": nomor, f"{jenis}-tanggal": tanggal}


HTMX = {"HX-Request": "true"}


def test_the_list_is_a_page_or_a_fragment(cast, scored, as_user):
    client = as_user(cast.evaluator)
    assert "<html" in client.get(page_of(scored)).content.decode()
    fragment = client.get(page_of(scored), headers=HTMX).content.decode()
    assert "<html" not in fragment and "Belum ada dokumen." in fragment


def test_the_list_asks_again_only_while_something_waits(cast, scored, as_user):
    client = as_user(cast.evaluator)
    row = ask(cast.evaluator, scored)
    address = page_of(scored) + "?bagian=daftar"
    busy = client.get(address, headers=HTMX).content.decode()
    assert 'hx-trigger="every 2s"' in busy and "Menunggu dibuat" in busy
    finish(row)
    calm = client.get(address, headers=HTMX).content.decode()
    assert "hx-trigger" not in calm and "Siap diunduh" in calm


def test_a17_the_list_says_that_the_worker_it_waits_for_is_silent(cast, scored, as_user):
    client = as_user(cast.evaluator)
    ask(cast.evaluator, scored)
    address = page_of(scored) + "?bagian=daftar"
    words = "Pembuat dokumen sedang tidak berjalan; dokumen Anda tetap antre"
    assert words in client.get(address, headers=HTMX).content.decode()
    heartbeat.sign(["documents"])
    assert "tidak berjalan" not in client.get(address, headers=HTMX).content.decode()


def test_only_makers_are_offered_to_make(cast, scored, as_user):
    assert "Buat berita acara" in as_user(cast.bagian).get(page_of(scored)).content.decode()
    assert "Buat berita acara" not in as_user(cast.operator).get(page_of(scored)).content.decode()


def test_a_document_is_asked_for_with_number_and_date(cast, scored, as_user):
    response = as_user(cast.evaluator).post(f"{page_of(scored)}buat/{BA}/", form_of())
    row = Dokumen.objects.get()
    assert (response.status_code, response.url) == (302, page_of(scored))
    assert (row.nomor, row.tanggal) == (NUMBER, date(2026, 7, 11))


def test_htmx_gets_the_list_back(cast, scored, as_user):
    response = as_user(cast.evaluator).post(f"{page_of(scored)}buat/{BA}/", form_of(), headers=HTMX)
    assert "Berita acara versi 1 sedang dibuat." in response.content.decode()


@pytest.mark.parametrize("typed", [{"tanggal": "32 Juli"}, {"nomor": "B/{urut}"}, {"tanggal": ""}])
def test_a_bad_request_says_so_and_keeps_what_was_typed(cast, scored, as_user, typed):
    response = as_user(cast.evaluator).post(f"{page_of(scored)}buat/{BA}/", form_of(**typed))
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert (typed.get("nomor") or NUMBER) in response.content.decode()
    assert not Dokumen.objects.exists()


def test_what_was_typed_for_the_other_document_stays(cast, scored, as_user):
    typed = form_of(BA) | form_of(LHE, nomor="B/9 sedang diketik")
    response = as_user(cast.evaluator).post(f"{page_of(scored)}buat/{BA}/", typed, headers=HTMX)
    assert 'value="B/9 sedang diketik"' in response.content.decode()


def test_what_concerns_no_field_is_said_above_the_form(cast, evaluasi, as_user):
    response = as_user(cast.evaluator).post(f"{page_of(evaluasi)}buat/{LHE}/", form_of(LHE))
    assert "LHE dapat dibuat setelah ada indikator" in response.content.decode()


def test_the_next_version_starts_from_the_number_of_the_last(cast, scored, as_user):
    ask(cast.evaluator, scored, nomor=NUMBER, tanggal=date(2026, 7, 11))
    body = as_user(cast.evaluator).get(page_of(scored)).content.decode()
    assert f'value="{NUMBER}"' in body and 'value="2026-07-11"' in body


def test_a_download_is_an_attachment_with_a_name(cast, scored, as_user):
    row = ask(cast.bagian, scored)
    finish(row)
    response = as_user(cast.kepala).get(f"/dokumen/{row.uuid}/")
    assert (response["Content-Type"], b"".join(response)) == ("application/pdf", b"%PDF-1.7")
    assert response["Content-Disposition"] == (
        'attachment; filename="berita-acara-rsud-hj-anna-lasmanah-2026-konsep-v1.pdf"'
    )


def test_what_one_may_not_read_does_not_exist(cast, scored, as_user):
    row = ask(cast.bagian, scored, LHE)
    assert as_user(cast.bagian).get(f"/dokumen/{row.uuid}/").status_code == 404  # not finished
    finish(row)
    for person, status in [
        (cast.bagian, 200),
        (cast.operator, 404),
        (cast.operator_puskesmas, 404),
        (cast.admin_tetangga, 404),
    ]:
        assert as_user(person).get(f"/dokumen/{row.uuid}/").status_code == status


def test_a_file_that_is_gone_is_said_in_words(cast, scored, as_user):
    row = ask(cast.bagian, scored)
    finish(row)
    default_storage.delete(row.path)
    response = as_user(cast.bagian).get(f"/dokumen/{row.uuid}/", follow=True)
    assert "tidak ditemukan" in response.content.decode()


def test_a_failed_document_is_tried_again_from_the_list(cast, scored, as_user):
    row = ask(cast.bagian, scored)
    Dokumen.objects.update(status="gagal", error="Penyimpanan berkas tidak dapat dijangkau.")
    client = as_user(cast.bagian)
    assert "Penyimpanan berkas" in client.get(page_of(scored)).content.decode()
    assert client.post(f"/dokumen/{row.uuid}/ulangi/").status_code == 302
    row.refresh_from_db()
    assert row.status == "antre"
    assert as_user(cast.kepala).post(f"/dokumen/{row.uuid}/ulangi/").status_code == 403


def test_an_older_version_says_what_replaced_it(cast, scored, as_user):
    for nomor in ("1", "2"):
        finish(ask(cast.bagian, scored, nomor=nomor))
    assert "digantikan versi 2" in as_user(cast.kepala).get(page_of(scored)).content.decode()


@pytest.mark.parametrize("who", ["bagian", "kepala"])
def test_the_list_takes_the_same_queries_with_one_and_three(cast, scored, as_user, who):
    client, counts = as_user(cast.people[who]), []
    for nomor in ("1", "2", "3"):
        finish(ask(cast.bagian, scored, nomor=nomor))
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(scored), headers=HTMX)
        counts.append(len(captured))
    assert counts[0] == counts[2] <= 20


def test_a_web_process_never_loads_weasyprint():
    """It is slow to load, and changes how Pillow reads pictures."""
    program = (
        "import django, sys; django.setup(); import pekppp.urls, reports.tasks; "
        "print('weasyprint' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "False"
