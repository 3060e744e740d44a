"""Who evaluates what: assigning evaluators, the ketua tim and verifiers.

Nobody scores a unit he belongs to, an evaluation has one ketua tim, and whoever scores does not
verify. Reading a table of assignments is in `assignment.services.workbook`.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from evaluations.core import assignments
from evaluations.core.queries import people as people_queries
from evaluations.core.queries.people import Ties
from evaluations.core.services.notices import tell_person
from evaluations.models import Evaluasi, EvaluasiAspek, Siklus
from evaluations.results import services as result_services
from evaluations.rules.notices import Event
from evaluations.rules.workflow import DECIDED, F02_OPEN, IN_WORK
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from pekppp.base.formats import tanggal
from pekppp.base.words import in_sentence

SCORE, LEAD, VERIFY = "score", "lead", "verify"
ROLE_WORDS = {SCORE: "evaluator", LEAD: "ketua tim", VERIFY: "verifikator"}
_VERIFIABLE = IN_WORK - DECIDED
_SHOWN = 3  # reasons in one refusal

# Per evaluation id and user id, the codenames held on any of its aspects.
Held = dict[tuple[int, int], set[str]]


@transaction.atomic
def assign(
    *,
    by: User,
    evaluasi: Sequence[Evaluasi],
    user: User,
    codenames: Collection[str],
    aspek: Collection[str] | None = None,
) -> int:
    """Assign a person to evaluations as `score`, `lead` and/or `verify`; return how many.

    `aspek` names aspects by code, None is the whole unit. A ketua tim takes the place of the one
    before, and scores as well: everything, or the named aspects, or nothing if `aspek` is empty.
    Raises Refused for the whole list if one of them is impossible.
    """
    locked = lock(by, evaluasi, codenames)
    _known(codenames, aspek, locked)
    ties = people_queries.ties_of([user])[user.pk]
    held = held_on(locked)
    refuse_any(
        problem(by, item, user, ties, codename, held)
        for item in locked
        for codename in sorted(codenames)
    )
    _grant(locked, user, set(codenames), aspek, held)
    audit.write_each(
        by=by,
        action="tugaskan",
        things=locked,
        orang=user.username,
        peran=sorted(codenames),
        aspek=None if aspek is None else sorted(aspek),
    )
    told(by, user, locked, codenames)
    return len(locked)


@transaction.atomic
def unassign(
    *,
    by: User,
    evaluasi: Sequence[Evaluasi],
    user: User,
    codenames: Collection[str],
    aspek: Collection[str] | None = None,
) -> int:
    """Take assignments back; return how many evaluations this concerned."""
    locked = lock(by, evaluasi, codenames)
    _known(codenames, aspek, locked)
    held = held_on(locked)
    concerned = [item for item in locked if held.get((item.pk, user.pk), set()) & set(codenames)]
    refuse_any(_too_late(item, codename) for item in concerned for codename in codenames)
    for codename in codenames:
        # One is ketua tim of the whole unit, never of an aspect.
        limit = None if codename == LEAD else aspek
        assignments.unassign_everywhere([user], concerned, codename, limit)
    _recompute(concerned)
    audit.write_each(
        by=by,
        action="lepas_tugas",
        things=concerned,
        orang=user.username,
        peran=sorted(codenames),
        aspek=None if aspek is None else sorted(aspek),
    )
    if concerned:
        _tell_released(by, user, concerned, codenames)
    return len(concerned)


@transaction.atomic
def set_team(
    *,
    by: User,
    evaluasi: Evaluasi,
    scores: dict[User, set[str]],
    lead: User | None,
    verifiers: Collection[User] | None = None,
) -> None:
    """Make the team of one evaluation exactly this: who scores which aspects, leads, verifies.

    Without `verifiers` those stay as they are: whoever assigns the team does not appoint them.
    """
    locked = lock(by, [evaluasi], {SCORE, LEAD})
    now: dict[User, dict[str, set[str]]] = {}
    for row in assignments.rows_of(locked):
        person = now.setdefault(row.user, {SCORE: set(), LEAD: set(), VERIFY: set()})
        person[row.permission.codename].add(row.content_object.kode)
    empty: dict[str, set[str]] = {SCORE: set(), LEAD: set(), VERIFY: set()}
    for user, had in now.items():
        gone = had[SCORE] - scores.get(user, set())
        if gone:
            unassign(by=by, evaluasi=locked, user=user, codenames={SCORE}, aspek=gone)
        if verifiers is not None and had[VERIFY] and user not in verifiers:
            unassign(by=by, evaluasi=locked, user=user, codenames={VERIFY})
        if had[LEAD] and user != lead:
            unassign(by=by, evaluasi=locked, user=user, codenames={LEAD})
    for user, kode in scores.items():
        new = kode - now.get(user, empty)[SCORE]
        if new:
            assign(by=by, evaluasi=locked, user=user, codenames={SCORE}, aspek=new)
    for user in verifiers or ():
        if not now.get(user, empty)[VERIFY]:
            assign(by=by, evaluasi=locked, user=user, codenames={VERIFY})
    if lead is not None and not now.get(lead, empty)[LEAD]:
        assign(by=by, evaluasi=locked, user=lead, codenames={LEAD}, aspek=())


# What is asked before --------------------------------------------------------------------------


# Who evaluates appoints its team; whoever is checked, its own verifier never.
NEEDS = {
    SCORE: Permission.ASSIGN,
    LEAD: Permission.ASSIGN,
    VERIFY: Permission.APPOINT_VERIFIER,
}


def not_yours(codename: str) -> str:
    if codename == VERIFY:
        return "Verifikator ditetapkan provinsi atau KemenPANRB, tidak oleh yang dinilai."
    return "Tim penilai unit ini ditetapkan instansi penilai atau penyelenggara siklus."


def lock(by: User, evaluasi: Iterable[Evaluasi], codenames: Collection[str]) -> list[Evaluasi]:
    """The evaluations taken for this transaction by someone who may assign so on each of them."""
    locked = list(
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi", "penilai", "unit")
        .prefetch_related("unit__co_owners")
        .filter(pk__in={item.pk for item in evaluasi})
        .order_by("pk")
    )
    if not locked:
        raise Refused("Pilih sedikitnya satu unit.", field="pilih")
    for item in locked:
        for permission in {NEEDS[name] for name in codenames if name in NEEDS}:
            require(by, permission, item)
        if item.siklus.status == Siklus.Status.DITUTUP:
            raise Refused(f"Siklus {item.siklus} sudah ditutup.", status=409)
    return locked


def _known(
    codenames: Collection[str], aspek: Collection[str] | None, evaluations: list[Evaluasi]
) -> None:
    if not codenames or not set(codenames) <= set(ROLE_WORDS):
        raise Refused("Pilih peran yang ditugaskan.", field="peran")
    if not aspek:
        return
    codes: dict[int, set[str]] = {}
    for pk, kode in EvaluasiAspek.objects.filter(evaluasi__in=evaluations).values_list(
        "evaluasi", "kode"
    ):
        codes.setdefault(pk, set()).add(kode)
    for item in evaluations:
        unknown = sorted(set(aspek) - codes.get(item.pk, set()))
        if unknown:
            raise Refused(f"{item.nama_unit} tidak memiliki aspek {unknown[0]}.", field="aspek")


def held_on(evaluations: Iterable[Evaluasi]) -> Held:
    found: Held = {}
    for task in assignments.tasks_of(evaluations):
        found.setdefault((task.evaluasi, task.user), set()).add(task.codename)
    return found


def problem(
    by: User,
    evaluasi: Evaluasi,
    user: User,
    ties: Ties,
    codename: str,
    held: Held,
    *,
    any_time: bool = False,
) -> str:
    """Why this person cannot be assigned so, in one sentence; "" if he can. `any_time`: the caller
    knows whether it is too late."""
    late = "" if any_time else _too_late(evaluasi, codename)
    if late:
        return late
    if not user.is_active:
        return f"Akun {user} sudah tidak aktif."
    if evaluasi.unit_id in ties.units:
        return f"{user} anggota {evaluasi.nama_unit}, jadi tidak boleh menilainya."
    if ties.filled_for(evaluasi):
        return (
            f"{user} mengisi F01 {evaluasi.nama_unit} atas nama unit dalam siklus ini, jadi tidak "
            "menilai atau memverifikasinya."
        )
    if ties.barred(evaluasi):
        return (
            f"{user} anggota {evaluasi.nama_unit} sampai {tanggal(ties.left[evaluasi.unit_id])}. "
            f"Siklus ini menghitungnya benturan kepentingan selama {evaluasi.siklus.jeda_benturan} "
            "bulan."
        )
    others = held.get((evaluasi.pk, user.pk), set())
    may_verify = ties.verifikator_at & people_queries.verifiers_come_from(evaluasi)
    if codename == VERIFY:
        if not evaluasi.diverifikasi:
            return (
                f"{evaluasi.nama_unit} dibuka tanpa tahap verifikasi. Penyelenggara siklus dapat "
                "menambahkannya di halaman penugasan."
            )
        if not may_verify:
            return f"{user} bukan verifikator untuk {evaluasi.nama_unit}."
        if others & {SCORE, LEAD}:
            return f"{user} sudah menilai {evaluasi.nama_unit}, jadi tidak memverifikasinya."
        return ""
    if not ties.evaluator_at & people_queries.evaluators_come_from(evaluasi):
        return f"{user} bukan evaluator {evaluasi.penilai}, penyelenggara, atau provinsinya."
    if VERIFY in others:
        return f"{user} verifikator {evaluasi.nama_unit}, jadi tidak ikut menilainya."
    # Whoever scores may not verify: else the checked would choose who is left to check them.
    if (
        may_verify
        and evaluasi.diverifikasi
        and not by.has_perm(Permission.APPOINT_VERIFIER, evaluasi)
    ):
        return (
            f"{user} dapat memverifikasi {evaluasi.nama_unit}, jadi hanya yang menetapkan "
            "verifikatornya yang dapat menugaskannya menilai."
        )
    return ""


def _too_late(evaluasi: Evaluasi, codename: str) -> str:
    """Levels hang on who is assigned, so a team stays once its F02 is finished."""
    if codename == VERIFY:
        open_states, what = _VERIFIABLE, "Hasil"
    else:
        open_states, what = F02_OPEN, "F02"
    if evaluasi.status in open_states:
        return ""
    state = in_sentence(evaluasi.get_state_display())
    return f"{what} {evaluasi.nama_unit} tidak dibuka lagi ({state}); tugas tidak dapat diubah."


def refuse_any(reasons: Iterable[str]) -> None:
    found = list(dict.fromkeys(reason for reason in reasons if reason))
    if not found:
        return
    more = f" Dan {len(found) - _SHOWN} hal lain." if len(found) > _SHOWN else ""
    raise Refused(" ".join(found[:_SHOWN]) + more, field="orang")


# What is written ------------------------------------------------------------------------------


def _grant(
    evaluations: list[Evaluasi],
    user: User,
    codenames: set[str],
    aspek: Collection[str] | None,
    held: Held,
) -> None:
    if LEAD in codenames:
        before = {pk for (_, pk), names in held.items() if LEAD in names and pk != user.pk}
        displaced = list(User.objects.filter(pk__in=before))
        assignments.unassign_everywhere(displaced, evaluations, LEAD)
        assignments.assign_everywhere(user, evaluations, LEAD)
    if codenames & {SCORE, LEAD} and (aspek is None or aspek):
        assignments.assign_everywhere(user, evaluations, SCORE, aspek)
    if VERIFY in codenames:
        assignments.assign_everywhere(user, evaluations, VERIFY)
    _recompute(evaluations)


def _recompute(evaluations: list[Evaluasi]) -> None:
    """The level that counts depends on who is assigned."""
    if evaluations:
        result_services.mark_stale_where(Q(evaluasi__in=evaluations))


def _words(codenames: Collection[str]) -> str:
    return " dan ".join(ROLE_WORDS[name] for name in (LEAD, SCORE, VERIFY) if name in codenames)


def _units(evaluations: list[Evaluasi]) -> str:
    return evaluations[0].nama_unit if len(evaluations) == 1 else f"{len(evaluations)} unit"


def told(by: User, user: User, evaluations: list[Evaluasi], codenames: Collection[str]) -> None:
    names = ", ".join(item.nama_unit for item in evaluations[:20])
    more = f", dan {len(evaluations) - 20} unit lain" if len(evaluations) > 20 else ""
    one = len(evaluations) == 1
    url = evaluations[0].get_absolute_url() if one else reverse("evaluations:tasks")
    _tell(Event.PENUGASAN, by, user, evaluations, codenames, f"{names}{more}.", url)


def _tell_released(
    by: User, user: User, evaluations: list[Evaluasi], codenames: Collection[str]
) -> None:
    url = reverse("evaluations:tasks")
    _tell(Event.PENUGASAN_DICABUT, by, user, evaluations, codenames, "", url)


def _tell(
    event: Event,
    by: User,
    user: User,
    evaluations: list[Evaluasi],
    codenames: Collection[str],
    details: str,
    url: str,
) -> None:
    siklus = f"Siklus: {evaluations[0].siklus.nama}."
    tell_person(
        event,
        [user],
        by=by,
        details=f"{siklus}\n\n{details}" if details else siklus,
        url=url,
        instansi=evaluations[0].penilai,
        tugas=_words(codenames),
        untuk=_units(evaluations),
    )
