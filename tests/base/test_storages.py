"""Files on a disk that fills up, and in object storage that hangs."""

import os
import resource
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.models import Bukti, Unggahan
from pekppp.base.errors import StorageAway
from pekppp.base.files import object_storage
from pekppp.base.files.object_storage import Breaker, ObjectStorage
from pekppp.base.files.storages import DiskStorage, forget_unfinished
from reports.documents.services import documents
from tests.base.test_filetypes import PDF
from tests.evaluations.evidence.test_evidence import add
from tests.evaluations.evidence.test_uploads import begin, send
from tests.reports.conftest import computed
from tests.reports.documents.test_documents import ask

LARGE = PDF + b"%" + b"x" * 300_000
AWAY = "Berkas sedang tidak dapat dibuka"


# A full disk -------------------------------------------------------------------------------------


@pytest.fixture
def disk(settings, tmp_path) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "pekppp.base.files.storages.DiskStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    return tmp_path


@contextmanager
def full(size: int = 100_000):
    """A disk on which no file grows beyond this: a write fails in its middle, as on a full one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a15_disk_full_evidence_is_refused_in_words_and_nothing_is_left(
    cast, evaluasi, as_user, disk
):
    client = as_user(cast.operator)
    where = reverse("evaluations:evidence_upload", args=[evaluasi.uuid])
    sent = {"indikator": "1", "berkas": SimpleUploadedFile("sk.pdf", LARGE)}
    with full():
        response = client.post(where, sent, headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert "Tempat penyimpanan server penuh" in response.json()["pesan"][0]
    assert (Bukti.objects.count(), files(disk)) == (0, [])


def test_a15_disk_full_a_request_that_finds_no_room_is_told_so(cast, evaluasi, as_user, disk):
    client = as_user(cast.operator)
    client.raise_request_exception = False
    # Django puts a file of this length on the disk before a view sees it.
    sent = {"indikator": "1", "berkas": SimpleUploadedFile("sk.pdf", LARGE * 10)}
    with full():
        response = client.post(reverse("evaluations:evidence_upload", args=[evaluasi.uuid]), sent)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Tempat penyimpanan server penuh" in response.content.decode()


def test_a15_disk_full_a_piece_is_sent_again_when_there_is_room(cast, evaluasi, as_user, disk):
    client = as_user(cast.operator)
    where = begin(client, evaluasi, LARGE)["Location"]
    with full():
        response = send(client, where, LARGE, 0)
    assert (response.status_code, files(disk)) == (503, [])
    assert "penuh" in response.json()["pesan"]
    assert Unggahan.objects.get().offset == 0
    assert send(client, where, LARGE, 0).status_code == 200
    assert Bukti.objects.get().berkas.ukuran == len(LARGE)


def test_a15_disk_full_a_document_says_so_and_is_made_later(cast, evaluasi, disk):
    computed(evaluasi, "f02_selesai")
    row = ask(cast.evaluator, evaluasi)
    with full(1000):
        documents.render_next()
    row.refresh_from_db()
    assert (row.status, files(disk)) == ("antre", [])
    assert "penuh" in row.error
    type(row).objects.update(lease_until=None)
    documents.render_next()
    row.refresh_from_db()
    assert row.status == "selesai"


def test_a15_a_file_gets_its_name_only_when_it_is_on_the_disk(disk, monkeypatch):
    seen = []
    fsync, link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", lambda fd: (seen.append("fsync"), fsync(fd))[1])
    monkeypatch.setattr(os, "link", lambda *args: (seen.append("name"), link(*args))[1])
    default_storage.save("a/x", ContentFile(b"first"))
    seen.clear()
    name = default_storage.save("a/y", ContentFile(b"second"))
    assert seen == ["fsync", "name", "fsync"]  # the content, and the folder that names it
    assert default_storage.open(name).read() == b"second"


def test_what_a_killed_process_left_in_the_middle_is_removed_later(disk):
    default_storage.save("x", ContentFile(b"whole"))
    old, young = (disk / DiskStorage.UNFINISHED / name for name in ("old", "young"))
    for path in (old, young):
        path.touch()
    os.utime(old, (0, 0))
    forget_unfinished()
    assert set(files(disk)) == {disk / "x", young}


def test_a_name_that_is_taken_is_never_written_over(disk):
    storage = storages["default"]
    first = storage._save("x.txt", ContentFile(b"first"))
    second = storage._save("x.txt", ContentFile(b"second"))
    assert first != second
    assert storage.open(first).read() == b"first"


# Object storage ----------------------------------------------------------------------------------


class Bucket:
    """A stub that keeps objects, and hangs when it is told to: it accepts and never answers."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.hangs = threading.Event()
        self.asked = 0
        bucket = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.waits():
                    return
                bucket.objects[self.path] = body
                self.say(200)

            def do_GET(self) -> None:
                if self.waits():
                    return
                body = bucket.objects.get(self.path)
                self.say(404 if body is None else 200, body or b"")

            do_HEAD = do_GET

            def do_DELETE(self) -> None:
                bucket.objects.pop(self.path, None)
                self.say(204)

            def waits(self) -> bool:
                bucket.asked += 1
                if bucket.hangs.is_set():
                    with suppress(OSError):
                        self.connection.recv(1)  # until the client gives up
                    self.close_connection = True
                    return True
                return False

            def say(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Last-Modified", "Mon, 05 Jan 2026 00:00:00 GMT")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def options(self) -> dict[str, object]:
        return {
            "bucket_name": "berkas",
            "endpoint_url": f"http://127.0.0.1:{self.server.server_port}",
            "access_key": "a",
            "secret_key": "b",
            "region_name": "id",
            "file_overwrite": False,
        }


@pytest.fixture
def bucket(monkeypatch, settings):
    monkeypatch.setattr(object_storage, "READ_SECONDS", 1)
    monkeypatch.setattr(object_storage, "REST_SECONDS", 1)
    monkeypatch.setattr(object_storage, "_breaker", Breaker(2))
    made = Bucket()
    backend = "pekppp.base.files.object_storage.ObjectStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": backend, "OPTIONS": made.options},
    }
    yield made
    made.server.shutdown()
    made.server.server_close()


def seconds_of(call) -> float:
    begun = time.monotonic()
    with pytest.raises(StorageAway):
        call()
    return time.monotonic() - begun


def test_object_storage_keeps_and_gives_back(bucket):
    name = default_storage.save("bukti/x", ContentFile(b"content"))
    assert default_storage.exists(name)
    assert default_storage.size(name) == 7
    with default_storage.open(name) as file:
        assert file.read() == b"content"
    stream = default_storage.stream(name)
    assert (stream.size, stream.read(4), stream.read(4)) == (7, b"cont", b"ent")
    with pytest.raises(FileNotFoundError):
        default_storage.stream("bukti/none")
    with pytest.raises(FileNotFoundError):
        default_storage.open("bukti/none")
    default_storage.delete(name)
    assert not default_storage.exists(name)


def test_a07_who_asks_a_hanging_storage_waits_once_and_the_others_not_at_all(bucket):
    default_storage.save("x", ContentFile(b"content"))
    bucket.hangs.set()
    assert 0.5 < seconds_of(lambda: default_storage.open("x")) < 4
    asked = bucket.asked
    for call in (default_storage.open, default_storage.exists, default_storage.stream):
        assert seconds_of(lambda call=call: call("x")) < 0.2
    assert bucket.asked == asked
    bucket.hangs.clear()
    time.sleep(1.1)  # it has rested: the next one tries
    assert default_storage.open("x").read() == b"content"
    assert default_storage.exists("x")


def test_a07_a_file_that_is_not_there_is_an_answer_and_ends_the_rest(bucket):
    bucket.hangs.set()
    seconds_of(lambda: default_storage.exists("x"))
    bucket.hangs.clear()
    time.sleep(1.1)
    with pytest.raises(FileNotFoundError):
        default_storage.stream("none")
    assert not default_storage.exists("x")


def test_a07_a_hanging_storage_holds_a_few_threads_and_turns_the_rest_away(bucket, monkeypatch):
    monkeypatch.setattr(object_storage, "READ_SECONDS", 3)
    storage = ObjectStorage(**bucket.options)
    bucket.hangs.set()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            pool.submit(storage.exists, "x")
        time.sleep(0.3)
        assert seconds_of(lambda: storage.exists("x")) < 2


def test_a07_a_person_is_told_that_the_file_cannot_be_opened_now(cast, evaluasi, as_user, bucket):
    made = add(cast.operator, evaluasi)
    client = as_user(cast.operator)
    client.raise_request_exception = False
    where = reverse("evaluations:evidence_download", args=[evaluasi.uuid, made.uuid])
    assert client.get(where).getvalue() == PDF
    bucket.hangs.set()
    response = client.get(where)
    assert (response.status_code, response["Retry-After"]) == (503, "15")
    assert AWAY in response.content.decode()
    again = client.post(
        reverse("evaluations:evidence_upload", args=[evaluasi.uuid]),
        {"indikator": "1", "berkas": SimpleUploadedFile("lain.pdf", PDF + b"%2")},
        headers={"Accept": "application/json"},
    )
    assert again.status_code == 422
    assert AWAY in again.json()["pesan"][0]


def test_a07_nobody_listening_is_told_at_once(bucket):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    storage = ObjectStorage(**{**bucket.options, "endpoint_url": f"http://127.0.0.1:{port}"})
    assert seconds_of(lambda: storage.exists("x")) < 4
