"""Files of any length, encrypted piece by piece under a key that a person keeps.

AES-256-GCM over pieces of a megabyte in the manner of STREAM: the number of a piece and whether it
is the last one are part of its nonce, the name of the file of what is authenticated. So a piece
that was changed, moved, left out or put into another file is found, and memory stays flat.
"""

import io
import os
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"pekppp-sealed-1\n"
SALT_BYTES = 16
PIECE = 1024 * 1024
TAG_BYTES = 16


class SealBroken(Exception):
    """Changed, cut off, or sealed with another key."""


def _cipher(key: str, salt: bytes) -> AESGCM:
    # A person may have thought the key up: guessing takes 32 MB and a tenth of a second each.
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Takes(Protocol):
    def write(self, data: bytes, /) -> int: ...


class SealingWriter:
    """Takes what is written, gives it on encrypted. `close()` writes the last piece alone."""

    def __init__(self, target: Takes, key: str, name: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self._cipher, self._name = _cipher(key, salt), name.encode()
        self._target, self._number, self._waiting = target, 0, bytearray()
        target.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:  # the last piece is only known at the end
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, piece, self._name))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Raises SealBroken where the file is not what was written under this name and key."""

    def __init__(self, source: IO[bytes], key: str, name: str) -> None:
        header = source.read(len(MAGIC) + SALT_BYTES)
        if not header.startswith(MAGIC) or len(header) != len(MAGIC) + SALT_BYTES:
            raise SealBroken
        self._cipher, self._name = _cipher(key, header[len(MAGIC) :]), name.encode()
        self._source, self._number, self._ready = source, 0, b""
        self._next = source.read(PIECE + TAG_BYTES)
        self._ended = False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._source.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        while not self._ready and not self._ended:
            self._open_piece()
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _open_piece(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG_BYTES)
        self._ended = not self._next
        try:
            nonce = _nonce(self._number, last=self._ended)
            self._ready = self._cipher.decrypt(nonce, piece, self._name)
        except InvalidTag as error:
            raise SealBroken from error
        self._number += 1
