"""What a service says when it refuses: one Indonesian sentence, and where it belongs."""

import errno
from typing import Any

from django.db import InterfaceError, OperationalError

# A full disk, a used up quota, and the longest file that may be written here.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Refused(ValueError):
    """A request that cannot be done now. `field` names the form field to show it beside."""

    def __init__(self, message: str, *, field: str = "", status: int = 422) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status


class Conflict(Refused):
    """A save based on a version that somebody has replaced; carries what is there now."""

    def __init__(self, message: str, *, current: Any) -> None:
        super().__init__(message, status=409)
        self.current = current


class Unavailable(Refused):
    """Nothing is wrong with the request: the same one may be done in `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int = 5) -> None:
        super().__init__(message, status=503)
        self.retry_after = retry_after


class StorageAway(Unavailable, OSError):
    """The storage does not answer. An OSError too, as those who look after a file expect."""

    def __init__(self) -> None:
        super().__init__(
            "Berkas sedang tidak dapat dibuka atau disimpan. Coba lagi sebentar lagi.",
            retry_after=15,
        )


def out_of_room() -> Unavailable:
    return Unavailable(
        "Tempat penyimpanan server penuh, jadi ini belum tersimpan. Kabari pengelola aplikasi, "
        "lalu coba lagi.",
        retry_after=60,
    )


def reason_of(error: BaseException | None) -> Unavailable | None:
    """What keeps us from answering and will pass; None where the fault is the code's."""
    match error:
        case Unavailable():
            return error
        case OperationalError() | InterfaceError():
            return Unavailable(
                "Basis data sedang tidak dapat dihubungi. Isian yang sudah tersimpan tetap aman; "
                "coba lagi sebentar lagi."
            )
        case OSError() if error.errno in FULL:
            return out_of_room()
    return None
