"""Taking results back from the public: one, or a whole decree.

A decree stops to be public at once, by its status. Its results then follow in small transactions
of a worker: the row's status is the queue, and a killed worker costs one chunk.
"""

import logging
import time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.core.services.notices import About, tell
from evaluations.models import HasilTerbit, Publikasi
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.publication.services.decree_worker import tell_all
from evaluations.publication.services.decrees import audit_set, tell_readers
from evaluations.rules.notices import Event, Recipient
from evaluations.rules.workflow import PUBLISHED, Action
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import queues, texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.queues import WATCHED, Watched

logger = logging.getLogger(__name__)

WORKING_SECONDS = 20  # of one wake-up; others get their turn
CHUNK = 25

Status = Publikasi.Status

TASK = "evaluations.tasks.take_back_next"
WATCHED.append(
    Watched(
        "Penarikan keputusan",
        TASK,
        lambda: Publikasi.objects.filter(status=Status.MENARIK),
        since="ditarik_pada",
    )
)


def take_back(*, by: User, terbit: HasilTerbit, reason: str, office: bool) -> None:
    """Take one result back; its evaluation is validated again. `office`: tell its office too."""
    evaluasi = terbit.evaluasi
    if evaluasi.state in PUBLISHED:
        advance(by=by, evaluasi=evaluasi, action=Action.TARIK, reason=reason)
    HasilTerbit.objects.filter(pk=terbit.pk, ditarik_pada__isnull=True).update(
        ditarik_pada=timezone.now(), alasan_ditarik=reason
    )
    tell(
        Event.HASIL_DITARIK,
        [About(evaluasi, details=f"Alasan: {reason}")],
        by=by,
        named={} if office else {Recipient.ADMIN_UNIT: []},
    )


@transaction.atomic
def withdraw_decree(*, by: User, publikasi: Publikasi, reason: str) -> None:
    """Nothing of this decree is public any more. Asked again, whoever asks goes on with it."""
    row = (
        Publikasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi")
        .get(pk=publikasi.pk)
    )
    require(by, Permission.PUBLISH, row.siklus)
    reason = texts.reason(reason)
    if row.status not in (Status.TERBIT, Status.MENARIK):
        raise Refused("Hanya keputusan yang terbit yang dapat ditarik.", status=409)
    row.status, row.alasan_ditarik = Status.MENARIK, reason
    row.ditarik_pada, row.ditarik_oleh = timezone.now(), by
    row.save(update_fields=["status", "alasan_ditarik", "ditarik_pada", "ditarik_oleh"])
    audit_set(by, "tarik_keputusan", row, reason=reason)
    tell_readers()
    wake()
    publikasi.refresh_from_db()


def take_back_next(seconds: float = WORKING_SECONDS) -> None:
    """Take back a part of what withdrawn decrees published; what is left waits for a wake-up.

    One that cannot go on, since who withdrew it may not any more, holds up no other; whoever asks
    for its withdrawal again goes on with it.
    """
    until = time.monotonic() + seconds
    held: set[int] = set()
    while _chunk(held):
        if time.monotonic() > until:
            wake()
            return


@transaction.atomic
def _chunk(held: set[int]) -> bool:
    """The next few results of a withdrawn decree; False when nothing is left, or all is held."""
    row = (
        Publikasi.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("siklus", "ditarik_oleh")
        .filter(status=Status.MENARIK)
        .exclude(pk__in=held)
        .order_by("ditarik_pada")
        .first()
    )
    if row is None:
        return False
    try:
        with transaction.atomic():
            _some_of(row)
    except (PermissionDenied, Refused):
        logger.exception("decree %s is not taken back", row.uuid)
        held.add(row.pk)
    return True


def _some_of(row: Publikasi) -> None:
    results = decrees_queries.to_take_back(row, CHUNK)
    for terbit in results:
        take_back(
            by=certain(row.ditarik_oleh, "somebody withdrew it"),
            terbit=terbit,
            reason=row.alasan_ditarik,
            office=False,
        )
    if not results:
        row.status = Status.DITARIK
        row.save(update_fields=["status"])
        tell_all(Event.TARIK_KEPUTUSAN, row, f"Alasan: {row.alasan_ditarik}")


def wake() -> None:
    queues.wake(TASK)


def sweep() -> None:
    """Wake a worker for what no wake-up reached."""
    if Publikasi.objects.filter(status=Status.MENARIK).exists():
        queues.wake_now(TASK)
