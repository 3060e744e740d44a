"""The embedded server: found or started, given back or stopped, whatever was left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pekppp.running import embedded

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var() -> Iterator[Path]:
    # Not tmp_path: as root the server has a user of its own, who may not enter pytest's folders.
    folder = Path(tempfile.mkdtemp(prefix="pekppp-", dir="/tmp"))
    yield folder
    embedded.release(folder)
    embedded.stop(folder)
    shutil.rmtree(folder)


def answer(var: Path) -> int:
    where = embedded.connection_settings(var)
    with psycopg.connect(host=where["HOST"], user=where["USER"], dbname=where["NAME"]) as database:
        return database.execute("SELECT 42").fetchone()[0]


def another_process(var: Path, body: str) -> "subprocess.Popen[str]":
    code = (
        "from pathlib import Path; from pekppp.running import embedded;"
        f"var = Path({str(var)!r})\n{body}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_it_starts_answers_and_stops_with_its_last_user(var: Path) -> None:
    embedded.ensure(var, durable=False)
    assert answer(var) == 42
    assert embedded.release(var) is True
    assert embedded.postmaster_pid(var) is None


def test_two_callers_at_once_get_one_server(var: Path) -> None:
    body = "embedded.ensure(var, durable=False); print(embedded.postmaster_pid(var)); input()"
    code = (
        "from pathlib import Path; from pekppp.running import embedded;"
        f"var = Path({str(var)!r}); {body}"
    )
    callers = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    found = {caller.stdout.readline() for caller in callers}
    for caller in callers:
        caller.communicate("\n")
    assert len(found) == 1


def test_it_stays_while_another_process_uses_it(var: Path) -> None:
    embedded.ensure(var, durable=False)
    other = another_process(var, "embedded.ensure(var); print(embedded.release(var))")
    assert other.communicate()[0] == "False\n"
    assert answer(var) == 42


def test_a_process_that_ends_gives_it_back(var: Path) -> None:
    other = another_process(var, "embedded.ensure(var, durable=False); print(1)")
    assert other.communicate()[0] == "1\n"
    assert embedded.postmaster_pid(var) is None


def test_a_killed_user_leaves_no_lock(var: Path) -> None:
    other = another_process(
        var,
        "import time; embedded.ensure(var, durable=False); print(1, flush=True); time.sleep(60)",
    )
    other.stdout.readline()
    other.kill()
    other.communicate()
    embedded.ensure(var, durable=False)
    assert embedded.release(var) is True


def test_a_process_id_that_somebody_else_got_is_stale(var: Path) -> None:
    embedded.ensure(var, durable=False)
    embedded.release(var)
    stranger = f"{os.getpid()}\n{embedded.data_dir(var)}\n"
    (embedded.data_dir(var) / "postmaster.pid").write_text(stranger)
    (embedded.socket_dir(var) / ".s.PGSQL.5432.lock").write_text(stranger)
    embedded.ensure(var, durable=False)
    assert answer(var) == 42


def test_it_comes_back_after_it_was_killed(var: Path) -> None:
    embedded.ensure(var, durable=False)
    embedded.release(var)
    embedded.ensure(var)  # durable: what is killed here must be there again
    with psycopg.connect(
        host=str(embedded.socket_dir(var)), user="postgres", dbname="pekppp"
    ) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    os.kill(embedded.postmaster_pid(var), signal.SIGKILL)
    while embedded.postmaster_pid(var):
        time.sleep(0.05)
    embedded.release(var)
    embedded.ensure(var)
    with psycopg.connect(
        host=str(embedded.socket_dir(var)), user="postgres", dbname="pekppp"
    ) as db:
        assert db.execute("SELECT seven FROM kept").fetchone() == (7,)


def test_half_a_data_folder_is_made_again(var: Path) -> None:
    unfinished = var / "postgres.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18")
    embedded.ensure(var, durable=False)
    assert answer(var) == 42


def test_a_long_path_still_gets_a_short_socket() -> None:
    long = Path("/srv") / ("a" * 100)
    assert len(embedded.connection_settings(long)["HOST"]) < 40
    assert embedded.connection_settings(long) == embedded.connection_settings(long)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user for the server")
def test_as_root_a_closed_folder_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    with pytest.raises(embedded.EmbeddedError, match="PEKPPP_VAR"):
        embedded.ensure(tmp_path / "closed" / "var")


@pytest.mark.parametrize("command", ["start", "stop", "status"])
def test_the_command_line_says_what_it_did(command: str, var: Path) -> None:
    environment = {**os.environ, "PEKPPP_VAR": str(var), "DATABASE_URL": "", "SECRET_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-m", "pekppp.running.embedded", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    expected = {
        "start": (0, f"running: psql -h {var}/socket -U postgres pekppp\n"),
        "stop": (0, "was not running\n"),
        "status": (3, "not running\n"),
    }
    assert (done.returncode, done.stdout) == expected[command]
    assert (embedded.postmaster_pid(var) is not None) == (command == "start")
