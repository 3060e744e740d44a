"""The public portal: published results for everyone, read only, the same page for everybody.

Everything here comes from `queries.publikasi.published`. A page for visitors is rendered without
the request: it holds no token and no name, so any cache between us and them may keep it.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import condition, conditional_page, require_safe

from evaluations import explain
from evaluations.means import METODE_RERATA, RATA_UNIT
from evaluations.models import HasilTerbit, Siklus
from evaluations.queries import publikasi as queries
from evaluations.scoring import round_half_up
from evaluations.workflow import Skema
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from pekppp.accounts.views.common import paginate
from pekppp.charts import Bar, Chart, bars
from pekppp.sheets import FOUR_DECIMALS, Column, Sheet, write_csv, write_workbook
from reports import charts
from reports.published import (
    SORT_LABELS,
    Filter,
    distribution,
    instansi_means,
    instrument_of,
    national_figures,
    options,
)

MAX_AGE = 300
BARS_SHOWN = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open to everyone, GET only, with an ETag, and cacheable where nobody is logged in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, max_age=0)
        else:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    return login_not_required(require_safe(inner))


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = f"reports/portal/{name}.html"
    if request.user.is_authenticated:
        return render(request, template, context)
    # `request` for the links of the pages alone; no context processor runs.
    shared = {"request": request, "demo": settings.DEMO}
    return HttpResponse(render_to_string(template, shared | context))


@public
@conditional_page
def landing(request: HttpRequest) -> HttpResponse:
    """What PEKPPP is, the latest national figures, a way to one's own unit."""
    cycles = queries.published_cycles()
    latest = next((siklus for siklus, _ in cycles if siklus.skema == Skema.NASIONAL), None)
    context: dict[str, Any] = {"cycles": cycles[:5], "latest": latest}
    if latest is not None:
        spec = instrument_of(latest)
        means = instansi_means(queries.published_in(latest), spec)
        context |= {
            "figures": national_figures(means, spec),
            "best": means[:5],
            "instansi": len(means),
            "units": sum(mean.anggota for mean in means),
            "decrees": queries.decrees_of(latest),
        }
    return _page(request, "landing", context)


@public
@conditional_page
def results(request: HttpRequest) -> HttpResponse:
    """All cycles with something published, or the units that a search finds."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    context: dict[str, Any] = {"asked": asked, "cycles": queries.published_cycles()}
    if asked:
        context["page"] = paginate(request, queries.find_published_units(asked))
    return _page(request, "results", context)


@public
@conditional_page
def results_siklus(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """Units of a cycle, or the means of its instansi."""
    found = queries.published_siklus(siklus)
    rows, asked, spec = queries.published_in(found), Filter.of(request.GET), instrument_of(found)
    chosen = asked.apply(rows)
    spread = distribution(chosen, spec)
    context = {
        "siklus": found,
        "decrees": queries.decrees_of(found),
        "filter": asked,
        "options": options(rows),
        "sorts": SORT_LABELS,
        "categories": spec.kategori,
        "spread": spread,
        "chart": charts.distribution("sebaran", spread),
        "metode": METODE_RERATA[RATA_UNIT],
        "by_instansi": request.GET.get("tampil") == "instansi",
    }
    if context["by_instansi"]:
        means = instansi_means(chosen, spec)
        context["page"] = paginate(request, means)
    else:
        context["page"] = paginate(request, chosen)
    return _page(request, "siklus", context)


@public
@conditional_page
def results_instansi(request: HttpRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """The units of one instansi in a cycle, and their mean."""
    found = queries.published_siklus(siklus)
    rows = queries.published_in(found).filter(instansi__uuid=instansi)
    spec = instrument_of(found)
    means = instansi_means(rows, spec)
    if not means:
        raise Http404
    best = rows.order_by("-ipp", "evaluasi__nama_unit")
    context = {
        "siklus": found,
        "decrees": queries.decrees_of(found),
        "mean": means[0],
        "page": paginate(request, best),
        "chart": _unit_bars(list(best[:BARS_SHOWN]), spec.skala.maksimum),
    }
    return _page(request, "instansi", context)


def _unit_bars(rows: list[HasilTerbit], maximum: int) -> Chart:
    named = [Bar(row.evaluasi.nama_unit, Decimal(row.ipp_teks)) for row in rows]
    return bars("unit", "IPP unit, tertinggi lebih dahulu", named, maximum=maximum)


@public
@conditional_page
def results_unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """One published result of a unit, by default the latest, and the years before it."""
    history = queries.published_history(unit)
    asked = request.GET.get("hasil", "")
    shown = next((row for row in history if str(row.uuid) == asked), None)
    if asked and shown is None:
        raise Http404
    terbit = shown or history[0]
    isi = queries.frozen_content(terbit)
    maximum = instrument_of(terbit.siklus).skala.maksimum
    weighted = [aspek for aspek in isi["aspek"] if not aspek["tambahan"]]
    context = {
        "terbit": terbit,
        "isi": isi,
        "sektor": dict(Sektor.choices).get(isi["unit"]["sektor"], ""),
        "decree_date": terbit.publikasi.tanggal,
        "aspects": [_aspect(aspek) for aspek in isi["aspek"]],
        "components": [_exact(item) for item in isi["komponen"]],
        # Of the snapshot alone: no note and no evidence is in it.
        "tree": explain.tree(isi | {"sementara": False, "desimal": terbit.desimal}),
        **_survey(isi["survei"]),
        "aspect_names": {aspek["kode"]: aspek["nama"] for aspek in isi["aspek"]},
        "radar": charts.aspect_radar(
            "radar",
            {aspek["kode"]: aspek["nama"] for aspek in weighted},
            [("", {aspek["kode"]: aspek["nilai"] for aspek in weighted})],
            maximum=maximum,
        ),
        "history": history,
        "line": _history_chart(history, maximum),
    }
    return _page(request, "unit", context)


def _aspect(aspek: dict[str, Any]) -> dict[str, Any]:
    levels = [item | {"level": charts.level_text(item["level"])} for item in aspek["indikator"]]
    return _exact(aspek) | {"indikator": levels}


def _survey(survei: dict[str, Any] | None) -> dict[str, Any]:
    """Rows with their levels; results of the first years were frozen without the distribution."""
    if not survei:
        return {}
    levels = survei.get("skala", [])
    found: dict[str, Any] = {}
    for name, rows in (("survey_items", survei["butir"]), ("survey_aspects", survei["aspek"])):
        found[name] = [
            _exact(row) | {"levels": list(zip(levels, _spread(row, len(levels)), strict=True))}
            for row in rows
        ]
    if survei["periode"]:
        found["survey_period"] = [date.fromisoformat(day) for day in survei["periode"]]
    return found


def _spread(row: dict[str, Any], levels: int) -> list[int | None]:
    """How many chose each level; nobody where nobody answered, None where it is hidden."""
    if row.get("sebaran") is not None:
        return row["sebaran"]
    return [None if row["jawaban"] or row["disamarkan"] else 0] * levels


def _exact(item: dict[str, Any]) -> dict[str, Any]:
    """The stored exact value, rounded once for show."""
    return item | {"nilai": charts.rounded(item["nilai"])}


def _history_chart(history: list[HasilTerbit], maximum: int) -> Chart | None:
    """One line per scheme and form; nothing to draw for a single year."""
    years = sorted({row.siklus.tahun for row in history})
    if len(years) < 2:
        return None
    series: dict[str, dict[int, Decimal]] = {}
    forms = {row.evaluasi.formulir for row in history}
    for row in reversed(history):
        name = f"Skema {row.siklus.get_skema_display()}"
        if len(forms) > 1:
            name += f", formulir {row.evaluasi.formulir}"
        series.setdefault(name, {})[row.siklus.tahun] = Decimal(row.ipp_teks)
    span = range(years[0], years[-1] + 1)  # a year without a result is a gap, not a jump
    return charts.history("riwayat", span, series, maximum=maximum)


# Downloads ----------------------------------------------------------------------------------------

COLUMNS = (
    Column("Unit"),
    Column("Instansi"),
    Column("Provinsi"),
    Column("Jenis instansi"),
    Column("Jenis unit"),
    Column("Sektor"),
    Column("Formulir"),
    Column("IPP"),
    Column("Kategori"),
    Column("Sebutan"),
    Column("F02", FOUR_DECIMALS),
    Column("F03", FOUR_DECIMALS),
    Column("Responden", "0"),
    Column("Skema"),
    Column("Siklus"),
    Column("Tahun", "0"),
    Column("Penilai"),
    Column("Keputusan"),
    Column("Tanggal keputusan", "dd/mm/yyyy"),
    Column("Metode aspek"),
    Column("ID unit"),
)


def _csv(request: HttpRequest, siklus: UUID) -> bytes:
    """The table that was asked for; kept on the request, since the ETag is made of it."""
    made = getattr(request, "_portal_csv", None)
    if made is None:
        made = write_csv(_sheet(request, queries.published_siklus(siklus)))
        request._portal_csv = made
    return made


def _etag(suffix: str) -> Callable[..., str]:
    # A digest of the rows: a workbook carries the time of its making.
    return lambda request, siklus: quote_etag(
        hashlib.sha256(_csv(request, siklus)).hexdigest()[:32] + suffix
    )


@public
@condition(etag_func=_etag("-csv"))
def results_csv(request: HttpRequest, siklus: UUID) -> HttpResponse:
    content = _csv(request, siklus)
    return _download(content, "text/csv; charset=utf-8", f"hasil-pekppp-{siklus}.csv")


@public
@condition(etag_func=_etag("-xlsx"))
def results_xlsx(request: HttpRequest, siklus: UUID) -> HttpResponse:
    found = queries.published_siklus(siklus)
    key = f"portal-xlsx-{_etag('')(request, siklus)}"
    # Seconds of work for a national cycle: done once for the same rows.
    content = cache.get_or_set(key, lambda: write_workbook([_sheet(request, found)]), 3600)
    return _download(content, XLSX, f"hasil-pekppp-{siklus}.xlsx")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sheet(request: HttpRequest, siklus: Siklus) -> Sheet:
    rows = Filter.of(request.GET).apply(queries.published_in(siklus))
    notes = [
        f"{siklus.nama}, skema {siklus.get_skema_display()}. Skema tidak pernah dicampur.",
        f"Penyelenggara: {siklus.instansi.nama}.",
        "Hanya hasil yang terbit dan tidak ditarik. Sel kosong berarti tidak ada nilai, bukan nol.",
    ]
    decimals = "0." + "0" * instrument_of(siklus).desimal
    columns = [replace(item, format=decimals) if item.title == "IPP" else item for item in COLUMNS]
    return Sheet(f"Hasil {siklus.tahun}", columns, list(_lines(siklus, rows)), notes)


def _lines(siklus: Siklus, rows: Any) -> Iterator[tuple[Any, ...]]:
    kinds, sectors = dict(JenisInstansi.choices), dict(Sektor.choices)
    values = rows.values_list(
        "evaluasi__nama_unit",
        "evaluasi__nama_instansi",
        "evaluasi__nama_induk",
        "evaluasi__jenis_instansi",
        "evaluasi__jenis_unit",
        "evaluasi__sektor",
        "evaluasi__formulir",
        "ipp",
        "desimal",
        "kategori",
        "sebutan",
        "isi__komponen",
        "isi__survei__responden",
        "isi__penilai",
        "publikasi__nomor",
        "publikasi__tanggal",
        "isi__metode__aspek",
        "evaluasi__unit__uuid",
    )
    for unit, nama, induk, jenis, kind, sektor, form, ipp, decimals, *rest in values:
        huruf, sebutan, komponen, responden, penilai, nomor, tanggal, metode, uuid = rest
        parts = {item["kode"]: item["nilai"] for item in komponen}
        yield (
            unit,
            nama,
            nama if jenis == JenisInstansi.PROVINSI else induk,
            kinds.get(jenis, jenis),
            kind,
            sectors.get(sektor, sektor),
            form,
            ipp.quantize(Decimal(1).scaleb(-decimals)),
            huruf,
            sebutan,
            _four(parts.get("F02")),
            _four(parts.get("F03")),
            responden,
            siklus.get_skema_display(),
            siklus.nama,
            siklus.tahun,
            penilai,
            nomor,
            tanggal,
            metode,
            str(uuid),
        )


def _four(exact: str | None) -> Decimal | None:
    return None if exact is None else round_half_up(Fraction(exact), 4)
