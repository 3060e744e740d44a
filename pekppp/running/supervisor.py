"""Keeps a handful of processes running and ends them all, whatever happens. Knows no Django.

Every child leads a session of its own, so that its children can be ended with it, and asks the
kernel for a SIGTERM when the supervisor dies without having said so.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

STOP_SECONDS = 10.0
BACKOFF_SECONDS = (1, 2, 5, 10, 30)
HEALTHY_SECONDS = 60.0  # a child that lived this long starts with a clean record
POLL_SECONDS = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0
    restart_at: float | None = None


class Supervisor:
    """From `with` on a stop signal only sets `stopping`; the end of the block ends all children."""

    def __init__(
        self, children: list[Child], *, cwd: str, say: Callable[[str], None] = print
    ) -> None:
        self.children = children
        self.cwd = cwd
        self.say = say
        self.stopping = False
        self.hurried = False
        self._former_handlers: dict[int, Any] = {}  # whatever signal() gave back

    def __enter__(self) -> "Supervisor":
        for number in STOP_SIGNALS:
            self._former_handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._end_all()
        finally:
            for number, handler in self._former_handlers.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.hurried = self.stopping  # asked twice: no more waiting
        self.stopping = True

    def start(self) -> None:
        for child in self.children:
            if not self.stopping:
                self._launch(child)

    def tend(self) -> None:
        """One round: notice who died, start again whose time has come, then wait a moment."""
        now = time.monotonic()
        for child in self.children:
            if self.stopping:
                return
            if child.process is None:
                if child.restart_at is not None and now >= child.restart_at:
                    self._launch(child)
            elif child.process.poll() is not None:
                self._bury(child, child.process, now)
        time.sleep(POLL_SECONDS)

    def _launch(self, child: Child) -> None:
        child.restart_at = None
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            # A new interpreter sets the death signal: code between fork and exec is not safe here.
            [sys.executable, "-I", "-S", __file__, str(os.getpid()), *child.command],
            cwd=self.cwd,
            env={**os.environ, **child.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _bury(self, child: Child, process: "subprocess.Popen[bytes]", now: float) -> None:
        code = process.returncode
        _signal_group(process, signal.SIGKILL)
        if now - child.started > HEALTHY_SECONDS:
            child.failures = 0
        delay = BACKOFF_SECONDS[min(child.failures, len(BACKOFF_SECONDS) - 1)]
        child.failures += 1
        child.restart_at = now + delay
        child.process = None
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        self.say(f"{child.name} {how}; starting it again in {delay} s")

    def _end_all(self) -> None:
        running = [(child.name, child.process) for child in self.children if child.process]
        for _, process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for name, process in running:
            while process.poll() is None and time.monotonic() < deadline and not self.hurried:
                time.sleep(POLL_SECONDS)
            if process.poll() is None:
                self.say(f"{name} does not end by itself and is killed")
            # Also what the child itself left behind.
            _signal_group(process, signal.SIGKILL)
            process.wait()


def _signal_group(leader: "subprocess.Popen[bytes]", number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader.pid, number)


def _become(parent: int, command: list[str]) -> None:
    """In the new process: die with the parent, then turn into the command."""
    if sys.platform == "linux":
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
