"""Who is assigned to which aspect: the only door to django-guardian.

Codenames on `EvaluasiAspek`: `score` (evaluator), `lead` (ketua tim), `verify` (verifikator). A
whole-unit assignment is a row for every aspect.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.contrib.auth import models as auth
from django.contrib.auth.backends import BaseBackend
from django.db.models import Exists, OuterRef, Q, QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from evaluations.core import on_behalf
from evaluations.models import Evaluasi, EvaluasiAspek, EvaluasiAspekUserObjectPermission
from pekppp.accounts.access import memberships_of, places_of
from pekppp.accounts.models import JenisInstansi, Membership, User
from pekppp.accounts.roles import Permission, Role

CODENAMES = ("score", "lead", "verify")

_SEES = {Permission.VIEW_EVALUASI, Permission.VIEW_DOKUMEN, Permission.VIEW_SIKLUS}
# What an assignment lets one do with the evaluation; scoring itself is asked of the aspect.
GRANTED: dict[str, set[Permission]] = {
    "score": {Permission.SCORE, Permission.DISCUSS, *_SEES},
    "lead": {
        Permission.LEAD,
        Permission.RETURN,
        Permission.DISCUSS,
        Permission.MAKE_DOKUMEN,
        *_SEES,
    },
    "verify": {Permission.VERIFY, Permission.DISCUSS, *_SEES},
}


# Where a person has to be evaluator or verifier for his assignment to count; the same places as
# in `core.queries.people`, which asks it of a person who is to be assigned.
_ABOVE = ("penilai_id", "siklus__instansi_id", "penilai__induk_id", "instansi__induk_id")
# A verifier comes from a province, or from the ministry where it organises; never from whom he
# checks.
_PLACES: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.EVALUATOR: tuple((name, "") for name in _ABOVE),
    Role.VERIFIKATOR: (
        ("instansi__induk_id", JenisInstansi.PROVINSI),
        ("instansi__induk__induk_id", JenisInstansi.PROVINSI),
        ("penilai__induk_id", JenisInstansi.PROVINSI),
        ("penilai__induk__induk_id", JenisInstansi.PROVINSI),
        ("instansi_id", JenisInstansi.PROVINSI),
        ("penilai_id", JenisInstansi.PROVINSI),
        ("siklus__instansi_id", JenisInstansi.NASIONAL),
    ),
}
_ROLE_OF = {"score": Role.EVALUATOR, "lead": Role.EVALUATOR, "verify": Role.VERIFIKATOR}


def _live(user: User, *codenames: str) -> QuerySet[EvaluasiAspekUserObjectPermission]:
    """Assignments that count: they rest while the person's role there has ended, and while he
    belongs to the unit, whichever came first; and for whoever filled its F01 in its place."""
    condition = Q(pk__in=[])
    for role in set(_ROLE_OF.values()):
        there = Q(pk__in=[])
        for name, kind in _PLACES[role]:
            places = [
                row.instansi_id
                for row in memberships_of(user)
                if row.role == role and kind in ("", row.instansi.jenis)
            ]
            if places:
                there |= Q(**{f"content_object__evaluasi__{name}__in": places})
        held = [name for name in codenames or CODENAMES if _ROLE_OF[name] is role]
        condition |= there & Q(permission__codename__in=held)
    found = EvaluasiAspekUserObjectPermission.objects.filter(
        condition, ~on_behalf.barring(user, "content_object__evaluasi"), user=user
    )
    own_units = [place.unit for place in places_of(user) if place.unit is not None]
    return found.exclude(content_object__evaluasi__unit__in=own_units) if own_units else found


def assigned_aspects(user: User, *codenames: str) -> QuerySet[EvaluasiAspek]:
    """The aspects to which the user is assigned in any of these ways (default: all)."""
    if not user.is_authenticated:
        return EvaluasiAspek.objects.none()
    return EvaluasiAspek.objects.filter(pk__in=_live(user, *codenames).values("content_object"))


def _may_be_assigned(user: User) -> bool:
    """Whether he has a role in which an assignment counts: most people have none."""
    return any(row.role in _PLACES for row in memberships_of(user))


def codenames_on(user: User, evaluasi: Evaluasi) -> dict[str, set[str]]:
    """Per aspect code, the user's codenames on this evaluation; kept for the request."""
    if not user.is_authenticated or not _may_be_assigned(user):
        return {}
    cache = user.__dict__.setdefault("_assignment_cache", {})
    if evaluasi.pk not in cache:
        found: dict[str, set[str]] = {}
        rows = (
            _live(user)
            .filter(content_object__evaluasi=evaluasi)
            .values_list("content_object__kode", "permission__codename")
        )
        for kode, codename in rows:
            found.setdefault(kode, set()).add(codename)
        cache[evaluasi.pk] = found
    return cache[evaluasi.pk]


def read_ahead(user: User, evaluations: Iterable[Evaluasi]) -> None:
    """Let `codenames_on` know many evaluations by one query."""
    cache = user.__dict__.setdefault("_assignment_cache", {})
    missing = {row.pk for row in evaluations} - set(cache)
    found: dict[int, dict[str, set[str]]] = {pk: {} for pk in missing}
    rows = (
        _live(user)
        .filter(content_object__evaluasi__in=missing)
        .values_list("content_object__evaluasi", "content_object__kode", "permission__codename")
    )
    for pk, kode, codename in rows if missing else ():
        found[pk].setdefault(kode, set()).add(codename)
    cache |= found


def may_on_aspect(user: User, evaluasi: Evaluasi, kode: str, codename: str) -> bool:
    return codename in codenames_on(user, evaluasi).get(kode, set())


def assign(user: User, aspects: Iterable[EvaluasiAspek], codename: str) -> None:
    """Assign without asking; `assignment.services.assigning` asks (membership, conflict of
    interest)."""
    for aspect in aspects:
        assign_perm(codename, user, aspect)


def unassign(user: User, aspects: Iterable[EvaluasiAspek], codename: str) -> None:
    for aspect in aspects:
        remove_perm(codename, user, aspect)


def assign_everywhere(
    user: User, evaluations: Iterable[Evaluasi], codename: str, kode: Collection[str] | None = None
) -> None:
    """The same for many evaluations in two statements; `kode` names aspects, None is all."""
    aspects = EvaluasiAspek.objects.filter(evaluasi__in=evaluations)
    if kode is not None:
        aspects = aspects.filter(kode__in=kode)
    permission = _permission(codename)
    EvaluasiAspekUserObjectPermission.objects.bulk_create(
        (
            EvaluasiAspekUserObjectPermission(
                user=user, permission=permission, content_object=aspect
            )
            for aspect in aspects
        ),
        batch_size=5000,
        ignore_conflicts=True,
    )
    user.__dict__.pop("_assignment_cache", None)


def unassign_everywhere(
    users: Iterable[User],
    evaluations: Iterable[Evaluasi],
    codename: str,
    kode: Collection[str] | None = None,
) -> int:
    """Take an assignment from these people; return how many rows went."""
    people = list(users)
    rows = EvaluasiAspekUserObjectPermission.objects.filter(
        user__in=people,
        permission__codename=codename,
        content_object__evaluasi__in=evaluations,
    )
    if kode is not None:
        rows = rows.filter(content_object__kode__in=kode)
    for user in people:
        user.__dict__.pop("_assignment_cache", None)
    return rows.delete()[0]


def _permission(codename: str) -> auth.Permission:
    return auth.Permission.objects.get(
        content_type__app_label=EvaluasiAspek._meta.app_label,
        content_type__model=EvaluasiAspek._meta.model_name,
        codename=codename,
    )


def rows_of(evaluations: Iterable[Evaluasi]) -> QuerySet[EvaluasiAspekUserObjectPermission]:
    """Assignment rows of these evaluations: user, aspect and codename, ordered for display."""
    return (
        EvaluasiAspekUserObjectPermission.objects.filter(content_object__evaluasi__in=evaluations)
        .select_related("user", "content_object", "permission")
        .order_by("content_object__evaluasi", "content_object__urutan", "user__nama")
    )


class Task(NamedTuple):
    """One assignment as plain values, for tables of thousands of them."""

    evaluasi: int
    kode: str
    codename: str
    user: int
    username: str
    nama: str

    @classmethod
    def of(cls, row: "Task | EvaluasiAspekUserObjectPermission") -> "Task":
        """The same of a row of `rows_of`."""
        if isinstance(row, Task):
            return row
        aspek, user = row.content_object, row.user
        codename = row.permission.codename
        return cls(aspek.evaluasi_id, aspek.kode, codename, user.pk, user.username, user.nama)


def tasks_of(evaluations: Iterable[Evaluasi]) -> list[Task]:
    """The rows of `rows_of` without building objects."""
    rows = (
        EvaluasiAspekUserObjectPermission.objects.filter(content_object__evaluasi__in=evaluations)
        .order_by("content_object__evaluasi_id", "content_object__urutan", "user__nama", "pk")
        .values_list(
            "content_object__evaluasi",
            "content_object__kode",
            "permission__codename",
            "user",
            "user__username",
            "user__nama",
        )
    )
    return [Task(*row) for row in rows]


def counting(codename: str) -> QuerySet[EvaluasiAspekUserObjectPermission]:
    """The assignments of this kind that count, whoever holds them: as `_live` asks of one
    person."""
    role = _ROLE_OF[codename]
    there = Q(pk__in=[])
    for name, kind in _PLACES[role]:
        place = Q(instansi=OuterRef(f"content_object__evaluasi__{name}"))
        there |= place & Q(instansi__jenis=kind) if kind else place
    roles = Membership.objects.filter(
        user=OuterRef("user"), user__is_active=True, ended_at__isnull=True
    )
    return EvaluasiAspekUserObjectPermission.objects.filter(
        Exists(roles.filter(there, role=role)),
        ~Exists(roles.filter(unit=OuterRef("content_object__evaluasi__unit"))),
        ~on_behalf.barring(OuterRef("user"), "content_object__evaluasi"),
        permission__codename=codename,
    )


def on_duty(
    evaluations: Iterable[Evaluasi], codename: str, kode: str = ""
) -> dict[int, list[User]]:
    """By evaluation id, the people whose assignment counts now, each once; `kode` names an aspect.

    Whoever has left is told no more.
    """
    rows = counting(codename).filter(content_object__evaluasi__in=evaluations)
    if kode:
        rows = rows.filter(content_object__kode=kode)
    found: dict[int, dict[int, User]] = {}
    for row in rows.select_related("user", "content_object").order_by("user__nama", "pk"):
        found.setdefault(row.content_object.evaluasi_id, {})[row.user_id] = row.user
    return {pk: list(people.values()) for pk, people in found.items()}


class AssignmentBackend(BaseBackend):
    """Lets assignments answer `user.has_perm(permission, evaluasi)`."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Evaluasi) or not user_obj.is_active:
            return False
        held = set().union(*codenames_on(user_obj, obj).values())
        return any(perm in GRANTED[codename] for codename in held)
