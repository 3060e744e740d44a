"""An errata in a cycle, the worker's half: the dry run and its application, piece by piece.

Each evaluation moves in a transaction of its own, under its lock: a killed worker costs one of
them. It is looked at once more there, so that whatever was saved since the dry run counts.
"""

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from evaluations.core.queries.calendar import open_return
from evaluations.core.services import notices
from evaluations.core.services.notices import About
from evaluations.errata import queries as errata_queries
from evaluations.errata.services.errata import QUEUE, refusal
from evaluations.models import BarisRalat, Evaluasi, EvaluasiAspek, Ralat, Siklus
from evaluations.progress.services.step_effects import REPAIR
from evaluations.progress.services.steps import return_for_errata
from evaluations.results import services as result_services
from evaluations.rules.errata import told
from evaluations.rules.notices import Event
from evaluations.rules.workflow import State
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

WORKING_SECONDS = 20  # of one wake-up; others get their turn
CHUNK = 50

Status = Ralat.Status
Row = BarisRalat.Status


def errata_next(seconds: float = WORKING_SECONDS) -> Ralat | None:
    """Work on what waits longest; None when nothing waits."""
    job = QUEUE.claim()
    if job is None:
        return None
    until = time.monotonic() + seconds
    dry = job.status == Status.DIPERIKSA
    step: Callable[[Ralat, BarisRalat], None] = _check_one if dry else _apply_one
    try:
        (_list if dry else _take_over)(job)
        while rows := errata_queries.next_rows(job, Row.ANTRE if dry else Row.SIAP, CHUNK):
            for row in rows:
                if not _under_lease(job, row, step):
                    return job
                if time.monotonic() > until:
                    QUEUE.release(job, attempts=0)
                    QUEUE.wake()
                    return job
        (_ready if dry else _applied)(job)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(job, error)
    return job


@transaction.atomic
def _under_lease(job: Ralat, row: BarisRalat, step: Callable[[Ralat, BarisRalat], None]) -> bool:
    if not QUEUE.holds(job):
        return False
    step(job, row)
    return True


@transaction.atomic
def _list(job: Ralat) -> None:
    if job.jumlah is None and QUEUE.holds(job):
        _add(job, Row.ANTRE, 0)


def _add(job: Ralat, status: str, number: int) -> None:
    found = list(errata_queries.to_list(job))
    BarisRalat.objects.bulk_create(
        BarisRalat(
            instansi_id=item.instansi_id,
            siklus_id=job.siklus_id,
            ralat=job,
            evaluasi=item,
            dari_id=item.versi_id,
            urutan=at,
            status=status,
        )
        for at, item in enumerate(found, start=number + 1)
    )
    job.jumlah = number + len(found)
    QUEUE.ours(job).update(jumlah=job.jumlah)


def _check_one(job: Ralat, row: BarisRalat) -> None:
    item = Evaluasi.objects.select_related("versi").get(pk=row.evaluasi_id)
    seen = errata_queries.look(item, job.versi)
    row.isi, row.kata, row.status = seen.isi, seen.kata, Row.SIAP
    row.save(update_fields=["isi", "kata", "status"])


@transaction.atomic
def _ready(job: Ralat) -> None:
    QUEUE.release(job, status=Status.SIAP, diperiksa_pada=timezone.now(), attempts=0)


# Applying -----------------------------------------------------------------------------------------


@transaction.atomic
def _take_over(job: Ralat) -> None:
    """What opens from now on follows the errata; what opened since the dry run is looked at too."""
    by = certain(job.diterapkan_oleh, "somebody had it applied")
    require(by, Permission.MANAGE_SIKLUS, job.siklus)
    if not QUEUE.holds(job):
        return
    siklus = Siklus.objects.select_for_update(of=("self",)).get(pk=job.siklus_id)
    name = "instrumen_a" if job.versi.formulir == "A" else "instrumen_b"
    words = refusal(siklus, job.versi)
    if words:
        raise Refused(words)
    if job.tenggat <= timezone.now():  # it has waited too long for a worker
        job.tenggat = timezone.now() + REPAIR
        QUEUE.ours(job).update(tenggat=job.tenggat)
    if getattr(siklus, f"{name}_id") != job.versi_id:
        setattr(siklus, name, job.versi)
        siklus.save(update_fields=[name])
        _add(job, Row.SIAP, job.jumlah or 0)


def _apply_one(job: Ralat, row: BarisRalat) -> None:
    item = (
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi__induk", "penilai__induk", "unit", "versi")
        .get(pk=row.evaluasi_id)
    )
    seen = errata_queries.look(item, job.versi)
    row.isi, row.kata, row.pada, row.dari = seen.isi, seen.kata, timezone.now(), item.versi
    row.status = Row.TINGGAL if seen.kata else Row.DITERAPKAN
    if not seen.kata:
        _move(job, row, item, seen)
    row.save()


def _move(job: Ralat, row: BarisRalat, item: Evaluasi, seen: errata_queries.Look) -> None:
    by = certain(job.diterapkan_oleh, "somebody had it applied")
    for answer in seen.hilang:  # what it said stays in the history of the answer
        answer.nilai, answer.versi, answer.oleh = None, answer.versi + 1, by
        answer.save(update_fields=["nilai", "versi", "oleh", "pada"])
    item.versi = job.versi
    if seen.isi["tanya"]:  # whoever said that it is ready could not know
        item.siap_pada = item.siap_oleh = None
    item.save(update_fields=["versi", "siap_pada", "siap_oleh"])
    for aspek in job.versi.instrumen.semua_aspek:
        EvaluasiAspek.objects.filter(evaluasi=item, kode=aspek.kode).exclude(
            nama=aspek.nama
        ).update(nama=aspek.nama)
    row.perlu_dilihat = seen.nilai
    if seen.buka and item.status is State.DIKEMBALIKAN:
        returned = certain(open_return(item), "it is returned")
        returned.indikator = sorted({*returned.indikator, *seen.buka})
        returned.tenggat = max(returned.tenggat, job.tenggat)
        returned.save(update_fields=["indikator", "tenggat"])
    elif seen.buka:
        reason = f"Ralat instrumen, surat {job.versi.ralat_surat}: {job.versi.ralat_alasan}"
        row.pengembalian = return_for_errata(
            by=by, evaluasi=item, indikator=seen.buka, tenggat=job.tenggat, reason=reason
        )
    audit.write(
        by=by,
        action="ralat",
        thing=item,
        reason=job.versi.ralat_alasan,
        dari=str(row.dari.uuid),
        ke=str(job.versi.uuid),
        hilang=[f"{answer.indikator}.{answer.pertanyaan}" for answer in seen.hilang],
        dibuka=seen.buka,
        nilai=seen.isi["nilai"],
    )
    result_services.mark_stale(item)


@transaction.atomic
def _applied(job: Ralat) -> None:
    now = timezone.now()
    if not QUEUE.release(job, status=Status.SELESAI, selesai_pada=now, attempts=0):
        return
    # Inside the transaction that ends the work, so that nobody is told twice.
    units, scorers = [], []
    for row in errata_queries.rows_of(job).filter(status=Row.DITERAPKAN):
        owed = len(row.isi["tanya"])
        line = f"{owed} pertanyaan harus dijawab" if owed else ""
        units.append(About(row.evaluasi, details=errata_queries.unit_words(job, row), line=line))
        scorers.append(About(row.evaluasi, details=told.to_scorers(row.isi)))
    note = f"Alasan: {job.versi.ralat_alasan} (surat {job.versi.ralat_surat})"
    for event, about in ((Event.RALAT_UNIT, units), (Event.RALAT_PENILAI, scorers)):
        notices.tell(event, about, by=job.diterapkan_oleh, key=f"ralat:{job.uuid}", note=note)


def sweep() -> int:
    return QUEUE.sweep()
