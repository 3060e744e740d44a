"""Personal data: what was blacked out is really gone, and so is everything that held it."""

import io
import json
import threading
from datetime import timedelta

import pypdfium2 as pdfium  # noqa: TID251 - looks at what the door made
import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pypdf.generic import NameObject, TextStringObject

from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.evidence.services import evidence, previews, redaction, redaction_worker
from evaluations.evidence.services import files as evidence_files
from evaluations.models import Berkas, Bukti, Evaluasi, LembarKertas, Sensor
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.base.test_filetypes import docx, exif_with_place, picture
from tests.emptying import erase
from tests.evaluations.evidence.test_previews import changed, opened, pdf
from tests.evaluations.follow_up.test_follow_up import attach, commit, publish, recommend

NIK = "3304010101010001"
TEXTS = [f"NIK {NIK}", "Halaman tanpa data"]
# The text stands in the middle of the page, from the left edge on.
BOX = {"halaman": 1, "x": 0.05, "y": 0.42, "lebar": 0.6, "tinggi": 0.12}


FILE = pdf(TEXTS)


def file(content=FILE, name="kartu keluarga.pdf"):
    return SimpleUploadedFile(name, content)


def start(by, evaluasi, content=FILE, name="kartu keluarga.pdf", **more):
    return redaction.start(by=by, evaluasi=evaluasi, indikator=1, file=file(content, name), **more)


def fresh(row) -> Sensor:
    return Sensor.objects.select_related("hasil__berkas", "menggantikan", "evaluasi").get(pk=row.pk)


def ready(by, evaluasi, *args, **more):
    row = start(by, evaluasi, *args, **more)
    redaction_worker.redact_next()
    return fresh(row)


def burnt(by, row, boxes=(BOX,)):
    redaction.burn(by=by, sensor=row, kotak=list(boxes))
    redaction_worker.redact_next()
    return fresh(row)


def stored(prefix="") -> list[str]:
    """Every object of the storage."""
    try:
        folders, names = default_storage.listdir(prefix)
    except FileNotFoundError:
        return []
    inside = [name for folder in folders for name in stored(f"{prefix}/{folder}".strip("/"))]
    return inside + [f"{prefix}/{name}".strip("/") for name in names]


def content_of(berkas: Berkas) -> bytes:
    with default_storage.open(berkas.path) as content:
        return content.read()


def texts_in(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def page_picture(content: bytes, number: int):
    return pdfium.PdfDocument(content)[number].render(scale=2).to_pil().convert("L")


def with_secrets(writer):
    """The places where data hide beside the page's text."""
    writer.add_metadata({"/Author": NIK, "/Title": NIK})
    writer.add_attachment("kk.txt", NIK.encode())
    writer._root_object[NameObject("/Rahasia")] = TextStringObject(NIK)


# What is handed in --------------------------------------------------------------------------------


def test_what_was_blacked_out_is_not_in_the_result_in_any_form(cast, evaluasi):
    content = changed(FILE, with_secrets)
    assert NIK in texts_in(content) and NIK.encode() in content
    row = burnt(cast.operator, ready(cast.operator, evaluasi, content, halaman="hal. 1"))
    assert (row.status, row.hasil.disensor, row.hasil.halaman) == ("selesai", True, "hal. 1")
    made = content_of(row.hasil.berkas)
    assert texts_in(made).strip() == ""
    assert NIK.encode() not in made
    reader = PdfReader(io.BytesIO(made))
    assert (len(reader.pages), reader.attachments, "/Rahasia" in reader.root_object) == (
        2,
        {},
        False,
    )
    assert not reader.metadata.author
    for number in range(2):
        assert len(reader.pages[number].images) == 1
    page = page_picture(made, 0)
    width, height = page.size
    area = (
        int(BOX["x"] * width) + 2,
        int(BOX["y"] * height) + 2,
        int((BOX["x"] + BOX["lebar"]) * width) - 2,
        int((BOX["y"] + BOX["tinggi"]) * height) - 2,
    )
    assert page.crop(area).getextrema()[1] < 16
    assert page.crop((0, 0, width, area[1] - 10)).getextrema()[0] > 200
    assert page_picture(made, 1).getextrema()[0] < 90  # the other page is as it was


def test_the_result_has_the_size_of_the_paper(cast, evaluasi):
    content = changed(pdf(TEXTS, size=(842, 595)), lambda w: w.pages[1].rotate(90))
    made = content_of(burnt(cast.operator, ready(cast.operator, evaluasi, content)).hasil.berkas)
    sizes = [tuple(round(part) for part in page.get_size()) for page in pdfium.PdfDocument(made)]
    assert sizes == [(842, 595), (595, 842)]


def test_a_picture_is_burnt_as_well_and_loses_its_notes(cast, evaluasi):
    content = picture("JPEG", size=(400, 300), exif=exif_with_place())
    row = burnt(cast.operator, ready(cast.operator, evaluasi, content, "ktp.jpg"))
    assert row.hasil.nama == "ktp.jpg"
    made = opened(content_of(row.hasil.berkas))
    assert not made.getexif()
    grey = made.convert("L")
    assert grey.crop((30, 140, 240, 150)).getextrema()[1] < 16
    assert grey.getpixel((380, 20)) > 60


@pytest.mark.parametrize(("content", "name"), [(docx(), "kk.docx"), (FILE, "kk.pdf")])
def test_nothing_but_a_picture_was_burnt_on_the_device(cast, evaluasi, content, name):
    with pytest.raises(Refused):
        redaction.add_blackened_picture(
            by=cast.operator, evaluasi=evaluasi, indikator=1, file=file(content, name)
        )
    assert not Bukti.objects.exists()


def test_the_trail_of_the_office_does_not_name_what_waits(cast, evaluasi):
    row = start(cast.operator, evaluasi, name="KTP Siti Aminah.pdf")
    redaction.discard(by=cast.operator, sensor=row)
    names = AuditEntry.objects.filter(object_type="sensor").values_list("object_name", flat=True)
    assert set(names) == {"Berkas yang dihitamkan, indikator 1"}


# What is destroyed --------------------------------------------------------------------------------


def test_afterwards_the_storage_holds_the_result_alone(
    cast, evaluasi, django_capture_on_commit_callbacks
):
    row = ready(cast.operator, evaluasi)
    assert {name.split("/")[0] for name in stored()} == {"sensor"}
    row = burnt(cast.operator, row)
    assert stored() == [row.hasil.berkas.path]
    assert row.selesai_pada is not None
    assert row.kotak == []


@pytest.mark.parametrize("prepared", [True, False])
def test_what_is_given_up_is_destroyed(
    cast, evaluasi, prepared, django_capture_on_commit_callbacks
):
    row = (ready if prepared else start)(cast.operator, evaluasi)
    with django_capture_on_commit_callbacks(execute=True):
        redaction.discard(by=cast.operator, sensor=row)
    assert stored() == []
    assert fresh(row).selesai_pada is not None
    with pytest.raises(Refused):
        redaction.burn(by=cast.operator, sensor=row, kotak=[BOX])


def test_what_is_left_alone_for_too_long_is_destroyed(cast, evaluasi, settings):
    row = ready(cast.operator, evaluasi)
    redaction_worker.sweep()
    assert fresh(row).status == "siap"
    Sensor.objects.update(pada=timezone.now() - timedelta(hours=settings.SENSOR_JAM, minutes=1))
    redaction_worker.sweep()
    row = fresh(row)
    assert (row.status, row.error) == ("dibuang", redaction_worker.TIMED_OUT)
    assert stored() == []


def test_who_left_a_file_waiting_is_told_once_at_half_time_and_when_it_is_gone(
    cast, evaluasi, settings
):
    ready(cast.operator, evaluasi)
    redaction_worker.sweep()
    assert not cast.operator.notices.exists()
    Sensor.objects.update(pada=timezone.now() - timedelta(hours=settings.SENSOR_JAM / 2))
    redaction_worker.sweep()
    redaction_worker.sweep()
    assert "menunggu dihitamkan" in cast.operator.notices.get().subject
    Sensor.objects.update(pada=timezone.now() - timedelta(hours=settings.SENSOR_JAM))
    redaction_worker.sweep()
    redaction_worker.sweep()
    subjects = sorted(cast.operator.notices.values_list("subject", flat=True))
    assert [text.split("» ")[1] for text in subjects] == ["dimusnahkan", "menunggu dihitamkan"]


def test_a_process_killed_before_the_destruction_is_made_up_for(cast, evaluasi, monkeypatch):
    row = ready(cast.operator, evaluasi)
    monkeypatch.setattr(redaction_worker, "destroy", lambda row: None)  # killed right here
    row = burnt(cast.operator, row)
    assert row.status == "selesai" and len(stored()) > 1
    monkeypatch.undo()
    redaction_worker.sweep()
    assert stored() == [row.hasil.berkas.path]


def test_a_file_whose_row_was_never_written_is_destroyed(cast, evaluasi, monkeypatch):
    row = start(cast.operator, evaluasi)
    erase(Sensor.objects.all())  # the request was cut short before it was committed
    redaction_worker.sweep()
    assert stored() == [f"sensor/{row.uuid}/asli"]  # it may belong to a request under way
    cache.delete("sensor:orphans")
    monkeypatch.setattr(redaction_worker, "ORPHANS_EVERY", 0)
    redaction_worker.sweep()
    assert stored() == []


def test_a_folder_that_is_not_ours_stops_nothing(cast, evaluasi):
    default_storage.save("sensor/lost+found/x", ContentFile(b"x"))
    redaction_worker.sweep()
    assert stored() == ["sensor/lost+found/x"]


# The worker ---------------------------------------------------------------------------------------


def test_a_worker_that_died_is_followed_by_another(cast, evaluasi):
    row = start(cast.operator, evaluasi)
    assert redaction_worker.QUEUE.claim().pk == row.pk  # and killed
    assert redaction_worker.redact_next() is None
    Sensor.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert redaction_worker.sweep() == 1
    redaction_worker.redact_next()
    assert fresh(row).status == "siap"
    redaction.burn(by=cast.operator, sensor=row, kotak=[BOX])
    assert redaction_worker.QUEUE.claim().pk == row.pk  # killed while it burnt
    Sensor.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    redaction_worker.redact_next()
    assert fresh(row).status == "selesai"
    assert Bukti.objects.count() == 1


def test_what_kills_every_worker_ends_but_boxes_are_never_lost(cast, evaluasi):
    row = ready(cast.operator, evaluasi)
    redaction.burn(by=cast.operator, sensor=row, kotak=[BOX])
    other = start(cast.operator, evaluasi, pdf(["lain"]))
    past = timezone.now() - timedelta(seconds=1)
    Sensor.objects.update(attempts=redaction_worker.QUEUE.most, lease_until=past)
    redaction_worker.sweep()
    row, other = fresh(row), fresh(other)
    assert (row.status, row.kotak) == ("siap", [BOX])
    assert (other.status, other.selesai_pada is not None) == ("gagal", True)
    assert not [name for name in stored() if str(other.uuid) in name]


def test_who_slept_over_its_burning_does_not_burn_the_boxes_of_before(cast, evaluasi):
    """Given back and marked anew, the file is at its first attempt again."""
    row = ready(cast.operator, evaluasi)
    redaction.burn(by=cast.operator, sensor=row, kotak=[BOX])
    late = redaction_worker.QUEUE.claim()
    past = timezone.now() - timedelta(seconds=1)
    Sensor.objects.update(attempts=redaction_worker.QUEUE.most, lease_until=past)
    redaction_worker.sweep()
    redaction.burn(by=cast.operator, sensor=row, kotak=[BOX, {**BOX, "y": 0.5}])
    assert redaction_worker.QUEUE.claim().attempts == late.attempts
    redaction_worker._burn(late, FILE)
    assert not Bukti.objects.exists()
    assert fresh(row).status == "dibakar"


def test_a_storage_that_deletes_nothing_puts_no_error_on_what_is_finished(
    cast, evaluasi, monkeypatch
):
    def away(_name):
        raise OSError("away")

    row = ready(cast.operator, evaluasi)
    redaction.burn(by=cast.operator, sensor=row, kotak=[BOX])
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", away)
        with pytest.raises(OSError, match="away"):
            redaction_worker.redact_next()
    row = fresh(row)
    assert (row.status, row.error, row.lease_until, row.selesai_pada) == ("selesai", "", None, None)
    redaction_worker.sweep()
    assert fresh(row).selesai_pada is not None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (changed(pdf(), lambda writer: writer.encrypt("rahasia", algorithm="RC4-128")), "sandi"),
        (pdf()[:300], "rusak"),
        (pdf(["satu", "dua", "tiga", "empat"]), "Paling banyak 3 halaman"),
    ],
)
def test_what_cannot_be_prepared_says_why_and_is_destroyed(
    cast, evaluasi, settings, content, words
):
    settings.SENSOR_HALAMAN = 3
    row = ready(cast.operator, evaluasi, content)
    assert (row.status, stored()) == ("gagal", [])
    assert words in row.error


def test_given_up_while_a_worker_draws_leaves_nothing(cast, evaluasi, monkeypatch):
    row = start(cast.operator, evaluasi)
    really = previews.put

    def given_up(path, content):
        if path.endswith("/1.webp"):
            redaction.discard(by=cast.operator, sensor=row)
        really(path, content)

    monkeypatch.setattr(previews, "put", given_up)
    redaction_worker.redact_next()
    assert fresh(row).status == "dibuang"
    assert stored() == []


def test_a_window_that_closed_meanwhile_gives_the_file_back_with_its_boxes(cast, evaluasi):
    row = ready(cast.operator, evaluasi)
    redaction.burn(by=cast.operator, sensor=row, kotak=[BOX])
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    redaction_worker.redact_next()
    row = fresh(row)
    assert (row.status, row.kotak, row.error != "") == ("siap", [BOX], True)
    assert not Bukti.objects.exists()


# Evidence that is there already -------------------------------------------------------------------


def replaced(cast, evaluasi):
    old = evidence.add_evidence(
        by=cast.operator, evaluasi=evaluasi, indikator=1, file=file(), halaman="hal. 1"
    )
    previews.draw_next()
    row = redaction.start_from_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old)
    assert redaction.start_from_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old) == row
    redaction_worker.redact_next()
    return old, burnt(cast.operator, fresh(row))


def test_the_blackened_file_takes_the_place_and_the_old_one_is_unreadable_and_gone(
    cast, evaluasi, as_user
):
    old, row = replaced(cast, evaluasi)
    new = row.hasil
    assert (new.menggantikan, new.halaman, new.disensor) == (old, "hal. 1", True)
    assert stored() == [new.berkas.path]
    for person in (cast.operator, cast.evaluator, cast.menpan):
        for name in ("download", "thumbnail"):
            url = reverse(f"evaluations:evidence_{name}", args=[evaluasi.uuid, old.uuid])
            assert as_user(person).get(url).status_code == 404
    page = as_user(cast.operator).get(reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
    assert str(old.uuid) not in page.content.decode()
    # Handed in again it is a new file, drawn again.
    again = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=2, file=file())
    assert again.berkas_id != old.berkas_id and default_storage.exists(again.berkas.path)


def test_what_is_blacked_out_is_hidden_in_the_unit_s_follow_up_as_well(cast, siklus, evaluasi):
    before = factories.make_siklus(cast.nasional, tahun=2025)
    past = publish(factories.make_evaluasi(before, cast.rsud))
    advice = recommend(past)
    commit(cast.operator, past, advice)
    copy = attach(cast.operator, past, advice, file().read(), "kk.pdf")
    old = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    row = redaction.start_from_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old)
    assert evidence_pictures.also_used(row) == ["tindak lanjut tahun 2025"]
    redaction_worker.redact_next()
    row = burnt(cast.operator, fresh(row))
    copy.refresh_from_db()
    assert (copy.berkas, copy.dihapus_pada) == (row.hasil.berkas, None)
    assert stored() == [copy.berkas.path]


def test_every_place_that_holds_content_keeps_it_from_being_destroyed(cast, evaluasi):
    old = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old.uuid)
    assert not evidence_pictures.content_in_use(old.berkas, without=old)
    LembarKertas.objects.create(
        instansi=evaluasi.instansi, survei=evaluasi.survei, berkas=old.berkas, oleh=cast.operator
    )
    assert evidence_pictures.content_in_use(old.berkas, without=old)
    holders = {relation.related_model.__name__ for relation in Berkas._meta.related_objects}
    assert holders == {
        "Bukti", "BuktiTindakLanjut", "DokumenUmum", "FotoLapangan", "LembarKertas",
        "PernyataanKepala", "Publikasi",
    }  # fmt: skip


def test_a_worker_that_draws_what_is_destroyed_leaves_no_picture_of_it(cast, evaluasi, monkeypatch):
    old = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    really = previews.put

    def destroyed_meanwhile(path, content):
        if path.endswith("/1.webp"):
            evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old.uuid)
            redaction_worker._destroy_replaced(old)
        really(path, content)

    monkeypatch.setattr(previews, "put", destroyed_meanwhile)
    previews.draw_next()
    assert stored() == []


@pytest.mark.django_db(transaction=True)
def test_content_that_is_handed_in_again_this_moment_is_not_destroyed(cast, evaluasi):
    old = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old.uuid)
    stored_again, go_on = threading.Event(), threading.Event()

    def hand_in():
        with transaction.atomic():
            berkas = evidence_files.store(evidence_files.content_of(file()))
            stored_again.set()
            go_on.wait(10)
            evidence.attach(cast.operator, evaluasi, 2, berkas, "kk.pdf")
        connection.close()

    def destroy():
        redaction_worker._destroy_replaced(old)
        connection.close()

    first, second = threading.Thread(target=hand_in), threading.Thread(target=destroy)
    first.start()
    assert stored_again.wait(10)
    second.start()
    second.join(0.5)  # long enough to do harm, if nothing held it
    go_on.set()
    first.join(10)
    second.join(10)
    made = Bukti.objects.select_related("berkas").get(indikator=2)
    assert content_of(made.berkas) == FILE


def test_content_that_somebody_else_needs_stays_for_him_alone(cast, siklus, evaluasi, as_user):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    theirs = evidence.add_evidence(
        by=cast.operator_puskesmas, evaluasi=other, indikator=1, file=file()
    )
    old, _ = replaced(cast, evaluasi)
    assert old.berkas == theirs.berkas
    assert default_storage.exists(theirs.berkas.path)
    url = reverse("evaluations:evidence_download", args=[evaluasi.uuid, old.uuid])
    assert as_user(cast.evaluator).get(url).status_code == 404


# Who, and what is taken ---------------------------------------------------------------------------


def test_only_the_unit_may_start_and_only_in_its_window(cast, evaluasi):
    for person in (cast.evaluator, cast.operator_puskesmas, cast.menpan, cast.bagian):
        with pytest.raises(PermissionDenied):
            start(person, evaluasi)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    with pytest.raises(Refused):
        start(cast.operator, evaluasi)
    assert stored() == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(docx(), "lap.docx", "DOCX"), (b"x" * 99, "kk.pdf", "berkas teks"), (b"", "kk.pdf", "kosong")],
)
def test_other_files_are_refused_in_words(cast, evaluasi, content, name, words):
    with pytest.raises(Refused, match=words):
        redaction.start(
            by=cast.operator,
            evaluasi=evaluasi,
            indikator=1,
            file=SimpleUploadedFile(name, content),
        )
    assert stored() == []


def test_too_large_and_too_many_are_refused(cast, evaluasi, settings):
    settings.SENSOR_MAKS = 1
    start(cast.operator, evaluasi)
    with pytest.raises(Refused, match="menunggu dihitamkan"):
        start(cast.operator, evaluasi)
    settings.BUKTI_MAX_BYTES = 100
    with pytest.raises(Refused, match="paling besar"):
        start(cast.operator, evaluasi)


@pytest.mark.parametrize(
    "boxes",
    [
        "kotak",
        [{}],
        [BOX | {"halaman": 3}],
        [BOX | {"halaman": 0}],
        [BOX | {"x": "nan"}],
        [BOX | {"x": 1.5}],
        [BOX | {"lebar": 0}],
        [BOX | {"x": None}],
        [BOX] * (redaction.MAX_BOXES + 1),
        [],
    ],
)
def test_boxes_that_make_no_sense_are_refused(cast, evaluasi, boxes):
    row = ready(cast.operator, evaluasi)
    with pytest.raises(Refused):
        redaction.burn(by=cast.operator, sensor=row, kotak=boxes)
    assert fresh(row).status == "siap"


# Pages --------------------------------------------------------------------------------------------


def address(name, row, *more):
    return reverse(f"evaluations:{name}", args=[row.evaluasi.uuid, row.uuid, *more])


def test_the_pending_area_exists_for_its_unit_alone(cast, evaluasi, as_user):
    row = ready(cast.operator, evaluasi)
    reads = [
        address("redaction", row),
        address("redaction_state", row),
        address("redaction_page", row, 1),
        reverse("evaluations:redaction_start", args=[evaluasi.uuid, 1]),
    ]
    writes = [address(f"redaction_{name}", row) for name in ("boxes", "burn", "discard")]
    for person in (cast.evaluator, cast.bagian, cast.menpan, cast.operator_puskesmas):
        client = as_user(person)
        assert {client.get(url).status_code for url in reads} == {404}
        assert {client.post(url).status_code for url in writes} == {404}
    assert as_user(cast.kepala).get(reads[0]).status_code == 200
    assert fresh(row).status == "siap"


def test_a_page_of_the_original_is_kept_by_no_browser(cast, evaluasi, as_user):
    row = ready(cast.operator, evaluasi)
    client = as_user(cast.operator)
    response = client.get(address("redaction_page", row, 2))
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/webp", "no-store")
    assert client.get(address("redaction_page", row, 3)).status_code == 404
    burnt(cast.operator, row)
    assert client.get(address("redaction_page", row, 1)).status_code == 404


def test_from_the_form_to_the_evidence(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    begin = reverse("evaluations:redaction_start", args=[evaluasi.uuid, 1])
    assert "Pilih berkas" in client.get(begin).content.decode()
    place = client.post(begin, {"berkas": file()}).url
    row = Sensor.objects.get()
    assert place == address("redaction", row)
    assert "Halaman sedang disiapkan" in client.get(place).content.decode()
    assert client.get(address("redaction_state", row)).status_code == 200
    redaction_worker.redact_next()
    assert client.get(address("redaction_state", row))["HX-Redirect"] == place
    assert client.get(place).content.decode().count("sensor-lembar") == 2
    kept = client.post(
        address("redaction_boxes", row), {"kotak": [BOX]}, content_type="application/json"
    )
    assert kept.status_code == 200
    assert "0.42" in client.get(place).content.decode()  # drawn boxes are there after a reload
    assert "menunggu" in client.get(begin).content.decode()
    client.post(address("redaction_burn", row), {"kotak": json.dumps([BOX])})
    assert "Sedang dihitamkan" in client.get(place).content.decode()
    redaction_worker.redact_next()
    done = client.get(place).content.decode()
    assert "Sudah dihitamkan" in done and "sudah dimusnahkan" in done


def test_a_refused_file_is_said_in_words_to_people_and_scripts(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    begin = reverse("evaluations:redaction_start", args=[evaluasi.uuid, 1])
    page = client.post(begin, {"berkas": file(docx(), "lap.docx")})
    assert "simpan dahulu sebagai PDF" in page.content.decode()
    answer = client.post(
        begin, {"berkas": file(docx(), "lap.docx")}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422 and "PDF" in answer.json()["pesan"][0]
    assert client.get(begin.replace("/1/", "/99/")).status_code == 404


def test_a_picture_burnt_on_the_device_never_waits(cast, evaluasi, as_user):
    begin = reverse("evaluations:redaction_start", args=[evaluasi.uuid, 1])
    answer = as_user(cast.operator).post(
        begin,
        {"berkas": file(picture("JPEG"), "ktp.jpg"), "terbakar": "on"},
        headers={"Accept": "application/json"},
    )
    assert answer.json()["ke"].endswith("#bukti-1")
    made = Bukti.objects.get()
    assert (made.nama, made.disensor) == ("ktp.jpg", True)
    assert not Sensor.objects.exists()


def test_broken_requests_are_refused_in_words(cast, evaluasi, as_user):
    row = ready(cast.operator, evaluasi)
    client = as_user(cast.operator)
    for body in ("", "[]", "[" * 100_000, '{"kotak": 1}'):
        response = client.post(
            address("redaction_boxes", row), body, content_type="application/json"
        )
        assert response.status_code == 422
    page = client.post(address("redaction_burn", row), {"kotak": "x"}, follow=True)
    assert "Kotak tidak terbaca" in page.content.decode()
    page = client.post(address("redaction_burn", row), follow=True)
    assert "Tandai dahulu" in page.content.decode()


@pytest.fixture
def last_year(cast):
    """An evaluation that was published a year ago, nothing of which is open any more."""
    siklus = factories.make_siklus(cast.nasional, tahun=2025)
    return factories.make_evaluasi(siklus, cast.rsud)


def published(evaluasi):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.TERBIT)


def test_last_years_copy_is_gone_as_well(cast, evaluasi, last_year, as_user):
    copy = evidence.add_evidence(
        by=cast.operator, evaluasi=last_year, indikator=2, file=file(), nama="KK 2025.pdf"
    )
    published(last_year)
    before = copy.berkas
    _, row = replaced(cast, evaluasi)
    copy.refresh_from_db()
    assert (copy.berkas, copy.disensor, copy.nama) == (row.hasil.berkas, True, "KK 2025.pdf")
    assert stored() == [row.hasil.berkas.path]
    url = reverse("evaluations:evidence_download", args=[last_year.uuid, copy.uuid])
    shown = b"".join(as_user(cast.operator).get(url).streaming_content)
    assert shown == content_of(row.hasil.berkas)
    assert [event.berkas_id for event in copy.events.order_by("pgh_id")] == [
        before.pk,
        row.hasil.berkas_id,
    ]
    trail = AuditEntry.objects.get(action="hitamkan_salinan")
    assert (trail.object_id, trail.by) == (str(copy.uuid), cast.operator)


def test_an_earlier_version_of_last_year_is_gone_as_well(cast, evaluasi, last_year):
    first = evidence.add_evidence(by=cast.operator, evaluasi=last_year, indikator=2, file=file())
    evidence.replace_evidence(
        by=cast.operator, evaluasi=last_year, bukti=first.uuid, file=file(pdf(["Tanpa data"]))
    )
    _, row = replaced(cast, evaluasi)
    first.refresh_from_db()
    assert first.berkas == row.hasil.berkas


def test_what_stood_before_last_years_copy_is_destroyed_with_it(cast, evaluasi, last_year):
    first = evidence.add_evidence(
        by=cast.operator, evaluasi=last_year, indikator=2, file=file(pdf([NIK]))
    )
    evidence.replace_evidence(by=cast.operator, evaluasi=last_year, bukti=first.uuid, file=file())
    _, row = replaced(cast, evaluasi)
    assert stored() == [row.hasil.berkas.path]


def test_the_same_file_at_another_indicator_is_not_forgotten(cast, evaluasi, last_year, as_user):
    for where, number in ((evaluasi, 3), (last_year, 5)):
        evidence.add_evidence(by=cast.operator, evaluasi=where, indikator=number, file=file())
    old = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    row = redaction.start_from_evidence(by=cast.operator, evaluasi=evaluasi, bukti=old)
    redaction_worker.redact_next()
    page = as_user(cast.operator).get(address("redaction", row)).content.decode()
    assert "juga dipakai pada indikator 3, indikator 5 tahun 2025." in page
    row = burnt(cast.operator, fresh(row))
    live = Bukti.objects.filter(dihapus_pada__isnull=True)
    assert set(live.values_list("berkas", flat=True)) == {row.hasil.berkas_id}


def test_the_button_beside_existing_evidence(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    made = evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    edit = reverse("evaluations:evidence_edit", args=[evaluasi.uuid, made.uuid])
    url = reverse("evaluations:redaction_evidence", args=[evaluasi.uuid, made.uuid])
    assert url in client.get(edit).content.decode()
    assert client.post(url).url == address("redaction", Sensor.objects.get())
    assert as_user(cast.evaluator).post(url).status_code == 404
