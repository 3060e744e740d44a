"""Carrying out a decree: a worker publishes the members of its set in small transactions.

So thousands of units take no request, and a killed worker costs one chunk. Nothing is public
before the last member is done, and before the embargo is over.
"""

import time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from evaluations.core.services.notices import About, tell
from evaluations.core.services.saving import digest_of
from evaluations.models import Evaluasi, HasilTerbit, Publikasi
from evaluations.progress.services.steps import advance
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services.decrees import QUEUE, audit_set, tell_readers
from evaluations.publication.services.snapshot import category_of, priority_of, snapshot
from evaluations.rules.notices import Event
from evaluations.rules.workflow import PUBLISHED, Action
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

WORKING_SECONDS = 20  # of one wake-up; others get their turn
CHUNK = 25

Status = Publikasi.Status


def publish_next(seconds: float = WORKING_SECONDS) -> Publikasi | None:
    """Publish a part of the set that waits longest; None when nothing waits.

    Others get their turn after `seconds`: what is left waits for the next wake-up, which is made.
    """
    row = QUEUE.claim(decrees_queries.due())
    if row is None:
        return None
    until = time.monotonic() + seconds
    try:
        while _chunk(row):
            if time.monotonic() > until:
                QUEUE.release(row, status=Status.ANTRE, attempts=0)
                QUEUE.wake()
                return row
        _finish(row)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(row, error)
    return row


@transaction.atomic
def _chunk(row: Publikasi) -> bool:
    """Publish the next few members; False when none is left, or when the row is not ours."""
    if not QUEUE.holds(row):
        return False
    members = decrees_queries.unpublished_members(row, CHUNK)
    if not members:
        return False
    found = [member.evaluasi for member in members]
    recommendations = publication_queries.recommendations(found)
    frozen = []
    superseded = f"Digantikan oleh keputusan {row.nomor}."
    for member in members:
        item = member.evaluasi
        if not decrees_queries.same(member, item):
            raise Refused(f"Hasil {item.nama_unit} tidak lagi sama dengan himpunan keputusan.")
        frozen.append(_frozen(row, item, recommendations.get(item.pk, [])))
        renewed = item.status in PUBLISHED
        advance(
            by=certain(row.diputus_oleh, "a decree is carried out for who decided it"),
            evaluasi=item,
            action=Action.GANTI_TERBITAN if renewed else Action.TERBITKAN,
            reason=superseded if renewed else "",
        )
    # Everyone goes on reading what was in force until all of the decree is carried out.
    HasilTerbit.objects.filter(evaluasi__in=found, ditarik_pada__isnull=True).update(
        ditarik_pada=timezone.now(), alasan_ditarik=superseded, digantikan_oleh=row
    )
    HasilTerbit.objects.bulk_create(frozen)
    QUEUE.ours(row).update(selesai=F("selesai") + len(members))
    return True


def _frozen(publikasi: Publikasi, evaluasi: Evaluasi, recommendations: list[Any]) -> HasilTerbit:
    isi = snapshot(evaluasi, publikasi, recommendations)
    ipp = certain(evaluasi.hasil.ipp, "what is published was decided")
    huruf, sebutan = category_of(evaluasi, ipp)
    return HasilTerbit(
        publikasi=publikasi,
        evaluasi=evaluasi,
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        ipp=ipp,
        desimal=evaluasi.versi.instrumen.desimal,
        kategori=huruf,
        sebutan=sebutan,
        prioritas_pembinaan=priority_of(isi, evaluasi.versi),
        isi=isi,
        digest=digest_of(isi),
    )


@transaction.atomic
def _finish(row: Publikasi) -> None:
    done = {"status": Status.TERBIT, "terbit_pada": timezone.now(), "attempts": 0}
    if not QUEUE.release(row, selesai=F("jumlah"), **done):
        return
    audit_set(
        certain(row.diputus_oleh, "a decree is carried out for who decided it"),
        "terbitkan_siklus",
        row,
    )
    tell_readers()
    # The people of each unit are told by its step; everybody else once, of all that is his.
    tell_all(Event.PUBLIKASI, row, f"Keputusan {row.nomor}.")


def tell_all(event: Event, row: Publikasi, note: str) -> None:
    """Offices and evaluators, each of those units of a decree that are his."""
    about = [
        About(
            item,
            {"nomor": row.nomor},
            url=reverse("reports:results_instansi", args=[row.siklus.uuid, item.instansi.uuid]),
        )
        for item in decrees_queries.published_by(row)
    ]
    url = reverse("reports:results_siklus", args=[row.siklus.uuid])
    tell(event, about, note=note, url=url)


def sweep() -> int:
    return QUEUE.sweep(decrees_queries.due())
