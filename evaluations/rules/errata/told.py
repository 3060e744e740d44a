"""What an errata did to the evaluations of a cycle: added up, and told to whom it concerns. Pure.

What it did to one of them is plain data, as `BarisRalat.isi` describes it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from instruments.errata import Nasib
from pekppp.base.words import listed

Isi = Mapping[str, Any]


@dataclass(slots=True)
class Soal:
    """One question over all evaluations: how many answers stand, are asked again, or are kept in
    the history alone, and how many units have to answer it now."""

    nomor: int
    id: str
    kata: str
    akibat: set[str] = field(default_factory=set)
    tetap: int = 0
    lagi: int = 0
    riwayat: int = 0
    jawab: int = 0

    @property
    def kata_akibat(self) -> str:
        return listed([Nasib(item).kata for item in sorted(self.akibat)])


@dataclass(slots=True)
class Ringkas:
    """All evaluations that follow the errata; figures by indicator number count evaluations."""

    jumlah: int = 0
    soal: dict[tuple[int, str], Soal] = field(default_factory=dict)
    # No counters: a template that asks one for its `items` is given 0.
    usulan: dict[int, int] = field(default_factory=dict)
    nilai: dict[int, int] = field(default_factory=dict)
    dibuka: int = 0
    tetap: int = 0


_COUNTED = {Nasib.DIRALAT: "tetap", Nasib.TANYA_LAGI: "lagi", Nasib.DIHAPUS: "riwayat"}


def sum_up(rows: Iterable[Isi]) -> Ringkas:
    found, suggested, given = Ringkas(), Counter[int](), Counter[int]()
    for isi in rows:
        found.jumlah += 1
        found.tetap += isi.get("tetap", 0)
        found.dibuka += bool(isi.get("buka"))
        suggested.update(nomor for nomor, _, _ in isi.get("usulan", ()))
        given.update(isi.get("nilai", ()))
        owed = {(nomor, key) for nomor, key in isi.get("tanya", ())}
        for nomor, key, kata, nasib, answered in isi.get("pertanyaan", ()):
            soal = found.soal.setdefault((nomor, key), Soal(nomor, key, kata))
            soal.akibat.add(nasib)
            soal.jawab += (nomor, key) in owed
            if answered and nasib in _COUNTED:
                name = _COUNTED[Nasib(nasib)]
                setattr(soal, name, getattr(soal, name) + 1)
    found.usulan, found.nilai = dict(sorted(suggested.items())), dict(sorted(given.items()))
    return found


def to_unit(isi: Isi, sampai: str) -> str:
    """What a unit is told; `sampai` is the due date of what is opened for it, or ""."""
    told = []
    for nasib in Nasib:
        numbers = [row[0] for row in isi.get("pertanyaan", ()) if row[3] == nasib]
        if numbers:
            told.append(f"Pertanyaan {nasib.kata}: indikator {_numbers(numbers)}.")
    owed = [nomor for nomor, _ in isi.get("tanya", ())]
    if not owed:
        told.append("Tidak ada yang harus Anda jawab lagi.")
    elif sampai:
        told.append(f"Jawab indikator {_numbers(owed)} sampai {sampai}, lalu kirim lagi F01.")
    else:
        told.append(f"Jawab indikator {_numbers(owed)} sebelum F01 dikirim.")
    return "\n".join(told)


def to_scorers(isi: Isi) -> str:
    """What those who score or verify are told; which levels there are is said to nobody here."""
    told = []
    if isi.get("nilai"):
        told.append(
            f"Rubrik atau aturannya diralat: nilai indikator {_numbers(isi['nilai'])} perlu "
            "dilihat lagi. Nilainya tidak diubah."
        )
    if isi.get("buka"):
        told.append(f"F01 dibuka lagi bagi unit: indikator {_numbers(isi['buka'])}.")
    return "\n".join(told)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(set(numbers))))
