"""How far two raters of the same indicators agree, and which units are checked by a rule. Pure and
exact.

Weighted kappa is Cohen's (Psychological Bulletin 70, 1968) with quadratic weights: one minus the
observed mean squared difference over the one expected if the second rater's levels had been dealt
out at random. In this form it also holds for levels that are fractions, such as a team's mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from evaluations.rules.review import sample
from evaluations.rules.scoring import round_half_up

# Below so many levels a share or a kappa says more about chance than about the raters.
ENOUGH = 10

Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` pairs of levels. `difference` is the mean of verifier minus evaluator, in levels;
    `equal` the share of pairs that are the same; None where nothing defines it."""

    n: int
    difference: Fraction | None
    equal: Fraction | None
    kappa: Fraction | None

    @property
    def enough(self) -> bool:
        return self.n >= ENOUGH

    @property
    def shown_difference(self) -> Decimal | None:
        return signed(self.difference)

    @property
    def shown_equal(self) -> Decimal | None:
        """In percent; None below ENOUGH."""
        return signed(self.equal * 100) if self.enough and self.equal is not None else None

    @property
    def shown_kappa(self) -> Decimal | None:
        return signed(self.kappa) if self.enough else None


def agree(pairs: Iterable[tuple[Fraction, Fraction, int]]) -> Agreement:
    """Of (the verifier's level, the evaluator's level, how many such pairs there are)."""
    n, equal = 0, 0
    squares = products = Fraction(0)
    of_x = of_y = Fraction(0)
    for x, y, count in pairs:
        n += count
        equal += count if x == y else 0
        of_x += x * count
        of_y += y * count
        squares += (x * x + y * y) * count
        products += x * y * count
    if not n:
        return Agreement(0, None, None, None)
    observed = (squares - 2 * products) / n
    expected = squares / n - 2 * (of_x / n) * (of_y / n)
    kappa = 1 - observed / expected if expected else None
    return Agreement(n, (of_x - of_y) / n, Fraction(equal, n), kappa)


def signed(value: Fraction | None) -> Decimal | None:
    """With two decimals, halves away from zero, as a difference in either direction is read."""
    if value is None:
        return None
    rounded = round_half_up(abs(value), 2)
    return -rounded if value < 0 and rounded else rounded


def drawn(
    places: Mapping[Place, Sequence[str]], *, percent: int, minimum: int, seed: str
) -> dict[Place, list[str]]:
    """Of the units (public ids) of each place, those drawn: `percent` of them, rounded up, and at
    least `minimum` or all there are. Anybody draws the same again, see `review.sample`."""
    return {
        place: sample(units, max(-(-len(units) * percent // 100), minimum), seed)
        for place, units in places.items()
    }


def words(*, inside: bool, chosen: int, population: int, seed: str) -> str:
    """What a result says about the sample of its province."""
    drawn_of = f"{chosen} dari {population} unit (benih {seed})"
    if inside:
        return f"diverifikasi provinsi dalam sampel {drawn_of}"
    return f"di luar sampel verifikasi provinsi, {drawn_of}"
