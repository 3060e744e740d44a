"""Batches: one kind of document for many units, fed into the queue a few at a time, then a ZIP.

A batch never has more than `WINDOW` documents in the queue. So the queue stays short and fair
whatever is asked for, a cancelled batch stops after these few, and each input is frozen shortly
before it is rendered, by a worker. The sweep does what a worker left undone when it died.
"""

import logging
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.services.notices import tell_person
from evaluations.models import Evaluasi, Siklus
from evaluations.rules.notices import Event
from evaluations.rules.workflow import DECIDED, ENDED, F02_OPEN, PUBLISHED, State
from pekppp.accounts import audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, User, WilayahKerja
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.queues import Queue, anew, wake
from reports.batches.services import batch_signing, zips
from reports.core import documents as document_queries
from reports.core import offices as office_queries
from reports.documents.services import documents, recaps
from reports.documents.services import versions as document_versions
from reports.models import ButirKelompok, Dokumen, Kelompok

logger = logging.getLogger(__name__)

# Documents of one batch that wait or are rendered at the same time.
WINDOW = 4
# What one wake-up does at most: approvals in the application do not fill the window.
STEPS = 100
FEED = "reports.tasks.feed_batches"

Status, Jenis = Kelompok.Status, Dokumen.Jenis

# Of the packing: the documents have a queue of their own.
QUEUE = Queue(
    model=Kelompok,
    name="ZIP kelompok dokumen",
    task="reports.tasks.pack_next",
    takes={Status.MENGEMAS: Status.GAGAL},
    order=("attempts", "diminta_pada", "pk"),
    words="ZIP tidak dapat disusun.",
    words_of={OSError: "Penyimpanan tidak dapat dijangkau."},
    stuck="Penyusunan ZIP berulang kali terhenti di tengah jalan.",
)
# In which states an evaluation has this kind of document to give; others are left out silently.
READY: dict[str, frozenset[State]] = {
    Jenis.BERITA_ACARA: frozenset(State) - ENDED,
    Jenis.LHE: frozenset(State) - ENDED - {State.DRAF, State.DIKIRIM, State.DIKEMBALIKAN},
    Jenis.PERHITUNGAN: frozenset(State) - ENDED - {State.DRAF, State.DIKIRIM, State.DIKEMBALIKAN},
    Jenis.SURAT: PUBLISHED,
    Jenis.REKAP: frozenset(State),
}
# "Hanya yang sudah final" leaves out what would be marked as provisional.
FINAL: dict[str, frozenset[State]] = {
    Jenis.BERITA_ACARA: frozenset(State) - ENDED - F02_OPEN,
    Jenis.LHE: DECIDED,
    Jenis.PERHITUNGAN: DECIDED,
    Jenis.SURAT: PUBLISHED,
    Jenis.REKAP: DECIDED | ENDED,
}


def covered(
    siklus: Siklus,
    office: Instansi,
    *,
    jenis: str,
    instansi: Instansi | None = None,
    wilayah: WilayahKerja | None = None,
    jenis_unit: str = "",
    final: bool = True,
) -> Any:
    """The evaluations that such a batch would have, in the order of its ZIP."""
    states = (FINAL if final else READY).get(jenis, frozenset())
    rows = office_queries.of_office(siklus, office).filter(state__in=sorted(states))
    if instansi is not None:
        rows = rows.filter(instansi=instansi)
    if wilayah is not None:
        rows = rows.filter(accounts.within("instansi", wilayah))
    if jenis_unit:
        rows = rows.filter(jenis_unit=jenis_unit)
    return rows.order_by("nama_instansi", "nama_unit", "formulir", "pk")


def recapped(
    siklus: Siklus,
    office: Instansi,
    *,
    instansi: Instansi | None = None,
    wilayah: WilayahKerja | None = None,
    final: bool = True,
) -> Any:
    """The instansi of which such a batch would have a recap; final ones where every unit is."""
    rows = office_queries.instansi_in(siklus, office)
    if instansi is not None:
        rows = rows.filter(pk=instansi.pk)
    if wilayah is not None:
        rows = rows.filter(accounts.within("", wilayah))
    if final:
        units = office_queries.of_office(siklus, office)
        rows = rows.exclude(
            pk__in=units.exclude(state__in=sorted(FINAL[Jenis.REKAP])).values("instansi")
        )
    return rows


@transaction.atomic
def start_batch(
    *,
    by: User,
    siklus: Siklus,
    office: Instansi,
    jenis: str,
    tanggal: date,
    instansi: Instansi | None = None,
    wilayah: WilayahKerja | None = None,
    jenis_unit: str = "",
    final: bool = True,
) -> Kelompok:
    """Ask for a document of each; workers make them. Raises Refused or PermissionDenied."""
    _require(by, office)
    if jenis not in READY:
        raise Refused("Jenis dokumen tidak dikenal.", field="jenis", status=404)
    recaps_wanted = jenis == Jenis.REKAP
    if recaps_wanted and jenis_unit:
        raise Refused("Rekap memuat semua jenis unit; pilih semua jenis.", field="jenis_unit")
    if recaps_wanted:
        rows = recapped(siklus, office, instansi=instansi, wilayah=wilayah, final=final)
    else:
        rows = covered(
            siklus,
            office,
            jenis=jenis,
            instansi=instansi,
            wilayah=wilayah,
            jenis_unit=jenis_unit,
            final=final,
        )
    of = "untuk" if recaps_wanted else "evaluasi"
    found = list(rows.values_list("pk", flat=True)[: settings.KELOMPOK_MAKS + 1])
    if not found:
        raise Refused("Belum ada dokumen yang dapat dibuat dengan pilihan ini.")
    if len(found) > settings.KELOMPOK_MAKS:
        raise Refused(
            f"Satu kelompok paling banyak {settings.KELOMPOK_MAKS} dokumen; pilih satu instansi, "
            "satu wilayah kerja, atau satu jenis unit."
        )
    if abs(tanggal.year - siklus.tahun) > documents.YEARS_APART:
        raise Refused(f"Periksa tahunnya: siklus ini siklus tahun {siklus.tahun}.", field="tanggal")
    # One of an office at a time is begun: two clicks do not make two batches.
    Instansi.objects.select_for_update(no_key=True).get(pk=office.pk)
    same = Kelompok.objects.filter(
        instansi=office, siklus=siklus, jenis=jenis, tanggal=tanggal, status=Status.BERJALAN
    )
    for batch in same:
        if set(batch.butir.values_list(of, flat=True)) == set(found):
            return batch
    batch = Kelompok.objects.create(
        instansi=office, siklus=siklus, jenis=jenis, tanggal=tanggal, diminta_oleh=by
    )
    ButirKelompok.objects.bulk_create(
        (
            ButirKelompok(instansi=office, kelompok=batch, urutan=number, **{f"{of}_id": pk})
            for number, pk in enumerate(found, start=1)
        ),
        batch_size=500,
    )
    audit.write(by=by, action="minta_kelompok_dokumen", thing=batch, jenis=jenis, jumlah=len(found))
    wake(FEED)
    return batch


@transaction.atomic
def cancel_batch(*, by: User, batch: Kelompok) -> Kelompok:
    """Nothing more is begun; the few documents in the queue are finished, and stay."""
    locked = _locked(by, batch)
    if locked.waiting:
        locked.status, locked.lease_until = Status.DIBATALKAN, None
        locked.save(update_fields=["status", "lease_until"])
        audit.write(by=by, action="batalkan_kelompok_dokumen", thing=locked)
    return locked


@transaction.atomic
def retry_batch(*, by: User, batch: Kelompok) -> Kelompok:
    """What failed is tried again, what was not begun goes on, and the ZIP is made anew."""
    locked = _locked(by, batch)
    if locked.waiting:
        return locked
    ButirKelompok.objects.filter(kelompok=locked).update(error="", ttd_error="")
    failed = Dokumen.objects.filter(butir__kelompok=locked, status=Dokumen.Status.GAGAL)
    failed.update(status=Dokumen.Status.ANTRE, **anew())
    _begin_again(locked)
    audit.write(by=by, action="ulangi_kelompok_dokumen", thing=locked)
    document_versions.QUEUE.wake()
    return locked


@transaction.atomic
def sign_batch(*, by: User, batch: Kelompok, cara: str) -> Kelompok:
    """Begin the signing of every final draft of a finished batch; workers do it."""
    locked = _locked(by, batch)
    if cara not in Kelompok.Cara.values:
        raise Refused("Pilih cara menandatangani.", field="cara")
    if not Dokumen(jenis=locked.jenis).ditandatangani:
        raise Refused("Dokumen jenis ini tidak ditandatangani di aplikasi.", status=409)
    if locked.status not in (Status.SELESAI, Status.KEDALUWARSA):
        raise Refused("Penandatanganan dimulai setelah kelompok ini selesai dibuat.", status=409)
    ButirKelompok.objects.filter(kelompok=locked).exclude(ttd_error="").update(ttd_error="")
    locked.cara, locked.ditandatangani_oleh = cara, by
    _begin_again(locked)
    audit.write(by=by, action="mulai_tanda_tangan_kelompok", thing=locked, cara=cara)
    return locked


def _begin_again(locked: Kelompok) -> None:
    _forget_zip(Kelompok(path=locked.path))
    locked.status, locked.attempts, locked.error = Status.BERJALAN, 0, ""
    locked.path, locked.ukuran, locked.selesai_pada = "", 0, None
    locked.save()
    wake(FEED)


def _locked(by: User, batch: Kelompok) -> Kelompok:
    _require(by, batch.instansi)
    return Kelompok.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _require(by: User, office: Instansi) -> None:
    if not document_queries.is_office_of(by, office.pk):
        raise PermissionDenied("not an administrator of the office that asks")


# The worker's side ------------------------------------------------------------------------------


def feed_all() -> None:
    """Every batch that is under way gets its next documents into the queue."""
    for batch in Kelompok.objects.filter(status=Status.BERJALAN).order_by("pk"):
        feed(batch.pk)


def feed_after(dokumen: Dokumen) -> None:
    """Somewhere a document is done: the batches that wait for it go on."""
    waiting = Kelompok.objects.filter(butir__dokumen=dokumen, status=Status.BERJALAN)
    for pk in waiting.values_list("pk", flat=True).distinct():
        feed(pk)
    if dokumen.pengesahan is not None:
        pack_sealed()


def feed(pk: int) -> None:
    """Freeze the next inputs of a batch, one a transaction, until its window is full."""
    for _ in range(STEPS):
        if not _feed_one(pk):
            return
    wake(FEED)


@transaction.atomic
def _feed_one(pk: int) -> bool:
    """Whether there may be more to feed. The batch's row keeps two workers from the same one."""
    batch = Kelompok.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if batch is None or batch.status != Status.BERJALAN:
        return False
    rows = ButirKelompok.objects.filter(kelompok=batch)
    in_work = [Dokumen.Status.ANTRE, Dokumen.Status.DIKERJAKAN]
    busy = rows.filter(dokumen__status__in=in_work).count()
    if busy >= WINDOW:
        return False
    row = rows.filter(dokumen__isnull=True, error="").order_by("urutan").first()
    if row is not None:
        _ask(batch, row)
        return True
    if batch_signing.sign_next(batch):
        return True
    if not busy:
        QUEUE.again(batch)
    return False


def _ask(batch: Kelompok, row: ButirKelompok) -> None:
    try:
        # A savepoint: what is refused halfway leaves neither a number nor a document behind.
        with transaction.atomic():
            row.dokumen = _document_of(batch, row)
    except Refused as refused:
        row.error = refused.message[:300]
    except PermissionDenied:
        row.error = "Peminta tidak berwenang atas dokumen unit ini."
    except Exception:  # one unit's trouble must not stop the other thousands
        logger.exception("batch %s, item %s", batch.uuid, row.urutan)
        row.error = "Dokumen unit ini tidak dapat disiapkan. Hubungi pengelola aplikasi."
    row.save(update_fields=["dokumen", "error"])


def _document_of(batch: Kelompok, row: ButirKelompok) -> Dokumen:
    if row.untuk is not None:
        return recaps.request_recap(
            by=batch.diminta_oleh,
            siklus=batch.siklus,
            office=batch.instansi,
            instansi=row.untuk,
            tanggal=batch.tanggal,
        )
    return documents.request_document(
        by=batch.diminta_oleh,
        evaluasi=Evaluasi.objects.select_related("siklus", "unit").get(
            pk=certain(row.evaluasi_id, "it is no recap")
        ),
        jenis=batch.jenis,
        tanggal=batch.tanggal,
        giliran=batch.instansi,
    )


@transaction.atomic
def pack_sealed() -> None:
    """Batches whose last approval came, and was rendered, get a ZIP of the sealed files."""
    if batch_signing.repack_sealed():
        QUEUE.wake()


def pack_next() -> Kelompok | None:
    """Make the ZIP of the batch that waits longest; None when nothing waits."""
    batch = QUEUE.claim()
    if batch is None:
        return None
    try:
        path, size = zips.pack(batch)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(batch, error)
        return batch
    if not _packed(batch, path, size):  # cancelled meanwhile, or somebody else has packed it
        default_storage.delete(path)
    return batch


@transaction.atomic
def _packed(batch: Kelompok, path: str, size: int) -> bool:
    """The ZIP is there, and who asked for it hears of it; False if the row is not ours any more."""
    now = timezone.now()
    before = Kelompok(path=batch.path)
    done = {"status": Status.SELESAI, "path": path, "ukuran": size, "selesai_pada": now}
    if not QUEUE.release(batch, **done):
        return False
    _forget_zip(before)
    failed = office_queries.refused_in(batch).count()
    kind = batch.get_jenis_display()
    people = {batch.diminta_oleh, batch.ditandatangani_oleh}
    tell_person(
        Event.KELOMPOK_DOKUMEN,
        [person for person in people if person is not None],
        details=f"ZIP {kind} {batch.siklus} sudah siap."
        + (f" {failed} unit tidak berhasil; sebabnya ada di halamannya." if failed else ""),
        url=reverse("reports:batch", args=[batch.uuid]),
        instansi=batch.instansi,
        key=f"{batch.uuid}:{now.isoformat()}",
        jenis=kind,
    )
    return True


def _forget_zip(batch: Kelompok) -> None:
    path = batch.path  # the row forgets it before the commit
    if path:
        transaction.on_commit(lambda: default_storage.delete(path), robust=True)


def sweep() -> None:
    """Feed and pack what no wake-up reached; remove the ZIPs whose time is over."""
    feed_all()
    pack_sealed()
    QUEUE.sweep()
    limit = timezone.now() - timedelta(days=settings.KELOMPOK_HARI)
    for batch in Kelompok.objects.filter(status=Status.SELESAI, selesai_pada__lte=limit):
        _expire(batch.pk)


@transaction.atomic
def _expire(pk: int) -> None:
    batch = Kelompok.objects.select_for_update(of=("self",)).get(pk=pk)
    if batch.status == Status.SELESAI:
        _forget_zip(batch)
        batch.status, batch.path, batch.ukuran = Status.KEDALUWARSA, "", 0
        batch.save(update_fields=["status", "path", "ukuran"])
