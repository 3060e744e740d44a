"""Carrying out a decree: a worker publishes the members of its set in small transactions.

So thousands of units take no request, and a killed worker costs one chunk. Nothing is public
before the last member is done, and before the embargo is over.
"""

import logging
import time
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Publikasi
from evaluations.queries import decrees as queries
from evaluations.queries import publikasi as published
from evaluations.services.decree import audit_set, tell_readers, wake
from evaluations.services.saving import digest_of
from evaluations.services.snapshot import category_of, snapshot
from evaluations.services.steps import advance
from evaluations.workflow import PUBLISHED, Action
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi
from pekppp.accounts.notices import notify
from pekppp.accounts.roles import Role
from pekppp.errors import Refused

logger = logging.getLogger(__name__)

# One wake-up of the worker < the task's soft limit < its hard limit < the lease.
WORKING_SECONDS = 20
LEASE = timedelta(minutes=3)
CHUNK = 25
MAX_ATTEMPTS = 5
BACKOFF = timedelta(seconds=20)

Status = Publikasi.Status


def publish_next(seconds: float = WORKING_SECONDS) -> Publikasi | None:
    """Publish a part of the set that waits longest; None when nothing waits.

    Others get their turn after `seconds`: what is left waits for the next wake-up, which is made.
    """
    row = _claim()
    if row is None:
        return None
    until = time.monotonic() + seconds
    try:
        while _chunk(row):
            if time.monotonic() > until:
                _ours(row).update(status=Status.ANTRE, lease_until=None, attempts=0)
                wake()
                return row
        _finish(row)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        _failed(row, error)
    return row


@transaction.atomic
def _claim() -> Publikasi | None:
    row = (
        Publikasi.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("siklus__instansi", "diputus_oleh")
        .filter(queries.claimable(), attempts__lt=MAX_ATTEMPTS)
        .order_by("attempts", "dibuat_pada", "pk")
        .first()
    )
    if row is not None:
        row.status, row.attempts = Status.DIKERJAKAN, row.attempts + 1
        row.lease_until = timezone.now() + LEASE
        row.save(update_fields=["status", "attempts", "lease_until"])
    return row


def _ours(row: Publikasi) -> Any:
    """The row, unless our lease ran out and somebody else has taken it meanwhile."""
    return Publikasi.objects.filter(
        pk=row.pk, status=Status.DIKERJAKAN, lease_until=row.lease_until
    )


@transaction.atomic
def _chunk(row: Publikasi) -> bool:
    """Publish the next few members; False when none is left, or when the row is not ours."""
    if not _ours(row).select_for_update().exists():
        return False
    members = queries.unpublished_members(row, CHUNK)
    if not members:
        return False
    found = [member.evaluasi for member in members]
    recommendations = published.recommendations(found)
    frozen = []
    superseded = f"Digantikan oleh keputusan {row.nomor}."
    for member in members:
        item = member.evaluasi
        if not queries.same(member, item):
            raise Refused(f"Hasil {item.nama_unit} tidak lagi sama dengan himpunan keputusan.")
        frozen.append(_frozen(row, item, recommendations.get(item.pk, [])))
        renewed = item.status in PUBLISHED
        advance(
            by=row.diputus_oleh,
            evaluasi=item,
            action=Action.GANTI_TERBITAN if renewed else Action.TERBITKAN,
            reason=superseded if renewed else "",
        )
    # Everyone goes on reading what was in force until all of the decree is carried out.
    HasilTerbit.objects.filter(evaluasi__in=found, ditarik_pada__isnull=True).update(
        ditarik_pada=timezone.now(), alasan_ditarik=superseded, digantikan_oleh=row
    )
    HasilTerbit.objects.bulk_create(frozen)
    lease = timezone.now() + LEASE
    _ours(row).update(lease_until=lease, selesai=F("selesai") + len(members))
    row.lease_until = lease
    return True


def _frozen(publikasi: Publikasi, evaluasi: Evaluasi, recommendations: list[Any]) -> HasilTerbit:
    isi = snapshot(evaluasi, publikasi, recommendations)
    huruf, sebutan = category_of(evaluasi, evaluasi.hasil.ipp)
    return HasilTerbit(
        publikasi=publikasi,
        evaluasi=evaluasi,
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        ipp=evaluasi.hasil.ipp,
        desimal=evaluasi.versi.instrumen.desimal,
        kategori=huruf,
        sebutan=sebutan,
        isi=isi,
        digest=digest_of(isi),
    )


@transaction.atomic
def _finish(row: Publikasi) -> None:
    done = _ours(row).update(
        status=Status.TERBIT,
        terbit_pada=timezone.now(),
        lease_until=None,
        attempts=0,
        error="",
        selesai=F("jumlah"),
    )
    if not done:
        return
    audit_set(row.diputus_oleh, "terbitkan_siklus", row)
    tell_readers()
    # The people of each unit are told by its step; their offices once, of all their units.
    for instansi, names in queries.units_of_offices(row).items():
        _tell_office(instansi, row, names)


def _tell_office(instansi: Instansi, row: Publikasi, names: list[str]) -> None:
    notify(
        accounts.members_of_instansi(instansi, Role.ADMIN_INSTANSI),
        kind="publikasi",
        subject=f"Hasil {row.siklus.nama} sudah terbit",
        body=f"Keputusan {row.nomor}. {len(names)} unit {instansi.nama}: {', '.join(names)}.",
        url=f"/hasil/{row.siklus.uuid}/{instansi.uuid}/",
        instansi=instansi,
    )


def _failed(row: Publikasi, error: Exception) -> None:
    logger.exception("publication %s, attempt %s", row.uuid, row.attempts)
    hopeless = isinstance(error, Refused | PermissionDenied) or row.attempts >= MAX_ATTEMPTS
    words = "Penerbitan terhenti. Lanjutkan lagi, atau hubungi pengelola aplikasi."
    if isinstance(error, Refused):
        words = error.message
    elif isinstance(error, PermissionDenied):
        words = "Yang memasukkan keputusan tidak lagi berhak menerbitkan. Lanjutkan atas nama Anda."
    _ours(row).update(
        status=Status.GAGAL if hopeless else Status.ANTRE,
        error=words[:300],
        lease_until=None if hopeless else timezone.now() + BACKOFF * row.attempts,
    )


def sweep() -> None:
    """Wake a worker for what no wake-up reached: an embargo that is over, a worker that died."""
    from evaluations.tasks import publish_next as task

    Publikasi.objects.filter(
        status=Status.DIKERJAKAN, attempts__gte=MAX_ATTEMPTS, lease_until__lte=timezone.now()
    ).update(
        status=Status.GAGAL, lease_until=None, error="Penerbitan berulang kali terhenti di tengah."
    )
    if Publikasi.objects.filter(queries.claimable()).exists():
        task.apply_async(expires=20)
