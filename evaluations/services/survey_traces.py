"""What a response carries for the signals: hashes that are worth nothing after a day.

The salt of a day is random, kept in a table and deleted two days later. From then on nobody can
find an address by hashing all of them, not even with the database and the secret key.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.utils import timezone

from evaluations.models import GaramSurvei

KEEP_SALT = timedelta(days=2)
_SIGNER = signing.TimestampSigner(salt="survei.dibuka")
_salts: dict[date, bytes] = {}


@dataclass(frozen=True, slots=True)
class Trace:
    """Seconds between page and answer, address and device mark as hashes; None where unknown."""

    durasi: int | None = None
    alamat: bytes | None = None
    perangkat: bytes | None = None


NO_TRACE = Trace()


def trace(*, dibuka: str, alamat: str, perangkat: str) -> Trace:
    """Of an answer that arrives now. `dibuka` is what `opened_now` gave to the page."""
    today = timezone.localdate()
    return Trace(
        durasi=seconds_since(dibuka) if dibuka else None,
        alamat=hashed(alamat, today) if alamat else None,
        perangkat=hashed(perangkat, today) if perangkat else None,
    )


def opened_now(survei: object) -> str:
    """A signed moment for the page, so that nobody can pretend to have taken his time."""
    return _SIGNER.sign(str(survei)[:8])


def seconds_since(opened: str) -> int | None:
    """None for a mark that is not ours: it proves nothing and is no reason to refuse."""
    try:
        _SIGNER.unsign(opened)
        stamp = opened.rsplit(":", 2)[1]
        begun = signing.b62_decode(stamp)
    except (signing.BadSignature, IndexError, ValueError):
        return None
    return max(0, min(int(timezone.now().timestamp()) - begun, 86400))


def hashed(text: str, day: date | None = None) -> bytes:
    """Under the salt of the day, today's unless told."""
    key = _salt_of(day or timezone.localdate())
    return hmac.new(key, text.encode(), hashlib.sha256).digest()[:16]


def _salt_of(day: date) -> bytes:
    found = _salts.get(day)
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
    _salts.clear()  # yesterday's is not needed in memory either
    _salts[day] = bytes(kept)
    return _salts[day]


def drop_old_salts() -> int:
    return GaramSurvei.objects.filter(tanggal__lt=timezone.localdate() - KEEP_SALT).delete()[0]
