"""Who was replaced by whom in a cycle, for those who see both; and where the survey goes on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from evaluations.core.queries.evaluations import visible_evaluasi
from evaluations.models import Evaluasi, Siklus, Survei, TautanSurvei, UsulanLokus
from evaluations.rules.workflow import State
from pekppp.accounts import lineage
from pekppp.accounts.models import UnitLokus, User

MOST_STEPS = 5  # from a unit over its successor to that one's successor


@dataclass(slots=True)
class Links:
    """The successor of an evaluation, and those in whose place it came, where they are visible."""

    pengganti: Evaluasi | None = None
    menggantikan: list[Evaluasi] = field(default_factory=list)


def links(user: User, evaluations: Iterable[Evaluasi]) -> dict[int, Links]:
    """By id, of those that have any: in one query for one evaluation as for a page of them."""
    rows = list(evaluations)
    successors = {item.pengganti_id for item in rows if item.pengganti_id}
    seen = visible_evaluasi(user).filter(
        Q(pk__in=successors) | Q(pengganti__in=[item.pk for item in rows])
    )
    there = {item.pk: item for item in seen}
    found: dict[int, Links] = {}
    for item in rows:
        pengganti = there.get(item.pengganti_id or 0)
        before = [other for other in there.values() if other.pengganti_id == item.pk]
        if pengganti or before:
            found[item.pk] = Links(pengganti, before)
    return found


def links_of(user: User, evaluasi: Evaluasi) -> Links:
    return links(user, [evaluasi]).get(evaluasi.pk, Links())


def accepted_proposal(evaluasi: Evaluasi) -> UsulanLokus | None:
    """What the organiser has accepted about replacing this unit in its cycle."""
    found = UsulanLokus.objects.filter(
        siklus=evaluasi.siklus_id,
        unit=evaluasi.unit_id,
        jenis=UsulanLokus.Jenis.PENGGANTI,
        status=UsulanLokus.Status.DITERIMA,
    )
    return found.select_related("pengganti").first()


class Successor(NamedTuple):
    """What a closed survey says to everyone: who is evaluated instead, and the open survey."""

    unit: str
    siklus: str  # "" of a unit that took over at a date
    token: str  # "" where no survey of the successor is open


def survey_successor(unit_id: int, moment: datetime) -> Successor | None:
    """Of a unit that was replaced in a running cycle, whoever is evaluated in its place now."""
    found = None
    for _ in range(MOST_STEPS):
        replaced = (
            Evaluasi.objects.filter(
                unit=unit_id,
                state=State.DIGANTI,
                pengganti__isnull=False,
                siklus__status=Siklus.Status.BERJALAN,
                siklus__latihan=False,
            )
            .select_related("siklus", "pengganti__survei")
            .order_by("-siklus__tahun", "-state_since")
            .first()
        )
        if replaced is None or replaced.pengganti is None:
            break
        found, unit_id = replaced, replaced.pengganti.unit_id
    if found is None or found.pengganti is None:
        return None
    survei = found.pengganti.survei
    is_open = survei is not None and survei.buka <= moment < survei.tutup
    token = _token(unit_id) if is_open else ""
    return Successor(found.pengganti.nama_unit, found.siklus.nama, token)


def survey_successors(unit: UnitLokus, moment: datetime) -> list[Successor]:
    """Whoever is evaluated in its place in a cycle; else the units that it went over into."""
    replaced = survey_successor(unit.pk, moment)
    if replaced is not None:
        return [replaced]
    found = []
    for heir in lineage.heirs(unit):
        open_now = Survei.objects.filter(unit=heir, buka__lte=moment, tutup__gt=moment)
        found.append(Successor(heir.nama, "", _token(heir.pk) if open_now.exists() else ""))
    return found


def _token(unit_id: int) -> str:
    link = TautanSurvei.objects.filter(unit=unit_id, label="", dicabut_pada__isnull=True)
    return link.values_list("token", flat=True).first() or ""
