"""F03 for the public: one link, no login, no script.

Reading sets no cookie and answering needs none. With an answer the browser gets a random mark for
a day: should it answer again, the two are shown to the office as from one device, and count. A
browser that refuses it answers all the same.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.core.queries import published as published_queries
from evaluations.core.queries import replacements
from evaluations.models import Respons, Survei, TautanSurvei
from evaluations.rules.survey.words import ASLI, NAMA, TABEL, language
from evaluations.survey.forms.survey import SurveyForm, plain_answer
from evaluations.survey.queries import instrument as survey_instrument
from evaluations.survey.queries import surveys
from evaluations.survey.services.responses import submit
from evaluations.survey.services.rows import kept_before, require_fitting
from evaluations.survey.services.traces import is_fresh, seconds_since, stamp, trace
from instruments.spec import Instrumen
from pekppp.base import limits
from pekppp.base.addresses import client_address, client_network, network_of
from pekppp.base.errors import Refused

MARK = "survei"
SENT = "terkirim"
THANKS = "terima-kasih/"  # the address below that of the form
MOST = 100  # fields of one form
SPENT = (
    "Jawaban dari halaman ini sudah kami terima, dan isian di bawah ini lain. Kirim sekali lagi "
    "hanya bila ini jawaban orang lain."
)
STALE = "Halaman ini sudah lama terbuka. Isian Anda masih ada di bawah; kirim sekali lagi."


# No CSRF token: it guards what a login allows, and here nobody is logged in; the link is the
# permission and the key of the page makes a repeat harmless. It would need a cookie, which the
# browsers inside QR readers and privacy modes refuse: those people could not answer.
#
# Without the transaction of a request: an answer is one statement, and two trips to the database
# around it would be most of the time that it takes.
@transaction.non_atomic_requests
@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The unit's permanent link: its open survey, a choice of two, or when there is none."""
    taken = _take(request, token) if request.method == "POST" else None
    return taken or _survey_page(request, token)


# A page kept by a kiosk would give two people one key, and lose the second answer.
@never_cache
def _survey_page(request: HttpRequest, token: str) -> HttpResponse:
    tautan = surveys.link_by_token(token)
    if tautan is None:
        if request.method == "POST":
            limits.SURVEY_NETWORK.give_back(client_network(request))
            limits.SURVEY_LINK.give_back(token)
        return _unknown(request)
    opened = surveys.surveys_open_at(tautan.unit_id, timezone.now())
    if request.method == "POST":
        return _answer(request, tautan, opened)
    asked = request.GET.get("formulir", "")
    chosen = [item for item in opened if item.formulir == asked] or opened
    if not chosen:
        return _closed(tautan, bahasa=language(request.GET.get("bahasa", ""), TABEL))
    if len(chosen) > 1:
        bahasa = language(request.GET.get("bahasa", ""), TABEL)
        return _page("choose", tautan=tautan, surveys=chosen, bahasa=bahasa)
    spec = chosen[0].versi.instrumen
    bahasa = language_for(spec, request.GET)
    return _form(tautan, chosen[0], SurveyForm(spec, bahasa=bahasa))


@login_not_required
@never_cache
@require_safe
def survey_thanks(request: HttpRequest, token: str) -> HttpResponse:
    tautan = surveys.link_by_token(token)
    if tautan is None:
        return _unknown(request)
    bahasa = language(request.GET.get("bahasa", ""), TABEL)
    return _page("thanks", tautan=tautan, bahasa=bahasa)


def _answer(request: HttpRequest, tautan: TautanSurvei, opened: list[Survei]) -> HttpResponse:
    address = client_address(request)
    data = request.POST
    target = next((item for item in opened if str(item.uuid) == data.get("survei")), None)
    if target is None:
        return _late(request, tautan)
    bahasa = language_for(target.versi.instrumen, data)
    form = SurveyForm(target.versi.instrumen, data, bahasa=bahasa)
    if not form.is_valid():
        return _form(tautan, target, form, 422)
    answer = form.answer
    mark, fresh = _mark_of(request)
    same = kept_before(target, answer)
    if same:
        return _thanks(request.path, mark if fresh and not tautan.kios else "", bahasa)
    durasi = seconds_since(
        data.get("dibuka", ""), halaman=page_of(tautan.token, target.uuid), kunci=str(answer.kunci)
    )
    if same is False or not is_fresh(durasi):
        form.add_error(None, SPENT if same is False else STALE)
        return _form(tautan, target, form, 422)
    try:
        require_fitting(target, answer)
    except Refused as refused:
        form.add_error(None, refused.message)
        return _form(tautan, target, form, refused.status)
    kanal = submit(
        token=tautan.token,
        survei=target.uuid,
        versi=target.versi_id,
        answer=answer,
        bahasa=bahasa,
        jejak=trace(durasi=durasi, alamat=address, perangkat=mark),
    )
    if not kanal and not kept_before(target, answer):  # it closed a moment ago
        return _closed(tautan, sent=True, bahasa=bahasa)
    thanks = _thanks(request.path, mark if fresh and not tautan.kios else "", bahasa)
    return thanks if tautan.kios else forget_the_form(thanks)


def _late(request: HttpRequest, tautan: TautanSurvei) -> HttpResponse:
    """It closed meanwhile. Whose answer is here already is thanked all the same: its first try
    arrived, and the thanks were lost on the line."""
    data = request.POST
    was = surveys.survey_of(tautan.unit_id, data.get("survei", ""))
    if was is not None:
        form = SurveyForm(was.versi.instrumen, data)
        if form.is_valid() and kept_before(was, form.answer):
            return _thanks(request.path, "", language_for(was.versi.instrumen, data))
    return _closed(tautan, sent=True, bahasa=language(data.get("bahasa", ""), TABEL))


def _take(request: HttpRequest, token: str) -> HttpResponse | None:
    """The short way of an ordinary answer; None sends everything else the long way round."""
    address = client_address(request)
    if not (limits.SURVEY_NETWORK.passes(network_of(address)) and limits.SURVEY_LINK.passes(token)):
        return _too_often()
    try:
        data = _fields(request)
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError):
        # A second look would find it empty.
        return _page("too_large", 413, tautan=surveys.link_by_token(token))
    found = survey_instrument.reading_of(data.get("survei", ""))
    answer = plain_answer(found[1], data) if found else None
    if found is None or answer is None:
        return None
    uuid, reading = found
    durasi = seconds_since(
        data.get("dibuka", ""), halaman=page_of(token, uuid), kunci=str(answer.kunci)
    )
    if not is_fresh(durasi):
        return None
    mark, fresh = _mark_of(request)
    bahasa = language(data.get("bahasa", ""), reading.bahasa)
    kanal = submit(
        token=token,
        survei=uuid,
        versi=reading.versi,
        answer=answer,
        bahasa=bahasa,
        jejak=trace(durasi=durasi, alamat=address, perangkat=mark),
    )
    if not kanal:
        survey_instrument.forget(uuid)
        return None
    kiosk = kanal == Respons.Kanal.KIOS
    thanks = _thanks(request.path, mark if fresh and not kiosk else "", bahasa)
    return thanks if kiosk else forget_the_form(thanks)


def _too_often() -> HttpResponse:
    response = _page("too_often", 429)
    response["Retry-After"] = str(limits.WINDOW)
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    response = _page("not_valid", limits.status_of_unknown(request))
    if response.status_code == 429:
        response["Retry-After"] = str(limits.WINDOW)
    return response


def _fields(request: HttpRequest) -> dict[str, str]:
    """What was sent, each field once; nothing where one came twice.

    A plain form is read without the copies that `request.POST` makes, which take as long as the
    insert.
    """
    if request.content_type == "application/x-www-form-urlencoded" and not request.content_params:
        try:
            text = request.body.decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST)
        except ValueError:  # not ASCII, or so many that Django shall refuse them
            pass
        else:
            fields = dict(pairs)
            return fields if len(fields) == len(pairs) else {}
    sent = request.POST
    return sent.dict() if all(len(values) == 1 for _, values in sent.lists()) else {}


def _mark_of(request: HttpRequest) -> tuple[str, bool]:
    """The browser's mark of today, and whether it is a new one."""
    known = request.COOKIES.get(MARK, "")[:64]
    return known or secrets.token_urlsafe(12), not known


def language_for(spec: Instrumen, sent: Mapping[str, str]) -> str:
    """The language asked for, where this instrument speaks it."""
    return language(sent.get("bahasa", ""), [one.bahasa for one in spec.terjemahan])


def other_languages(form: SurveyForm) -> list[tuple[str, str]]:
    """What the form can be turned into: (code, own name)."""
    spoken = [ASLI, *(t.bahasa for t in form.spec.terjemahan if t.bahasa in TABEL)]
    return [(code, NAMA[code]) for code in spoken if code != form.bahasa]


def thanks_address(here: str, bahasa: str) -> str:
    """Below the page that took the answer."""
    return here + THANKS + (f"?bahasa={bahasa}" if bahasa != ASLI else "")


def _thanks(here: str, mark: str, bahasa: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(thanks_address(here, bahasa))
    if mark:
        _set_cookie(response, MARK, mark, path="/survei/", seconds=86400)
    return response


def forget_the_form(response: HttpResponseRedirect) -> HttpResponse:
    """Back must not show what the last person wrote to who holds the telephone next.

    Chrome keeps a page for Back, no-store or not, until a cookie changes; so one does. Nobody reads
    it. (A kiosk exchanges the parts of one page, and sets none.)
    """
    form = response.url.partition(THANKS)[0]
    _set_cookie(response, SENT, secrets.token_urlsafe(6), path=form, seconds=600)
    return response


def _set_cookie(response: HttpResponse, name: str, value: str, *, path: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _form(
    tautan: TautanSurvei, survey: Survei, form: SurveyForm, status: int = 200
) -> HttpResponse:
    return _page(
        "answer",
        status,
        tautan=tautan,
        survei=survey,
        form=form,
        bahasa=form.bahasa,
        lainnya=other_languages(form),
        ujung=form.ujung,
        groups=list(form.groups()),
        levels=[str(level) for level in survey.versi.instrumen.skala.levels],
        services=surveys.services_of(tautan.unit_id),
        **page_marks(form, page_of(tautan.token, survey.uuid)),
    )


def page_of(token: str, survei: UUID) -> str:
    """What a page was opened for: the link and the survey that it led to."""
    return f"{token}/{survei}"


def page_marks(form: SurveyForm, halaman: str) -> dict[str, str]:
    """Key and moment of a page that is shown. A correction keeps those it was sent with, and counts
    once; a page that is spent or too old comes back under fresh ones."""
    kunci, opened = form.data.get("kunci", ""), form.data.get("dibuka", "")
    kept = (
        "kunci" not in form.errors
        and not {SPENT, STALE}.intersection(form.non_field_errors())
        and is_fresh(seconds_since(opened, halaman=halaman, kunci=kunci))
    )
    if not kept:
        kunci = str(uuid4())
        opened = stamp(halaman=halaman, kunci=kunci, pada=timezone.now())
    return {"kunci": kunci, "dibuka": opened}


def _closed(tautan: TautanSurvei, *, sent: bool = False, bahasa: str = ASLI) -> HttpResponse:
    return _page(
        "closed",
        403 if sent else 200,
        tautan=tautan,
        bahasa=bahasa,
        sent=sent,
        opens=surveys.next_opening(tautan.unit_id, timezone.now()),
        pengganti=replacements.survey_successors(tautan.unit, timezone.now()),
        hasil=published_queries.latest_published(tautan.unit_id),
    )


def _page(name: str, status: int = 200, **context: Any) -> HttpResponse:
    """Without the request: these pages know no user and set no cookie."""
    context.setdefault("bahasa", ASLI)
    if context.get("tautan") is not None and context["tautan"].kios:
        context["kios_diam"] = settings.SURVEY_KIOSK_IDLE_SECONDS
        context["kios_kembali"] = settings.SURVEY_KIOSK_THANKS_SECONDS
    return HttpResponse(render_to_string(f"evaluations/survey/{name}.html", context), status=status)
