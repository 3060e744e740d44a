"""What is printed for a survey: a list that looks after itself, requests, downloads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.models import Evaluasi
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.queries import surveys
from pekppp.accounts import directory
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import people_list
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file
from reports.models import Cetakan
from reports.prints import queries as print_queries
from reports.prints import services as print_services


@require_safe
@never_cache
def cetak(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    rows = print_queries.prints_of(found)
    context: dict[str, Any] = {
        "evaluasi": found,
        "cetakan": rows,
        "menunggu": any(row.waiting for row in rows),
    }
    if request.headers.get("HX-Request"):
        return render(request, "reports/prints/_list.html", context)
    context["links"] = [it for it in surveys.links_in_force(found.unit_id) if not it.kios]
    return render(request, "reports/prints/prints.html", context)


@require_POST
def poster(request: UserRequest, evaluasi: UUID, tautan: int) -> HttpResponse:
    found = _managed(request, evaluasi)
    link = surveys.get_link(found.unit_id, tautan)
    return _made(request, found, print_services.request_poster, tautan=link)


@require_POST
def formulir(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    return _made(request, found, print_services.request_form)


@require_POST
def slip(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    batch = survey_codes_queries.get_batch(found.survei, lembar)
    return _made(request, found, print_services.request_slips, lembar=batch)


@require_safe
@never_cache
def unduh(request: UserRequest, cetakan: UUID) -> FileResponse | HttpResponseRedirect:
    found = print_queries.get_print(request.user, cetakan)
    name = slugify(f"{found.jenis} survei {found.evaluasi.nama_unit[:60]} {found.judul[:40]}")
    try:
        return stored_file(
            found.path,
            as_attachment=True,
            filename=f"{name}.pdf",
            content_type="application/pdf",
        )
    except FileNotFoundError:
        messages.error(request, "Berkas ini tidak ditemukan. Hubungi pengelola aplikasi.")
        return redirect("reports:prints", found.evaluasi.uuid)


@require_safe
@never_cache
def akses(request: UserRequest) -> HttpResponse:
    """Slips of a part of the ways in that a filter leaves."""
    asked, only = people_list.asked_ways(request)
    ends = people_list.uuids([request.GET.get("dari", ""), request.GET.get("sampai", "")])
    between = (ends[0], ends[1]) if len(ends) == 2 else None
    found = directory.bundle(request.user, asked, only, between)
    rows = directory.ways(request.user, found[: print_services.MOST_SLIPS])
    if not rows:
        messages.info(request, "Tidak ada akses yang masih berlaku pada bagian ini.")
        return redirect("accounts:ways")
    try:
        content = print_services.access_slips(by=request.user, rows=rows)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("accounts:ways")
    headers = {"Content-Disposition": 'attachment; filename="slip-akses.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _managed(request: UserRequest, uuid: UUID) -> Evaluasi:
    found = get_evaluasi(request.user, uuid, Permission.MANAGE_SURVEI)
    if found.survei is None:
        raise Http404
    return found


def _made(request: UserRequest, evaluasi: Evaluasi, service: Any, **more: Any) -> HttpResponse:
    try:
        row: Cetakan = service(by=request.user, evaluasi=evaluasi, **more)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        state = "sedang dibuat" if row.waiting else "sudah siap di bawah"
        messages.success(request, f"{row.get_jenis_display()} «{row.judul}» {state}.")
    return redirect("reports:prints", evaluasi.uuid)
