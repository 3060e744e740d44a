"""Migrate and load what the fixtures hold; nothing when nothing changed."""

from typing import Any

from django.core.management.base import BaseCommand

from pekppp.running.preparation import prepare_database


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_database(self.stdout.write)
