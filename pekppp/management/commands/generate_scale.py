"""Fill a database with a nation of invented units, to measure on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pekppp.base.errors import Refused
from pekppp.demo import load as demo
from pekppp.demo import scale


class Command(BaseCommand):
    help = (
        "Fill the database with invented units: two national cycles, nobody with a password. "
        "Twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, required=True, help="how many, for example 35000")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed, the same nation")

    def handle(self, *args: Any, units: int, seed: int, **options: Any) -> None:
        try:
            demo.refuse_real_data()
            if made := not scale.is_made():
                scale.generate(units, seed)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"{units} unit dibuat." if made else "Negara rekaan sudah ada.")
