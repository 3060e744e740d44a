"""Looking at evidence: pictures of its pages, never the file itself, which is only downloaded."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.evidence.views.evidence import place_of
from evaluations.models import Bukti, BuktiTindakLanjut, Evaluasi
from evaluations.models.bukti import Pratinjau
from pekppp.accounts.request import UserRequest
from pekppp.base.certain import certain
from pekppp.base.files.storages import stored_file


@require_safe
def page(request: UserRequest, evaluasi: UUID, bukti: UUID, nomor: int) -> HttpResponseBase:
    """The picture of one page."""
    _, row = evidence_pictures.get_looked_at(request.user, evaluasi, bukti)
    berkas = certain(row.berkas, "only files are looked at")
    if not 1 <= nomor <= berkas.gambar:
        raise Http404
    return picture(request, evidence_pictures.page_path(berkas, nomor), berkas.sha256)


@require_safe
def thumbnail(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponseBase:
    _, row = evidence_pictures.get_looked_at(request.user, evaluasi, bukti)
    berkas = certain(row.berkas, "only files are looked at")
    if not berkas.gambar:
        raise Http404
    return picture(request, evidence_pictures.small_path(berkas), berkas.sha256)


def picture(request: UserRequest, path: str, etag: str) -> HttpResponseBase:
    """A stored WebP; kept by the browser, but asked about every time: permission may have ended."""
    tag = f'"{etag}-{path.rpartition("/")[2]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            response = stored_file(path, content_type="image/webp")
        except FileNotFoundError:
            raise Http404 from None
        response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def fragment(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """The small picture and its button, for a page that waits for them."""
    found, row = evidence_pictures.get_looked_at(request.user, evaluasi, bukti)
    context = {"evaluasi": found, "row": row}
    return render(request, "evaluations/evidence/_preview.html", context)


@require_safe
def look(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """One page at a time, without any script."""
    found, row = evidence_pictures.get_looked_at(request.user, evaluasi, bukti)
    ids = [found.uuid, row.uuid]
    return look_at(
        request,
        row,
        evaluasi=found,
        unduh=reverse("evaluations:evidence_download", args=ids),
        gambar=lambda nomor: reverse("evaluations:evidence_page", args=[*ids, nomor]),
        kembali=(place_of(found, row.indikator), f"Indikator {row.indikator} pada F01"),
    )


def look_at(
    request: UserRequest,
    row: Bukti | BuktiTindakLanjut,
    *,
    evaluasi: Evaluasi,
    unduh: str,
    gambar: Callable[[int], str],
    kembali: tuple[str, str],
) -> HttpResponse:
    """The page of one picture: `gambar` is the address of a page's, `kembali` whence one came."""
    berkas = certain(row.berkas, "only files are looked at")
    shown = berkas.gambar
    given = request.GET.get("hal", "")
    first = row.halaman_rujukan if isinstance(row, Bukti) else 1
    at = int(given) if given.isdecimal() and len(given) < 6 else first
    at = min(max(at, 1), shown or 1)
    context = {
        "evaluasi": evaluasi,
        "bukti": row,
        "siap": berkas.pratinjau == Pratinjau.SIAP,
        "hal": at,
        "sebelum": at - 1 if at > 1 else None,
        "sesudah": at + 1 if at < shown else None,
        "unduh": unduh,
        "gambar": gambar(at),
        "kembali": kembali,
    }
    return render(request, "evaluations/evidence/view.html", context)
