"""`python -m tests.schema NAME`: an empty database with all tables, as a template for the tests'.

It gets its name last, so that a half-made one is never taken for the whole.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def make(name: str) -> None:
    """On the server of the settings; raises what Django and PostgreSQL raise."""
    unfinished = f"{name}_{os.getpid()}"
    given = settings.DATABASES["default"]["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = unfinished
    call_command("migrate", verbosity=0)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = given
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


if __name__ == "__main__":
    django.setup()
    make(sys.argv[1])
