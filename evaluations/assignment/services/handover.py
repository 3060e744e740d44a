"""Handing the work of one evaluator to another: assignments, what becomes of his levels, and who
hears of it. Levels that are kept stand in the successor's place, under the name of who gave them;
set aside, they stay in the history. Either way the handover is told beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from evaluations.assignment.services.assigning import LEAD, SCORE, held_on, lock, problem
from evaluations.core import assignments
from evaluations.core.queries import people as people_queries
from evaluations.core.services.notices import About, tell, tell_person
from evaluations.models import CaraSerah, Evaluasi, Nilai, PeranNilai, SerahTerima
from evaluations.results import services as result_services
from evaluations.rules.notices import Event, Recipient
from evaluations.rules.workflow import DECIDED, F02_OPEN, IN_WORK
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.words import in_sentence

# Until a result is decided somebody answers for its levels: also for those of a finished F02.
OPEN = IN_WORK - DECIDED
MAX_REASON, MAX_LETTER = 4000, 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What went over, and what did not: each with the sentence that says why."""

    done: list[Evaluasi]
    refused: list[tuple[Evaluasi, str]]


def problems(
    by: User, evaluations: Sequence[Evaluasi], dari: User, kepada: User, cara: str = ""
) -> dict[int, str]:
    """By evaluation id, why it cannot go over to this person; "" where it can."""
    ties = people_queries.ties_of([kepada])[kepada.pk]
    held = held_on(evaluations)
    found = {}
    for item in evaluations:
        mine = held.get((item.pk, dari.pk), set()) & {SCORE, LEAD}
        state = in_sentence(item.get_state_display())
        if not mine:
            why = f"{dari} tidak menilai {item.nama_unit}."
        elif item.status not in OPEN:
            why = f"Hasil {item.nama_unit} sudah tetap ({state}); tugasnya tidak diserahkan lagi."
        elif cara == CaraSerah.ULANG and item.status not in F02_OPEN:
            why = (
                f"F02 {item.nama_unit} sudah selesai ({state}); nilainya tetap berlaku dan hanya "
                "dapat diserahkan dengan pilihan itu."
            )
        else:
            why = problem(by, item, kepada, ties, SCORE, held, any_time=True)
        found[item.pk] = why
    return found


@transaction.atomic
def hand_over(
    *,
    by: User,
    dari: User,
    kepada: User,
    evaluasi: Sequence[Evaluasi],
    cara: str,
    alasan: str,
    surat: str,
) -> Outcome:
    """Hand these evaluations over, as far as each can be: the others are named with the reason.

    Raises Refused where nothing can be done at all, PermissionDenied where `by` may not assign.
    """
    if dari.pk == kepada.pk:
        raise Refused("Pilih orang lain sebagai penerus.", field="kepada")
    if cara not in CaraSerah.values:
        raise Refused("Pilih apa yang terjadi dengan nilai yang sudah diberikan.", field="cara")
    reason = texts.required(alasan, "alasan", MAX_REASON, "Tulis alasannya; semua pihak membaca.")
    letter = texts.required(surat, "surat", MAX_LETTER, "Nomor surat wajib diisi.")
    locked = lock(by, evaluasi, {SCORE, LEAD})
    why = problems(by, locked, dari, kepada, cara)
    done = [item for item in locked if not why[item.pk]]
    refused = [(item, why[item.pk]) for item in locked if why[item.pk]]
    if not done:
        raise Refused(refused[0][1], field="pilih")
    rows = [_one(by, item, dari, kepada, CaraSerah(cara), reason, letter) for item in done]
    result_services.mark_stale_where(Q(evaluasi__in=done))
    audit.write_told(
        by=by,
        action="serah_terima",
        reason=reason,
        told=((row.evaluasi, row.instansi, _facts(row)) for row in rows),
    )
    _tell(by, rows, reason, letter)
    return Outcome(done, refused)


def _one(
    by: User,
    evaluasi: Evaluasi,
    dari: User,
    kepada: User,
    cara: CaraSerah,
    reason: str,
    letter: str,
) -> SerahTerima:
    held = [row for row in assignments.rows_of([evaluasi]) if row.user_id == dari.pk]
    codes = [r.content_object.kode for r in held if r.permission.codename == SCORE]
    leads = any(row.permission.codename == LEAD for row in held)
    aspects = {
        indikator.nomor: aspek.kode
        for aspek in evaluasi.versi.instrumen.semua_aspek
        if aspek.kode in codes
        for indikator in aspek.indikator
    }
    given = Nilai.objects.filter(evaluasi=evaluasi, level__isnull=False)
    levels = list(given.select_for_update().filter(indikator__in=aspects))
    seat = [r for r in levels if r.peran == PeranNilai.EVALUATOR and r.kursi_id == dari.pk]
    row = SerahTerima(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        dari=dari,
        kepada=kepada,
        aspek=codes,
        ketua=leads,
        cara=cara,
        # What he inherited himself is told by the handover before.
        level={
            str(one.indikator): {"level": one.level, "aspek": aspects[one.indikator]}
            for one in seat
            if one.oleh_id == dari.pk
        },
        sepakat=sorted(
            given.filter(oleh=dari, peran=PeranNilai.SEPAKAT).values_list("indikator", flat=True)
        ),
        alasan=reason,
        surat=letter,
        oleh=by,
    )
    if cara == CaraSerah.TETAP:
        _keep(seat, kepada, {one.indikator for one in levels if one.kursi_id == kepada.pk})
    else:
        # What a team agreed on rests on the levels that are given anew.
        numbers = {one.indikator for one in seat}
        agreed = [one for one in levels if one.peran == PeranNilai.SEPAKAT]
        _set_aside([*seat, *(one for one in agreed if one.indikator in numbers)])
    for codename, limit in ((SCORE, codes), (LEAD, None)):
        if codename == SCORE or leads:
            assignments.unassign_everywhere([dari], [evaluasi], codename)
            assignments.assign_everywhere(kepada, [evaluasi], codename, limit)
    row.save()
    return row


def _keep(seat: Sequence[Nilai], kepada: User, already: set[int]) -> None:
    """They stand in the successor's place, except where he has a level of his own."""
    for row in seat:
        if row.indikator not in already:
            row.penerus = None if row.oleh_id == kepada.pk else kepada
            row.save(update_fields=["penerus"])


def _set_aside(rows: Sequence[Nilai]) -> None:
    """They count no more; the history of each row keeps what it was, and its notes stay."""
    for row in rows:
        row.level, row.penerus = None, None
        row.versi += 1
        row.save(update_fields=["level", "penerus", "versi"])


def _facts(row: SerahTerima) -> dict[str, object]:
    return {
        "dari": row.dari.username,
        "kepada": row.kepada.username,
        "aspek": row.aspek,
        "ketua": row.ketua,
        "nilai": row.get_cara_display(),
        "indikator": sorted(map(int, row.level)),
        "surat": row.surat,
    }


def _tell(by: User, rows: Sequence[SerahTerima], reason: str, letter: str) -> None:
    first = rows[0]
    note = (
        f"Nilai {first.dari}: {in_sentence(first.get_cara_display())}. Alasan: {reason} "
        f"Surat: {letter}."
    )
    tell(
        Event.SERAH_TERIMA,
        [About(r.evaluasi, line=f"{len(r.level)} nilai sudah diberikan") for r in rows],
        by=by,
        named={Recipient.ORANG: [first.kepada]},
        note=note,
        dari=first.dari,
        kepada=first.kepada,
    )
    units = first.evaluasi.nama_unit if len(rows) == 1 else f"{len(rows)} unit"
    tell_person(
        Event.PENUGASAN_DICABUT,
        [first.dari],
        by=by,
        details=f"Diserahkan kepada {first.kepada}. {note}",
        # He does not see these units any more.
        url=reverse("evaluations:tasks"),
        instansi=first.evaluasi.penilai,
        tugas="evaluator",
        untuk=units,
    )
