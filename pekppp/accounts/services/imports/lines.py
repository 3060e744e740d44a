"""What a workbook of master data would do: a line for each of its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pekppp.accounts.sheet import Typed
from pekppp.base.sheet_reading import Problem

# What becomes of a row: before it is applied, and after.
NEW, CHANGED, SAME = "baru", "ubah", "tetap"
ROLE, NEW_WAITS, WAITS, INVITED = "peran", "baru_tunggu", "tunggu", "undang"
EFFECTS = {
    NEW: ("Akan dibuat", "Dibuat"),
    NEW_WAITS: (
        "Akun akan dibuat; perannya menunggu konfirmasi admin kedua",
        "Akun dibuat; perannya menunggu konfirmasi admin kedua",
    ),
    ROLE: ("Akun sudah ada; akan diberi peran", "Diberi peran"),
    WAITS: (
        "Akun sudah ada; perannya akan menunggu konfirmasi admin kedua",
        "Perannya menunggu konfirmasi admin kedua",
    ),
    INVITED: ("Akun sudah ada di luar urusan Anda; akan diundang", "Diundang lewat akunnya"),
    CHANGED: ("Akan diubah", "Diubah"),
    SAME: ("Tetap", "Tetap"),
}

# Called with the number of rows that are done.
Step = Callable[[int], object]
EVERY = 500  # rows


@dataclass(slots=True)
class Line:
    """What becomes of one row."""

    at: Typed
    effect: str
    name: str  # of the unit or the person
    place: str  # where
    changes: list[list[str]] = field(default_factory=list)  # field, before, after
    note: str = ""
    work: Any = None  # what applying needs, read anew each time

    def stored(self) -> dict[str, Any]:
        """As the row of the import keeps it, and compares it before it applies it."""
        return {
            "lembar": self.at.sheet,
            "baris": self.at.number,
            "isi": dict(self.at.values),
            "akibat": self.effect,
            "nama": self.name,
            "tempat": self.place,
            "beda": self.changes,
            "catatan": self.note,
        }


@dataclass(slots=True)
class Plan:
    """What a file would do, and what forbids it; notes stand among the problems."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def typed(row: dict[str, Any]) -> Typed:
    """The row of a file from what the import kept of it."""
    return Typed(row["lembar"], row["baris"], row["isi"])


def done(line: Line, **more: str) -> dict[str, Any]:
    """What was made of a row, for the page and the workbook of results."""
    return {
        "lembar": line.at.sheet,
        "baris": line.at.number,
        "akibat": line.effect,
        "nama": line.name,
        "tempat": line.place,
        "beda": line.changes,
        "catatan": line.note,
        **more,
    }
