"""Awards and priorities for coaching, by those who publish. Who needs coaching is not public."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.core.queries.calendar import get_siklus
from evaluations.publication.queries import publication as publication_queries
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from reports.portal.summary import lists_of_awards
from reports.rules.awards import RULES


@require_safe
def awards(request: UserRequest, siklus: UUID) -> HttpResponse:
    found = get_siklus(request.user, siklus, Permission.PUBLISH)
    lists = lists_of_awards(found, publication_queries.published_in(found))
    return render(request, "reports/portal/awards.html", {"siklus": found, "rules": RULES, **lists})
