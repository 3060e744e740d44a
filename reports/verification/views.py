"""Is this document genuine: open to everyone who holds it, for nothing but what it says itself."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from evaluations.models import HasilTerbit
from pekppp.base.addresses import client_address
from pekppp.base.errors import Refused
from reports.core import documents as document_queries
from reports.figures import changes, later
from reports.models import Dokumen
from reports.verification import queries as verification_queries
from reports.verification import services as verification_services

Tahap = Dokumen.Tahap
# What the public is told of each stage, and the colour of its sign.
STATES = {
    Tahap.KONSEP: ("Konsep", "secondary", "Belum ditandatangani dan belum berlaku."),
    Tahap.PROSES: ("Konsep", "secondary", "Sedang ditandatangani dan belum berlaku."),
    Tahap.DITOLAK: ("Konsep", "secondary", "Tidak jadi ditandatangani; tidak berlaku."),
    Tahap.DISEGEL: ("Konsep", "secondary", "Disegel, tetapi belum lengkap ditandatangani."),
    Tahap.BERLAKU: ("Berlaku", "success", "Lengkap ditandatangani dan berlaku."),
    Tahap.DIGANTI: ("Diganti", "warning", "Tidak berlaku lagi: sudah ada versi yang baru."),
    Tahap.DICABUT: ("Dicabut", "danger", "Tidak berlaku lagi: dicabut oleh penerbitnya."),
}
SEALING = ("Sedang disegel", "secondary", "Sudah disetujui; berkas resminya belum siap.")
RECEIPT = (
    "Sah",
    "success",
    "Tanda terima ini diterbitkan aplikasi PEKPPP saat F01 dikirim, dan disegel.",
)
UNSIGNED = ("Keterangan", "secondary", "Dokumen jenis ini tidak ditandatangani di aplikasi.")
OUTCOMES = {
    verification_services.Hasil.ASLI: (
        "Asli",
        "success",
        "Berkas ini sama persis dengan yang terdaftar untuk dokumen ini.",
    ),
    verification_services.Hasil.VERSI_LAMA: (
        "Versi lain",
        "warning",
        "Berkas ini pernah terdaftar, tetapi bukan berkas terakhir. Mintalah yang baru.",
    ),
    verification_services.Hasil.BERUBAH: (
        "Berubah",
        "danger",
        "Berkas ini tidak sama dengan yang terdaftar: isinya berubah, atau bukan dokumen ini.",
    ),
}


@login_not_required
@require_safe
@never_cache
def cari(request: HttpRequest) -> HttpResponse:
    kode = verification_services.plain(request.GET.get("kode", ""))[:40]
    if kode:
        return redirect("reports:verify", kode)
    return render(request, "reports/verification/search.html")


@login_not_required
@require_safe
@never_cache
def periksa(request: HttpRequest, kode: str) -> HttpResponse:
    try:
        found = verification_services.look_up(kode=kode, address=client_address(request))
    except Refused as refused:
        return _search(request, refused)
    return _page(request, found)


# No CSRF token, as in the survey: nobody is logged in for this, nothing changes by it, and the
# browsers inside QR readers refuse the cookie.
@csrf_exempt
@login_not_required
@require_POST
@never_cache
def banding(request: HttpRequest, kode: str) -> HttpResponse:
    address = client_address(request)
    try:
        found = verification_services.find(kode=kode, address=address)
    except Refused as refused:
        return _search(request, refused)
    try:
        _require_bearable(request)
        outcome = verification_services.compare(
            dokumen=found, file=request.FILES.get("berkas"), address=address
        )
    except Refused as refused:
        return _page(request, found, galat=refused.message, status=refused.status)
    return _page(request, found, banding=OUTCOMES[verification_services.Hasil(outcome)])


def _require_bearable(request: HttpRequest) -> None:
    """Before a byte of the file is read: what is announced as too large stays outside."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > settings.VERIFY_MAX_BYTES + 64 * 1024:
        most = settings.VERIFY_MAX_BYTES // 1024 // 1024
        raise Refused(f"Berkas paling besar {most} MB.", field="berkas", status=413)


def _search(request: HttpRequest, refused: Refused) -> HttpResponse:
    context = {"galat": refused.message}
    return render(request, "reports/verification/search.html", context, status=refused.status)


def _page(
    request: HttpRequest, dokumen: Dokumen, status: int = 200, **more: object
) -> HttpResponse:
    published = verification_queries.published_result(dokumen.evaluasi)
    context = {
        "dokumen": dokumen,
        "keadaan": _state(dokumen),
        "terdaftar": verification_services.file_of(dokumen),
        "terbit": published,
        "perubahan": _changes(dokumen, published),
        "level_berubah": later.changed_levels(dokumen),
        "pengiriman": document_queries.submission_of(dokumen),
        "ditarik": verification_queries.is_withdrawn(dokumen.evaluasi),
        "paling_besar": settings.VERIFY_MAX_BYTES,
        **more,
    }
    return render(request, "reports/verification/check.html", context, status=status)


def _state(dokumen: Dokumen) -> tuple[str, str, str]:
    if dokumen.jenis == Dokumen.Jenis.TANDA_TERIMA:
        return SEALING if dokumen.belum_disegel else RECEIPT
    if not dokumen.ditandatangani:
        return UNSIGNED
    if dokumen.belum_disegel and dokumen.tahap in (Tahap.DISEGEL, Tahap.BERLAKU):
        return SEALING
    return STATES[Tahap(dokumen.tahap)]


def _changes(dokumen: Dokumen, published: HasilTerbit | None) -> dict[str, Any] | None:
    """Of a correction that people signed: what it changed, as far as that is public."""
    if dokumen.pengesahan is None or not dokumen.rincian_perubahan:
        return None
    evaluasi = dokumen.evaluasi
    once = (
        verification_queries.figures_once_published(evaluasi) if published and evaluasi else set()
    )
    return changes.public_part(
        dokumen.rincian_perubahan, published.ipp_teks if published else "", once
    )
