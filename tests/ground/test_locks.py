"""The lock files belong together and name no host."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = (ROOT / "requirements.lock").read_text()
DEVELOPMENT = (ROOT / "requirements-dev.lock").read_text()
PIN = re.compile(r"^([a-z0-9-]+==\S+)", re.MULTILINE)


def test_the_development_lock_brings_everything_of_the_other() -> None:
    assert set(PIN.findall(RUNTIME)) - set(PIN.findall(DEVELOPMENT)) == set()


def test_every_package_is_pinned_by_hash_and_none_by_address() -> None:
    for lock in (RUNTIME, DEVELOPMENT):
        packages = re.split(r"\n(?=\S)", lock.strip())
        assert [package for package in packages if "--hash=sha256:" not in package] == []
        assert "://" not in lock


def test_every_package_of_the_script_checks_is_pinned_by_hash_and_none_by_address() -> None:
    packages = json.loads((ROOT / "tests/js/package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert [name for name, package in installed.items() if "integrity" not in package] == []
    assert [name for name, package in installed.items() if "resolved" in package] == []
