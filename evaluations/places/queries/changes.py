"""Changes of places: which there are, and what follows from one for what is running."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import Evaluasi, Siklus, Survei, TautanSurvei
from evaluations.rules.workflow import IN_WORK
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, PerubahanTempat, UnitLokus, User
from pekppp.accounts.roles import Permission

SHOWN = 10


def get_change(user: User, uuid: UUID, *, to_act: bool = False) -> PerubahanTempat:
    """A change of a place that the user sees; `to_act`: that he may carry out and withdraw."""
    found = PerubahanTempat.objects.filter(uuid=uuid).select_related(
        "unit__instansi", "instansi", "oleh", "bagian_dari"
    )
    change = found.first()
    if change is None:
        raise Http404
    if change.unit is not None:
        asked = Permission.MANAGE_UNITS if to_act else Permission.VIEW_UNIT
        accounts.get_unit(user, change.unit.uuid, asked)
    else:
        accounts.get_instansi(user, change.instansi.uuid, Permission.VIEW_INSTANSI)
        if to_act:
            require(user, Permission.MANAGE_INSTANSI, Instansi())
    return change


def changes_of(place: UnitLokus | Instansi) -> list[PerubahanTempat]:
    """Of a place that is loaded and authorised: what will take effect first, then the latest.

    Of an office also those of its units, but for what went along with the office.
    """
    mine = (
        Q(sisi__unit=place)
        if isinstance(place, UnitLokus)
        else Q(instansi=place, bagian_dari=None) | Q(sisi__instansi=place, unit=None)
    )
    rows = PerubahanTempat.objects.filter(mine).distinct().select_related("unit", "instansi")
    settled = rows.exclude(status__in=["disiapkan", "menunggu", "ditarik"])
    return [*rows.filter(status__in=["disiapkan", "menunggu"]), *settled[:SHOWN]]


@dataclass(frozen=True, slots=True)
class Running:
    """What runs in the names of the places that a change is about, and goes on as it is."""

    evaluasi: list[Evaluasi]
    bertugas: int  # people who score, lead or verify one of these
    survei: int  # that take answers now
    tautan: int  # links and their QR codes
    siklus: list[Siklus]  # that an office organises


def running_of(change: PerubahanTempat) -> Running:
    sides = change.sisi.filter(arah="asal")
    units: Any = sides.values("unit") if change.unit_id else _units_of(sides.values("instansi"))
    evaluations = list(
        Evaluasi.objects.filter(unit__in=units, state__in=sorted(IN_WORK)).select_related("siklus")
    )
    now = timezone.now()
    surveys = Survei.objects.filter(unit__in=units, buka__lte=now, tutup__gt=now)
    links = TautanSurvei.objects.filter(unit__in=units, dicabut_pada=None)
    offices: Any = [] if change.unit_id else sides.values("instansi")
    cycles = Siklus.objects.filter(
        instansi__in=offices,
        status=Siklus.Status.BERJALAN,
    )
    return Running(
        evaluations,
        len({row.user_id for row in assignments.rows_of(evaluations)}),
        surveys.count(),
        links.count(),
        list(cycles),
    )


def _units_of(offices: Any) -> Any:
    return UnitLokus.objects.filter(instansi__in=offices, closed_on=None).values("pk")
