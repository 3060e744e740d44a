"""A page for leaders: what an instansi, a region or the country comes to, to be looked at."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from evaluations.overview.forms import PerformanceForm
from evaluations.overview.queries import performance as performance_queries
from evaluations.overview.queries.performance import Report
from evaluations.rules.means import METODE_RERATA, GroupMean
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views import exports
from pekppp.base import sheets
from pekppp.base.charts import Bar, Series, bars, line, said


@require_safe
def performance(request: UserRequest) -> HttpResponse:
    """403 for who watches nothing, 404 for a scope that is not his."""
    shown, scope, found, formulir, several = _asked(request)
    context = {
        "form": shown,
        "lingkup": scope,
        "laporan": found,
        "formulir": formulir,
        "beberapa": several,
    }
    if found is not None:
        context |= _shown(found)
    return render(request, "evaluations/overview/performance.html", context)


def _asked(
    request: UserRequest,
) -> tuple[PerformanceForm, performance_queries.Scope, Report | None, str, bool]:
    """The filter as it is answered, its scope and report, the form, and whether there are two."""
    user = request.user
    scope = performance_queries.get_scope(user, request.GET.get("lingkup", ""))
    known = performance_queries.choices(user, scope)
    form = PerformanceForm(request.GET, known=known, scopes=_offered(user, scope))
    form.is_valid()
    tahun = form.cleaned_data.get("tahun") or (known[0][0] if known else 0)
    schemes = [skema for year, skema in known if year == tahun]
    skema = form.cleaned_data.get("skema") or (schemes[0] if schemes else "")
    forms = performance_queries.forms(user, scope, tahun, skema) if schemes and skema else []
    asked = form.cleaned_data.get("formulir")
    formulir = asked if asked in forms else next(iter(forms), "A")
    found = performance_queries.report(user, scope, tahun, skema, formulir) if forms else None
    shown = PerformanceForm(
        initial={"lingkup": scope.kode, "tahun": tahun, "skema": skema, "formulir": formulir},
        known=known,
        scopes=_offered(user, scope),
    )
    return shown, scope, found, formulir, len(forms) > 1


_COLUMNS = (
    sheets.Column("Nama", width=40),
    sheets.Column("IPP", sheets.TWO_DECIMALS),
    sheets.Column("IPP tahun lalu", sheets.TWO_DECIMALS),
    sheets.Column("Lokus lengkap", sheets.INTEGER),
    sheets.Column("Lokus", sheets.INTEGER),
    sheets.Column("Terlambat", sheets.INTEGER),
)


@require_safe
def performance_xlsx(request: UserRequest) -> HttpResponse:
    """The table at the end of the page: by instansi, or in the country by region."""
    _form, scope, found, formulir, _several = _asked(request)
    rows, asked = found.rows if found else [], f"Lingkup: {scope.nama}"
    if found is not None:
        skema = SKEMA_LABELS[Skema(found.skema)]
        asked += f"; Tahun: {found.tahun}; Skema: {skema}; Formulir: {formulir}"
    return exports.workbook(request, "Kinerja", _COLUMNS, rows, _line, asked=asked)


def _line(row: performance_queries.Row) -> tuple[Any, ...]:
    cover = row.cover
    return row.nama, _two(row.mean), _two(row.before), cover.complete, cover.total, row.late


def _offered(user: Any, scope: performance_queries.Scope) -> list[tuple[str, str]]:
    own = performance_queries.scopes_of(user)
    every = own if any(item.kode == scope.kode for item in own) else [scope, *own]
    return [(item.kode, item.nama) for item in every]


def _shown(found: Report) -> dict[str, Any]:
    now, before = _two(found.mean), _two(found.before)
    aspects = [(_aspect(code, name), round_half_up(mean, 2)) for code, name, mean in found.aspects]
    return {
        "nilai": now,
        "skema": SKEMA_LABELS[Skema(found.skema)],
        "metode": METODE_RERATA[found.mean.method],
        "tahunan": [
            {"tahun": found.tahun, "nilai": now, "cover": found.cover},
            {"tahun": found.tahun - 1, "nilai": before, "cover": found.before_cover},
        ],
        "arah": _direction(now, before, found),
        "bagan_kategori": bars(
            "kategori",
            "Banyaknya unit menurut kategori",
            [Bar(f"{letter} {words}", number) for letter, words, number in found.bands],
        ),
        "aspek": aspects,
        "terlemah": aspects[-1] if aspects else None,
        "bagan_aspek": bars(
            "rata-aspek",
            "Rata-rata nilai F02 per aspek",
            [Bar(name, mean) for name, mean in aspects],
            maximum=5,
        ),
        "bagan_kemajuan": line(
            "kemajuan-jadwal",
            "Persen unit yang selesai menurut tanggal",
            [date_format(day, "j M") for day in found.days],
            [Series(name, values) for name, values in found.burn],
            maximum=100,
        )
        if found.days
        else None,
        "harian": [
            (day, [(name, values[index]) for name, values in found.burn])
            for index, day in enumerate(found.days)
        ],
        "baris": [(row, _two(row.mean), _two(row.before)) for row in found.rows],
    }


def _aspect(code: str, name: str) -> str:
    return f"{code} {name}"


def _direction(now: Decimal | None, before: Decimal | None, found: Report) -> str:
    """In words, of the figures as they are shown; nothing while one of them says too little."""
    if now is None or before is None or not found.cover.whole:
        return ""
    if now == before:
        return f"Sama dengan tahun {found.tahun - 1}."
    way = "Naik" if now > before else "Turun"
    return f"{way} {said(abs(now - before))} dari tahun {found.tahun - 1}."


def _two(mean: GroupMean | None) -> Decimal | None:
    return None if mean is None or mean.value is None else round_half_up(mean.value, 2)
