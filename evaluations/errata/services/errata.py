"""An errata of the instrument in a running cycle: first what it would do, then just that.

A published version never changes, and what is decided stays as it was. Everything else moves to the
errata, evaluation by evaluation: answers are kept by the id of their question, what does not fit
any more is asked again, levels stand and are marked where their rubric was mended. The work is
`errata.services.worker`'s.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.errata import queries as errata_queries
from evaluations.models import Ralat, Siklus
from instruments import queries as instruments
from instruments.models import VersiInstrumen
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from pekppp.base.queues import Queue

Status = Ralat.Status

QUEUE = Queue(
    model=Ralat,
    name="Ralat siklus",
    task="evaluations.tasks.errata_next",
    takes={Status.DIPERIKSA: Status.GAGAL, Status.DITERAPKAN: Status.GAGAL},
    order=("attempts", "dibuat_pada", "pk"),
    related=("siklus__instansi", "versi__ralat_dari", "diterapkan_oleh"),
    words="Ralat terhenti. Lanjutkan lagi, atau hubungi pengelola aplikasi.",
    words_of={
        PermissionDenied: "Yang menerapkan tidak lagi berhak atas siklus ini. "
        "Lanjutkan atas nama Anda."
    },
    hopeless=(Refused, PermissionDenied),
    stuck="Ralat berulang kali terhenti di tengah.",
)


def refusal(siklus: Siklus, versi: VersiInstrumen) -> str:
    """Why this version cannot be applied as an errata in the cycle, or ""."""
    present = siklus.versi_untuk(versi.formulir)
    mended = instruments.mended_by(versi)
    if present is None or present.pk not in {versi.pk, *mended} or not mended:
        return "Versi ini bukan ralat atas instrumen siklus ini."
    if versi.status != VersiInstrumen.Status.TERBIT:
        return "Hanya ralat yang sudah terbit yang dapat diterapkan."
    if siklus.status != Siklus.Status.BERJALAN:
        return "Ralat diterapkan pada siklus yang sedang berjalan."
    return ""


@transaction.atomic
def start(*, by: User, siklus: Siklus, versi: VersiInstrumen, due: datetime) -> Ralat:
    """Have a worker look what would happen. A table that nobody applied is given up for it."""
    require(by, Permission.MANAGE_SIKLUS, siklus)
    words = refusal(siklus, versi)
    if words:
        raise Refused(words, field="versi")
    if due <= timezone.now():
        raise Refused("Tenggat harus setelah saat ini.", field="tenggat")
    # Two dry runs of a cycle follow each other.
    Siklus.objects.select_for_update(of=("self",)).get(pk=siklus.pk)
    before = Ralat.objects.filter(siklus=siklus, status__in=errata_queries.OPEN).first()
    if before is not None:
        if before.diterapkan_oleh_id is not None:
            raise Refused("Ralat sebelumnya belum selesai diterapkan.", status=409)
        _give_up(before)
    row = Ralat.objects.create(
        siklus=siklus, instansi=siklus.instansi, versi=versi, tenggat=due, oleh=by
    )
    QUEUE.wake()
    return row


@transaction.atomic
def cancel(*, by: User, ralat: Ralat) -> None:
    """Give up a table that was not applied; nothing has changed by it."""
    row = _locked(by, ralat)
    if row.status not in errata_queries.OPEN or row.diterapkan_oleh_id is not None:
        raise Refused("Ralat ini sudah diterapkan.", status=409)
    _give_up(row)


def _give_up(row: Ralat) -> None:
    row.status, row.lease_until = Status.BATAL, None
    row.save(update_fields=["status", "lease_until"])


@transaction.atomic
def apply(*, by: User, ralat: Ralat) -> Ralat:
    """Have a worker do what the dry run showed; what was typed since is looked at once more."""
    row = _locked(by, ralat)
    if row.status != Status.SIAP:
        raise Refused("Tabel ini tidak berlaku lagi. Periksa lagi.", status=409)
    words = refusal(row.siklus, row.versi)
    if not words and row.tenggat <= timezone.now():
        words = "Tenggat bagi unit sudah lewat. Periksa lagi dengan tenggat yang baru."
    if words:
        raise Refused(words, status=409)
    row.diterapkan_oleh = by
    QUEUE.again(row, "diterapkan_oleh", state=Status.DITERAPKAN)
    audit.write(
        by=by,
        action="ralat_siklus",
        thing=row.siklus,
        siklus=row.siklus,
        reason=row.versi.ralat_alasan,
        surat=row.versi.ralat_surat,
        versi=str(row.versi.uuid),
        evaluasi=errata_queries.counts(row)["memakai"],
    )
    return row


@transaction.atomic
def resume(*, by: User, ralat: Ralat) -> None:
    """Let the worker go on where it stopped, on behalf of who asks for it."""
    row = _locked(by, ralat)
    if row.status != Status.GAGAL:
        raise Refused("Hanya ralat yang terhenti yang dapat dilanjutkan.", status=409)
    applied = row.diterapkan_oleh_id is not None
    if applied:
        row.diterapkan_oleh = by
        audit.write(by=by, action="lanjutkan_ralat", thing=row.siklus, siklus=row.siklus)
    QUEUE.again(
        row, "diterapkan_oleh", state=Status.DITERAPKAN if applied else Status.DIPERIKSA
    )  # fmt: skip


def _locked(by: User, ralat: Ralat) -> Ralat:
    row = (
        Ralat.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "versi__ralat_dari")
        .get(pk=ralat.pk)
    )
    require(by, Permission.MANAGE_SIKLUS, row.siklus)
    return row
