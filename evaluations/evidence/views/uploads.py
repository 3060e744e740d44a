"""Uploads in pieces: tus 1.0 with creation, expiration and termination, for `upload.js`.

https://tus.io/protocols/resumable-upload gives this its verbs; one address has several of them.
Our own client asks for JSON and is told in words what became of its file.
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from evaluations.core.queries.f01 import get_f01
from evaluations.core.views.saves import by_another
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import uploads
from evaluations.evidence.views.evidence import indicator_of, list_html
from evaluations.models import Bukti, Evaluasi, Unggahan
from pekppp.accounts.middleware import wants_json
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refusals in words, and the header by which a client knows that it speaks with the protocol.

    Who may not do this learns nothing else, so the protocol's version is asked after that."""

    @wraps(view)
    def wrapped(request: UserRequest, evaluasi: UUID, **more: Any) -> HttpResponse:
        try:
            if by_another(request):
                words = "Anda sudah masuk sebagai orang lain di peramban ini."
                return JsonResponse({"galat": "pengguna_lain", "pesan": words}, status=401)
            found = get_f01(request.user, evaluasi, Permission.FILL_F01)
            if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
                response: HttpResponse = HttpResponse(status=412)
                response["Tus-Version"] = VERSION
            else:
                response = view(request, found, **more)
        except Refused as error:
            response = JsonResponse(
                {"pesan": error.message, "field": error.field}, status=error.status
            )
        except PermissionDenied:
            response = JsonResponse(
                {"pesan": "Peran Anda tidak mengizinkan unggahan ini."}, status=403
            )
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


@require_http_methods(["POST", "OPTIONS"])
@_tus
def begin(request: UserRequest, evaluasi: Evaluasi) -> HttpResponse:
    """Announce a file: its size and name. Answers where to send it, and from which offset on."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"] = VERSION
        response["Tus-Extension"] = "creation,expiration,termination"
        response["Tus-Max-Size"] = str(settings.BUKTI_MAX_BYTES)
        return response
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    digest = said.get("sha256", "").lower()
    begun = uploads.begin_upload(
        by=request.user,
        evaluasi=evaluasi,
        indikator=indicator_of(evaluasi, said.get("indikator", "")),
        nama=said.get("filename", ""),
        ukuran=_number(request, "Upload-Length"),
        sha256=digest if _SHA256.fullmatch(digest) else "",
        sidik=said.get("sidik", ""),
        menggantikan=_uuid(said.get("menggantikan", "")),
    )
    if isinstance(begun, Bukti):
        return _made(request, evaluasi, begun)
    response = HttpResponse(status=201)
    response["Location"] = reverse("evaluations:upload", args=[evaluasi.uuid, begun.uuid])
    return _told(response, begun)


# No transaction around the whole: a piece is read for as long as a poor line needs, and what was
# kept of it is committed even if the rest never comes.
@transaction.non_atomic_requests
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@_tus
def upload(request: UserRequest, evaluasi: Evaluasi, unggahan: UUID) -> HttpResponse:
    """How much is here, the next piece, or giving it up."""
    row = evidence_queries.get_upload(request.user, evaluasi, unggahan)
    if request.method == "DELETE":
        uploads.cancel_upload(by=request.user, evaluasi=evaluasi, unggahan=unggahan)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        row = _receive(request, evaluasi, unggahan)
        if row.offset == row.ukuran:
            made = uploads.finish_upload(by=request.user, evaluasi=evaluasi, unggahan=unggahan)
            if wants_json(request):
                return _told(_made(request, evaluasi, made), row)
        return _told(HttpResponse(status=204), row)
    response = _told(HttpResponse(status=200), row)
    response["Upload-Length"] = str(row.ukuran)
    return response


def _receive(request: UserRequest, evaluasi: Evaluasi, unggahan: UUID) -> Unggahan:
    if request.content_type != PIECE:
        raise Refused(f"Jenis isi harus {PIECE}.", status=415)
    if "Transfer-Encoding" in request.headers:
        raise Refused("Panjang kiriman tidak disebut.", status=411)
    return uploads.receive_piece(
        by=request.user,
        evaluasi=evaluasi,
        unggahan=unggahan,
        offset=_number(request, "Upload-Offset"),
        length=int(request.META.get("CONTENT_LENGTH") or 0),
        stream=request,
    )


def _told(response: HttpResponse, row: Unggahan) -> HttpResponse:
    response["Upload-Offset"] = str(row.offset)
    if row.selesai_pada is None:
        until = row.terakhir_pada + timedelta(hours=settings.UNGGAHAN_HOURS)
        response["Upload-Expires"] = http_date(until.timestamp())
    return response


def _made(request: UserRequest, evaluasi: Evaluasi, bukti: Bukti) -> HttpResponse:
    """What our own page shows when a file is in."""
    html = list_html(request, evaluasi, bukti.indikator)
    return JsonResponse({"html": html, "terima": [bukti.nama], "uuid": str(bukti.uuid)})


def _number(request: UserRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused(f"{name} tidak disebut dengan benar.", status=400)
    return int(text)


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _metadata(header: str) -> dict[str, str]:
    """`key base64, key base64`; what is no text is refused."""
    found = {}
    for part in filter(None, (piece.strip() for piece in header.split(","))):
        key, _, value = part.partition(" ")
        try:
            found[key] = texts.storable(base64.b64decode(value, validate=True).decode())
        except (binascii.Error, ValueError):
            raise Refused("Upload-Metadata tidak dapat dibaca.", status=400) from None
    return found
