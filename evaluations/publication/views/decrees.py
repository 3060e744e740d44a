"""The set of a decree, by those who publish: freeze it, enter the decree, watch it go out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.calendar import get_siklus
from evaluations.core.words import named
from evaluations.models import Evaluasi, Publikasi, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.publication.forms import CancelForm, DecreeForm
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import decrees, not_evaluated, publication
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.accounts.views.wide import (
    Consequence,
    agreed,
    ask,
    asking,
    consequence,
    stale,
    status_of,
)
from pekppp.base.errors import Refused
from pekppp.base.files.storages import stored_file

MEMBERS_SHOWN = 100


@require_safe
@never_cache
def publication_page(request: UserRequest, siklus: UUID) -> HttpResponse:
    return _page(request, _load(request, siklus))


@require_POST
def freeze(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = _load(request, siklus)
    members = list(publication_queries.candidates(request.user, found))
    asked_first = ask(
        request,
        {
            "hasil": named(members),
            **_disputes(found, members),
            "berjalan": named(publication_queries.unfinished(request.user, found)),
        },
        back=_home(found),
        subject=found.nama,
    )
    if asked_first:
        return asked_first
    try:
        made = decrees.freeze(by=request.user, siklus=found)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Himpunan {made.jumlah} hasil dibekukan.")
    return redirect("evaluations:publication", found.uuid)


@require_safe
@never_cache
def decree_set(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    """The members of a set, as its annex lists them."""
    found = _load(request, siklus)
    row = decrees_queries.get_publikasi(found, publikasi)
    page = Paginator(decrees_queries.members(row), MEMBERS_SHOWN).get_page(
        request.GET.get("halaman")
    )
    context = {"siklus": found, "set": row, "page": page}
    return render(request, "evaluations/publication/decree.html", context)


@require_POST
def enter(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = decrees_queries.get_publikasi(found, publikasi)
    form = DecreeForm(request.POST, request.FILES)
    if form.is_valid() and not agreed(request, _opens(row)):
        response = _page(request, found, form, status=status_of(request))
        return asking(response, _opens(row))
    made = attempt(
        form,
        lambda data: decrees.enter(
            by=request.user, publikasi=row, expected=request.POST.get("himpunan", ""), **data
        ),
    )
    if made is None:
        return _page(request, found, form, status=422)
    messages.success(
        request, f"Keputusan {made.nomor} dicatat. {made.jumlah} hasilnya sedang diterbitkan."
    )
    return redirect("evaluations:publication", found.uuid)


@require_safe
@never_cache
def progress(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = decrees_queries.get_publikasi(found, publikasi)
    response = render(
        request, "evaluations/publication/_progress.html", {"siklus": found, "set": row}
    )
    if not row.waiting:
        response["HX-Refresh"] = "true"  # the page around it says something else now
    return response


@require_POST
def cancel(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = decrees_queries.get_publikasi(found, publikasi)
    form = CancelForm(request.POST)
    reason = form.cleaned_data["alasan"] if form.is_valid() else ""
    if reason:
        members = named(decrees_queries.evaluations_of(row))
        asked_first = ask(request, {"hasil": members}, back=_home(found), subject=found.nama)
        if asked_first:
            return asked_first
    return _done(
        request,
        found,
        lambda: decrees.cancel(by=request.user, publikasi=row, reason=reason),
        "Himpunan dibatalkan. Hasilnya tetap divalidasi.",
    )


@require_POST
def retry(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = decrees_queries.get_publikasi(found, publikasi)
    return _done(
        request,
        found,
        lambda: decrees.retry(by=request.user, publikasi=row),
        "Penerbitan dilanjutkan.",
    )


@require_safe
def decree_file(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponseBase:
    """The signed decree, for those who publish."""
    row = decrees_queries.get_publikasi(_load(request, siklus), publikasi)
    if row.berkas is None:
        raise Http404
    return stored_file(
        row.berkas.path,
        as_attachment=True,
        filename="keputusan.pdf",
        content_type="application/pdf",
    )


# Parts --------------------------------------------------------------------------------------------


def _load(request: UserRequest, siklus: UUID) -> Siklus:
    return get_siklus(request.user, siklus, Permission.PUBLISH)


def _home(siklus: Siklus) -> str:
    return reverse("evaluations:publication", args=[siklus.uuid])


def _disputes(siklus: Siklus, members: list[Evaluasi]) -> dict[str, list[str]]:
    for item in members:
        item.siklus = siklus  # one object, whose calendar is read once
    return objection_queries.disputes(members)


def _opens(row: Publikasi) -> Consequence:
    """What entering the decree of this set opens to everybody."""
    members = list(decrees_queries.evaluations_of(row))
    found = {"hasil": named(members), **_disputes(row.siklus, members)}
    return consequence("evaluations:enter_decree", found)


def _done(
    request: UserRequest, siklus: Siklus, service: Callable[[], None], said: str
) -> HttpResponse:
    try:
        service()
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("evaluations:publication", siklus.uuid)


def _page(
    request: UserRequest, siklus: Siklus, form: DecreeForm | None = None, status: int = 200
) -> HttpResponse:
    row = decrees_queries.open_set(siklus)
    unreported = publication_queries.unreported(request.user, siklus)
    waits = row is not None and row.status == Publikasi.Status.CALON
    context = {
        "siklus": siklus,
        "may_validate": request.user.has_perm(Permission.VALIDATE, siklus),
        "refusal": decrees.refusal(siklus),
        "set": row,
        "second": decrees.second_person(siklus, row.oleh if row else request.user),
        "mine": row is not None and row.oleh_id == request.user.pk,
        "changed": decrees_queries.changed(row) if row and waits else [],
        "supplementary": decrees_queries.first_decree(siklus) is not None,
        "form": form or DecreeForm(),
        "akibat": _opens(row) if row and waits else None,
        "berubah": stale(request),
        "cancel_form": CancelForm(auto_id="batal_%s"),
        "tanpa": not_evaluated.count(siklus),
        "ready": publication_queries.candidates(request.user, siklus).count(),
        "renewed": publication_queries.outdated(siklus).count(),
        "counts": publication_queries.counts_by_state(request.user, siklus),
        "page": paginate(request, publication_queries.in_force(siklus)),
        "publications": publication_queries.publications(siklus),
        "unreported": unreported.count() if publication.reports_upward(siklus) else 0,
    }
    return render(request, "evaluations/publication/publication.html", context, status=status)
