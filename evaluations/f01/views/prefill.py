"""Evidence of last year, taken over into this year's F01."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evaluations.core.queries.f01 import get_f01
from evaluations.evidence.views.evidence import list_html, place_of
from evaluations.f01.services import prefill
from pekppp.accounts.middleware import wants_json
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused


@require_POST
def reuse_file(request: UserRequest, evaluasi: UUID, bukti: UUID) -> HttpResponse:
    """A script gets the new list, a form the page."""
    found = get_f01(request.user, evaluasi, Permission.FILL_F01)
    try:
        made = prefill.reuse_file(by=request.user, evaluasi=found, bukti=bukti)
    except Refused as error:
        if wants_json(request):
            return JsonResponse({"pesan": error.message}, status=error.status)
        messages.error(request, error.message)
        return redirect("evaluations:f01_start", found.uuid)
    if wants_json(request):
        return JsonResponse({"html": list_html(request, found, made.indikator)})
    messages.success(request, f"«{made.nama}» dipakai lagi.")
    return redirect(place_of(found, made.indikator))
