"""Answers and evidence of another evaluation of the unit, taken over where they were ticked.

Each answer goes through the one writer of answers, each file through the one of evidence. What was
taken over waits, by indicator, until somebody of the unit confirms it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.core.services.filling import require_may_fill
from evaluations.core.services.saving import claim, hold
from evaluations.evidence.services import evidence, existing
from evaluations.f01.queries import takeover as takeover_queries
from evaluations.f01.queries.takeover import Answer, Plan
from evaluations.f01.services.answers import save_answer
from evaluations.models import AmbilAlih, Evaluasi
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base.errors import Conflict, Refused

CHANGED = (
    "Ada yang berubah setelah daftar ini dibuka. Belum ada yang diambil; periksa daftar yang baru "
    "di bawah, lalu ambil lagi."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many answers and pieces of evidence came, into which indicators."""

    jawaban: int
    bukti: int
    indikator: list[int]


def plan_of(evaluasi: Evaluasi, source: Evaluasi) -> Plan:
    """Both side by side, with what is closed now. Writes nothing."""
    return takeover_queries.plan(
        evaluasi, source, closed=calendar.f01_refusal, files_closed=evidence.refusal
    )


@transaction.atomic
def take_over(
    *, by: User, evaluasi: Evaluasi, sumber: UUID, chosen: Collection[str], key: UUID
) -> Taken:
    """Write what `chosen` names (see `Plan.tickable`), all of it or nothing; the same key once.

    Raises Refused (nothing chosen, closed, or changed since it was shown: 409), PermissionDenied,
    Http404 for a source that is not another evaluation of this unit.
    """
    require_may_fill(by, evaluasi)
    hold(evaluasi)
    source = takeover_queries.get_source(by, evaluasi, sumber)
    if not chosen:
        raise Refused("Belum ada yang dipilih. Centang isian atau bukti yang hendak diambil.")
    wanted = sorted(set(chosen))
    _, replay = claim(
        by=by, evaluasi=evaluasi, key=key, target=f"ambil-alih:{source.uuid}", payload=wanted
    )
    if replay:
        return Taken(0, 0, [])
    known = plan_of(evaluasi, source).tickable()
    if not set(wanted) <= set(known):
        raise Refused(CHANGED, status=409)
    answers = 0
    try:
        for tanda in wanted:
            item = known[tanda]
            if isinstance(item, Answer):
                answers += 1
                save_answer(
                    by=by,
                    evaluasi=evaluasi,
                    indikator=item.nomor,
                    question=item.pertanyaan.id,
                    value=item.nilai,
                    based_on=item.kini.versi if item.kini else 0,
                    key=uuid5(key, tanda),
                )
            else:
                existing.take_over(
                    by=by, evaluasi=evaluasi, indikator=item.nomor, source=item.bukti
                )
    except Conflict as error:  # somebody saved this very moment
        raise Refused(CHANGED, status=409) from error
    numbers = sorted({known[tanda].nomor for tanda in wanted})
    for nomor in numbers:
        AmbilAlih.objects.update_or_create(
            evaluasi=evaluasi,
            indikator=nomor,
            defaults={
                "instansi_id": evaluasi.instansi_id,
                "siklus_id": evaluasi.siklus_id,
                "sumber": source,
                "oleh": by,
                "pada": timezone.now(),
                "dikonfirmasi_pada": None,
                "dikonfirmasi_oleh": None,
            },
        )
    taken = Taken(answers, len(wanted) - answers, numbers)
    audit.write(
        by=by,
        action="ambil_alih_f01",
        thing=evaluasi,
        dari=str(source.uuid),
        siklus_asal=source.siklus.nama,
        indikator=numbers,
        jawaban=taken.jawaban,
        bukti=taken.bukti,
    )
    return taken


@transaction.atomic
def confirm(*, by: User, evaluasi: Evaluasi, indikator: Collection[int]) -> list[int]:
    """Say for the unit that what was taken over into these indicators holds here; which did."""
    require_may_fill(by, evaluasi)
    hold(evaluasi)
    rows = AmbilAlih.objects.select_for_update().filter(
        evaluasi=evaluasi, indikator__in=indikator, dikonfirmasi_pada__isnull=True
    )
    numbers = [row.indikator for row in rows]
    for nomor in numbers:
        require_may_fill(by, evaluasi, nomor)
    rows.update(dikonfirmasi_pada=timezone.now(), dikonfirmasi_oleh=by)
    if numbers:
        audit.write(by=by, action="konfirmasi_ambil_alih", thing=evaluasi, indikator=numbers)
    return numbers
