"""Print what the suite covers, package by package, and fail where it is below its floor.

    python -m tests.coverage_floors coverage.json
    python -m tests.coverage_floors --pure coverage-pure.json

The floors stand in coverage_floors.toml beside this file. `--pure` asks of the pure folders and
modules alone, whose own tests prove all of them in seconds.
"""

import json
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_suffix(".toml")
PROJECT = Path(__file__).parents[1] / "pyproject.toml"
WHOLE = 100
ROOM = 1  # percent above its floor, from which on a floor is worth raising


@dataclass(frozen=True, slots=True)
class Covered:
    """Lines and branches: how many there are, and how many the suite took."""

    all: int = 0
    taken: int = 0

    def __add__(self, other: "Covered") -> "Covered":
        return Covered(self.all + other.all, self.taken + other.taken)

    @property
    def percent(self) -> float:
        return 100 * self.taken / self.all if self.all else 100.0


def pure(contract: str) -> list[str]:
    """Patterns over the files of what a contract of pyproject.toml says that it is pure."""
    linter = tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]
    (found,) = [one for one in linter["contracts"] if one["name"] == contract]
    paths = [name.replace(".", "/") for name in found["source_modules"]]
    return [f"{path}/*" if (PROJECT.parent / path).is_dir() else f"{path}.py" for path in paths]


def read(report: dict[str, Any]) -> dict[str, Covered]:
    """Of each file, from coverage's report as JSON."""
    return {
        name: Covered(
            file["summary"]["num_statements"] + file["summary"]["num_branches"],
            file["summary"]["covered_lines"] + file["summary"]["covered_branches"],
        )
        for name, file in report["files"].items()
    }


def by_folder(files: dict[str, Covered], depth: int) -> dict[str, Covered]:
    """Summed up by the first folders of the path."""
    found: dict[str, Covered] = defaultdict(Covered)
    for name, covered in files.items():
        found["/".join(name.split("/")[:-1][:depth])] += covered
    return dict(found)


def below(files: dict[str, Covered], floors: dict[str, Any]) -> list[str]:
    """Each floor that is not reached, and each pattern that finds nothing."""
    found = []
    for name, covered, floor in _measured(files, floors):
        if covered.percent < floor:
            found.append(f"{name}: {covered.percent:.2f} %, its floor is {floor} %")
    for pattern in floors["whole"]["files"]:
        if not any(fnmatch(name, pattern) for name in files):
            found.append(f"{pattern}: no file")
    return found


def could_rise(files: dict[str, Covered], floors: dict[str, Any]) -> list[str]:
    return [
        f"{name}: the floor could rise from {floor} to {int(covered.percent)}"
        for name, covered, floor in _measured(files, floors)
        if covered.percent >= floor + ROOM
    ]


def _measured(
    files: dict[str, Covered], floors: dict[str, Any]
) -> list[tuple[str, Covered, float]]:
    packages = by_folder(files, 1)
    patterns = floors["whole"]["files"]
    return [
        ("total", sum(files.values(), Covered()), floors["total"]["floor"]),
        *(
            (name, packages.get(name, Covered(1)), floors["packages"][name])
            for name in floors["packages"]
        ),
        *(
            (name, covered, WHOLE)
            for name, covered in files.items()
            if any(fnmatch(name, pattern) for pattern in patterns)
        ),
    ]


def main(path: str, *, only_pure: bool = False) -> int:
    files = read(json.loads(Path(path).read_text()))
    floors = tomllib.loads(FLOORS.read_text())
    floors["whole"]["files"] += pure(floors["whole"]["pure"])
    if only_pure:
        patterns = pure(floors["whole"]["pure"])
        files = {n: one for n, one in files.items() if any(fnmatch(n, p) for p in patterns)}
        floors = {"total": {"floor": WHOLE}, "packages": {}, "whole": {"files": patterns}}
    for name, covered in sorted(by_folder(files, 2).items()):
        say(f"{covered.percent:6.2f} %  {name} ({covered.taken} of {covered.all})")
    say(f"{sum(files.values(), Covered()).percent:6.2f} %  in all, lines and branches")
    for line in could_rise(files, floors):
        say(line)
    wrong = below(files, floors)
    for line in wrong:
        say(f"BELOW {line}")
    return 1 if wrong else 0


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  a command speaks to whoever typed it


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1], only_pure="--pure" in sys.argv))
