"""From the answers of an F01 to what is asked, what is missing, and the suggested level. Pure.

`answers` is always a mapping from question id to the stored value (see `answers.normalise`); a
question that is not in it is unanswered, and ids it does not know are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from instruments.answers import Nilai, as_rules_see, blank, in_words, known, normalise
from instruments.expressions import (
    RESERVED,
    ExpressionError,
    UnknownNameError,
    evaluate,
    names,
    outcome,
    require_sound,
    split_and,
    strings,
)
from instruments.nouns import JENIS_BERPILIHAN, Indikator, Pertanyaan
from instruments.rule_words import bila_in_words, part_in_words

__all__ = [
    "RESERVED",
    "Bagian",
    "Berikut",
    "KutipanJawaban",
    "Usulan",
    "bila_in_words",
    "check",
    "in_words",
    "konteks",
    "missing",
    "normalise",
    "problems",
    "progress",
    "state_of",
    "suggest",
    "tampil",
    "unchecked",
]

Answers = Mapping[str, object]
# Of every question of an indicator, what `known` makes of its answer.
Read = Mapping[str, Nilai]


@dataclass(frozen=True, slots=True)
class KutipanJawaban:
    id: str
    pertanyaan: str
    jawaban: str


@dataclass(frozen=True, slots=True)
class Bagian:
    """One `&&` part of a rule with the questions it reads and their present answers.

    `syarat` says it in words; empty where the expression is too intricate for that.
    """

    ekspresi: str
    terpenuhi: bool
    jawaban: tuple[KutipanJawaban, ...]
    syarat: str = ""


@dataclass(frozen=True, slots=True)
class Berikut:
    """The next level that a rule describes, and what it still lacks."""

    level: int
    uraian: str
    kurang: tuple[Bagian, ...]
    terpenuhi: tuple[Bagian, ...]


@dataclass(frozen=True, slots=True)
class Usulan:
    level: int
    uraian: str
    dasar: tuple[Bagian, ...]
    berikut: Berikut | None

    @property
    def jawaban(self) -> tuple[KutipanJawaban, ...]:
        """The answers that carried it, each once."""
        return tuple({q.id: q for part in self.dasar for q in part.jawaban}.values())


def konteks(indikator: Indikator, answers: Answers) -> dict[str, Any]:
    """What the rules see: blanks as false, 0, "" or []; hidden questions count as blank."""
    return _look(indikator, _read(indikator, answers))[0]


def tampil(indikator: Indikator, answers: Answers) -> set[str]:
    """The ids of the questions that are asked, given the answers so far."""
    return _look(indikator, _read(indikator, answers))[1]


def _read(indikator: Indikator, answers: Answers) -> Read:
    return {p.id: known(p, answers.get(p.id)) for p in indikator.pertanyaan}


def _look(indikator: Indikator, read: Read) -> tuple[dict[str, Any], set[str]]:
    context = {p.id: blank(p) for p in indikator.pertanyaan}
    visible: set[str] = set()
    for p in indikator.pertanyaan:  # in order: a hidden parent hides its children too
        if p.bila is None or evaluate(p.bila, context):
            visible.add(p.id)
            context[p.id] = as_rules_see(p, read[p.id])
    return context, visible


def missing(indikator: Indikator, answers: Answers) -> tuple[Pertanyaan, ...]:
    """The visible required questions without an answer."""
    read = _read(indikator, answers)
    _, visible = _look(indikator, read)
    return tuple(
        p for p in indikator.pertanyaan if p.wajib and p.id in visible and read[p.id] is None
    )


def check(indikator: Indikator, answers: Answers) -> list[tuple[str, str]]:
    """(jenis, pesan) of every cross-check that applies: "galat" holds the submission.

    A number that is not there is unknown, not 0: a check that needs it stays silent.
    """
    known = _known(indikator, answers)
    return [(p.jenis, p.pesan) for p in indikator.pemeriksaan if evaluate(p.bila, known)]


def unchecked(indikator: Indikator, answers: Answers) -> tuple[Pertanyaan, ...]:
    """The questions whose answer a cross-check still waits for, where it has another already."""
    known, visible = _known(indikator, answers), tampil(indikator, answers)
    waiting: set[str] = set()
    for p in indikator.pemeriksaan:
        if outcome(p.bila, known) is None:
            read = names(p.bila)
            if any(indikator.pertanyaan_dengan(n).jenis != "ya_tidak" for n in read if n in known):
                waiting |= {n for n in read if n in visible and n not in known}
    return tuple(p for p in indikator.pertanyaan if p.id in waiting)


def _known(indikator: Indikator, answers: Answers) -> dict[str, Any]:
    """What was asked and answered, without blanks for the rest."""
    read = _read(indikator, answers)
    context, visible = _look(indikator, read)
    return {
        p.id: context[p.id]
        for p in indikator.pertanyaan
        if p.id in visible and read[p.id] is not None
    }


def suggest(indikator: Indikator, answers: Answers) -> Usulan | None:
    """The highest level whose rule the answers make true, with reasons.

    What is unanswered is unknown and carries nothing, neither a level nor the lowest one: that
    needs answers which say so. None where they do not, and for an indicator without rules.
    """
    read = _read(indikator, answers)
    context, visible = _look(indikator, read)
    found = _carried(indikator, read, visible)
    if found is None:
        return None
    level, rule = found

    def parts_of(source: str) -> tuple[Bagian, ...]:
        return tuple(
            Bagian(
                part,
                evaluate(part, context),
                _quotes(indikator, part, answers, visible),
                part_in_words(indikator, part) or "",
            )
            for part in split_and(source)
        )

    berikut = None
    higher = _nearest(indikator, read, level)
    if higher:
        parts = parts_of(higher[1])
        berikut = Berikut(
            level=higher[0],
            uraian=indikator.uraian(higher[0]),
            kurang=tuple(p for p in parts if not p.terpenuhi),
            terpenuhi=tuple(p for p in parts if p.terpenuhi),
        )
    return Usulan(level, indikator.uraian(level), parts_of(rule) if rule else (), berikut)


@dataclass(frozen=True, slots=True)
class Keadaan:
    """One indicator in figures: the level that `suggest` gives, and how many of the required
    questions that are asked have an answer."""

    level: int | None
    terisi: int
    diminta: int


def state_of(indikator: Indikator, answers: Answers) -> Keadaan:
    """What a result keeps of the answers, without the words that a page needs."""
    read = _read(indikator, answers)
    _, visible = _look(indikator, read)
    found = _carried(indikator, read, visible)
    return Keadaan(found[0] if found else None, *_progress(indikator, read, visible))


def progress(indikator: Indikator, answers: Answers) -> tuple[int, int]:
    """Of the required questions that are asked, how many have an answer, and how many there are."""
    read = _read(indikator, answers)
    return _progress(indikator, read, _look(indikator, read)[1])


def _progress(indikator: Indikator, read: Read, visible: set[str]) -> tuple[int, int]:
    asked = [p.id for p in indikator.pertanyaan if p.wajib and p.id in visible]
    return sum(read[key] is not None for key in asked), len(asked)


def _carried(indikator: Indikator, read: Read, visible: set[str]) -> tuple[int, str] | None:
    """The level that the answers carry and the rule that says so; no rule carries the lowest."""
    if not indikator.aturan:
        return None
    sure = _certain(indikator, read)
    told = []
    for level, rule in reversed(indikator.aturan):
        holds = outcome(rule, sure)
        if holds:
            return level, rule
        told.append(holds)
    # The answers exclude every rule: each by itself, or nothing that is asked is left.
    asked = [read[p.id] for p in indikator.pertanyaan if p.wajib and p.id in visible]
    all_said = None not in asked and any(value is not None for value in read.values())
    if all_said or all(holds is False for holds in told):
        return indikator.level[0][0] if indikator.level else 0, ""
    return None


def _certain(indikator: Indikator, read: Read) -> dict[str, Any]:
    """What is known: answers to what is asked, and blanks for what an answer made superfluous."""
    sure: dict[str, Any] = {}
    for p in indikator.pertanyaan:
        asked = True if p.bila is None else outcome(p.bila, sure)
        if asked is False:
            sure[p.id] = blank(p)
        elif asked and read[p.id] is not None:
            sure[p.id] = as_rules_see(p, read[p.id])
    return sure


def _nearest(indikator: Indikator, read: Read, level: int) -> tuple[int, str] | None:
    """The rule above `level` that asks for least, the lower one of two; never for a worse choice.

    Where somebody chose what carries level 5 and something else is missing, the way to level 1
    would lead him through a worse choice than he has.
    """
    stored = {p.id: as_rules_see(p, read[p.id]) for p in indikator.pertanyaan}
    holds: dict[str, bool] = {}
    carried: dict[str, int] = {}  # question of a single choice -> the level that its answer carries
    for nomor, rule in indikator.aturan:
        for part in split_and(rule):
            if part not in holds:
                holds[part] = evaluate(part, stored)
            if holds[part] and _is_choice(indikator, part):
                carried[names(part)[0]] = nomor

    def cost(item: tuple[int, str]) -> tuple[int, int, int]:
        lacking = [part for part in split_and(item[1]) if not holds[part]]
        worse = sum(
            carried.get(names(part)[0], level) > item[0]
            for part in lacking
            if _is_choice(indikator, part)
        )
        return worse, len(lacking), item[0]

    return min((item for item in indikator.aturan if item[0] > level), key=cost, default=None)


def _is_choice(indikator: Indikator, part: str) -> bool:
    """Whether a part of a rule names the one option that a single choice has to be."""
    read = names(part)
    return (
        len(read) == len(strings(part)) == 1
        and "==" in part
        and indikator.pertanyaan_dengan(read[0]).jenis == "pilihan_tunggal"
    )


def _quotes(
    indikator: Indikator, part: str, answers: Answers, visible: set[str]
) -> tuple[KutipanJawaban, ...]:
    return tuple(
        KutipanJawaban(
            id=p.id,
            pertanyaan=p.teks,
            jawaban=in_words(p, answers.get(p.id)) if p.id in visible else "tidak ditanyakan",
        )
        for p in (indikator.pertanyaan_dengan(name) for name in names(part))
    )


def problems(indikator: Indikator) -> Iterator[tuple[str, str, str]]:
    """(where, message, "galat" or "peringatan") of every expression of one indicator."""
    ids = [p.id for p in indikator.pertanyaan]
    samples = list(_samples(indikator))
    for index, p in enumerate(indikator.pertanyaan):
        if p.bila is not None:
            yield from _problems_of(
                f"pertanyaan[{index}].bila",
                f"«bila» pada pertanyaan «{p.id}»",
                p.bila,
                indikator,
                ids[:index],
                samples,
            )
    for index, pemeriksaan in enumerate(indikator.pemeriksaan):
        where, name = f"pemeriksaan[{index}].bila", f"Pemeriksaan ke-{index + 1}"
        yield from _problems_of(where, name, pemeriksaan.bila, indikator, ids, samples)
    for level, rule in indikator.aturan:
        where, name = f"aturan.{level}", f"Aturan level {level}"
        yield from _problems_of(where, name, rule, indikator, ids, samples)


def _problems_of(
    where: str,
    name: str,
    source: str,
    indikator: Indikator,
    known: list[str],
    samples: list[tuple[str, dict[str, Any]]],
) -> Iterator[tuple[str, str, str]]:
    try:
        require_sound(source, known, samples)
    except UnknownNameError as error:
        later = len(known) < len(indikator.pertanyaan)
        hint = " (hanya pertanyaan sebelumnya yang boleh dipakai)" if later else ""
        yield where, f"{name}: {error}{hint}.", "galat"
        return
    except ExpressionError as error:
        yield where, f"{name}: {error}.", "galat"
        return
    read = [indikator.pertanyaan_dengan(n) for n in names(source)]
    if all(p.jenis != "teks" for p in read):
        options = {o.kode for p in read if p.jenis in JENIS_BERPILIHAN for o in p.pilihan}
        for literal in dict.fromkeys(strings(source)):
            if literal not in options:
                yield (
                    where,
                    f"{name}: menyebut '{literal}', yang bukan pilihan.",
                    "peringatan",
                )


def _samples(indikator: Indikator) -> Iterator[tuple[str, dict[str, Any]]]:
    """Blank, full, and answers in between: whatever fails, fails here and not in a unit's hands."""
    questions = indikator.pertanyaan
    empty = {p.id: blank(p) for p in questions}
    low = {p.id: _filled(p, large=False) for p in questions}
    high = {p.id: _filled(p, large=True) for p in questions}
    yield "bila semua jawaban kosong", empty
    yield "bila semua jawaban terisi", low
    yield "bila semua jawaban terisi dengan angka terbesar", high
    for p in questions:
        yield f"bila hanya «{p.id}» yang terisi", {**empty, p.id: low[p.id]}
        yield f"bila hanya «{p.id}» yang kosong", {**low, p.id: empty[p.id]}


def _filled(pertanyaan: Pertanyaan, *, large: bool) -> Any:
    match pertanyaan.jenis:
        case "ya_tidak":
            return True
        case "angka":
            return 10**12 - 1 if large else 1
        case "persen":
            return 999_999_999.999999 if large else 100.0
        case "pilihan_tunggal":
            return pertanyaan.pilihan[-1 if large else 0].kode
        case "pilihan_ganda":
            return [p.kode for p in pertanyaan.pilihan]
        case _:
            return "contoh"
