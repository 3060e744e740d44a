"""Workbooks of master data: offices' admins, units, people; checked, then applied by a worker."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import import_queries as queries
from pekppp.accounts import sheet as master_sheet
from pekppp.accounts.access import memberships_of
from pekppp.accounts.forms.imports import MasterDataForm
from pekppp.accounts.models import ImporInduk, Instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import ADMINS
from pekppp.accounts.services.imports import worker
from pekppp.accounts.services.imports.kinds import (
    KINDS,
    Kind,
    in_words,
    kinds_for,
    result_rows,
    result_titles,
)
from pekppp.accounts.services.imports.lines import EFFECTS, SAME
from pekppp.accounts.views.common import attempt, download, paginate
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

PER_PAGE = 100
Status = ImporInduk.Status


def _kinds(request: UserRequest) -> list[Kind]:
    """What this person may import; 403 where that is nothing."""
    found = kinds_for(request.user)
    if not found:
        raise PermissionDenied
    return found


def _mine(request: UserRequest, uuid: UUID, *, whole: bool = True) -> ImporInduk:
    """An import of this person's own, as long as he administers anything."""
    if not any(row.role in ADMINS for row in memberships_of(request.user)):
        raise PermissionDenied
    return queries.get_import(request.user, uuid, whole=whole)


@require_safe
@never_cache
def imports(request: UserRequest) -> HttpResponse:
    """The kinds with their samples, and what this person has uploaded."""
    context = {
        "kinds": _kinds(request),
        "page": paginate(request, queries.my_imports(request.user)),
    }
    return render(request, "accounts/imports/imports.html", context)


@require_safe
def import_sample(request: UserRequest) -> HttpResponse:
    """The file to fill in of the kind that the query names, with what is known already."""
    kind = next((k for k in _kinds(request) if k.jenis == request.GET.get("jenis")), None)
    if kind is None:
        raise Http404
    rows, choices = kind.sample(request.user)
    return download(master_sheet.sample(kind.table, rows, choices), f"impor-{kind.jenis}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: UserRequest) -> HttpResponse:
    """Put a file into the queue of the check; nothing else changes."""
    kinds = [(kind.jenis.value, kind.jenis.label) for kind in _kinds(request)]
    posted = request.method == "POST"
    form = MasterDataForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kinds=kinds,
        initial={"jenis": request.GET.get("jenis", "")},
    )

    def start(data: dict[str, Any]) -> ImporInduk:
        file = data["berkas"]
        return worker.start(
            by=request.user,
            instansi=_acting(request),
            jenis=data["jenis"],
            file=file,
            name=file.name,
        )

    made = attempt(form, start)
    if made is not None:
        return redirect("accounts:import", made.uuid)
    return render(
        request, "accounts/imports/upload.html", {"form": form}, status=422 if posted else 200
    )


def _acting(request: UserRequest) -> Instansi:
    """The office for which the person acts now, or the first that he administers."""
    held = [request.membership, *memberships_of(request.user)]
    admin = next((row for row in held if row is not None and row.role in ADMINS), None)
    return certain(admin, "who may import administers an office").instansi


@require_safe
@never_cache
def import_page(request: UserRequest, uuid: UUID) -> HttpResponse:
    """What the file would do, how far the worker is, or what was made."""
    found = _mine(request, uuid)
    rows = found.hasil if found.status == Status.SELESAI else found.baris
    only = [row for row in rows if row["akibat"] != SAME]
    page = paginate(request, only, size=PER_PAGE)
    for row in page.object_list:
        row["kata"] = EFFECTS[row["akibat"]][found.status == Status.SELESAI]
        row["perubahan"] = in_words(row["beda"])
    context = {
        "impor": found,
        "kind": KINDS[found.jenis],
        "working": found.status in (Status.DIBACA, Status.DITERAPKAN),
        "counts": _counts(rows, done=found.status == Status.SELESAI),
        "changes": len(only),
        "same": len(rows) - len(only),
        "page": page,
    }
    return render(request, "accounts/imports/import.html", context)


def _counts(rows: list[dict[str, Any]], *, done: bool) -> list[tuple[str, int]]:
    """How many rows each effect has, in the order of the table of effects."""
    found = {effect: sum(row["akibat"] == effect for row in rows) for effect in EFFECTS}
    return [(EFFECTS[effect][done], number) for effect, number in found.items() if number]


@require_safe
@never_cache
def import_progress(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _mine(request, uuid, whole=False)
    working = found.status in (Status.DIBACA, Status.DITERAPKAN)
    context = {"impor": found, "working": working}
    response = render(request, "accounts/imports/_progress.html", context)
    if not working:
        response["HX-Refresh"] = "true"  # the page around it says something else now
    return response


@require_POST
def import_apply(request: UserRequest, uuid: UUID) -> HttpResponse:
    """All of it, or nothing; a worker does it."""
    found = _mine(request, uuid)
    try:
        worker.confirm(by=request.user, impor=found)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("accounts:import", found.uuid)


@require_safe
def import_result(request: UserRequest, uuid: UUID) -> HttpResponse:
    """What was made of each row, with usernames, as a workbook."""
    found = _mine(request, uuid)
    if found.status != Status.SELESAI:
        raise Http404
    kind = KINDS[found.jenis]
    notes = [f"{kind.jenis.label}: {found.nama_berkas}, diterapkan oleh {found.oleh}."]
    content = master_sheet.result(result_titles(kind), result_rows(kind, found.hasil), notes)
    return download(content, f"hasil-impor-{found.jenis}.xlsx")
