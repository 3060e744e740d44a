"""Pure modules know neither Django nor a queue, whatever they import and whoever that imports."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.gates.tree import PACKAGES, ROOT, names_of

FORBIDDEN = {
    *("django", "celery", "kombu", "redis", "psycopg", "guardian", "allauth", "csp"),
    *("pghistory", "pgtrigger", "storages", "django_htmx"),
}


def impure(
    modules: Iterable[Path], root: Path = ROOT, packages: tuple[str, ...] = PACKAGES
) -> list[str]:
    """Each way from a module to something forbidden: "evaluations.rules.x -> y -> django".

    Imports in functions count. Those of a package's `__init__` do not: they are empty, which is a
    gate of its own.
    """
    found = []
    for path in modules:
        found += _ways(path, root, packages, ".".join(names_of(path, root)), set())
    return found


def _ways(
    path: Path, root: Path, packages: tuple[str, ...], way: str, seen: set[Path]
) -> Iterator[str]:
    seen.add(path)
    for name in sorted(imported(path.read_text(), names_of(path, root))):
        top = name.partition(".")[0]
        if top in FORBIDDEN:
            yield f"{way} -> {name}"
        elif top in packages:
            target = _file(name, root)
            if target is not None and target not in seen:
                yield from _ways(target, root, packages, f"{way} -> {name}", seen)


def imported(source: str, names: tuple[str, ...]) -> set[str]:
    """Modules, and what may be one: `from a import b` names `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # `from . import x` in evaluations/rules/a.py: one level up are the first two names.
            above = names[: len(names) - node.level] if node.level else ()
            base = ".".join((*above, *((node.module or "").split(".") if node.module else ())))
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def _file(name: str, root: Path) -> Path | None:
    place = root.joinpath(*name.split("."))
    found = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in found if path.exists()), None)
