"""Every URL of a resolver, asked by people who have no business there."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

REFUSED = {401, 403, 404, 405}
ANONYMOUS = "anonymous"
HTTP_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    parameters: tuple[str, ...]
    callback: object

    def __str__(self) -> str:
        return self.pattern


def walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            parameters = tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)
            yield Route(f"{space}{entry.name}", pattern, parameters, entry.callback)


def fill(route: Route, secrets: Mapping[str, object]) -> str:
    """The address with the neighbour's ids in place of its parameters."""
    values = {
        # What a bare <uuid> means is said by the first word of the address.
        name: secrets.get(route.pattern.split("/")[0] if name == "uuid" else name)
        for name in route.parameters
    }
    unknown = [name for name, value in values.items() if value is None]
    assert not unknown, f"teach the sweep what to put into {route.pattern}: {unknown}"
    return reverse(route.name, kwargs=values)


def open_views(routes: Iterable[Route]) -> set[str]:
    """The names of what asks for no login."""
    return {route.name for route in routes if not getattr(route.callback, "login_required", True)}


def methods_of(callback: Any) -> set[str]:
    """GET and POST, as far as the view's decorators let them in; both where they do not say.

    What they keep out is a 405 from Django before anything of ours is asked.
    """
    allowed = {"get", "post"}
    while callback is not None:
        for cell in getattr(callback, "__closure__", None) or ():
            told = cell.cell_contents
            if isinstance(told, list | tuple) and told and set(told) <= HTTP_METHODS:
                allowed &= {method.lower() for method in told}
        callback = getattr(callback, "__wrapped__", None)
    return allowed or {"get", "post"}


@dataclass(frozen=True)
class Sweep:
    """What the answers to strangers are measured by."""

    canary: str  # stands in every row of the neighbour's, and in no answer
    open: Set[str]  # names of views for everybody
    by_secret: Set[str]  # those whose address is the permission, so that they may tell

    def faults(
        self, routes: Iterable[Route], secrets: Mapping[str, object], visitors: Mapping[str, Client]
    ) -> list[str]:
        """Each answer that a stranger should not have had."""
        found = []
        for route in routes:
            address = fill(route, secrets)
            for who, client in visitors.items():
                for method in sorted(methods_of(route.callback)):
                    response = getattr(client, method)(address)
                    fault = self._fault(route, who, response)
                    if fault is not None:
                        case = f"{method.upper()} {address} as {who}: {response.status_code}"
                        found.append(case + fault)
        return found

    def _fault(self, route: Route, who: str, response: HttpResponse) -> str | None:
        body = b"".join(response) if response.streaming else response.content
        if self.canary.encode() in body and route.name not in self.by_secret:
            return " leaks"
        # No worker runs beside the suite, and /readyz says so.
        if response.status_code >= 500 and route.name != "readyz":
            return " breaks"
        if route.name in self.open:
            return None
        fine = REFUSED | ({302} if who == ANONYMOUS else set())
        # Without an id it is everybody's own page; and instruments are shared by all who log in.
        shared = not route.parameters or route.name.startswith("instruments:")
        if response.status_code in fine or (shared and who != ANONYMOUS):
            return None
        return " is let in"
