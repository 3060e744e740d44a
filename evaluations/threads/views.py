"""The conversation about an indicator: a fragment in the cards of F01 and F02, a page without
JavaScript."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evaluations.core.queries.evaluations import get_evaluasi, viewers_of
from evaluations.models import Evaluasi
from evaluations.rules.visibility import Field, Viewer, visible_fields
from evaluations.threads import queries as thread_queries
from evaluations.threads import services as thread_services
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused

SPOKEN_AS = {
    Viewer.UNIT.value: "unit",
    Viewer.EVALUATOR.value: "evaluator",
    Viewer.VERIFIKATOR.value: "verifikator",
    Viewer.ADMIN.value: "admin",
}


@require_safe
def thread(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    """What was said about one indicator."""
    found = _load(request, evaluasi, nomor)
    thread_services.read(by=request.user, utas=thread_queries.get(found, nomor))
    return _shown(request, found, nomor)


@require_POST
def thread_write(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    found = _load(request, evaluasi, nomor)
    typed = request.POST.get("isi", "")
    try:
        key = UUID(request.POST.get("kunci", ""))
    except ValueError:
        raise SuspiciousOperation("form without its hidden fields") from None
    try:
        thread_services.write(by=request.user, evaluasi=found, indikator=nomor, isi=typed, key=key)
    except Refused as error:
        return _shown(request, found, nomor, typed=typed, galat=error.message, status=error.status)
    return _after(request, found, nomor, "Pesan terkirim.")


@require_POST
def thread_resolve(request: UserRequest, evaluasi: UUID, nomor: int) -> HttpResponse:
    found = _load(request, evaluasi, nomor)
    try:
        thread_services.resolve(by=request.user, evaluasi=found, indikator=nomor)
    except Refused as error:
        return _shown(request, found, nomor, galat=error.message, status=error.status)
    return _after(request, found, nomor, "Percakapan ditandai selesai.")


def _load(request: UserRequest, evaluasi: UUID, nomor: int) -> Evaluasi:
    found = get_evaluasi(request.user, evaluasi, Permission.VIEW_EVALUASI)
    if Field.PERCAKAPAN not in visible_fields(viewers_of(request.user, found), found.status):
        raise PermissionDenied("conversations are not shown in this state")
    if nomor not in {item.nomor for item in found.versi.instrumen.semua_indikator}:
        raise Http404
    return found


def _after(request: UserRequest, found: Evaluasi, nomor: int, words: str) -> HttpResponse:
    if _in_a_card(request):
        return _shown(request, found, nomor, said=words)
    messages.success(request, words)
    return redirect("evaluations:thread", found.uuid, nomor)


def _in_a_card(request: UserRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _shown(
    request: UserRequest,
    found: Evaluasi,
    nomor: int,
    *,
    typed: str = "",
    galat: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    utas = thread_queries.get(found, nomor)
    indikator = found.versi.instrumen.indikator(nomor)
    context: dict[str, Any] = {
        "evaluasi": found,
        "indikator": indikator,
        "nomor": nomor,
        "utas": utas,
        "pesan": [
            (row, SPOKEN_AS.get(row.sebagai, row.sebagai))
            for row in thread_queries.messages_of(utas)
        ],
        "boleh_menulis": thread_services.may_write(request.user, found),
        "ditutup": thread_services.closed_words(found),
        "kunci": uuid4(),
        "diketik": typed,
        "galat": galat,
        "terjadi": said,
        "maks": thread_services.MAX_TEXT,
        "kartu": _place(request, found, nomor),
    }
    if _in_a_card(request):
        if said:
            context["kartu_berubah"] = thread_queries.tallies(found).get(nomor)
        # A refusal is shown in its place: htmx swaps nothing that carries an error's status.
        return render(request, "evaluations/threads/_thread.html", context)
    return render(request, "evaluations/threads/thread.html", context, status=status)


def _place(request: UserRequest, found: Evaluasi, nomor: int) -> str:
    """Where this person looks at the indicator."""
    if viewers_of(request.user, found) & {Viewer.EVALUATOR, Viewer.VERIFIKATOR}:
        return reverse("evaluations:f02_indicator", args=[found.uuid, nomor])
    kode = found.versi.instrumen.aspek_dari(nomor).kode
    return reverse("evaluations:f01", args=[found.uuid, kode]) + f"#i-{nomor}"
