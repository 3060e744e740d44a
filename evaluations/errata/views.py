"""An errata of the instrument in a running cycle: a dry run by a worker, then its table applied."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.calendar import get_siklus
from evaluations.errata import queries as errata_queries
from evaluations.errata.forms import ErrataForm
from evaluations.errata.services import errata as errata_services
from evaluations.models import Siklus
from instruments import queries as instruments
from instruments.models import VersiInstrumen
from pekppp.accounts.models import User
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, download, paginate
from pekppp.base import sheets
from pekppp.base.errors import Refused


@require_safe
@never_cache
def errata(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Which errata there are for the instruments of the cycle, and the last table."""
    return _page(request, _load(request, siklus))


@require_POST
def errata_start(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = _load(request, siklus)
    form = ErrataForm(request.POST, versions=_versions(request.user, found))
    made = attempt(
        form,
        lambda data: errata_services.start(
            by=request.user, siklus=found, versi=data["versi"], due=data["tenggat"]
        ),
    )
    if made is None:
        return _page(request, found, form, status=422)
    return redirect("evaluations:errata", found.uuid)


@require_safe
@never_cache
def errata_progress(request: UserRequest, siklus: UUID, ralat: UUID) -> HttpResponse:
    found = _load(request, siklus)
    row = errata_queries.get(found, ralat)
    context = {"siklus": found, "job": row, "jumlahnya": errata_queries.counts(row)}
    response = render(request, "evaluations/errata/_progress.html", context)
    if not row.waiting:
        response["HX-Refresh"] = "true"  # the page around it says something else now
    return response


@require_POST
def errata_apply(request: UserRequest, siklus: UUID, ralat: UUID) -> HttpResponse:
    return _do(request, siklus, ralat, errata_services.apply, "Ralat sedang diterapkan.")


@require_POST
def errata_cancel(request: UserRequest, siklus: UUID, ralat: UUID) -> HttpResponse:
    said = "Dibatalkan. Tidak ada yang berubah."
    return _do(request, siklus, ralat, errata_services.cancel, said)


@require_POST
def errata_resume(request: UserRequest, siklus: UUID, ralat: UUID) -> HttpResponse:
    return _do(request, siklus, ralat, errata_services.resume, "Dilanjutkan.")


@require_safe
@never_cache
def errata_xlsx(request: UserRequest, siklus: UUID, ralat: UUID) -> HttpResponse:
    """What happens to every unit, and who is told, for whoever checks it on his own machine."""
    found = _load(request, siklus)
    row = errata_queries.get(found, ralat)
    shown = [_told(line) for line in errata_queries.lines(row, errata_queries.rows_of(row))]
    notes = [f"Ralat {row.versi.sebutan}, {found.nama}: {row.get_status_display().lower()}."]
    sheet = sheets.Sheet("Ralat", [sheets.Column(name) for name in _COLUMNS], shown, notes)
    return download(sheets.write_workbook([sheet]), f"ralat-{found.tahun}.xlsx")


_COLUMNS = (
    *("Instansi", "Unit", "Status evaluasi", "Akibat", "Harus dijawab", "Usulan berubah"),
    *("Nilai perlu dilihat lagi", "Yang diberi tahu", "Pesan bagi unit"),
)


def _told(line: errata_queries.Line) -> tuple[Any, ...]:
    item, isi = line.baris.evaluasi, line.baris.isi
    return (
        item.nama_instansi,
        item.nama_unit,
        item.get_state_display(),
        line.baris.kata or line.baris.get_status_display(),
        ", ".join(f"{nomor}.{key}" for nomor, key in isi.get("tanya", ())),
        ", ".join(line.usulan),
        ", ".join(map(str, isi.get("nilai", ()))),
        ", ".join(line.pendengar),
        line.pesan,
    )


# Parts --------------------------------------------------------------------------------------------


def _load(request: UserRequest, siklus: UUID) -> Siklus:
    return get_siklus(request.user, siklus, Permission.MANAGE_SIKLUS)


def _do(
    request: UserRequest, siklus: UUID, ralat: UUID, verb: Callable[..., Any], said: str
) -> HttpResponse:
    found = _load(request, siklus)
    try:
        verb(by=request.user, ralat=errata_queries.get(found, ralat))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("evaluations:errata", found.uuid)


def _versions(user: User, siklus: Siklus) -> list[VersiInstrumen]:
    used = [siklus.versi_untuk(formulir) for formulir in siklus.formulir_tersedia]
    return [item for versi in used if versi for item in instruments.errata_of(user, versi)]


def _page(
    request: UserRequest, siklus: Siklus, form: ErrataForm | None = None, status: int = 200
) -> HttpResponse:
    job = errata_queries.latest(siklus)
    versions = _versions(request.user, siklus)
    context: dict[str, Any] = {
        "siklus": siklus,
        "form": form or ErrataForm(versions=versions),
        "ada": versions,
        "job": job,
    }
    if job is not None:
        context["jumlahnya"] = errata_queries.counts(job)
        if not job.waiting and job.diperiksa_pada:
            page = paginate(request, errata_queries.rows_of(job))
            context |= {
                "page": page,
                "baris": errata_queries.lines(job, page.object_list),
                "ringkas": errata_queries.summary(job),
            }
    return render(request, "evaluations/errata/errata.html", context, status=status)
