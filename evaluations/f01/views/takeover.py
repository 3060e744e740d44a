"""Taking answers and evidence over from another evaluation of the unit, and confirming them."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.core.queries import calendar
from evaluations.core.queries.f01 import get_f01
from evaluations.core.words import period_words
from evaluations.f01.forms import ConfirmForm, TakeoverForm
from evaluations.f01.queries import takeover as takeover_queries
from evaluations.f01.services import takeover
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base.errors import Refused


@require_safe
def sources(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """The unit's other evaluations, of any cycle, that say anything."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    context = {
        "evaluasi": found,
        "page": paginate(request, takeover_queries.sources(request.user, found)),
        "terkunci": calendar.f01_refusal(found),
    }
    return render(request, "evaluations/f01/takeover_sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: UserRequest, evaluasi: UUID, sumber: UUID) -> HttpResponse:
    """What is here and what would come, side by side; posting takes over what is ticked."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    source = takeover_queries.get_source(request.user, found, sumber)
    form = TakeoverForm(request.POST if request.method == "POST" else None)

    def call(data: dict[str, Any]) -> takeover.Taken:
        return takeover.take_over(
            by=request.user,
            evaluasi=found,
            sumber=source.uuid,
            chosen=request.POST.getlist("ambil"),
            key=data["kunci"],
        )

    taken = attempt(form, call)
    if taken is not None:
        if taken.indikator:
            messages.success(request, _said(taken))
            return redirect(_place(found, taken.indikator[0]))
        return redirect("evaluations:f01_start", found.uuid)
    plan = takeover.plan_of(found, source)
    context = {
        "evaluasi": found,
        "periode": period_words(found),
        "sumber": source,
        "periode_sumber": period_words(source),
        "plan": plan,
        # A refused form keeps its ticks, as far as what they meant is still as it was shown.
        "dicentang": frozenset(request.POST.getlist("ambil"))
        if form.is_bound
        else plan.preselected(),
        "form": form,
        "kunci": uuid4(),
        "terkunci": calendar.f01_refusal(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluations/f01/takeover.html", context, status=status)


def _said(taken: takeover.Taken) -> str:
    what = [f"{taken.jawaban} jawaban"] if taken.jawaban else []
    what += [f"{taken.bukti} bukti"] if taken.bukti else []
    numbers = ", ".join(map(str, taken.indikator))
    return (
        f"{' dan '.join(what)} diambil alih ke indikator {numbers}. Periksa, lalu konfirmasi "
        "pada tiap indikator."
    )


def _place(evaluasi: Any, nomor: int) -> str:
    kode = evaluasi.versi.instrumen.aspek_dari(nomor).kode
    return reverse("evaluations:f01", args=[evaluasi.uuid, kode]) + f"#i-{nomor}"


@require_POST
def confirm(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    """Confirm what was taken over into the indicators that the form names."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation("form without its hidden fields")
    numbers = form.cleaned_data["indikator"]
    try:
        done = takeover.confirm(by=request.user, evaluasi=found, indikator=numbers)
    except Refused as error:
        messages.error(request, error.message)
    else:
        if done:
            said = ", ".join(map(str, done))
            messages.success(request, f"Isian yang diambil alih dikonfirmasi: indikator {said}.")
    if form.cleaned_data["ringkasan"]:
        return redirect("evaluations:f01_submit", found.uuid)
    known = {item.nomor for item in found.versi.instrumen.semua_indikator}
    there = [nomor for nomor in numbers if nomor in known]
    return redirect(_place(found, there[0]) if there else found.address("f01_start"))
