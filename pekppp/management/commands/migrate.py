from typing import Any

from django.core.management.commands import migrate

from pekppp.running import database_roles, first_tables, other_versions


class Command(migrate.Command):
    """As the owner of the tables, who then tells what the application may do with new ones."""

    def handle(self, *args: Any, **options: Any) -> None:
        reads_only = options["plan"] or options["check_unapplied"]
        with database_roles.as_owner():
            other_versions.require_known()
            if not (reads_only or options["app_label"] or options["fake"]):
                first_tables.make_if_empty()
            super().handle(*args, **options)
            if not reads_only:
                database_roles.grant()
