"""The documents of a cycle for an office: batches with their progress, and recaps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.models import Siklus
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt, paginate
from pekppp.accounts.views.wide import ask
from pekppp.base.files.storages import stored_file
from reports.batches.forms import KelompokForm, KelompokTandaTanganForm, RekapForm
from reports.batches.services import batches, zips
from reports.core import offices as office_queries
from reports.documents.services import recaps
from reports.models import Kelompok

# The part of the page that is asked for again while something is being made.
LIST = "daftar"
RECAPS = 20


def office_asked(request: UserRequest, siklus: UUID) -> tuple[Siklus, Instansi]:
    """The cycle and the office that a form names, or that the person acts for."""
    acting = getattr(request, "membership", None)
    return office_queries.get_office(
        request.user,
        siklus,
        named=request.POST.get("kantor", ""),
        acting=acting.instansi_id if acting else None,
    )


@require_safe
@never_cache
def daftar(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, office = office_asked(request, siklus)
    if request.GET.get("bagian") == LIST and request.headers.get("HX-Request"):
        context = _list(request, found, office)
        return render(request, "reports/batches/_list.html", context)
    return _page(request, found, office)


@require_POST
def buat(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, office = office_asked(request, siklus)
    form = _batch_form(request.user, found, office, request.POST)
    made = attempt(
        form,
        lambda data: batches.start_batch(by=request.user, siklus=found, office=office, **data),
    )
    if made is None:
        return _page(request, found, office, form=form, status=422)
    return redirect("reports:batch", made.uuid)


@require_POST
def rekap(request: UserRequest, siklus: UUID) -> HttpResponse:
    found, office = office_asked(request, siklus)
    form = _recap_form(found, office, request.POST)
    made = attempt(
        form,
        lambda data: recaps.request_recap(by=request.user, siklus=found, office=office, **data),
    )
    if made is None:
        return _page(request, found, office, recap=form, status=422)
    state = "sedang dibuat" if made.waiting else "sudah memuat isi yang sama"
    messages.success(request, f"Rekap {made.perihal} versi {made.versi} {state}.")
    return redirect("reports:batches", found.uuid)


@require_safe
@never_cache
def kelompok(request: UserRequest, kelompok: UUID) -> HttpResponse:
    """One batch: how far it is, and what did not succeed; the first part asks for itself again."""
    found = office_queries.get_batch(request.user, kelompok)
    context: dict[str, Any] = {"kelompok": found}
    if request.GET.get("bagian") == LIST and request.headers.get("HX-Request"):
        if found.waiting:
            return render(request, "reports/batches/_progress.html", context)
        response = HttpResponse()
        # It is over: what failed and what may be done now stand on the whole page.
        response["HX-Refresh"] = "true"
        return response
    return _batch_page(request, found, KelompokTandaTanganForm())


@require_safe
@never_cache
def unduh(request: UserRequest, kelompok: UUID) -> FileResponse | HttpResponseRedirect:
    """The ZIP, streamed from storage."""
    found = office_queries.get_batch(request.user, kelompok)
    if found.status != Kelompok.Status.SELESAI:
        raise Http404
    try:
        return stored_file(
            found.path,
            as_attachment=True,
            filename=zips.zip_name(found),
            content_type="application/zip",
        )
    except FileNotFoundError:
        messages.error(request, "Berkas ZIP ini tidak ditemukan. Buat lagi ZIP-nya.")
        return redirect("reports:batch", found.uuid)


@require_POST
def batal(request: UserRequest, kelompok: UUID) -> HttpResponse:
    found = office_queries.get_batch(request.user, kelompok)
    batches.cancel_batch(by=request.user, batch=found)
    return redirect("reports:batch", found.uuid)


@require_POST
def ulangi(request: UserRequest, kelompok: UUID) -> HttpResponse:
    found = office_queries.get_batch(request.user, kelompok)
    batches.retry_batch(by=request.user, batch=found)
    return redirect("reports:batch", found.uuid)


@require_POST
def tanda_tangan(request: UserRequest, kelompok: UUID) -> HttpResponse:
    found = office_queries.get_batch(request.user, kelompok)
    form = KelompokTandaTanganForm(request.POST)
    drafts = list(office_queries.drafts_in(found))
    if form.is_valid():
        names = [f"{row.perihal}, {row.milik}" if row.milik else row.perihal for row in drafts]
        back = reverse("reports:batch", args=[found.uuid])
        asked_first = ask(request, {"dokumen": names}, back=back, subject=str(found.siklus))
        if asked_first:
            return asked_first
    begun = attempt(form, lambda data: batches.sign_batch(by=request.user, batch=found, **data))
    if begun is None:
        return _batch_page(request, found, form, status=422)
    messages.success(
        request,
        f"Penandatanganan {len(drafts)} dokumen sedang dimulai. Yang tidak dapat dimulai disebut "
        "di halaman ini dengan sebabnya.",
    )
    return redirect("reports:batch", found.uuid)


def _batch_page(
    request: UserRequest, batch: Kelompok, form: KelompokTandaTanganForm, status: int = 200
) -> HttpResponse:
    context = {
        "kelompok": batch,
        "form": form,
        "page": paginate(request, office_queries.refused_in(batch)),
        "tidak_dimulai": paginate(request, office_queries.unsigned_in(batch), "belum"),
    }
    return render(request, "reports/batches/batch.html", context, status=status)


def _batch_form(user: User, siklus: Siklus, office: Instansi, data: Any = None) -> KelompokForm:
    return KelompokForm(
        data,
        instansi=office_queries.instansi_in(siklus, office),
        user=user,
        kinds=office_queries.kinds_in(siklus, office),
    )


def _recap_form(siklus: Siklus, office: Instansi, data: Any = None) -> RekapForm:
    return RekapForm(
        data,
        prefix="rekap",
        instansi=office_queries.instansi_in(siklus, office),
        corrects=office_queries.has_signed_recap(siklus, office),
    )


def _list(request: UserRequest, siklus: Siklus, office: Instansi) -> dict[str, Any]:
    page = paginate(request, office_queries.batches_of(siklus, office))
    recap_rows = list(office_queries.recaps_of(siklus, office)[:RECAPS])
    return {
        "siklus": siklus,
        "kantor": office,
        "page": page,
        "rekap": recap_rows,
        "menunggu": any(row.waiting for row in [*page.object_list, *recap_rows]),
    }


def _page(
    request: UserRequest,
    siklus: Siklus,
    office: Instansi,
    *,
    form: KelompokForm | None = None,
    recap: RekapForm | None = None,
    status: int = 200,
) -> HttpResponse:
    offices = office_queries.offices_of(request.user, siklus)
    context = _list(request, siklus, office) | {
        "kantor_lain": [row for row in offices if row != office],
        "form": form or _batch_form(request.user, siklus, office),
        "form_rekap": recap or _recap_form(siklus, office),
    }
    return render(request, "reports/batches/list.html", context, status=status)
