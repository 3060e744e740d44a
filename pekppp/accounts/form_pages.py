"""A form that arrived after its session had ended: the page that it stands on.

Whoever logs in again is led there, and not to the address of the form, which may take POST alone.
What was typed waits in the tab it was typed in (pekppp/static/pekppp/typed.js).
"""

import inspect
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

SAFE = ("GET", "HEAD", "OPTIONS")
# Tells the login page to say that something did not arrive.
CUT_SHORT = "terputus"


def login_redirect(request: HttpRequest) -> HttpResponseRedirect:
    """To the login page, and from there to the page of the form that was sent."""
    address = f"{resolve_url(settings.LOGIN_URL)}?{CUT_SHORT}=1"
    return redirect_to_login(page_of_form(request), address)


def page_of_form(request: HttpRequest) -> str:
    """The page it was sent from, or else the nearest one above its own address."""
    came_from = _came_from(request)
    if _page_at(came_from):
        return came_from
    above = (address for address in _own_addresses(request) if _page_at(address, private=True))
    return next(above, settings.LOGIN_REDIRECT_URL)


_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def hands_out_a_file(view: _View) -> _View:
    """Marks what answers GET and is no page, below whose address forms are sent to."""
    vars(view)["is_page"] = False
    return view


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        referer, {request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    there = urlsplit(referer)
    return urlunsplit(("", "", there.path, there.query, ""))


def _own_addresses(request: HttpRequest) -> Iterator[str]:
    yield request.get_full_path()
    parts = request.path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        yield f"/{'/'.join(parts[:length])}/"


def _page_at(address: str, *, private: bool = False) -> bool:
    if address.startswith("//"):
        return False  # a browser would read the name of another host in it
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    if private and not getattr(view, "login_required", True):
        return False
    return getattr(view, "is_page", True) and _answers_get(view)


def _answers_get(view: object) -> bool:
    """Whether it takes GET, by the lists that `require_http_methods` has wrapped it with."""
    while inspect.isfunction(view):
        allowed = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if allowed is not None and "GET" not in allowed:
            return False
        view = getattr(view, "__wrapped__", None)
    return True
