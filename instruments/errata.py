"""What an errata may mend of a published instrument, and what it does to an F01. Pure.

An errata keeps everything that a figure is computed from: answers and levels that are there already
go on under it. Whatever changes one of those things is a new version for a new cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from instruments import rules
from instruments.matching import unfit
from instruments.nouns import Indikator, Instrumen, Pertanyaan

# What has to be the same in both, by its name for people.
_KEPT: dict[str, Callable[[Instrumen], object]] = {
    "kode atau formulir": lambda spec: (spec.kode, spec.formulir),
    "skala nilai": lambda spec: spec.skala,
    "metode nilai aspek": lambda spec: spec.metode_aspek,
    "pembulatan IPP": lambda spec: spec.desimal,
    "komponen IPP atau bobotnya": lambda spec: [
        (k.kode, k.sumber, k.bobot, k.skala_asal) for k in spec.komponen
    ],
    "aspek, indikator, atau bobotnya": lambda spec: [
        (a.kode, a.bobot, [(i.nomor, i.kode, i.bobot) for i in a.indikator])
        for a in spec.semua_aspek
    ],
    "batas kategori": lambda spec: [(k.huruf, k.minimum) for k in spec.kategori],
    # People have answered the old words, and nobody can ask them again.
    "survei F03": lambda spec: (spec.survei, spec.terjemahan),
}


def refusals(lama: Instrumen, baru: Instrumen) -> list[str]:
    """What differs though an errata may not change it, by name; empty where it is one."""
    return [name for name, part in _KEPT.items() if part(lama) != part(baru)]


class Nasib(StrEnum):
    """What becomes of one question, and of the answer to it."""

    DIRALAT = "diralat"  # said otherwise; the answer stands
    TANYA_LAGI = "tanya_lagi"  # the answer does not fit any more
    DIHAPUS = "dihapus"
    BARU = "baru"

    @property
    def kata(self) -> str:
        return _WORDS[self]


_WORDS = {
    Nasib.DIRALAT: "diralat, jawaban tetap",
    Nasib.TANYA_LAGI: "ditanyakan lagi",
    Nasib.DIHAPUS: "dihapus",
    Nasib.BARU: "baru",
}
# The stored answer counts no more.
LOST = frozenset({Nasib.TANYA_LAGI, Nasib.DIHAPUS})


@dataclass(frozen=True, slots=True)
class Akibat:
    """What an errata does to one indicator of one F01, by question id.

    `tanya` are the questions that have to be answered now and did not have to be before; `jawaban`
    are the answers that stand; `sebelum` and `sesudah` the suggested levels.
    """

    nomor: int
    nasib: Mapping[str, Nasib]
    tanya: tuple[str, ...]
    jawaban: Mapping[str, Any]
    sebelum: int | None
    sesudah: int | None


def fate(lama: Pertanyaan | None, baru: Pertanyaan | None, nilai: object) -> Nasib | None:
    """What becomes of a question under its stored answer; None where nothing does."""
    if lama is None:
        return Nasib.BARU
    if baru is None:
        return Nasib.DIHAPUS
    if nilai is not None and unfit(baru, lama, nilai):
        return Nasib.TANYA_LAGI
    return Nasib.DIRALAT if lama != baru else None


def effect(lama: Indikator, baru: Indikator, answers: Mapping[str, Any]) -> Akibat:
    before = {p.id: p for p in lama.pertanyaan}
    after = {p.id: p for p in baru.pertanyaan}
    found = {key: fate(before.get(key), after.get(key), answers.get(key)) for key in before | after}
    stands = {
        key: nilai
        for key, nilai in answers.items()
        if nilai is not None and key in before and found[key] not in LOST
    }
    shown = rules.tampil(baru, stands)
    owed = {p.id for p in rules.missing(baru, stands)} - {
        p.id for p in rules.missing(lama, answers)
    }
    again = {key for key in shown if found[key] is Nasib.TANYA_LAGI}
    then, now = rules.suggest(lama, answers), rules.suggest(baru, stands)
    return Akibat(
        baru.nomor,
        {key: item for key, item in found.items() if item},
        tuple(key for key in after if key in owed | again),
        stands,
        then.level if then else None,
        now.level if now else None,
    )


def touched(lama: Instrumen, baru: Instrumen) -> list[tuple[Indikator, Indikator]]:
    """The indicators that differ, before and after; both have the same numbers."""
    pairs = ((item, baru.indikator(item.nomor)) for item in lama.semua_indikator)
    return [(old, new) for old, new in pairs if old != new]


def judged_otherwise(lama: Indikator, baru: Indikator) -> bool:
    """Whether a level given by the old rubric has to be looked at again."""
    return (lama.level, lama.aturan) != (baru.level, baru.aturan)
