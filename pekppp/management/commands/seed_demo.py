from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pekppp.accounts.queries import office_by_kode
from pekppp.base.errors import Refused
from pekppp.demo import load as demo


class Command(BaseCommand):
    help = "Load the demonstration: invented units, people and cycles. Twice does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not demo.is_loaded():
                demo.refuse_real_data()
            if office_by_kode(None) is None:
                raise CommandError("The reference data are missing; run manage.py prepare first.")
            made = demo.load()
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write("Peragaan dimuat." if made else "Peragaan sudah ada.")
