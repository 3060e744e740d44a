"""The unit's own SKM values, year by year."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.models import Evaluasi, SkmUnit
from evaluations.rules.survey.skm import Band, band_of, converted
from evaluations.survey.forms.skm import SkmForm
from evaluations.survey.queries.skm import latest_for, records_of
from evaluations.survey.services.skm import record_skm, shown
from pekppp.accounts.models import UnitLokus
from pekppp.accounts.queries import get_unit
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt


@dataclass(frozen=True, slots=True)
class Beside:
    """The unit's own value, shown beside the F03 of an evaluation."""

    tahun: int
    nilai: str
    mutu: Band
    sumber: str
    setara: Fraction  # in the scale of the F03, to be compared and nothing else


def skm_of(evaluasi: Evaluasi) -> Beside | None:
    row = latest_for(evaluasi)
    if row is None:
        return None
    setara = converted(row.nilai, evaluasi.versi.instrumen.skala)
    return Beside(row.tahun, shown(row.nilai), band_of(row.nilai), row.sumber, setara)


@require_safe
def unit_skm(request: UserRequest, unit: UUID) -> HttpResponse:
    """Every year with its band; `?tahun=2025` puts that year into the form."""
    found = get_unit(request.user, unit, Permission.VIEW_UNIT)
    return _page(request, found)


@require_POST
def unit_skm_save(request: UserRequest, unit: UUID) -> HttpResponse:
    found = get_unit(request.user, unit, Permission.MANAGE_SURVEI)
    form = SkmForm(request.POST)
    made = attempt(form, lambda data: record_skm(by=request.user, unit=found, **data))
    if made is None:
        return _page(request, found, form, status=422)
    messages.success(request, f"Nilai SKM tahun {made.tahun} tercatat.")
    return redirect("evaluations:unit_skm", found.uuid)


def _page(
    request: UserRequest, unit: UnitLokus, form: SkmForm | None = None, status: int = 200
) -> HttpResponse:
    rows = list(records_of(unit))
    context: dict[str, Any] = {
        "unit": unit,
        "rows": [(row, shown(row.nilai), band_of(row.nilai)) for row in rows],
        "may_manage": request.user.has_perm(Permission.MANAGE_SURVEI, unit),
        "form": form or _form(rows, request.GET.get("tahun", "")),
    }
    return render(request, "evaluations/survey/skm.html", context, status=status)


def _form(rows: list[SkmUnit], tahun: str) -> SkmForm:
    row = next((row for row in rows if str(row.tahun) == tahun), None)
    if row is None:
        return SkmForm()
    value = shown(row.nilai)
    return SkmForm(
        initial={
            "tahun": row.tahun,
            "nilai": value,
            "tanggal": row.tanggal,
            "responden": row.responden,
            "sumber": row.sumber,
            "based_on": value,
        }
    )
