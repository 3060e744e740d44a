"""Every read of evaluations: each starts from the user who asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from evaluations.core import assignments, on_behalf
from evaluations.core.queries import conflicts
from evaluations.models import Evaluasi, Jawaban, Nilai, NilaiLuar, Rekomendasi, Reviu, Siklus
from evaluations.models.siklus import MetodeTim, NilaiDipakai
from evaluations.rules.agreement import Decided, GivenLevel, decide
from evaluations.rules.visibility import Viewer
from evaluations.rules.workflow import DECIDED, ENDED, F01_OPEN, PUBLISHED
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national, places_of
from pekppp.accounts.models import UnitLokus, User
from pekppp.accounts.roles import Permission, Relation, Role, relations

# Whose admins and readers see an evaluation, beside those who read its unit.
_OFFICES = ("instansi_id", "penilai_id", "siklus__instansi_id")
# The ministry's people who look at all that is theirs as its admins do.
_READS_WHOLE = {
    Role.ADMIN_NASIONAL: Relation.NATIONAL,
    Role.ANALIS: Relation.WILAYAH,
    Role.VALIDATOR: Relation.ORGANISER,
}


def _whole(*, with_result: bool = True) -> QuerySet[Evaluasi]:
    """Evaluations with all that decides who sees them and may do what."""
    found = Evaluasi.objects.select_related(
        "siklus__instansi", "instansi__induk", "penilai__induk", "unit", "versi"
    ).prefetch_related("unit__co_owners")
    if with_result:
        found = found.select_related("hasil")
    # A whole instrument per row would be most of what travels; parsed ones are kept by digest.
    return found.defer("versi__spec")


def visible_evaluasi(user: User) -> QuerySet[Evaluasi]:
    """Evaluations of one's unit and those beneath it, of one's instansi, province or cycle, and
    those one is assigned to."""
    if is_national(user):
        return _whole()
    ids, offices = accounts.instansi_ids(user), accounts.office_ids(user)
    own = accounts.unit_ids(user)
    condition = Q(unit__in=own)
    if own:
        condition |= Q(unit__induk__in=own)
    if offices:
        co_owned = UnitLokus.co_owners.through.objects.filter(instansi__in=offices).values(
            "unitlokus"
        )
        condition |= Q(unit__in=co_owned)
    judging = accounts.judging_ids(user)
    if judging:
        condition |= Q(siklus__instansi__in=judging)
    for name in _OFFICES if ids else ():
        condition |= Q(**{f"{name}__in": ids})
    if ids:
        condition |= accounts.below("instansi", ids)
    condition |= Q(pk__in=assignments.assigned_aspects(user).values("evaluasi"))
    return _whole().filter(condition)


def sees(user: User, evaluasi: Evaluasi) -> bool:
    """Whether a row of `_whole` is one of `visible_evaluasi`, asked of the row.

    A page asks for one evaluation. Its permission needs the row and the user's assignments on it
    anyway, and the conditions in SQL cost more than everything else of the request together.
    """
    units = {evaluasi.unit_id, evaluasi.unit.induk_id}
    if is_national(user) or not units.isdisjoint(accounts.unit_ids(user)):
        return True
    offices = {attrgetter(name.replace("__", "."))(evaluasi) for name in _OFFICES}
    offices |= evaluasi.instansi.above
    co_owners = {item.pk for item in evaluasi.unit.co_owners.all()}
    if (
        not offices.isdisjoint(accounts.instansi_ids(user))
        or not co_owners.isdisjoint(accounts.office_ids(user))
        or evaluasi.siklus.instansi_id in accounts.judging_ids(user)
    ):
        return True
    return bool(assignments.codenames_on(user, evaluasi))


def get_evaluasi(
    user: User, uuid: UUID, permission: Permission, *, with_result: bool = True
) -> Evaluasi:
    """The evaluation, or 404 if the user does not see it, 403 if he may not do this."""
    return get_evaluasi_by(user, permission, with_result=with_result, uuid=uuid)


def get_evaluasi_by(
    user: User, permission: Permission, *, with_result: bool = True, **key: UUID | int | None
) -> Evaluasi:
    """The same by another key than its public one."""
    evaluasi = get_object_or_404(_whole(with_result=with_result), **key)
    if not sees(user, evaluasi):
        raise Http404
    if not user.has_perm(permission, evaluasi):
        raise PermissionDenied
    return evaluasi


def evaluasi_of_unit(user: User, unit: UnitLokus) -> QuerySet[Evaluasi]:
    """The unit's evaluations that this user sees, the latest first."""
    return visible_evaluasi(user).filter(unit=unit).order_by("-siklus__tahun", "-pk")


def readable_of_unit(user: User, unit: UnitLokus) -> QuerySet[Evaluasi]:
    """The same and whatever of the unit is published, which everybody may read."""
    seen = evaluasi_of_unit(user, unit).order_by().values("pk")
    published = Q(state__in=[item.value for item in PUBLISHED], siklus__latihan=False)
    rows = _whole().filter(Q(pk__in=seen) | published, unit=unit)
    return rows.order_by("-siklus__tahun", "-pk")


def running_beside(user: User, evaluasi: Evaluasi) -> list[Evaluasi]:
    """The unit's evaluations in other cycles that run at the same time, as far as this user sees
    them; none beside one that is over itself."""
    running = Siklus.Status.BERJALAN
    if evaluasi.siklus.status != running or evaluasi.status in ENDED:
        return []
    rows = evaluasi_of_unit(user, evaluasi.unit).filter(siklus__status=running)
    return list(
        rows.exclude(siklus=evaluasi.siklus_id).exclude(state__in=[item.value for item in ENDED])
    )


def assigned_evaluasi(user: User, *codenames: str) -> QuerySet[Evaluasi]:
    """What an evaluator or verifier has to work on."""
    return visible_evaluasi(user).filter(
        pk__in=assignments.assigned_aspects(user, *codenames).values("evaluasi")
    )


def viewers_of(user: User, evaluasi: Evaluasi) -> frozenset[Viewer]:
    """The capacities in which a user looks at an evaluation; see `visibility`."""
    found: set[Viewer] = set()
    scope = evaluasi.access_scope
    for place in places_of(user):
        if place.unit is not None:
            if place.unit == scope.unit:
                found.add(Viewer.UNIT)
            elif place.unit == scope.parent_unit:
                found.add(Viewer.INDUK)
            continue
        whole = _READS_WHOLE.get(place.role)
        if whole is not None and whole in relations(place, scope):
            found.add(Viewer.ADMIN)
        elif place.role == Role.ADMIN_INSTANSI:
            if place.instansi in (scope.evaluating, scope.organiser):
                found.add(Viewer.ADMIN)
            elif place.instansi == scope.owner or place.instansi in scope.above | scope.co_owners:
                found.add(Viewer.READER)
        elif place.role in (Role.PIMPINAN, Role.PENETAP) and (
            place.national
            or place.instansi in {scope.owner, scope.evaluating, scope.organiser, *scope.above}
        ):
            found.add(Viewer.READER)
    if on_behalf.fills_for(user, evaluasi):
        found.add(Viewer.UNIT)
    elif Viewer.READER in found and is_asked_to_review(user, evaluasi):
        found.add(Viewer.REVIEWER)
    held = set().union(*assignments.codenames_on(user, evaluasi).values())
    if held & {"score", "lead"}:
        found.add(Viewer.EVALUATOR)
    if "verify" in held:
        found.add(Viewer.VERIFIKATOR)
    return frozenset(found)


def is_asked_to_review(user: User, evaluasi: Evaluasi) -> bool:
    """Whether the unit asks this user's office to look at its F01 before it is sent."""
    if evaluasi.status not in F01_OPEN or not user.has_perm(Permission.ASSIST_UNIT, evaluasi):
        return False
    return Reviu.objects.filter(evaluasi=evaluasi, dijawab_pada__isnull=True).exists()


def answers_of(evaluasi: Evaluasi) -> dict[int, dict[str, Jawaban]]:
    """All saved answers by indicator number and question id."""
    found: dict[int, dict[str, Jawaban]] = {}
    for row in Jawaban.objects.filter(evaluasi=evaluasi).select_related("oleh"):
        found.setdefault(row.indikator, {})[row.pertanyaan] = row
    return found


def stored_values(evaluations: Collection[int]) -> dict[int, dict[int, dict[str, Any]]]:
    """Of evaluations by id, the saved answers as the rules want them: by indicator number, what is
    stored by question id. Any number of them in one query, without who answered and when."""
    found: dict[int, dict[int, dict[str, Any]]] = {pk: defaultdict(dict) for pk in evaluations}
    rows = Jawaban.objects.filter(evaluasi__in=evaluations).order_by()
    for pk, nomor, question, nilai in rows.values_list(
        "evaluasi_id", "indikator", "pertanyaan", "nilai"
    ):
        found[pk][nomor][question] = nilai
    return found


def values_of(rows: dict[str, Jawaban] | None) -> dict[str, Any]:
    """Answers of one indicator as the rules want them: question id -> stored value."""
    return {key: row.nilai for key, row in (rows or {}).items()}


def levels_of(evaluasi: Evaluasi) -> list[Nilai]:
    """Every level given, oldest first within an indicator."""
    rows = Nilai.objects.filter(evaluasi=evaluasi).select_related("oleh")
    return list(rows.order_by("indikator", "pada", "pk"))


def assigned_by_indicator(
    evaluasi: Evaluasi, rows: Iterable[Any], codename: str
) -> dict[int, set[int]]:
    """Ids of the people assigned in this way, by indicator number (tambahan included).

    `rows` are assignments as `assignments.rows_of` or `tasks_of` reads them, perhaps of many
    evaluations.
    """
    people: dict[str, set[int]] = {}
    for task in map(assignments.Task.of, rows):
        if task.codename == codename and task.evaluasi == evaluasi.pk:
            people.setdefault(task.kode, set()).add(task.user)
    return {
        indikator.nomor: people.get(aspek.kode, set())
        for aspek in evaluasi.versi.instrumen.semua_aspek
        for indikator in aspek.indikator
    }


def decided_levels(
    evaluasi: Evaluasi,
    rows: Iterable[Nilai] | None = None,
    assigned: Iterable[Any] | None = None,
    members: Collection[int] | None = None,
) -> dict[int, Decided]:
    """Per indicator (tambahan included), the level that counts under the cycle's rules.

    `rows`, `assigned` and `members` (see `conflicts`) spare their queries where the caller has
    read them already.
    """
    if members is None:
        members = conflicts.members_of([evaluasi]).get(evaluasi.pk, frozenset())
    people = list(assignments.tasks_of([evaluasi]) if assigned is None else assigned)
    given = [
        GivenLevel(row.indikator, row.peran, row.oleh_id, row.level, row.penerus_id)
        for row in (levels_of(evaluasi) if rows is None else rows)
        if conflicts.counts(evaluasi, row, members)
    ]
    partial = conflicts.scoring(evaluasi, members)
    scorers = assigned_by_indicator(evaluasi, people, "score")
    return decide(
        given,
        {nomor: found - partial for nomor, found in scorers.items()},
        assigned_by_indicator(evaluasi, people, "verify"),
        mean_of_team=evaluasi.siklus.metode_tim == MetodeTim.RATA,
        verifier_counts=evaluasi.siklus.nilai_dipakai == NilaiDipakai.VERIFIKATOR,
    )


def counting_levels(
    evaluasi: Evaluasi, rows: Iterable[Nilai] | None = None, assigned: Iterable[Any] | None = None
) -> dict[int, Decided]:
    """The same for reading: once a result is decided, the levels that it was decided on.

    Pages and documents of one result start from this table, so that they agree.
    """
    found = decided_levels(evaluasi, rows, assigned)
    frozen = evaluasi.hasil.rincian.get("levels") if evaluasi.state in DECIDED else None
    if not frozen:
        return found
    origins = evaluasi.hasil.rincian.get("origins", {})
    for nomor, item in found.items():
        level = frozen.get(str(nomor))
        exact = None if level is None else Fraction(level)
        if exact != item.berlaku:
            found[nomor] = replace(item, berlaku=exact, asal=origins.get(str(nomor), ""))
    return found


def recommendations_of(evaluasi: Evaluasi) -> QuerySet[Rekomendasi]:
    return Rekomendasi.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True).select_related(
        "oleh"
    )


def external_of(evaluasi: Evaluasi) -> dict[str, NilaiLuar]:
    return {row.komponen: row for row in NilaiLuar.objects.filter(evaluasi=evaluasi)}


def previous_evaluasi(evaluasi: Evaluasi) -> Evaluasi | None:
    """The latest published evaluation of the same unit and form in an earlier year: its
    recommendations are followed up, whatever its scheme. Of one year that of the same scheme."""
    same = Case(When(siklus__skema=evaluasi.siklus.skema, then=Value(0)), default=Value(1))
    return _earlier(evaluasi).order_by("-siklus__tahun", same, "-pk").first()


def previous_in_scheme(evaluasi: Evaluasi) -> Evaluasi | None:
    """The latest one of the same scheme: figures and levels are compared with nothing else."""
    rows = _earlier(evaluasi).filter(siklus__skema=evaluasi.siklus.skema)
    return rows.order_by("-siklus__tahun", "-pk").first()


def _earlier(evaluasi: Evaluasi) -> QuerySet[Evaluasi]:
    return Evaluasi.objects.filter(
        unit=evaluasi.unit_id,
        formulir=evaluasi.formulir,
        siklus__tahun__lt=evaluasi.siklus.tahun,
        siklus__latihan=False,
        state__in=["terbit", "dilaporkan"],
    ).select_related("siklus", "hasil", "versi")
