"""The set-up says what it may not do itself, in one command to type, and stops."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pekppp import bootstrap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lacking(monkeypatch):
    """A system without one of the libraries, for somebody who is not root and has no sudo."""
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libtidak-ada.so.9": "libtidak-ada9"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "sudo" else found(name))


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="speaks of Debian's packages")
def test_without_libraries_and_rights_it_prints_the_command_and_stops(lacking):
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure_system()
    commands = [line for line in str(stopped.value).splitlines() if "apt-get" in line]
    assert len(commands) == 1
    assert commands[0].strip().startswith("sudo apt-get update && sudo apt-get install")
    assert "libtidak-ada9" in commands[0]


def test_an_old_python_is_told_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(bootstrap, "MINIMUM", (99, 0))
    with pytest.raises(SystemExit, match=r"Python 99\.0 or newer is needed"):
        bootstrap.check_python()


def test_it_is_quick_when_nothing_changed():
    """Within the time that a second start may take; everything is there, so it says nothing."""
    done = subprocess.run(
        [sys.executable, "-I", "pekppp/bootstrap.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("given", "demo"),
    [
        ({}, "True"),
        ({"DATABASE_URL": "postgres://x@127.0.0.1/x"}, "False"),
        ({"DATABASE_URL": "postgres://x@127.0.0.1/x", "DEMO": "1"}, "True"),
    ],
    ids=["embedded", "a database of one's own", "asked for"],
)
def test_the_demonstration_is_on_by_default_only_with_the_embedded_database(tmp_path, given, demo):
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "DEMO")}
    done = subprocess.run(
        [sys.executable, "-c", "from pekppp import settings; print(settings.DEMO)"],
        cwd=ROOT,
        env={**kept, "PEKPPP_VAR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == demo
