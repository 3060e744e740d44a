"""The requests that views get."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from pekppp.accounts.models import Membership, User


class Request(HttpRequest):
    """Django's request with what the middleware adds; like the next one a type, and never built."""

    # The role that the person acts in; None for who has none, or is not logged in.
    membership: Membership | None
    htmx: HtmxDetails


class UserRequest(Request):
    """What a view behind the login gets: `LoginRequired` lets only people through to it."""

    user: User
