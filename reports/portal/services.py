"""Making the portal's pages of a cycle before anyone asks for them: a worker is the first visitor.

Pages of a nation take many seconds, and are kept while the same rows are published. So a worker
asks for them after each publication and withdrawal. A visitor who comes first makes his himself
where that is little work; of a large cycle he is asked to come back, and wakes the worker.
"""

from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import resolve, reverse

from evaluations.publication.queries import publication as publication_queries
from pekppp.base.queues import SWEEP_SECONDS, wake_now
from reports.core.kept import KEPT, at_work, key_of

TASK = "reports.tasks.keep_pages"
OF_ALL = ("landing", "results", "open_data", "english", "cycles_json")
# Pages of a cycle that tell of other cycles, too: made anew when anything is published.
OF_EACH_AND_ALL = ("results_summary",)
TABLES = ("results", "summary", "detail", "offices")
# What the others are made of comes first.
OF_A_CYCLE = (
    *("results_summary", "results_detail", "results_siklus"),
    *(f"{table}_{kind}" for table in TABLES for kind in ("csv", "xlsx", "json")),
)


def keep_pages() -> None:
    """Make what is not made yet; once for publications that follow upon each other.

    Where a visitor makes a page just now, the sweep comes back.
    """
    for siklus in _unmade():
        before = publication_queries.state_of_publication(siklus)
        for address in _of_all() if siklus is None else _of_cycle(siklus):
            if not _visit(address):
                return
        # What changed meanwhile has another mark.
        cache.set(key_of(f"siap-{siklus}", before), 1, KEPT)


def _of_cycle(siklus: UUID) -> list[str]:
    return [reverse(f"reports:{name}", args=[siklus]) for name in OF_A_CYCLE]


def _of_all() -> list[str]:
    """Those of each cycle first: what they are made of is there by now."""
    cycles = [siklus.uuid for siklus, _ in publication_queries.published_cycles()]
    each = [reverse(f"reports:{name}", args=[uuid]) for uuid in cycles for name in OF_EACH_AND_ALL]
    return [*each, *(reverse(f"reports:{name}") for name in OF_ALL)]


def _visit(path: str) -> bool:
    """As somebody who is not logged in; by the address, since pages stand above services. Whether
    he got the page, and was not asked to come back."""
    request = HttpRequest()
    request.method, request.path, request.user = "GET", path, AnonymousUser()
    match = request.resolver_match = resolve(path)
    with at_work():
        return match.func(request, *match.args, **match.kwargs).status_code == HTTPStatus.OK


def _unmade() -> list[UUID | None]:
    """Published cycles, and all of them together, whose pages are not made as they are now."""
    if _is_made(None):  # the last that is made, and its state is that of all cycles
        return []
    cycles = [siklus.uuid for siklus, _ in publication_queries.published_cycles()]
    return [*(siklus for siklus in cycles if not _is_made(siklus)), None]


def _is_made(siklus: UUID | None) -> bool:
    state = publication_queries.state_of_publication(siklus)
    return cache.get(key_of(f"siap-{siklus}", state)) is not None


def sweep() -> None:
    """Wake a worker for what no wake-up reached: another release, a cycle renamed, a day over."""
    if _unmade():
        wake_now(TASK)


def wake() -> None:
    """For a visitor who found nothing; many of them wake one worker."""
    if cache.add("portal-wake", 1, SWEEP_SECONDS):
        wake_now(TASK)
