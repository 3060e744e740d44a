"""Predecessors and successors of a place as the public reads them, with their pages if any."""

from dataclasses import dataclass

from django.urls import reverse

from evaluations.publication.queries import ends
from evaluations.publication.queries import publication as publication_queries
from pekppp.accounts import lineage
from pekppp.accounts.lineage import Tie
from pekppp.accounts.models import Instansi, UnitLokus


@dataclass(frozen=True, slots=True)
class Beside:
    """`alamat` is "" where nothing of it is published."""

    nama: str
    kata: str
    sesudah: bool
    alamat: str


def units_beside(unit: UnitLokus) -> list[Beside]:
    ties = _ties(unit)
    pages = ends.units_with_page({_other(unit, tie).pk for tie in ties})
    return [
        _beside(unit, tie, "reports:results_unit", pages.get(_other(unit, tie).pk)) for tie in ties
    ]


def places_beside(instansi: Instansi) -> list[Beside]:
    ties = _ties(instansi)
    pages = publication_queries.latest_cycles(_other(instansi, tie).pk for tie in ties)
    return [
        _beside(
            instansi,
            tie,
            "reports:results_instansi",
            pages.get(_other(instansi, tie).pk),
            _other(instansi, tie).uuid,
        )
        for tie in ties
    ]


def _ties(place: UnitLokus | Instansi) -> list[Tie]:
    return [*lineage.before(place), *lineage.after(place)]


def _other(place: UnitLokus | Instansi, tie: Tie) -> UnitLokus | Instansi:
    found: UnitLokus | Instansi = tie.ke if tie.dari == place else tie.dari
    return found


def _beside(
    place: UnitLokus | Instansi, tie: Tie, name: str, page: object, *more: object
) -> Beside:
    after = tie.dari == place
    address = reverse(name, args=[page, *more]) if page else ""
    return Beside(tie.ke.nama if after else tie.nama, tie.lewat, after, address)
