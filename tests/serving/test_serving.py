"""Requests that come slowly, answers that are read slowly, and more of both than there are threads.

Against the real server, its limits scaled down; what a server cannot be brought to, against the
handler's parts.
"""

import asyncio
import inspect
import shutil
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.urls import get_resolver

from pekppp.base.addresses import network_of_scope
from pekppp.base.errors import Unavailable
from pekppp.serving import bodies
from pekppp.serving.requests import PASSWORDS, Lane
from tests.browser.server import Server

SECONDS, RATE = 2, 1000
THREADS = 2
T = TypeVar("T")


def finish(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns.

    In a thread of its own, since a browser that another test of this process drives keeps an event
    loop running in the main thread for good.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="module")
def server(release: Path, django_db_setup, tmp_path_factory) -> Iterator[Server]:
    static = tmp_path_factory.mktemp("static") / "all"
    shutil.copytree(release, static)
    (static / "besar.bin").write_bytes(b"x" * 20_000_000)
    made = Server(static)
    made.environment |= {
        "BODY_SECONDS": str(SECONDS),
        "BODY_BYTES_PER_SECOND": str(RATE),
        "READER_SECONDS": str(SECONDS),
        "WEB_THREADS": str(THREADS),
    }
    made.start()
    yield made
    made.kill()


def get(server: Server, path: str) -> tuple[int, float]:
    begun = time.monotonic()
    line = HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers={"Host": "localhost"})
    response = line.getresponse()
    response.read()
    line.close()
    return response.status, time.monotonic() - begun


def post(server: Server, length: int, path: str = "/akun/login/") -> socket.socket:
    """A connection on which a body of this length was announced, and one byte of it sent."""
    line = socket.create_connection(("127.0.0.1", server.port), 10)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\na"
    )
    line.sendall(head.encode())
    return line


def answer(line: socket.socket) -> HTTPResponse:
    response = HTTPResponse(line)
    response.begin()
    return response


def ended(line: socket.socket) -> bool:
    """Whether the server has closed it, once what it said is read."""
    line.settimeout(10)
    try:
        while line.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def assert_at_ease(server: Server, seconds: float = 0) -> None:
    """A page and /healthz answer, again and again."""
    until = time.monotonic() + seconds
    while True:
        for path in ("/healthz", "/akun/login/"):
            status, took = get(server, path)
            assert status == 200
            assert took < 2
        if time.monotonic() > until:
            return
        time.sleep(0.2)


def test_a04_forty_bodies_that_trickle_stop_nobody_and_are_ended(server):
    lines = [post(server, 2000) for _ in range(40)]
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.3):
            for line in lines:
                with suppress(OSError):
                    line.sendall(b"x")

    with ThreadPoolExecutor(1) as pool:
        pool.submit(trickle)
        try:
            assert_at_ease(server, SECONDS + 1)
        finally:
            stop.set()
    responses = [answer(line) for line in lines]
    assert {response.status for response in responses} == {408}
    assert "berhenti di tengah jalan" in responses[0].read().decode()
    assert all(ended(line) for line in lines)


def test_a04_a_slow_line_that_goes_on_is_served(server):
    size, piece = 6 * SECONDS * RATE, 3 * RATE // 5
    line = post(server, size)
    sent = 1
    while sent < size:
        time.sleep(0.2)
        sent += line.send(b"x" * min(piece, size - sent))
    # It was read to its end, in twice the time that a silent one gets: the form lacks its token.
    assert answer(line).status == 403


def test_a04_a_body_that_is_too_long_is_refused_before_it_is_read(server):
    line = post(server, 10**9)
    response = answer(line)
    assert response.status == 413
    assert "paling besar 5 MB" in response.read().decode()
    line.close()
    # Without a length it is found out on the way.
    chunked = HTTPConnection("127.0.0.1", server.port, timeout=30)
    chunked.request(
        "POST",
        "/akun/login/",
        iter([b"x" * 1_000_000] * 7),
        {"Host": "localhost"},
        encode_chunked=True,
    )
    assert chunked.getresponse().status == 413


def test_a04_a_client_that_asks_first_is_answered_first(server):
    line = socket.create_connection(("127.0.0.1", server.port), 10)
    head = "POST /akun/login/ HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    line.sendall(f"{head}Content-Length: 3\r\n\r\n".encode())
    assert line.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    line.sendall(b"a=b")
    assert answer(line).status == 403
    line.sendall(f"{head}Content-Length: {10**9}\r\n\r\n".encode())
    assert answer(line).status == 413


def test_a04_readers_that_do_not_read_stop_nobody_and_are_ended(server):
    lines = []
    for _ in range(40):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", server.port))
        line.sendall(b"GET /static/besar.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        lines.append(line)
    assert_at_ease(server, SECONDS + 2)
    received = 0
    for line in lines[:3]:
        line.settimeout(10)
        while data := line.recv(1 << 20):
            received += len(data)
    assert received < 3 * 20_000_000
    for line in lines:
        line.close()


@pytest.mark.django_db
def test_a04_health_is_told_while_every_thread_is_held(server):
    """By the database, whose table somebody holds; the pages are made when it is given back."""
    with closing(connection.copy()) as apart:
        apart.set_autocommit(False)
        with apart.cursor() as cursor:
            cursor.execute("LOCK TABLE evaluations_siklus IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(3 * THREADS) as pool:
            pages = [pool.submit(get, server, "/hasil/") for _ in range(3 * THREADS)]
            time.sleep(0.5)
            for path, seconds in (("/healthz", 1), ("/readyz", 5)):
                status, took = get(server, path)
                assert (path, status, took < seconds) == (path, 200, True)
            assert not any(page.done() for page in pages)
            apart.rollback()
            assert {page.result()[0] for page in pages} == {200}


def test_static_files_keep_their_tags_their_packing_and_their_connection(server):
    path = "/static/" + next(
        file.name for file in Path(server.environment["STATIC_ROOT"]).glob("pekppp/app.*.css")
    )
    path = path.replace("/static/", "/static/pekppp/")
    line = HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "br"})
    first = line.getresponse()
    assert (first.status, first.getheader("Content-Encoding")) == (200, "br")
    assert len(first.read()) == int(first.getheader("Content-Length"))
    sock = line.sock
    line.request("HEAD", path, headers={"Host": "localhost"})
    head = line.getresponse()
    assert (head.status, head.read()) == (200, b"")
    line.request("GET", path, headers={"If-None-Match": head.getheader("ETag")})
    assert line.getresponse().status == 304
    assert line.sock is sock
    line.close()


# The parts ---------------------------------------------------------------------------------------


def test_who_waits_for_a_thread_waits_in_a_bounded_queue(settings):
    settings.WEB_WAITING, settings.WEB_WAIT_SECONDS = 1, 0.2
    held = threading.Event()

    async def scene() -> None:
        lane = Lane("test", 1)
        working = asyncio.ensure_future(lane.run(held.wait))
        waiting = asyncio.ensure_future(lane.run(str))
        await asyncio.sleep(0)
        with pytest.raises(Unavailable):  # no place in the queue
            await lane.run(str)
        with pytest.raises(Unavailable):  # too long in the queue
            await waiting
        held.set()
        assert await working
        assert await lane.run(str, 7) == "7"

    finish(scene())


def test_a_piece_that_is_cut_keeps_what_arrived_of_it():
    async def scene(*, cut: bool) -> bytes:
        said = iter(
            [
                {"type": "http.request", "body": b"half", "more_body": True},
                {"type": "http.disconnect"},
            ]
        )

        async def receive() -> dict:
            return next(said)

        body = await bodies.Reader().read(receive, network="", limit=100, cut=cut)
        try:
            return body.file.read()
        finally:
            body.close()

    assert finish(scene(cut=True)) == b"half"
    with pytest.raises(bodies.Gone):
        finish(scene(cut=False))


@pytest.fixture
def read(settings, monkeypatch):
    """Room for 400 bytes, of which one network gets 100; 10 fit in memory."""
    settings.BODIES_MAX_BYTES = 400
    monkeypatch.setattr(bodies, "IN_MEMORY", 10)
    reader = bodies.Reader()

    def read(size: int, network: str) -> bodies.Body:
        async def receive() -> dict:
            return {"type": "http.request", "body": b"x" * size, "more_body": False}

        return finish(reader.read(receive, network=network, limit=1000, cut=False))

    return read


def test_all_bodies_together_take_so_much_of_the_disk(read):
    held = [read(100, network) for network in "abcd"]
    with pytest.raises(Unavailable, match="penuh"):
        read(11, "e")
    held.pop().close()
    read(100, "e")


def test_one_network_takes_a_part_of_the_room_and_nobody_is_kept_from_a_form(read):
    first = read(100, "a")
    with pytest.raises(Unavailable, match="dari jaringan Anda"):
        read(11, "a")
    held = [read(100, network) for network in "bcd"]
    read(10, "a").close()  # no room is left, and it needs none
    for body in (first, *held):
        body.close()
    read(100, "a")


@pytest.mark.parametrize(
    ("proxies", "network"), [(0, "192.0.2.1"), (1, "198.51.100.7"), (2, "2001:db8::")]
)
def test_whose_body_it_is_says_the_rule_of_addresses(settings, proxies, network):
    settings.TRUSTED_PROXIES = proxies
    headers = [(b"x-forwarded-for", b"2001:db8::5"), (b"x-forwarded-for", b"198.51.100.7")]
    scope = {"client": ("::ffff:192.0.2.1", 5000), "headers": headers}
    assert network_of_scope(scope) == network


def views(patterns, names=()):
    for pattern in patterns.url_patterns:
        if hasattr(pattern, "url_patterns"):
            namespace = (pattern.namespace,) if pattern.namespace else ()
            yield from views(pattern, (*names, *namespace))
        else:
            yield ":".join([*names, pattern.name or ""]), inspect.unwrap(pattern.callback)


def test_every_route_that_takes_files_is_in_the_table():
    taking = {
        name
        for name, view in views(get_resolver())
        if inspect.isfunction(view) and "request.FILES" in inspect.getsource(view)
    }
    # These read their file through a helper, or as a raw body.
    known = {
        "evaluations:field_photo_add", "evaluations:upload", "evaluations:unit_change",
        "evaluations:instansi_change", "evaluations:extension_ask", "evaluations:extension_ask_all",
    }  # fmt: skip
    assert taking | known == set(bodies.FILES)


def test_every_route_that_hashes_is_in_the_lane_of_passwords():
    assert {name for name, _ in views(get_resolver())} >= PASSWORDS
