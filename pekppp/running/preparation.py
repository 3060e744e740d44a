"""Everything between an empty database and the first page; nothing when nothing changed.

The digest of what was loaded is kept as a comment on Django's own migration table: it lives and
dies with the data it speaks of, whichever database that is.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pekppp.accounts.models import User
from pekppp.running import database_roles, other_versions
from pekppp.running.production import DEMONSTRATION_ACCOUNTS

SOURCES = ("pekppp", "instruments", "evaluations", "reports", "fixtures", "requirements.lock")
LOADED_SUFFIXES = {".py", ".yaml", ".csv", ".json", ".xlsx", ".lock"}


def prepare_database(say: Callable[[str], None]) -> None:
    """The tables are made by their owner; what is in them is loaded by the application."""
    database_roles.ensure_role()
    with database_roles.as_owner():
        other_versions.require_known()
    if not database_roles.is_apart():
        say("DATABASE_OWNER_URL is not set: the application owns its tables")
    loaded = (path for path in _sources() if path.suffix in LOADED_SUFFIXES)
    digest = _digest(
        loaded, f"demo={settings.DEMO} {settings.DEMO_UNITS} role={database_roles.application()}"
    )
    is_ready = _recorded() == digest and not _unapplied()
    if not is_ready:
        say("migrating the database")
        with database_roles.as_owner():
            call_command("createcachetable", verbosity=0)
            call_command("migrate", interactive=False, verbosity=0)
    if settings.PRODUCTION and User.objects.filter(is_demo=True).exists():
        raise ImproperlyConfigured(DEMONSTRATION_ACCOUNTS)
    if is_ready:
        return
    say("loading instruments and the list of instansi")
    for path in sorted((settings.BASE_DIR / "fixtures" / "instrumen").glob("*.yaml")):
        call_command("import_instrument", str(path), publish=True, verbosity=0)
    call_command("load_reference", verbosity=0)
    # The planner takes tables that were empty a moment ago for empty ones until it is told.
    with database_roles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if settings.DEMO:
        say("loading the demonstration")
        call_command("seed_demo", verbosity=0)
        if settings.DEMO_UNITS:
            say(f"inventing {settings.DEMO_UNITS} more units")
            call_command("generate_scale", units=settings.DEMO_UNITS, verbosity=0)
    _record(digest)


def collect_static_files(say: Callable[[str], None]) -> None:
    digest = _digest(
        path for path in _sources() if "static" in path.parts or path.suffix == ".lock"
    )
    stamp = Path(settings.STATIC_ROOT) / "collected"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("collecting static files")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)


def _sources() -> Iterable[Path]:
    for name in SOURCES:
        top: Path = settings.BASE_DIR / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _digest(paths: Iterable[Path], more: str = "") -> str:
    total = hashlib.sha256(more.encode())
    for path in paths:
        total.update(str(path).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _unapplied() -> bool:
    with database_roles.as_owner():
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _recorded() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        (comment,) = cursor.fetchone()
    return comment


def _record(digest: str) -> None:
    with database_roles.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{digest}'")
