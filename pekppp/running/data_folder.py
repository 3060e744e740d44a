"""Where an installation keeps what is its own: the folder, and the key in it."""

import hashlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()


def var_dir(base: Path) -> Path:
    """The folder given as PEKPPP_VAR, or one that belongs to the checkout `base`."""
    given = env.str("PEKPPP_VAR", "")
    if given:
        return Path(given).resolve()
    if os.geteuid() == 0:
        # As root the embedded server changes the mode of every parent folder of its data.
        return Path("/var/lib/pekppp") / hashlib.sha256(str(base).encode()).hexdigest()[:12]
    return base / "var"


def secret_key(folder: Path, *, must_be_given: bool) -> str:
    """The given key, or one kept in the data folder so that sessions survive a restart.

    Raises ImproperlyConfigured where none is given and it must be.
    """
    given = env.str("SECRET_KEY", "")
    if given:
        return given
    if must_be_given:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give a long random text, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    path = folder / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was faster
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        return path.read_text()
