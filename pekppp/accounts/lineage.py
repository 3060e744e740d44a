"""What a place was before, and what it went over into: units and offices alike.

From the changes that were carried out, and from closings that name a successor. A place that was
opened again is nobody's predecessor any longer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from pekppp.accounts.models import Instansi, PerubahanTempat, SisiPerubahan, UnitLokus
from pekppp.base.certain import certain
from pekppp.base.formats import tanggal

Place = Instansi | UnitLokus
Jenis = PerubahanTempat.Jenis
MOST_STEPS = 5
_WORDS = {
    Jenis.PINDAH: "pindah instansi",
    Jenis.PECAH: "dipecah",
    Jenis.GABUNG: "digabung",
    Jenis.TUTUP: "ditutup",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One place went over into another; `nama` is what the first was called then."""

    dari: Any
    ke: Any
    jenis: str
    berlaku: date
    nama: str
    nomor: str = ""

    @property
    def lewat(self) -> str:
        return f"{_WORDS[Jenis(self.jenis)]} {tanggal(self.berlaku)}"

    @property
    def sampai(self) -> int:
        """The last year that is the predecessor's alone."""
        return (self.berlaku - timedelta(days=1)).year

    @property
    def bersama(self) -> bool:
        """Whether the successor has others before it: its line is none of theirs."""
        return self.jenis == Jenis.GABUNG


def before(place: Place) -> list[Tie]:
    """Its predecessors, in the order in which they went over."""
    return _ties(place, "penerus", "ke")


def after(place: Place) -> list[Tie]:
    return _ties(place, "asal", "dari")


def _ties(place: Place, arah: str, end: str) -> list[Tie]:
    unit = isinstance(place, UnitLokus)
    mine = Q(unit=place) if unit else Q(instansi=place, unit=None)
    changes = PerubahanTempat.objects.filter(
        pk__in=SisiPerubahan.objects.filter(mine, arah=arah).values("perubahan"),
        status=PerubahanTempat.Status.BERLAKU,
    ).exclude(jenis=Jenis.NAMA)
    found: dict[tuple[int, int], Tie] = {}
    sides = SisiPerubahan.objects.filter(perubahan__in=changes).select_related(
        "perubahan", "unit__instansi", "instansi"
    )
    for one, other in _pairs(sides):
        was, now = (
            certain(side.unit, "both sides of a unit's change are units") if unit else side.instansi
            for side in (one, other)
        )
        act = one.perubahan
        gone = was.closed_on is not None or act.jenis == Jenis.PECAH
        if was.pk != now.pk and gone and place.pk == (now.pk if end == "ke" else was.pk):
            found[was.pk, now.pk] = Tie(was, now, act.jenis, act.berlaku, one.nama, act.nomor_surat)
    rows: Any = type(place)._default_manager.exclude(successor=None)
    named = rows.filter(successor=place) if end == "ke" else rows.filter(pk=place.pk)
    for row in named.select_related("successor"):
        tie = Tie(row, row.successor, Jenis.TUTUP, row.closed_on, row.nama)
        found.setdefault((row.pk, row.successor_id), tie)
    return sorted(found.values(), key=lambda tie: (tie.berlaku, tie.nama))


def _pairs(
    sides: Iterable[SisiPerubahan],
) -> list[tuple[SisiPerubahan, SisiPerubahan]]:
    rows = list(sides)
    return [
        (one, other)
        for one in rows
        for other in rows
        if (one.perubahan_id, one.arah, other.arah) == (other.perubahan_id, "asal", "penerus")
    ]


def heirs(place: Place) -> list[Any]:
    """Where it lives on today: followed to those that did not go over themselves."""
    found: dict[int, Any] = {}
    level, seen = [place], {place.pk}
    for _ in range(MOST_STEPS):
        step = [tie.ke for item in level for tie in after(item) if tie.ke.pk not in seen]
        found |= {item.pk: item for item in step if item.closed_on is None}
        seen |= {item.pk for item in step}
        level = [item for item in step if item.closed_on is not None]
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Past:
    """What is told before a place's own years: predecessors whose line it continues, the latest
    first, and those that are told apart: several of one, or one that was merged into it."""

    lanjutan: list[Tie]
    terpisah: list[Tie]


def past_of(place: Place) -> Past:
    line: list[Tie] = []
    here = place
    while len(line) < MOST_STEPS:
        ties = before(here)
        if len(ties) != 1 or ties[0].bersama:
            return Past(line, ties)
        line.append(ties[0])
        here = ties[0].dari
    return Past(line, [])
