"""What comes with a request, read in full before a thread is taken: how long, and how fast.

A route takes as much as Django reads into memory, plus what stands around it, unless it takes
files: then it is in the table. A body that brings too little in a while is ended.
"""

import asyncio
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.urls import Resolver404, resolve

from pekppp.errors import FULL, Refused, out_of_room

Receive = Callable[[], Awaitable[dict[str, Any]]]

# The other fields of a form, and the lines between its parts.
SLACK = 512 * 1024
IN_MEMORY = 64 * 1024
# What is read and thrown away of a body that was refused, so that a browser gets to the answer.
DRAINED = 64 * 1024 * 1024
# The routes whose forms carry files, by name, and the bytes that they may bring. A table or a small
# picture that is too long still arrives, so that its own form can say so.
ONE_FILE = max(settings.BUKTI_MAX_BYTES, 20 * 1024 * 1024)
FILES = {
    "evaluations:evidence_upload": 5 * ONE_FILE,
    "evaluations:objection_evidence": 5 * ONE_FILE,
    "evaluations:follow_up_file": 5 * ONE_FILE,
    "reports:compare": settings.VERIFY_MAX_BYTES,
} | dict.fromkeys(
    [
        "evaluations:upload",  # a piece
        "evaluations:evidence_replace",
        "evaluations:shelf_add",
        "evaluations:redaction_start",
        "evaluations:field_photo_add",
        "evaluations:f01_sheet",
        "evaluations:enter_decree",
        "evaluations:assignment_import",
        "evaluations:hasil_terdahulu_import",
        "evaluations:nilai_lain_import",
        "evaluations:survey_paper_new",
        "evaluations:survey_paper_scan_add",
        "evaluations:survey_paper_upload",
        "evaluations:survey_paper_apply",
        "instruments:baru",
        "instruments:simpan",
        "instruments:ubah",
        "instruments:terapkan",
        "reports:hand_in",
        "reports:letterhead",
    ],
    ONE_FILE,
)
# Uploads in pieces keep what arrived of a piece, even if the rest never comes.
CUT = {"evaluations:upload"}


class Gone(Exception):
    """The client left before its body was here."""


def too_large(limit: int) -> Refused:
    size = f"{(limit - SLACK) // 1024 // 1024} MB"
    return Refused(f"Kiriman ini terlalu besar; paling besar {size} sekali kirim.", status=413)


def too_slow() -> Refused:
    return Refused(
        "Kiriman ini berhenti di tengah jalan. Periksa jaringan Anda, lalu kirim lagi.", status=408
    )


def route_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except (Resolver404, ValueError):
        return ""


def limit_of(route: str) -> int:
    return max(FILES.get(route, 0), settings.DATA_UPLOAD_MAX_MEMORY_SIZE) + SLACK


def announced(headers: list[tuple[bytes, bytes]]) -> int | None:
    """The length that a request says it has: 0 without a body, None if that shows at its end."""
    given = dict(headers)
    if b"transfer-encoding" in given:
        return None
    length = given.get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


class Reader:
    """Reads the bodies of one process, which together may not fill its disk."""

    def __init__(self) -> None:
        self._held = 0

    async def read(self, receive: Receive, *, limit: int, cut: bool) -> "Body":
        body = Body(self)
        try:
            await self._fill(body, receive, limit)
        except TimeoutError:
            if not cut:
                body.close()
                raise too_slow() from None
        except Gone:
            if not cut:
                body.close()
                raise
        except BaseException:
            body.close()
            raise
        body.file.seek(0)
        return body

    async def _fill(self, body: "Body", receive: Receive, limit: int) -> None:
        seconds = settings.BODY_SECONDS
        quota = owed = seconds * settings.BODY_BYTES_PER_SECOND
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(seconds) as clock:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                chunk = message.get("body", b"")
                body.write(chunk, limit)
                if not message.get("more_body", False):
                    return
                owed -= len(chunk)
                if owed <= 0:
                    owed = quota
                    clock.reschedule(loop.time() + seconds)


class Body:
    """What has arrived: in memory at first, then in a file without a name."""

    def __init__(self, reader: Reader) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.size = 0
        self._reader = reader

    def write(self, chunk: bytes, limit: int) -> None:
        self.size += len(chunk)
        self._reader._held += len(chunk)
        if self.size > limit:
            raise too_large(limit)
        if self._reader._held > settings.BODIES_MAX_BYTES:
            raise out_of_room()
        try:
            self.file.write(chunk)
        except OSError as error:
            raise (out_of_room() if error.errno in FULL else error) from error

    def close(self) -> None:
        self._reader._held -= self.size
        self.size = 0
        self.file.close()


async def drain(receive: Receive) -> None:
    """Read on for a while what is not wanted: a browser that is still sending does not listen."""
    left = DRAINED
    try:
        async with asyncio.timeout(settings.BODY_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return
