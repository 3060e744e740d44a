"""Letterhead of an instansi."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts.models import Instansi
from pekppp.accounts.queries import get_instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file
from reports.core import documents as document_queries
from reports.documents.services import numbering
from reports.figures import shared
from reports.letterhead.forms import KopForm
from reports.letterhead.services import letterhead
from reports.models import Dokumen, KopSurat
from reports.rules.terbilang import tanggal_terbilang

MANAGE = Permission.MANAGE_INSTANSI
_TYPED = (*letterhead.TEXTS, *letterhead.CLAUSES)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def kop(request: UserRequest, instansi: UUID) -> HttpResponse:
    """The form, as a page or as a fragment of the page of the instansi."""
    found = get_instansi(request.user, instansi, MANAGE)
    if request.method != "POST":
        return _page(request, found, KopForm(initial=_texts(found)))
    form = KopForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _save(request, found, form)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Kop surat disimpan.")
            return redirect("reports:letterhead", found.uuid)
    return _page(request, found, form, status=422)


def _save(request: UserRequest, instansi: Instansi, form: KopForm) -> None:
    logo = form.cleaned_data["logo"]
    letterhead.save_letterhead(
        by=request.user,
        instansi=instansi,
        texts={name: form.cleaned_data[name] for name in _TYPED},
        choices={name: form.cleaned_data[name] for name in letterhead.CHOICES},
        # One byte more than allowed is enough to see that it is too large.
        logo=logo.read(letterhead.MAX_LOGO_BYTES + 1) if logo else None,
        remove_logo=form.cleaned_data["hapus_logo"],
    )


@require_POST
def pratinjau(request: UserRequest, instansi: UUID) -> HttpResponse:
    """How documents would look with what stands on the form; nothing is saved."""
    found = get_instansi(request.user, instansi, MANAGE)
    form = KopForm(request.POST)
    form.is_valid()
    typed = {name: form.cleaned_data.get(name, "") for name in _TYPED}
    shown = letterhead.tidy(typed) | {
        name: form.cleaned_data.get(name) for name in letterhead.CHOICES
    }
    context = {"instansi": found, **_preview(found, shown)}
    return render(request, "reports/letterhead/_letterhead_preview.html", context)


def _preview(instansi: Instansi, shown: dict[str, Any]) -> dict[str, Any]:
    """The parts of a berita acara that the office decides, as of today."""
    usual, today = shared.letterhead(instansi), timezone.localdate()
    problem = ""
    try:
        numbering.check_format(shown["format_nomor"], automatic=bool(shown["nomor_otomatis"]))
    except Refused as refused:
        problem = refused.message
    return {
        "kop": usual
        | {name: shown[name] or usual[name] for name in ("baris_1", "baris_2")}
        | {name: shown[name] for name in ("alamat", "tempat")},
        "isi": shown,
        "masalah_nomor": problem,
        "nomor": numbering.filled(
            shown["format_nomor"],
            instansi=instansi,
            jenis=Dokumen.Jenis.BERITA_ACARA,
            tanggal=today,
            urut=1 if shown["nomor_otomatis"] else None,
        ),
        "hari_ini": today,
        "hari_terbilang": tanggal_terbilang(today),
        "pembina": shown["pembina"] or shared.patron_of(instansi)["sebutan"],
        "orang": shared.office_signers(instansi, Dokumen.Jenis.BERITA_ACARA),
    }


@require_safe
def lambang(request: UserRequest, instansi: UUID) -> HttpResponse | FileResponse:
    found = get_instansi(request.user, instansi, MANAGE)
    row = document_queries.letterhead_of(found)
    if row is None or not row.logo:
        raise Http404
    try:
        return stored_file(row.logo, content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None


def _texts(instansi: Instansi) -> dict[str, Any]:
    row = document_queries.letterhead_of(instansi)
    row = row or KopSurat(instansi=instansi)
    return {name: getattr(row, name) for name in (*_TYPED, *letterhead.CHOICES)}


def _page(
    request: UserRequest, instansi: Instansi, form: KopForm, status: int = 200
) -> HttpResponse:
    context = {
        "instansi": instansi,
        "form": form,
        # As documents show it now, with the usual lines where none are given.
        **_preview(instansi, _texts(instansi)),
    }
    fragment = request.headers.get("HX-Request") and request.method != "POST"
    name = "_letterhead.html" if fragment else "letterhead.html"
    return render(request, f"reports/letterhead/{name}", context, status=status)
