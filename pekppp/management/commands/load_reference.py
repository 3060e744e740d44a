from typing import Any

from django.core.management.base import BaseCommand

from evaluations.history.services import published_figures
from pekppp.accounts.services.reference import load_reference


class Command(BaseCommand):
    help = (
        "Load regions, instansi, kinds of unit and the figures published elsewhere. Repeatable; "
        "adds what is missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference()
        figures = published_figures.load()
        self.stdout.write(
            f"Data rujukan siap. Baru: {loaded.regions} wilayah, {loaded.instansi} instansi, "
            f"{loaded.kinds} jenis unit, {figures.new} angka terbit."
        )
        if figures.unmatched:
            self.stdout.write(
                "Angka terbit yang tidak menemukan instansinya, disimpan dengan namanya: "
                f"{', '.join(figures.unmatched)}."
            )
