"""Validation and publication of a cycle, by those who decide."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.queries.calendar import get_siklus
from evaluations.core.queries.names import by_words
from evaluations.core.services.notices import Told, telling
from evaluations.core.words import named
from evaluations.models import Evaluasi, SampelValidasi, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.publication.forms import SampleForm, SendBackForm, WithdrawForm
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import publication, withdrawal
from evaluations.publication.services.publication import Outcome
from evaluations.rules.review import Review, review
from evaluations.rules.workflow import STATE_LABELS, State
from evaluations.survey.queries import review as survey_review_queries
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt
from pekppp.accounts.views.wide import ask, consequence
from pekppp.base import sheets, texts
from pekppp.base.errors import Refused

PER_PAGE = 50
VIEWS = {"": "Semua", "sampel": "Sampel", "menonjol": "Menonjol"}
FAILURES_SAID = 20


@require_safe
def validation(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    return _validation_page(request, found, SendBackForm())


@require_POST
def validate(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    chosen = _chosen(request, found)
    if chosen and "tanpa_tinjauan" not in request.POST:
        waiting = survey_review_queries.unreviewed(chosen)
        asked = [(item, *waiting[item.pk]) for item in chosen if item.pk in waiting]
        if asked:
            return _validation_page(request, found, SendBackForm(), 422, unreviewed=asked)
    if chosen:
        asked_first = ask(
            request,
            {"hasil": named(chosen), **objection_queries.disputes(_of(found, chosen))},
            back=reverse("evaluations:validation", args=[found.uuid]),
            subject=found.nama,
        )
        if asked_first:
            return asked_first
        with telling() as told:
            outcome = publication.validate(by=request.user, evaluations=chosen)
        _say(request, outcome, "divalidasi", told)
    return redirect("evaluations:validation", found.uuid)


@require_POST
def draw_sample(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    form = SampleForm(request.POST)
    try:
        if form.is_valid():
            drawn = publication.draw_sample(by=request.user, siklus=found, **form.cleaned_data)
            messages.success(request, f"Sampel {drawn} diambil.")
        else:
            messages.error(request, "Banyaknya sampel antara 1 dan 1000.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(reverse("evaluations:validation", args=[found.uuid]) + "?tampil=sampel")


@require_POST
def send_back(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    chosen = _chosen(request, found)
    form = SendBackForm(request.POST)
    if not chosen:
        return redirect("evaluations:validation", found.uuid)
    if form.is_valid():
        validated = [item for item in chosen if item.state == State.DIVALIDASI]
        asked_first = ask(
            request,
            {"hasil": named(chosen), "validasi": named(validated)},
            back=reverse("evaluations:validation", args=[found.uuid]),
            subject=found.nama,
        )
        if asked_first:
            return asked_first
    with telling() as told:
        outcome = attempt(
            form,
            lambda data: publication.send_back(
                by=request.user, evaluations=chosen, reason=data["alasan"]
            ),
        )
    if outcome is None:
        return _validation_page(request, found, form, status=422)
    _say(request, outcome, "dikembalikan kepada evaluator", told)
    return redirect("evaluations:validation", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: UserRequest, siklus: UUID, hasil: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    terbit = publication_queries.get_terbit(found, hasil)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                with telling() as told:
                    publication.withdraw(
                        by=request.user, terbit=terbit, reason=form.cleaned_data["alasan"]
                    )
                done = f"Hasil {terbit.evaluasi.nama_unit} ditarik."
                messages.success(request, told.after(done))
                return redirect("evaluations:publication", found.uuid)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
    context = {"siklus": found, "terbit": terbit, "form": form}
    status = 422 if form.errors else 200
    return render(request, "evaluations/publication/withdraw.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_decree(request: UserRequest, siklus: UUID, publikasi: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    row = decrees_queries.get_publikasi(found, publikasi)
    form = WithdrawForm(request.POST or None, initial={"alasan": row.alasan_ditarik})
    rows = publication_queries.in_force(found).filter(publikasi=row)
    found_now = {"hasil": named(item.evaluasi for item in rows)}
    if request.method == "POST":
        try:
            if form.is_valid():
                back = reverse("evaluations:publication", args=[found.uuid])
                asked_first = ask(request, found_now, back=back, subject=f"Keputusan {row.nomor}")
                if asked_first:
                    return asked_first
                withdrawal.withdraw_decree(
                    by=request.user, publikasi=row, reason=form.cleaned_data["alasan"]
                )
                number = len(found_now["hasil"])
                messages.success(
                    request, f"Keputusan {row.nomor} ditarik; {number} hasil tidak lagi terbuka."
                )
                return redirect("evaluations:publication", found.uuid)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
    context = {
        "siklus": found,
        "set": row,
        "form": form,
        "akibat": consequence("evaluations:withdraw_decree", found_now),
    }
    status = 422 if form.errors else 200
    return render(request, "evaluations/publication/withdraw_decree.html", context, status=status)


@require_POST
def report(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    asked_first = ask(
        request,
        {"hasil": named(publication_queries.unreported(request.user, found))},
        back=reverse("evaluations:publication", args=[found.uuid]),
        subject=found.nama,
    )
    if asked_first:
        return asked_first
    try:
        with telling() as told:
            outcome = publication.report(by=request.user, siklus=found)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        _say(request, outcome, "dilaporkan kepada KemenPANRB", told)
    return redirect("evaluations:publication", found.uuid)


# Parts --------------------------------------------------------------------------------------------


def _chosen(request: UserRequest, siklus: Siklus) -> list[Evaluasi]:
    uuids = [uuid for text in request.POST.getlist("pilih") if (uuid := _uuid(text))]
    if not uuids:
        messages.error(request, "Pilih sedikitnya satu evaluasi.")
        return []
    return publication_queries.chosen(request.user, siklus, uuids)


def _of(siklus: Siklus, evaluations: list[Evaluasi]) -> list[Evaluasi]:
    """The same, with one cycle object for all: its calendar is read once."""
    for item in evaluations:
        item.siklus = siklus
    return evaluations


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _say(request: UserRequest, outcome: Outcome, what: str, told: Told) -> None:
    """What was done, and of each that was not done, why."""
    if outcome.done:
        messages.success(request, told.after(f"{len(outcome.done)} evaluasi {what}."))
    for evaluasi, reason in outcome.failed[:FAILURES_SAID]:
        messages.error(request, f"{evaluasi.nama_unit}: {reason}")
    rest = len(outcome.failed) - FAILURES_SAID
    if rest > 0:
        messages.error(request, f"Dan {rest} evaluasi lain tidak {what}.")


def _validation_page(
    request: UserRequest,
    siklus: Siklus,
    form: SendBackForm,
    status: int = 200,
    unreviewed: Sequence[tuple[Evaluasi, int, int, str]] = (),
) -> HttpResponse:
    sample = publication_queries.sample_of(siklus)
    rows, asked, state, view = _asked_for(request, siklus, sample)
    clustered = publication_queries.tight_clusters(request.user, siklus)
    page = _reviews(request, rows, clustered, outliers=view == "menonjol")
    waiting = objection_queries.waiting_of([item.evaluasi for item in page.object_list])
    context = {
        "siklus": siklus,
        "may_publish": request.user.has_perm(Permission.PUBLISH, siklus),
        "form": form,
        "sample_form": SampleForm(),
        "sample": sample,
        "view": view if view in VIEWS else "",
        "views": VIEWS,
        "page": page,
        "rows": [(item, waiting.get(item.evaluasi.pk, 0)) for item in page.object_list],
        "counts": publication_queries.counts_by_state(request.user, siklus),
        "states": [(item.value, STATE_LABELS[item]) for item in publication_queries.TO_VALIDATE],
        "asked": asked,
        "state": state,
        "picked": set(request.POST.getlist("pilih")),
        "unreviewed": unreviewed,
    }
    return render(request, "evaluations/publication/validation.html", context, status=status)


def _asked_for(
    request: UserRequest, siklus: Siklus, sample: SampelValidasi | None
) -> tuple[QuerySet[Evaluasi], str, str, str]:
    """The rows that the filter leaves (of outliers all), and the filter: words, state, view."""
    rows = publication_queries.to_validate(request.user, siklus)
    asked = texts.clean(request.GET.get("q", ""))
    state = request.GET.get("status", "")
    view = request.GET.get("tampil", "")
    if asked:
        rows = rows.filter(by_words(asked, "nama_unit", "nama_instansi"))
    if state in publication_queries.TO_VALIDATE:
        rows = rows.filter(state=state)
    if view == "sampel":
        rows = rows.filter(uuid__in=sample.terpilih if sample else [])
    return rows, asked, state, view


_COLUMNS = (
    sheets.Column("Instansi", width=30),
    sheets.Column("Unit", width=40),
    sheets.Column("Formulir"),
    sheets.Column("Status"),
    sheets.Column("IPP", sheets.TWO_OR_MORE),
    sheets.Column("Kategori"),
    sheets.Column("Yang sudah ada"),
    sheets.Column("Selisih dari usulan", sheets.TWO_DECIMALS),
    sheets.Column("Di atas usulan", sheets.INTEGER),
    sheets.Column("Responden", sheets.INTEGER),
    sheets.Column("Selisih dari tahun lalu", sheets.TWO_OR_MORE),
    sheets.Column("Perlu dilihat", width=60),
)


@require_safe
def validation_xlsx(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.VALIDATE)
    rows, words, state, view = _asked_for(request, found, publication_queries.sample_of(found))
    clustered = publication_queries.tight_clusters(request.user, found)
    reviews = [review(row, clustered.get(row.pk, "")) for row in rows]
    if view == "menonjol":
        reviews = [item for item in reviews if item.flags]
    told = {
        "Cari": words,
        "Status": STATE_LABELS[State(state)] if state in publication_queries.TO_VALIDATE else "",
        "Tampil": VIEWS.get(view, "") if view else "",
    }
    asked = "; ".join(f"{label}: {said}" for label, said in told.items() if said)
    notes = [f"Validasi {found.nama}"]
    return exports.workbook(request, "Validasi", _COLUMNS, reviews, _line, asked=asked, notes=notes)


def _line(item: Review) -> tuple[Any, ...]:
    row = item.evaluasi
    return (
        row.nama_instansi,
        row.nama_unit,
        row.formulir,
        row.get_state_display(),
        item.ipp,
        item.kategori if item.ipp is not None else "",
        "; ".join(item.kurang),
        item.gap,
        item.above,
        row.hasil.responden,
        item.change,
        "; ".join(item.flags),
    )


def _reviews(
    request: UserRequest, rows: QuerySet[Evaluasi], clustered: dict[int, str], *, outliers: bool
) -> "Page[Any]":
    """A page of reviews. Only the view of outliers has to look at every row."""
    wanted = request.GET.get("halaman")

    def looked_at(row: Evaluasi) -> Review:
        return review(row, clustered.get(row.pk, ""))

    if outliers:
        reviews: list[Review] = [item for row in rows if (item := looked_at(row)).flags]
        return Paginator(reviews, PER_PAGE).get_page(wanted)
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(wanted)
    page.object_list = [looked_at(row) for row in page.object_list]
    return page
