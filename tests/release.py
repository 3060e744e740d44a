"""`python -m tests.release`: the static files of a release, as `make run` collects them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")

import django

django.setup()

from pekppp.running.preparation import collect_static_files  # noqa: E402  it knows the models


def ignore(_said: str) -> None:
    """Nobody reads along."""


if __name__ == "__main__":
    collect_static_files(ignore)
