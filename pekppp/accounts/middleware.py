"""Middleware: a script's expired session is a 401, times are in one's zone, text travels packed."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import patch_cache_control
from pghistory import config as history_config
from pghistory.middleware import HistoryMiddleware

from pekppp.accounts import form_pages, sessions
from pekppp.accounts.access import delegated_to, memberships_of
from pekppp.accounts.request import Request
from pekppp.base.history import ToldOnce


def wants_json(request: HttpRequest) -> bool:
    """A script of ours that reads JSON, rather than a person who reads a page."""
    return "application/json" in request.headers.get("Accept", "")


def wants_no_redirect(request: HttpRequest) -> bool:
    """A script's request: a redirect to the login page would reach it as a 200."""
    return request.headers.get("HX-Request") == "true" or wants_json(request)


class CompressText(GZipMiddleware):
    """Pages, fragments and tables, for slow lines; Django pads them against guessing by length.

    Files are packed already, and a download without its length shows no progress.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        packable = ("text/", "application/json")
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(packable):
            return response
        return super().process_response(request, response)


class SessionLimits:
    """End the session that has lasted, or was left alone, for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not sessions.lives_on(request):
            request.session.flush()
            request.user = AnonymousUser()
        return self.get_response(request)


class NoRedirectForScripts:
    """Turn the login redirect of htmx and JSON requests into 401."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if wants_no_redirect(request):
            return JsonResponse(
                {
                    "galat": "sesi_berakhir",
                    "pesan": "Sesi Anda berakhir. Masuk kembali; isian Anda tetap tersimpan "
                    "di peramban ini.",
                },
                status=401,
            )
        return None


class LoginRequired(LoginRequiredMiddleware):
    """Whoever sent a form without a session comes back to the page of the form."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method in form_pages.SAFE:
            return super().handle_no_permission(request, view_func)
        return form_pages.login_redirect(request)


class ActingAs:
    """Put the membership a person acts in on the request, and switch to his time zone.

    What he is answered is his alone: no cache between him and us may keep it for another, and his
    own browser keeps nothing that Back would show after he has logged out. Pages that have to open
    without network say so themselves, and are not kept on a computer of many.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.membership = None
        if request.user.is_authenticated and request.user.is_demo and not settings.DEMO:
            # A session from before the demonstration was switched off.
            logout(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        memberships = memberships_of(request.user)
        chosen = request.session.get("membership")
        # Before he chooses: what was delegated to him for these days, else his oldest role.
        request.membership = next(
            (item for item in memberships if str(item.uuid) == chosen),
            next((item for item in memberships if item.sebagai), None)
            or (memberships[0] if memberships else None),
        )
        with timezone.override(zoneinfo.ZoneInfo(request.user.zone)):
            response = self.get_response(request)
        if "Cache-Control" not in response or sessions.is_shared(request):
            patch_cache_control(response, private=True, no_store=True)
        return response


class RememberWho(HistoryMiddleware):
    """Row history keeps who wrote; of who exercises the right of another, also whose that is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        def within(request: HttpRequest) -> HttpResponse:
            if request.method not in history_config.middleware_methods():
                return get_response(request)
            with connection.execute_wrapper(ToldOnce()):
                return get_response(request)

        super().__init__(within)

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context(request)
        if request.user.is_authenticated:
            acting = [row.menggantikan for row in delegated_to(request.user)]
            if acting:
                found["bertindak"] = acting
        return found
