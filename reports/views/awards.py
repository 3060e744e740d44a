"""Awards and priorities for coaching, by those who publish. Who needs coaching is not public."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.queries import publikasi as queries
from evaluations.queries.siklus import get_siklus
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from reports.awards import RULES
from reports.summary import lists_of_awards


@require_safe
def awards(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    lists = lists_of_awards(found, queries.published_in(found))
    return render(request, "reports/awards.html", {"siklus": found, "rules": RULES, **lists})
