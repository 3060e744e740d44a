"""Computing decided results of a cycle once more: first what would change, then just that.

A decided result is frozen, so that only its cycle's owner can have it computed again: when a
corrected version takes the place of an instrument, or a level was set right afterwards. Levels are
those that count now; the survey and numbers from outside are those that were decided on. What is
published stays as it is until another publication supersedes it. The work is
`recompute.services.worker`'s.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from evaluations.models import HitungUlang, Siklus
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.recompute import queries as recompute_queries
from instruments.compare import replacement_problems
from instruments.models import VersiInstrumen
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.queues import Queue

# By form, the version that takes the place of the present one.
Versions = Mapping[str, VersiInstrumen]
MAX_REASON = 4000

Status = HitungUlang.Status

# Worked on in `recompute.services.worker`, whose wake-up < the task's soft limit < its hard limit <
# the lease.
QUEUE = Queue(
    model=HitungUlang,
    name="Hitung ulang siklus",
    task="evaluations.tasks.recompute_next",
    takes={Status.DIHITUNG: Status.GAGAL, Status.DITERAPKAN: Status.GAGAL},
    order=("attempts", "dibuat_pada", "pk"),
    related=(
        *("siklus__instansi", "siklus__instrumen_a", "siklus__instrumen_b"),
        *("versi_a", "versi_b", "diterapkan_oleh"),
    ),
    words="Hitung ulang terhenti. Lanjutkan lagi, atau hubungi pengelola aplikasi.",
    words_of={
        PermissionDenied: "Yang menerapkan tidak lagi berhak atas siklus ini. "
        "Lanjutkan atas nama Anda."
    },
    hopeless=(Refused, PermissionDenied),
    stuck="Hitung ulang berulang kali terhenti di tengah.",
)


def replacement_refusal(siklus: Siklus, formulir: str, versi: VersiInstrumen) -> str:
    """Why this version cannot take the place of the cycle's, or ""."""
    present = siklus.versi_untuk(formulir)
    if present is None:
        return f"Siklus ini tidak memakai formulir {formulir}."
    if versi.status != VersiInstrumen.Status.TERBIT:
        return "Hanya versi yang terbit yang dapat menggantikan."
    problems = replacement_problems(present.instrumen, versi.instrumen)
    if problems:
        return (
            f"Versi {versi.versi} tidak dapat menggantikan versi {present.versi}: "
            f"{', '.join(problems)}. Isian dan level yang sudah ada tidak akan cocok lagi."
        )
    return ""


def decree_refusal(siklus: Siklus) -> str:
    """Why nothing of the cycle can be computed again just now, or ""."""
    decree = decrees_queries.decreed_set(siklus)
    if decree is None:
        return ""
    return f"Keputusan {decree} sedang diterbitkan. Terapkan setelah selesai terbit."


@transaction.atomic
def start(*, by: User, siklus: Siklus, versi: Versions) -> HitungUlang:
    """Have a worker compute what would change. A table that nobody applied is given up for it."""
    require(by, Permission.VALIDATE, siklus)
    for formulir, item in versi.items():
        refusal = replacement_refusal(siklus, formulir, item)
        if refusal:
            raise Refused(refusal, field=f"versi_{formulir}")
    # Two dry runs of a cycle follow each other.
    Siklus.objects.select_for_update(of=("self",)).get(pk=siklus.pk)
    before = HitungUlang.objects.filter(siklus=siklus, status__in=recompute_queries.OPEN).first()
    if before is not None:
        if before.status == Status.DITERAPKAN:
            raise Refused("Hitung ulang sebelumnya sedang diterapkan. Tunggu selesai.", status=409)
        _give_up(before)
    row = HitungUlang.objects.create(
        siklus=siklus,
        instansi=siklus.instansi,
        versi_a=versi.get("A"),
        versi_b=versi.get("B"),
        oleh=by,
    )
    QUEUE.wake()
    return row


@transaction.atomic
def cancel(*, by: User, hitung: HitungUlang) -> None:
    """Give up a table that is not being applied; nothing has changed by it."""
    row = _locked(by, hitung)
    if row.status not in recompute_queries.OPEN or row.alasan:
        raise Refused("Hitung ulang ini sudah diterapkan.", status=409)
    _give_up(row)


def _give_up(row: HitungUlang) -> None:
    # One that stopped while it was applied keeps what it did as a record.
    if not row.alasan:
        row.baris.all().delete()
    row.status, row.lease_until = Status.BATAL, None
    row.save(update_fields=["status", "lease_until"])


@transaction.atomic
def apply(*, by: User, hitung: HitungUlang, reason: str) -> HitungUlang:
    """Have a worker write what the dry run showed, with this reason; see
    `recompute.services.worker`."""
    row = _locked(by, hitung)
    reason = texts.reason(reason, MAX_REASON)
    if row.status != Status.SIAP:
        raise Refused("Tabel ini tidak berlaku lagi. Periksa lagi.", status=409)
    refusal = decree_refusal(row.siklus)
    if refusal:
        raise Refused(refusal, status=409)
    found = recompute_queries.counts(row)
    if found["masalah"]:
        raise Refused(f"{found['masalah']} evaluasi tidak dapat dihitung.", status=409)
    if not found["berubah"] and not row.versi:
        raise Refused("Tidak ada hasil yang berubah, jadi tidak ada yang diterapkan.", status=409)
    row.alasan, row.diterapkan_oleh = reason, by
    QUEUE.again(row, "alasan", "diterapkan_oleh", state=Status.DITERAPKAN)
    audit.write(
        by=by,
        action="hitung_ulang_siklus",
        thing=row.siklus,
        siklus=row.siklus,
        reason=reason,
        berubah=found["berubah"],
        tetap=found["tetap"],
        versi={
            formulir: [
                str(certain(row.siklus.versi_untuk(formulir), "it is renewed").uuid),
                str(item.uuid),
            ]
            for formulir, item in row.versi.items()
        },
    )
    return row


@transaction.atomic
def resume(*, by: User, hitung: HitungUlang) -> None:
    """Let the worker go on where it stopped, on behalf of who asks for it."""
    row = _locked(by, hitung)
    if row.status != Status.GAGAL:
        raise Refused("Hanya hitung ulang yang terhenti yang dapat dilanjutkan.", status=409)
    if row.alasan:  # a dry run changes nothing, not even the audit trail
        row.diterapkan_oleh = by
        audit.write(by=by, action="lanjutkan_hitung_ulang", thing=row.siklus, siklus=row.siklus)
    state = Status.DITERAPKAN if row.alasan else Status.DIHITUNG
    QUEUE.again(row, "diterapkan_oleh", state=state)


def _locked(by: User, hitung: HitungUlang) -> HitungUlang:
    row = (
        HitungUlang.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "versi_a", "versi_b")
        .get(pk=hitung.pk)
    )
    require(by, Permission.VALIDATE, row.siklus)
    return row
