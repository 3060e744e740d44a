from typing import Any

from django.core.management.commands import flush

from pekppp.running import database_roles


class Command(flush.Command):
    """As the owner of the tables: the application may not empty them."""

    def handle(self, **options: Any) -> None:
        with database_roles.as_owner():
            super().handle(**options)
