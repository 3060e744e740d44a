"""What several pages of the organiser share."""

from typing import Any

from django.http import HttpRequest


def posted(request: HttpRequest) -> Any:
    """What was sent, however little; None where nothing was, so that a form stays unbound."""
    return request.POST if request.method == "POST" else None
