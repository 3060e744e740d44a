"""The whole application on one machine, in the foreground: what `make run` runs."""

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from pekppp.demo.accounts import ACCOUNTS, PASSWORD
from pekppp.running import embedded, heartbeat
from pekppp.running.postgres_programs import EmbeddedError
from pekppp.running.preparation import collect_static_files, prepare_database
from pekppp.running.supervisor import STOP_SIGNALS, Child, Supervisor

READY_SECONDS = 120
LOOK_SECONDS = 1  # between looks at the database
RETRY_SECONDS = 10
EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - not bound here, only recognised
LOCAL = {"127.0.0.1", "::1", *EVERY_ADDRESS}


class Command(BaseCommand):
    help = __doc__
    needs_database = False  # it starts the embedded one itself, once it knows that it runs alone
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.marks = [("", time.monotonic())]
        self.look_again = 0.0
        os.umask(0o077)  # evidence is nobody else's on this machine either
        for number in STOP_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        with alone(settings.VAR_DIR / "run.lock", self.address()):
            require_free(self.host, settings.PORT)
            try:
                self.serve()
            except KeyboardInterrupt:  # before the supervisor took the signals over
                pass
            except EmbeddedError as error:
                raise CommandError(str(error)) from error
            finally:
                for number in STOP_SIGNALS:
                    signal.signal(number, signal.SIG_IGN)
                connections.close_all()
                if settings.EMBEDDED:
                    embedded.release(settings.VAR_DIR)
        self.say("stopped")

    def serve(self) -> None:
        if settings.EMBEDDED:
            embedded.ensure(settings.VAR_DIR)
        self.mark("database")
        make_folders()
        prepare_database(self.say)
        collect_static_files(self.say)
        heartbeat.forget()
        # Waits in each queue for its first worker, so that "ready" means that work is done.
        heartbeat.ask_all()
        connections.close_all()
        self.mark("preparation")
        cwd = str(settings.BASE_DIR)
        with Supervisor(children(self.host), cwd=cwd, say=self.say) as keeper:
            keeper.start()
            self.wait_until_ready(keeper)
            connections.close_all()  # the supervisor itself asks nothing more
            while not keeper.stopping:
                keeper.tend()
                self.tend_database()
            self.say("stopping; Ctrl-C once more does not wait for work in progress")

    def wait_until_ready(self, keeper: Supervisor) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not keeper.stopping:
            failing = not_ready(self.host, settings.PORT)
            if not failing:
                self.mark("processes")
                self.greet()
                return
            if time.monotonic() > deadline:
                raise CommandError(f"Not ready after {READY_SECONDS} s: {', '.join(failing)}")
            keeper.tend()

    def tend_database(self) -> None:
        """The embedded server is no child of ours: whoever stops it leaves us without one."""
        if not settings.EMBEDDED or time.monotonic() < self.look_again:
            return
        try:
            if embedded.revive(settings.VAR_DIR):
                self.say("the database had ended; it runs again")
        # A full disk, or a server that does not answer in time: what may pass ends nobody's work.
        except (
            EmbeddedError,
            psycopg.Error,
            OSError,
            subprocess.SubprocessError,
        ) as error:
            self.say(f"the database ended and does not start: {error}")
            self.look_again = time.monotonic() + RETRY_SECONDS
        else:
            self.look_again = time.monotonic() + LOOK_SECONDS

    def mark(self, what: str) -> None:
        self.marks.append((what, time.monotonic()))

    def greet(self) -> None:
        spent = [
            f"{what} {then - before:.1f}"
            for (_, before), (what, then) in zip(self.marks, self.marks[1:], strict=False)
        ]
        total = self.marks[-1][1] - self.marks[0][1]
        self.say(f"ready after {total:.1f} s ({', '.join(spent)})")
        self.say(f"open {self.address()} in a browser; Ctrl-C stops everything")
        if settings.DEMO:
            self.say(f"demonstration accounts, all with the password {PASSWORD}:")
            for account, who in ACCOUNTS.items():
                self.stdout.write(f"    {account:<24} {who}")

    def address(self) -> str:
        return f"http://{'localhost' if self.host in LOCAL else self.host}:{settings.PORT}"

    def say(self, text: str) -> None:
        # Nobody may be reading any more; what is told must not stop the ending of the children.
        with suppress(OSError):
            self.stdout.write(f"pekppp: {text}")
            self.stdout.flush()


@contextmanager
def alone(path: Path, address: str) -> Iterator[None]:
    """One application a data folder; the kernel gives the lock back however this process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CommandError(
                f"PEKPPP is already running on the data in {path.parent}: {file.read().strip()}"
            ) from None
        file.truncate(0)
        file.write(f"{address} (process {os.getpid()})")
        file.flush()
        yield
        file.truncate(0)


def require_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used ({error.strerror}). "
            f"Choose another one: make run PORT={port + 1}"
        ) from error


def make_folders() -> None:
    if settings.EMBEDDED_BROKER:
        options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        for name in ("data_folder_in", "data_folder_out", "control_folder"):
            Path(options[name]).mkdir(parents=True, exist_ok=True)
    temporary_folder().mkdir(exist_ok=True)


def temporary_folder() -> Path:
    return Path(settings.VAR_DIR) / "tmp"


def children(host: str) -> list[Child]:
    environment = {
        "PEKPPP_VAR": str(settings.VAR_DIR),
        # The filesystem broker moves a message through the temporary folder: only on one and the
        # same file system is that one step, so that no two workers take the same message.
        "TMPDIR": str(temporary_folder()),
        "PYTHONWARNINGS": "ignore",
        # They work with the tables; who owns them is not their business.
        "DATABASE_OWNER_URL": "",
        "BACKUP_KEY": "",
    }
    celery = ["celery", "--app", "pekppp.celery", "--quiet"]
    # They have nothing to say to each other, and would wait a second for an answer.
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--loglevel", "warning"]
    quick = ["--queues", "celery", "--concurrency", "2", "--hostname", "quick@%h"]
    slow = [
        "--queues",
        "documents,pictures,redaction",
        "--concurrency",
        "1",
        "--hostname",
        "documents@%h",
    ]
    schedule = ["--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME, "--pidfile="]
    commands = {
        "web": ["pekppp.serving.web", "--host", host, "--port", str(settings.PORT)],
        "worker": [*worker, *quick],
        "worker for documents": [*worker, *slow],
        "beat": [*celery, "beat", *schedule, "--loglevel", "warning"],
    }
    return [
        Child(name, [sys.executable, "-m", *command], environment)
        for name, command in commands.items()
    ]


def not_ready(host: str, port: int) -> list[str]:
    """The names of what does not answer yet."""
    status, _ = ask(host, port, "/healthz")
    if status != http.HTTPStatus.OK:
        return ["web"]
    silent = heartbeat.silent()
    if silent:
        return [f"worker of {queue}" for queue in silent]
    status, answer = ask(host, port, "/readyz")
    if status == http.HTTPStatus.OK:
        return []
    return [name for name, check in answer.get("checks", {}).items() if not check["ok"]] or ["web"]


def ask(host: str, port: int, path: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON; 0 while nobody answers."""
    connection = http.client.HTTPConnection(
        "localhost" if host in EVERY_ADDRESS else host, port, timeout=10
    )
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        response = connection.getresponse()
        return response.status, json.load(response)
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()
