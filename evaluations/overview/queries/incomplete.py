"""What is missing before and during a cycle: counted by the database, each with its list."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from evaluations.models import AturanLokus, Siklus
from evaluations.monitoring.queries.gaps import EVALUATION_GAPS
from evaluations.monitoring.queries.monitoring import Filter, filtered
from evaluations.rules.workflow import Skema
from pekppp.accounts import queries as accounts
from pekppp.accounts import registers
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import ADMINS, Role

# Of heads and operators tells the register of units, which has those outside a cycle too.
_OF_EVALUATIONS = [
    gap for gap in EVALUATION_GAPS if gap.key not in ("tanpa_kepala", "tanpa_operator")
]


@dataclass(frozen=True, slots=True)
class Missing:
    """How many lack what, and the list of exactly them."""

    number: int
    what: str
    of: str
    url: str


def incomplete(user: User, membership: Membership | None) -> list[Missing]:
    """For admins, of all that they see; what nothing lacks is left out."""
    if membership is None or membership.role not in ADMINS:
        return []
    found = [*_instansi(user), *_without_kinds(user, membership), *_units(user), *_evaluasi(user)]
    return [row for row in found if row.number]


def _list(page: str, **asked: str) -> str:
    return f"{reverse(page)}?{urlencode(asked)}"


def _instansi(user: User) -> Iterator[Missing]:
    counts = registers.instansi_gaps(user, registers.InstansiFilter())
    for gap in registers.INSTANSI_GAPS:
        place = _list("accounts:instansi_list", kurang=gap.key)
        yield Missing(counts[gap.key], gap.words, "instansi", place)


def _without_kinds(user: User, membership: Membership) -> Iterator[Missing]:
    """By what the rules of the ministry's cycles name: which instansi have no such unit."""
    if membership.role != Role.ADMIN_NASIONAL:
        return
    rules: dict[tuple[str, str, str], AturanLokus] = {}
    for rule in (
        AturanLokus.objects.filter(
            siklus__instansi=membership.instansi_id, siklus__skema=Skema.NASIONAL
        )
        .exclude(siklus__status=Siklus.Status.DITUTUP)
        .select_related("jenis_unit")
    ):
        rules[rule.jenis_instansi, rule.jenis_unit_id or "", rule.sektor] = rule
    if not rules:
        return
    counts = accounts.visible_instansi(user).aggregate(
        **{
            f"aturan_{number}": Count(
                "pk", filter=Q(registers.no_units(jenis, sektor), jenis=owner)
            )
            for number, (owner, jenis, sektor) in enumerate(rules)
        }
    )
    for number, ((owner, jenis, sektor), rule) in enumerate(rules.items()):
        kind = str(rule.jenis_unit) if rule.jenis_unit else ""
        field = f"sektor {rule.get_sektor_display()}" if sektor else ""
        asked = {"jenis": owner, "tanpa_jenis": jenis, "tanpa_sektor": sektor}
        yield Missing(
            counts[f"aturan_{number}"],
            f"Belum ada unit {' '.join(filter(None, (kind, field)))}",
            rule.get_jenis_instansi_display(),
            _list(
                "accounts:instansi_list", **{key: value for key, value in asked.items() if value}
            ),
        )


def _units(user: User) -> Iterator[Missing]:
    counts = registers.unit_gaps(user, registers.UnitFilter())
    for gap in registers.UNIT_GAPS:
        yield Missing(counts[gap.key], gap.words, "unit", _list("accounts:units", kurang=gap.key))


def _evaluasi(user: User) -> Iterator[Missing]:
    counts = registers.gap_counts(filtered(user, Filter()), _OF_EVALUATIONS)
    for gap in _OF_EVALUATIONS:
        place = _list("evaluations:monitoring", tanda=gap.key)
        yield Missing(counts[gap.key], gap.words, "evaluasi", place)
