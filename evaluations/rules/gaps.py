"""How far self-suggested, evaluators' and verified levels lie apart, aspect by aspect. Pure.

A mean stands only where every weighted indicator of the aspect has its level: the mean of some of
them would be compared with the mean of all. What is missing is missing, and never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.rules.agreement import Decided
from evaluations.rules.results import round_half_up
from instruments.spec import Aspek, Instrumen

Levels = Mapping[int, Fraction | int | None]


@dataclass(frozen=True, slots=True)
class Mean:
    """`exact` is None while fewer than `need` levels are there."""

    exact: Fraction | None
    have: int
    need: int

    @property
    def angka(self) -> Decimal | None:
        return None if self.exact is None else round_half_up(self.exact, 2)


@dataclass(frozen=True, slots=True)
class Gap:
    """One aspect. `verifikator` is None where nobody has verified anything; `berlaku` is the mean
    of the levels that count, None where these are the evaluators' own in every aspect."""

    aspek: Aspek
    usulan: Mean
    evaluator: Mean
    verifikator: Mean | None
    berlaku: Mean | None

    @property
    def selisih(self) -> str:
        """The levels that count less the unit's own, signed: +0.25."""
        counting = self.evaluator if self.berlaku is None else self.berlaku
        if self.usulan.exact is None or counting.exact is None:
            return ""
        found = round_half_up(counting.exact - self.usulan.exact, 2)
        return f"{found:+f}".replace("-", "−") if found else f"{abs(found):f}"


def by_aspect(
    instrumen: Instrumen, suggested: Levels, decided: Mapping[int, Decided], *, verified: bool
) -> list[Gap]:
    """One Gap per weighted aspect; `verified` says whether the verifier's levels may be read.

    Where a verifier gave no level of his own he accepted the evaluators'.
    """
    evaluators = {nomor: item.evaluator for nomor, item in decided.items()}
    own = {nomor: item.verifikator for nomor, item in decided.items() if verified}
    told = any(level is not None for level in own.values())
    final = {
        nomor: level if own.get(nomor) is None else own[nomor]
        for nomor, level in evaluators.items()
    }
    counting = {nomor: item.shown(verified=verified).berlaku for nomor, item in decided.items()}
    another = counting != evaluators
    return [
        Gap(
            aspek,
            _mean(aspek, suggested),
            _mean(aspek, evaluators),
            _mean(aspek, final) if told else None,
            _mean(aspek, counting) if another else None,
        )
        for aspek in instrumen.aspek_berbobot
    ]


def _mean(aspek: Aspek, levels: Levels) -> Mean:
    known = [levels.get(i.nomor) for i in aspek.indikator]
    there = [Fraction(level) for level in known if level is not None]
    complete = bool(known) and len(there) == len(known)
    return Mean(sum(there) / Fraction(len(there)) if complete else None, len(there), len(known))
