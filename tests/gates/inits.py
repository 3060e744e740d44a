"""A package's `__init__` does nothing: importing a module loads that module alone."""

from collections.abc import Iterable
from pathlib import Path

from tests.gates.tree import ROOT


def filled_inits(modules: Iterable[Path], root: Path = ROOT) -> list[str]:
    """Those that hold anything; the models' alone re-export."""
    return [
        path.relative_to(root).as_posix()
        for path in modules
        if path.name == "__init__.py" and path.parent.name != "models" and path.read_text().strip()
    ]
