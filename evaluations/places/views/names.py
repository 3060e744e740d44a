"""Offers the name of today to running evaluations; a fragment for the page of unit and instansi."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evaluations.core.queries import names as core_names
from evaluations.core.words import named
from evaluations.places.services import names
from pekppp.accounts.queries import get_instansi, get_unit
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.wide import ask


@require_http_methods(["GET", "HEAD", "POST"])
def of_unit(request: UserRequest, unit: UUID) -> HttpResponse:
    return _page(request, get_unit(request.user, unit, Permission.MANAGE_UNITS), "accounts:unit")


@require_http_methods(["GET", "HEAD", "POST"])
def of_instansi(request: UserRequest, instansi: UUID) -> HttpResponse:
    found = get_instansi(request.user, instansi, Permission.MANAGE_UNITS)
    return _page(request, found, "accounts:instansi")


def _page(request: UserRequest, place: Any, back: str) -> HttpResponse:
    if request.method == "POST":
        rows = named(core_names.outdated(place))
        asked_first = ask(
            request, {"evaluasi": rows}, back=reverse(back, args=[place.uuid]), subject=str(place)
        )
        if asked_first:
            return asked_first
        number = names.correct(by=request.user, place=place)
        messages.success(request, f"Nama pada {number} evaluasi berjalan diperbaiki.")
        return redirect(back, place.uuid)
    context = {"rows": core_names.outdated(place), "address": request.path}
    return render(request, "evaluations/places/_name.html", context)
