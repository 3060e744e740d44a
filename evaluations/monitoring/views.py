"""Watching: every unit as a row for an office, the country for the ministry."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.queries import granting, monitored, replacements
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.core.words import named
from evaluations.history.pages import drawn
from evaluations.history.queries import lines as line_queries
from evaluations.models import Evaluasi
from evaluations.monitoring.forms import EndManyForm, MonitoringForm, NationalForm, RemindForm
from evaluations.monitoring.queries import ends as end_queries
from evaluations.monitoring.queries import monitoring as monitoring_queries
from evaluations.monitoring.queries import national as national_queries
from evaluations.monitoring.services.by_hand import Reminded, may_remind, remind, to_copy
from evaluations.monitoring.services.ends import MOST, end_many
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import SKEMA_LABELS, STATE_LABELS, Skema, State
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national
from pekppp.accounts.models import WilayahKerja
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, download
from pekppp.accounts.views.wide import ask, consequence
from pekppp.base import sheets

PER_PAGE = 50


def _asked(request: UserRequest) -> tuple[MonitoringForm, monitoring_queries.Filter]:
    """The filter as asked for; what is nonsense in it is left out. 403 for other people."""
    if not monitored.may_monitor(request.user):
        raise PermissionDenied
    form = MonitoringForm(
        request.GET,
        cycles=monitored.cycles_of(request.user),
        instansi=monitored.instansi_of(request.user),
        user=request.user,
        kinds=monitored.kinds_of(request.user),
    )
    form.is_valid()
    data = form.cleaned_data
    return form, monitoring_queries.Filter(
        siklus=data.get("siklus"),
        instansi=data.get("instansi"),
        wilayah=data.get("wilayah"),
        state=data.get("status", ""),
        jenis=data.get("jenis", ""),
        tanda=data.get("tanda", ""),
        q=data.get("q", ""),
        urut=data.get("urut") or "unit",
    )


def _query_without(request: UserRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in (*names, "halaman", "pilih"):
        query.pop(name, None)
    return query.urlencode()


@require_safe
def monitoring(request: UserRequest) -> HttpResponse:
    """Progress, deadlines, flags and figures; the filters are links and a plain form."""
    form, asked = _asked(request)
    found = monitoring_queries.overview(request.user, asked)
    page = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("halaman"))
    rows = monitoring_queries.rows_of(list(page.object_list))
    context = {
        "form": form,
        "asked": asked,
        "total": found.total,
        "page": page,
        "rows": rows,
        "hubungan": replacements.links(request.user, [row.evaluasi for row in rows]),
        "states": [
            (item.value, STATE_LABELS[item], found.states[item.value])
            for item in State
            if item.value in found.states
        ],
        "flags": [
            (name, label, found.flags[name])
            for name, label in monitoring_queries.FLAGS.items()
            if name in found.flags
        ],
        "saringan": _query_without(request, "status", "tanda"),
        "ekspor": _query_without(request),
        "may_act": monitored.administers(request.user),
        "dapat_akhiri_semua": asked.siklus is not None
        and request.user.has_perm(Permission.MANAGE_SIKLUS, asked.siklus),
        "now": timezone.now(),
    }
    return render(request, "evaluations/monitoring/monitoring.html", context)


@require_safe
def monitoring_csv(request: UserRequest) -> HttpResponse:
    return download(sheets.write_csv_for_people(_sheet(request)), "pemantauan.csv")


@require_safe
def monitoring_xlsx(request: UserRequest) -> HttpResponse:
    return download(sheets.write_workbook([_sheet(request)]), "pemantauan.xlsx")


_COLUMNS = (
    sheets.Column("Siklus"),
    sheets.Column("Instansi"),
    sheets.Column("Unit"),
    sheets.Column("Jenis unit"),
    sheets.Column("Formulir"),
    sheets.Column("Status"),
    sheets.Column("F01 terjawab", sheets.INTEGER),
    sheets.Column("F01 pertanyaan", sheets.INTEGER),
    sheets.Column("F02 dinilai", sheets.INTEGER),
    sheets.Column("F02 indikator", sheets.INTEGER),
    sheets.Column("Responden F03", sheets.INTEGER),
    sheets.Column("Responden minimum", sheets.INTEGER),
    sheets.Column("IPP", sheets.TWO_DECIMALS),
    sheets.Column("Kategori"),
    sheets.Column("Sifat angka"),
    sheets.Column("Yang sudah ada"),
    sheets.Column("Tenggat berikutnya", sheets.DATE_TIME),
    sheets.Column("Tanda"),
    sheets.Column("Ketua tim"),
    sheets.Column("Diganti oleh"),
    sheets.Column("Surat akhir"),
)


def _sheet(request: UserRequest) -> sheets.Sheet:
    """What the filters leave."""
    form, asked = _asked(request)
    keys = monitoring_queries.overview(request.user, asked).keys
    rows = monitoring_queries.rows_of(keys)
    return exports.sheet_of(
        request,
        "Pemantauan",
        _COLUMNS,
        rows,
        _export_row,
        asked=exports.words_of(form),
        notes=[
            "IPP ada bila semua komponen lengkap; sebelum itu kolom «Yang sudah ada» yang bicara."
        ],
    )


def _export_row(row: monitoring_queries.Row) -> tuple[Any, ...]:
    item, key = row.evaluasi, row.key
    kind = "belum lengkap" if row.there else ""
    if key.figure is not None:
        kind = "final" if key.final else "sementara"
    return (
        item.siklus.nama,
        item.nama_instansi,
        item.nama_unit,
        item.jenis_unit,
        item.formulir,
        item.get_state_display(),
        item.hasil.f01_terisi,
        item.hasil.f01_jumlah,
        item.hasil.f02_terisi,
        item.hasil.f02_jumlah,
        item.hasil.responden,
        item.survei.minimum if item.survei else None,
        key.figure,
        key.category,
        kind,
        "; ".join(row.there),
        key.deadline,
        "; ".join(row.flags),
        row.lead,
        item.pengganti.nama_unit if item.pengganti else "",
        item.akhir_surat,
    )


# Doing something about several rows ---------------------------------------------------------------


def _chosen(request: UserRequest) -> list[Evaluasi]:
    if not monitored.may_monitor(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else request.GET
    return monitored.chosen(request.user, data.getlist("pilih"))


@require_http_methods(["GET", "HEAD", "POST"])
def remind_units(request: UserRequest) -> HttpResponse:
    """Who would be told and what; posting tells them."""
    chosen = [item for item in _chosen(request) if may_remind(request.user, item)]
    if not chosen:
        messages.error(request, "Pilih sedikitnya satu unit yang dapat Anda ingatkan.")
        return redirect("evaluations:monitoring")
    form = RemindForm(posted(request))
    found_now = {"unit": named(chosen)}
    if request.method == "POST":
        back = reverse("evaluations:monitoring")
        asked_first = ask(request, found_now, back=back) if form.is_valid() else None
        if asked_first:
            return asked_first
        told = attempt(
            form, lambda data: remind(by=request.user, evaluasi=chosen, pesan=data["pesan"])
        )
        if told is not None:
            _say_reminded(request, told, len(chosen))
            return redirect("evaluations:monitoring")
    context = {
        "form": form,
        "chosen": chosen,
        "teks": to_copy(chosen),
        "akibat": consequence("evaluations:remind", found_now),
    }
    return render(
        request,
        "evaluations/monitoring/remind.html",
        context,
        status=422 if form.errors else 200,
    )


def _say_reminded(request: UserRequest, told: Reminded, chosen: int) -> None:
    if told.sent:
        done = f"Pengingat dikirim untuk {told.sent} dari {chosen} unit."
        messages.success(request, told.told.after(done))
    if told.already:
        messages.warning(
            request,
            f"{told.already} unit sudah diingatkan hari ini, jadi tidak dikirimi lagi. Pengingat "
            "berikutnya dapat dikirim besok.",
        )


@require_safe
def extend_units(request: UserRequest) -> HttpResponse:
    """On to the extensions of their cycle, with these units chosen."""
    chosen = _chosen(request)
    siklus = _their_cycle(request, chosen)
    if siklus is None:
        return redirect("evaluations:monitoring")
    mine = granting.grantable(request.user, chosen[0].siklus)
    if mine.filter(pk__in=[item.pk for item in chosen]).count() < len(chosen):
        messages.error(
            request,
            "Perpanjangan diberikan oleh penyelenggara siklus. Mintalah "
            "perpanjangan pada halaman evaluasi atau siklusnya.",
        )
        return redirect("evaluations:monitoring")
    query = "&".join(f"unit={item.unit.uuid}" for item in chosen)
    return redirect(f"{reverse('evaluations:extensions', args=[siklus])}?{query}")


@require_safe
def assign_units(request: UserRequest) -> HttpResponse:
    """On to the assignments of their cycle, with these units chosen."""
    chosen = [item for item in _chosen(request) if request.user.has_perm(Permission.ASSIGN, item)]
    siklus = _their_cycle(request, chosen)
    if siklus is None:
        return redirect("evaluations:monitoring")
    query = "&".join(f"pilih={item.uuid}" for item in chosen)
    return redirect(f"{reverse('evaluations:assignments', args=[siklus])}?{query}")


@require_http_methods(["GET", "HEAD", "POST"])
def end_units(request: UserRequest) -> HttpResponse:
    """What one decision would end, by state and by name; posting ends what is ticked, or nothing.

    Asked with `semua`, the rows are what the filters of monitoring leave.
    """
    found = _all_filtered(request) if request.GET.get("semua") else _chosen(request)
    chosen = [item for item in found if request.user.has_perm(Permission.END, item)]
    if found and not chosen:
        messages.error(request, "Evaluasi diakhiri oleh penyelenggara siklusnya.")
        return redirect("evaluations:monitoring")
    if len(chosen) > MOST:
        messages.error(request, f"Paling banyak {MOST} unit sekaligus. Persempit saringannya.")
        return redirect("evaluations:monitoring")
    if _their_cycle(request, chosen) is None:
        return redirect("evaluations:monitoring")
    form = EndManyForm(posted(request))
    able = [item for item in chosen if end_queries.endable(item)]
    found_now = {"unit": named(able)}
    if form.is_valid():
        back = f"{reverse('evaluations:monitoring')}?siklus={chosen[0].siklus.uuid}"
        asked_first = ask(request, found_now, back=back, subject=chosen[0].siklus.nama)
        if asked_first:
            return asked_first
    with telling() as told:
        ended = attempt(
            form,
            lambda data: end_many(
                by=request.user,
                evaluations=chosen,
                action=next(item for item in end_queries.BULK if item == data["aksi"]),
                reason=data["alasan"],
                surat=data["surat"],
            ),
        )
    if ended is not None:
        words = f"{len(ended)} evaluasi diakhiri: {ended[0].get_state_display().lower()}."
        messages.success(request, told.after(words))
        return redirect(f"{reverse('evaluations:monitoring')}?siklus={chosen[0].siklus.uuid}")
    context = {
        "form": form,
        "siklus": chosen[0].siklus,
        "chosen": chosen,
        "able": able,
        "others": [item for item in chosen if item not in able],
        "outlook": end_queries.outlook(able),
        "akibat": consequence("evaluations:monitoring_end", found_now),
    }
    status = 422 if form.errors else 200
    return render(request, "evaluations/monitoring/end.html", context, status=status)


def _all_filtered(request: UserRequest) -> list[Evaluasi]:
    _form, asked = _asked(request)
    keys = monitoring_queries.overview(request.user, asked).keys
    names = end_queries.uuids(key.pk for key in keys)
    return monitored.chosen(request.user, map(str, names))


def _their_cycle(request: UserRequest, chosen: list[Evaluasi]) -> UUID | None:
    """The one cycle of these rows, or None with a message that says what is wrong."""
    cycles = {item.siklus.uuid for item in chosen}
    if len(cycles) == 1:
        return cycles.pop()
    words = "Pilih unit dari satu siklus saja." if cycles else "Pilih sedikitnya satu unit Anda."
    messages.error(request, words)
    return None


# The country --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """Year, scheme and wilayah kerja as asked for, and how far each scheme is."""

    form: NationalForm
    tahun: int
    skema: str
    wilayah: WilayahKerja | None
    schemes: dict[str, dict[str, int]]

    @property
    def whose(self) -> str:
        return self.wilayah.nama if self.wilayah else "nasional"


def _national(request: UserRequest) -> _Asked:
    """403 for who reads neither the country nor a wilayah kerja of it."""
    everywhere = is_national(request.user)
    regions = accounts.working_regions(request.user)
    if not everywhere and not regions:
        raise PermissionDenied
    years = national_queries.years(request.user)
    form = NationalForm(request.GET, user=request.user, years=years)
    form.is_valid()
    wilayah = form.cleaned_data.get("wilayah") or (None if everywhere else regions[0])
    tahun = form.cleaned_data.get("tahun") or (years[0] if years else 0)
    schemes = national_queries.by_scheme(request.user, tahun, wilayah)
    first = next((item.value for item in Skema if item.value in schemes), Skema.NASIONAL.value)
    skema = form.cleaned_data.get("skema") or first
    said = {"tahun": tahun, "skema": skema, "wilayah": wilayah and wilayah.uuid}
    form = NationalForm(said, user=request.user, years=years)
    form.is_valid()
    return _Asked(form, tahun, skema, wilayah, schemes)


@require_safe
def national(request: UserRequest) -> HttpResponse:
    if monitored.provinces_read(request.user) and not is_national(request.user):
        return redirect("evaluations:performance")  # of the region, which is its widest
    asked = _national(request)
    report = national_queries.report(request.user, asked.tahun, asked.skema, asked.wilayah)
    schemes = asked.schemes
    context = {
        "form": asked.form,
        "tahun": asked.tahun,
        "wilayah": asked.wilayah,
        "judul": f"IPP {asked.whose}",
        "skema": SKEMA_LABELS[Skema(asked.skema)],
        "report": report,
        "states": [
            (item.value, STATE_LABELS[item], report.states[item.value])
            for item in State
            if item.value in report.states
        ],
        "stages": [label for label, _ in national_queries.STAGES],
        "schemes": [
            (SKEMA_LABELS[item], sum(schemes[item.value].values()), _stage_counts(schemes, item))
            for item in Skema
            if item.value in schemes
        ],
        "regions": [(group, _by_pool(group)) for group in report.regions],
        "provinces": [(group, _by_pool(group)) for group in report.provinces],
        "kinds": [(group, _by_pool(group)) for group in report.kinds],
        "figures": [
            (
                one,
                _two(head),
                [(name, mean, cover, _two(mean)) for name, mean, cover in one.groups],
                national_queries.method_words(head),
            )
            for one in report.figures
            for head in [one.instansi if asked.wilayah else one.national]
        ],
        "garis": None if asked.wilayah else drawn(line_queries.national(imports=True)),
    }
    return render(request, "evaluations/monitoring/national.html", context)


@require_safe
def national_xlsx(request: UserRequest) -> HttpResponse:
    """Its tables: by wilayah kerja, by province, and by kind of unit."""
    asked = _national(request)
    report = national_queries.report(request.user, asked.tahun, asked.skema, asked.wilayah)
    said = exports.words_of(asked.form)
    parts = (
        ("Wilayah kerja", report.regions),
        ("Wilayah provinsi", report.provinces),
        ("Jenis unit", report.kinds),
    )
    book = [
        exports.sheet_of(request, title, _group_columns(title), groups, _group_line, asked=said)
        for title, groups in parts
        if groups or title != "Wilayah kerja"
    ]
    return download(sheets.write_workbook(book), "nasional.xlsx")


def _group_columns(title: str) -> list[sheets.Column]:
    stages = [label for label, _ in national_queries.STAGES]
    return [
        sheets.Column(title, width=40),
        *(
            sheets.Column(name, sheets.INTEGER)
            for name in (
                "Unit",
                *stages,
                "Terlambat",
                "Tanpa evaluator",
                "F01 persen",
                "F02 persen",
            )
        ),
        *(
            sheets.Column(name, sheets.TWO_DECIMALS)
            for name in ("Rata-rata", "Rata-rata formulir B")
        ),
        sheets.Column("Lokus lengkap", sheets.INTEGER),
        sheets.Column("Lokus", sheets.INTEGER),
    ]


def _group_line(group: national_queries.Group) -> list[Any]:
    """Where the forms share a mean it stands in the first of the two columns."""
    means = {pool: value for pool, value, _ in _by_pool(group)}
    numbers = [group.total, *group.stages, group.late, group.unassigned, group.f01, group.f02]
    first = means.get("", means.get("A"))
    cover = group.cover
    return [group.name, *numbers, first, means.get("B"), cover.complete, cover.total]


def _stage_counts(schemes: dict[str, dict[str, int]], skema: Skema) -> list[int]:
    counts = schemes[skema.value]
    return [
        sum(counts.get(state.value, 0) for state in states) for _, states in national_queries.STAGES
    ]


def _by_pool(group: national_queries.Group) -> list[tuple[str, Any, Any]]:
    """Form (empty where the forms share a mean), mean as it is shown, and of how many."""
    return [(pool, _two(mean), mean) for pool, mean in group.means.items()]


def _two(mean: Any) -> Any:
    return None if mean is None or mean.value is None else round_half_up(mean.value, 2)
