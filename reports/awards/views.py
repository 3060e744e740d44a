"""Awards: what their organiser sets and releases, and what everyone reads of them.

Whom to coach stands on the organiser's page alone: it is not public.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.forms import ReasonForm
from evaluations.core.queries.calendar import get_siklus
from evaluations.core.views.common import posted
from evaluations.models import Siklus
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules import coaching
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.accounts.views.wide import ask
from pekppp.base.errors import Refused
from pekppp.base.sheets import Sheet, write_csv
from reports.awards import lists, queries, services
from reports.awards.forms import DaftarForm, DokumenForm
from reports.models import DaftarPenghargaan
from reports.portal.openapi import AWARD_FIELDS
from reports.portal.published import instrument_of
from reports.portal.views.common import corrections, page, public
from reports.portal.views.downloads import download, json_of, record, sheet_of, workbook

PUBLISH = Permission.PUBLISH


# For the organiser --------------------------------------------------------------------------------


@require_safe
@never_cache
def awards(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The lists and what they come to now, what is released, the document, whom to coach."""
    return _page(request, get_siklus(request.user, siklus, PUBLISH))


def _page(
    request: UserRequest,
    siklus: Siklus,
    *,
    document: DokumenForm | None = None,
    withdrawal: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = queries.lists_of(siklus)
    made = lists.made(siklus, [row.aturan for row in rows])
    released = queries.release_of(siklus)
    context = {
        "siklus": siklus,
        "preview": list(zip(rows, made, strict=True)),
        "filled": any(one["bagian"] for one in made),
        "sidik": lists.digest(made),
        "rilis": released,
        "current": released is not None and queries.is_current(released, siklus),
        "same": released is not None and released.isi == made,
        "before": queries.releases_before(siklus),
        "documents": queries.documents_of(siklus),
        "document": document
        or DokumenForm(
            initial={"tanggal": timezone.localdate()}, corrects=queries.has_signed(siklus)
        ),
        "withdrawal": withdrawal or ReasonForm(),
        "coaching": coaching.WORDS,
        "page": paginate(request, queries.to_be_coached(siklus)),
    }
    return render(request, "reports/awards/settings.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def award_list(request: UserRequest, siklus: UUID, daftar: UUID | None = None) -> HttpResponse:
    """One list: a new one, or the settings of one that is there."""
    found = get_siklus(request.user, siklus, PUBLISH)
    row = queries.get_list(found, daftar) if daftar else None
    form = _form(found, row, posted(request))
    if request.method == "POST":
        done = attempt(
            form,
            lambda data: services.save_list(by=request.user, siklus=found, row=row, **data),
        )
        if done is not None:
            messages.success(request, f"Daftar «{done}» disimpan. Periksa isinya di bawah.")
            return redirect("reports:awards", found.uuid)
    context = {"siklus": found, "row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reports/awards/list.html", context, status=status)


def _form(siklus: Siklus, row: DaftarPenghargaan | None, data: Any) -> DaftarForm:
    bands = instrument_of(siklus).kategori
    return DaftarForm(
        data,
        siklus=siklus,
        row=row,
        letters=[(band.huruf, f"{band.huruf} · {band.sebutan}") for band in bands],
        kinds=queries.kinds_of_unit(siklus),
    )


@require_POST
def delete_list(request: UserRequest, siklus: UUID, daftar: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, PUBLISH)
    row = queries.get_list(found, daftar)
    services.delete_list(by=request.user, row=row)
    messages.success(request, f"Daftar «{row}» dihapus.")
    return redirect("reports:awards", found.uuid)


@require_POST
def usual(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Start from the usual lists."""
    found = get_siklus(request.user, siklus, PUBLISH)
    try:
        services.propose_usual(by=request.user, siklus=found)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("reports:awards", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def release(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Everything that becomes public, once more, before it does."""
    found = get_siklus(request.user, siklus, PUBLISH)
    if request.method == "POST":
        try:
            services.release(by=request.user, siklus=found, expected=request.POST.get("sidik", ""))
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, "Penghargaan dirilis dan tampil di halaman publik.")
        return redirect("reports:awards", found.uuid)
    made = lists.made(found, [row.aturan for row in queries.lists_of(found)])
    context = {"siklus": found, "lists": made, "sidik": lists.digest(made)}
    return render(request, "reports/awards/release.html", context)


@require_POST
def withdraw(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, PUBLISH)
    form = ReasonForm(request.POST)
    released = queries.release_of(found)
    if form.is_valid() and released is not None:
        names = [one["nama"] for one in released.isi]
        back = reverse("reports:awards", args=[found.uuid])
        asked_first = ask(request, {"daftar": names}, back=back, subject=found.nama)
        if asked_first:
            return asked_first
    done = attempt(
        form,
        lambda data: services.withdraw(by=request.user, siklus=found, reason=data["alasan"]),
    )
    if done is None:
        return _page(request, found, withdrawal=form, status=422)
    messages.success(request, "Penghargaan dicabut dari halaman publik.")
    return redirect("reports:awards", found.uuid)


@require_POST
def make_document(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, PUBLISH)
    form = DokumenForm(request.POST, corrects=queries.has_signed(found))
    made = attempt(
        form,
        lambda data: services.request_document(by=request.user, siklus=found, **data),
    )
    if made is None:
        return _page(request, found, document=form, status=422)
    state = "sedang dibuat" if made.waiting else "sudah memuat isi yang sama"
    messages.success(request, f"Daftar penghargaan versi {made.versi} {state}.")
    return redirect("reports:awards", found.uuid)


# For everyone -------------------------------------------------------------------------------------


@public
def results_awards(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """The lists as they were released, while the results that they were made of are in force."""
    found = publication_queries.published_siklus(siklus)
    released = queries.release_of(found)
    context = {
        "siklus": found,
        "decrees": publication_queries.decrees_of(found),
        "rilis": released,
        "lists": queries.public_lists(found),
        "koreksi": corrections(found),
    }
    return page(request, "public_awards", context)


def _rows(siklus: Siklus) -> Iterator[tuple[Any, ...]]:
    for one in queries.public_lists(siklus):
        for part in one["bagian"]:
            for place in part["tempat"]:
                yield (
                    one["nama"],
                    part["nama"],
                    place["peringkat"],
                    place["bersama"],
                    place["nama"],
                    place["instansi"],
                    Decimal(place["nilai"]),
                    place["kategori"],
                    one["aturan"],
                    siklus.get_skema_display(),
                    siklus.nama,
                    siklus.tahun,
                )


def _sheet(siklus: Siklus) -> Sheet:
    return sheet_of(siklus, "Penghargaan", AWARD_FIELDS, list(_rows(siklus)))


@public
def awards_csv(request: HttpRequest, siklus: UUID) -> HttpResponse:
    content = write_csv(_sheet(publication_queries.published_siklus(siklus)))
    return download(content, "text/csv; charset=utf-8", f"penghargaan-pekppp-{siklus}.csv")


@public
def awards_xlsx(request: HttpRequest, siklus: UUID) -> HttpResponse:
    sheet = _sheet(publication_queries.published_siklus(siklus))
    return workbook(sheet, f"penghargaan-pekppp-{siklus}.xlsx")


@public
def awards_json(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = publication_queries.published_siklus(siklus)
    return json_of(found, [record(AWARD_FIELDS, row) for row in _rows(found)])
