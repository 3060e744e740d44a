"""The import contracts of pyproject.toml, tried on a tree as small as they name it."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.gates.tree import ROOT

Import = tuple[str, str]  # who, whom


def contracts(pyproject: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    return found


def wrong_imports(contract: dict[str, Any]) -> list[Import]:
    """The least that the contract forbids; KeyError for a kind of contract not known here."""
    return [(_plain(who), _plain(whom)) for who, whom in _WRONG[contract["type"]](contract)]


def make_tree(folder: Path, pyproject: str, wrong: list[Import]) -> None:
    """Empty modules of all the names that the contracts know, and the given imports in them."""
    modules = {_plain(name) for contract in contracts(pyproject) for name in _named(contract)}
    modules |= {name for one in wrong for name in one if "." in name}
    for name in modules:
        place = folder.joinpath(*name.split("."))
        place.mkdir(parents=True, exist_ok=True)
        for package in (place, *place.parents):
            if package == folder:
                break
            (package / "__init__.py").touch()
    for who, whom in wrong:
        with folder.joinpath(*who.split("."), "__init__.py").open("a") as source:
            source.write(f"import {whom}\n")
    (folder / "pyproject.toml").write_text(pyproject)


def broken_contracts(folder: Path) -> set[str]:
    """The names of those that import-linter says are broken."""
    said = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    found = set(re.findall(r"^(.+?) BROKEN", said.stdout, re.MULTILINE))
    assert bool(found) == bool(said.returncode), said.stdout + said.stderr
    return found


def pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text()


def _layers(contract: dict[str, Any]) -> list[list[str]]:
    """From the top; those side by side in one list. Optional ones stand in brackets."""
    return [re.findall(r"[\w.]+", line) for line in contract["layers"]]


def _named(contract: dict[str, Any]) -> Iterator[str]:
    containers = contract.get("containers", [])
    yield from containers
    for layer in _layers(contract) if "layers" in contract else []:
        for name in layer:
            yield from [f"{container}.{name}" for container in containers] or [name]
    for key in ("source_modules", "modules", "ancestors"):
        yield from contract.get(key, [])


def _plain(name: str) -> str:
    """A module that a wildcard stands for."""
    return name.replace("**", "some.module").replace("*", "some")


def _upwards(contract: dict[str, Any]) -> list[Import]:
    layers = _layers(contract)
    container = contract.get("containers", [""])[-1]
    low, high = layers[-1][0], layers[0][0]
    return [(f"{container}.{low}".strip("."), f"{container}.{high}".strip("."))]


def _forbidden(contract: dict[str, Any]) -> list[Import]:
    return [(contract["source_modules"][0], contract["forbidden_modules"][0])]


def _between(contract: dict[str, Any]) -> list[Import]:
    return [(contract["modules"][0], contract["modules"][1])]


def _in_a_circle(contract: dict[str, Any]) -> list[Import]:
    one, other = (f"{contract['ancestors'][0]}.{name}" for name in ("some", "other"))
    return [(one, other), (other, one)]


_WRONG = {
    "layers": _upwards,
    "forbidden": _forbidden,
    "independence": _between,
    "acyclic_siblings": _in_a_circle,
}
