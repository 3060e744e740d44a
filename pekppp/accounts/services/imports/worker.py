"""Workbooks of master data in two halves: a worker checks, a person confirms, a worker applies.

Applying plans once more, over what is there by then and under locks: where anything came out
otherwise than what was shown, nothing is written. So a file is applied whole or not at all, and
once.
"""

import io
from collections import Counter
from datetime import timedelta
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from pekppp.accounts import audit
from pekppp.accounts import sheet as master_sheet
from pekppp.accounts.models import ImporInduk, Instansi, User
from pekppp.accounts.services.imports import kinds
from pekppp.accounts.services.imports.kinds import KINDS, Kind
from pekppp.accounts.services.imports.lines import SAME, typed
from pekppp.base.bounded import Busy
from pekppp.base.errors import Refused
from pekppp.base.importing import told
from pekppp.base.queues import Queue
from pekppp.base.sheet_reading import MAX_BYTES, Problem

Status = ImporInduk.Status
_STALE = (
    "Data berubah sejak berkas diperiksa{where}, jadi tidak ada yang diterapkan. Unggah lagi "
    "berkasnya untuk melihat akibatnya yang sekarang."
)
QUEUE = Queue(
    model=ImporInduk,
    name="Impor data induk",
    task="pekppp.accounts.tasks.import_next",
    takes={Status.DIBACA: Status.GAGAL, Status.DITERAPKAN: Status.GAGAL},
    words="Impor ini terhenti karena galat, dan tidak ada yang diterapkan. Unggah lagi berkasnya.",
    stuck="Impor ini berulang kali terhenti di tengah jalan. Bagi berkasnya menjadi beberapa.",
    hopeless=(Refused, PermissionDenied, IntegrityError),
    words_of={
        PermissionDenied: "Anda tidak lagi berwenang atas semua baris berkas ini.",
        IntegrityError: _STALE.format(where=""),
    },
    related=("oleh", "instansi"),
)
# A dry run that nobody applied has said what it had to say by then.
KEPT = timedelta(days=30)


@transaction.atomic
def start(*, by: User, instansi: Instansi, jenis: str, file: IO[bytes], name: str) -> ImporInduk:
    """Put a file into the queue of the check; `instansi` is the office he acts for."""
    if KINDS[jenis] not in kinds.kinds_for(by):
        raise PermissionDenied(f"{by} may not import {jenis}")
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        words = f"Berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB. Bagi menjadi beberapa."
        raise Refused(words, field="berkas")
    made = ImporInduk.objects.create(
        instansi=instansi, jenis=jenis, nama_berkas=name[:255], berkas=content, oleh=by
    )
    QUEUE.wake()
    return made


@transaction.atomic
def confirm(*, by: User, impor: ImporInduk) -> ImporInduk:
    """Put what was checked into the queue of what is applied."""
    locked = ImporInduk.objects.select_for_update().get(pk=impor.pk)
    if locked.oleh_id != by.pk:
        raise PermissionDenied("only whoever uploaded it has seen what it does")
    if locked.status != Status.DIPERIKSA:
        raise Refused("Berkas ini sudah diterapkan, atau sedang.", status=409)
    if locked.masalah:
        raise Refused("Perbaiki berkasnya dahulu, lalu unggah lagi.", status=409)
    if not changes(locked.baris):
        raise Refused("Semua isi berkas ini sudah ada; tidak ada yang perlu diterapkan.")
    locked.selesai, locked.jumlah = 0, len(locked.baris)
    QUEUE.again(locked, "selesai", "jumlah", state=Status.DITERAPKAN)
    return locked


def changes(baris: list[dict[str, Any]]) -> int:
    """How many of the rows change anything."""
    return sum(row["akibat"] != SAME for row in baris)


# The worker's halves ------------------------------------------------------------------------------


def import_next() -> ImporInduk | None:
    """Work on what waits longest; None when nothing waits."""
    job = QUEUE.claim()
    if job is None:
        return None
    kind = KINDS[job.jenis]
    try:
        (_check if job.status == Status.DIBACA else _apply)(job, kind)
    except Busy as error:  # of the machine, not of the file
        QUEUE.put_back(job, error.message, final=False)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(job, error)
    return job


def _check(job: ImporInduk, kind: Kind) -> None:
    rows, problems = master_sheet.read(kind.table, io.BytesIO(bytes(job.berkas or b"")))
    ours = QUEUE.ours(job)
    ours.update(selesai=0, jumlah=len(rows))
    plan = kind.plan(job.oleh, rows, lambda done: ours.update(selesai=done))
    said = told([*problems, *sorted(plan.problems, key=lambda problem: problem.row)])
    QUEUE.release(
        job,
        status=Status.DIPERIKSA,
        berkas=None,
        baris=[] if said["masalah"] else [line.stored() for line in plan.lines],
        selesai=len(rows),
        attempts=0,
        **said,
    )


@transaction.atomic
def _apply(job: ImporInduk, kind: Kind) -> None:
    rows = [typed(row) for row in job.baris]
    plan = kind.plan(job.oleh, rows, _silently, lock=True)
    _require_as_shown(job, [line.stored() for line in plan.lines], plan.problems)
    hasil = kind.apply(job.oleh, plan)
    count = Counter(row["akibat"] for row in hasil)
    audit.write(by=job.oleh, action="impor_data_induk", thing=job, jenis=job.jenis, jumlah=count)
    if not QUEUE.release(
        job,
        status=Status.SELESAI,
        diterapkan_pada=timezone.now(),
        selesai=len(rows),
        baris=[],
        hasil=hasil,
        attempts=0,
    ):
        raise Refused("Impor ini diambil alih pekerja lain.")


def _silently(done: int) -> None:
    """All of it is written at once: until then nothing of it is done."""


def _require_as_shown(job: ImporInduk, now: list[dict[str, Any]], problems: list[Problem]) -> None:
    """Raise Refused where the plan is another one than the person has seen."""
    wrong = next((problem for problem in problems if not problem.note), None)
    if wrong is not None:
        raise Refused(_STALE.format(where=f" ({wrong.message.rstrip('.')}; baris {wrong.row})"))
    for before, after in zip(job.baris, now, strict=True):
        if before != after:
            raise Refused(_STALE.format(where=f" (baris {before['baris']}, {before['nama']})"))


def sweep() -> int:
    """Wake workers for what no wake-up reached, and forget dry runs that nobody applied."""
    ImporInduk.objects.filter(
        status__in=(Status.DIPERIKSA, Status.GAGAL), dibuat_pada__lt=timezone.now() - KEPT
    ).delete()
    return QUEUE.sweep()
