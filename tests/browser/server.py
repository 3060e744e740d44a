"""A server of its own, as in production: granian, collected static files, and it can be killed.

It works on the test database, beside the test. `live_server` is a thread of the suite: nobody can
kill it, and it serves modules as they lie in the checkout.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """One that stays free until the server takes it, and while it is down.

    Below those that the system gives to outgoing connections: a browser opens hundreds of them.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def database_url(name: str, *, owner: bool = False) -> str:
    """The address of a database of the suite, with the application's login or the owner's."""
    base = settings.DATABASE_OWNER if owner else settings.DATABASE_APPLICATION
    password = base.get("PASSWORD")
    login = quote(base["USER"]) + (f":{quote(password)}" if password else "")
    where = quote(base["HOST"], safe="") + (f":{base['PORT']}" if base.get("PORT") else "")
    return f"postgres://{login}@{where}/{name}"


class Server:
    """`start()`, `kill()` (SIGKILL, no time to finish anything), `start()` again: same address."""

    def __init__(self, static: Path) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            key: value for key, value in os.environ.items() if key != "STATIC_FROM_SOURCES"
        } | {
            "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
            "SECRET_KEY": settings.SECRET_KEY,  # or the sessions of the test would not hold
            "STATIC_ROOT": str(static),
        }

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pekppp.serving.web", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(300):
            try:
                urlopen(f"{self.url}/healthz", timeout=5)  # noqa: S310 - our own address
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server never came up")

    def kill(self) -> None:
        """The process and its workers, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None
