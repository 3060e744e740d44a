"""What only the whole instrument can tell: sums, unique codes, bands without a gap. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction
from itertools import pairwise

from instruments.nodes import GALAT, PERINGATAN, Node
from instruments.nouns import Instrumen, decimal_text

# Weights that miss 100 by no more than this are rounded ones: told, but let through.
TOLERANCE = 1


def whole(root: Node, spec: Instrumen) -> None:
    """Collect every problem that no single part can see."""
    _check_weights(root, spec)
    _check_unique(root, spec)
    _check_ipp(root, spec)
    _check_categories(root, spec)


def repeated(values: Iterable[Hashable]) -> list[Hashable]:
    return [value for value, count in Counter(values).items() if count > 1]


def _check_weights(root: Node, spec: Instrumen) -> None:
    def check(path: str, what: str, weights: list[Fraction]) -> None:
        total = sum(weights, Fraction(0))
        if not all(weights) or total == 100:  # a missing weight is told where it is missing
            return
        shown = decimal_text(total).replace(".", ",")
        near = abs(total - 100) <= TOLERANCE
        tail = "; diterima karena selisihnya paling banyak 1." if near else "."
        root.problem(
            path,
            f"Bobot {what} berjumlah {shown}, seharusnya 100{tail}",
            PERINGATAN if near else GALAT,
        )

    check("ipp.komponen", "komponen IPP", [k.bobot for k in spec.komponen])
    check("aspek", "aspek", [a.bobot for a in spec.aspek_berbobot])
    if spec.metode_aspek == "tertimbang":
        for index, aspek in enumerate(spec.aspek_berbobot):
            weights = [i.bobot or Fraction(0) for i in aspek.indikator]
            check(
                f"aspek[{index}].indikator",
                f"indikator pada aspek {aspek.kode}",
                weights,
            )


def _check_unique(root: Node, spec: Instrumen) -> None:
    all_of = spec.semua_indikator
    for path, what, values in (
        ("ipp.komponen", "Kode komponen", [k.kode for k in spec.komponen]),
        ("aspek", "Kode aspek", [a.kode for a in spec.aspek_berbobot]),
        ("aspek", "Nomor indikator", [i.nomor for i in all_of]),
        ("aspek", "Kode indikator", [i.kode for i in all_of]),
        ("f03.butir", "Nomor butir survei", [b.nomor for b in spec.butir]),
        ("kategori", "Huruf kategori", [k.huruf for k in spec.kategori]),
    ):
        for value in repeated(v for v in values if v):
            root.problem(path, f"{what} «{value}» dipakai lebih dari sekali.")


def _check_ipp(root: Node, spec: Instrumen) -> None:
    for sumber in ("rubrik", "survei"):
        if sum(k.sumber == sumber for k in spec.komponen) > 1:
            root.problem("ipp.komponen", f"Komponen bersumber {sumber} paling banyak satu.")
    surveyed = spec.komponen_dari("survei") is not None
    if surveyed and spec.survei is None:
        root.problem("f03", "Ada komponen bersumber survei, tetapi «f03» tidak ada.")
    if spec.survei and not surveyed:
        root.problem("f03", "Survei tidak masuk ke IPP: tidak ada komponennya.", PERINGATAN)
    known = {a.kode for a in spec.aspek_berbobot}
    for index, butir in enumerate(spec.butir):
        if butir.aspek and butir.aspek not in known:
            root.problem(
                f"f03.butir[{index}].aspek",
                f"Butir survei {butir.nomor} menyebut aspek «{butir.aspek}» yang tidak ada.",
            )


def _check_categories(root: Node, spec: Instrumen) -> None:
    bounds = [k.minimum for k in spec.kategori]
    if not bounds:
        return
    if any(a <= b for a, b in pairwise(bounds)):
        root.problem("kategori", "Batas kategori harus menurun dari atas ke bawah.")
    if bounds[-1] != spec.skala.minimum:
        root.problem("kategori", f"Kategori terbawah harus mulai dari {spec.skala.minimum}.")
    if bounds[0] > spec.skala.maksimum:
        root.problem("kategori", "Kategori teratas mulai di atas nilai tertinggi.")
