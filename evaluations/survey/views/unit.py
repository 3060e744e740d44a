"""The survey as the unit and its office see it: progress, link, means; never who answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries import replacements, survey_totals
from evaluations.core.queries.evaluations import get_evaluasi, viewers_of
from evaluations.models import Evaluasi, Respons, Survei, TautanSurvei
from evaluations.rules.scoring import SurveyTotals, round_half_up, survey_mean
from evaluations.rules.survey.disclosure import hidden_means, may_show
from evaluations.rules.visibility import Field, visible_fields
from evaluations.survey.forms.survey import LinkForm
from evaluations.survey.queries import respondents, surveys
from evaluations.survey.queries.review import rules_of
from evaluations.survey.services.responses import SMALLEST_GROUP, add_link, revoke_link
from evaluations.survey.views.skm import Beside, skm_of
from instruments.spec import Instrumen
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt
from pekppp.base import qr
from pekppp.base.charts import Bar, Chart, columns
from pekppp.base.errors import Refused

DAYS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Mean:
    nomor: int
    aspek: str
    teks: str
    answers: int | None  # both null where too few answered to show them
    value: Decimal | None
    hidden: bool


@require_safe
def survey_unit(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """A page of its own, and a part of the evaluation's page when htmx asks."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    context = _context(request, found)
    if request.headers.get("HX-Request") == "true":
        return render(request, "evaluations/survey/_panel.html", context | {"part": True})
    return render(request, "evaluations/survey/unit.html", context)


@require_POST
def survey_link_add(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.MANAGE_SURVEI)
    form = LinkForm(request.POST)
    made = attempt(form, lambda data: add_link(by=request.user, evaluasi=found, **data))
    if made is None:
        context = _context(request, found) | {"form": form}
        return render(request, "evaluations/survey/unit.html", context, status=422)
    messages.success(request, f"Tautan «{made.label}» dibuat.")
    return redirect("evaluations:survey_unit", found.uuid)


@require_POST
def survey_link_revoke(request: UserRequest, evaluasi: UUID, tautan: int) -> HttpResponse:
    found = get_evaluasi(request.user, evaluasi, Permission.MANAGE_SURVEI)
    link = surveys.get_link(found.unit_id, tautan)
    try:
        revoke_link(by=request.user, evaluasi=found, tautan=link)
        messages.success(request, f"Tautan «{link.label}» dicabut. Jawabannya tetap dihitung.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("evaluations:survey_unit", found.uuid)


@require_safe
def survey_qr(request: UserRequest, evaluasi: UUID, tautan: int) -> HttpResponse:
    """The QR code of a link as a picture, large enough for a poster."""
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    link = surveys.get_link(found.unit_id, tautan)
    response = HttpResponse(qr.png(address_of(link)), content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="qr-survei.png"'
    return response


def _context(request: UserRequest, evaluasi: Evaluasi) -> dict[str, Any]:
    fields = visible_fields(viewers_of(request.user, evaluasi), evaluasi.status)
    if Field.KEMAJUAN_SURVEI not in fields:
        raise Http404
    links = surveys.links_of(evaluasi)
    spec = evaluasi.versi.instrumen
    tally = survey_totals.tally(evaluasi.survei, spec)
    counts_shown = _shows_links(links, tally.kanal)
    context: dict[str, Any] = {
        "evaluasi": evaluasi,
        "hubungan": replacements.links_of(request.user, evaluasi),
        "survei": evaluasi.survei,
        "links": [
            (link, address_of(link), count if counts_shown else None) for link, count in links
        ],
        "may_manage": request.user.has_perm(Permission.MANAGE_SURVEI, evaluasi),
        "form": LinkForm(),
        "smallest": SMALLEST_GROUP,
    }
    if links:
        main = links[0][0]
        address = address_of(main)
        context |= {"main": main, "address": address, "qr": qr.svg(address, scale=5)}
    if request.headers.get("HX-Request") != "true":
        context["skm"] = skm_of(evaluasi)
    if evaluasi.survei is None:
        return context
    if request.headers.get("HX-Request") != "true":
        # Of those who were reached, so a part of the progress: a unit that finds its older users
        # missing can still ask them. Whoever watches the means as well gets it when no more answers
        # count: the next one would show in both, what it says beside who said it.
        growing = not respondents.is_settled(evaluasi.survei)
        watched = Field.RINCIAN_SURVEI in fields and growing
        answered, profile = respondents.respondents(
            evaluasi.survei, SMALLEST_GROUP, growing=growing
        )
        context |= {
            "answered": answered,
            "profile": [] if watched else profile,
            "profile_waits": watched and bool(profile),
        }
    totals = tally.totals
    days = surveys.responses_per_day(evaluasi.survei)
    enough = totals.respondents >= SMALLEST_GROUP
    # Beside the survey's own mean, never mixed with it.
    mean = survey_mean(spec, totals) if enough and Field.RINCIAN_SURVEI in fields else None
    return context | {
        "opened": surveys.is_open(evaluasi.survei),
        "coming": evaluasi.survei.buka > timezone.now(),
        "respondents": totals.respondents,
        "excluded": tally.dikecualikan,
        "review": tally.ditinjau,
        "held": tally.ditahan,
        "rule": rules_of([evaluasi.survei.pk])[evaluasi.survei.pk].label.lower()
        if tally.ditahan
        else "",
        "channels": surveys.channels(tally.kanal, SMALLEST_GROUP),
        "may_review": request.user.has_perm(Permission.REVIEW_SURVEI, evaluasi),
        "may_export": Field.RINCIAN_SURVEI in fields
        and request.user.has_perm(Permission.MANAGE_SURVEI, evaluasi),
        "days": days,
        "mean": _rounded(mean),
        **_beside(_rounded(mean), context.get("skm")),
        "chart": _per_day(evaluasi.survei, {row["hari"]: row["jumlah"] for row in days}),
        "sees_means": Field.RINCIAN_SURVEI in fields,
        "sees_comments": Field.KOMENTAR_SURVEI in fields,
        "means": list(_means(spec, totals)) if enough and Field.RINCIAN_SURVEI in fields else [],
        "comments": surveys.comments_of(evaluasi.survei)
        if enough and Field.KOMENTAR_SURVEI in fields
        else [],
    }


def _shows_links(links: list[tuple[TautanSurvei, int]], kanal: dict[str, int]) -> bool:
    """Whether the links may say their numbers: they are parts of their channels, beside what came
    by revoked links."""
    rest = dict(kanal)
    for link, count in links:
        kind = Respons.Kanal.KIOS if link.kios else Respons.Kanal.TAUTAN
        rest[kind] = max(0, rest[kind] - count)
    return may_show([*(count for _, count in links), *rest.values()], SMALLEST_GROUP)


def address_of(link: TautanSurvei) -> str:
    """The whole address, as it is printed."""
    return settings.BASE_URL + reverse("evaluations:survey", args=[link.token])


def _per_day(survei: Survei, found: dict[date, int]) -> Chart | None:
    """Responses of the last days since the first one; a day without any is a true zero."""
    if not found:
        return None
    last = max(min(timezone.localdate(), timezone.localdate(survei.tutup)), *found)
    first = max(min(found), last - timedelta(days=DAYS_SHOWN - 1))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [Bar(date_format(day, "j M"), found.get(day, 0)) for day in days]
    return columns("respons-per-hari", "Respons per hari", rows)


def _beside(mean: Decimal | None, skm: Beside | None) -> dict[str, Any]:
    """The SKM in the scale of the F03, and how far the two lie apart: of the numbers as shown."""
    if mean is None or skm is None:
        return {}
    same = round_half_up(skm.setara, 2)
    words = "lebih tinggi" if mean > same else "lebih rendah"
    return {"setara": same, "selisih": abs(mean - same), "arah": words}


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_half_up(value, 2)


def _means(spec: Instrumen, totals: SurveyTotals) -> Iterator[Mean]:
    names = {aspek.kode: aspek.nama for aspek in spec.semua_aspek}
    kinds = [butir.aspek for butir in spec.butir]
    hidden, _ = hidden_means(totals.counts, kinds, SMALLEST_GROUP)
    for number, butir in enumerate(spec.butir):
        count, few = totals.counts[number], number in hidden
        value = None
        if count and not few:
            value = round_half_up(Fraction(totals.sums[number], count), 2)
        yield Mean(
            butir.nomor,
            names.get(butir.aspek, butir.aspek),
            butir.teks,
            None if few else count,
            value,
            few,
        )
