"""Letterhead and signers of an instansi."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pekppp.accounts.models import Instansi
from pekppp.accounts.queries import get_instansi
from pekppp.accounts.roles import Permission
from pekppp.errors import Refused
from reports import queries
from reports.figures import shared
from reports.forms import KopForm, PenandatanganFormSet
from reports.services import letterhead

MANAGE = Permission.MANAGE_INSTANSI


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def kop(request: HttpRequest, instansi: UUID) -> HttpResponse:
    """The form, as a page or as a fragment of the page of the instansi."""
    found = get_instansi(request.user, instansi, MANAGE)
    if request.method != "POST":
        return _page(request, found, KopForm(initial=_texts(found)), _signers(found))
    form = KopForm(request.POST, request.FILES)
    signers = PenandatanganFormSet(request.POST, prefix="ttd")
    if form.is_valid() & signers.is_valid():
        try:
            _save(request, found, form, signers)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Kop surat dan penanda tangan disimpan.")
            return redirect("reports:letterhead", found.uuid)
    return _page(request, found, form, signers, status=422)


def _save(request: HttpRequest, instansi: Instansi, form: KopForm, signers: Any) -> None:
    logo = form.cleaned_data["logo"]
    letterhead.save_letterhead(
        by=request.user,
        instansi=instansi,
        texts={name: form.cleaned_data[name] for name in letterhead.TEXTS},
        signers=signers.rows(),
        # One byte more than allowed is enough to see that it is too large.
        logo=logo.read(letterhead.MAX_LOGO_BYTES + 1) if logo else None,
        remove_logo=form.cleaned_data["hapus_logo"],
    )


@require_safe
def lambang(request: HttpRequest, instansi: UUID) -> HttpResponse | FileResponse:
    found = get_instansi(request.user, instansi, MANAGE)
    row = queries.letterhead_of(found)
    if row is None or not row.logo:
        raise Http404
    try:
        content = default_storage.open(row.logo)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, content_type="image/png")


def _texts(instansi: Instansi) -> dict[str, str]:
    row = queries.letterhead_of(instansi)
    return {name: getattr(row, name) for name in letterhead.TEXTS} if row else {}


def _signers(instansi: Instansi) -> Any:
    rows = [
        {"jabatan": row.jabatan, "nama": row.nama, "nip": row.nip}
        for row in queries.signers_of(instansi)
    ]
    return PenandatanganFormSet(prefix="ttd", initial=rows)


def _page(
    request: HttpRequest, instansi: Instansi, form: KopForm, signers: Any, status: int = 200
) -> HttpResponse:
    context = {
        "instansi": instansi,
        "form": form,
        "penandatangan": signers,
        # As documents will show it, with the usual lines where none are given.
        "kop": shared.letterhead(instansi),
    }
    fragment = request.headers.get("HX-Request") and request.method != "POST"
    name = "_kop.html" if fragment else "kop.html"
    return render(request, f"reports/documents/{name}", context, status=status)
