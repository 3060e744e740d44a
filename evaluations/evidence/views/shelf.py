"""Evidence from elsewhere: the unit's other files, the shelf of common documents, a link; and the
shelf itself, which an instansi keeps for its units."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.f01 import get_f01
from evaluations.evidence.forms import LinkForm, SharedDocumentForm
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence, existing
from evaluations.evidence.services import shelf as shelf_services
from evaluations.evidence.views.evidence import attachment, indicator_of, place_of
from evaluations.models import Bukti, DokumenUmum, Evaluasi
from pekppp.accounts.models import Instansi
from pekppp.accounts.queries import get_instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes


@require_safe
def sources_page(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """What an indicator could use without sending anything."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    return _sources_page(request, found, indicator_of(found, str(nomor)))


def _sources_page(
    request: UserRequest, found: Evaluasi, nomor: int, form: LinkForm | None = None
) -> HttpResponse:
    files = evidence_queries.listed(found)
    here = {row.berkas_id for row in files.get(nomor, []) if row.berkas_id}
    others: dict[int, Bukti] = {}  # each content once, whichever indicator has it
    for row in (row for rows in files.values() for row in rows):
        if row.berkas_id and row.berkas_id not in here:
            others.setdefault(row.berkas_id, row)
    shared = [row for row in evidence_queries.shelves_for(found) if row.berkas_id not in here]
    context = {
        "evaluasi": found,
        "indikator": found.versi.instrumen.indikator(nomor),
        "lain": sorted(others.values(), key=lambda row: (row.indikator, row.nama)),
        "bersama": shared,
        "form": form or LinkForm(),
        "kembali": place_of(found, nomor),
        "terkunci": evidence.refusal(found, nomor),
    }
    return render(request, "evaluations/evidence/evidence_source.html", context)


@require_POST
def link(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """Note a link as a last resort."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    number = indicator_of(found, str(nomor))
    form = LinkForm(request.POST)

    def save(data: dict[str, Any]) -> Bukti:
        return existing.add_link(by=request.user, evaluasi=found, indikator=number, **data)

    if attempt(form, save):
        messages.success(request, "Tautan dicatat. Evaluator melihat bahwa isinya dapat berubah.")
        return redirect(place_of(found, number))
    return _sources_page(request, found, number, form)


@require_POST
def take(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """Attach a document of the shelf."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    number = indicator_of(found, str(nomor))
    chosen = evidence_queries.get_on_shelf(found, _uuid(request.POST.get("dokumen", "")))
    try:
        made = existing.attach_shared(
            by=request.user, evaluasi=found, indikator=number, dokumen=chosen.uuid
        )
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"«{made.nama}» ditambahkan dari dokumen bersama.")
    return redirect(place_of(found, number))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # none has it


@require_safe
def download_for_unit(request: UserRequest, evaluasi: UUID, bersama: UUID) -> HttpResponseBase:
    """Look at a document of the shelf before taking it."""
    found = get_f01(request.user, evaluasi)
    row = evidence_queries.get_on_shelf(found, bersama)
    return attachment(request, row.berkas, row.nama)


# The shelf of an instansi ---------------------------------------------------------------------


@require_safe
def shelf(request: UserRequest, instansi: UUID) -> HttpResponse:
    return _shelf_page(request, get_instansi(request.user, instansi, Permission.VIEW_INSTANSI))


def _shelf_page(
    request: UserRequest, found: Instansi, form: SharedDocumentForm | None = None
) -> HttpResponse:
    context = {
        "instansi": found,
        "page": paginate(request, evidence_queries.shelf_of(found)),
        "form": form or SharedDocumentForm(),
        "may_manage": request.user.has_perm(Permission.MANAGE_INSTANSI, found),
        "maks": settings.BUKTI_MAX_BYTES,
        "jenis": filetypes.ALLOWED,
    }
    return render(request, "evaluations/evidence/shelf.html", context)


@require_POST
def add(request: UserRequest, instansi: UUID) -> HttpResponse:
    found = get_instansi(request.user, instansi, Permission.MANAGE_INSTANSI)
    form = SharedDocumentForm(request.POST, request.FILES)

    def save(data: dict[str, Any]) -> DokumenUmum:
        file = data.pop("berkas")
        return shelf_services.add_shared(by=request.user, instansi=found, file=file, **data)

    made = attempt(form, save)
    if made:
        messages.success(request, f"«{made.nama}» ada di dokumen bersama.")
        return redirect("evaluations:shelf", found.uuid)
    return _shelf_page(request, found, form)


@require_POST
def remove(request: UserRequest, instansi: UUID, bersama: UUID) -> HttpResponse:
    found = get_instansi(request.user, instansi, Permission.MANAGE_INSTANSI)
    row = shelf_services.remove_shared(by=request.user, instansi=found, dokumen=bersama)
    messages.success(
        request, f"«{row.nama}» dihapus dari dokumen bersama. Bukti yang memakainya tetap ada."
    )
    return redirect("evaluations:shelf", found.uuid)


@require_safe
def download(request: UserRequest, instansi: UUID, bersama: UUID) -> HttpResponseBase:
    found = get_instansi(request.user, instansi, Permission.VIEW_INSTANSI)
    row = evidence_queries.get_shared(found, bersama)
    return attachment(request, row.berkas, row.nama)
