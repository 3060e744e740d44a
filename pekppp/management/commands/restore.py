"""Put a backup into an empty database and file store, and compare what came of it.

Exit code 1: refused, nothing was changed; 3: begun, and what is there is not whole.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pekppp.backups import restore
from pekppp.backups.folder import BackupError
from pekppp.backups.key import add_key_argument, key_of
from pekppp.running.postgres_programs import EmbeddedError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument(
            "--overwrite", action="store_true", help="into a database that is not empty"
        )
        add_key_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write
        try:
            folder, manifest = restore.open_backup(options["folder"], key_of(options["key_file"]))
            restore.restore(folder, manifest, overwrite=options["overwrite"], say=say)
        except restore.Unfinished as error:
            raise CommandError(str(error), returncode=3) from error
        except (BackupError, EmbeddedError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        say(f"restored as of {manifest.made_at}; start the application (it migrates if need be)")
