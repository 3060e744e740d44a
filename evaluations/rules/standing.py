"""How a computed result stands: complete, or which of its components are there. Pure.

There is an IPP, and a category letter, once every component that the instrument names is complete:
each weighted indicator of the F02 has its level, and the F03 has its minimum of respondents
(PermenPANRB 29/2022; Pedoman Menteri PANRB 5/2023). Before, each component is told as what it is:
a figure stretched over what is there would be read as a result.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evaluations.rules.results import round_half_up

# The mean of fewer answers could tell who said what.
FEWEST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One component: its value once it is complete, and how much of it is there."""

    kode: str
    sumber: str
    have: int  # indicators, respondents, or 1 for a number from outside
    need: int
    value: Fraction | None
    mean: Fraction | None  # of a survey: of whoever answered, however few

    @property
    def complete(self) -> bool:
        return self.value is not None


def parts(components: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """The components of a stored result (`Result.as_data()["components"]`)."""
    return tuple(
        Part(
            item["kode"],
            item["sumber"],
            item["have"],
            item["need"],
            _exact(item["value"]),
            _exact(item.get("mean", item["value"])),
        )
        for item in components
    )


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def words(components: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What is there and what is missing, a phrase for each component; nothing when complete."""
    found = parts(components)
    if all(part.complete for part in found):
        return ()
    rubric = all(part.complete for part in found if part.sumber == "rubrik")
    alone = sum(part.complete for part in found) <= 1
    return tuple(_words(part, rubric=rubric, alone=alone) for part in found)


def _words(part: Part, *, rubric: bool, alone: bool) -> str:
    only = " saja" if alone else ""
    if part.sumber == "rubrik":
        if part.value is None:
            return f"{part.kode} belum lengkap: {part.have} dari {part.need}"
        return f"{part.kode}{only}: {two_decimals(part.value)}"
    if part.sumber == "angka":
        if part.value is None:
            return f"{part.kode} belum diisi"
        return f"{part.kode}{only}: {two_decimals(part.value)}"
    if not part.have:
        return f"{part.kode} belum ada responden"
    told = not rubric and part.mean is not None and part.have >= FEWEST_ANSWERS
    if part.complete or told:
        mean = two_decimals(part.mean if part.mean is not None else Fraction(0))
        short = "" if part.complete else f", minimum {part.need}"
        return f"Survei{only}: {mean} dari {part.have} responden{short}"
    return f"{part.kode} kurang: {part.have} dari {part.need} responden"


def two_decimals(value: Fraction) -> str:
    """3,49: rounded half up, as it is read."""
    return format(round_half_up(value, 2), "f").replace(".", ",")
