"""The teams that evaluating instansi appointed by decree: which is in force, and who is in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from evaluations.core.queries import monitored
from evaluations.core.queries.calendar import visible_siklus
from evaluations.core.queries.names import by_words
from evaluations.models import AnggotaTim, Evaluasi, Siklus, TimPenilai
from evaluations.rules.workflow import F02_OPEN
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.queries import members_of_instansi, visible_instansi
from pekppp.accounts.roles import ROLE_LABELS, Role
from pekppp.base.words import listed

# By cycle and evaluating instansi (ids).
Teams = dict[tuple[int, int], TimPenilai]
MISSING = "belum"
OUTSIDE = "di luar SK tim"


def in_force(cycles: Collection[int], places: Collection[int]) -> Teams:
    """The newest team of each evaluating instansi in each of these cycles (ids)."""
    rows = TimPenilai.objects.filter(siklus__in=cycles, instansi__in=places)
    rows = rows.order_by("siklus_id", "instansi_id", "-pk").distinct("siklus_id", "instansi_id")
    found = rows.select_related("ketua", "instansi").prefetch_related("anggota__orang")
    return {(row.siklus_id, row.instansi_id): row for row in found}


def of_each(evaluations: Iterable[Evaluasi]) -> Teams:
    pairs = {(item.siklus_id, item.penilai_id) for item in evaluations}
    return in_force({one for one, _ in pairs}, {other for _, other in pairs}) if pairs else {}


def of(evaluasi: Evaluasi) -> TimPenilai | None:
    return of_each([evaluasi]).get((evaluasi.siklus_id, evaluasi.penilai_id))


def members(teams: Teams) -> dict[int, TimPenilai]:
    """By person (id), a team that he is in."""
    return {row.orang_id: team for team in teams.values() for row in team.anggota.all()}


def warning(evaluations: Iterable[Evaluasi], people: Iterable[User], teams: Teams) -> str:
    """Who of these is in no decree of who evaluates here, as a sentence; "" where that is nobody,
    or there is no decree."""
    pairs = {(item.siklus_id, item.penilai_id) for item in evaluations}
    found: dict[str, list[str]] = {}
    for pair, team in teams.items():
        inside = {row.orang_id for row in team.anggota.all()}
        names = [person.nama for person in people if person.pk not in inside]
        if pair in pairs and names:
            found[f"{team} {team.instansi}"] = names
    return " ".join(f"Di luar {decree}: {listed(names)}." for decree, names in found.items())


def with_members_first(teams: Teams, offered: Iterable[tuple[User, str]]) -> list[tuple[User, str]]:
    """Candidates as `people.candidates` gives them, with what their team's decree says of each;
    as they are where there is no decree."""
    if not teams:
        return list(offered)
    inside, role = members(teams), ROLE_LABELS[Role.EVALUATOR]
    told = [
        (user, f"anggota SK tim, {place}")
        if user.pk in inside
        else (user, f"{place}, {OUTSIDE}" if place.startswith(role) else place)
        for user, place in offered
    ]
    return sorted(told, key=lambda pair: pair[0].pk not in inside)


# The pages of a cycle's teams ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """An evaluating instansi of a cycle, how many evaluations it has there, and its team."""

    instansi: Instansi
    jumlah: int
    tim: TimPenilai | None


def places(user: User, siklus: Siklus, *, words: str = "", flag: str = "") -> list[Place]:
    """Those whose evaluations the user assigns; whoever has no team yet comes first."""
    rows = monitored.assignable(user, siklus).filter(by_words(words, "penilai__nama"))
    counts = dict(rows.order_by().values_list("penilai").annotate(Count("pk")))
    teams = in_force([siklus.pk], counts)
    found = [
        Place(item, counts[item.pk], teams.get((siklus.pk, item.pk)))
        for item in Instansi.objects.filter(pk__in=counts).order_by("nama", "pk")
    ]
    if flag:
        found = [item for item in found if (item.tim is None) == (flag == MISSING)]
    return sorted(found, key=lambda item: item.tim is not None)


def only_place(user: User, siklus: Siklus) -> Place | None:
    """The one evaluating instansi for which the user assigns; None where there are several."""
    rows = monitored.assignable(user, siklus).order_by().values("penilai").distinct()
    return places(user, siklus)[0] if rows.count() == 1 else None


def get_place(user: User, siklus: UUID, instansi: UUID) -> tuple[Siklus, Instansi]:
    """A cycle and an instansi that evaluates in it: 404 for what the user does not see, 403 where
    he does not assign its team."""
    found = get_object_or_404(visible_siklus(user), uuid=siklus)
    place = get_object_or_404(Instansi, uuid=instansi)
    _require(user, found, place)
    return found, place


def get_team(user: User, uuid: UUID) -> TimPenilai:
    rows = TimPenilai.objects.select_related("siklus__instansi", "instansi", "surat")
    found = get_object_or_404(rows, uuid=uuid)
    _require(user, found.siklus, found.instansi)
    return found


def _require(user: User, siklus: Siklus, instansi: Instansi) -> None:
    try:
        require_assigning(user, siklus, instansi)
    except PermissionDenied:
        if visible_instansi(user).filter(pk=instansi.pk).exists():
            raise
        raise Http404 from None


def require_assigning(user: User, siklus: Siklus, instansi: Instansi) -> None:
    """Raise PermissionDenied where none of the instansi's evaluations there is the user's to
    assign."""
    if not monitored.assignable(user, siklus).filter(penilai=instansi).exists():
        raise PermissionDenied


def recorded(siklus: Siklus, instansi: Instansi) -> list[TimPenilai]:
    """Every team of an authorised place, the one in force first."""
    rows = TimPenilai.objects.filter(siklus=siklus, instansi=instansi)
    found = rows.select_related("ketua", "oleh", "surat").prefetch_related("anggota__orang")
    return list(found)


def eligible(instansi: Instansi, tim: TimPenilai | None) -> list[User]:
    """Whom a decree may name: evaluators of the instansi, and who is in its team already."""
    held = [row.orang_id for row in tim.anggota.all()] if tim else []
    here = members_of_instansi(instansi, Role.EVALUATOR).order_by().values("pk")
    return list(User.objects.filter(Q(pk__in=here) | Q(pk__in=held)).order_by("nama", "pk"))


def aspects(siklus: Siklus) -> list[tuple[str, str]]:
    """Code and name of every aspect that the cycle's instruments know."""
    found: dict[str, str] = {}
    for form in siklus.formulir_tersedia:
        versi = siklus.versi_untuk(form)
        for aspek in versi.instrumen.semua_aspek if versi else ():
            found.setdefault(aspek.kode, aspek.nama)
    return list(found.items())


def to_assign(user: User, siklus: Siklus, instansi: Instansi) -> QuerySet[Evaluasi]:
    """Evaluations of this evaluating instansi whose team may still change."""
    rows = monitored.assignable(user, siklus).filter(penilai=instansi)
    open_ = [state.value for state in F02_OPEN]
    return rows.filter(state__in=open_).order_by("nama_instansi", "nama_unit", "pk")


def members_in_order(tim: TimPenilai) -> list[AnggotaTim]:
    """The ketua first, then as the decree names them."""
    return sorted(tim.anggota.all(), key=lambda row: row.orang_id != tim.ketua_id)
