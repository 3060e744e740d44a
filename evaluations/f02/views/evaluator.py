"""The desk of evaluators and verifiers: their units, and the F02 indicator by indicator."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.services.notices import telling
from evaluations.core.views import saves
from evaluations.core.views.checklist import changes_of, tick
from evaluations.core.views.common import opens_without_network
from evaluations.f02.forms import ExternalForm, FinishForm, ReopenForm, TaskFilter
from evaluations.f02.pages import f02 as f02_pages
from evaluations.f02.pages import finish as finish_page
from evaluations.f02.pages.external import externals
from evaluations.f02.pages.panels import MARKS, TEXTS, Typed, contents
from evaluations.f02.queries import worklist
from evaluations.f02.queries.desk import Desk, get_desk, indicator_of
from evaluations.f02.services.checklist import tick_as_evaluator
from evaluations.f02.services.late import lay_before_successor
from evaluations.f02.services.levels import keep_refused_score, save_score
from evaluations.models import Evaluasi, Nilai, PeranNilai
from evaluations.progress.queries import versions
from evaluations.progress.services.steps import advance, possible_actions
from evaluations.rules.agreement import in_words
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import Action
from evaluations.survey.views.skm import skm_of
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views import exports
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base import sheets
from pekppp.base.errors import Conflict, Refused


@require_safe
def tasks(request: UserRequest) -> HttpResponse:
    """My units: what waits for me, until when, and the exact place."""
    user = request.user
    form, rows = _narrowed(request)
    page = paginate(request, rows)
    context = {
        "page": page,
        "tugas": worklist.tasks(user, list(page.object_list)),
        "form": form,
        "menyaring": any(form.narrowed.values()),
    }
    return render(request, "evaluations/f02/tasks.html", context)


def _narrowed(request: UserRequest) -> tuple[TaskFilter, QuerySet[Evaluasi]]:
    user = request.user
    form = TaskFilter(request.GET, siklus=worklist.cycles_of(user), status=worklist.states_of(user))
    return form, worklist.filtered(worklist.assigned(user), **form.narrowed)


_COLUMNS = (
    sheets.Column("Siklus"),
    sheets.Column("Instansi", width=30),
    sheets.Column("Unit", width=40),
    sheets.Column("Formulir"),
    sheets.Column("Status"),
    sheets.Column("Ketua tim"),
    sheets.Column("Aspek saya"),
    sheets.Column("Yang menunggu", width=40),
    sheets.Column("Tenggat", sheets.DATE_TIME),
    sheets.Column("Terisi", sheets.INTEGER),
    sheets.Column("Jumlah", sheets.INTEGER),
)


@require_safe
def tasks_xlsx(request: UserRequest) -> HttpResponse:
    form, rows = _narrowed(request)
    found = worklist.tasks(request.user, list(rows))
    asked = exports.words_of(form)
    return exports.workbook(request, "Tugas saya", _COLUMNS, found, _line, asked=asked)


def _line(task: worklist.Task) -> tuple[Any, ...]:
    item = task.evaluasi
    return (
        item.siklus.nama,
        item.nama_instansi,
        item.nama_unit,
        item.formulir,
        item.get_state_display(),
        "ya" if task.ketua else "",
        ", ".join(task.aspek) or "semua",
        task.kata,
        task.tenggat,
        task.terisi,
        task.jumlah,
    )


@opens_without_network
@require_safe
def f02(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Every indicator with its levels, the recommendations, and the way to finish."""
    return overview_page(request, get_desk(request.user, evaluasi))


@require_safe
def f02_next(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """To the first indicator that waits for this person, else to all of them."""
    desk = get_desk(request.user, evaluasi)
    ahead = desk.next_open()
    if ahead is None:
        return redirect("evaluations:f02", desk.evaluasi.uuid)
    return redirect("evaluations:f02_indicator", desk.evaluasi.uuid, ahead)


def overview_page(
    request: UserRequest,
    desk: Desk,
    *,
    status: int = 200,
    refused: dict[str, Any] | None = None,
    reopen_form: ReopenForm | None = None,
    external_form: ExternalForm | None = None,
) -> HttpResponse:
    """The overview, perhaps with a recommendation or a form that was refused."""
    context = {
        **f02_pages.overview(desk, refused),
        **(versions.sent_how(desk.evaluasi) if Field.JAWABAN in desk.fields else {}),
        "reopen_form": reopen_form or ReopenForm(),
        "luar": externals(desk, external_form),
        # Where it is asked for, it stands beside the number; elsewhere it is a comparison.
        "skm": None if desk.instrumen.komponen_angka else skm_of(desk.evaluasi),
    }
    return render(request, "evaluations/f02/f02.html", context, status=status)


@opens_without_network
@require_safe
def f02_indicator(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """One indicator: answers and evidence left, the rubric right."""
    return _indicator(request, get_desk(request.user, evaluasi), nomor)


def _indicator(
    request: UserRequest, desk: Desk, nomor: int, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    context = f02_pages.indicator(desk, indicator_of(desk, nomor), typed)
    # The next indicator is swapped into the page that is open: a tenth of what a page weighs.
    name = "_indicator.html" if request.htmx else "indicator.html"
    found = render(request, f"evaluations/f02/{name}", context, status=status)
    patch_vary_headers(found, ("HX-Request",))
    return found


@require_safe
def f02_suggestion(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """The suggestion as a fragment, for who has just saved a first level."""
    desk = get_desk(request.user, evaluasi)
    indikator = indicator_of(desk, nomor)
    hidden = desk.hides_suggestion(nomor)
    context = {
        "usulan": None if hidden else desk.suggestion(nomor),
        "usulan_tersembunyi": hidden,
        "indikator": indikator,
    }
    return render(request, "evaluations/f02/_suggestion.html", context)


@require_POST
def f02_score(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Save level, reasons or notes: {indikator, peran, changes, versi, kunci} as JSON."""

    def work(found: Evaluasi, save: saves.Save) -> dict[str, Any]:
        changes = save.data.get("changes")
        if not isinstance(changes, dict):
            raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400)
        row = save_score(
            by=request.user,
            evaluasi=found,
            indikator=save.number("indikator"),
            peran=_role(save.text("peran")),
            changes=changes,
            based_on=save.versi,
            key=save.kunci,
        )
        # The first level begins the assessment: the page says so without being loaded anew.
        status = {"status": found.state, "status_kata": found.get_state_display()}
        return {"versi": row.versi, "level": row.level, **status}

    def load() -> Evaluasi:
        return get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)

    def keep(row: Nilai, save: saves.Save) -> None:
        keep_refused_score(
            by=request.user, current=row, changes=save.data["changes"], based_on=save.versi
        )

    def handed(save: saves.Save) -> str:
        nomor, changes = save.number("indikator"), save.data.get("changes")
        return lay_before_successor(
            by=request.user,
            evaluasi=evaluasi,
            target=f"nilai:{nomor}",
            indikator=nomor,
            content=changes if isinstance(changes, dict) else {},
        )

    return saves.answer(request, work, load=load, describe=_present, keep=keep, handed=handed)


@require_POST
def f02_document(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Tick one of the documents that an indicator asks for, as an evaluator found it."""

    def handed(save: saves.Save) -> str:
        nomor, dokumen = save.number("indikator"), save.text("dokumen")
        return lay_before_successor(
            by=request.user,
            evaluasi=evaluasi,
            target=f"dokumen:{nomor}:{dokumen}",
            indikator=nomor,
            content=changes_of(save),
        )

    return tick(
        request,
        tick_as_evaluator,
        load=lambda: get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI),
        handed=handed,
    )


def _role(text: str) -> PeranNilai:
    if text not in PeranNilai.values:
        raise Refused("Peran tidak dikenal. Muat ulang halaman.", status=400)
    return PeranNilai(text)


def _present(row: Nilai) -> dict[str, Any]:
    """The level that is there now, for somebody whose save came too late."""
    return {
        **contents(row),
        "versi": row.versi,
        "oleh": str(row.oleh),
        "pada": saves.clock(row.pada),
    }


@require_POST
def f02_score_form(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """The same save from a plain form, for a browser without JavaScript."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    typed = _typed(request)
    try:
        save_score(
            by=request.user,
            evaluasi=found,
            indikator=nomor,
            peran=typed.peran,
            changes=typed.isi,
            based_on=typed.versi,
            key=typed.kunci,
        )
    except Refused as error:
        words = error.message
        if isinstance(error, Conflict):
            now = in_words(error.current.level)
            words += f" Sekarang tercatat nilai {now}. Periksa, lalu simpan lagi."
            typed = _over(typed, error.current)
        typed.galat[error.field or "level"] = words
        return _indicator(request, get_desk(request.user, evaluasi), nomor, typed, error.status)
    messages.success(request, f"Nilai indikator {nomor} tersimpan.")
    return redirect("evaluations:f02_indicator", found.uuid, nomor)


def _typed(request: UserRequest) -> Typed:
    """A level 0-5, blank for none; what is not a number is left for the service to refuse."""
    post = request.POST
    level: Any = post.get("level", "").strip()
    level = None if level == "" else int(level) if level.isdecimal() and len(level) < 4 else level
    try:
        versi, kunci = int(post.get("versi", "0")), UUID(post.get("kunci", ""))
        peran = PeranNilai(post.get("peran", ""))
    except ValueError:
        raise SuspiciousOperation("form without its hidden fields") from None
    content = {
        "level": level,
        **{name: name in post for name in MARKS},
        **{name: post.get(name, "") for name in TEXTS},
    }
    return Typed(peran, content, {}, versi, kunci)


def _over(typed: Typed, current: Nilai) -> Typed:
    """The typed form on top of what is there now: sent again, it wins."""
    return Typed(typed.peran, typed.isi, {}, current.versi, uuid4())


@require_http_methods(["GET", "HEAD", "POST"])
def f02_finish(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """What it comes to and who will hear of it; posting finishes the F02."""
    desk = get_desk(request.user, evaluasi)
    if request.method != "POST" and Action.SELESAI_F02 not in possible_actions(
        request.user, desk.evaluasi
    ):
        return redirect(_finish_place(desk.evaluasi))
    context = finish_page.summary(desk)
    asked = bool(context["tanpa_dasar"]) and not context["menolak"]
    form = FinishForm(request.POST if request.method == "POST" else None, asked=asked)

    def finish(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user,
            evaluasi=desk.evaluasi,
            action=Action.SELESAI_F02,
            dasar=data["dasar"],
        )

    with telling() as told:
        done = attempt(form, finish)
    if done is not None:
        messages.success(request, told.after("F02 selesai."))
        return redirect(_finish_place(desk.evaluasi))
    status = 422 if form.is_bound else 200
    context["form"] = form
    return render(request, "evaluations/f02/finish.html", context, status=status)


@require_POST
def f02_verify(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    try:
        with telling() as told:
            advance(by=request.user, evaluasi=found, action=Action.VERIFIKASI)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, told.after("Nilai dinyatakan terverifikasi."))
    return redirect(_finish_place(found))


def _finish_place(evaluasi: Evaluasi) -> str:
    return reverse("evaluations:f02", args=[evaluasi.uuid]) + "#selesai"


@require_POST
def f02_reopen(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """A finished F02 back to its evaluators, with a reason."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    form = ReopenForm(request.POST)

    def reopen(data: dict[str, Any]) -> Evaluasi:
        return advance(
            by=request.user,
            evaluasi=found,
            action=Action.BUKA_F02,
            reason=data["alasan"],
            tenggat=data["tenggat"],
        )

    with telling() as told:
        reopened = attempt(form, reopen)
    if reopened:
        messages.success(request, told.after("F02 dikembalikan kepada evaluator."))
        return redirect(_finish_place(found))
    desk = get_desk(request.user, evaluasi)
    return overview_page(request, desk, status=422, reopen_form=form)
