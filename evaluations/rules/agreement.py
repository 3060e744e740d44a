"""Which level of an indicator counts, where several people may have given one. Pure.

Basis: the ketua tim records the agreed level, or the mean of the evaluators counts; which level
enters the IPP (evaluator or verifier) is a rule of the cycle (`docs`: section "Tim penilai").
A level that an accepted objection gave counts before all of them, whichever rule holds: who decides
it stands at the end of the chain, and what was given before stays readable beside it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluations.rules.results import round_half_up

EVALUATOR, SEPAKAT, VERIFIKATOR = "evaluator", "sepakat", "verifikator"
SANGGAH = "sanggah"
RATA = "rata"
# Where a level that counts comes from, as pages and documents say it beside the level.
ORIGINS = {
    EVALUATOR: "evaluator",
    RATA: "rata-rata tim evaluator",
    SEPAKAT: "disepakati tim evaluator",
    VERIFIKATOR: "verifikator",
    SANGGAH: "putusan sanggahan",
}


@dataclass(frozen=True, slots=True)
class GivenLevel:
    indikator: int
    peran: str
    oleh: int
    level: int | None
    penerus: int | None = None  # took the work over, and has not given a level of his own


@dataclass(frozen=True, slots=True)
class Decided:
    """The evaluators' level, the verifier's, and the one that counts."""

    evaluator: Fraction | None = None
    verifikator: int | None = None
    berlaku: Fraction | None = None
    berselisih: bool = False  # evaluators differ and nobody has settled it
    sanggah: int | None = None  # what an accepted objection gave
    asal: str = ""  # where `berlaku` comes from, one of ORIGINS; empty without a level
    asal_tim: str = ""  # the same of `evaluator`

    def shown(self, *, verified: bool) -> "Decided":
        """As it may be read where the verifier's levels are not visible yet (`verified` False):
        until then the team's level stands in their place."""
        if verified or self.asal != VERIFIKATOR:
            return self
        return replace(self, berlaku=self.evaluator, asal=self.asal_tim)

    @property
    def asal_kata(self) -> str:
        """The origin in words, where it is another than the evaluators' own level."""
        return "" if self.asal in ("", EVALUATOR) else ORIGINS[self.asal]

    @property
    def semula(self) -> Fraction | None:
        """The team's level, where a verifier or an objection put another in its place."""
        return self.evaluator if self.asal in (VERIFIKATOR, SANGGAH) else None


def decide(
    rows: Iterable[GivenLevel],
    scorers: Mapping[int, Collection[int]],
    verifiers: Mapping[int, Collection[int]] | None = None,
    *,
    mean_of_team: bool,
    verifier_counts: bool,
) -> dict[int, Decided]:
    """Per indicator, the level that counts.

    `scorers` maps each indicator to the ids of the people assigned to score it, `verifiers` to
    those who verify. Levels of people who are no longer assigned do not count while somebody else
    is, unless one of those took the work over (`penerus`). `rows` come oldest first: of several
    verifiers the latest counts.
    """
    by_indicator: dict[int, list[GivenLevel]] = {nomor: [] for nomor in scorers}
    for row in rows:
        by_indicator.setdefault(row.indikator, []).append(row)
    return {
        nomor: _decide_one(
            given,
            scorers.get(nomor, ()),
            (verifiers or {}).get(nomor, ()),
            mean_of_team=mean_of_team,
            verifier_counts=verifier_counts,
        )
        for nomor, given in by_indicator.items()
    }


def _decide_one(
    given: list[GivenLevel],
    assigned: Collection[int],
    verifying: Collection[int],
    *,
    mean_of_team: bool,
    verifier_counts: bool,
) -> Decided:
    agreed = next((row.level for row in given if row.peran == SEPAKAT), None)
    verified = [
        row.level
        for row in given
        if row.peran == VERIFIKATOR
        and row.level is not None
        and (not verifying or row.oleh in verifying)
    ]
    levels = {row.oleh: row.level for row in given if row.peran == EVALUATOR}
    for row in given:
        stands_in = row.penerus in assigned and row.oleh not in assigned
        if row.penerus is not None and stands_in and levels.get(row.penerus) is None:
            levels[row.penerus] = row.level
    if assigned:
        levels = {person: levels.get(person) for person in assigned}
    known = [level for level in levels.values() if level is not None]
    complete = bool(levels) and len(known) == len(levels)
    differ = complete and len(set(known)) > 1

    evaluator: Fraction | None = None
    team = ""
    if agreed is not None and not mean_of_team:
        evaluator, team = Fraction(agreed), SEPAKAT
    elif complete and (mean_of_team or not differ):
        evaluator, team = Fraction(sum(known), len(known)), RATA if differ else EVALUATOR
    verifier = verified[-1] if verified else None
    counts, origin = evaluator, team
    if verifier_counts and verifier is not None:
        counts, origin = Fraction(verifier), VERIFIKATOR
    objected = next((row.level for row in given if row.peran == SANGGAH), None)
    if objected is not None:
        counts, origin = Fraction(objected), SANGGAH
    unsettled = differ and not mean_of_team and agreed is None
    return Decided(evaluator, verifier, counts, unsettled, objected, origin, team)


def in_words(value: Fraction | int | None) -> str:
    """A level as people read it: 3, or 3,5 where several were averaged; a dash for none."""
    if value is None:
        return "–"
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    text = str(round_half_up(exact, 2)).rstrip("0")
    return text.replace(".", ",")
