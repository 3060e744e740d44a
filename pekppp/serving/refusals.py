"""What a person or a script is told where no page of the application can be made."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from pekppp.base.errors import Refused, Unavailable

TITLES = {
    408: "Kiriman terhenti",
    413: "Kiriman terlalu besar",
    503: "Belum dapat dilayani",
}
# What the body of a request is given up with: its rest is not taken for the next request.
UNREAD = {408, 413}


def in_words(refusal: Refused, *, script: bool) -> HttpResponse:
    """Needs neither a request nor the database."""
    if script:
        response: HttpResponse = JsonResponse({"galat": "tunggu", "pesan": refusal.message})
    else:
        context = {"judul": TITLES[refusal.status], "pesan": refusal.message}
        response = HttpResponse(render_to_string("stopped.html", context))
    response.status_code = refusal.status
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-store"
    if refusal.status in UNREAD:
        response["Connection"] = "close"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    if isinstance(refusal, Unavailable):
        response["Retry-After"] = str(refusal.retry_after)
    return response
