"""`python -m tests.release`: the static files of a release, as `make run` collects them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

import django

from pekppp.preparation import collect_static_files


def ignore(_said: str) -> None:
    """Nobody reads along."""


if __name__ == "__main__":
    django.setup()
    collect_static_files(ignore)
