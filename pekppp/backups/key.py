"""The key of a backup: BACKUP_KEY, or a file that holds it."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings

from pekppp.backups.folder import BackupError

SHORTEST = 16


def add_key_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--key-file", type=Path, help="holds the key; else BACKUP_KEY, if set")


def key_of(file: Path | None) -> str:
    """The key, or "" where none is given. Raises BackupError for one that is too short."""
    given = str(file or settings.BACKUP_KEY_FILE)
    try:
        key = Path(given).read_text().strip() if given else settings.BACKUP_KEY
    except OSError as error:
        raise BackupError(f"The key file {given} cannot be read: {error.strerror}.") from error
    if (key or given) and len(key) < SHORTEST:
        raise BackupError(f"The key is too short: give at least {SHORTEST} characters.")
    return key
