import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pekppp.accounts.services import setup
from pekppp.base.errors import Refused


class Command(BaseCommand):
    help = (
        "Make the first administrator of the ministry (--nasional) or of one office on its own "
        "(--instansi KODE). Asks for what is not given. Without a terminal, or with "
        "--tanpa-kata-sandi, prints a one-time link to set the password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--nasional", action="store_true", help="the ministry, KemenPANRB")
        where.add_argument("--instansi", metavar="KODE", help="33.04, kemenkes, ...")
        parser.add_argument("--username")
        parser.add_argument("--email")
        parser.add_argument("--nama", help="full name")
        parser.add_argument(
            "--tanpa-kata-sandi", action="store_true", help="print a link instead of asking"
        )
        parser.add_argument("--force", action="store_true", help="add beside an existing one")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("load_reference", stdout=self.stdout)
        try:
            instansi = setup.office(
                national=options["nasional"],
                kode=options["instansi"] or ("" if options["nasional"] else self._ask_office()),
            )
            made = setup.create_first_admin(
                instansi=instansi,
                username=options["username"] or self._ask("Nama pengguna", "--username"),
                email=options["email"] if options["email"] is not None else self._ask_email(),
                nama=options["nama"] or self._ask("Nama lengkap", "--nama"),
                password=None if options["tanpa_kata_sandi"] else self._ask_password(),
                force=options["force"],
            )
        except Refused as error:
            raise CommandError(error.message) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"Admin {made.instansi}: {made.user.nama} ({made.user.username}).")
        if made.link:
            self.stdout.write(
                "Buka tautan ini sekali, paling lambat dalam tiga hari, untuk membuat kata sandi:"
            )
            self.stdout.write(made.link)

    def _ask_office(self) -> str:
        return self._ask("Kode instansi (misalnya 33.04)", "--nasional atau --instansi")

    def _ask_email(self) -> str:
        if not sys.stdin.isatty():
            return ""
        return input("Surel (boleh kosong): ").strip()

    def _ask(self, label: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"Berikan {option}; tidak ada terminal untuk bertanya.")
        answer = ""
        while not answer:
            answer = input(f"{label}: ").strip()
        return answer

    def _ask_password(self) -> str | None:
        """None without a terminal. No option takes it: the shell would keep it in its history."""
        if not sys.stdin.isatty():
            return None
        while True:
            password = getpass.getpass("Kata sandi (kosongkan untuk menerima tautan): ")
            if not password:
                return None
            if password == getpass.getpass("Kata sandi sekali lagi: "):
                return password
            self.stderr.write("Kedua kata sandi tidak sama.")
