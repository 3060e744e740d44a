"""`python -m tests.bench.stuffing`: what a stuffer of the F03 needs to move a unit's IPP, measured.

Deterministic: invented people answer for twenty days, then somebody sends answers of his own.
Without a database; `tests/evaluations/survey/test_stuffing.py` holds the service to the same.
"""

import random
import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from evaluations.rules.survey.bursts import Limits, Seen, judge

# The defaults of the settings, and the share of the F03 in the IPP (form A and B).
LIMITS = Limits(hold=40, mark=12, times=3, far=Fraction(1, 2))
WEIGHT = Fraction(1, 4)
ITEMS = 14
DAYS, OPENS, HOURS = 20, 8, 7
FIRST = datetime(2026, 8, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attack:
    """So many answers, one every `every` seconds from the eleventh day on, within opening hours."""

    name: str
    answers: int
    every: float
    levels: tuple[int, ...]
    networks: int = 1
    links: int = 1
    quick: bool = False  # faster than anybody reads


def people(a_day: int, dice: random.Random) -> Iterator[Seen]:
    """Ordinary respondents, most by three carriers with thousands of phones behind each."""
    number = 0
    for day in range(DAYS):
        for _ in range(a_day):
            number += 1
            own = dice.gauss(3.8, 0.7)
            levels = [min(5, max(0, round(dice.gauss(own, 0.7)))) for _ in range(ITEMS)]
            moment = FIRST + timedelta(days=day, hours=OPENS, seconds=dice.randrange(HOURS * 3600))
            yield seen(number, moment, f"carrier {dice.randrange(3)}", levels)


def stuffed(attack: Attack, dice: random.Random) -> Iterator[Seen]:
    moment = FIRST + timedelta(days=DAYS // 2, hours=OPENS)
    for number in range(attack.answers):
        levels = [dice.choice(attack.levels) for _ in range(ITEMS)]
        network, link = f"stuffer {number % attack.networks}", f"link {number % attack.links}"
        yield seen(-1 - number, moment, network, levels, link, quick=attack.quick)
        moment += timedelta(seconds=attack.every)
        if moment.hour >= OPENS + HOURS:
            moment += timedelta(hours=24 - HOURS)


def seen(
    pk: int,
    moment: datetime,
    network: str,
    levels: list[int],
    link: str = "link 0",
    *,
    quick: bool = False,
) -> Seen:
    odd = quick or len(set(levels)) == 1
    return Seen(pk, moment, link, network, sum(levels), len(levels), odd)


@dataclass(frozen=True, slots=True)
class Outcome:
    held: int
    marked: int  # counted with a signal
    unseen: int
    moved: Fraction  # by how much the IPP moved
    taken_along: int  # ordinary people that wait


def outcome(a_day: int, attack: Attack, seed: int = 1) -> Outcome:
    dice = random.Random(seed)  # noqa: S311
    honest = list(people(a_day, dice))
    rows = honest + list(stuffed(attack, dice))
    verdicts = judge(rows, [], LIMITS)
    held = {pk for pk, verdict in verdicts.items() if verdict.held}
    mine = [row for row in rows if row.pk < 0 and row.pk not in held]
    marked = sum(row.odd or row.pk in verdicts for row in mine)
    counted = [row for row in rows if row.pk not in held]
    return Outcome(
        attack.answers - len(mine),
        marked,
        len(mine) - marked,
        WEIGHT * (mean(counted) - mean(honest)),
        sum(pk > 0 for pk in held),
    )


def mean(rows: list[Seen]) -> Fraction:
    return Fraction(sum(row.total for row in rows), sum(row.items for row in rows))


def needed(a_day: int, levels: tuple[int, ...] = (4, 5, 5, 5)) -> int:
    """How many answers move the IPP by 0.1 when all of them count."""
    own = mean(list(people(a_day, random.Random(1))))  # noqa: S311
    theirs, step = Fraction(sum(levels), len(levels)), Fraction(1, 10) / WEIGHT
    return -int(-step * a_day * DAYS // (theirs - own - step))


def unseen_a_day(a_day: int) -> int:
    """The most that somebody sends on a day, all day long, without any signal of a burst."""

    def is_seen(number: int) -> bool:
        attack = Attack("slow", number, HOURS * 3600 / number, (4, 5, 5, 5), networks=5)
        dice = random.Random(1)  # noqa: S311
        rows = [*people(a_day, dice), *stuffed(attack, dice)]
        return any(pk < 0 for pk in judge(rows, [], LIMITS))

    return bisect_left(range(1, 1000), True, key=is_seen)


ATTACKS = [
    Attack("crude: 120 of all 5 in four minutes", 120, 2, (5,), quick=True),
    Attack("random: 120 of 4 and 5 in four minutes", 120, 2, (4, 5, 5, 5)),
    Attack("random: 120, one in 36 s", 120, 36, (4, 5, 5, 5)),
    Attack("slow: 120, one in 5 minutes, 1 network", 120, 300, (4, 5, 5, 5)),
    Attack("slow: 120, one in 5 minutes, 12 networks", 120, 300, (4, 5, 5, 5), networks=12),
    Attack("links: 120, one in 200 s, 10 links and networks", 120, 200, (4, 5, 5, 5), 10, 10),
    Attack("patient: 120, one in 35 minutes, 12 networks", 120, 2100, (4, 5, 5, 5), networks=12),
]


def main() -> int:
    for a_day in (2, 5, 20, 60):
        most, need = unseen_a_day(a_day), needed(a_day)
        print(
            f"\nA unit with {a_day} answers a day, {a_day * DAYS} in all: {need} answers of "
            f"4 and 5 move its IPP by 0.1.\n  Unseen are at most {most} a day "
            f"({most / HOURS:.1f} an hour): {-(-need // most)} days."
        )
        for attack in ATTACKS:
            found = outcome(a_day, attack)
            print(
                f"  {attack.name:46} waits {found.held:3}  marked {found.marked:3}  "
                f"unseen {found.unseen:3}  IPP {float(found.moved):+.3f}  "
                f"others waiting {found.taken_along}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
