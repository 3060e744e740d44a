"""Computing a cycle's decided results again: a dry run by a worker, then its table applied."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.calendar import get_siklus
from evaluations.core.words import named
from evaluations.models import HitungUlang, Siklus
from evaluations.objections import queries as objection_queries
from evaluations.publication.queries import publication as publication_queries
from evaluations.recompute import queries as recompute_queries
from evaluations.recompute.forms import ApplyForm, RecomputeForm
from evaluations.recompute.services import recompute as recompute_services
from evaluations.rules.workflow import PUBLISHED
from instruments import queries as instruments
from instruments.models import VersiInstrumen
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, download, paginate
from pekppp.accounts.views.wide import Found, ask
from pekppp.base import sheets
from pekppp.base.errors import Refused


@require_safe
@never_cache
def recompute(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Which version takes the place of the present one, and the last table."""
    return _page(request, _load(request, siklus))


@require_POST
def recompute_start(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = _load(request, siklus)
    form = RecomputeForm(request.POST, choices=_choices(request.user, found))
    made = attempt(
        form,
        lambda data: recompute_services.start(by=request.user, siklus=found, versi=form.chosen),
    )
    if made is None:
        return _page(request, found, form, status=422)
    return redirect("evaluations:recompute", found.uuid)


@require_safe
@never_cache
def recompute_progress(request: UserRequest, siklus: UUID, hitung: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = recompute_queries.get(found, hitung)
    context = {"siklus": found, "hitung": row, "jumlahnya": recompute_queries.counts(row)}
    response = render(request, "evaluations/recompute/_progress.html", context)
    if not row.waiting:
        response["HX-Refresh"] = "true"  # the page around it says something else now
    return response


@require_POST
def recompute_apply(request: UserRequest, siklus: UUID, hitung: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = recompute_queries.get(found, hitung)
    form = ApplyForm(request.POST)
    if form.is_valid() and row.status == HitungUlang.Status.SIAP:
        asked_first = ask(
            request,
            _outlook(row),
            back=reverse("evaluations:recompute", args=[found.uuid]),
            subject=found.nama,
            about=str(row.uuid),
        )
        if asked_first:
            return asked_first
    done = attempt(
        form,
        lambda data: recompute_services.apply(by=request.user, hitung=row, reason=data["alasan"]),
    )
    if done is None:
        return _page(request, found, apply=form, status=422)
    number = recompute_queries.counts(done)["berubah"]
    messages.success(request, f"{number} hasil sedang diterapkan sesuai tabelnya.")
    return redirect("evaluations:recompute", found.uuid)


def _outlook(row: HitungUlang) -> dict[str, Found]:
    changed = [item.evaluasi for item in recompute_queries.told(row) if item.berubah]
    published = [item for item in changed if item.status in PUBLISHED]
    number = recompute_queries.counts(row)["tetap"]
    return {"berubah": named(changed), "terbit": named(published), "tetap": number}


@require_POST
def recompute_cancel(request: UserRequest, siklus: UUID, hitung: UUID) -> HttpResponse:
    return _do(
        request, siklus, hitung, recompute_services.cancel, "Dibatalkan. Tidak ada yang berubah."
    )


@require_POST
def recompute_resume(request: UserRequest, siklus: UUID, hitung: UUID) -> HttpResponse:
    return _do(request, siklus, hitung, recompute_services.resume, "Dilanjutkan.")


@require_safe
@never_cache
def recompute_xlsx(request: UserRequest, siklus: UUID, hitung: UUID) -> HttpResponse:
    """The whole table, for whoever checks it on his own machine."""
    found = _load(request, siklus)
    row = recompute_queries.get(found, hitung)
    book = sheets.write_workbook([_sheet(found, row)])
    return download(book, f"hitung-ulang-{found.tahun}.xlsx")


# Parts --------------------------------------------------------------------------------------------


def _load(request: UserRequest, siklus: UUID) -> Siklus:
    return get_siklus(request.user, siklus, Permission.VALIDATE)


def _do(
    request: UserRequest, siklus: UUID, hitung: UUID, verb: Callable[..., None], said: str
) -> HttpResponse:
    found = _load(request, siklus)
    try:
        verb(by=request.user, hitung=recompute_queries.get(found, hitung))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("evaluations:recompute", found.uuid)


def _choices(user: User, siklus: Siklus) -> dict[str, list[VersiInstrumen]]:
    found = {}
    for formulir in siklus.formulir_tersedia:
        present = siklus.versi_untuk(formulir)
        if present is not None:
            found[formulir] = list(instruments.replacements_of(user, present))
    return found


def _page(
    request: UserRequest,
    siklus: Siklus,
    form: RecomputeForm | None = None,
    apply: ApplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = recompute_queries.latest(siklus)
    context: dict[str, Any] = {
        "siklus": siklus,
        "form": form or RecomputeForm(choices=_choices(request.user, siklus)),
        "terapkan": apply or ApplyForm(),
        "hitung": row,
        "sanggahan": objection_queries.late_of(siklus),
        "tertinggal": publication_queries.outdated(siklus).count(),
    }
    if row is not None:
        context["jumlahnya"] = recompute_queries.counts(row)
        if not row.waiting:
            context["page"] = paginate(request, recompute_queries.told(row))
    return render(request, "evaluations/recompute/recompute.html", context, status=status)


_COLUMNS = (
    sheets.Column("Instansi"),
    sheets.Column("Unit"),
    sheets.Column("Formulir"),
    sheets.Column("Status evaluasi"),
    sheets.Column("Sekarang", sheets.TWO_OR_MORE),
    sheets.Column("Kategori sekarang"),
    sheets.Column("Menjadi", sheets.TWO_OR_MORE),
    sheets.Column("Kategori menjadi"),
    sheets.Column("Keterangan"),
)


def _sheet(siklus: Siklus, row: HitungUlang) -> sheets.Sheet:
    rows = [
        (
            item.evaluasi.nama_instansi,
            item.evaluasi.nama_unit,
            item.evaluasi.formulir,
            item.evaluasi.get_state_display(),
            Decimal(item.lama) if item.lama else None,
            item.lama_kategori,
            Decimal(item.baru) if item.baru else None,
            item.baru_kategori,
            item.kata or item.get_status_display(),
        )
        for item in recompute_queries.told(row)
    ]
    notes = [f"Hitung ulang {siklus.nama}: {row.get_status_display().lower()}.", row.alasan]
    return sheets.Sheet("Hitung ulang", _COLUMNS, rows, [note for note in notes if note])
