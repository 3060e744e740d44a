"""What `manage.py check --deploy` says beside Django's own checks."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from pekppp.running import database_roles


@register(deploy=True)
def application_owns_nothing(**_: Any) -> list[CheckMessage]:
    if database_roles.is_apart():
        return []
    return [
        Warning(
            "The application logs in as the owner of its tables.",
            hint="Give the owner's address as DATABASE_OWNER_URL to prepare, backup and restore, "
            "and the application another login in DATABASE_URL; prepare makes it.",
            id="pekppp.W001",
        )
    ]
