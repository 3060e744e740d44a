"""Views of others under a limit of ours."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pekppp.base.addresses import client_network
from pekppp.base.limits import WINDOW, Limit

View = Callable[..., HttpResponse]


def limited(view: View, limit: Limit) -> View:
    """What is sent to it, by network; looking is not counted."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not limit.passes(client_network(request)):
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(WINDOW)
            return response
        return view(request, *args, **kwargs)

    return inner
