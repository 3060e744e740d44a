"""What every public page shares: open to all, cacheable, the same for everybody."""

import zlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    set_response_etag,
)
from django.views.decorators.http import require_safe

from evaluations.models import Siklus
from reports.keeping import Busy, kept

MAX_AGE = 300
COME_BACK = 15  # seconds, to who finds a page still being made

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open to everyone, read only, with an ETag, and cacheable where nobody is logged in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Busy:
            return _being_made(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, max_age=0)
        else:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        if response.streaming or response.status_code != HTTPStatus.OK:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, response["ETag"], response=response)

    return login_not_required(require_safe(inner))


def _being_made(request: HttpRequest) -> HttpResponse:
    response = page(request, "sedang_dibuat", {})
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = str(COME_BACK)
    patch_cache_control(response, no_store=True)
    return response


def kept_whole(view: View) -> View:
    """For a view that says the same to everybody: its answer is made once for the same rows.

    Not where something is asked in the query: there are as many answers as there are questions.
    """

    @wraps(view)
    def inner(request: HttpRequest, siklus: UUID | None = None, **kwargs: Any) -> HttpResponse:
        given = kwargs if siklus is None else {"siklus": siklus, **kwargs}
        if request.GET or request.user.is_authenticated:
            return view(request, **given)

        def make() -> tuple[dict[str, str], bytes]:
            response = view(request, **given)
            return dict(response.headers), zlib.compress(response.content)

        headers, content = kept(request.path, siklus, make)
        return HttpResponse(zlib.decompress(content), headers=headers)

    return inner


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = f"reports/portal/{name}.html"
    context = {"lisensi": licence(), "kontak": settings.PORTAL_CONTACT} | context
    if request.user.is_authenticated:
        return render(request, template, context)
    # `request` for the links of the pages alone; no context processor runs.
    shared = {"request": request, "demo": settings.DEMO}
    return HttpResponse(render_to_string(template, shared | context))


def licence() -> dict[str, str]:
    return {"nama": settings.PORTAL_LICENCE, "alamat": settings.PORTAL_LICENCE_URL}


def corrections(siklus: Siklus) -> str:
    """To whom a mistake is told."""
    where = f" ({settings.PORTAL_CONTACT})" if settings.PORTAL_CONTACT else ""
    return f"Ada yang keliru? Sampaikan kepada {siklus.instansi.nama}{where}."
