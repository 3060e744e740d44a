from typing import Any

from django.core.management.base import BaseCommand

from pekppp.accounts.services.reference import load_reference


class Command(BaseCommand):
    help = "Load regions, instansi and kinds of unit. Repeatable; adds what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference()
        self.stdout.write(
            f"Data rujukan siap. Baru: {loaded.regions} wilayah, {loaded.instansi} instansi, "
            f"{loaded.kinds} jenis unit."
        )
