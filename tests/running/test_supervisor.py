"""Whatever happens to the supervisor or to a child, no process stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]

# A child that writes its own process id and that of a child of its own, then sleeps.
CHILD = """
import os, subprocess, sys, time, signal
if {stubborn}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
with open({path!r}, "a") as file:
    file.write(f"{{os.getpid()}} {{below.pid}}\\n")
time.sleep(300)
"""
SUPERVISOR = """
import sys
from pekppp.running import supervisor
supervisor.STOP_SECONDS = 1
children = [supervisor.Child("child", [sys.executable, "-c", {child!r}])]
with supervisor.Supervisor(children, cwd="/", say=lambda text: print(text, flush=True)) as keeper:
    keeper.start()
    while not keeper.stopping:
        keeper.tend()
"""


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


class Running:
    def __init__(self, path: Path, *, stubborn: bool) -> None:
        self.path = path
        child = CHILD.format(path=str(path), stubborn=stubborn)
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR.format(child=child)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        wait_for(lambda: self.started() == 1)

    def started(self) -> int:
        return len(self.path.read_text().splitlines()) if self.path.exists() else 0

    def pids(self, line: int = -1) -> list[int]:
        return [int(pid) for pid in self.path.read_text().splitlines()[line].split()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_child_and_grandchild(tmp_path: Path, number: int) -> None:
    running = Running(tmp_path / "pids", stubborn=False)
    running.process.send_signal(number)
    assert running.process.wait(10) == 0
    assert not any(alive(pid) for pid in running.pids())


def test_a_child_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    running = Running(tmp_path / "pids", stubborn=True)
    running.process.terminate()
    said, _ = running.process.communicate(timeout=10)
    assert said == "child does not end by itself and is killed\n"
    assert not any(alive(pid) for pid in running.pids())


def test_a_killed_child_is_started_again_and_its_own_child_ended(tmp_path: Path) -> None:
    running = Running(tmp_path / "pids", stubborn=False)
    first, below = running.pids()
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: running.started() == 2)
    assert not alive(below)
    running.process.terminate()
    said, _ = running.process.communicate(timeout=10)
    assert said == "child was killed by signal 9; starting it again in 1 s\n"
    assert not any(alive(pid) for pid in running.pids())


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's own")
def test_children_hear_of_it_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    running = Running(tmp_path / "pids", stubborn=False)
    child, below = running.pids()
    running.process.kill()
    running.process.wait()
    wait_for(lambda: not alive(child))
    psutil.Process(below).kill()  # what a child leaves when it ends unheard is its own to end
