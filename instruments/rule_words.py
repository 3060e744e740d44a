"""The expressions of a rubric in words, for people who never heard of CEL. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from instruments.expressions import names, split_and, split_or, strings
from instruments.nouns import Indikator

_ID = r"([a-z_][a-z0-9_]*)"
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_COMPARE = r"(>=|<=|==|>|<)"
_AMOUNT = {
    ">=": "sedikitnya",
    ">": "lebih dari",
    "<=": "paling banyak",
    "<": "kurang dari",
    "==": "tepat",
}


def bila_in_words(indikator: Indikator, source: str) -> str:
    """When a question is asked, in words where the expression is simple enough."""
    return " dan ".join(
        part_in_words(indikator, part) or _as_written(indikator, part) for part in split_and(source)
    )


def part_in_words(indikator: Indikator, part: str) -> str | None:
    """One `&&` part of an expression; None where it is too intricate."""
    either = split_or(part)
    if len(either) > 1:
        said = [part_in_words(indikator, item) for item in either]
        return " atau ".join(item for item in said if item) if all(said) else None
    for pattern, words in _PATTERNS:
        match = pattern.fullmatch(part.strip())
        if match:
            return words(indikator, match)
    return None


def _as_written(indikator: Indikator, part: str) -> str:
    texts = ", ".join(_quoted(indikator, name) for name in names(part))
    return f"jawaban atas {texts} memenuhi syarat {part}"


def _quoted(indikator: Indikator, name: str) -> str:
    return f"«{indikator.pertanyaan_dengan(name).teks}»"


def _yes(indikator: Indikator, match: re.Match[str]) -> str:
    return f"{_quoted(indikator, match[1])} dijawab Ya"


def _no(indikator: Indikator, match: re.Match[str]) -> str:
    return f"{_quoted(indikator, match[1])} dijawab Tidak atau belum dijawab"


def _label(indikator: Indikator, name: str, code: str) -> str:
    return indikator.pertanyaan_dengan(name).label(code)


def _includes(indikator: Indikator, match: re.Match[str]) -> str:
    code, name = match[1], match[2]
    return f"{_quoted(indikator, name)} mencakup {_label(indikator, name, code)}"


def _equals(indikator: Indikator, match: re.Match[str]) -> str:
    name, code = match[1], match[2]
    return f"{_quoted(indikator, name)} dijawab {_label(indikator, name, code)}"


def _any_of(indikator: Indikator, match: re.Match[str]) -> str:
    name = match[1]
    labels = "; ".join(_label(indikator, name, code) for code in strings(match[0]))
    return f"{_quoted(indikator, name)} mencakup salah satu dari: {labels}"


def _count(indikator: Indikator, match: re.Match[str]) -> str:
    return f"{_AMOUNT[match[2]]} {match[3]} pilihan pada {_quoted(indikator, match[1])}"


def _count_without(indikator: Indikator, match: re.Match[str]) -> str:
    name, code = match[1], match[3]
    return (
        f"{_AMOUNT[match[4]]} {match[5]} pilihan selain {_label(indikator, name, code)} "
        f"pada {_quoted(indikator, name)}"
    )


def _number(indikator: Indikator, match: re.Match[str]) -> str:
    return f"{_quoted(indikator, match[1])} {_AMOUNT[match[2]]} {_decimal(match[3])}"


def _share(indikator: Indikator, match: re.Match[str]) -> str:
    share = Fraction(match[5]) * 100 / Fraction(match[2])
    if share.denominator != 1:
        return (
            f"{_quoted(indikator, match[1])} kali {match[2]} {_AMOUNT[match[3]]} "
            f"{_quoted(indikator, match[4])} kali {match[5]}"
        )
    return (
        f"{_quoted(indikator, match[1])} {_AMOUNT[match[3]]} {share.numerator}% dari "
        f"{_quoted(indikator, match[4])}"
    )


def _pair(indikator: Indikator, match: re.Match[str]) -> str:
    amount = {"==": "sama dengan", ">=": "sedikitnya sama dengan"}.get(match[2])
    return (
        f"{_quoted(indikator, match[1])} {amount or _AMOUNT[match[2]]} "
        f"{_quoted(indikator, match[3])}"
    )


def _decimal(text: str) -> str:
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return f"{whole},{rest}" if rest else whole


_Words = Callable[[Indikator, re.Match[str]], str]
_PATTERNS: tuple[tuple[re.Pattern[str], _Words], ...] = tuple(
    (re.compile(pattern.replace(" ", r"\s*")), words)
    for pattern, words in (
        (_ID, _yes),
        (f"! {_ID}", _no),
        (rf"'([^'\\]*)'(?: )in {_ID}", _includes),
        (rf"{_ID} == '([^'\\]*)'", _equals),
        (rf"size\( {_ID} \) {_COMPARE} ([0-9]+)", _count),
        (rf"{_ID} \. size\( \) {_COMPARE} ([0-9]+)", _count),
        (
            rf"{_ID}\.filter\( {_ID} , \2 != '([^'\\]*)' \)\.size\( \) {_COMPARE} ([0-9]+)",
            _count_without,
        ),
        (rf"{_ID}\.exists\( {_ID} , \2(?: )in \[[^\]]*\] \)", _any_of),
        (rf"{_ID} {_COMPARE} {_NUMBER}", _number),
        (rf"{_ID} \* {_NUMBER} {_COMPARE} {_ID} \* {_NUMBER}", _share),
        (rf"{_ID} {_COMPARE} {_ID}", _pair),
    )
)
