"""Commands that need the database bring it along, and leave it as they found it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pekppp.running import embedded

ROOT = Path(__file__).resolve().parents[2]
ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT 42")
    print(cursor.fetchone()[0])
"""


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pekppp-", dir="/tmp"))
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder)


def manage(var: Path, *arguments: str) -> "subprocess.Popen[str]":
    kept = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "PEKPPP_VAR": str(var)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_command_starts_the_server_and_stops_it(var: Path) -> None:
    assert manage(var, "shell", "-v0", "-c", ASK).communicate()[0] == "42\n"
    assert embedded.postmaster_pid(var) is None


def test_a_command_leaves_a_server_that_it_found(var: Path) -> None:
    embedded.ensure(var)
    assert manage(var, "shell", "-v0", "-c", ASK).communicate()[0] == "42\n"
    assert embedded.postmaster_pid(var) is not None
    embedded.release(var)


def test_a_terminated_command_stops_the_server_too(var: Path) -> None:
    body = "import time; print('here', flush=True); time.sleep(60)"
    running = manage(var, "shell", "-v0", "-c", body)
    assert running.stdout.readline() == "here\n"
    running.send_signal(signal.SIGTERM)
    running.communicate()
    assert running.returncode == 128 + signal.SIGTERM
    assert embedded.postmaster_pid(var) is None


@pytest.mark.parametrize("command", [["check"], ["help"], ["migrate", "--help"]])
def test_a_command_that_needs_no_database_starts_none(command: list[str], tmp_path: Path) -> None:
    running = manage(tmp_path, *command)
    running.communicate()
    assert running.returncode == 0
    assert not embedded.data_dir(tmp_path).exists()
