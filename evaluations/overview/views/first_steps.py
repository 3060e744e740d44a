"""From the empty installation to the first open cycle: a list for whoever administers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.overview.queries.first_steps import guide_of
from pekppp.accounts.request import UserRequest


@require_safe
def first_steps(request: UserRequest) -> HttpResponse:
    """403 for who administers nothing in the role that he acts in."""
    guide = guide_of(request.membership)
    if guide is None:
        raise PermissionDenied
    return render(request, "evaluations/overview/first_steps.html", {"guide": guide})
