"""Years side by side for a unit and an instansi, with the scores of others beside the IPP."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.forms import UploadForm
from evaluations.core.views.common import posted
from evaluations.history.pages import drawn
from evaluations.history.queries import history as history_queries
from evaluations.history.queries import lines as line_queries
from evaluations.history.services import imports as history_services
from evaluations.models import Impor
from evaluations.rules.history import Comparison
from pekppp.accounts.models import Instansi
from pekppp.accounts.queries import get_instansi, get_unit
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, download, paginate
from pekppp.base.charts import Chart, Series, line
from pekppp.base.errors import Refused
from pekppp.base.words import in_sentence

# By the kind of import: what a page calls it, and the names of its addresses.
WORDS = {history_services.RESULTS: "hasil tahun terdahulu", history_services.SCORES: "nilai lain"}


@require_safe
def unit_history(request: UserRequest, unit: UUID) -> HttpResponse:
    found = get_unit(request.user, unit, Permission.VIEW_UNIT)
    context = {
        "unit": found,
        "tempat": str(found),
        "banding": _shown(history_queries.of_unit(found)),
        "nilai_lain": history_queries.scores_of_unit(found),
        "sendiri": True,
    }
    return render(request, "evaluations/history/unit.html", context)


@require_safe
def instansi_history(request: UserRequest, instansi: UUID) -> HttpResponse:
    """The instansi's years; for the ministry, the country's figures as well."""
    found = get_instansi(request.user, instansi, Permission.VIEW_INSTANSI)
    manages = request.user.has_perm(Permission.MANAGE_INSTANSI, found)
    context = {
        "instansi": found,
        "tempat": str(found),
        "banding": _shown(history_queries.of_instansi(found)),
        "nilai_lain": history_queries.scores_of_instansi(found),
        "garis": drawn(line_queries.of_region(found)),
        "agregat": history_queries.aggregates() if found.is_national else [],
        "may_manage": manages,
        "impor": paginate(request, history_queries.imported(found)) if manages else None,
        "impor_nilai": paginate(request, history_queries.imported_scores(found), "nilai")
        if manages
        else None,
    }
    return render(request, "evaluations/history/instansi.html", context)


def _shown(comparisons: Sequence[Comparison]) -> list[tuple[Comparison, Chart | None]]:
    return [(item, _chart(number, item)) for number, item in enumerate(comparisons, start=1)]


def _chart(number: int, comparison: Comparison) -> Chart | None:
    """A line of the total; nothing to draw for a single year, or for two results of one year."""
    figures = {year.tahun: Decimal(year.ipp) for year in comparison.tahun}
    if len(figures) < 2 or len(figures) < len(comparison.tahun):
        return None
    span = range(min(figures), max(figures) + 1)  # a year without a result is a gap
    series = [Series("IPP", [figures.get(year) for year in span])]
    title = f"IPP dari tahun ke tahun, {in_sentence(comparison.garis)}"
    return line(f"riwayat-{number}", title, [str(year) for year in span], series, maximum=5)


# Importing ----------------------------------------------------------------------------------------


def _managed(request: UserRequest, instansi: UUID) -> Instansi:
    return get_instansi(request.user, instansi, Permission.MANAGE_INSTANSI)


@require_http_methods(["GET", "HEAD", "POST"])
def history_import(request: UserRequest, instansi: UUID, kind: str) -> HttpResponse:
    """Step one: a file is read and checked, nothing is kept but what it says."""
    found = _managed(request, instansi)
    form = UploadForm(posted(request), request.FILES or None)

    def check(data: dict[str, Any]) -> Impor:
        file = data["berkas"]
        return history_services.check(
            by=request.user, instansi=found, jenis=kind, file=file, name=file.name
        )

    impor = attempt(form, check)
    if impor:
        return redirect(f"evaluations:{kind}_check", found.uuid, impor.uuid)
    context = {"instansi": found, "form": form, "apa": WORDS[kind], **_addresses(kind)}
    wrong = request.method == "POST"
    return render(request, "evaluations/history/import.html", context, status=422 if wrong else 200)


def _addresses(kind: str) -> dict[str, Any]:
    return {
        "url_impor": f"evaluations:{kind}_import",
        "url_contoh": f"evaluations:{kind}_sample",
        "url_terapkan": f"evaluations:{kind}_apply",
    }


@require_safe
def history_sample(request: UserRequest, instansi: UUID, kind: str) -> HttpResponse:
    found = _managed(request, instansi)
    name = kind.replace("_", "-")
    return download(
        history_services.template(by=request.user, instansi=found, jenis=kind), f"{name}.xlsx"
    )


@require_safe
def history_check(request: UserRequest, instansi: UUID, impor: UUID, kind: str) -> HttpResponse:
    """What the file would do, or what is wrong with it and where."""
    found = _managed(request, instansi)
    row = history_queries.get_impor(request.user, found, impor, kind)
    page = paginate(request, row.baris)
    page.object_list = [history_queries.as_read_back(item) for item in page.object_list]
    context = {
        "instansi": found,
        "impor": row,
        "apa": WORDS[kind],
        "page": page,
        "applied": row.status == Impor.Status.DITERAPKAN,
        "skor": kind == history_services.SCORES,
        **_addresses(kind),
    }
    return render(request, "evaluations/history/import_check.html", context)


@require_POST
def history_apply(request: UserRequest, instansi: UUID, impor: UUID, kind: str) -> HttpResponse:
    """Step two: all of it, or nothing."""
    found = _managed(request, instansi)
    row = history_queries.get_impor(request.user, found, impor, kind)
    try:
        number = history_services.apply(by=request.user, impor=row)
    except Refused as error:
        messages.error(request, error.message)
        return redirect(f"evaluations:{kind}_check", found.uuid, row.uuid)
    messages.success(request, f"{number} baris {WORDS[kind]} tersimpan, bertanda impor.")
    return redirect("evaluations:instansi_history", found.uuid)


@require_POST
def history_remove(
    request: UserRequest, instansi: UUID, terdahulu: UUID, kind: str
) -> HttpResponse:
    found = _managed(request, instansi)
    row = history_queries.get_imported(found, history_services.MODELS[kind], terdahulu)
    history_services.remove(by=request.user, row=row)
    messages.success(request, "Baris impor dihapus; jejak auditnya tetap ada.")
    return redirect("evaluations:instansi_history", found.uuid)
