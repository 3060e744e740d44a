"""Commands that need the database bring it along, and leave it as they found it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django.db
import psycopg
import pytest
import redis

from pekppp.running import embedded
from pekppp.running.one_line import words_for

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
        stderr=subprocess.PIPE,
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


# What is missing is one line, whichever command asks for it -------------------------------------

NOWHERE = "postgres://somebody:hidden@127.0.0.1:1/pekppp"
AWAY = "The database does not answer; check DATABASE_URL"
NO_ADDRESS = "DATABASE_URL is no address of a PostgreSQL database; write it as postgres://USER"


@pytest.mark.parametrize(
    "command, given, line",
    [
        (["prepare"], {"DATABASE_URL": NOWHERE}, AWAY),
        (["init", "--nasional"], {"DATABASE_URL": NOWHERE}, AWAY),
        (["shell", "-c", ASK], {"DATABASE_URL": NOWHERE}, AWAY),
        (["serve"], {"DATABASE_URL": "postgres//typo"}, NO_ADDRESS),
        (["migrate"], {"DATABASE_URL": "mysql://somebody:hidden@127.0.0.1/x"}, NO_ADDRESS),
        (["init"], {"DATABASE_URL": "postgres://somebody:hidden@host:port/x"}, NO_ADDRESS),
        (["prepare"], {"DATABASE_URL": NOWHERE, "REDIS_URL": "localhost"}, "REDIS_URL is no addr"),
        (["prepare"], {"PORT": "eighty"}, "A setting of the environment cannot be read: "),
    ],
)
def test_what_is_missing_is_one_line(
    command: list[str], given: dict[str, str], line: str, tmp_path: Path
) -> None:
    kept = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**kept, "PEKPPP_VAR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    said = done.stderr.splitlines()
    assert done.returncode == 1 and said[-1].startswith(line), done.stderr
    assert len(said) == 1 and "hidden" not in done.stderr


def test_an_unprepared_database_is_one_line_too(var: Path) -> None:
    running = manage(var, "init", "--nasional")
    said = running.communicate()[1]
    assert running.returncode == 1
    assert said.startswith("The database has not been prepared; run manage.py prepare. (")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "error, line",
    [
        (
            psycopg.OperationalError('FATAL: database "x" does not exist'),
            "The database does not ex",
        ),
        (psycopg.OperationalError("password authentication failed"), "The database refuses the l"),
        (psycopg.OperationalError('role "x" does not exist'), "The database does not know the log"),
        (psycopg.OperationalError("Connection refused"), "The database does not answer; check"),
        (psycopg.errors.UndefinedColumn("no column"), "The database has not been prepared"),
        (psycopg.errors.InsufficientPrivilege("no"), "The database's login may not do this"),
    ],
)
def test_each_answer_of_the_database_has_its_advice(error: psycopg.Error, line: str) -> None:
    wrapped = RuntimeError("a command")
    wrapped.__cause__ = django.db.Error()
    wrapped.__cause__.__cause__ = error
    assert str(words_for(wrapped)).startswith(line)


def test_redis_away_is_one_line_and_a_fault_of_the_program_none() -> None:
    refused = redis.exceptions.ConnectionError("Connection refused.")
    assert words_for(refused) == (
        "Redis does not answer; check REDIS_URL and Redis itself. (Connection refused.)"
    )
    wrapped = django.db.Error()
    wrapped.__cause__ = psycopg.errors.UniqueViolation("twice")
    assert words_for(wrapped) is None and words_for(KeyError("x")) is None
