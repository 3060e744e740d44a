"""Who may be told and who may be assigned, for many evaluations at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluations.models import AtasNama, Evaluasi
from evaluations.rules.evaluators.interests import since
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import UNIT_ROLES, Role
from pekppp.base.certain import certain


def _active(**conditions: object) -> QuerySet[Membership]:
    return Membership.objects.filter(ended_at__isnull=True, user__is_active=True, **conditions)


def members_by_unit(units: Collection[int]) -> dict[int, list[User]]:
    """Active people of each unit (ids)."""
    found: dict[int, list[User]] = {}
    for row in _active(unit__in=units, role__in=UNIT_ROLES).select_related("user"):
        people = found.setdefault(certain(row.unit_id, "the query names units"), [])
        if row.user not in people:
            people.append(row.user)
    return found


def admins_by_instansi(instansi: Collection[int]) -> dict[int, list[User]]:
    """Active administrators of each instansi (ids)."""
    roles = (Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL)
    found: dict[int, list[User]] = {}
    for row in _active(instansi__in=instansi, role__in=roles).select_related("user"):
        found.setdefault(row.instansi_id, []).append(row.user)
    return found


def units_with_head(units: Collection[int]) -> set[int]:
    """Units (ids) whose head has an account: without one nobody can submit the F01."""
    return set(_active(unit__in=units, role=Role.KEPALA).values_list("unit", flat=True))


# Who may be assigned ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ties:
    """What a person's memberships say about assigning him; ids of database rows."""

    evaluator_at: frozenset[int]
    verifikator_at: frozenset[int]
    units: frozenset[int]
    # When he left which unit, the last time; of what he still belongs to, nothing.
    left: Mapping[int, datetime]
    # Whose F01 he filled in the unit's place: (cycle, unit).
    filled: frozenset[tuple[int, int]]

    def filled_for(self, evaluasi: Evaluasi) -> bool:
        return (evaluasi.siklus_id, evaluasi.unit_id) in self.filled

    def barred(self, evaluasi: Evaluasi) -> bool:
        """Whether he belongs to the unit, left it less than the cycle's months ago, or filled its
        F01 in its place."""
        ended = self.left.get(evaluasi.unit_id)
        return (
            evaluasi.unit_id in self.units
            or self.filled_for(evaluasi)
            or (ended is not None and ended > since(timezone.now(), evaluasi.siklus.jeda_benturan))
        )


def ties_of(users: Iterable[User]) -> dict[int, Ties]:
    """By id of each user; whoever has no membership is there with empty sets."""
    people = {user.pk for user in users}
    evaluator: dict[int, set[int]] = {pk: set() for pk in people}
    verifikator: dict[int, set[int]] = {pk: set() for pk in people}
    units: dict[int, set[int]] = {pk: set() for pk in people}
    left: dict[int, dict[int, datetime]] = {pk: {} for pk in people}
    rows = Membership.objects.filter(
        Q(ended_at__isnull=True) | Q(unit__isnull=False), user__in=people
    )
    for row in rows.order_by("ended_at"):
        if row.unit_id is not None and row.ended_at is not None:
            left[row.user_id][row.unit_id] = row.ended_at
        elif row.unit_id is not None:
            units[row.user_id].add(row.unit_id)
        elif row.role == Role.EVALUATOR:
            evaluator[row.user_id].add(row.instansi_id)
        elif row.role == Role.VERIFIKATOR:
            verifikator[row.user_id].add(row.instansi_id)
    filled: dict[int, set[tuple[int, int]]] = {pk: set() for pk in people}
    for pk, siklus, unit in AtasNama.objects.filter(oleh__in=people).values_list(
        "oleh", "siklus", "unit"
    ):
        filled[pk].add((siklus, unit))
    return {
        pk: Ties(
            frozenset(evaluator[pk]),
            frozenset(verifikator[pk]),
            frozenset(units[pk]),
            left[pk],
            frozenset(filled[pk]),
        )
        for pk in people
    }


def evaluators_come_from(evaluasi: Evaluasi) -> frozenset[int]:
    """Instansi (ids) whose evaluators may score: the evaluating one, the organiser, one above."""
    places = (
        evaluasi.penilai_id,
        evaluasi.siklus.instansi_id,
        evaluasi.penilai.induk_id,
        evaluasi.instansi.induk_id,
    )
    return frozenset(pk for pk in places if pk is not None)


def verifiers_come_from(evaluasi: Evaluasi) -> frozenset[int]:
    """Instansi (ids) whose verifiers may verify: the province, and the ministry that organises.

    Never the kabupaten that is assessed, evaluates or organises its own cycle.
    """
    organiser = evaluasi.siklus.instansi
    return evaluasi.provinsi | (frozenset({organiser.pk}) if organiser.is_national else frozenset())


def candidates(evaluations: Iterable[Evaluasi], *, limit: int) -> list[tuple[User, str]]:
    """People who could be assigned to some of these, with the place they come from.

    At most `limit` + 1, so that the caller can tell that there are more.
    """
    scoring: set[int] = set()
    verifying: set[int] = set()
    for evaluasi in evaluations:
        scoring |= evaluators_come_from(evaluasi)
        verifying |= verifiers_come_from(evaluasi)
    rows = (
        _active()
        .filter(
            Q(role=Role.EVALUATOR, instansi__in=scoring)
            | Q(role=Role.VERIFIKATOR, instansi__in=verifying)
        )
        .select_related("user", "instansi")
        .order_by("user__nama", "user__pk", "role")[: limit + 1]
    )
    return [(row.user, f"{row.get_role_display()}, {row.instansi.nama}") for row in rows]
