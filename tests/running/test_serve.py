"""`make run`, on a data folder of its own: ready, mended when something dies, gone when asked."""

import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from pekppp.management.commands.serve import Command
from pekppp.running import embedded

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], object], seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


class Served:
    def __init__(self, var: Path, port: int, static: Path) -> None:
        self.var, self.port = var, port
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env={**environment(var, port), "STATIC_ROOT": str(static)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, pattern: str) -> str:
        said = ""
        for line in self.process.stdout:
            said += line
            if re.search(pattern, line):
                return said
        raise AssertionError(f"it ended and never said {pattern!r}: {said}")

    def readiness(self) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        return response.status, json.load(response)

    def page(self, path: str = "/hasil/") -> tuple[int, float, str | None, str]:
        """Status, seconds, when to come again, and what is said."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read().decode()
        return response.status, time.monotonic() - begun, response.getheader("Retry-After"), body

    def processes(self) -> list[psutil.Process]:
        """Everything that was started for this data folder, whoever its parent is by now."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("PEKPPP_VAR") == str(self.var):
                    found.append(process)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return found

    def workers(self) -> list[int]:
        """Those whose parent is the supervisor, not their own pool."""
        return [
            process.pid
            for process in self.processes()
            if process.ppid() == self.process.pid and "quick@%h" in process.cmdline()
        ]

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        said, _ = self.process.communicate(timeout=40)
        return self.process.returncode, said


def environment(var: Path, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    kept.pop("STATIC_FROM_SOURCES", None)  # as people run it, not as the suite does
    return {**kept, "PEKPPP_VAR": str(var), "PORT": str(port), "DEMO": "0"}


def refused(var: Path, port: int) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(var, port),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


def ask(var: Path, query: str) -> psycopg.Cursor:
    where = embedded.owner_settings(var)
    with psycopg.connect(host=where["HOST"], user=where["USER"], dbname=where["NAME"]) as database:
        return database.execute(query)


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pekppp-", dir="/tmp"))
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def serve(var: Path, release: Path) -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(var, free_port(), release))
        return started[-1]

    yield start
    for served in started:  # a failed test must not leave them either
        served.process.terminate()
        served.process.wait(40)


@pytest.fixture(scope="module")
def running() -> list[Served]:
    """The one that an earlier test left running, if any: a start takes ten seconds of work."""
    return []


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(400)
def test_it_serves_and_mends_itself(
    var: Path, serve: Callable[[], Served], running: list[Served]
) -> None:
    served = serve()
    served.read_until("ready after")
    assert served.readiness()[0] == 200

    assert f"already running on the data in {var}" in refused(var, free_port())

    (worker,) = served.workers()
    os.kill(worker, signal.SIGKILL)
    served.read_until("worker was killed by signal 9; starting it again")
    wait_for(lambda: served.workers() not in ([], [worker]))

    ask(var, "CREATE TABLE kept AS SELECT 7 AS seven")
    orphans = psutil.Process(served.process.pid).children(recursive=True)
    os.kill(served.process.pid, signal.SIGKILL)  # and the machine went on without it
    served.process.wait()

    again = serve()
    again.read_until("ready after")
    running.append(again)
    assert ask(var, "SELECT seven FROM kept").fetchall() == [(7,)]
    assert psutil.wait_procs(orphans, timeout=60)[1] == []


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(400)
def test_a07_a_killed_database_is_told_at_once_runs_again_and_leaves_nothing_behind(
    var: Path, serve: Callable[[], Served], running: list[Served]
) -> None:
    if running:
        served = running.pop()
    else:
        served = serve()
        served.read_until("ready after")
    for _ in range(16):  # every thread has a connection now, which will be a stale one
        assert served.page()[0] == 200

    killed = embedded.postmaster_pid(var)
    os.kill(killed, signal.SIGKILL)
    status, seconds, retry, body = served.page()
    assert (status, retry, seconds < 3) == (503, "5", True)
    assert "Basis data sedang tidak dapat dihubungi" in body
    assert served.page("/healthz")[0] == 200

    served.read_until("the database had ended; it runs again")
    assert embedded.postmaster_pid(var) not in (None, killed)
    wait_for(lambda: served.page()[0] == 200)  # it may still be recovering
    assert {served.page()[0] for _ in range(16)} == {200}
    # Workers as well: they write their signs of life.
    signs = "SELECT max(expires) FROM cache WHERE cache_key LIKE '%heartbeat%'"
    before = ask(var, signs).fetchone()
    wait_for(lambda: ask(var, signs).fetchone() > before)
    code, said = served.stop()
    assert code == 0
    assert said.endswith("pekppp: stopped\n")
    assert served.processes() == []
    assert (var / "run.lock").read_text() == ""


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refused(tmp_path, port) == (
            f"CommandError: Port {port} on 127.0.0.1 cannot be used (Address already in use). "
            f"Choose another one: make run PORT={port + 1}\n"
        )
    assert embedded.postmaster_pid(tmp_path) is None


def test_a07_a_disk_that_does_not_let_the_database_start_ends_nothing(settings, tmp_path) -> None:
    (tmp_path / "file").touch()
    settings.EMBEDDED, settings.VAR_DIR = True, tmp_path / "file" / "below"
    said = io.StringIO()
    command = Command(stdout=said)
    command.look_again = 0.0
    command.tend_database()
    assert "the database ended and does not start: [Errno 20]" in said.getvalue()
    assert command.look_again > time.monotonic()
