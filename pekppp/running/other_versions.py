"""Tables that another version of this application made, told in one line before anything is done.

Migrations lead from release to release, beginning with 0.2.0: what came before has no way in.
"""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

OURS = ("accounts", "instruments", "evaluations", "reports")
BEGINNING = ("accounts", "0001_release_0_2_0")
# These work with whatever is there: one replaces it, the other looks at it.
WITH_ANY_TABLES = {"restore", "dbshell"}

OLDER = "come from before version 0.2.0, and cannot be taken over"
NEWER = "come from a newer version of this application"

Key = tuple[str, str]


def require_known() -> None:
    """Raises ImproperlyConfigured where the database's tables are not this version's or an
    earlier release's."""
    found = fault(MigrationRecorder(connection).applied_migrations())
    if found is None:
        return
    if settings.EMBEDDED:
        place, way = f"The data in {settings.VAR_DIR}", "move that folder away"
    else:
        place, way = f"The database {settings.DATABASE_OWNER['NAME']}", "give an empty database"
    advice = "install that version" if found == NEWER else f"{way} and start again"
    raise ImproperlyConfigured(f"{place} {found}: {advice}.")


def require_known_for_command(name: str) -> None:
    """The same before a command of manage.py; it says itself why it cannot ask the database."""
    if name in WITH_ANY_TABLES:
        return
    try:
        require_known()
    except DatabaseError:
        connection.close()


def fault(applied: Iterable[Key]) -> str | None:
    """What is wrong with tables that these migrations made; None where nothing is."""
    ours = {key for key in applied if key[0] in OURS}
    if ours and BEGINNING not in ours:
        return OLDER
    return NEWER if ours - _known() else None


def _known() -> set[Key]:
    return {
        (label, path.stem)
        for label in OURS
        for path in (Path(apps.get_app_config(label).path) / "migrations").glob("[0-9]*.py")
    }
