"""Which files of a checkout a gate looks at. By pattern, never by list: a new topic is looked at
without anyone remembering."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("pekppp", "instruments", "evaluations", "reports")

# Folders and modules that answer requests or are called by a worker: `views/`, `unit_forms.py`.
_REQUEST_SIDE = re.compile(r"(^|_)(views?|forms?|pages|portal|tasks)$")
# What lies in these is called, and asks the database, whatever its own name: `queries/tasks.py`.
_BENEATH = {"queries", "services", "models", "rules", "migrations", "management"}
_PURE = {"rules", "roles", "spec"}


def modules(root: Path = ROOT, packages: tuple[str, ...] = PACKAGES) -> list[Path]:
    """Every Python file of ours but the migrations."""
    found = (path for name in packages for path in (root / name).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def names_of(path: Path, root: Path = ROOT) -> tuple[str, ...]:
    """The names that lead to a module, `evaluations/overview/views/unit.py` -> evaluations, views,
    unit."""
    return path.relative_to(root).with_suffix("").parts


def is_request_side(path: Path, root: Path = ROOT) -> bool:
    names = names_of(path, root)
    return not _BENEATH & {*names[:-1]} and any(_REQUEST_SIDE.search(name) for name in names)


def is_pure(path: Path, root: Path = ROOT) -> bool:
    """Whether a module lies in a folder `rules`, or is one of the names that promise as much."""
    return bool(_PURE & {*names_of(path, root)})


def templates(root: Path = ROOT) -> list[Path]:
    """Pages and what they include; `pdf/` is read by no browser."""
    folder = root / "templates"
    found = [*folder.rglob("*.html"), *folder.rglob("*.svg")]
    return sorted(path for path in found if path.relative_to(folder).parts[0] != "pdf")
