"""The ministry's wilayah kerja on one page, and one of them to change."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.forms.working_regions import WorkingRegionForm
from pekppp.accounts.models import WilayahKerja
from pekppp.accounts.request import UserRequest
from pekppp.accounts.services import working_regions as services
from pekppp.accounts.views.common import attempt, may_add_instansi
from pekppp.base.certain import certain


@require_safe
def working_regions(request: UserRequest) -> HttpResponse:
    """Every wilayah with who is in it, and who is in none."""
    _require_admin(request)
    return render(request, "accounts/regions/regions.html", queries.regions_page())


@require_http_methods(["GET", "HEAD", "POST"])
def new_working_region(request: UserRequest) -> HttpResponse:
    _require_admin(request)
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def working_region(request: UserRequest, uuid: UUID) -> HttpResponse:
    _require_admin(request)
    return _form(request, queries.get_working_region(uuid))


@require_POST
def delete_working_region(request: UserRequest, uuid: UUID) -> HttpResponse:
    _require_admin(request)
    found = queries.get_working_region(uuid)
    services.delete(by=request.user, wilayah=found)
    messages.success(request, f"{found} dihapus.")
    return redirect("accounts:working_regions")


def _form(request: UserRequest, wilayah: WilayahKerja | None) -> HttpResponse:
    ministry = certain(queries.office_by_kode(None), "its admin asks")
    form = WorkingRegionForm(request.POST or None, ministry=ministry, wilayah=wilayah)
    made = attempt(form, lambda data: services.save(by=request.user, wilayah=wilayah, **data))
    if made:
        messages.success(request, f"{made} disimpan.")
        return redirect("accounts:working_regions")
    return render(
        request,
        "accounts/regions/region.html",
        {"form": form, "wilayah": wilayah},
        status=422 if form.errors else 200,
    )


def _require_admin(request: UserRequest) -> None:
    if not may_add_instansi(request.user):
        raise PermissionDenied
