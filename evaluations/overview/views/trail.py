"""What was done in an instansi, by whom and when."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.overview.queries import trail as trail_queries
from pekppp.accounts.queries import audit_of_instansi, get_instansi
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import paginate


@require_safe
def trail(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = get_instansi(request.user, uuid, Permission.VIEW_INSTANSI)
    page = paginate(request, audit_of_instansi(request.user, found))
    context = {
        "instansi": found,
        "page": page,
        "lines": trail_queries.lines(request.user, found, page.object_list),
    }
    return render(request, "evaluations/overview/trail.html", context)
