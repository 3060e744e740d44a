"""What differs between two submissions of an F01. Pure: frozen content in, plain rows out.

The content is that of `VersiF01.isi`: per indicator the answers that were given and the evidence
that was in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Isi = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    pertanyaan: str
    lama: Any
    baru: Any


@dataclass(slots=True)
class Change:
    """Everything that changed on one indicator."""

    nomor: int
    jawaban: list[Answer] = field(default_factory=list)
    dokumen: list[Answer] = field(default_factory=list)  # ticked documents; by their code
    tambah: list[Mapping[str, Any]] = field(default_factory=list)
    hapus: list[Mapping[str, Any]] = field(default_factory=list)
    # (before, after): another file in its place, or other words about the same one.
    ganti: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.jawaban or self.dokumen or self.tambah or self.hapus or self.ganti)


def changes(lama: Isi, baru: Isi) -> list[Change]:
    """Per indicator that differs, in order of its number."""
    numbers = sorted({int(nomor) for nomor in (*lama, *baru)})
    found = (_change(n, lama.get(str(n), {}), baru.get(str(n), {})) for n in numbers)
    return [change for change in found if change]


def _change(nomor: int, lama: Mapping[str, Any], baru: Mapping[str, Any]) -> Change:
    change = Change(nomor)
    for name, rows in (("jawaban", change.jawaban), ("dokumen", change.dokumen)):
        before, after = lama.get(name, {}), baru.get(name, {})
        for key in sorted({*before, *after}):
            old, new = before.get(key), after.get(key)
            if old != new or type(old) is not type(new):
                rows.append(Answer(key, old, new))
    _compare_evidence(change, lama.get("bukti", []), baru.get("bukti", []))
    return change


def _compare_evidence(change: Change, lama: Any, baru: Any) -> None:
    before = {item["uuid"]: item for item in lama}
    after = {item["uuid"]: item for item in baru}
    taken = set()
    for uuid, item in after.items():
        if uuid in before:
            if _said(before[uuid]) != _said(item):
                change.ganti.append((before[uuid], item))
            continue
        old = next((u for u in item.get("menggantikan", []) if u in before), None)
        if old is None:
            change.tambah.append(item)
        else:
            taken.add(old)
            change.ganti.append((before[old], item))
    gone = before.keys() - after.keys() - taken
    change.hapus += [item for uuid, item in before.items() if uuid in gone]


def _said(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "menggantikan"}
