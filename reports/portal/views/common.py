"""What every public page shares: open to all, cacheable, the same for everybody."""

import zlib
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    set_response_etag,
)
from django.views.decorators.http import require_safe

from evaluations.models import Siklus
from pekppp.base import limits
from pekppp.base.addresses import client_network
from pekppp.base.certain import certain
from reports.core.kept import Busy, kept, one_of_few
from reports.portal import services as portal_services
from reports.portal.views import parameters as parameters_views

MAX_AGE = 300
COME_BACK = 15  # seconds, to who finds a page still being made

View = Callable[..., HttpResponse]


class Paged(HttpResponse):
    """The answer, with how many pages its table has."""

    pages = 1


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open to everyone, read only, with an ETag, and cacheable where nobody is logged in.

    Of the query string only what `asking` knows gets in.
    """

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        request.GET = parameters_views.asked(request, kwargs.get("siklus"))  # type: ignore[assignment]  # immutable
        try:
            response = view(request, **kwargs)
        except Busy:
            portal_services.wake()
            return _come_back(request, "being_made", HTTPStatus.SERVICE_UNAVAILABLE, COME_BACK)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, max_age=0)
        else:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        if not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        found = get_conditional_response(request, response["ETag"], response=response)
        return certain(found, "it was given an answer")

    return login_not_required(require_safe(inner))


def _come_back(request: HttpRequest, name: str, status: int, seconds: int) -> HttpResponse:
    response = page(request, name, {})
    response.status_code = status
    response["Retry-After"] = str(seconds)
    patch_cache_control(response, no_store=True)
    return response


def kept_whole(view: View, *, names_nobody: bool = False, of_all: bool = False) -> View:
    """For a view that says the same to everybody: its answer is made once for the same rows.

    What people type freely has as many answers as there are questions: computed for who asks, of a
    network so often, and few at a time. `names_nobody`: it is the same for who is logged in.
    `of_all`: it tells of other cycles, too, and is made anew when anything is published.
    """

    @wraps(view)
    def inner(request: HttpRequest, siklus: UUID | None = None, **kwargs: Any) -> HttpResponse:
        given = kwargs if siklus is None else {"siklus": siklus, **kwargs}
        asked = request.GET.dict()
        if not asked.keys().isdisjoint(parameters_views.FREE):
            if not limits.PORTAL.passes(client_network(request)):
                return _come_back(request, "too_often", HTTPStatus.TOO_MANY_REQUESTS, limits.WINDOW)
            one_of_few()
            return view(request, **given)
        if request.user.is_authenticated and not names_nobody:
            return view(request, **given)

        def answer(question: dict[str, str]) -> tuple[dict[str, str], bytes, int]:
            def make() -> tuple[dict[str, str], bytes, int]:
                if question:
                    one_of_few()
                request.GET = parameters_views.query_of(question)  # type: ignore[assignment]  # immutable
                response = view(request, **given)
                content = zlib.compress(response.content)
                return (
                    dict(response.headers),
                    content,
                    response.pages if isinstance(response, Paged) else 1,
                )

            query = parameters_views.query_of(question).urlencode()
            name = f"{request.path}?{query}" if query else request.path
            # A worker makes what nothing is asked of; the rest is made of the same rows.
            return kept(name, None if of_all else siklus, make, dear=not question)

        number = int(asked.pop(parameters_views.PAGE, 1))
        headers, content, pages = answer(asked)
        if number > 1 and pages > 1:
            headers, content, _ = answer({**asked, parameters_views.PAGE: str(min(number, pages))})
        return HttpResponse(zlib.decompress(content), headers=headers)

    return inner


kept_file = partial(kept_whole, names_nobody=True)
kept_of_all = partial(kept_whole, of_all=True)


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = f"reports/portal/{name}.html"
    context = {"lisensi": licence(), "kontak": settings.PORTAL_CONTACT} | context
    if request.user.is_authenticated:
        return render(request, template, context)
    # `request` for the links of the pages alone; no context processor runs.
    shared = {"request": request, "demo": settings.DEMO}
    response = Paged(render_to_string(template, shared | context))
    if "page" in context:
        response.pages = context["page"].paginator.num_pages
    return response


def licence() -> dict[str, str]:
    return {"nama": settings.PORTAL_LICENCE, "alamat": settings.PORTAL_LICENCE_URL}


def corrections(siklus: Siklus) -> str:
    """To whom a mistake is told."""
    where = f" ({settings.PORTAL_CONTACT})" if settings.PORTAL_CONTACT else ""
    return f"Ada yang keliru? Sampaikan kepada {siklus.instansi.nama}{where}."
