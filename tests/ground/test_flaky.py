"""The second run: a test that fails now and then is named, and one that fails is not excused."""

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.flaky import run

# A suite of one file: `now_and_then` fails in the first run alone, `always` in every one.
SUITE = """
    from pathlib import Path

    import pytest

    SEEN = Path(__file__).with_name("seen")

    def test_sound(): pass

    @pytest.mark.parametrize("number", range({flaky}))
    def test_now_and_then(number):
        first = not SEEN.joinpath(str(number)).exists()
        SEEN.mkdir(exist_ok=True)
        SEEN.joinpath(str(number)).touch()
        assert not first

    @pytest.mark.parametrize("number", range({broken}))
    def test_always(number):
        assert False
"""
# As make does: the words of ARGS=... go to pytest.
MAKE = """
    import os, subprocess, sys
    more = [word for given in sys.argv[1:] for word in given.partition("=")[2].split()]
    more = [word for word in more if word not in ("-n", "0")]
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-q", "--rootdir=.", *more]))
"""


@pytest.fixture
def suite(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    Path("pytest.ini").write_text("[pytest]\n")
    Path("make.py").write_text(dedent(MAKE))

    def make(*, flaky: int, broken: int) -> int:
        Path("test_it.py").write_text(dedent(SUITE).format(flaky=flaky, broken=broken))
        return run([sys.executable, "make.py"], tmp_path / ".pytest_cache/v/cache/lastfailed")

    return make


def flaky_ones(capfd) -> list[str]:
    return [line for line in capfd.readouterr().out.splitlines() if line.startswith("FLAKY")]


def test_a_test_that_passes_the_second_time_is_named(suite, capfd):
    assert suite(flaky=2, broken=0) == 0
    names = ["test_it.py::test_now_and_then[0]", "test_it.py::test_now_and_then[1]"]
    assert flaky_ones(capfd) == [f"FLAKY {name}" for name in names]


def test_one_that_fails_again_is_not_excused(suite, capfd):
    assert suite(flaky=1, broken=1) == 1
    assert flaky_ones(capfd) == ["FLAKY test_it.py::test_now_and_then[0]"]


def test_more_than_three_are_not_run_again(suite, capfd):
    assert suite(flaky=4, broken=0) == 1
    assert flaky_ones(capfd) == []


def test_where_all_pass_nothing_is_said(suite, capfd):
    assert suite(flaky=0, broken=0) == 0
    assert flaky_ones(capfd) == []


def test_a_command_that_fails_without_a_failed_test_fails(tmp_path):
    stale = tmp_path / "lastfailed"
    stale.write_text('{"test_of_yesterday.py::test_it": true}')
    assert run([sys.executable, "-c", "raise SystemExit(4)"], stale) == 4
