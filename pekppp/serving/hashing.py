"""Password hashes, which are slow and large on purpose: a few at a time, whoever asks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from pekppp.base.errors import Unavailable

# Each takes 100 MB for a tenth of a second.
AT_ONCE = 2
WAIT_SECONDS = 5


class _Turnstile:
    """`at_once` work, as many wait for a moment, and whoever comes then is told to come again."""

    def __init__(self, at_once: int) -> None:
        self._places = threading.BoundedSemaphore(2 * at_once)
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def __call__(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._free.acquire(timeout=WAIT_SECONDS):
                raise _busy()
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._places.release()


def _busy() -> Unavailable:
    return Unavailable(
        "Sedang banyak yang masuk bersamaan. Tunggu beberapa detik, lalu coba lagi.",
        retry_after=3,
    )


_turnstile = _Turnstile(settings.HASHES_AT_ONCE)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        with _turnstile():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _turnstile():
            return super().verify(password, encoded)
