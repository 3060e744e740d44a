"""What every import in two steps says of its file: problems, which forbid it, and notes."""

from collections.abc import Iterable
from typing import Any

from pekppp.base.sheet_reading import Problem, split


def told(found: Iterable[Problem]) -> dict[str, Any]:
    """Columns of the row that keeps an import."""
    problems, notes = split(found)
    # What is wrong with a cell comes before what is missing for its sake.
    firsts = {(p.sheet, p.row, p.column, "" if p.row else p.message): p for p in reversed(problems)}
    problems = [p for p in problems if p in firsts.values()]
    return {"masalah": [_located(p) for p in problems], "catatan": [_located(p) for p in notes]}


def _located(problem: Problem) -> dict[str, Any]:
    return {
        "lembar": problem.sheet,
        "baris": problem.row,
        "kolom": problem.column,
        "pesan": problem.message,
    }
