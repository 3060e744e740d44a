"""What an operator cannot mend by reading a traceback is said in one line."""

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import Error

# Codes of PostgreSQL: connection, login, no such database, shutting down or starting up.
NO_DATABASE = ("08", "28", "3D", "57P")


def words_for(error: Exception) -> str | None:
    """One line about what this installation lacks; None for what is a fault of the program."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    cause = error.__cause__
    if not isinstance(error, Error) or not isinstance(cause, psycopg.Error):
        return None
    said = " ".join(str(cause).split())
    if isinstance(cause, psycopg.errors.UndefinedTable):
        return f"The database has not been prepared; run manage.py prepare. ({said})"
    lost = isinstance(cause, psycopg.OperationalError) and not cause.sqlstate
    if lost or (cause.sqlstate or "").startswith(NO_DATABASE):
        return f"The database does not answer; check DATABASE_URL and PostgreSQL itself. ({said})"
    return None
