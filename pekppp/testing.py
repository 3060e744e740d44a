"""pytest plugin: the suite runs on an embedded server and a data folder of its own.

Loaded by name from pyproject.toml, so that it is here before Django reads its settings. The
controller starts and stops the server; its xdist workers inherit the environment and find it.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from pekppp import embedded

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


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")
os.environ["STATIC_FROM_SOURCES"] = "1"
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
SCHEMA = var_dir / "schema"
SCHEMA_STAMP = var_dir / "schema.running"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.help or config.option.version:
        return
    if not os.environ.get("DATABASE_URL"):
        config.option.reuse_db = True  # of pytest-django; a worker reads its options anew
    if os.environ.get("REDIS_URL"):
        # One server for all workers and all runs: none may find what another one kept.
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
    if WORKER:
        return
    if not os.environ.get("DATABASE_URL"):
        embedded.ensure(var_dir, durable=False)
        _forget_other_schemas()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(error: object) -> None:
    """A worker that died in the middle of a test may have left rows behind."""
    if error:
        SCHEMA_STAMP.unlink(missing_ok=True)


def pytest_sessionfinish(exitstatus: int) -> None:
    orderly = (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    )
    if not WORKER and exitstatus not in orderly:
        SCHEMA_STAMP.unlink(missing_ok=True)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if WORKER:
        return
    with suppress(FileNotFoundError):
        SCHEMA_STAMP.rename(SCHEMA)
    embedded.release(var_dir)


def _forget_other_schemas() -> None:
    """Migrating from nothing takes ten seconds; databases of the same migrations are used again.

    The mark that they are clean is away while a suite runs, so one that was killed leaves none.
    """
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "requirements.lock").read_bytes())
    clean = SCHEMA.exists() and SCHEMA.read_text() == digest.hexdigest()
    SCHEMA.unlink(missing_ok=True)
    if not clean:
        _drop_test_databases()
    SCHEMA_STAMP.write_text(digest.hexdigest())


def _drop_test_databases() -> None:
    where = embedded.connection_settings(var_dir)
    with psycopg.connect(
        host=where["HOST"], user=where["USER"], dbname="postgres", autocommit=True
    ) as server:
        found = server.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_%'")
        for (name,) in found.fetchall():
            server.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(name)))
