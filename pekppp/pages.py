"""Pages that need every app: home, health, and what a person sees when a form has grown stale."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evaluations.core.queries.evaluations import viewers_of
from evaluations.models import Evaluasi
from evaluations.overview.queries import todo
from evaluations.overview.queries.first_steps import first_guide
from evaluations.overview.queries.incomplete import incomplete
from evaluations.overview.queries.things import Todo
from evaluations.rules.visibility import Field, visible_fields
from evaluations.rules.workflow import IN_WORK
from pekppp.accounts import form_pages
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national
from pekppp.accounts.middleware import wants_no_redirect
from pekppp.accounts.models import Membership, User
from pekppp.accounts.request import UserRequest
from pekppp.base.certain import certain
from pekppp.base.errors import reason_of
from pekppp.running import health, heartbeat
from pekppp.serving.refusals import in_words
from reports.core import documents as document_queries
from reports.core import todo as document_todo

# Things to do that are shown at once; the rest is a click away.
SHOWN = 5


@login_not_required
@transaction.non_atomic_requests
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@transaction.non_atomic_requests
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served: 200 or 503; the rest is told and decides nothing.

    Outside a transaction, or it could not be said that the database is away.
    """
    ready, checks = health.readiness()
    return JsonResponse(
        {"status": "ok" if ready else "not ready", "checks": checks}, status=200 if ready else 503
    )


@require_safe
def beranda(request: UserRequest) -> HttpResponse:
    """What waits for me; the state of what I am responsible for; history."""
    membership = request.membership
    waiting = waiting_for(request.user, membership)
    evaluations = todo.unit_evaluations(request.user, membership)
    running = [item for item in evaluations if item.status in IN_WORK]
    return render(
        request,
        "home.html",
        {
            "todos": waiting[:SHOWN],
            "more_todos": waiting[SHOWN:],
            "todo_total": len(waiting),
            "todo_late": sum(item.late for item in waiting),
            "guide": first_guide(membership),
            "kurang": incomplete(request.user, membership),
            "overview": todo.overview(request.user, membership),
            "running": [(item, _progress(request.user, item)) for item in running],
            "history": [
                (item, _progress(request.user, item)) for item in evaluations if item not in running
            ],
            "bawahan": todo.beneath(request.user, membership),
            "notices": accounts.notices_of(request.user)[:5],
            "my_waiting_roles": accounts.my_waiting_roles(request.user),
            "mail_works": settings.MAIL_WORKS,
        },
    )


def waiting_for(user: User, membership: Membership | None) -> list[Todo]:
    """All of it, whichever part of the house found it, the most urgent first."""
    if membership is None:
        return []
    found = [*_confirmations(user), *document_todo.todos(user, membership)]
    return todo.by_urgency([*found, *todo.todos(user, membership)])


def _confirmations(user: User) -> list[Todo]:
    """High roles that somebody else gave and that this person may confirm."""
    return [
        Todo(
            what=f"Konfirmasi peran {first.user} sebagai {first.get_role_display()}"
            + (f" dan {len(others)} lainnya" if others else ""),
            where=first.instansi.nama,
            deadline=first.effective_at,
            url=reverse("accounts:waiting_roles", args=[first.batch]),
            button="Periksa",
        )
        for first, *others in accounts.roles_to_confirm(user)
    ]


def _progress(user: User, evaluasi: Evaluasi) -> dict[str, Any]:
    """What the unit may see of its result now, by the visibility table."""
    fields = visible_fields(viewers_of(user, evaluasi), evaluasi.status)
    return {"final": Field.ANGKA_FINAL in fields and evaluasi.hasil.ipp is not None}


CHECKS = {
    "database": "Basis data",
    "cache": "Penyimpanan sementara",
    "broker": "Perantara pesan",
    "workers": "Pekerja",
    "storage": "Penyimpanan berkas",
}
WORKERS = {
    "celery": "Pekerjaan singkat",
    "documents": "Dokumen, penerbitan, hitung ulang",
    "pictures": "Pratinjau bukti",
    "redaction": "Penghitaman data pribadi",
}


@require_safe
@never_cache
def status(request: UserRequest) -> HttpResponse:
    """For whoever runs the server: what answers, what waits, which versions."""
    if not is_national(request.user):
        raise PermissionDenied
    _, checks = health.readiness()
    ages, silent, messages = heartbeat.ages(), heartbeat.silent(), health.queue_lengths()
    return render(
        request,
        "status.html",
        {
            "checks": [(words, checks[name]) for name, words in CHECKS.items() if name in checks],
            "workers": [
                {
                    "name": WORKERS[queue],
                    "queue": queue,
                    "age": None if age is None else int(age),
                    "silent": queue in silent,
                    "messages": messages[queue],
                }
                for queue, age in ages.items()
            ],
            "rows": [
                {**row, "worker": WORKERS[row["worker"]]}
                for row in checks.get("rows", {}).get("queues", {}).values()
            ],
            "documents": document_queries.waiting_documents(),
            "version": settings.VERSION,
            "embedded": settings.EMBEDDED,
        },
    )


def csrf_failure(request: UserRequest, reason: str = "") -> HttpResponse:
    """Said in words: the login of this browser changed since the page was opened."""
    if wants_no_redirect(request):
        return JsonResponse(
            {
                "galat": "csrf",
                "pesan": "Halaman ini sudah kedaluwarsa. Muat ulang lalu simpan lagi.",
            },
            status=403,
        )
    view = certain(request.resolver_match, "a view was found").func
    if not request.user.is_authenticated and getattr(view, "login_required", True):
        return form_pages.login_redirect(request)
    page = form_pages.page_of_form(request)
    return render(request, "403_csrf.html", {"halaman": page}, status=403)


def server_error(request: UserRequest) -> HttpResponse:
    """What kept us from answering: where that will pass by itself it is said, with when to come."""
    reason = reason_of(sys.exception())
    if reason is None:
        return defaults.server_error(request)
    return in_words(reason, script=wants_no_redirect(request))
