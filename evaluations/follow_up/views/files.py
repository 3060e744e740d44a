"""Files of a follow-up, looked at and kept, from the unit's own page."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from evaluations.core.queries.evaluations import get_evaluasi, viewers_of
from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.evidence.views.evidence import attachment
from evaluations.evidence.views.previews import look_at, picture
from evaluations.follow_up.pages import UNIT, _address
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import BuktiTindakLanjut, Evaluasi
from evaluations.rules.visibility import Field, sees
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission

# The doors ----------------------------------------------------------------------------------------


def load(request: UserRequest, evaluasi: UUID) -> Evaluasi:
    """An evaluation for whoever sees its recommendations."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    if not sees(Field.REKOMENDASI, viewers_of(request.user, found), found.status):
        raise PermissionDenied("recommendations are not shown yet")
    return found


@require_safe
def download(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponseBase:
    return send(request, follow_up_queries.get_file(load(request, evaluasi), bukti))


@require_safe
def look(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    found = load(request, evaluasi)
    return send_look(request, found, follow_up_queries.get_file(found, bukti), UNIT)


@require_safe
def page(request: UserRequest, evaluasi: UUID, bukti: UUID, nomor: int) -> HttpResponseBase:
    return send_picture(request, follow_up_queries.get_file(load(request, evaluasi), bukti), nomor)


# Behind them --------------------------------------------------------------------------------------


def send(request: UserRequest, row: BuktiTindakLanjut) -> HttpResponseBase:
    return attachment(request, row.berkas, row.nama)


def send_look(
    request: UserRequest, evaluasi: Evaluasi, row: BuktiTindakLanjut, door: str
) -> HttpResponse:
    back = reverse(f"evaluations:{door}", args=[evaluasi.uuid])
    return look_at(
        request,
        row,
        evaluasi=evaluasi,
        unduh=_address(door, "download", evaluasi, row),
        gambar=lambda nomor: _address(door, "page", evaluasi, row, nomor),
        kembali=(f"{back}#r-{row.tindak_lanjut.rekomendasi_id}", "Tindak lanjut rekomendasi"),
    )


def send_picture(request: UserRequest, row: BuktiTindakLanjut, nomor: int) -> HttpResponseBase:
    if nomor > row.berkas.gambar or not row.berkas.gambar:
        raise Http404
    path = (
        evidence_pictures.page_path(row.berkas, nomor)
        if nomor
        else evidence_pictures.small_path(row.berkas)
    )
    return picture(request, path, row.berkas.sha256)
