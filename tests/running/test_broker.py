"""The embedded broker loses nothing and shows nothing half, however many write and read."""

import threading
from pathlib import Path

import pytest
from kombu import Connection

from pekppp.celery import app
from pekppp.running.broker import Channel

MESSAGES, WRITERS = 150, 4


@pytest.fixture
def connect(tmp_path: Path):
    folders = {"data_folder_in": tmp_path / "pesan", "control_folder": tmp_path / "kendali"}
    for folder in folders.values():
        folder.mkdir()
    options = {name: str(folder) for name, folder in folders.items()}
    options["data_folder_out"] = options["data_folder_in"]
    return lambda: Connection("filesystem://localhost", transport_options=options)


def test_the_application_uses_it() -> None:
    if app.conf.broker_url.startswith("filesystem"):
        with app.connection_for_write() as connection:
            assert isinstance(connection.default_channel, Channel)


def test_every_message_arrives_whole_and_once(connect) -> None:
    def write(writer: int) -> None:
        with connect() as connection:
            queue = connection.SimpleQueue("banyak")
            for number in range(MESSAGES):
                queue.put([writer, number, "x" * 2000])

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in writers:
        thread.start()
    seen = []
    with connect() as connection:
        queue = connection.SimpleQueue("banyak")
        while len(seen) < MESSAGES * WRITERS:
            message = queue.get(timeout=20)
            seen.append(tuple(message.payload[:2]))
            message.ack()
    for thread in writers:
        thread.join()
    assert sorted(seen) == [(w, n) for w in range(WRITERS) for n in range(MESSAGES)]


def test_a_message_cut_off_by_a_crash_is_passed_over(connect, tmp_path) -> None:
    with connect() as connection:
        queue = connection.SimpleQueue("terpotong")
        queue.put("utuh")
        (tmp_path / "pesan" / "0_rusak.terpotong.msg").write_bytes(b"")
        assert queue.get(timeout=10).payload == "utuh"
