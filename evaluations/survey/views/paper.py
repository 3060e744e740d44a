"""Answers on paper: typed sheet by sheet, or a workbook in two steps, with a scan beside them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.forms import UploadForm
from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.evidence.views.evidence import attachment
from evaluations.models import Evaluasi, Impor, LembarKertas, Survei
from evaluations.rules.survey.profile import FIELDS
from evaluations.survey.forms.reach import PaperForm, ScanForm, VoidForm
from evaluations.survey.forms.survey import SurveyForm
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.queries import paper as survey_paper_queries
from evaluations.survey.queries import surveys
from evaluations.survey.services import paper as survey_paper
from pekppp.accounts.form_pages import hands_out_a_file
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, download
from pekppp.base.certain import certain
from pekppp.base.errors import Refused


@require_safe
def paper(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    return _list(request, _managed(request, evaluasi))


@require_POST
def paper_new(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    form = PaperForm(request.POST, request.FILES)
    made = attempt(
        form, lambda data: survey_paper.open_batch(by=request.user, evaluasi=found, **data)
    )
    if made is None:
        return _list(request, found, batch=form, status=422)
    return redirect("evaluations:survey_paper_batch", found.uuid, made.uuid)


@require_safe
def paper_batch(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    return _batch(request, found, survey_paper_queries.get_paper(found.survei, lembar))


@require_POST
def paper_enter(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    """One sheet; the page comes back empty for the next one."""
    found = _managed(request, evaluasi)
    batch = survey_paper_queries.get_paper(found.survei, lembar)
    form = SurveyForm(_survei(found).versi.instrumen, request.POST)
    if not form.is_valid():
        return _batch(request, found, batch, form, status=422)
    try:
        number = survey_paper.enter(
            by=request.user, evaluasi=found, lembar=batch, answer=form.answer
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return _batch(request, found, batch, form, status=refused.status)
    messages.success(request, f"Tersimpan: {number} jawaban pada lembar ini.")
    return redirect("evaluations:survey_paper_batch", found.uuid, batch.uuid)


@require_POST
def paper_void(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    batch = survey_paper_queries.get_paper(found.survei, lembar)
    form = VoidForm(request.POST)
    count = attempt(
        form, lambda data: survey_paper.void(by=request.user, evaluasi=found, lembar=batch, **data)
    )
    if count is None:
        return _batch(request, found, batch, void=form, status=422)
    messages.success(request, f"Lembar dibatalkan; {count} jawaban tidak lagi dihitung.")
    return redirect("evaluations:survey_paper_batch", found.uuid, batch.uuid)


@require_POST
def paper_scan_add(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    batch = survey_paper_queries.get_paper(found.survei, lembar)
    form = ScanForm(request.POST, request.FILES)

    def attach(data: dict[str, Any]) -> bool:
        survey_paper.attach(by=request.user, evaluasi=found, lembar=batch, **data)
        return True

    if attempt(form, attach) is None:
        return _batch(request, found, batch, scan=form, status=422)
    messages.success(request, "Pindaian tersimpan.")
    return redirect("evaluations:survey_paper_batch", found.uuid, batch.uuid)


@hands_out_a_file
@require_safe
def paper_scan(request: UserRequest, evaluasi: UUID, lembar: UUID) -> HttpResponseBase:
    found = _managed(request, evaluasi)
    batch = survey_paper_queries.get_paper(found.survei, lembar)
    if batch.berkas is None:
        raise Http404
    return attachment(request, batch.berkas, batch.nama_berkas)


@require_safe
def paper_sample(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    return download(survey_paper.sample(by=request.user, evaluasi=found), "jawaban-kertas-f03.xlsx")


@require_POST
def paper_upload(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Step one: the file is checked, and nothing is counted."""
    found = _managed(request, evaluasi)
    form = UploadForm(request.POST, request.FILES)

    def check(data: dict[str, Any]) -> Impor:
        file = data["berkas"]
        return survey_paper.check(by=request.user, evaluasi=found, file=file, name=file.name)

    impor = attempt(form, check)
    if impor is None:
        return _list(request, found, upload=form, status=422)
    return redirect("evaluations:survey_paper_check", found.uuid, impor.uuid)


@require_safe
def paper_check(request: UserRequest, evaluasi: UUID, impor: UUID) -> HttpResponse:
    found = _managed(request, evaluasi)
    upload = survey_paper_queries.get_paper_impor(request.user, found, impor, survey_paper.KIND)
    return _check(request, found, upload, PaperForm(initial={"label": upload.nama_berkas}))


@require_POST
def paper_apply(request: UserRequest, evaluasi: UUID, impor: UUID) -> HttpResponse:
    """Step two: all of it, or nothing."""
    found = _managed(request, evaluasi)
    upload = survey_paper_queries.get_paper_impor(request.user, found, impor, survey_paper.KIND)
    form = PaperForm(request.POST, request.FILES)
    made = attempt(
        form, lambda data: survey_paper.apply(by=request.user, evaluasi=found, impor=upload, **data)
    )
    if made is None:
        return _check(request, found, upload, form, status=422)
    messages.success(request, f"{made.jumlah} jawaban kertas tersimpan.")
    return redirect("evaluations:survey_paper_batch", found.uuid, made.uuid)


def _managed(request: UserRequest, uuid: UUID) -> Evaluasi:
    found = get_evaluasi(request.user, uuid, Permission.MANAGE_SURVEI)
    if found.survei is None:
        raise Http404
    return found


def _survei(evaluasi: Evaluasi) -> Survei:
    return certain(evaluasi.survei, "`_managed` asks for one")


def _list(
    request: UserRequest,
    evaluasi: Evaluasi,
    *,
    batch: PaperForm | None = None,
    upload: UploadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "evaluasi": evaluasi,
        "batches": survey_paper_queries.paper_of(_survei(evaluasi)),
        "opened": survey_codes_queries.takes_answers(_survei(evaluasi)),
        "form": batch or PaperForm(),
        "upload": upload or UploadForm(auto_id="unggah_%s"),
    }
    return render(request, "evaluations/survey/paper.html", context, status=status)


def _batch(
    request: UserRequest,
    evaluasi: Evaluasi,
    lembar: LembarKertas,
    form: SurveyForm | None = None,
    *,
    scan: ScanForm | None = None,
    void: VoidForm | None = None,
    status: int = 200,
) -> HttpResponse:
    survei = _survei(evaluasi)
    spec = survei.versi.instrumen
    form = form or SurveyForm(spec)
    context = {
        "evaluasi": evaluasi,
        "lembar": lembar,
        "opened": survey_codes_queries.takes_answers(survei),
        "form": form,
        "groups": list(form.groups()),
        "levels": spec.skala.levels,
        "services": surveys.services_of(evaluasi.unit_id),
        "scan": scan or ScanForm(),
        "void": void or VoidForm(),
    }
    return render(request, "evaluations/survey/paper_sheet.html", context, status=status)


def _check(
    request: UserRequest, evaluasi: Evaluasi, impor: Impor, form: PaperForm, status: int = 200
) -> HttpResponse:
    rows = [
        row
        | {
            "nilai": " ".join("–" if v is None else str(v) for v in row["butir"]),
            "diri": [
                dict(choices)[row["profil"][name]]
                for name, _, choices in FIELDS
                if row["profil"].get(name)
            ],
        }
        for row in impor.baris[:500]
    ]
    context = {"evaluasi": evaluasi, "impor": impor, "rows": rows, "form": form}
    return render(request, "evaluations/survey/paper_check.html", context, status=status)
