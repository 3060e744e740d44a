"""`manage.py import_instrument FILE [--dry-run] [--publish]`. Repeating it changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from instruments import importers, queries, services
from instruments.models import VersiInstrumen
from instruments.spec import Instrumen, digest


class Command(BaseCommand):
    help = "Simpan instrumen dari berkas YAML sebagai versi baru."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="hanya periksa, tidak menyimpan apa pun"
        )
        parser.add_argument("--publish", action="store_true", help="terbitkan setelah disimpan")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise CommandError(f"Berkas {path} tidak ada.") from None
        except (OSError, ValueError):
            raise CommandError(f"Berkas {path} tidak dapat dibaca.") from None
        bacaan = importers.read(content)
        for masalah in bacaan.masalah:
            self.stderr.write(f"{path.name}: {masalah.berat}: {masalah}")
        if bacaan.instrumen is None:
            raise CommandError(f"Berkas {path.name} ditolak: {len(bacaan.galat)} galat.")
        if options["dry_run"]:
            self._say(options, self._plan(bacaan.instrumen))
            return
        self._say(options, self._store(bacaan.instrumen, publish=options["publish"]))

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)

    def _plan(self, spec: Instrumen) -> str:
        existing = queries.same_content(digest(spec))
        if existing:
            return f"{existing} sudah tersimpan dengan isi yang sama ({_state(existing)})."
        counts = (
            f"{len(spec.aspek_berbobot)} aspek, {len(spec.semua_indikator)} indikator, "
            f"{len(spec.butir)} butir survei"
        )
        number = queries.next_number(spec.kode)
        return f"Lolos pemeriksaan: {spec.nama}, {counts}. Akan menjadi versi {number}."

    @transaction.atomic
    def _store(self, spec: Instrumen, *, publish: bool) -> str:
        versi, created = services.import_version(by=None, spec=spec)
        if publish and versi.is_draft:
            versi = services.publish(by=None, versi=versi)
        elif not created:
            return f"{versi} sudah tersimpan dengan isi yang sama ({_state(versi)})."
        return f"{versi} disimpan ({_state(versi)})."


def _state(versi: VersiInstrumen) -> str:
    return str(versi.get_status_display()).lower()
