"""How often a password may be tried, so that nobody guesses it and nobody locks its owner out.

Failures are counted for an account from a place: a browser in which its owner has logged in, or
else a network. Who fails elsewhere takes nothing away from the owner. An account that is tried from
many networks is under attack: then each place from which it was never logged in to has to wait
before every try, the longer the more was tried. The owner waits once where he is new, and nowhere
else. What is typed for an account counts as one, whatever its spelling.

Rows of the database, since a restart of the cache must not give another ten guesses. They are
written within the transaction of the request, whose answer is a page in either case.
"""

import hashlib
import hmac
import secrets
import time
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pekppp.accounts import queries
from pekppp.accounts.models import LoginSource, User
from pekppp.base.addresses import client_network
from pekppp.base.errors import Refused

WINDOW = timedelta(minutes=10)
# Tries in an hour from everywhere together that make an attack, and what each place waits then:
# seconds that grow with the tries, up to a minute.
ATTACK, ATTACK_WINDOW = 30, timedelta(hours=1)
WAIT, LONGEST_WAIT = 5, 60
# A place is remembered as its owner's for so long; failures alone are forgotten after a day.
KNOWN = timedelta(days=90)
FORGOTTEN = timedelta(days=1)
# Two tries from one place follow each other; the second one waits so long for the first.
IN_TURN_SECONDS, POLL_SECONDS = 0.5, 0.05

RESET_KIND = "kata_sandi"
COOKIE, COOKIE_SECONDS, ACCOUNTS_OF_A_BROWSER = "kenal", 180 * 86400, 8
_SALT = "pekppp.kenal"


@dataclass(frozen=True)
class Try:
    """An account as it was typed, and the place it is tried from."""

    account: str
    source: str
    known_browser: bool


def _hash(*parts: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, "\x00".join(("masuk", *parts)).encode(), hashlib.sha256).hexdigest()


def account_of(user: User) -> str:
    return _hash("akun", str(user.pk))


def account_typed(typed: str) -> str:
    """One key for every spelling; what is nobody's has one too, and is treated alike."""
    plain = unicodedata.normalize("NFKC", typed).strip().casefold()[:254]
    user = queries.user_logging_in(plain)
    return account_of(user) if user else _hash("tertulis", plain)


def try_of(request: HttpRequest, account: str) -> Try:
    browser = _browser(request)
    if account in browser["akun"]:
        return Try(account, _hash("peramban", browser["id"]), True)
    return Try(account, _hash("jaringan", client_network(request)), False)


def begin(attempt: Try) -> None:
    """Before a password is looked at. Refused with words where it is not looked at now."""
    _in_turn(attempt)
    now = timezone.now()
    row = LoginSource.objects.filter(account=attempt.account, source=attempt.source).first()
    if row is not None and row.since > now - WINDOW:
        if row.failures >= settings.LOGIN_FAILURES:
            raise Refused(
                "Sudah terlalu banyak percobaan masuk yang gagal untuk akun ini dari sini. "
                f"Coba lagi {_in(row.since + WINDOW - now)} lagi.",
                status=429,
            )
    elif row is not None and row.failures:
        LoginSource.objects.filter(pk=row.pk).update(failures=0)
    if not attempt.known_browser and not _owners_place(row, now):
        _wait_under_attack(attempt, row, now)


def _owners_place(row: LoginSource | None, now: datetime) -> bool:
    return row is not None and row.succeeded_at is not None and row.succeeded_at > now - KNOWN


def _wait_under_attack(attempt: Try, row: LoginSource | None, now: datetime) -> None:
    tries = LoginSource.objects.filter(account=attempt.account, since__gt=now - ATTACK_WINDOW)
    number = tries.aggregate(number=Sum("failures"))["number"] or 0
    if number < ATTACK:
        return
    wait = timedelta(seconds=min(LONGEST_WAIT, WAIT * number // ATTACK))
    not_before = row.not_before if row is not None else None
    if not_before is None or not_before < now - WINDOW:
        not_before = now + wait
        LoginSource.objects.update_or_create(
            account=attempt.account, source=attempt.source, defaults={"not_before": not_before}
        )
    if now < not_before:
        raise Refused(
            "Akun ini sedang dicoba dari banyak tempat, sehingga dari tempat yang belum dikenal "
            f"orang perlu menunggu. Kirim lagi {_in(not_before - now)} lagi; dari peramban atau "
            "jaringan yang biasa Anda pakai, Anda tidak perlu menunggu.",
            status=429,
        )
    # The next try from here waits again, whether this one fails or not.
    LoginSource.objects.filter(account=attempt.account, source=attempt.source).update(
        not_before=now + wait
    )


def failed(attempt: Try) -> None:
    LoginSource.objects.get_or_create(account=attempt.account, source=attempt.source)
    rows = LoginSource.objects.filter(account=attempt.account, source=attempt.source)
    rows.filter(failures=0).update(since=timezone.now())
    rows.update(failures=F("failures") + 1)


def password_was_right(attempt: Try) -> None:
    LoginSource.objects.filter(account=attempt.account, source=attempt.source).update(
        failures=0, not_before=None
    )


def logged_in(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Past the second step too: this network and this browser are the owner's from now on."""
    account, network = account_of(user), _hash("jaringan", client_network(request))
    LoginSource.objects.update_or_create(
        account=account, source=network, defaults={"succeeded_at": timezone.now()}
    )
    browser = _browser(request)
    accounts = [account, *(other for other in browser["akun"] if other != account)]
    response.set_cookie(
        COOKIE,
        signing.dumps({**browser, "akun": accounts[:ACCOUNTS_OF_A_BROWSER]}, salt=_SALT),
        max_age=COOKIE_SECONDS,
        path="/",  # signing asks for the password too, under its own addresses
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forgive(account: str) -> None:
    """The owner has set a new password by the link that was mailed to him."""
    LoginSource.objects.filter(account=account).update(failures=0, not_before=None)


def reset_mails(user: User) -> int:
    """How many links for a new password this person was mailed in the last hour."""
    return queries.mails_to(user.email, RESET_KIND, since=timezone.now() - timedelta(hours=1))


def sweep() -> int:
    """Forget what is neither an owner's place nor of these days."""
    now = timezone.now()
    old = LoginSource.objects.filter(since__lte=now - FORGOTTEN)
    return old.filter(Q(succeeded_at=None) | Q(succeeded_at__lte=now - KNOWN)).delete()[0]


def _browser(request: HttpRequest) -> dict[str, Any]:
    """The browser's mark and the accounts whose owners logged in there; a new one without."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_SECONDS)
        return {"id": str(found["id"]), "akun": [str(one) for one in found["akun"]]}
    except (signing.BadSignature, KeyError, TypeError):
        return {"id": secrets.token_hex(16), "akun": []}


def _in_turn(attempt: Try) -> None:
    """Guesses sent at once would all be looked at before the first of them is counted."""
    digest = _hash("giliran", attempt.account, attempt.source)
    number = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
    until = time.monotonic() + IN_TURN_SECONDS
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
            if cursor.fetchone()[0]:
                return
        if time.monotonic() > until:
            raise Refused(
                "Percobaan masuk sebelumnya dari sini masih diperiksa. Coba lagi sebentar lagi.",
                status=429,
            )
        time.sleep(POLL_SECONDS)


def _in(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"{seconds} detik" if seconds < 90 else f"{-(-seconds // 60)} menit"
