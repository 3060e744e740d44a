"""Who in a unit is in charge of which aspect of its F01, and what is still missing there.

It counts while he has been of the unit without a break since he was named: whoever leaves is in
charge of nothing, also when he comes back.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet

from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.models import Evaluasi, Jawaban, PenanggungJawab, Siklus
from evaluations.rules.workflow import IN_WORK
from instruments import rules
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import UNIT_ROLES, Permission

# By evaluation (id), the person of each aspect (code).
InCharge = dict[int, dict[str, User]]


def counting() -> QuerySet[PenanggungJawab]:
    member = Membership.objects.filter(
        user=OuterRef("orang"),
        unit=OuterRef("evaluasi__unit"),
        role__in=UNIT_ROLES,
        ended_at__isnull=True,
        started_at__lte=OuterRef("pada"),
    )
    return PenanggungJawab.objects.filter(Exists(member), orang__is_active=True)


def of_each(evaluations: Iterable[Evaluasi]) -> InCharge:
    found: InCharge = {}
    rows = counting().filter(evaluasi__in=[item.pk for item in evaluations])
    for row in rows.annotate(kode=F("aspek__kode")).select_related("orang"):
        found.setdefault(row.evaluasi_id, {})[row.kode] = row.orang
    return found


def of(evaluasi: Evaluasi) -> dict[str, User]:
    return of_each([evaluasi]).get(evaluasi.pk, {})


def missing(evaluasi: Evaluasi, answers: Mapping[int, Mapping[str, Any]]) -> dict[str, int]:
    """By aspect (code), how many required questions have no answer; `answers` are values by
    indicator and question. Complete aspects are not there."""
    found = {}
    for aspek in evaluasi.versi.instrumen.semua_aspek:
        number = sum(len(rules.missing(i, answers.get(i.nomor, {}))) for i in aspek.indikator)
        if number:
            found[aspek.kode] = number
    return found


def answered(evaluations: Iterable[Evaluasi]) -> dict[int, dict[int, dict[str, Any]]]:
    """By evaluation (id), the answers that `missing` asks for: one query for all."""
    found: dict[int, dict[int, dict[str, Any]]] = {}
    rows = Jawaban.objects.filter(evaluasi__in=[item.pk for item in evaluations])
    for pk, nomor, question, value in rows.values_list(
        "evaluasi", "indikator", "pertanyaan", "nilai"
    ):
        found.setdefault(pk, {}).setdefault(nomor, {})[question] = value
    return found


def get_to_divide(user: User, uuid: UUID) -> Evaluasi:
    """The evaluation for who says who is in charge in its unit: the unit itself, or its office."""
    found = get_evaluasi(user, uuid, Permission.VIEW_EVALUASI)
    if not may_divide(user, found):
        raise PermissionDenied
    return found


def is_open(evaluasi: Evaluasi) -> bool:
    return evaluasi.status in IN_WORK and evaluasi.siklus.status != Siklus.Status.DITUTUP


def divides_now(user: User, evaluasi: Evaluasi) -> bool:
    """Whether a page offers it."""
    return is_open(evaluasi) and may_divide(user, evaluasi)


def may_divide(user: User, evaluasi: Evaluasi) -> bool:
    return user.has_perm(Permission.FILL_F01, evaluasi) or user.has_perm(
        Permission.MANAGE_UNITS, evaluasi.unit
    )
