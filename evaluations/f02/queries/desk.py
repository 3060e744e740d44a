"""The F02 of one evaluation as one person sees it: read once, then asked indicator by indicator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from evaluations.core import assignments
from evaluations.core.queries import conflicts, handovers
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.core.queries.f01 import read_calendar
from evaluations.f02.queries import proposals
from evaluations.f02.queries.proposals import Proposal
from evaluations.models import (
    Evaluasi,
    KirimanTerlambat,
    Nilai,
    PeranNilai,
    SerahTerima,
    UsulanLevel,
)
from evaluations.models.siklus import MetodeTim
from evaluations.progress.queries import reasons
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.rules.agreement import Decided, in_words
from evaluations.rules.gaps import Gap, by_aspect
from evaluations.rules.visibility import Field, Viewer, visible_fields
from evaluations.rules.workflow import F02_OPEN, State
from instruments import rules
from instruments.spec import Aspek, Indikator
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission

# What would tell an evaluator of his colleagues' levels before his own judgement.
_OF_COLLEAGUES = frozenset(
    {
        Field.LEVEL,
        Field.LEVEL_VERIFIKATOR,
        Field.ALASAN,
        Field.CATATAN_UNIT,
        Field.CATATAN_INTERNAL,
        Field.ANGKA_SEMENTARA,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator with every level that this person may see beside it."""

    indikator: Indikator
    usulan: rules.Usulan | None
    usulan_tersembunyi: bool
    saya: Nilai | None
    lain: list[Nilai]  # other evaluators'
    disepakati: Nilai | None
    verifikasi: list[Nilai]
    evaluator: Fraction | None  # the team's level
    lalu: Fraction | None
    berselisih: bool
    milik_saya: bool  # mine to score, or to verify
    bercatatan: bool
    kedudukan: progress_versions_queries.Standing | None = (
        None  # of a level given on an earlier submission
    )
    usulan_lain: Sequence[Proposal] = ()  # levels of another evaluation, which count nowhere
    sanggah: int | None = None  # the level that an accepted objection put in its place
    serah_terima: Sequence[str] = ()  # who gave a level before he handed his work over
    warisan: Nilai | None = None  # what stands in my place until I give my own

    @property
    def terisi(self) -> bool:
        return self.warisan is not None or (self.saya is not None and self.saya.level is not None)

    @property
    def evaluator_kata(self) -> str:
        return in_words(self.evaluator)

    @property
    def lalu_kata(self) -> str:
        return in_words(self.lalu)


class Desk:
    """An evaluation with its levels, answers and team. `fields` says what the page may show."""

    def __init__(self, user: User, evaluasi: Evaluasi) -> None:
        self.user = user
        self.evaluasi = evaluasi
        self.instrumen = evaluasi.versi.instrumen
        self.viewers = evaluation_queries.viewers_of(user, evaluasi)
        self.fields = visible_fields(self.viewers, evaluasi.status)
        self.assigned = list(assignments.rows_of([evaluasi]))
        self.levels = evaluation_queries.levels_of(evaluasi)
        self.answers = (
            evaluation_queries.answers_of(evaluasi) if Field.JAWABAN in self.fields else {}
        )
        self.members = conflicts.members_of([evaluasi]).get(evaluasi.pk, frozenset())
        self.decided = evaluation_queries.decided_levels(
            evaluasi, self.levels, self.assigned, self.members
        )
        partial = conflicts.scoring(evaluasi, self.members)
        scorers = evaluation_queries.assigned_by_indicator(evaluasi, self.assigned, "score")
        verifiers = evaluation_queries.assigned_by_indicator(evaluasi, self.assigned, "verify")
        self.scorers = {nomor: people - partial for nomor, people in scorers.items()}
        self.verifiers = {nomor: people - self.members for nomor, people in verifiers.items()}
        self.rounds = progress_versions_queries.Rounds(evaluasi)
        self.leads = user.has_perm(Permission.LEAD, evaluasi)
        self.verifies = Viewer.VERIFIKATOR in self.viewers
        self.mean = evaluasi.siklus.metode_tim == MetodeTim.RATA
        self._before: dict[int, Fraction | None] | None = None

    # What is mine ---------------------------------------------------------------------------------

    def scores(self, nomor: int) -> bool:
        return self.user.pk in self.scorers[nomor]

    def verifies_this(self, nomor: int) -> bool:
        return self.user.pk in self.verifiers[nomor]

    def settles(self, nomor: int) -> bool:
        """The ketua records the agreed level, where several score one indicator."""
        return self.leads and not self.mean and len(self.scorers[nomor]) > 1

    @property
    def is_evaluator(self) -> bool:
        return any(self.user.pk in people for people in self.scorers.values())

    @property
    def own_role(self) -> PeranNilai:
        only_verifies = self.verifies and not self.is_evaluator
        return PeranNilai.VERIFIKATOR if only_verifies else PeranNilai.EVALUATOR

    def is_mine(self, nomor: int) -> bool:
        if self.own_role == PeranNilai.VERIFIKATOR:
            return self.verifies_this(nomor)
        return self.scores(nomor)

    def own(self, nomor: int, peran: PeranNilai | None = None) -> Nilai | None:
        """My level in this capacity; the agreed one belongs to whoever leads."""
        wanted = peran or self.own_role
        rows = [row for row in self.levels if row.indikator == nomor and row.peran == wanted]
        if wanted != PeranNilai.SEPAKAT:
            rows = [row for row in rows if row.oleh_id == self.user.pk]
        return rows[-1] if rows else None

    def inherited(self, nomor: int) -> Nilai | None:
        """The level of whoever handed his work to me: it stands until I give my own."""
        mine = (r for r in self.levels if r.indikator == nomor and r.penerus_id == self.user.pk)
        return next((row for row in mine if row.level is not None), None)

    def has_scored(self, nomor: int) -> bool:
        mine = self.inherited(nomor) or self.own(nomor, PeranNilai.EVALUATOR)
        return mine is not None and mine.level is not None

    # What of the others I may see -----------------------------------------------------------------

    @property
    def all_done(self) -> bool:
        """Whether everybody who scores has scored all of his weighted indicators."""
        given = {
            (row.indikator, row.kursi_id)
            for row in self.levels
            if row.peran == PeranNilai.EVALUATOR and row.level is not None
        }
        weighted = {i.nomor for i in self.instrumen.indikator_berbobot}
        return all(
            (nomor, person) in given
            for nomor, people in self.scorers.items()
            if nomor in weighted
            for person in people
        )

    def sees_colleagues(self, nomor: int) -> bool:
        """Independent first: with the mean until all are done, otherwise until one's own level."""
        if Field.LEVEL not in self.fields:
            return False
        if not self.is_evaluator:
            return True
        if self.mean:
            return self.all_done
        return not self.scores(nomor) or self.has_scored(nomor)

    def hides_suggestion(self, nomor: int) -> bool:
        """Against anchoring, where the cycle says so: until this evaluator chose a first level."""
        hidden = self.evaluasi.siklus.sembunyikan_usulan
        return hidden and self.scores(nomor) and not self.has_scored(nomor)

    @property
    def withheld(self) -> frozenset[Field]:
        """What figures and drafts must not tell this evaluator yet, before his own judgement."""
        if not self.is_evaluator or self.evaluasi.status not in F02_OPEN:
            return frozenset()
        found: frozenset[Field] = frozenset()
        numbers = list(self.scorers)
        if any(self.scorers[n] - {self.user.pk} and not self.sees_colleagues(n) for n in numbers):
            found |= _OF_COLLEAGUES
        if any(self.hides_suggestion(n) for n in numbers):
            found |= {Field.JAWABAN}
        return found

    def colleagues(self, nomor: int) -> list[Nilai]:
        if not self.sees_colleagues(nomor):
            return []
        return self._given(nomor, PeranNilai.EVALUATOR)

    def verified(self, nomor: int) -> list[Nilai]:
        if Field.LEVEL_VERIFIKATOR not in self.fields:
            return []
        return self._given(nomor, PeranNilai.VERIFIKATOR)

    def _given(self, nomor: int, peran: PeranNilai) -> list[Nilai]:
        return [
            row
            for row in self.levels
            if row.indikator == nomor
            and row.peran == peran
            and row.oleh_id != self.user.pk
            and conflicts.counts(self.evaluasi, row, self.members)
        ]

    def suggestion(self, nomor: int) -> rules.Usulan | None:
        if Field.JAWABAN not in self.fields:
            return None
        values = evaluation_queries.values_of(self.answers.get(nomor))
        return rules.suggest(self.instrumen.indikator(nomor), values)

    def team_level(self, nomor: int) -> Fraction | None:
        return self.decided[nomor].evaluator if self.sees_colleagues(nomor) else None

    @cached_property
    def previous(self) -> Evaluasi | None:
        """The unit's last published evaluation, whose recommendations are followed up."""
        return evaluation_queries.previous_evaluasi(self.evaluasi)

    def last_year(self, nomor: int) -> Fraction | None:
        """The level of the last one of the same scheme."""
        if self._before is None:
            before = self.previous
            if before is not None and before.siklus.skema != self.evaluasi.siklus.skema:
                before = evaluation_queries.previous_in_scheme(self.evaluasi)
            self._before = _levels_of_last_year(self.evaluasi, before)
        return self._before.get(nomor)

    @cached_property
    def _laid(self) -> list[UsulanLevel]:
        return proposals.laid(self.evaluasi, self.viewers)

    @property
    def own_source(self) -> Evaluasi | None:
        """The evaluation whose levels I laid beside mine."""
        return next((row.sumber for row in self._laid if row.oleh_id == self.user.pk), None)

    def proposals(self, nomor: int) -> list[Proposal]:
        """Mine, and a colleague's where his level may be seen; hidden as a suggestion is."""
        if self.hides_suggestion(nomor):
            return []
        found: dict[tuple[int, str], Proposal] = {}
        for row in self._laid:
            mine = row.oleh_id == self.user.pk
            level = row.level.get(str(nomor))
            if level is None or row.sumber is None or not (mine or self.sees_colleagues(nomor)):
                continue
            dari = row.sumber.siklus.nama
            if mine or (level, dari) not in found:
                found[level, dari] = Proposal(level, dari, mine)
        return list(found.values())

    @cached_property
    def handovers(self) -> list[SerahTerima]:
        return handovers.of(self.evaluasi)

    @cached_property
    def _marks(self) -> dict[int, list[str]]:
        return handovers.marks(self.handovers, self.levels)

    def marks(self, nomor: int) -> Sequence[str]:
        """Who gave a level before a handover: for all who may see the level itself."""
        return self._marks.get(nomor, ()) if Field.LEVEL in self.fields else ()

    @cached_property
    def _late(self) -> list[KirimanTerlambat]:
        return handovers.late(self.evaluasi) if self.handovers else []

    def late(self, nomor: int | None = None) -> list[KirimanTerlambat]:
        """What arrived after a handover: for the ketua tim, and for whoever scores there now."""
        return [
            row
            for row in self._late
            if nomor in (None, row.indikator)
            and (self.leads or self._scores_any(row.indikator, row.serah_terima.aspek))
        ]

    def _scores_any(self, nomor: int | None, aspek: Collection[str]) -> bool:
        if nomor is not None:
            return self.scores(nomor)
        numbers = [
            i.nomor for a in self.instrumen.semua_aspek if a.kode in aspek for i in a.indikator
        ]
        return any(map(self.scores, numbers))

    # Put together ---------------------------------------------------------------------------------

    def row(self, indikator: Indikator) -> Row:
        nomor = indikator.nomor
        mine = self.own(nomor) if self.is_mine(nomor) else None
        others = self.colleagues(nomor)
        agreed = self.own(nomor, PeranNilai.SEPAKAT) if self.sees_colleagues(nomor) else None
        verified = self.verified(nomor)
        hidden = self.hides_suggestion(nomor)
        seen = [item for item in (mine, agreed, *others, *verified) if item]
        return Row(
            indikator=indikator,
            usulan=None if hidden else self.suggestion(nomor),
            usulan_tersembunyi=hidden,
            saya=mine,
            lain=others,
            disepakati=agreed,
            verifikasi=verified,
            evaluator=self.team_level(nomor),
            lalu=self.last_year(nomor),
            berselisih=self.sees_colleagues(nomor) and self.decided[nomor].berselisih,
            milik_saya=self.is_mine(nomor),
            bercatatan=any(item.catatan_unit or item.catatan_internal for item in seen),
            kedudukan=self.rounds.standing(next(iter(seen), None)),
            usulan_lain=self.proposals(nomor),
            sanggah=self.decided[nomor].sanggah if self.sees_colleagues(nomor) else None,
            serah_terima=self.marks(nomor),
            warisan=self.inherited(nomor) if self.scores(nomor) else None,
        )

    def rows(self) -> list[tuple[Aspek, list[Row]]]:
        return [
            (aspek, [self.row(indikator) for indikator in aspek.indikator])
            for aspek in self.instrumen.semua_aspek
        ]

    def gaps(self) -> list[Gap]:
        """The means per aspect of what this person may see of suggestion, team and verifiers."""
        numbers = [i.nomor for i in self.instrumen.indikator_berbobot]
        suggested: dict[int, int | None] = {}
        for nomor in numbers:
            usulan = None if self.hides_suggestion(nomor) else self.suggestion(nomor)
            suggested[nomor] = usulan.level if usulan else None
        decided = {
            nomor: self.decided[nomor] if self.sees_colleagues(nomor) else Decided()
            for nomor in numbers
        }
        verified = Field.LEVEL_VERIFIKATOR in self.fields
        return by_aspect(self.instrumen, suggested, decided, verified=verified)

    # How far it is --------------------------------------------------------------------------------

    def mine(self, *, tambahan: bool = True) -> list[int]:
        """The numbers that are mine, in the order of the instrument."""
        found = self.instrumen.iter_indikator(tambahan=tambahan)
        return [i.nomor for i in found if self.is_mine(i.nomor)]

    def own_progress(self) -> tuple[int, int]:
        """Of my weighted indicators, how many have my level."""
        numbers = self.mine(tambahan=False)
        return sum(1 for nomor in numbers if self._own_level(nomor) is not None), len(numbers)

    def next_open(self, after: int = 0) -> int | None:
        """The next of mine that waits for me, round the end; None when none does.

        Without my level, with one given on answers that have changed since, or that owes a reason.
        """
        numbers = self.mine()
        at = numbers.index(after) + 1 if after in numbers else 0
        ahead = [*numbers[at:], *numbers[:at]]
        owing = {row.indikator for row in self.owed if row.kursi_id == self.user.pk}
        open_ = {n for n in numbers if self._own_level(n) is None or self.stale(n)} | owing
        return next((n for n in ahead if n != after and n in open_), None)

    @cached_property
    def owed(self) -> list[Nilai]:
        """Levels that differ from the suggestion and do not say why yet."""
        return reasons.owed(self.evaluasi, self.levels, self.answers, self.scorers)

    def unreasoned(self) -> list[Indikator]:
        """Their indicators; a colleague's only where his level may be seen."""
        numbers = {
            row.indikator
            for row in self.owed
            if row.kursi_id == self.user.pk or self.sees_colleagues(row.indikator)
        }
        return [self.instrumen.indikator(nomor) for nomor in sorted(numbers)]

    def _own_level(self, nomor: int) -> int | None:
        mine = self._standing(nomor)
        return mine.level if mine else None

    def _standing(self, nomor: int) -> Nilai | None:
        """What stands in my place: my own level, or the one that I took over."""
        scored = self.own_role == PeranNilai.EVALUATOR
        return (self.inherited(nomor) if scored else None) or self.own(nomor)

    def stale(self, nomor: int) -> bool:
        """Whether the unit changed what my level was given on, and it waits to be confirmed."""
        standing = self.rounds.standing(self._standing(nomor)) if self.is_mine(nomor) else None
        return standing is not None and standing.berubah

    def unconfirmed(self) -> list[Indikator]:
        """Weighted indicators whose counting level waits to be looked at again: the team's while
        the F02 is open, then the verifiers'."""
        codename = "score" if self.evaluasi.status in F02_OPEN else "verify"
        numbers = progress_versions_queries.unconfirmed(
            self.evaluasi, codename, self.levels, self.assigned, self.rounds
        )
        return [self.instrumen.indikator(nomor) for nomor in numbers]

    def conflicted(self) -> list[tuple[Any, int]]:
        """(person, number of levels) of those who belong to the unit by now: none of it counts."""
        return conflicts.uncounted(self.evaluasi, self.levels, self.assigned, self.members)

    def unsettled(self) -> list[Indikator]:
        return [i for i in self.instrumen.indikator_berbobot if self.decided[i.nomor].berselisih]

    def missing(self) -> list[Indikator]:
        """Weighted indicators that hold the F02, apart from those that only differ."""
        return [
            i
            for i in self.instrumen.indikator_berbobot
            if self.decided[i.nomor].evaluator is None and not self.decided[i.nomor].berselisih
        ]

    def people(self, codename: str) -> dict[str, list[str]]:
        """Name -> codes of the aspects, for "who does what"."""
        found: dict[str, list[str]] = {}
        for row in self.assigned:
            if row.permission.codename == codename:
                found.setdefault(str(row.user), []).append(row.content_object.kode)
        return found


def get_desk(user: User, uuid: UUID) -> Desk:
    """404 where the evaluation is not visible; 403 for its unit, which has a page of its own."""
    evaluasi = evaluation_queries.get_evaluasi(user, uuid, Permission.VIEW_EVALUASI)
    if evaluation_queries.viewers_of(user, evaluasi) <= {Viewer.UNIT, Viewer.INDUK}:
        raise PermissionDenied("the F02 is not the unit's page")
    read_calendar(evaluasi)
    return Desk(user, evaluasi)


def seen_fields(user: User, evaluasi: Evaluasi, state: State | None = None) -> frozenset[Field]:
    """What a page or document of the whole evaluation may show this person.

    The visibility table, less what an evaluator must not know before his own judgement.
    """
    viewers = evaluation_queries.viewers_of(user, evaluasi)
    fields = visible_fields(viewers, state or evaluasi.status)
    if Viewer.EVALUATOR in viewers and evaluasi.status in F02_OPEN:
        fields -= Desk(user, evaluasi).withheld
    return fields


def indicator_of(desk: Desk, nomor: int) -> Indikator:
    try:
        return desk.instrumen.indikator(nomor)
    except KeyError:
        raise Http404 from None


def _levels_of_last_year(evaluasi: Evaluasi, before: Evaluasi | None) -> dict[int, Fraction | None]:
    """Levels of an earlier evaluation, where the indicator is still the same one."""
    if before is None:
        return {}
    kept = before.hasil.rincian.get("levels", {})
    known = {(i.nomor, i.kode) for i in before.versi.instrumen.semua_indikator}
    found: dict[int, Fraction | None] = {}
    for indikator in evaluasi.versi.instrumen.semua_indikator:
        text = kept.get(str(indikator.nomor))
        if text is not None and (indikator.nomor, indikator.kode) in known:
            found[indikator.nomor] = Fraction(text)
    return found
