"""What a response carries for the signals: hashes that are worth nothing after a day.

The salt of a day is random, kept in a table and deleted two days later. From then on nobody can
find an address by hashing all of them, not even with the database and the secret key.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from evaluations.models import GaramSurvei
from pekppp.base.addresses import network_of

KEEP_SALT = timedelta(days=2)
_SIGNER = signing.Signer(salt="survei.dibuka")


@dataclass(frozen=True, slots=True)
class Trace:
    """Seconds between page and answer, address and device mark as hashes; None where unknown."""

    durasi: int | None = None
    alamat: bytes | None = None
    perangkat: bytes | None = None


NO_TRACE = Trace()


def trace(*, durasi: int | None, alamat: str, perangkat: str) -> Trace:
    """Of an answer that arrives now."""
    today = timezone.localdate()
    return Trace(
        durasi=durasi,
        alamat=hashed_network(alamat, today) if alamat else None,
        perangkat=hashed(perangkat, today) if perangkat else None,
    )


def stamp(*, halaman: str, kunci: str, pada: datetime) -> str:
    """The signed moment of a page and its key. The page is the link or the code that it was opened
    by, so one page is one answer, and nobody can pretend to have taken his time."""
    moment = signing.b62_encode(int(pada.timestamp()))
    return f"{moment}:{_signed(moment, halaman, kunci)}"


def _signed(moment: str, halaman: str, kunci: str) -> str:
    return _SIGNER.signature(f"{halaman}:{kunci}:{moment}")


def seconds_since(opened: str, *, halaman: str, kunci: str) -> int | None:
    """Since this very page was given out; None for a mark that is not ours, or not this page's."""
    moment, _, signature = opened.partition(":")
    if not constant_time_compare(signature, _signed(moment, halaman, kunci)):
        return None
    return max(0, int(timezone.now().timestamp()) - signing.b62_decode(moment))


def is_fresh(seconds: int | None) -> bool:
    return seconds is not None and seconds < settings.SURVEY_PAGE_HOURS * 3600


def hashed_network(address: str, day: date | None = None) -> bytes:
    """The network of an address, under the salt of the day."""
    return hashed(network_of(address), day)


def hashed(text: str, day: date | None = None) -> bytes:
    """Under the salt of the day, today's unless told."""
    key = _salt_of(day or timezone.localdate())
    return hmac.new(key, text.encode(), hashlib.sha256).digest()[:16]


def _salt_of(day: date) -> bytes:
    known, name = caches["process"], f"survey-salt-{day}"
    found: bytes | None = known.get(name)
    if found is not None:
        return found
    rows = GaramSurvei.objects.filter(tanggal=day).values_list("garam", flat=True)
    kept = rows.first()
    if kept is None:
        GaramSurvei.objects.bulk_create(
            [GaramSurvei(tanggal=day, garam=secrets.token_bytes(32))], ignore_conflicts=True
        )
        # Remembered by the next answer: this transaction may still be undone.
        return bytes(rows.get())
    known.set(name, bytes(kept), KEEP_SALT.total_seconds())
    return bytes(kept)


def drop_old_salts() -> int:
    return GaramSurvei.objects.filter(tanggal__lt=timezone.localdate() - KEEP_SALT).delete()[0]
