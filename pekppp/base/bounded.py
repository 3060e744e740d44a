"""Strangers' files are opened in a child: its processor seconds, memory and time are bounded.

A parser may crash, hang or swell over what somebody sends. `run` starts a program of ours that
imports nothing of ours (`bounded_child` says what it looks like), hands it an order and the
content, and gives back what it made; nothing touches the disk. A fresh interpreter costs 40 to
110 ms, most of it the import of the decoder: less than what a fork server would have to be watched
for. Children run below the pages' priority, few at once, and few wait; the next one is told so.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pekppp.base.errors import Refused

HOME = Path(__file__).resolve().parents[2]
CHILD = HOME / "pekppp" / "base" / "bounded_child.py"

# Of one process. With half as many that wait, threads are left for pages: the web server has two a
# processor (`serve`), or more.
AT_ONCE = max(1, min(4, os.cpu_count() or 1))
WAITING = max(1, AT_ONCE // 2)
WAIT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of the processor, bytes of memory, and seconds of the clock (a busy machine)."""

    seconds: int
    memory: int
    clock: int


@dataclass(frozen=True, slots=True)
class Made:
    """What a child sent, by name, and its answer; `answer` is None for one that crashed."""

    files: dict[str, bytes]
    answer: Any


class Exhausted(Exception):
    """The child came to one of its bounds: of time, of memory, or of what it may answer."""


class Busy(Refused):
    """Enough children are at work or waited for. Nothing is wrong with the file."""

    def __init__(self) -> None:
        words = "Peladen sedang membuka berkas lain. Tunggu sebentar, lalu unggah lagi."
        super().__init__(words, status=503)


class Gate:
    """At most `at_once` inside and `waiting` before it, for at most `seconds`."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._inside = threading.BoundedSemaphore(at_once)
        self._before = threading.BoundedSemaphore(waiting)
        self._seconds = seconds

    @contextmanager
    def __call__(self) -> Iterator[None]:
        if not self._inside.acquire(blocking=False):
            self._wait()
        try:
            yield
        finally:
            self._inside.release()

    def _wait(self) -> None:
        if not self._before.acquire(blocking=False):
            raise Busy
        try:
            if not self._inside.acquire(timeout=self._seconds):
                raise Busy
        finally:
            self._before.release()


_gate = Gate(AT_ONCE, WAITING, WAIT_SECONDS)


def run(program: str, order: dict[str, Any], content: bytes, bounds: Bounds) -> Made:
    """The work of `program`, a path below the project. Raises Exhausted or Busy."""
    with _gate():
        return _run(HOME / program, order, content, bounds)


def _run(program: Path, order: dict[str, Any], content: bytes, bounds: Bounds) -> Made:
    said = {**order, "detik": bounds.seconds, "memori": bounds.memory}
    try:
        done = subprocess.run(
            # Isolated: neither the environment nor the folder decides what is imported.
            [sys.executable, "-I", CHILD, program],
            input=json.dumps(said).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=bounds.clock,
            cwd=HOME,
            env={"PATH": "", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Exhausted from None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Exhausted
    files = _frames(done.stdout)
    answer = json.loads(files.pop("hasil", b"null"))
    if answer == {"kehabisan": True}:
        raise Exhausted
    return Made(files, answer)


def _frames(stream: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at = 0
    while (end := stream.find(b"\n", at)) >= 0:
        name, _, length = stream[at:end].decode("ascii", "replace").partition(" ")
        stop = end + 1 + int(length)
        if stop > len(stream):
            break
        found[name] = stream[end + 1 : stop]
        at = stop
    return found
