"""Deciding and publishing: validate, send back, publish a set by decree, withdraw, report."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from evaluations.core.services.notices import About, tell
from evaluations.models import Evaluasi, HasilTerbit, Publikasi, SampelValidasi, Siklus
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import decree_worker, decrees, withdrawal
from evaluations.rules.notices import Event
from evaluations.rules.review import sample
from evaluations.rules.workflow import Action, Reopening, Skema, State
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused


@dataclass(slots=True)
class Outcome:
    """Of many things done one by one: which were done, and why the others were not."""

    done: list[Evaluasi] = field(default_factory=list)
    failed: list[tuple[Evaluasi, str]] = field(default_factory=list)


def validate(*, by: User, evaluations: Iterable[Evaluasi]) -> Outcome:
    """Validate each that can be; one that cannot hinders no other."""
    return _each(evaluations, lambda item: advance(by=by, evaluasi=item, action=Action.VALIDASI))


def send_back(
    *, by: User, evaluations: Iterable[Evaluasi], reason: str, tenggat: datetime | None = None
) -> Outcome:
    """Open the F02 again, of evaluations that wait for validation or have it."""

    def reopen(item: Evaluasi) -> None:
        validated = item.state == State.DIVALIDASI
        action: Reopening = Action.BATAL_VALIDASI if validated else Action.BUKA_F02
        advance(by=by, evaluasi=item, action=action, reason=reason, tenggat=tenggat)

    reason = texts.reason(reason)
    return _each(evaluations, reopen)


def _each(evaluations: Iterable[Evaluasi], step: Callable[[Evaluasi], Any]) -> Outcome:
    outcome = Outcome()
    for item in evaluations:
        try:
            step(item)
        except Refused as refused:
            outcome.failed.append((item, refused.message))
        except PermissionDenied:
            outcome.failed.append((item, "Peran Anda tidak mengizinkan langkah ini."))
        else:
            outcome.done.append(item)
    return outcome


@transaction.atomic
def draw_sample(*, by: User, siklus: Siklus, ukuran: int, benih: str = "") -> SampelValidasi:
    """Draw a random sample of what waits for validation, and record it with its seed."""
    require(by, Permission.VALIDATE, siklus)
    population = list(publication_queries.to_validate(by, siklus).values_list("uuid", flat=True))
    if not population:
        raise Refused("Belum ada evaluasi yang menunggu validasi.")
    benih = texts.clean(benih) or secrets.token_hex(4)
    size = min(ukuran, len(population))
    found = SampelValidasi.objects.create(
        instansi=siklus.instansi,
        siklus=siklus,
        benih=benih,
        ukuran=size,
        populasi=len(population),
        terpilih=sample(population, size, benih),
        oleh=by,
    )
    audit.write(by=by, action="ambil_sampel_validasi", thing=found, ukuran=size, benih=benih)
    return found


@transaction.atomic
def publish(
    *,
    by: User,
    siklus: Siklus,
    nomor: str,
    tanggal: date,
    catatan: str = "",
    frozen_by: User | None = None,
) -> Publikasi:
    """Freeze, decree and publish at once, without a worker: for commands and small sets.

    `frozen_by` is the other person, where the cycle wants two.
    """
    publikasi = decrees.freeze(by=frozen_by or by, siklus=siklus)
    decrees.enter(by=by, publikasi=publikasi, nomor=nomor, tanggal=tanggal, catatan=catatan)
    while publikasi.waiting and decree_worker.publish_next() is not None:
        publikasi.refresh_from_db()
    if publikasi.error:
        raise Refused(publikasi.error)
    return publikasi


@transaction.atomic
def withdraw(*, by: User, terbit: HasilTerbit, reason: str) -> None:
    """Take one result back from the public, with a reason; its evaluation is validated again."""
    require(by, Permission.PUBLISH, terbit.evaluasi)
    withdrawal.take_back(by=by, terbit=terbit, reason=texts.reason(reason), office=True)
    decrees.tell_readers()


def reports_upward(siklus: Siklus) -> bool:
    """Whether the owner of this cycle reports its results to KemenPANRB."""
    return siklus.skema in (Skema.MANDIRI, Skema.KHUSUS) and not siklus.latihan


@transaction.atomic
def report(*, by: User, siklus: Siklus) -> Outcome:
    """Report all published results of a cycle to KemenPANRB."""
    require(by, Permission.PUBLISH, siklus)
    if not reports_upward(siklus):
        raise Refused("Hanya hasil siklus Mandiri dan Khusus yang dilaporkan kepada KemenPANRB.")
    outcome = _each(
        list(publication_queries.unreported(by, siklus)),
        lambda item: advance(by=by, evaluasi=item, action=Action.LAPORKAN),
    )
    if outcome.done:
        page = reverse("reports:results_siklus", args=[siklus.uuid])
        tell(
            Event.HASIL_DILAPORKAN,
            [About(item, url=page) for item in outcome.done],
            by=by,
            instansi=siklus.instansi.nama,
        )
    return outcome
