"""The one door to CEL: reading, refusing, splitting and evaluating the expressions of a rubric.

Rules come from a file that people write, so everything is refused that could fail later, when a
unit fills its form: unknown names, syntax, more than one comprehension (the engine nests them at
a price), division by zero or overflow on the sample answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import cel

MAX_LENGTH = 1000
COMPREHENSIONS = frozenset({"filter", "exists", "all", "map", "exists_one"})
METHODS = COMPREHENSIONS | {"size", "contains", "startsWith", "endsWith", "matches"}
FUNCTIONS = frozenset({"size", "int", "double", "string"})
# What CEL keeps for itself and what our functions are called: no question may be named so.
RESERVED = (
    frozenset({"as", "break", "const", "continue", "else", "false", "for", "function", "if"})
    | {
        "import",
        "in",
        "let",
        "loop",
        "namespace",
        "null",
        "package",
        "return",
        "true",
        "var",
    }
    | {
        "void",
        "while",
        "bool",
        "bytes",
        "dyn",
        "has",
        "list",
        "null_type",
        "type",
        "uint",
    }
    | METHODS
    | FUNCTIONS
)
_LITERALS = frozenset({"true", "false", "null", "in"})

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<op>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_COLUMN = re.compile(r"<input>:\d+:(\d+)")


class ExpressionError(ValueError):
    """Why an expression is refused, in a sentence for the person who wrote it."""


class UnknownNameError(ExpressionError):
    """An expression reads something that is no question (or not yet asked)."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int


@lru_cache(maxsize=8192)
def tokens(source: str) -> tuple[Token, ...]:
    found: list[Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise ExpressionError(
                f"tanda {source[position]!r} pada kolom {position + 1} tidak dikenal"
            )
        kind = match.lastgroup or ""
        adjacent = bool(found) and found[-1].start + len(found[-1].text) == position
        if kind == "string" and adjacent and found[-1].kind in ("string", "name"):
            # Triple quotes and prefixes (r'..') would be split differently by CEL.
            raise ExpressionError(f"tanda kutip pada kolom {position + 1} tidak dapat dibaca")
        if kind != "space":
            found.append(Token(kind, match.group(), position))
        position = match.end()
    for one, two in pairwise(found):
        if one.text == two.text == "/":
            raise ExpressionError("komentar tidak diperbolehkan di dalam aturan")
    return tuple(found)


@lru_cache(maxsize=8192)
def _program(source: str) -> cel.Program:
    return cel.compile(source)


def evaluate(source: str, context: Mapping[str, Any]) -> bool:
    """True only if the expression says so; what fails at run time counts as false."""
    return outcome(source, context) is True


def outcome(source: str, context: Mapping[str, Any]) -> bool | None:
    """What the expression says; None where it cannot be told.

    A name that is not in the context is unknown, as CEL knows it: `false && unknown` is false,
    `true || unknown` is true, and everything else that needs it cannot be told.
    """
    try:
        return _program(source).execute(dict(context)) is True
    except (RuntimeError, TypeError, ArithmeticError, LookupError, ValueError):
        return None


@lru_cache(maxsize=8192)
def names(source: str) -> tuple[str, ...]:
    """The variables an expression reads, in order, without that of its comprehension."""
    return tuple(dict.fromkeys(t.text for t in _free_names(tokens(source))))


@lru_cache(maxsize=8192)
def strings(source: str) -> tuple[str, ...]:
    """The string literals of an expression, unquoted."""
    return tuple(
        re.sub(r"\\(.)", r"\1", t.text[1:-1]) for t in tokens(source) if t.kind == "string"
    )


def _free_names(items: tuple[Token, ...]) -> Iterable[Token]:
    scopes = list(_comprehensions(items))
    for index, token in enumerate(items):
        if token.kind != "name" or token.text in _LITERALS or _called(items, index):
            continue
        if _after_dot(items, index):
            raise ExpressionError(f"«.{token.text}» tidak dikenal: jawaban tidak punya bagian")
        if not any(begin <= index < end and token.text == name for name, begin, end in scopes):
            yield token


def _called(items: tuple[Token, ...], index: int) -> bool:
    return index + 1 < len(items) and items[index + 1].text == "("


def _after_dot(items: tuple[Token, ...], index: int) -> bool:
    return index > 0 and items[index - 1].text == "."


def _comprehensions(items: tuple[Token, ...]) -> Iterable[tuple[str, int, int]]:
    """(variable, first token, end) of each comprehension."""
    for index, token in enumerate(items):
        if token.text in COMPREHENSIONS and _called(items, index) and _after_dot(items, index):
            depth, end = 0, index + 1
            while end < len(items):
                depth += (items[end].text in "([") - (items[end].text in ")]")
                end += 1
                if depth == 0:
                    break
            variable = items[index + 2].text if index + 2 < len(items) else ""
            yield variable, index + 2, end


def split_and(source: str) -> tuple[str, ...]:
    """The parts joined by `&&` at the top level; the whole where `||` or `?:` binds looser."""
    return _split(source, "&&", ("||", "?"))


def split_or(source: str) -> tuple[str, ...]:
    """The parts joined by `||` at the top level; the whole where `?:` binds looser."""
    return _split(source, "||", ("?",))


@lru_cache(maxsize=8192)
def _split(source: str, operator: str, looser: tuple[str, ...]) -> tuple[str, ...]:
    depth = 0
    cuts: list[int] = []
    for token in tokens(source):
        if token.kind != "op":
            continue
        depth += (token.text in "([") - (token.text in ")]")
        if depth == 0 and token.text in looser:
            return (source.strip(),)
        if depth == 0 and token.text == operator:
            cuts.append(token.start)
    starts = [0, *(cut + 2 for cut in cuts)]
    ends = [*cuts, len(source)]
    return tuple(source[a:b].strip() for a, b in zip(starts, ends, strict=True))


def require_sound(
    source: str,
    known: Collection[str],
    samples: Iterable[tuple[str, Mapping[str, Any]]],
) -> None:
    """Refuse an expression that could fail; samples are (what is tried, context) pairs."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(f"terlalu panjang (paling banyak {MAX_LENGTH} huruf)")
    items = tokens(source)
    program = _compiled(source)
    _require_known(items, known)
    for tried, context in samples:
        try:
            result = program.execute(dict(context))
        except ZeroDivisionError:
            raise ExpressionError(f"membagi dengan nol {tried}") from None
        except OverflowError:
            raise ExpressionError(f"hasil hitungannya terlalu besar {tried}") from None
        except (RuntimeError, TypeError, ArithmeticError, LookupError, ValueError):
            raise ExpressionError(
                f"gagal dihitung {tried}; periksa apakah jenis jawaban yang dibandingkan sama"
            ) from None
        if not isinstance(result, bool):
            raise ExpressionError(f"hasilnya bukan benar atau salah {tried}")


def _compiled(source: str) -> cel.Program:
    try:
        return _program(source)
    except ValueError as error:
        column = _COLUMN.search(str(error))
        where = f" di sekitar kolom {column.group(1)}" if column else ""
        raise ExpressionError(f"penulisannya keliru{where}") from None


def _require_known(items: tuple[Token, ...], known: Collection[str]) -> None:
    comprehensions = list(_comprehensions(items))
    if len(comprehensions) > 1:
        raise ExpressionError(
            "memakai lebih dari satu penyaringan (filter, exists, all, map); paling banyak satu"
        )
    for variable, _, _ in comprehensions:
        if variable in known:
            raise ExpressionError(f"nama bantu «{variable}» sama dengan id pertanyaan")
    for index, token in enumerate(items):
        if token.kind == "name" and _called(items, index):
            allowed = METHODS if _after_dot(items, index) else FUNCTIONS
            if token.text not in allowed and token.text not in _LITERALS:
                raise ExpressionError(f"memakai fungsi yang tidak dikenal: «{token.text}»")
    unknown = [t.text for t in _free_names(items) if t.text not in known]
    if unknown:
        listed = ", ".join(f"«{name}»" for name in dict.fromkeys(unknown))
        raise UnknownNameError(f"memakai nama yang tidak dikenal: {listed}")
