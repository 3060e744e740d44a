"""How far self-suggested, evaluators' and verified levels lie apart, aspect by aspect. Pure.

A mean stands only where every weighted indicator of the aspect has its level: the mean of some of
them would be compared with the mean of all. What is missing is missing, and never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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
    """One aspect. `verifikator` is None where nobody has verified anything."""

    aspek: Aspek
    usulan: Mean
    evaluator: Mean
    verifikator: Mean | None

    @property
    def selisih(self) -> str:
        """Evaluators less the unit's own, signed: +0.25."""
        if self.usulan.exact is None or self.evaluator.exact is None:
            return ""
        found = round_half_up(self.evaluator.exact - self.usulan.exact, 2)
        return f"{found:+f}".replace("-", "−") if found else f"{abs(found):f}"


def by_aspect(
    instrumen: Instrumen, suggested: Levels, evaluators: Levels, verified: Levels
) -> list[Gap]:
    """One Gap per weighted aspect.

    Where a verifier gave no level of his own he accepted the evaluators'.
    """
    told = any(level is not None for level in verified.values())
    final = {
        nomor: level if verified.get(nomor) is None else verified[nomor]
        for nomor, level in evaluators.items()
    }
    return [
        Gap(
            aspek,
            _mean(aspek, suggested),
            _mean(aspek, evaluators),
            _mean(aspek, final) if told else None,
        )
        for aspek in instrumen.aspek_berbobot
    ]


def _mean(aspek: Aspek, levels: Levels) -> Mean:
    known = [levels.get(i.nomor) for i in aspek.indikator]
    there = [Fraction(level) for level in known if level is not None]
    complete = bool(known) and len(there) == len(known)
    return Mean(sum(there) / Fraction(len(there)) if complete else None, len(there), len(known))
