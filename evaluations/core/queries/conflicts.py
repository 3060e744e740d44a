"""Who gave levels and has since come to belong to the unit: what he gave does not count.

While the F02 is open (and for verifiers until they are done) his levels are left out, so that the
indicators are missing until somebody else is assigned. What was finished before he joined stays.
Whoever left the unit belongs to it for as many months more as the cycle says.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from evaluations.core import on_behalf
from evaluations.models import Evaluasi, Nilai, PeranNilai
from evaluations.rules.evaluators.interests import since
from evaluations.rules.workflow import F02_OPEN, State
from pekppp.accounts.models import Membership, User
from pekppp.base.certain import certain

_VERIFYING = F02_OPEN | {State.F02_SELESAI}


def members_of(evaluations: Iterable[Evaluasi]) -> dict[int, frozenset[int]]:
    """By evaluation id, who belongs to its unit now or left it of late; only where somebody may
    still score."""
    open_ = [item for item in evaluations if item.status in _VERIFYING]
    if not open_:
        return {}
    now = timezone.now()
    limits = {item.pk: since(now, item.siklus.jeda_benturan) for item in open_}
    rows = Membership.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=min(limits.values())),
        unit__in={item.unit_id for item in open_},
    )
    units: dict[int, list[tuple[int, datetime | None]]] = {}
    for unit, user, ended in rows.values_list("unit", "user", "ended_at"):
        units.setdefault(certain(unit, "the query names units"), []).append((user, ended))
    return {
        item.pk: frozenset(
            user
            for user, ended in units.get(item.unit_id, ())
            if ended is None or ended > limits[item.pk]
        )
        for item in open_
    }


def belongs(user: User, evaluasi: Evaluasi) -> bool:
    """Whether the person belongs to the unit, left it of late, or filled its F01 in its place in
    this cycle, and so gives no level."""
    limit = since(timezone.now(), evaluasi.siklus.jeda_benturan)
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=limit)
    rows = Membership.objects.filter(still, user=user, unit=evaluasi.unit_id)
    return rows.exists() or on_behalf.barred(user, evaluasi)


def scoring(evaluasi: Evaluasi, members: Collection[int]) -> frozenset[int]:
    """Of the unit's people, those whose evaluator's (or agreed) level does not count now."""
    return frozenset(members) if evaluasi.status in F02_OPEN else frozenset()


def counts(evaluasi: Evaluasi, row: Nilai, members: Collection[int]) -> bool:
    """Whether a level may count, by who gave it."""
    if row.peran == PeranNilai.VERIFIKATOR:
        return row.oleh_id not in members
    if row.peran in (PeranNilai.EVALUATOR, PeranNilai.SEPAKAT):
        return row.oleh_id not in scoring(evaluasi, members)
    return True


def uncounted(
    evaluasi: Evaluasi,
    levels: Iterable[Nilai],
    assigned: Iterable[Any],
    members: Collection[int],
) -> list[tuple[Any, int]]:
    """(person, how many of his levels are left out) of those who are assigned or gave levels."""
    found: dict[int, Any] = {row.user_id: row.user for row in assigned if row.user_id in members}
    left_out: dict[int, int] = {}
    for row in levels:
        if counts(evaluasi, row, members):
            continue
        found.setdefault(row.oleh_id, row.oleh)
        if row.level is not None:
            left_out[row.oleh_id] = left_out.get(row.oleh_id, 0) + 1
    return [(person, left_out.get(pk, 0)) for pk, person in found.items()]


def joined_since_computed() -> Q:
    """Results (a condition on Hasil) that still count levels of somebody who joined the unit, or
    still leave out those of somebody who has left it."""
    computed = OuterRef(OuterRef("dihitung_pada"))
    people = Membership.objects.filter(
        Q(ended_at__isnull=True, started_at__gt=computed) | Q(ended_at__gt=computed),
        unit=OuterRef(OuterRef("evaluasi__unit")),
    )
    gave = Nilai.objects.filter(evaluasi=OuterRef("evaluasi"), oleh__in=people.values("user"))
    return Q(Exists(gave), stale=False, evaluasi__state__in=[state.value for state in _VERIFYING])
