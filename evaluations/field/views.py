"""The field: a page that works without network, its service worker, its data, and photos.

The page itself is the same for everybody and says nothing about anyone. Whatever belongs to a
person is JSON, and on his device it lies in a database of his own (`device.js`).
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.views import saves
from evaluations.core.views.common import opens_without_network
from evaluations.f02.queries.desk import get_desk
from evaluations.field import pages as field_pages
from evaluations.field import queries as field_queries
from evaluations.field import services as field_services
from evaluations.rules.visibility import Field
from pekppp.accounts.form_pages import hands_out_a_file
from pekppp.accounts.middleware import wants_json
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file

PICTURE_BYTES = 15_000  # about what a preview picture weighs; for saying a size beforehand
PACKAGE_BYTES = 40_000

SHELL = "evaluations/field/field.html"
WORKER = "evaluations/field/sw.js"
# The page's own files: named in its HTML, and so asked for by their published names.
NAMED = [
    "bootstrap/css/bootstrap.min.css",
    "pekppp/app.css",
    "pekppp/ikon.svg",
    "evaluations/field/field.css",
    "evaluations/field/start.js",
]
# Modules ask for each other by plain name.
IMPORTED = [
    "evaluations/f02/form.js",
    "evaluations/f02/rules.js",
    "evaluations/evidence/photo.js",
    "evaluations/core/saving.js",
    "evaluations/core/saving_acks.js",
    "evaluations/core/saving_disk.js",
    "evaluations/core/saving_post.js",
    "evaluations/core/saving_rules.js",
    "evaluations/core/saving_tabs.js",
    "evaluations/core/saving_words.js",
    "evaluations/core/device.js",
    "evaluations/field/queue.js",
    "evaluations/field/report.js",
    "evaluations/field/app.js",
    "evaluations/field/photos.js",
    "evaluations/field/documents.js",
    "evaluations/field/indicator.js",
    "evaluations/field/state.js",
    "evaluations/field/package.js",
    "evaluations/field/worker.js",
    "evaluations/field/recommendations.js",
    "evaluations/field/display.js",
    "evaluations/field/unit.js",
    "evaluations/field/waiting.js",
]


@opens_without_network
@require_safe
def shell(request: UserRequest) -> HttpResponse:
    return render(request, SHELL)


@require_safe
def worker(request: UserRequest) -> HttpResponse:
    """The service worker: what it keeps is listed here, so that a release changes it."""
    content = {"versi": release(), "berkas": addresses(), "kerangka": reverse("evaluations:field")}
    return HttpResponse(
        f"const ISI = {json.dumps(content)};\n{_source(WORKER).decode()}",
        content_type="text/javascript",
        headers={"Cache-Control": "private, no-cache"},
    )


@require_safe
def manifest(request: UserRequest) -> JsonResponse:
    start = reverse("evaluations:field")
    icons = [(192, "any"), (512, "any"), (512, "maskable")]
    data = {
        "name": "PEKPPP lapangan",
        "short_name": "PEKPPP",
        "description": "Menilai F02 di lokasi, juga tanpa jaringan.",
        "lang": "id",
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#f6f7f9",
        "theme_color": "#0b3b75",
        "icons": [
            {
                "src": static(f"evaluations/field/ikon-{purpose}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in icons
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


def addresses() -> list[str]:
    """What the page needs in order to open without network."""
    plain = [settings.STATIC_URL + name for name in IMPORTED]
    published = [static(name) for name in IMPORTED]
    aggregated = getattr(staticfiles_storage, "support_js_module_import_aggregation", False)
    return [*(static(name) for name in NAMED), *(published if aggregated else plain)]


def release() -> str:
    """Changes whenever any of the page's files does."""
    return _release() if not settings.DEBUG else _release.__wrapped__()


@lru_cache
def _release() -> str:
    digest = hashlib.sha256(render_to_string(SHELL).encode())
    for name in [*NAMED, *IMPORTED, WORKER]:
        digest.update(_source(name))
    return digest.hexdigest()[:16]


def _source(name: str) -> bytes:
    return Path(certain(finders.find(name), "it is one of our own files")).read_bytes()


# never_cache: what a device keeps of these lies in the person's own database, and goes with it.
@require_safe
@never_cache
@ensure_csrf_cookie
def units(request: UserRequest) -> JsonResponse:
    """Who I am, and my units with what their packages would weigh."""
    user = request.user
    found = field_queries.my_units(user)
    pictures = field_queries.pictures_of([item.evaluasi for item in found])
    return JsonResponse(
        {
            "pengguna": user.pk,
            "nama": user.get_short_name(),
            "hari": settings.LAPANGAN_HARI,
            "unit": [
                {
                    "uuid": str(item.evaluasi.uuid),
                    "nama": item.evaluasi.nama_unit,
                    "instansi": item.evaluasi.nama_instansi,
                    "siklus": item.evaluasi.siklus.nama,
                    "kata": item.kata,
                    "terisi": item.terisi,
                    "jumlah": item.jumlah,
                    "paket": reverse("evaluations:field_package", args=[item.evaluasi.uuid]),
                    "gambar": pictures.get(item.evaluasi.pk, 0),
                    "byte": PACKAGE_BYTES + PICTURE_BYTES * pictures.get(item.evaluasi.pk, 0),
                }
                for item in found
            ],
        }
    )


@require_safe
@never_cache
def package(request: UserRequest, evaluasi: UUID) -> JsonResponse:
    desk = field_queries.get_field_desk(request.user, evaluasi)
    if desk is None:
        raise PermissionDenied("neither scores nor verifies here")
    return JsonResponse(field_pages.package(desk))


@require_POST
def device(request: UserRequest) -> JsonResponse:
    """How much this browser still has to send: {perangkat, belum} as JSON."""
    if saves.by_another(request):
        return _said(401, "Anda sudah masuk sebagai orang lain di peramban ini.")
    try:
        data = json.loads(request.body)
        perangkat, belum = UUID(str(data["perangkat"])), data["belum"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _said(400, "Laporan perangkat tidak terbaca.")
    if not isinstance(belum, int) or isinstance(belum, bool) or belum < 0:
        return _said(400, "Laporan perangkat tidak terbaca.")
    field_services.note_device(by=request.user, perangkat=perangkat, belum=belum)
    return JsonResponse({"belum": belum})


# Photos -------------------------------------------------------------------------------------------


@require_POST
def photo_add(request: UserRequest, evaluasi: UUID) -> JsonResponse:
    """One photo: `foto`, `kunci`, `indikator`, `diambil` (ISO time of the device)."""
    if saves.by_another(request):
        return _said(401, "Anda sudah masuk sebagai orang lain di peramban ini.")
    try:
        found = field_queries.get_for_photo(request.user, evaluasi)
        row = field_services.add_photo(by=request.user, evaluasi=found, **_photo_fields(request))
    except Refused as error:
        return _said(error.status, error.message)
    except PermissionDenied:
        return _said(403, "Anda tidak lagi ditugaskan pada indikator ini.")
    except Http404:
        return _said(404, "Evaluasi ini tidak ditemukan atau bukan lagi tugas Anda.")
    told = field_pages.photo(row, request.user)
    return JsonResponse({"kunci": str(row.kunci), "pada": saves.clock(row.pada), "foto": told})


def _photo_fields(request: UserRequest) -> dict[str, Any]:
    post, file = request.POST, request.FILES.get("foto")
    try:
        taken, key = parse_datetime(post.get("diambil", "")), UUID(post.get("kunci", ""))
        indikator = int(post.get("indikator", ""))
    except ValueError:
        taken = None
    if file is None or taken is None or taken.tzinfo is None:
        raise Refused("Foto tidak lengkap terkirim. Coba lagi.", status=400)
    return {
        "file": file,
        "indikator": indikator,
        "diambil_pada": taken,
        "key": key,
        "keterangan": post.get("keterangan", ""),
    }


def _said(status: int, pesan: str) -> JsonResponse:
    return JsonResponse({"galat": "ditolak", "pesan": pesan}, status=status)


@hands_out_a_file
@require_safe
def photo(request: UserRequest, evaluasi: UUID, foto: UUID) -> HttpResponseBase:
    """The picture, for whoever sees the internal notes."""
    desk = get_desk(request.user, evaluasi)
    if Field.CATATAN_INTERNAL not in desk.fields:
        raise Http404
    row = field_queries.get_photo(desk.evaluasi, foto)
    etag = f'"{row.berkas.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = stored_file(
                row.berkas.path,
                as_attachment=True,
                filename=f"foto-{row.indikator}.jpg",
                content_type=row.berkas.tipe,
            )
        except FileNotFoundError:
            raise Http404 from None
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def photo_remove(request: UserRequest, evaluasi: UUID, foto: UUID) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    by_script = wants_json(request)
    try:
        row = field_services.remove_photo(by=request.user, evaluasi=found, foto=foto)
    except Refused as error:
        if by_script:
            return _said(error.status, error.message)
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("evaluations:f02", args=[found.uuid]))
    if by_script:
        return JsonResponse({"foto": str(row.uuid)})
    messages.success(request, "Foto dihapus.")
    return HttpResponseRedirect(
        reverse("evaluations:f02_indicator", args=[found.uuid, row.indikator]) + "#foto"
    )
