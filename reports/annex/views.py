"""The annex of a decree: a part of the page of publication that looks after itself."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.calendar import get_siklus
from evaluations.models import Publikasi
from evaluations.publication.queries.decrees import get_publikasi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base.files.storages import stored_file
from reports.annex import queries as annex_queries
from reports.annex import services as annex_services


@require_safe
@never_cache
def annexes(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    """A fragment: what is there, what is being made."""
    found = _load(request, siklus, publikasi)
    rows = annex_queries.annexes_of(found)
    context = {"set": found, "rows": rows, "waiting": any(row.waiting for row in rows)}
    return render(request, "reports/annex/_annex.html", context)


@require_POST
def make(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    found = _load(request, siklus, publikasi)
    annex_services.request_annex(by=request.user, publikasi=found)
    return redirect("evaluations:publication", siklus)


@require_safe
@never_cache
def download(
    request: UserRequest, siklus: UUID, publikasi: UUID, lampiran: UUID
) -> HttpResponseBase:
    found = _load(request, siklus, publikasi)
    row = annex_queries.get_annex(found, lampiran)
    return stored_file(
        row.path,
        as_attachment=True,
        filename=f"lampiran-{slugify(found.siklus.nama)}-{found.himpunan[:8]}.{row.format}",
    )


def _load(request: UserRequest, siklus: UUID, publikasi: UUID) -> Publikasi:
    return get_publikasi(get_siklus(request.user, siklus, Permission.PUBLISH), publikasi)
