"""A province and what it verifies: its cycles, its worklist with agreement, its sample."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.queries import monitored, samples
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.core.words import named
from evaluations.models import SampelVerifikasi, Siklus
from evaluations.models.siklus import LuarSampel
from evaluations.province import queries, services
from evaluations.province.forms import ProvinceForm, SampleForm, WorklistForm
from evaluations.rules.evaluators import raters
from evaluations.rules.results import round_half_up
from pekppp.accounts.models import Instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt, download
from pekppp.accounts.views.wide import Found, ask, consequence
from pekppp.base import charts, sheets

PER_PAGE = 50
MAX_EXPORT = 10_000


def _opened(request: UserRequest, uuid: UUID) -> tuple[Instansi, Siklus, SampelVerifikasi | None]:
    """The province, the cycle and its sample; 404 for whoever reads no such verification."""
    provinsi = queries.get_province(request.user, request.GET.get("provinsi", ""))
    siklus = queries.get_cycle(provinsi, uuid)
    return provinsi, siklus, samples.newest(siklus, provinsi)


def _choice(request: UserRequest, provinsi: Instansi) -> ProvinceForm | None:
    """The form that chooses a province, where there are several."""
    found = queries.provinces(request.user)
    if len(found) < 2:
        return None
    return ProvinceForm(initial={"provinsi": str(provinsi.uuid)}, provinces=found)


def _query(provinsi: Instansi) -> str:
    return urlencode({"provinsi": provinsi.uuid})


@require_safe
def cycles(request: UserRequest) -> HttpResponse:
    """The cycles in which a province verifies."""
    provinsi = queries.get_province(request.user, request.GET.get("provinsi", ""))
    context = {
        "provinsi": provinsi,
        "pilihan": _choice(request, provinsi),
        "rows": queries.cycles(provinsi),
        "query": _query(provinsi),
    }
    return render(request, "evaluations/province/cycles.html", context)


@require_safe
def worklist(request: UserRequest, siklus: UUID) -> HttpResponse:
    """Every unit that the province verifies, its progress, means and agreement."""
    provinsi, found, sampel = _opened(request, siklus)
    report = queries.report(request.user, provinsi, found, sampel)
    form, asked = _filter(request, report)
    chosen = queries.narrowed(report, asked)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("halaman"))
    query = request.GET.copy()
    query.pop("halaman", None)
    query["provinsi"] = str(provinsi.uuid)
    context = {
        "provinsi": provinsi,
        "siklus": found,
        "sampel": sampel,
        "report": report,
        "form": form,
        "page": page,
        "rows": queries.filled(list(page.object_list)),
        "ekspor": query.urlencode(),
        "query": _query(provinsi),
        "mengambil": queries.may_draw(request.user, provinsi),
        "menetapkan": monitored.appointable(request.user, found).exists(),
        "lewati": found.luar_sampel == LuarSampel.LEWATI,
        "cukup": raters.ENOUGH,
        "rerata": [
            (form_, None if mean.value is None else round_half_up(mean.value, 2), mean)
            for form_, mean in report.means.items()
        ],
        "grafik": _chart(report),
    }
    return render(request, "evaluations/province/worklist.html", context)


def _filter(request: UserRequest, report: queries.Report) -> tuple[WorklistForm, queries.Filter]:
    """As asked for; what is nonsense in it is left out."""
    places = [(place.pk, place.nama) for place in report.places]
    form = WorklistForm(request.GET, places=places)
    form.is_valid()
    data = form.cleaned_data
    asked = queries.Filter(
        data.get("instansi"),
        data.get("status", ""),
        data.get("sampel", ""),
        data.get("tanda", ""),
        data.get("q", ""),
    )
    return form, asked


def _chart(report: queries.Report) -> charts.Chart | None:
    """How much of each kabupaten/kota is verified, in percent."""
    if not report.places:
        return None
    rows = [
        charts.Bar(
            place.nama.replace("Kabupaten ", "Kab. "), 100 * place.verified // len(place.units)
        )
        for place in report.places
    ]
    return charts.bars("kemajuan", "Unit yang sudah diverifikasi (persen)", rows, maximum=100)


_COLUMNS = (
    sheets.Column("Kabupaten/kota"),
    sheets.Column("Unit"),
    sheets.Column("Jenis unit"),
    sheets.Column("Status"),
    sheets.Column("Sampel"),
    sheets.Column("Verifikator"),
    sheets.Column("Level verifikator", sheets.INTEGER),
    sheets.Column("Indikator", sheets.INTEGER),
    sheets.Column("Pasangan level", sheets.INTEGER),
    sheets.Column("Selisih rata-rata", sheets.TWO_DECIMALS),
    sheets.Column("Terlambat"),
)
_AGREEMENT = (
    sheets.Column("Kabupaten/kota"),
    sheets.Column("Unit", sheets.INTEGER),
    sheets.Column("Dalam sampel", sheets.INTEGER),
    sheets.Column("Diverifikasi", sheets.INTEGER),
    sheets.Column("Terlambat", sheets.INTEGER),
    sheets.Column("Pasangan level", sheets.INTEGER),
    sheets.Column("Selisih rata-rata", sheets.TWO_DECIMALS),
    sheets.Column("Sama (persen)", sheets.TWO_DECIMALS),
    sheets.Column("Kappa tertimbang", sheets.TWO_DECIMALS),
)


@require_safe
def worklist_xlsx(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The worklist as filtered, and the agreement of the whole region."""
    provinsi, found, sampel = _opened(request, siklus)
    report = queries.report(request.user, provinsi, found, sampel)
    chosen = queries.narrowed(report, _filter(request, report)[1])
    notes = ["Selisih: level verifikator dikurangi nilai evaluator."]
    if sampel is not None:
        notes.append(f"Sampel: {sampel}.")
    if len(chosen) > MAX_EXPORT:
        notes.append(f"Hanya {MAX_EXPORT} dari {len(chosen)} baris; persempit saringannya.")
    units = [_row(unit) for unit in queries.filled(chosen[:MAX_EXPORT])]
    places = [_place_row(place) for place in report.places]
    why = f"Sama dan kappa kosong bila pasangan level kurang dari {raters.ENOUGH}."
    book = sheets.write_workbook(
        [
            sheets.Sheet("Unit", _COLUMNS, units, notes),
            sheets.Sheet("Kesesuaian", _AGREEMENT, places, [why]),
        ]
    )
    return download(book, "verifikasi-provinsi.xlsx")


def _row(unit: queries.Unit) -> tuple[Any, ...]:
    item, agreed = unit.evaluasi, unit.agreement
    return (
        item.nama_instansi,
        item.nama_unit,
        item.jenis_unit,
        item.get_state_display(),
        unit.sample_words,
        "; ".join(unit.verifiers) or "belum ditetapkan",
        unit.given,
        unit.asked,
        agreed.n if agreed else 0,
        agreed.shown_difference if agreed else None,
        "ya" if unit.late else "",
    )


def _place_row(place: queries.Place) -> tuple[Any, ...]:
    agreed = place.agreement
    return (
        place.nama,
        len(place.units),
        place.inside,
        place.verified,
        place.late,
        agreed.n,
        agreed.shown_difference,
        agreed.shown_equal,
        agreed.shown_kappa,
    )


# The sample ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: UserRequest, siklus: UUID) -> HttpResponse:
    """The rule of a sample, then what it would come to, then drawing it."""
    provinsi, found, before = _opened(request, siklus)
    if not queries.may_draw(request.user, provinsi):
        raise PermissionDenied
    draws = request.method == "POST"
    asks = draws or "persen" in request.GET
    seed = {"benih": services.new_seed()}
    form = SampleForm(posted(request) or request.GET) if asks else SampleForm(initial=seed)
    who: dict[str, Any] = {"by": request.user, "siklus": found, "provinsi": provinsi}
    if draws:
        plan = attempt(form, lambda data: services.plan(**who, **data))
        if plan is not None:
            asked_first = ask(
                request,
                _outlook(request, plan),
                back=f"{reverse('evaluations:province', args=[siklus])}?{_query(provinsi)}",
                subject=found.nama,
                about=form.cleaned_data["benih"],
            )
            if asked_first:
                return asked_first
        with telling() as told:
            drawn = attempt(form, lambda data: services.draw_sample(**who, **data))
        if drawn is not None:
            done = f"{len(drawn.terpilih)} dari {drawn.populasi} unit masuk sampel."
            messages.success(request, told.after(done))
            return redirect(f"{reverse('evaluations:province', args=[siklus])}?{_query(provinsi)}")
    plan = attempt(form, lambda data: services.plan(**who, **data)) if asks and not draws else None
    context = {
        "akibat": plan
        and consequence(
            "evaluations:province_sample", _outlook(request, plan), form.cleaned_data["benih"]
        ),
        "provinsi": provinsi,
        "siklus": found,
        "sebelumnya": before,
        "form": form,
        "rencana": plan,
        "lewati": found.luar_sampel == LuarSampel.LEWATI,
        "query": _query(provinsi),
    }
    status = 422 if asks and form.errors else 200
    return render(request, "evaluations/province/sample.html", context, status=status)


def _outlook(request: UserRequest, plan: queries.Draw) -> dict[str, Found]:
    inside = monitored.chosen(request.user, map(str, plan.chosen))
    outside = monitored.chosen(request.user, map(str, plan.outside))
    return {"masuk": named(inside), "luar": named(outside)}


@require_safe
def appoint(request: UserRequest, siklus: UUID) -> HttpResponse:
    """On to the assignments of the cycle, with these units chosen."""
    _, found, _ = _opened(request, siklus)
    if not monitored.appointable(request.user, found).exists():
        raise PermissionDenied
    query = urlencode([("pilih", one) for one in request.GET.getlist("pilih")])
    return redirect(f"{reverse('evaluations:assignments', args=[found.uuid])}?{query}")
