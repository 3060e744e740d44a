"""Terms of the glossary where they stand: which of them a text uses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from instruments.nouns import Indikator, Instrumen, Istilah


def used(spec: Instrumen, indicators: Iterable[Indikator]) -> tuple[Istilah, ...]:
    """The terms that these indicators use, in the order of the glossary."""
    text = "\n".join(part for indikator in indicators for part in words_of(indikator))
    return tuple(one for one in spec.glosarium if _stands_in(one, text))


def words_of(indikator: Indikator) -> Iterable[str]:
    """Every text of it that people read."""
    yield indikator.nama
    yield indikator.penjelasan
    yield from indikator.bukti
    yield from (teks for _, teks in indikator.level)
    yield from (dokumen.teks for dokumen in indikator.dokumen)
    for pertanyaan in indikator.pertanyaan:
        yield pertanyaan.teks
        yield from (pilihan.teks for pilihan in pertanyaan.pilihan)


def _stands_in(one: Istilah, text: str) -> bool:
    """As a word of its own; an abbreviation only in capitals."""
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, 0 if word.isupper() else re.IGNORECASE)
        for word in (one.istilah, *one.juga)
    )
