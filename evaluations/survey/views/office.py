"""The survey as an office sees it: all units and who lags, signals and what is decided on them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries import monitored, survey_totals
from evaluations.core.queries.evaluations import get_evaluasi, viewers_of
from evaluations.models import Evaluasi, Respons, Siklus, Survei
from evaluations.rules.scoring import round_half_up, survey_mean
from evaluations.rules.survey.disclosure import hidden_means, may_show
from evaluations.rules.visibility import Field, visible_fields
from evaluations.rules.workflow import DECIDED, ENDED
from evaluations.survey.forms.review import BurstForm, ReviewForm, SignalsForm
from evaluations.survey.queries import review as survey_review_queries
from evaluations.survey.queries import surveys
from evaluations.survey.queries.review import Burst, State
from evaluations.survey.services import review as survey_review
from evaluations.survey.services.responses import SMALLEST_GROUP
from evaluations.survey.services.signals import LABELS
from instruments.spec import Instrumen
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, download
from pekppp.base import sheets
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.form_fields import sent_as

PER_PAGE = 50
MOST_ROWS = 500
SORTS = {"": "Yang tertinggal", "tanda": "Perlu ditinjau", "unit": "Instansi dan unit"}


@require_safe
def survey_overview(request: UserRequest) -> HttpResponse:
    cycles, siklus, urut = _watched(request)
    rows = surveys.surveys_watched(request.user, siklus, urut)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "cycles": cycles, "siklus": siklus, "sorts": SORTS, "urut": urut}
    return render(request, "evaluations/survey/monitor.html", context)


def _watched(request: UserRequest) -> tuple[list[Siklus], Siklus | None, str]:
    """The cycles to choose from, the one asked for and the order; 403 for other people."""
    if not monitored.may_monitor(request.user):
        raise PermissionDenied
    cycles = list(monitored.cycles_of(request.user))
    asked = request.GET.get("siklus", "")
    siklus = next((item for item in cycles if str(item.uuid) == asked), None)
    return cycles, siklus, request.GET.get("urut", "")


_COLUMNS = (
    sheets.Column("Siklus"),
    sheets.Column("Instansi", width=30),
    sheets.Column("Unit", width=40),
    sheets.Column("Formulir"),
    sheets.Column("Responden", sheets.INTEGER),
    sheets.Column("Responden minimum", sheets.INTEGER),
    sheets.Column("Perlu ditinjau", sheets.INTEGER),
    sheets.Column("Menunggu", sheets.INTEGER),
    sheets.Column("Dikecualikan", sheets.INTEGER),
    sheets.Column("Dibuka", sheets.DATE_TIME),
    sheets.Column("Ditutup", sheets.DATE_TIME),
)


@require_safe
def survey_overview_xlsx(request: UserRequest) -> HttpResponse:
    _cycles, siklus, urut = _watched(request)
    rows = surveys.surveys_watched(request.user, siklus, urut)
    asked = f"Siklus: {siklus or 'semua yang berjalan'}"
    return exports.workbook(request, "Pemantauan survei", _COLUMNS, rows, _line, asked=asked)


def _line(row: Any) -> tuple[Any, ...]:
    return (
        row.siklus.nama,
        row.nama_instansi,
        row.nama_unit,
        row.formulir,
        row.jumlah,
        row.survei.minimum,
        row.ditinjau,
        row.ditahan,
        row.dikecualikan,
        row.survei.buka,
        row.survei.tutup,
    )


@require_safe
def survey_review_page(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Everything marked or excluded, and the bursts; `?rombongan=` shows what waits in one."""
    found = _reviewed(request, evaluasi)
    asked = request.GET.get("rombongan", "")
    burst = Burst.of(asked)
    if asked and burst is None:
        raise Http404
    return _page(request, found, burst=burst)


@require_POST
def survey_exclude(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _decide(request, evaluasi, survey_review.exclude, "dikecualikan dari hasil")


@require_POST
def survey_bring_back(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _decide(request, evaluasi, survey_review.bring_back, "dihitung kembali")


@require_POST
def survey_accept(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _decide(request, evaluasi, survey_review.accept, "dinyatakan wajar")


@require_POST
def survey_burst(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """All of a burst at once: counted, or with `keluarkan` excluded."""
    found = _reviewed(request, evaluasi)
    form = BurstForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    data = form.cleaned_data
    common = {
        "by": request.user,
        "evaluasi": found,
        "burst": data["rombongan"],
        "jumlah": data["jumlah"],
    }
    try:
        if "keluarkan" in request.POST:
            count = survey_review.exclude_burst(**common, alasan=data["alasan"])
            said = "dikecualikan dari hasil"
        else:
            count = survey_review.accept_burst(**common)
            said = "dinyatakan wajar dan dihitung"
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, found, form, refused.status)
    messages.success(request, f"{count} respons {said}.")
    return redirect("evaluations:survey_review", found.uuid)


@require_POST
def survey_signals(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = _reviewed(request, evaluasi)
    form = SignalsForm(request.POST, usual=settings.SURVEY_HOLD_FROM)

    def act(data: dict[str, Any]) -> bool:
        survey_review.set_signals(by=request.user, evaluasi=found, **data)
        return True

    if attempt(form, act) is None:
        return _page(request, found, signals=form, status=422)
    messages.success(request, "Kebiasaan unit disimpan; berlaku bagi jawaban berikutnya.")
    return redirect("evaluations:survey_review", found.uuid)


@require_safe
def survey_csv(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found, exported = _exported(request, evaluasi)
    return download(sheets.write_csv_for_people(exported[0]), _name(found, "csv"))


@require_safe
def survey_xlsx(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found, exported = _exported(request, evaluasi)
    return download(sheets.write_workbook(exported), _name(found, "xlsx"))


def _reviewed(request: UserRequest, uuid: UUID) -> Evaluasi:
    found = get_evaluasi(request.user, uuid, Permission.REVIEW_SURVEI)
    if found.survei is None:
        raise Http404
    return found


def _decide(
    request: UserRequest, evaluasi: UUID, service: Callable[..., int], said: str
) -> HttpResponse:
    found = _reviewed(request, evaluasi)
    burst = Burst.of(request.POST.get("rombongan", ""))
    survei = certain(found.survei, "`_reviewed` asks for one")
    keys = [str(row.kunci) for row in survey_review_queries.marked_responses(survei, burst)]
    form = ReviewForm(keys, request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422, burst=burst)
    data = form.cleaned_data
    try:
        count = service(
            by=request.user,
            evaluasi=found,
            kunci=[UUID(key) for key in data["kunci"]],
            alasan=data["alasan"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, found, form, refused.status, burst=burst)
    messages.success(request, f"{count} respons {said}.")
    return redirect("evaluations:survey_review", found.uuid)


def _page(
    request: UserRequest,
    evaluasi: Evaluasi,
    form: ReviewForm | BurstForm | None = None,
    status: int = 200,
    *,
    burst: Burst | None = None,
    signals: SignalsForm | None = None,
) -> HttpResponse:
    survei = certain(evaluasi.survei, "`_reviewed` asks for one")
    spec = evaluasi.versi.instrumen
    rows = list(survey_review_queries.marked_responses(survei, burst)[: MOST_ROWS + 1])
    tally = survey_totals.tally(survei, spec)
    counted = survey_mean(spec, tally.totals)
    chosen = sent_as(form, "kunci") if form else []
    names = ("jam_mulai", "jam_selesai", "tahan_mulai")
    context = {
        "evaluasi": evaluasi,
        "burst": burst,
        "bursts": [] if burst else _bursts(survei, spec),
        "rule": survey_review_queries.rules_of([survei.pk])[survei.pk].label.lower(),
        "counted_mean": counted and round_half_up(counted, 2),
        "waiting": [_row(row, chosen) for row in rows[:MOST_ROWS] if not row.dikecualikan],
        "excluded": [_row(row, chosen) for row in rows[:MOST_ROWS] if row.dikecualikan],
        "most": MOST_ROWS if len(rows) > MOST_ROWS else None,
        "tally": tally,
        "form": form,
        "signals": signals
        or SignalsForm(
            initial={name: getattr(survei, name) for name in names},
            usual=settings.SURVEY_HOLD_FROM,
        ),
        "decided": evaluasi.state in DECIDED | ENDED,
    }
    return render(request, "evaluations/survey/review.html", context, status=status)


def _bursts(survei: Survei, spec: Instrumen) -> list[tuple[State, list[dict[str, Any]]]]:
    """By their state, those that there are."""
    found = survey_review_queries.bursts_of(survei, spec)
    by_state = [
        (state, [_burst(item, spec) for item in found if item["burst"].state == state])
        for state in State
    ]
    return [(state, items) for state, items in by_state if items]


def _burst(item: dict[str, Any], spec: Instrumen) -> dict[str, Any]:
    mean = survey_mean(spec, item["totals"])
    return {
        "kunci": item["burst"].key,
        "hari": item["burst"].day,
        "tautan": item["tautan"],
        "jumlah": item["totals"].respondents,
        "rata": mean and round_half_up(mean, 2),
        "tanda": [(LABELS.get(code, code), count) for code, count in item["tanda"]],
    }


def _row(row: Respons, chosen: list[str]) -> dict[str, Any]:
    return {
        "respons": row,
        "tanda": [LABELS.get(code, code) for code in row.tanda],
        "nilai": " ".join("–" if value is None else str(value) for value in row.butir),
        "dipilih": str(row.kunci) in chosen,
    }


def _exported(request: UserRequest, uuid: UUID) -> tuple[Evaluasi, list[sheets.Sheet]]:
    """Every response as a row, for those who see the breakdown: no profile, time nor order.

    What a page would hide is not in the file either.
    """
    found = get_evaluasi(request.user, uuid, Permission.MANAGE_SURVEI)
    fields = visible_fields(viewers_of(request.user, found), found.status)
    if Field.RINCIAN_SURVEI not in fields or found.survei is None:
        raise PermissionDenied("not visible yet")
    spec = found.versi.instrumen
    tally = survey_totals.tally(found.survei, spec)
    notes = [
        f"F03 {found.nama_unit}, {found.siklus}: {tally.jumlah} respons dihitung, "
        f"{tally.dikecualikan} dikecualikan.",
        f"Tabel tampil utuh, atau tidak sama sekali bila ada kelompok berisi kurang dari "
        f"{SMALLEST_GROUP} orang.",
    ]
    columns = [sheets.Column("Kanal"), *(sheets.Column(f"B{b.nomor}") for b in spec.butir)]
    body = []
    if tally.jumlah >= SMALLEST_GROUP:
        by_channel = may_show(list(tally.kanal.values()), SMALLEST_GROUP)
        counts, aspects = tally.totals.counts, [butir.aspek for butir in spec.butir]
        hidden, _ = hidden_means(counts, aspects, SMALLEST_GROUP)
        for butir, kanal in [] if hidden else surveys.answers_by_key(found.survei):
            if any(value is not None for value in butir):
                body.append([kanal if by_channel else "disamarkan", *butir])
        # By what they say: in the order of their keys, rows and comments would stand side by side.
        body.sort(key=lambda row: [str(cell) for cell in row])
    exported = [sheets.Sheet("Respons", columns, body, notes)]
    if Field.KOMENTAR_SURVEI in fields and tally.jumlah >= SMALLEST_GROUP:
        words = [[text] for text in surveys.comments_of(found.survei, most=10_000)]
        exported.append(sheets.Sheet("Komentar", [sheets.Column("Komentar")], words))
    return found, exported


def _name(evaluasi: Evaluasi, ending: str) -> str:
    return f"respons-f03-{str(evaluasi.uuid)[:8]}.{ending}"
