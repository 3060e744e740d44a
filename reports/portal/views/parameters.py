"""What may be asked of a public page: one table. Everything else in a query string is not there.

So an address has as many answers as the table allows, however it is written: unknown names, other
orders, defaults spelled out and pages that do not exist lead to the answers that are kept.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, QueryDict

from evaluations.publication.queries import publication as publication_queries
from pekppp.base import texts
from pekppp.base.certain import certain
from reports.portal.detail import GROUPS
from reports.portal.published import SORTS, Filter, instrument_of

PAGE = "halaman"
# Answers to these are as many as people can type: computed for who asks, within a limit.
FREE = ("q", "provinsi", "instansi", "jenis", "sektor", "kategori")

# The view of a cycle that lists who has no result.
WITHOUT = "tidak-dievaluasi"

# What a value is called in the key of the answer; "" is as if it was not asked.
Plain = Callable[[str], str]


def _text(value: str) -> str:
    return texts.clean(value)[:200]


def _one_of(*values: str) -> Plain:
    """Of these, the first being what is shown anyway."""
    return lambda value: value if value in values and value != values[0] else ""


def _page(value: str) -> str:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1
    return str(number) if number > 1 else ""


_FILTER: dict[str, Plain] = dict.fromkeys(FREE, _text)
_UNITS = {**_FILTER, "urut": _one_of(Filter().urut, *SORTS)}
KNOWN: dict[str, dict[str, Plain]] = {
    "results": {"q": _text, PAGE: _page},
    "results_siklus": {**_UNITS, "tampil": _one_of("", "instansi", WITHOUT), PAGE: _page},
    "results_detail": {"menurut": _one_of(*GROUPS), "aspek": _text, PAGE: _page},
    "results_instansi": {PAGE: _page},
    "results_unit": {"hasil": _text},
    "results_csv": _UNITS,
    "results_xlsx": _UNITS,
    "results_json": _UNITS,
}


def asked(request: HttpRequest, siklus: UUID | None) -> QueryDict:
    """The question in the order of the table, each value in its one spelling."""
    match = request.resolver_match
    known = KNOWN.get((match and match.url_name) or "", {})
    found = {name: plain(request.GET.get(name, "")) for name, plain in known.items()}
    if found.get("aspek") and found["aspek"] not in _aspects(siklus):
        del found["aspek"]
    return query_of({name: value for name, value in found.items() if value})


def _aspects(siklus: UUID | None) -> set[str]:
    spec = instrument_of(
        publication_queries.published_siklus(
            certain(siklus, "aspects are asked for on a cycle's pages alone")
        )
    )
    return {aspek.kode for aspek in spec.semua_aspek if not aspek.tambahan}


def query_of(values: Mapping[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(values)
    return query
