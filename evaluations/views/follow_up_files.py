"""Files of a follow-up, looked at and kept: from the unit's own page, and by the evaluator of the
next cycle from his desk. Each door loads and authorises for itself; all behind it is one."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from evaluations.models import BuktiTindakLanjut, Evaluasi, Rekomendasi
from evaluations.queries import follow_up as queries
from evaluations.queries import pratinjau
from evaluations.queries.desk import Desk, get_desk
from evaluations.queries.evaluasi import get_evaluasi, viewers_of
from evaluations.views.evidence import attachment
from evaluations.views.previews import look_at, picture
from evaluations.visibility import Field, sees
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission

UNIT, DESK = "follow_up", "f02_follow_up"


@dataclass(frozen=True, slots=True)
class Shown:
    """A file with the addresses under which this page's reader may have it."""

    bukti: BuktiTindakLanjut
    unduh: str
    lihat: str
    gambar: str  # of page 0, the small picture


def files_of(rekomendasi: Rekomendasi, evaluasi: Evaluasi, door: str) -> list[Shown]:
    """`rekomendasi` comes from `queries.of`; `evaluasi` is the one whose page shows it."""
    there = queries.commitment_of(rekomendasi)
    files = there.berkas_ada if there else []  # a prefetch
    return [
        Shown(
            row,
            _address(door, "download", evaluasi, row),
            _address(door, "look", evaluasi, row),
            _address(door, "page", evaluasi, row, 0),
        )
        for row in files
    ]


def _address(door: str, what: str, evaluasi: Evaluasi, row: BuktiTindakLanjut, *more: int) -> str:
    return reverse(f"evaluations:{door}_{what}", args=[evaluasi.uuid, row.uuid, *more])


# The doors ----------------------------------------------------------------------------------------


def load(request: UserRequest, evaluasi: UUID) -> Evaluasi:
    """An evaluation for whoever sees its recommendations."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    if not sees(Field.REKOMENDASI, viewers_of(request.user, found), found.status):
        raise PermissionDenied("recommendations are not shown yet")
    return found


def load_past(request: UserRequest, evaluasi: UUID) -> tuple[Desk, Evaluasi]:
    """A desk of this year with the evaluation whose follow-up is verified there."""
    desk = get_desk(request.user, evaluasi)
    if desk.previous is None or Field.REKOMENDASI not in desk.fields:
        raise PermissionDenied("no recommendations of last year")
    return desk, desk.previous


@require_safe
def download(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponseBase:
    return _download(request, queries.get_file(load(request, evaluasi), bukti))


@require_safe
def look(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    found = load(request, evaluasi)
    return _look(request, found, queries.get_file(found, bukti), UNIT)


@require_safe
def page(request: UserRequest, evaluasi: UUID, bukti: UUID, nomor: int) -> HttpResponseBase:
    return _page(request, queries.get_file(load(request, evaluasi), bukti), nomor)


@require_safe
def desk_download(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponseBase:
    return _download(request, queries.get_file(load_past(request, evaluasi)[1], bukti))


@require_safe
def desk_look(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    desk, past = load_past(request, evaluasi)
    return _look(request, desk.evaluasi, queries.get_file(past, bukti), DESK)


@require_safe
def desk_page(request: UserRequest, evaluasi: UUID, bukti: UUID, nomor: int) -> HttpResponseBase:
    return _page(request, queries.get_file(load_past(request, evaluasi)[1], bukti), nomor)


# Behind them --------------------------------------------------------------------------------------


def _download(request: UserRequest, row: BuktiTindakLanjut) -> HttpResponseBase:
    return attachment(request, row.berkas, row.nama)


def _look(
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


def _page(request: UserRequest, row: BuktiTindakLanjut, nomor: int) -> HttpResponseBase:
    if nomor > row.berkas.gambar or not row.berkas.gambar:
        raise Http404
    path = pratinjau.page_path(row.berkas, nomor) if nomor else pratinjau.small_path(row.berkas)
    return picture(request, path, row.berkas.sha256)
