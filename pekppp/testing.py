"""pytest plugin: the suite runs on an embedded server and a data folder of its own.

Loaded by name from pyproject.toml, so that it is here before Django reads its settings. The
controller starts and stops the server; its xdist workers inherit the environment and find it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from pekppp.running import database_roles, embedded

ROOT = Path(__file__).resolve().parent.parent
SLOTS = 16
LEFT_OVER = ("berkas", "antrean", "surat", "tmp")
WORKER = "PYTEST_XDIST_WORKER" in os.environ
# A developer's own settings must not decide what the suite finds.
UNSET = ("PRODUCTION", "DEBUG", "DEMO", "EMAIL_HOST", "S3_BUCKET", "BASE_URL", "ALLOWED_HOSTS")


def _take_slot() -> tuple[Path, IO[str]]:
    """A data folder that stays between runs, since making a server anew costs two seconds.

    A second suite at the same time takes the next one. The returned file holds the lock.
    """
    name = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:12]
    # The same place at every run is the point, and it holds test data alone.
    top = Path("/var/lib/pekppp" if os.geteuid() == 0 else f"/tmp/pekppp-{os.geteuid()}")  # noqa: S108
    top.mkdir(mode=0o755, parents=True, exist_ok=True)
    for slot in range(1, SLOTS + 1):
        folder = top / f"test-{name}-{slot}"
        lock = folder.with_suffix(".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return folder, lock
    pytest.exit(f"{SLOTS} suites already run from this checkout", returncode=4)


def _give_the_application_its_login() -> None:
    """Of a given server the owner's address is enough; the tests run as somebody who owns nothing.

    The role bears the name of the database: another suite on the same server has another one.
    """
    owner = os.environ.setdefault("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
    if os.environ["DATABASE_URL"] == owner:
        given = urlsplit(owner)
        role, where = f"{given.path.strip('/')}_app", given.netloc.rpartition("@")[2]
        secret = hashlib.sha256(owner.encode()).hexdigest()
        os.environ["DATABASE_URL"] = given._replace(netloc=f"{role}:{secret}@{where}").geturl()


# Where nothing may be kept, every worker and every process that a test starts compiles the whole
# source anew: half a minute of work for one run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")
os.environ["STATIC_FROM_SOURCES"] = "1"
if os.environ.get("DATABASE_URL"):
    _give_the_application_its_login()
if WORKER:
    var_dir = Path(os.environ["PEKPPP_VAR"])
else:
    var_dir, _lock = _take_slot()
    os.environ["PEKPPP_VAR"] = str(var_dir)
    for setting in UNSET:
        os.environ.pop(setting, None)
    for folder in LEFT_OVER:
        shutil.rmtree(var_dir / folder, ignore_errors=True)
    (var_dir / "static").mkdir(parents=True, exist_ok=True)  # or every request warns
SCHEMA_LOCK = var_dir / "schema.lock"
_making: list[subprocess.Popen[bytes]] = []


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.help or config.option.version:
        return
    if os.environ.get("REDIS_URL"):
        # One server for all workers and all runs: none may find what another one kept.
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
    if not WORKER:
        if not os.environ.get("DATABASE_URL"):
            embedded.ensure(var_dir, durable=False)
        else:
            with maintenance() as server:
                database_roles.make_role(server)
        _begin_schema()
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["TEMPLATE"] = schema_name()
    # Who waits this long for a lock waits for ever: an error names the statement, a hung test none.
    # Compiling statements pays for none of a few rows; the embedded server never does it.
    database.setdefault("OPTIONS", {})["options"] = "-c lock_timeout=60s -c jit=off"
    # The same hashes in a hundredth of the time: they are slow on purpose.
    settings.PASSWORD_HASHERS = ["tests.factories.QuickHasher"]


def pytest_collection_finish() -> None:
    """Here, and not in a fixture, since no test's time runs yet."""
    wait_for_schema()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if WORKER:
        return
    for process in _making:
        process.wait()
    if os.environ.get("DATABASE_URL"):  # somebody's server: nothing of ours stays there
        with maintenance() as server:
            server.execute(_drop(schema_name()))
            with suppress(psycopg.Error):  # another suite's databases may still know the role
                role = sql.Identifier(database_roles.application())
                server.execute(sql.SQL("DROP ROLE {}").format(role))
    embedded.release(var_dir)


# The schema --------------------------------------------------------------------------------------
# Migrating from nothing takes as long as a hundred tests: it is done once, in a process of its own
# while the workers collect, and each worker's database is a copy. On the embedded server it stays
# for the next run of the same migrations.


def schema_name() -> str:
    digest = hashlib.sha256(settings.DATABASES["default"]["NAME"].encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        digest.update(path.read_bytes())
    for name in (
        "pekppp/running/first_tables.py",
        "pekppp/running/database_roles.py",
        "requirements.lock",
    ):
        digest.update((ROOT / name).read_bytes())
    return f"schema_{digest.hexdigest()[:16]}"


def wait_for_schema() -> None:
    """Until the process that makes it has ended, however: it holds the lock all its life."""
    with SCHEMA_LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)


def _begin_schema() -> None:
    name = schema_name()
    with maintenance() as server:
        found = server.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'schema\_%'")
        known = {row[0] for row in found.fetchall()}
        if name in known:
            return
        if not os.environ.get("DATABASE_URL"):
            for other in known:
                server.execute(_drop(other))
    with SCHEMA_LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _making.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.schema", name], cwd=ROOT, pass_fds=[lock.fileno()]
            )
        )


def maintenance() -> "closing[psycopg.Connection[tuple[str]]]":
    """The owner's connection to the suite's server, beside every test database."""
    given = settings.DATABASE_OWNER
    return closing(
        psycopg.connect(
            host=given["HOST"],
            port=given.get("PORT") or None,
            user=given["USER"],
            password=given.get("PASSWORD") or None,
            dbname="postgres",
            autocommit=True,
        )
    )


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name))
