"""What an operator cannot mend by reading a traceback is said in one line, with what to do."""

import re
from collections.abc import Iterator

import psycopg
import redis
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from environs.exceptions import EnvError
from kombu.exceptions import OperationalError as BrokerError

# Codes of PostgreSQL: connection, login, no such database, shutting down or starting up.
NO_DATABASE = ("08", "28", "3D", "57P")
# No table, no column: the tables are not there, or not yet those of this version.
NOT_PREPARED = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn)
# What the server or the network answers to a login (English, as PostgreSQL comes), and the advice.
LOGIN_ADVICE = (
    (
        re.compile(r'database ".*" does not exist'),
        "The database does not exist; make it (createdb), or correct its name in DATABASE_URL.",
    ),
    (
        re.compile(r'role ".*" does not exist'),
        "The database does not know the login in DATABASE_URL; correct it, or run manage.py "
        "prepare, which makes it where DATABASE_OWNER_URL may.",
    ),
    (
        re.compile(r"password authentication failed|no password supplied"),
        "The database refuses the login; correct the user or the password in DATABASE_URL.",
    ),
)
NO_ANSWER = "The database does not answer; check DATABASE_URL and PostgreSQL itself."
NO_REDIS = "Redis does not answer; check REDIS_URL and Redis itself."


def words_for(error: BaseException) -> str | None:
    """One line about what this installation lacks; None for what is a fault of the program."""
    for cause in _causes(error):
        words = _words(cause)
        if words:
            return words
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from, outermost first."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _words(error: BaseException) -> str:
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, EnvError):
        return f"A setting of the environment cannot be read: {_flat(error)}"
    if isinstance(error, redis.exceptions.ConnectionError | BrokerError):
        return f"{NO_REDIS} ({_flat(error)})"
    if isinstance(error, Error) and isinstance(error.__cause__, psycopg.Error):
        return _words_of_database(error.__cause__)
    return ""


def _words_of_database(error: psycopg.Error) -> str:
    said = _flat(error)
    if isinstance(error, NOT_PREPARED):
        return f"The database has not been prepared; run manage.py prepare. ({said})"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return (
            "The database's login may not do this; run manage.py prepare with the owner of the "
            f"tables in DATABASE_OWNER_URL. ({said})"
        )
    lost = isinstance(error, psycopg.OperationalError) and not error.sqlstate
    if lost or (error.sqlstate or "").startswith(NO_DATABASE):
        advice = (words for pattern, words in LOGIN_ADVICE if pattern.search(said))
        return f"{next(advice, NO_ANSWER)} ({said})"
    return ""


def _flat(error: BaseException) -> str:
    return " ".join(str(error).split())
