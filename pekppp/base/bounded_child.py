"""The child's side of `bounded`: `python -I bounded_child.py PROGRAM`, bounded before it reads.

On stdin comes one line of JSON, the order with its bounds (`detik` of the processor, `memori` in
bytes), and then the content. The program's `work(order, content, send)` returns an answer in
JSON; `send(name, bytes)` gives files back. They leave as frames, `name length\\n` and bytes, last
`hasil`.
A program imports nothing of ours but its siblings, so that it starts in a moment and has nothing to
give away.
"""

import importlib
import json
import os
import resource
import sys
import types
from typing import IO, Any

# A small file may say a lot over and over; its answer is unpacked by a process that has no bounds.
MAX_ANSWER = 32 * 1024 * 1024
GRACE = 5  # seconds from the signal that ends a child to the one that nothing can hold up
NICER = 5
EXHAUSTED = json.dumps({"kehabisan": True})


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    _bound(order["detik"], order["memori"])
    out = _answering()

    def send(name: str, content: bytes) -> None:
        out.write(f"{name} {len(content)}\n".encode())
        out.write(content)

    try:
        answer = json.dumps(_program(sys.argv[1]).work(order, sys.stdin.buffer.read(), send))
    except MemoryError:
        answer = EXHAUSTED
    send("hasil", (answer if len(answer) <= MAX_ANSWER else EXHAUSTED).encode())
    out.flush()
    # Taking a large interpreter down in order costs as much as a small file.
    os._exit(0)


def _bound(seconds: int, memory: int) -> None:
    """A process whose parent was killed must not go on for ever, nor eat the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + GRACE))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the content
    os.nice(NICER)


def _answering() -> IO[bytes]:
    """Where the answer goes; what a decoder prints goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return out


def _program(path: str) -> Any:
    """The module at a path, beside its siblings; the packages above it are not run."""
    folder, name = os.path.split(path)
    package = types.ModuleType("program")
    package.__path__ = [folder]
    sys.modules["program"] = package
    return importlib.import_module(f"program.{name.removesuffix('.py')}")


if __name__ == "__main__":
    main()
