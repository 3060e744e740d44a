"""Validation and publication of a cycle, by those who decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.forms.publication import PublishForm, SendBackForm, WithdrawForm
from evaluations.models import Evaluasi, Siklus
from evaluations.queries import objections
from evaluations.queries import publikasi as queries
from evaluations.queries.siklus import get_siklus
from evaluations.review import Review, review
from evaluations.services import publication
from evaluations.services.publication import Outcome
from evaluations.workflow import STATE_LABELS
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.errors import Conflict, Refused

PER_PAGE = 50
FAILURES_SAID = 20


@require_safe
def validation(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    return _validation_page(request, found, SendBackForm())


@require_POST
def validate(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    chosen = _chosen(request, found)
    if chosen:
        outcome = publication.validate(by=request.user, evaluations=chosen)
        _say(request, outcome, "divalidasi")
    return redirect("evaluations:validation", found.uuid)


@require_POST
def send_back(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    chosen = _chosen(request, found)
    form = SendBackForm(request.POST)
    if not chosen:
        return redirect("evaluations:validation", found.uuid)
    outcome = attempt(
        form,
        lambda data: publication.send_back(
            by=request.user, evaluations=chosen, reason=data["alasan"]
        ),
    )
    if outcome is None:
        return _validation_page(request, found, form, status=422)
    _say(request, outcome, "dikembalikan kepada evaluator")
    return redirect("evaluations:validation", found.uuid)


@require_safe
def publication_page(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    return _publication_page(request, found, PublishForm())


@require_POST
def publication_preview(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """The exact set, named by its digest; nothing is published yet."""
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _publication_page(request, found, form, status=422)
    return _preview_page(request, found, form)


@require_POST
def publish(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _publication_page(request, found, form, status=422)
    try:
        made = publication.publish(
            by=request.user,
            siklus=found,
            expected=request.POST.get("himpunan", ""),
            **form.cleaned_data,
        )
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return _preview_page(request, found, form, status=conflict.status)
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _publication_page(request, found, form, status=refused.status)
    messages.success(request, f"Keputusan {made.nomor} terbit. Hasilnya terbuka bagi umum.")
    return redirect("evaluations:publication", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, siklus: UUID, hasil: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    terbit = queries.get_terbit(found, hasil)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                publication.withdraw(
                    by=request.user, terbit=terbit, reason=form.cleaned_data["alasan"]
                )
                messages.success(request, f"Hasil {terbit.evaluasi.nama_unit} ditarik.")
                return redirect("evaluations:publication", found.uuid)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
    context = {"siklus": found, "terbit": terbit, "form": form}
    status = 422 if form.errors else 200
    return render(request, "evaluations/publication/tarik.html", context, status=status)


@require_POST
def report(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    try:
        outcome = publication.report(by=request.user, siklus=found)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        _say(request, outcome, "dilaporkan kepada KemenPANRB")
    return redirect("evaluations:publication", found.uuid)


# Parts --------------------------------------------------------------------------------------------


def _chosen(request: HttpRequest, siklus: Siklus) -> list[Evaluasi]:
    uuids = [uuid for text in request.POST.getlist("pilih") if (uuid := _uuid(text))]
    if not uuids:
        messages.error(request, "Pilih sedikitnya satu evaluasi.")
        return []
    return queries.chosen(request.user, siklus, uuids)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _say(request: HttpRequest, outcome: Outcome, what: str) -> None:
    """What was done, and of each that was not done, why."""
    if outcome.done:
        messages.success(request, f"{len(outcome.done)} evaluasi {what}.")
    for evaluasi, reason in outcome.failed[:FAILURES_SAID]:
        messages.error(request, f"{evaluasi.nama_unit}: {reason}")
    rest = len(outcome.failed) - FAILURES_SAID
    if rest > 0:
        messages.error(request, f"Dan {rest} evaluasi lain tidak {what}.")


def _validation_page(
    request: HttpRequest, siklus: Siklus, form: SendBackForm, status: int = 200
) -> HttpResponse:
    rows = queries.to_validate(request.user, siklus)
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    state = request.GET.get("status", "")
    if asked:
        rows = rows.filter(Q(nama_unit__icontains=asked) | Q(nama_instansi__icontains=asked))
    if state in queries.TO_VALIDATE:
        rows = rows.filter(state=state)
    flagged = request.GET.get("tanda") == "1"
    page = _reviews(request, rows, flagged)
    waiting = objections.waiting_of([item.evaluasi for item in page.object_list])
    context = {
        "siklus": siklus,
        "form": form,
        "page": page,
        "rows": [(item, waiting.get(item.evaluasi.pk, 0)) for item in page.object_list],
        "counts": queries.counts_by_state(request.user, siklus),
        "states": [(item.value, STATE_LABELS[item]) for item in queries.TO_VALIDATE],
        "asked": asked,
        "state": state,
        "flagged": flagged,
        "picked": set(request.POST.getlist("pilih")),
    }
    return render(request, "evaluations/publication/validasi.html", context, status=status)


def _reviews(request: HttpRequest, rows: QuerySet[Evaluasi], flagged: bool) -> Page:
    """A page of reviews. Only the filter on flags has to look at every row."""
    wanted = request.GET.get("halaman")
    if flagged:
        reviews: list[Review] = [item for row in rows if (item := review(row)).flags]
        return Paginator(reviews, PER_PAGE).get_page(wanted)
    page = Paginator(rows, PER_PAGE).get_page(wanted)
    page.object_list = [review(row) for row in page.object_list]
    return page


def _publication_page(
    request: HttpRequest, siklus: Siklus, form: PublishForm, status: int = 200
) -> HttpResponse:
    unreported = queries.unreported(request.user, siklus)
    context = {
        "siklus": siklus,
        "form": form,
        "refusal": publication.publication_refusal(siklus),
        "ready": queries.candidates(request.user, siklus).count(),
        "counts": queries.counts_by_state(request.user, siklus),
        "page": paginate(request, queries.in_force(siklus)),
        "publications": queries.publications(siklus),
        "unreported": unreported.count() if publication.reports_upward(siklus) else 0,
    }
    return render(request, "evaluations/publication/publikasi.html", context, status=status)


def _preview_page(
    request: HttpRequest, siklus: Siklus, form: PublishForm, status: int = 200
) -> HttpResponse:
    found = list(queries.candidates(request.user, siklus))
    context: dict[str, Any] = {
        "siklus": siklus,
        "form": form,
        "refusal": publication.publication_refusal(siklus),
        "rows": [(item, *publication.final_figure(item)) for item in found],
        "himpunan": publication.set_digest(found),
    }
    return render(request, "evaluations/publication/pratinjau.html", context, status=status)
