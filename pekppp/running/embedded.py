"""PostgreSQL from a wheel, for trial and tests: started on demand, stopped by its last user.

The wheel's own helper gives pg_ctl ten seconds, chooses the socket folder by itself, opens every
parent folder to everybody when it runs as root, and leaves orphans when it is terminated; so only
its binaries are used. Whoever calls ensure() holds a shared file lock until release() or its end:
a killed process leaves no stale lock, and the server stops with the last process that used it.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from pekppp.running import postgres_programs as programs
from pekppp.running.postgres_programs import EmbeddedError

DATABASE = "pekppp"
SUPERUSER = "postgres"  # owns the tables
APPLICATION = "pekppp_app"  # works with them; see database_roles
START_SECONDS = 120
STOP_SECONDS = 60
SOCKET_NAME = ".s.PGSQL.5432"
# Not tempfile.gettempdir(): TMPDIR differs between processes.
SHORT_DIR = Path("/tmp")  # noqa: S108  a socket's, inside a folder named by its data
SOCKET_PATH_BYTES = 90  # sun_path holds 104 to 108 bytes, with the socket's own name
CONFIGURATION = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "log_checkpoints": "off",
}
# Test data needs to survive nothing.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
COMMANDS_WITHOUT_DATABASE = {
    *("", "help", "version", "check", "diffsettings", "collectstatic"),
    *("compilemessages", "makemessages", "startapp", "startproject"),
}

_held: dict[Path, int] = {}


# Where things are: pure functions of the path ----------------------------------------------------


def data_dir(var_dir: Path) -> Path:
    return var_dir / "postgres"


def socket_dir(var_dir: Path) -> Path:
    """A folder whose path is short enough for a socket, the same for every process."""
    inside = var_dir / "socket"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
        return inside
    return SHORT_DIR / f"pekppp-{hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:16]}"


def connection_settings(var_dir: Path) -> dict[str, Any]:
    """What Django's DATABASES needs, with the application's login; starts nothing."""
    return {
        "HOST": str(socket_dir(Path(var_dir))),
        "PORT": "",
        "NAME": DATABASE,
        "USER": APPLICATION,
    }


def owner_settings(var_dir: Path) -> dict[str, Any]:
    """The same with the login of the tables' owner."""
    return {**connection_settings(var_dir), "USER": SUPERUSER}


# The doors ---------------------------------------------------------------------------------------


def ensure(var_dir: Path | None = None, *, durable: bool = True) -> dict[str, Any]:
    """Start the server or find it running; it stays until release() or the end of this process.

    Safe for concurrent callers. `durable=False` is for tests: nothing is forced to the disk.
    """
    var_dir = _var_dir(var_dir)
    if var_dir not in _held:
        with _alone(var_dir):
            users = os.open(var_dir / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                _start(var_dir, durable=durable)
            except BaseException:
                os.close(users)
                raise
            _held[var_dir] = users
            atexit.register(release, var_dir)
    return connection_settings(var_dir)


def revive(var_dir: Path) -> bool:
    """Start a server again that this process holds and that died; whether it had to be."""
    if postmaster_pid(var_dir) is not None:
        return False
    with _alone(var_dir):
        _start(var_dir, durable=True)
    return True


def release(var_dir: Path | None = None) -> bool:
    """Give the server back; the last user stops it, unless it was started to stay (`start`).

    Returns whether it was stopped.
    """
    var_dir = _var_dir(var_dir)
    users = _held.pop(var_dir, None)
    if users is None:
        return False
    try:
        with _alone(var_dir):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # somebody else still works with it
                return False
            if _keep_marker(var_dir).exists():
                return False
            return _stop(var_dir)
    finally:
        os.close(users)


def stop(var_dir: Path | None = None) -> bool:
    """Stop the server whoever uses it. Returns whether it was running."""
    var_dir = _var_dir(var_dir)
    if not data_dir(var_dir).exists():
        return False
    with _alone(var_dir):
        _keep_marker(var_dir).unlink(missing_ok=True)
        return _stop(var_dir)


def postmaster_pid(var_dir: Path | None = None) -> int | None:
    """The process that serves this data folder, or None; a recycled process id is not one."""
    import psutil

    data = data_dir(_var_dir(var_dir))
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE:
            return None
        with suppress(psutil.AccessDenied):
            return pid if Path(process.cwd()) == data.resolve() else None
        return pid if str(data) in process.cmdline() else None
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None


def ensure_for_command(argv: list[str]) -> bool:
    """What manage.py calls: the server for commands that need one, until the command ends.

    Returns whether the command works with a database.
    """
    name = argv[1] if len(argv) > 1 else ""
    if name.startswith("-") or name in COMMANDS_WITHOUT_DATABASE or {"--help", "-h"} & set(argv):
        return False
    from django.conf import settings

    if not _command_needs_database(name):
        return False
    if not settings.EMBEDDED:
        return True
    try:
        ensure(settings.VAR_DIR)
    except EmbeddedError as error:
        sys.exit(str(error))
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _exit_by_signal)  # an end that gives the server back
    return True


def _command_needs_database(name: str) -> bool:
    import django
    from django.core.management import get_commands, load_command_class

    try:
        django.setup()
        found = get_commands().get(name)
    except Exception:  # Django tells it properly when it runs the command itself
        return False
    if found is None:
        return False
    command = found if not isinstance(found, str) else load_command_class(found, name)
    return bool(getattr(command, "needs_database", True))


def _exit_by_signal(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


# Inside; every function below is called by one process at a time ---------------------------------


def _var_dir(var_dir: Path | None) -> Path:
    if var_dir is None:
        from django.conf import settings

        var_dir = settings.VAR_DIR
    return Path(var_dir)


def _keep_marker(var_dir: Path) -> Path:
    return var_dir / "postgres.keep"


@contextmanager
def _alone(var_dir: Path) -> Iterator[None]:
    var_dir.mkdir(parents=True, exist_ok=True)
    with (var_dir / "postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start(var_dir: Path, *, durable: bool) -> None:
    if postmaster_pid(var_dir) is None:
        owner, data = programs.owner(), data_dir(var_dir)
        binaries = programs.folder_for(data, as_root=owner is not None)
        if owner is not None:
            _open_the_way(var_dir)
        _make_private(socket_dir(var_dir), owner)
        if not (data / "PG_VERSION").exists():
            _initialise(binaries, data, owner, durable=durable)
        _launch(binaries, var_dir, owner, durable=durable)
    _create_database(var_dir)


def _launch(
    binaries: Path, var_dir: Path, owner: pwd.struct_passwd | None, *, durable: bool
) -> None:
    data, sockets = data_dir(var_dir), socket_dir(var_dir)
    values = {**CONFIGURATION, "unix_socket_directories": str(sockets)}
    if not durable:
        values |= FORGETFUL
    options = " ".join(f"-c {key}={shlex.quote(value)}" for key, value in values.items())
    deadline = time.monotonic() + START_SECONDS
    while True:
        _remove_stale(data, sockets)
        started = programs.run(
            binaries / "pg_ctl",
            *("start", "-w", "-t", str(START_SECONDS), "-D", data, "-o", options),
            *("-l", data / "server.log"),
            user=owner,
        )
        # It may run although pg_ctl lost patience: recovery after a crash takes its time.
        if started.returncode == 0 or postmaster_pid(var_dir) is not None:
            return
        # Children of a killed server keep its shared memory until they notice that it is gone.
        if time.monotonic() > deadline or "shared memory block" not in _log_tail(data):
            raise EmbeddedError(
                f"The embedded PostgreSQL did not start: {started.stderr}{_log_tail(data)}"
            )
        time.sleep(0.5)


def _stop(var_dir: Path) -> bool:
    if postmaster_pid(var_dir) is None:
        return False
    owner, data = programs.owner(), data_dir(var_dir)
    binaries = programs.folder_for(data, as_root=owner is not None)
    for mode in ("fast", "immediate"):
        programs.run(
            binaries / "pg_ctl",
            *("stop", "-w", "-t", str(STOP_SECONDS), "-m", mode, "-D", data),
            user=owner,
        )
        if postmaster_pid(var_dir) is None:
            break
    else:
        raise EmbeddedError(f"The embedded PostgreSQL on {data} does not stop.")
    if socket_dir(var_dir).parent == SHORT_DIR:
        with suppress(OSError):
            socket_dir(var_dir).rmdir()
    return True


def _create_database(var_dir: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = psycopg.connect(
                host=str(socket_dir(var_dir)), user=SUPERUSER, dbname="postgres", autocommit=True
            )
            break
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline or postmaster_pid(var_dir) is None:
                raise EmbeddedError(f"The embedded PostgreSQL does not answer: {error}") from error
            time.sleep(0.1)
    with connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
        if known.fetchone() is None:  # a login alone: `prepare` tells what it may
            connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")


def _initialise(
    binaries: Path, data: Path, owner: pwd.struct_passwd | None, *, durable: bool
) -> None:
    """Made beside its place and moved there whole: half a data folder never counts as one."""
    unfinished = data.with_name("postgres.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_private(unfinished, owner)
    # Only the folder of the socket guards the server, so nobody is asked for a password.
    arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", SUPERUSER]
    speed = [] if durable else ["--no-sync"]
    done = programs.run(binaries / "initdb", *arguments, *speed, "-D", unfinished, user=owner)
    if done.returncode != 0:
        raise EmbeddedError(f"The embedded PostgreSQL cannot make its data folder: {done.stderr}")
    unfinished.rename(data)


def _remove_stale(data: Path, sockets: Path) -> None:
    """Process ids are used again, above all in containers; PostgreSQL would wait for a stranger."""
    for path in (data / "postmaster.pid", sockets / f"{SOCKET_NAME}.lock", sockets / SOCKET_NAME):
        path.unlink(missing_ok=True)


def _make_private(folder: Path, owner: pwd.struct_passwd | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    us = {os.geteuid()} if owner is None else {os.geteuid(), owner.pw_uid}
    if found.st_uid not in us or folder.is_symlink():
        raise EmbeddedError(f"{folder} belongs to somebody else; remove it and try again.")
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def _open_the_way(var_dir: Path) -> None:
    """The server's own user must get through to its data; only our own folder is opened for it."""
    var_dir.chmod(var_dir.stat().st_mode | 0o011)
    for parent in var_dir.resolve().parents:
        if not parent.stat().st_mode & 0o001:
            raise EmbeddedError(
                f"The embedded PostgreSQL runs as the user {programs.SYSTEM_USER}, who may not "
                f"pass through {parent}. Set PEKPPP_VAR to a folder that everybody may reach, "
                "such as /var/lib/pekppp/trial, or set DATABASE_URL."
            )


def _log_tail(data: Path) -> str:
    try:
        return "\n".join((data / "server.log").read_text(errors="replace").splitlines()[-10:])
    except OSError:
        return ""


def main(arguments: list[str]) -> int:
    """`python -m pekppp.running.embedded start|stop|status`: for work with psql or a debugger."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")
    var_dir = _var_dir(None)
    match arguments:
        case ["start"]:
            ensure(var_dir)
            _keep_marker(var_dir).touch()
            print(f"running: psql -h {socket_dir(var_dir)} -U {SUPERUSER} {DATABASE}")
        case ["stop"]:
            print("stopped" if stop(var_dir) else "was not running")
        case ["status"]:
            pid = postmaster_pid(var_dir)
            print(f"running as process {pid} on {socket_dir(var_dir)}" if pid else "not running")
            return 0 if pid else 3
        case _:
            print("usage: python -m pekppp.running.embedded start|stop|status", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as problem:
        sys.exit(str(problem))
