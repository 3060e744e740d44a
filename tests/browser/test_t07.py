"""T7: an upload that breaks at 60 % goes on there; what cannot be evidence is refused in words."""

import hashlib
import os
import re
import socket
import threading
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluations.models import Berkas, Bukti, Unggahan
from tests.base.test_filetypes import PDF, plain_zip
from tests.browser.conftest import PHONE, wait_for_quiet_server

pytestmark = pytest.mark.slow

SIZE = 6 * 1024 * 1024
PATIENT = 40_000  # ms: a busy machine is no bug


class Line:
    """A line between browser and server that really breaks: after so many bytes of the browser's
    it drops every connection, and takes none until it is mended."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.left: int | None = None
        self.sent = 0
        self.broken = threading.Event()
        self.open: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def mend(self) -> None:
        self.left = None
        self.broken.clear()

    def close(self) -> None:
        self.door.close()
        self._drop()

    def _serve(self) -> None:
        while True:
            try:
                browser, _ = self.door.accept()
            except OSError:
                return
            if self.broken.is_set():
                browser.close()
                continue
            server = socket.create_connection((self.target.hostname, self.target.port))
            self.open += [browser, server]
            for source, sink, counted in ((browser, server, True), (server, browser, False)):
                threading.Thread(
                    target=self._pump, args=(source, sink, counted), daemon=True
                ).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(16384):
                if counted and self.left is not None:
                    data, over = data[: self.left], len(data) > self.left
                    self.left -= len(data)
                    if data:
                        sink.sendall(data)
                    self.sent += len(data)
                    if over:
                        self.broken.set()
                        self._drop()
                        return
                else:
                    sink.sendall(data)
                    self.sent += len(data) if counted else 0
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def _drop(self) -> None:
        for end in self.open:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


@pytest.fixture
def line(live_server):
    made = Line(live_server.url)
    yield made
    made.close()


@pytest.fixture
def evidence_on(page_as, cast, evaluasi):
    """`evidence_on(address, viewport)`: the evidence of indicator 1 on the page of the unit."""

    def open_at(base: str = "", **more):
        page = page_as(cast.operator, **more)
        page.set_default_timeout(60_000)
        if base:
            host = urlsplit(base).hostname
            session = next(c for c in page.context.cookies() if c["name"] == "sessionid")
            page.context.add_cookies(
                [{"name": "sessionid", "value": session["value"], "domain": host, "path": "/"}]
            )
        page.goto(base + reverse("evaluations:f01", args=[evaluasi.uuid, "I"]))
        return page.locator("#bukti-1")

    return open_at


def choose(evidence, folder, *files):
    for name, content in files:
        (folder / name).write_bytes(content)
    evidence.locator("input[name=berkas]").set_input_files([folder / name for name, _ in files])


def test_t07_an_upload_broken_at_60_percent_goes_on_there(line, evidence_on, tmp_path):
    content = PDF + b"%" + os.urandom(SIZE - len(PDF) - 1)
    evidence = evidence_on(line.url)
    line.left = int(SIZE * 0.6) + 8000  # and what the headers take
    choose(evidence, tmp_path, ("laporan.pdf", content))
    assert line.broken.wait(60)
    queue = evidence.locator(".unggah-antre li")
    expect(queue).to_contain_text("menunggu jaringan", timeout=PATIENT)
    wait_for_quiet_server()  # it has noticed that the connection is gone
    kept = Unggahan.objects.get().offset
    # The piece that was on its way when the line broke counts as far as it came.
    assert SIZE * 0.55 < kept < SIZE * 0.61

    # The page is closed, and opened again: it tells what is here, and asks for the same file.
    page = evidence.page
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    line.mend()
    line.sent = 0
    evidence = evidence_on(line.url)
    expect(evidence.locator("[data-terputus]")).to_contain_text(
        "Pilih berkas yang sama", timeout=PATIENT
    )
    offsets = []
    evidence.page.on(
        "request",
        lambda request: (
            offsets.append(int(request.headers["upload-offset"]))
            if request.method == "PATCH"
            else None
        ),
    )
    choose(evidence, tmp_path, ("laporan.pdf", content))
    expect(evidence.locator(".daftar-bukti")).to_contain_text("laporan.pdf", timeout=PATIENT)
    assert offsets[0] == kept
    assert line.sent < SIZE * 0.5  # the rest alone, and the page
    assert Berkas.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    expect(evidence.locator("[data-terputus]")).to_have_count(0)


def test_t07_without_a_reload_it_goes_on_by_itself(line, evidence_on, tmp_path):
    evidence = evidence_on(line.url)
    content = PDF + b"%" + os.urandom(1024 * 1024)
    line.left = 600 * 1024
    choose(evidence, tmp_path, ("sk.pdf", content))
    assert line.broken.wait(60)
    line.mend()
    expect(evidence.locator(".daftar-bukti")).to_contain_text("sk.pdf", timeout=PATIENT)
    assert Berkas.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_t07_what_cannot_be_evidence_is_refused_in_words(evidence_on, tmp_path):
    evidence = evidence_on()
    choose(
        evidence,
        tmp_path,
        ("catatan.txt", b"hanya teks"),
        ("kosong.pdf", b""),
        ("besar.pdf", PDF + b"\n" * (21 * 1024 * 1024 - len(PDF))),
        ("arsip.pdf", plain_zip()),
        ("sk.pdf", PDF),
    )
    refused = evidence.locator(".unggah-antre .field-error")
    expect(refused).to_have_text(
        [
            re.compile(r"catatan\.txt.*berkas teks"),
            re.compile(r"kosong\.pdf.*kosong"),
            re.compile(r"besar\.pdf.*paling besar 20,0 MB"),
            re.compile(r"arsip\.pdf.*arsip \(ZIP\)"),
        ],
        timeout=PATIENT,
    )
    expect(evidence.locator(".daftar-bukti")).to_contain_text("sk.pdf", timeout=PATIENT)
    assert (Bukti.objects.get().nama, Unggahan.objects.filter(hasil=None).count()) == ("sk.pdf", 0)


def test_a_dropped_photo_is_shrunk_and_sent_once(evidence_on, evaluasi):
    """On a phone: the camera's button is there; a drop on the desk takes the same way."""
    evidence = evidence_on(viewport=PHONE)
    expect(evidence.locator("[data-kamera]")).to_have_attribute("capture", "environment")
    drop = """async (box) => {
        const canvas = document.createElement("canvas");
        canvas.width = 3000; canvas.height = 1500;
        const pen = canvas.getContext("2d");
        for (let i = 0; i < 400; i += 1) {
          pen.fillStyle = `hsl(${i * 7} 80% 50%)`;
          pen.fillRect((i * 97) % 2900, (i * 53) % 1400, 120, 90);
        }
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
        const move = new DataTransfer();
        move.items.add(new File([blob], "loket.jpg", { type: "image/jpeg", lastModified: 5 }));
        const how = { dataTransfer: move, bubbles: true, cancelable: true };
        box.dispatchEvent(new DragEvent("drop", how));
    }"""
    evidence.evaluate(drop)
    expect(evidence.locator(".daftar-bukti")).to_contain_text("loket.jpg", timeout=PATIENT)
    from django.core.files.storage import default_storage
    from PIL import Image

    berkas = Berkas.objects.get()
    with Image.open(default_storage.open(berkas.path)) as stored:
        assert max(stored.size) == 2000
    pieces = []
    evidence.page.on("request", lambda r: pieces.append(r.url) if r.method == "PATCH" else None)
    evidence.evaluate(drop)
    expect(evidence.locator("[data-selesai]")).to_contain_text("tersimpan", timeout=PATIENT)
    assert (pieces, Bukti.objects.count()) == ([], 1)
