"""Addresses of the services that are given in the environment, read or refused in one line."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

POSTGRES = "postgres://USER:PASSWORD@HOST:5432/NAME"
REDIS = "redis://HOST:6379/0"
REDIS_SCHEMES = ("redis", "rediss", "unix")


def database_of(url: str, variable: str) -> dict[str, Any]:
    """What Django's DATABASES needs; ImproperlyConfigured for what is no PostgreSQL's address.

    The address itself is not repeated: it holds a password.
    """
    try:
        found = dict(dj_database_url.parse(url)) if _scheme(url).startswith("postgres") else {}
    except ValueError:
        found = {}
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            f"{variable} is no address of a PostgreSQL database; write it as {POSTGRES} "
            "(special characters of the password as %XX)."
        )
    return found


def redis_of(url: str) -> str:
    """The address as it was given, "" where none was."""
    if url and _scheme(url) not in REDIS_SCHEMES:
        raise ImproperlyConfigured(
            f"REDIS_URL is no address of a Redis server; write it as {REDIS}."
        )
    return url


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""
