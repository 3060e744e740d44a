"""Set up a checkout: virtual environment, hashed lock, system libraries. Standard library only.

`make setup` runs this with the system's Python. It is quick when nothing changed, and it stops
with the one command to type when it needs something that it may not install itself.
"""

from __future__ import annotations  # an older Python must get as far as the message for it

import argparse
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "pekppp-setup.json"
RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
MINIMUM = (3, 11)

# What WeasyPrint opens by name, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# The documents are laid out in Liberation Sans and Serif; another font moves every line. Names and
# notes bring other scripts (Arabic, Javanese, Balinese) and symbols, which would print as boxes.
FONTS = {
    "LiberationSans-Regular.ttf": "fonts-liberation",
    "NotoSansJavanese-Regular.ttf": "fonts-noto-core",
    "Symbola_hint.ttf": "fonts-symbola",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def stop(text: str) -> NoReturn:
    sys.exit(f"setup: {text}")


def check_python() -> None:
    if sys.version_info < MINIMUM:
        stop(
            f"Python {MINIMUM[0]}.{MINIMUM[1]} or newer is needed, this is "
            f"{sys.version.split()[0]}. Name another one: make PYTHON=python3.12 ..."
        )
    try:
        # Debian has Python without them.
        import ensurepip  # noqa: F401  asked, not used
        import venv  # noqa: F401  asked, not used
    except ImportError:
        stop(
            "Python cannot make virtual environments here. Type: sudo apt-get install python3-venv"
        )


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def ensure_environment(*, development: bool) -> None:
    """Install what the lock names, unless the stamp says that it was installed already."""
    python = VENV / "bin" / "python"
    stamp = read_stamp()
    wanted = {RUNTIME_LOCK: digest(RUNTIME_LOCK)}
    if development:
        wanted[DEVELOPMENT_LOCK] = digest(DEVELOPMENT_LOCK)
    # A Python that was upgraded or removed leaves a virtual environment that does not start.
    starts = python.exists() and not run([str(python), "-c", ""], quiet=True)
    if starts and wanted.items() <= stamp.items():
        return
    if not starts:
        say("making the virtual environment in .venv")
        if run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            stop("the virtual environment could not be made, see above")
    lock = DEVELOPMENT_LOCK if development else RUNTIME_LOCK
    say(f"installing what {lock} names; the first time this takes a minute or two")
    STAMP.unlink(missing_ok=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if run([*pip, "--require-hashes", "--requirement", str(ROOT / lock)]):
        stop("the packages could not be installed, see above; make setup tries again")
    # .venv/bin/pytest and celery find the project wherever they are called from.
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "pekppp.pth").write_text(f"{ROOT}\n")
    # The development lock was compiled on top of the other, so it brings both.
    STAMP.write_text(json.dumps({RUNTIME_LOCK: digest(RUNTIME_LOCK), **wanted}))


def missing_packages() -> list[str]:
    """Debian packages whose library or font is not found on this system."""
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    # os.path, not pathlib: a folder that we may not look into is one that does not count.
    folders = filter(os.path.isdir, map(os.path.expanduser, FONT_FOLDERS))
    found = {name for folder in folders for _, _, files in os.walk(folder) for name in files}
    return missing + [package for font, package in FONTS.items() if font not in found]


def ensure_system() -> None:
    if sys.platform == "darwin":
        if not any(Path(prefix, "lib/libpango-1.0.dylib").exists() for prefix in brew_prefixes()):
            stop(
                "PDFs need Pango and fonts. Type: brew install pango font-liberation "
                "font-noto-sans-arabic font-noto-sans-javanese font-noto-sans-balinese font-symbola"
            )
        return
    missing = missing_packages()
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    typed = f"sudo apt-get update && sudo {' '.join(install)}"
    if shutil.which("apt-get") is None:
        stop(
            "PDFs need Pango, HarfBuzz with its subset library, and the fonts Liberation, "
            "Noto (Arabic, Javanese, Balinese, symbols) and Symbola; install "
            f"them with this system's package manager (on Debian: {typed})"
        )
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif shutil.which("sudo") and not run(["sudo", "-n", "true"], quiet=True):
        prefix = ["sudo", "-n", "env"]
    else:
        stop(f"PDFs need some system libraries and fonts. Type:\n\n    {typed}\n")
    say(f"installing {', '.join(missing)}")
    quiet = ["DEBIAN_FRONTEND=noninteractive"]
    run([*prefix, *quiet, "apt-get", "-qq", "update"], quiet=True)
    run([*prefix, *quiet, *install, "-qq"], quiet=True)
    if missing_packages():
        stop(f"the system libraries could not be installed. Type:\n\n    {typed}\n")


def brew_prefixes() -> tuple[str, ...]:
    return ("/opt/homebrew", "/usr/local")


def run(command: list[str], *, quiet: bool = False) -> int:
    """The exit code; leading NAME=value words become the environment, as in a shell."""
    environment = dict(os.environ)
    # A PYTHONHOME or an active environment of somebody else must not leak into ours.
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        environment.pop(name, None)
    while "=" in command[0]:
        name, _, value = command[0].partition("=")
        environment[name] = value
        command = command[1:]
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        command,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    ).returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also the tools for tests and linting")
    check_python()
    ensure_environment(development=parser.parse_args().dev)
    ensure_system()


if __name__ == "__main__":
    main()
