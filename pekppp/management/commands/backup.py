"""Write everything that a restore needs into a new folder: database, files, keys and settings."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pekppp.backups import backup
from pekppp.backups.folder import BackupError
from pekppp.backups.key import add_key_argument, key_of
from pekppp.running.postgres_programs import EmbeddedError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="new or empty")
        parser.add_argument(
            "--no-verify", action="store_true", help="do not restore it into a scratch database"
        )
        add_key_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = key_of(options["key_file"])
            made = backup.make(
                options["folder"], key=key, verify=not options["no_verify"], say=self.stdout.write
            )
        except (BackupError, EmbeddedError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        rows = sum(count for count, _ in made.tables.values())
        self.stdout.write(
            f"{options['folder']}: {rows} rows of {len(made.tables)} tables, {made.files} files "
            f"({made.bytes} bytes)"
        )
        if not key:
            self.stdout.write("It is not encrypted and holds the keys: guard it, or set BACKUP_KEY")
