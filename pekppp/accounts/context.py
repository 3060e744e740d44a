"""What the header of every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pekppp.accounts import queries
from pekppp.accounts.access import memberships_of
from pekppp.accounts.roles import Role


def header(request: HttpRequest) -> dict[str, Any]:
    """Membership acted in, the others to switch to, unread notices; empty for visitors."""
    context: dict[str, Any] = {"demo": settings.DEMO}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    membership = getattr(request, "membership", None)
    context["acting"] = membership
    context["memberships"] = memberships_of(user)
    context["role"] = Role(membership.role).value if membership else ""
    context["unread"] = queries.unread_count(user)
    return context
