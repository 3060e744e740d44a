"""What several pages share."""

from typing import Any

from django.views.decorators.cache import cache_control

from pekppp.accounts.request import UserRequest

# Kept by the browser of the person, so that a tab that a phone has thrown away comes back without
# network. It asks anew where there is one, and shows nothing once he has logged out (back.js).
opens_without_network = cache_control(private=True, no_cache=True)


def posted(request: UserRequest) -> Any:
    """What was sent, however little; None where nothing was, so that a form stays unbound."""
    return request.POST if request.method == "POST" else None
