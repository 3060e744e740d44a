"""Which part of another instrument version, or of the other form, is the same one. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from instruments import rules
from instruments.spec import Indikator, Instrumen, Pertanyaan


def pairs(
    now: Instrumen, then: Instrumen, numbers: Iterable[int], *, same: bool
) -> Iterator[tuple[int, Indikator]]:
    """(number now, indicator then): by number in one instrument (`same`), by code between two.

    What has no counterpart, or a code that several bear, is left out.
    """
    for nomor in numbers:
        if same:
            yield nomor, then.indikator(nomor)
            continue
        before = _with_code(then, now.indikator(nomor).kode)
        if before is not None and _with_code(now, before.kode) is not None:
            yield nomor, before


def _with_code(instrumen: Instrumen, kode: str) -> Indikator | None:
    """The one indicator with this code; none where several have it."""
    found = [item for item in instrumen.semua_indikator if item.kode == kode]
    return found[0] if len(found) == 1 else None


def unfit(now: Pertanyaan, then: Pertanyaan, nilai: Any) -> str:
    """Why a stored answer cannot stand under the question as it is now, in words; "" if it can."""
    if now.jenis != then.jenis:
        return "jenis pertanyaannya sudah lain"
    chosen = nilai if isinstance(nilai, list) else [nilai]
    if now.pilihan and any(_said(now, kode) != _said(then, kode) for kode in chosen):
        return "pilihan jawabannya sudah lain"
    try:
        rules.normalise(now, nilai)
    except ValueError:
        return "isinya tidak memenuhi syarat pertanyaan ini"
    return ""


def fitting(now: Pertanyaan, then: Pertanyaan, nilai: Any) -> Any:
    """The value, where the question is still of that kind and its choices still mean the same."""
    if nilai is None or unfit(now, then, nilai):
        return None
    return rules.normalise(now, nilai)


def _said(pertanyaan: Pertanyaan, kode: str) -> str | None:
    found = next((o.teks for o in pertanyaan.pilihan if o.kode == kode), None)
    return None if found is None else " ".join(found.split()).casefold()
