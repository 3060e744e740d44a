"""What a validator should look at twice, from a computed result. Pure: no queries.

Flags are reasons to look, never verdicts: nothing is refused because of one.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.rules.scoring import round_half_up
from evaluations.rules.standing import words
from evaluations.rules.workflow import DECIDED

JUMP = Decimal("0.75")  # against last year's figure, either way
FAR_ABOVE = Fraction(1)  # mean of level minus suggested level
# So many units of one instansi, at least half of those with a figure, within so narrow a span.
CLUSTER, CLUSTER_SPAN = 5, Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Review:
    """One evaluation as the validator sees it. `evaluasi` carries `ipp_lalu` and `tahun_lalu`."""

    evaluasi: Any
    kurang: tuple[str, ...]  # what is there instead of a figure, see `standing.words`
    ipp: Decimal | None  # None while a component is incomplete
    kategori: str
    gap: Decimal | None  # mean of level minus suggestion; None where nothing can be compared
    above: int  # indicators scored higher than suggested
    change: Decimal | None
    flags: list[str] = field(default_factory=list)


def review(evaluasi: Any, clustered: str = "") -> Review:
    """`clustered` are the words of `clusters` for this evaluation."""
    hasil, spec = evaluasi.hasil, evaluasi.versi.instrumen
    ipp = hasil.ipp
    exact, above = _gap(hasil.rincian)
    change = None
    if ipp is not None and evaluasi.ipp_lalu is not None:
        change = shown(ipp - evaluasi.ipp_lalu, spec.desimal)
    return Review(
        evaluasi,
        words(hasil.rincian.get("components", [])),
        None if ipp is None else shown(ipp, spec.desimal),
        hasil.kategori,
        None if exact is None else _signed(exact),
        above,
        change,
        [*_flags(evaluasi, exact, above, change), *([clustered] if clustered else [])],
    )


def shown(value: Decimal, decimals: int) -> Decimal:
    """A figure that is rounded already, with its own number of decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals))


def _gap(rincian: dict[str, Any]) -> tuple[Fraction | None, int]:
    suggested = rincian.get("suggested", {})
    gaps = [
        Fraction(level) - suggested[nomor]
        for nomor, level in rincian.get("levels", {}).items()
        if level is not None and suggested.get(nomor) is not None
    ]
    if not gaps:
        return None, 0
    return sum(gaps, Fraction(0)) / len(gaps), sum(gap > 0 for gap in gaps)


def _signed(value: Fraction) -> Decimal:
    rounded = round_half_up(abs(value), 2)
    return -rounded if value < 0 else rounded


def _flags(
    evaluasi: Any, gap: Fraction | None, above: int, change: Decimal | None
) -> Iterable[str]:
    if change is not None and abs(change) > JUMP:
        way = "naik" if change > 0 else "turun"
        yield f"IPP {way} {_said(abs(change))} dari {evaluasi.tahun_lalu}, lebih dari {_said(JUMP)}"
    survei, have = evaluasi.survei, evaluasi.hasil.responden
    if survei is not None and have < survei.minimum:
        yield f"Responden {have}, kurang dari minimum {survei.minimum}"
    elif survei is not None and survei.target and have < survei.target:
        yield f"Responden {have}, di bawah target {survei.target}"
    rekap = getattr(survei, "rekap", None)
    if rekap is not None and evaluasi.state not in DECIDED:
        if rekap.ditahan:
            yield f"{rekap.ditahan} jawaban survei menunggu tinjauan, belum dihitung"
        if rekap.ditinjau:
            yield f"{rekap.ditinjau} jawaban survei bertanda, belum ditinjau"
    if gap is not None and gap >= FAR_ABOVE:
        yield (
            f"F02 jauh di atas usulan: rata-rata {_said(_signed(gap))} level, pada {above} "
            "indikator lebih tinggi"
        )


def _said(value: Decimal) -> str:
    return str(value).replace(".", ",")


def clusters(
    figures: Mapping[int, Sequence[tuple[int, Decimal]]],
) -> dict[int, str]:
    """Of units of one instansi with nearly the same figure: the words that say so, by unit.

    `figures` are pairs of a unit and its figure, by instansi.
    """
    found: dict[int, str] = {}
    for members in figures.values():
        ordered = sorted(members, key=lambda member: member[1])
        tight = max(
            (
                [item for item in ordered if low <= item[1] <= low + CLUSTER_SPAN]
                for _, low in ordered
            ),
            key=len,
            default=[],
        )
        if len(tight) < CLUSTER or 2 * len(tight) < len(ordered):
            continue
        words = (
            f"{len(tight)} dari {len(ordered)} unit instansi ini bernilai hampir sama, "
            f"{_said(tight[0][1])} sampai {_said(tight[-1][1])}"
        )
        found |= dict.fromkeys((unit for unit, _ in tight), words)
    return found


def sample(population: Iterable[Any], size: int, seed: str) -> list[Any]:
    """A random sample that anybody can draw again: the smallest SHA-256 of "seed:id" come first."""
    return sorted(population, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[
        :size
    ]
