"""Places in a list of figures: by the exact value, so that two 4.27 stand 16th and 17th where they
differ further on. Who is equal shares the place, and the next one counts all before him. Pure.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

WORDS = (
    "Peringkat dihitung dari nilai persis sebelum dibulatkan, di antara seluruh hasil siklus ini "
    "yang terbit; saringan dan urutan tidak mengubahnya. Nilai yang persis sama berbagi peringkat "
    "(«bersama»)."
)
OF_UNITS = "Unit diperingkat di antara unit sejenis pada jenis instansi yang sama."
OF_INSTANSI = (
    "Instansi diperingkat di antara yang sejenis: K/L, provinsi, kabupaten, kota, BUMN, dan BUMD "
    "masing-masing sendiri."
)


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among `dari`; `bersama` where others have it too."""

    peringkat: int
    bersama: bool
    dari: int

    def __str__(self) -> str:
        return f"{self.peringkat}{' bersama' if self.bersama else ''} dari {self.dari}"


def ranked(
    members: Iterable[T], value_of: Callable[[T], Fraction], name_of: Callable[[T], str]
) -> list[tuple[T, Rank]]:
    """Best first; equals, who share their place, by name."""
    ordered = sorted(members, key=lambda one: (-value_of(one), name_of(one)))
    found: list[tuple[T, Rank]] = []
    for _, group in groupby(ordered, value_of):
        equal = list(group)
        rank = Rank(len(found) + 1, len(equal) > 1, len(ordered))
        found += [(one, rank) for one in equal]
    return found


def ranks_within(
    figures: Mapping[K, tuple[Hashable, Fraction]],
) -> dict[K, Rank]:
    """The rank of each member within its group, of members with their group and exact figure."""
    groups: dict[Hashable, list[K]] = {}
    for key, (group, _) in figures.items():
        groups.setdefault(group, []).append(key)
    return {
        key: rank
        for members in groups.values()
        for key, rank in ranked(members, lambda key: figures[key][1], str)
    }


def exact_figure(weights: Sequence[Fraction], values: Sequence[Fraction | None]) -> Fraction | None:
    """The figure of these components before it is rounded; None where one of them is missing."""
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    return sum((w * v for w, v in zip(weights, known, strict=True)), Fraction(0)) / 100
