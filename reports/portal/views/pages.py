"""The public pages: published results for everyone, read only, the same page for everybody.

Everything here comes from `evaluations.publication.queries.publication.published`. A page for
visitors is rendered without
the request: it holds no token and no name, so any cache between us and them may keep it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from evaluations.follow_up.queries.published import public_follow_up
from evaluations.history.pages import drawn
from evaluations.history.queries import history as history_queries
from evaluations.history.queries import lines as line_queries
from evaluations.history.queries.lines import Lines
from evaluations.models import HasilTerbit, Siklus
from evaluations.publication.queries import ends
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.queries import search as search_queries
from evaluations.rules import explain
from evaluations.rules.growth import Growth, growth
from evaluations.rules.means import METODE_RERATA, RATA_UNIT
from evaluations.rules.places import WILAYAH, plain
from evaluations.rules.ranks import OF_INSTANSI, OF_UNITS
from evaluations.rules.ranks import WORDS as RANKS
from evaluations.rules.workflow import Skema
from instruments.spec import Instrumen, decimal_text
from pekppp.accounts.models import Instansi
from pekppp.accounts.models.unit import Sektor
from pekppp.accounts.views.common import paginate
from pekppp.base import charts, texts
from pekppp.base.charts import Bar, Chart
from reports.figures import charts as result_charts
from reports.portal import openapi
from reports.portal.bands import bands
from reports.portal.detail import (
    ASPEK_LEVEL,
    GROUPS,
    INDIKATOR_LEVEL,
    Cell,
    Measure,
    detail,
    measures,
)
from reports.portal.lineage import places_beside, units_beside
from reports.portal.place import place_of
from reports.portal.published import (
    SORT_LABELS,
    Filter,
    Mean,
    distribution,
    forms_words,
    frozen_form_words,
    instansi_means,
    instrument_of,
    options,
)
from reports.portal.quotes import quote_cycle, quote_unit
from reports.portal.ranks import instansi_ranks, unit_ranks
from reports.portal.search import suggestions
from reports.portal.summary import nation, summary
from reports.portal.views.common import corrections, kept_of_all, kept_whole, page, public
from reports.portal.views.parameters import WITHOUT
from reports.portal.without import Without, searched, without
from reports.rules import tiles

BARS_SHOWN = 20
SEARCHED = 20  # of those without a result that a search finds


@public
@kept_whole
def landing(request: HttpRequest) -> HttpResponse:
    """What PEKPPP is, the latest national figures, a way to one's own unit."""
    cycles = publication_queries.published_cycles()
    latest = next((siklus for siklus, _ in cycles if siklus.skema == Skema.NASIONAL), None)
    context: dict[str, Any] = {
        "cycles": cycles[:5],
        "latest": latest,
        "garis": drawn(line_queries.national()),
    }
    if latest is not None:
        figures, means = nation(latest, publication_queries.published_in(latest))
        forms = {mean.formulir for mean in means}
        context |= {
            "figures": figures,
            "best": _with_ranks(latest, means[:5]),
            "instansi": len({mean.pk for mean in means}),
            "units": sum(mean.anggota for mean in means),
            "several": len(forms) > 1,
            "form_words": _form_words(latest),
            "decrees": publication_queries.decrees_of(latest),
        }
    return page(request, "landing", context)


@public
@kept_whole
def results(request: HttpRequest) -> HttpResponse:
    """All cycles with something published, or the units that a search finds."""
    asked = texts.clean(request.GET.get("q", ""))[:200]
    context: dict[str, Any] = {"asked": asked, "cycles": publication_queries.published_cycles()}
    if asked:
        found = paginate(request, search_queries.find_published_units(asked))
        context["page"] = found
        rows = ends.named(ends.public(), asked)
        context |= {"tanpa": without(rows[:SEARCHED]), "jumlah_tanpa": rows.count()}
        if not found.object_list and not context["tanpa"]:
            context["mungkin"] = suggestions(asked)
    return page(request, "results", context)


@public
@kept_whole
def results_siklus(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """Units of a cycle, the means of its instansi, or who has no result."""
    found = publication_queries.published_siklus(siklus)
    if request.GET.get("tampil") == WITHOUT:
        return _cycle_without(request, found)
    rows, asked, spec = (
        publication_queries.published_in(found),
        Filter.of(request.GET),
        instrument_of(found),
    )
    chosen = asked.apply(rows)
    spread = distribution(chosen, spec)
    offered = options(rows)
    context = {
        "siklus": found,
        "decrees": publication_queries.decrees_of(found),
        "filter": asked,
        "options": offered,
        "forms_words": forms_words(found, offered.formulir),
        "form_words": _form_words(found),
        "several": len(offered.formulir) > 1 and not found.formulir_bersama,
        "sorts": SORT_LABELS,
        "categories": spec.kategori,
        "spread": spread,
        "chart": result_charts.distribution("sebaran", spread),
        "metode": METODE_RERATA[RATA_UNIT],
        "by_instansi": request.GET.get("tampil") == "instansi",
        "jumlah_tanpa": ends.public_of(found).count(),
        "koreksi": corrections(found),
        "kutipan": quote_cycle(found, settings.BASE_URL + request.path),
    }
    if context["by_instansi"]:
        context["page"] = paginate(request, _with_ranks(found, instansi_means(found, chosen)))
        context["ranks_words"] = f"{OF_INSTANSI} {RANKS}"
    else:
        context["page"] = shown = paginate(request, chosen)
        context["ranks_words"] = f"{OF_UNITS} {RANKS}"
        context["ranks"] = unit_ranks(found, shown.object_list)
    return page(request, "cycle", context)


def _cycle_without(request: HttpRequest, siklus: Siklus) -> HttpResponse:
    asked = Filter.of(request.GET)
    shown = paginate(request, searched(ends.public_of(siklus), asked.q))
    context = {
        "siklus": siklus,
        "decrees": publication_queries.decrees_of(siklus),
        "filter": asked,
        "page": shown,
        "tanpa": without(shown.object_list),
        "koreksi": corrections(siklus),
    }
    return page(request, "cycle_without", context)


def _with_ranks(siklus: Siklus, means: Sequence[Mean]) -> list[Mean]:
    ranks = instansi_ranks(siklus)
    return [replace(mean, peringkat=ranks.get((mean.pk, mean.formulir))) for mean in means]


def _form_words(siklus: Siklus) -> dict[str, str]:
    """By form what stands beside its figures; form A needs nothing."""
    forms = siklus.formulir_tersedia
    return {form: siklus.kata_formulir(form) for form in forms if form != "A"}


@public
@kept_of_all
def results_summary(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """All means of a cycle: national figure, groups, provinces on a map, aspects, indicators."""
    found = publication_queries.published_siklus(siklus)
    spec = instrument_of(found)
    rows = publication_queries.published_in(found)
    lines = summary(found, rows)
    groups: dict[str, list[Any]] = {}
    for line in lines:
        groups.setdefault(line.kelompok, []).append(line)
    # Where forms are apart the map shows one of them: A, which nearly all units have.
    regions = groups.get(WILAYAH, [])
    mapped = [line for line in regions if line.formulir == regions[0].formulir]
    provinces = {plain(line.kunci): (line.nilai, line) for line in mapped}
    made, elsewhere = tiles.tiles(provinces, maximum=spec.skala.maksimum)
    charted = ("Aspek", "Jenis unit", "Sektor", "Kelompok instansi")
    context = {
        "siklus": found,
        "decrees": publication_queries.decrees_of(found),
        "groups": groups,
        "regions": regions,
        "garis": drawn(line_queries.national()) if found.skema == Skema.NASIONAL else [],
        "figures": nation(found, rows)[0] if "Nasional" in groups else [],
        "mapped": mapped[0].formulir if mapped else "",
        "several": len({line.formulir for line in lines if line.kelompok == "Aspek"}) > 1,
        "forms_words": forms_words(found, {line.formulir for line in groups["Indikator"]}),
        "form_words": _form_words(found),
        "tiles": made,
        "tile": tiles,
        "elsewhere": elsewhere,
        "sections": [
            (
                name,
                groups[name],
                charts.bars(
                    name.lower().replace(" ", "-"),
                    f"Rata-rata menurut {name.lower()}",
                    [
                        Bar(
                            line.nama if line.formulir != "B" else f"{line.nama} (formulir B)",
                            line.nilai,
                        )
                        for line in groups[name]
                    ],
                    maximum=spec.skala.maksimum,
                ),
            )
            for name in charted
            if name in groups
        ],
        "koreksi": corrections(found),
        "kutipan": quote_cycle(found, settings.BASE_URL + request.path),
    }
    return page(request, "summary", context)


@public
@kept_whole
def results_detail(request: HttpRequest, siklus: UUID) -> HttpResponse:
    """Aspects by province, instansi, kind or sector; of a chosen aspect, its indicators too."""
    found = publication_queries.published_siklus(siklus)
    asked = request.GET.get("menurut", "")
    group = asked if asked in GROUPS else "provinsi"
    title = GROUPS[group][0]
    cells = [
        c for c in detail(found, publication_queries.published_in(found)) if c.menurut == title
    ]
    forms = sorted({c.kode[0] for c in cells if c.tingkat == INDIKATOR_LEVEL})
    known = measures(found, forms)
    aspects = [item for item in known if item.tingkat == ASPEK_LEVEL]
    chosen = next((item for item in aspects if item.kode == request.GET.get("aspek")), None)
    columns = [item for item in known if item.aspek == chosen.kode] if chosen else aspects
    table: dict[tuple[str, str, str], dict[str, Cell]] = {}
    for cell in cells:
        form = "" if found.formulir_bersama else cell.formulir
        table.setdefault((cell.nama, cell.provinsi, form), {})[cell.kode] = cell
    rows = [
        (name, province, form, [(item, values.get(item.kode)) for item in columns], values)
        for (name, province, form), values in table.items()
    ]
    shown = paginate(request, rows)
    context = {
        "siklus": found,
        "decrees": publication_queries.decrees_of(found),
        "groups": [(key, words) for key, (words, _) in GROUPS.items()],
        "group": group,
        "title": title,
        "aspects": aspects,
        "chosen": chosen,
        "columns": columns,
        "page": shown,
        "chart": chosen and _detail_bars(title, chosen, shown, instrument_of(found)),
        "methods": sorted({c.metode for c in cells}),
        "several": len({form for _, _, form in table}) > 1,
        "forms_words": forms_words(found, forms),
        "koreksi": corrections(found),
        "kutipan": quote_cycle(found, settings.BASE_URL + request.path),
    }
    return page(request, "aspects", context)


def _detail_bars(title: str, chosen: Measure, shown: Any, spec: Instrumen) -> Chart:
    rows = [
        Bar(f"{name} (formulir B)" if form == "B" else name, values[chosen.kode].nilai)
        for name, _, form, _, values in shown.object_list
    ]
    words = f"{chosen.kode} {chosen.nama} menurut {title.lower()}"
    return charts.bars("aspek", words, rows, maximum=spec.skala.maksimum)


@public
@kept_whole
def open_data(request: HttpRequest) -> HttpResponse:
    """What the machine-readable addresses are, for people."""
    cycles = publication_queries.published_cycles()
    context: dict[str, Any] = {"paths": openapi.described(), "cycles": cycles}
    if cycles:
        context["bands"] = bands(instrument_of(cycles[0][0]))
    return page(request, "data", context)


@public
@kept_whole
def english(request: HttpRequest) -> HttpResponse:
    """What it all is, for readers of English, by the instrument of the last national cycle."""
    cycles = publication_queries.published_cycles()
    latest = next((siklus for siklus, _ in cycles if siklus.skema == Skema.NASIONAL), None)
    context: dict[str, Any] = {"latest": latest}
    if latest is not None:
        spec = instrument_of(latest)
        names = {"rubrik": "evaluators' levels", "survei": "users' survey"}
        context |= {
            "bands": bands(spec),
            "places": spec.desimal,
            "parts": [
                (
                    names.get(item.sumber, f"reported figures ({item.kode})"),
                    decimal_text(item.bobot),
                )
                for item in spec.komponen
            ],
        }
    return page(request, "english", context)


@public
def results_instansi(request: HttpRequest, siklus: UUID, instansi: UUID) -> HttpResponse:
    """The units of one instansi in a cycle, and their mean."""
    found = publication_queries.published_siklus(siklus)
    rows = publication_queries.published_in(found).filter(instansi__uuid=instansi)
    spec = instrument_of(found)
    means = instansi_means(found, rows)
    tanpa = without(ends.public_of(found).filter(instansi__uuid=instansi))
    if not means:
        return _only_without(request, tanpa, tanpa[0].instansi if tanpa else "")
    best = rows.order_by("-ipp", "evaluasi__nama_unit")
    shown = paginate(request, best)
    context = {
        "siklus": found,
        "decrees": publication_queries.decrees_of(found),
        "mean": means[0],
        "garis": drawn(_lines_of(rows[0].instansi, found.skema)),
        "silsilah": places_beside(rows[0].instansi),
        "means": _with_ranks(found, means),
        "ranks": unit_ranks(found, shown.object_list),
        "ranks_words": f"{OF_INSTANSI} {OF_UNITS} {RANKS}",
        "form_words": _form_words(found),
        "forms_words": forms_words(found, found.formulir_tersedia),
        "page": shown,
        "tanpa": tanpa,
        "chart": _unit_bars(list(best[:BARS_SHOWN]), spec.skala.maksimum),
        "koreksi": corrections(found),
        "kutipan": quote_cycle(found, settings.BASE_URL + request.path, means[0]),
    }
    return page(request, "instansi", context)


def _lines_of(instansi: Instansi, skema: str) -> list[Lines]:
    return [*line_queries.of_place(instansi, skema), *line_queries.of_region(instansi)]


def _unit_bars(rows: list[HasilTerbit], maximum: int) -> Chart:
    named = [Bar(row.evaluasi.nama_unit, Decimal(row.ipp_teks)) for row in rows]
    return charts.bars("unit", "IPP unit, tertinggi lebih dahulu", named, maximum=maximum)


@public
def results_unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """One published result of a unit, by default the latest, and the years before it."""
    tanpa = without(ends.public_of_unit(unit))
    asked = request.GET.get("hasil", "")
    try:
        history = publication_queries.published_history(unit)
    except Http404:
        return _only_without(request, [] if asked else tanpa, tanpa[0].unit if tanpa else "")
    shown = next((row for row in history if str(row.uuid) == asked), None)
    if asked and shown is None:
        raise Http404
    terbit = shown or history[0]
    isi = publication_queries.frozen_content(terbit)
    place = terbit.evaluasi.unit
    # Followed over what the unit was before; what belongs to this unit alone is asked of `history`.
    line = [*history, *history_queries.continued_results(place, history)]
    spec = instrument_of(terbit.siklus)
    maximum = spec.skala.maksimum
    weighted = [aspek for aspek in isi["aspek"] if not aspek["tambahan"]]
    context = {
        "terbit": terbit,
        "isi": isi,
        "form_words": frozen_form_words(isi),
        "sektor": dict(Sektor.choices).get(isi["unit"]["sektor"], ""),
        "letak": place_of(terbit, isi),
        "bands": bands(spec),
        "decree": next(
            d for d in publication_queries.decrees_of(terbit.siklus) if d == terbit.publikasi
        ),
        "aspects": [_aspect(aspek) for aspek in isi["aspek"]],
        "components": [_exact(item) for item in isi["komponen"]],
        # Of the snapshot alone: no note and no evidence is in it.
        "tree": explain.tree(isi | {"sementara": False, "desimal": terbit.desimal}),
        **_survey(isi["survei"]),
        "lanjut": public_follow_up(terbit, isi, history),
        "aspect_names": {aspek["kode"]: aspek["nama"] for aspek in isi["aspek"]},
        "radar": result_charts.aspect_radar(
            "radar",
            {aspek["kode"]: aspek["nama"] for aspek in weighted},
            [("", {aspek["kode"]: aspek["nilai"] for aspek in weighted})],
            maximum=maximum,
        ),
        "history": line,
        "silsilah": units_beside(place),
        "tanpa": tanpa,
        "missing": publication_queries.years_without(unit, {row.siklus.tahun for row in line}),
        "koreksi": corrections(terbit.siklus),
        "kutipan": quote_unit(
            isi, settings.BASE_URL + reverse("reports:results_unit", args=[unit])
        ),
        "line": _history_chart(line, maximum),
        "tumbuh": _growth(line),
    }
    return page(request, "unit", context)


def _only_without(request: HttpRequest, rows: Sequence[Without], nama: str) -> HttpResponse:
    """Of a unit or an instansi that decrees in force list without a result; 404 for every other."""
    if not rows:
        raise Http404
    return page(request, "only_without", {"nama": nama, "tanpa": rows})


def _aspect(aspek: dict[str, Any]) -> dict[str, Any]:
    levels = [
        item | {"level": result_charts.level_text(item["level"])} for item in aspek["indikator"]
    ]
    return _exact(aspek) | {"indikator": levels}


def _survey(survei: dict[str, Any] | None) -> dict[str, Any]:
    """Rows with how many chose each level."""
    if not survei:
        return {}
    levels = survei["skala"]
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
    return item | {"nilai": result_charts.rounded(item["nilai"])}


def _growth(history: list[HasilTerbit]) -> dict[int, Growth]:
    """By result: how far it moved since the last earlier year of its scheme and form."""
    found: dict[int, Growth] = {}
    last: dict[tuple[str, str], HasilTerbit] = {}
    for row in reversed(history):
        key = (row.siklus.skema, row.evaluasi.formulir)
        before = last.get(key)
        if before is not None and before.siklus.tahun < row.siklus.tahun:
            found[row.pk] = growth(before.ipp_teks, row.ipp_teks, before.siklus.tahun)
        last[key] = row
    return found


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
    return result_charts.history("riwayat", span, series, maximum=maximum)
