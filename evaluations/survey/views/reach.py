"""F03 by a one-time code: the slip is the permission, and a finished answer spends it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.queries import published as published_queries
from evaluations.core.queries import replacements
from evaluations.models import KodeSurvei, Survei
from evaluations.rules.survey.words import ASLI, TABEL, language
from evaluations.survey.forms.survey import SurveyForm
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.queries import surveys
from evaluations.survey.services import codes as survey_codes
from evaluations.survey.services.traces import is_fresh, seconds_since, trace
from evaluations.survey.views.survey import (
    STALE,
    forget_the_form,
    language_for,
    other_languages,
    page_marks,
    thanks_address,
)
from pekppp.base import limits
from pekppp.base.addresses import client_address, network_of
from pekppp.base.errors import Refused


@login_not_required
@never_cache
@require_safe
def code_entry(request: HttpRequest) -> HttpResponse:
    """Where a slip is typed that cannot be scanned."""
    typed = request.GET.get("kode", "")
    kode = survey_codes.plain(typed)
    if kode:
        return redirect("evaluations:survey_code", kode)
    return _page("code", asked="kode" in request.GET)


# No CSRF token, for the reasons given beside `survey`.
@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_code(request: HttpRequest, kode: str) -> HttpResponse:
    address = client_address(request)
    kode = survey_codes.plain(kode)
    found = survey_codes_queries.code_as_typed(kode)
    if found is None:
        return _unknown(request, kode)
    if request.method == "POST":
        if not (
            limits.SURVEY_NETWORK.passes(network_of(address))
            and limits.SURVEY_LINK.passes(f"kode-{found.lembar_id}")
        ):
            return _too_often()
        return _answer(request, found, address)
    if found.dipakai_pada is not None:
        return _spent(found, language(request.GET.get("bahasa", ""), TABEL))
    if not survey_codes_queries.takes_answers(found.lembar.survei):
        return _closed(found.lembar.survei, language(request.GET.get("bahasa", ""), TABEL))
    spec = found.lembar.survei.versi.instrumen
    return _form(found, SurveyForm(spec, bahasa=language_for(spec, request.GET)))


@login_not_required
@never_cache
@require_safe
def survey_code_thanks(request: HttpRequest, kode: str) -> HttpResponse:
    found = survey_codes_queries.code_as_typed(survey_codes.plain(kode))
    if found is None:
        return _unknown(request, kode)
    if found.dipakai_pada is None:
        return redirect("evaluations:survey_code", found.kode)
    bahasa = language(request.GET.get("bahasa", ""), TABEL)
    sender = _sender(found.lembar.survei)
    return _page("thanks", tautan=sender, sekali=True, bahasa=bahasa)


def _unknown(request: HttpRequest, kode: str) -> HttpResponse:
    if limits.status_of_unknown(request) == 429:
        return _too_often()
    return _page("code_refused", 404, kode=kode)


def _too_often() -> HttpResponse:
    response = _page("too_often", 429)
    response["Retry-After"] = str(limits.WINDOW)
    return response


def _answer(request: HttpRequest, found: KodeSurvei, address: str) -> HttpResponse:
    survey = found.lembar.survei
    data = _posted(request)
    if data is None:
        return _page("too_large", 413, tautan=_sender(survey))
    bahasa = language_for(survey.versi.instrumen, data)
    form = SurveyForm(survey.versi.instrumen, data, bahasa=bahasa)
    if not form.is_valid():
        return _spent(found, bahasa) if found.dipakai_pada else _form(found, form, 422)
    answer = form.answer
    durasi = seconds_since(data.get("dibuka", ""), halaman=found.kode, kunci=str(answer.kunci))
    takes = found.dipakai_pada is None and survey_codes_queries.takes_answers(survey)
    if takes and not is_fresh(durasi):
        form.add_error(None, STALE)
        return _form(found, form, 422)
    try:
        survey_codes.answer(
            kode=found.kode,
            answer=answer,
            bahasa=bahasa,
            jejak=trace(durasi=durasi, alamat=address, perangkat=""),
        )
    except survey_codes.Spent:
        return _spent(found, bahasa)
    except Refused as refused:
        if refused.status == 403:
            return _closed(survey, bahasa, sent=True)
        form.add_error(None, refused.message)
        return _form(found, form, refused.status)
    return forget_the_form(redirect(thanks_address(request.path, bahasa)))


def _posted(request: HttpRequest) -> QueryDict | None:
    try:
        return request.POST
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError):
        return None


def _sender(survey: Survei) -> dict[str, Any]:
    """What the pages say about where the answer goes; a code has no link of its own."""
    return {"unit": survey.unit}


def _form(found: KodeSurvei, form: SurveyForm, status: int = 200) -> HttpResponse:
    survey = found.lembar.survei
    return _page(
        "answer",
        status,
        tautan=_sender(survey),
        kode=found.kode,
        survei=survey,
        form=form,
        bahasa=form.bahasa,
        lainnya=other_languages(form),
        ujung=form.ujung,
        groups=list(form.groups()),
        levels=[str(level) for level in survey.versi.instrumen.skala.levels],
        services=surveys.services_of(survey.unit_id),
        **page_marks(form, found.kode),
    )


def _spent(found: KodeSurvei, bahasa: str) -> HttpResponse:
    sender = _sender(found.lembar.survei)
    return _page("code_used", 409, tautan=sender, kode=found.kode, bahasa=bahasa)


def _closed(survey: Survei, bahasa: str, *, sent: bool = False) -> HttpResponse:
    return _page(
        "closed",
        403 if sent else 200,
        tautan=_sender(survey),
        bahasa=bahasa,
        sent=sent,
        opens=surveys.next_opening(survey.unit_id, timezone.now()),
        pengganti=replacements.survey_successors(survey.unit, timezone.now()),
        hasil=published_queries.latest_published(survey.unit_id),
    )


def _page(name: str, status: int = 200, **context: Any) -> HttpResponse:
    """Without the request: these pages know no user and set no cookie."""
    context.setdefault("bahasa", ASLI)
    return HttpResponse(render_to_string(f"evaluations/survey/{name}.html", context), status=status)
