"""The embedded broker: kombu's filesystem transport, with every step of a message made whole.

kombu creates a message, and the table of an exchange's queues, under its final name and then
writes it: who looks between the two reads an empty file, and dies of it. It takes a message by
moving it to the system's temporary folder, which on another file system is a copy that two
workers can make at once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    def _put(  # type: ignore[override]  # kombu's own two classes name the arguments differently
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        # The name as kombu gives it: messages are taken in the order of their names.
        name = f"{monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        unfinished = folder / f".{name}.part"
        try:
            unfinished.write_bytes(dumps(payload).encode())
            os.replace(unfinished, folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name!r} to the broker's folder") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}.{uuid4()}.taken"
            try:
                os.rename(folder / name, taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            try:
                return loads(taken.read_bytes().decode())
            except (JSONDecodeError, UnicodeDecodeError):
                continue  # cut off when the machine went down; the sweep finds what it spoke of
            finally:
                taken.unlink()
        raise Empty

    def get_table(self, exchange: str) -> Any:
        with self._only_one():
            return super().get_table(exchange)

    def queue_bind(self, *args: Any, **kwargs: Any) -> None:
        # Whole, not only the writing: kombu notes in the process that a queue is bound before it
        # is, and another thread that believes the note publishes to nobody.
        with self._only_one():
            super().queue_bind(*args, **kwargs)

    def _delete(self, queue: str, exchange: str, *args: Any, **kwargs: Any) -> None:
        with self._only_one():
            super()._delete(queue, exchange, *args, **kwargs)

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        """Held while the tables of queues are read or written, by any process."""
        self.control_folder.mkdir(exist_ok=True)
        with (self.control_folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # ends with the file, also when the process is killed
            yield


class Transport(filesystem.Transport):
    Channel = Channel
