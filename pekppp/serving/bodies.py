"""What comes with a request, read in full before a thread is taken: how long, and how fast.

A route takes as much as Django reads into memory, plus what stands around it, unless it takes
files: then it is in the table. A body that brings too little in a while is ended.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.urls import Resolver404, resolve

from pekppp.base.errors import FULL, Refused, Unavailable, out_of_room

Receive = Callable[[], Awaitable[Mapping[str, Any]]]

# The other fields of a form, and the lines between its parts.
SLACK = 512 * 1024
IN_MEMORY = 64 * 1024
# What one network may hold of the room for all bodies: one of so many parts.
NETWORK_PARTS = 4
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
        "evaluations:f01_submit",
        "evaluations:requested_file",
        "evaluations:enter_decree",
        "accounts:import_upload",
        "accounts:delegate",
        "evaluations:assignment_import",
        "evaluations:extensions",
        "evaluations:extension_ask",
        "evaluations:extension_ask_all",
        "evaluations:team_decree_new",
        "evaluations:lokus_exemption",
        "evaluations:lokus_replacement",
        "evaluations:unit_change",
        "evaluations:instansi_change",
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


def too_many() -> Unavailable:
    return Unavailable(
        "Terlalu banyak berkas sedang dikirim bersamaan dari jaringan Anda. Tunggu sebentar, "
        "lalu kirim lagi.",
        retry_after=30,
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
    """Reads the bodies of one process, which together may not fill its disk.

    Only what goes to the disk is counted: a form that fits in memory is read however many files
    are on their way, and nobody's files take all the room.
    """

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()  # bytes by network

    def hold(self, network: str, size: int) -> None:
        self._held[network] += size
        if self._held.total() > settings.BODIES_MAX_BYTES:
            raise out_of_room()
        if self._held[network] > settings.BODIES_MAX_BYTES // NETWORK_PARTS:
            raise too_many()

    def give_back(self, network: str, size: int) -> None:
        self._held[network] -= size
        if not self._held[network]:
            del self._held[network]

    async def read(self, receive: Receive, *, network: str, limit: int, cut: bool) -> "Body":
        body = Body(self, network)
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

    def __init__(self, reader: Reader, network: str) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  see close
        self.size = self._held = 0
        self._reader, self._network = reader, network

    def write(self, chunk: bytes, limit: int) -> None:
        self.size += len(chunk)
        if self.size > limit:
            raise too_large(limit)
        if self.size > IN_MEMORY:
            more, self._held = self.size - self._held, self.size
            self._reader.hold(self._network, more)
        try:
            self.file.write(chunk)
        except OSError as error:
            raise (out_of_room() if error.errno in FULL else error) from error

    def close(self) -> None:
        self._reader.give_back(self._network, self._held)
        self.size = self._held = 0
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
