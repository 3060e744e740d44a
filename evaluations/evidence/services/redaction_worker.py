"""The worker's side of blacking out: draw the pages, burn the boxes in, destroy the original.

The row is the queue. A worker takes it under a lease; if it dies, the lease runs out and the sweep
wakes another one. A file is destroyed after the row says that it is not needed any more, and the
sweep repeats that until nothing is left.
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.services.notices import tell_person
from evaluations.evidence import pictures
from evaluations.evidence.pictures import Undrawable
from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.evidence.services import evidence, previews
from evaluations.models import Berkas, Bukti, BuktiTindakLanjut, Sensor
from evaluations.models.bukti import Pratinjau
from evaluations.rules.notices import Event
from pekppp.accounts import audit
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.queues import Queue

logger = logging.getLogger(__name__)

# The drawing < the task's soft limit < its hard limit < the lease.
DRAWING_SECONDS = 150
# Files of which a sweep destroys what is left.
SWEPT = 20
ORPHANS_EVERY = 3600
TIMED_OUT = "Masa tunggu berkas ini habis, sehingga berkas aslinya dimusnahkan."

Status = Sensor.Status

# What could not be prepared has ended; what could not be burnt keeps its boxes.
QUEUE = Queue(
    model=Sensor,
    name="Penghitaman data pribadi",
    task="evaluations.tasks.redact_next",
    takes={Status.DISIAPKAN: Status.GAGAL, Status.DIBAKAR: Status.SIAP},
    order=("attempts", "pada", "pk"),
    related=("evaluasi__versi", "oleh", "menggantikan"),
    most=3,
    calls=20,
    words="Berkas ini tidak dapat diolah. Coba lagi sebentar.",
    words_of={
        PermissionDenied: "Anda tidak lagi dapat menambah bukti dukung pada indikator ini.",
        FileNotFoundError: "Berkas asli tidak ditemukan. Unggah sekali lagi.",
    },
    hopeless=(Refused, PermissionDenied, FileNotFoundError),
    stuck="Pengolahan berkas ini berulang kali terhenti di tengah jalan.",
)


def redact_next() -> Sensor | None:
    """Take the next row, prepare or burn it; None when nothing waits."""
    row = QUEUE.claim()
    if row is None:
        return None
    try:
        with default_storage.open(evidence_pictures.original_path(row)) as file:
            content = file.read()
        if row.status == Status.DISIAPKAN:
            _prepare(row, content)
        else:
            _burn(row, content)
    except Undrawable as error:
        given_up = QUEUE.put_back(row, error.message, final=error.final)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        given_up = QUEUE.failed(row, error)
    else:
        if row.status == Status.SELESAI:  # what cannot be destroyed now is left to the sweep
            destroy(row)
        return row
    if given_up and row.status == Status.DISIAPKAN:
        _destroy_again(row)
    return row


def _prepare(row: Sensor, content: bytes) -> None:
    limit = settings.SENSOR_HALAMAN
    try:
        drawn = pictures.draw(
            content, row.keterangan["tipe"], pages=limit, every=True, seconds=DRAWING_SECONDS
        )
    except Undrawable as error:
        if error.reason == "panjang":
            words = f"Paling banyak {limit} halaman dapat dihitamkan sekaligus. Pisahkan berkasnya."
            raise Undrawable(words, final=True) from error
        raise
    for page, picture in drawn.gambar.items():
        previews.put(evidence_pictures.pending_page_path(row, page), picture)
    kept = QUEUE.release(row, status=Status.SIAP, halaman=drawn.halaman, attempts=0)
    if not kept:  # given up while it was drawn: nothing may stay behind
        _destroy_again(row)


def _burn(row: Sensor, content: bytes) -> None:
    kind = row.keterangan["tipe"]
    made = pictures.burn(content, kind, row.kotak, seconds=DRAWING_SECONDS)
    stem = row.nama.rpartition(".")[0] or row.nama
    name = f"{stem}{'.pdf' if kind == pictures.PDF else '.jpg'}"
    file = ContentFile(made, name=name)
    with transaction.atomic():
        if not QUEUE.holds(row):
            return
        bukti = _as_evidence(row, file, name)
        _replace_copies(row, bukti)
        QUEUE.release(row, status=Status.SELESAI, hasil=bukti)
        audit.write(by=row.oleh, action="selesai_sensor", thing=row, indikator=row.indikator)
    row.status, row.hasil = Status.SELESAI, bukti


def _as_evidence(row: Sensor, file: "File[Any]", name: str) -> Bukti:
    old, said = row.menggantikan, row.keterangan
    if old is not None and old.dihapus_pada is None:
        return evidence.replace_evidence(
            by=row.oleh,
            evaluasi=row.evaluasi,
            bukti=old.uuid,
            file=file,
            nama=name,
            disensor=True,
        )
    written = said.get("tanggal_dokumen")
    return evidence.add_evidence(
        by=row.oleh,
        evaluasi=row.evaluasi,
        indikator=row.indikator,
        file=file,
        nama=name,
        keterangan=said.get("keterangan", ""),
        halaman=said.get("halaman", ""),
        tanggal_dokumen=date.fromisoformat(written) if written else None,
        disensor=True,
    )


def _replace_copies(row: Sensor, made: Bukti) -> None:
    """The result takes the place of the same content wherever this unit handed it in.

    At other indicators and in other years too, whatever is open there: personal data that were
    hidden in one place must not stay readable in the next one. The rows and their names stay, and
    their history says what they were.
    """
    old = row.menggantikan
    if old is None or old.berkas_id in (None, made.berkas_id):
        return
    copies = (
        Bukti.objects.select_for_update(of=("self",))
        .filter(evaluasi__unit=row.evaluasi.unit_id, berkas=old.berkas_id)
        .exclude(pk=old.pk)
    )
    for copy in copies.order_by("pk"):
        copy.berkas, copy.disensor, copy.dokumen_umum = made.berkas, True, None
        copy.save(update_fields=["berkas", "disensor", "dokumen_umum"])
        audit.write(by=row.oleh, action="hitamkan_salinan", thing=copy, indikator=copy.indikator)
    for proof in evidence_pictures.follow_up_copies(row).select_for_update(of=("self",)):
        twins = BuktiTindakLanjut.objects.filter(
            tindak_lanjut=proof.tindak_lanjut_id, berkas=made.berkas, dihapus_pada__isnull=True
        )
        if twins.exists():  # the result is attached there already
            proof.dihapus_pada = proof.dihapus_pada or timezone.now()
        proof.berkas = certain(made.berkas, "what was blacked out is a file")
        proof.save(update_fields=["berkas", "dihapus_pada"])
        audit.write(by=row.oleh, action="hitamkan_salinan", thing=proof)


def _versions(bukti: Bukti | None) -> Iterator[Bukti]:
    """This row and those before it, which show the same data."""
    while bukti is not None:
        yield bukti
        bukti = bukti.menggantikan


# Destroying ---------------------------------------------------------------------------------------


def destroy(row: Sensor) -> None:
    """Remove the original and the pictures of an ended row, then say that they are gone."""
    previews.remove_folder(evidence_pictures.pending_folder(row.uuid))
    if row.status == Status.SELESAI:
        results = Bukti.objects.filter(
            evaluasi__unit=row.evaluasi.unit_id, berkas__bukti=row.hasil_id
        ).select_related("menggantikan")
        # What the result took the place of, here and where the same content was handed in.
        before = {made.menggantikan_id: made.menggantikan for made in results}
        before[row.menggantikan_id] = row.menggantikan
        for old in before.values():
            for version in _versions(old):
                _destroy_replaced(version)
    Sensor.objects.filter(
        pk=row.pk, status__in=[Status.SELESAI, Status.DIBUANG, Status.GAGAL]
    ).update(selesai_pada=timezone.now(), kotak=[])


def _destroy_again(row: Sensor) -> None:
    fresh = Sensor.objects.select_related("menggantikan").filter(pk=row.pk).first()
    if fresh is None:
        previews.remove_folder(evidence_pictures.pending_folder(row.uuid))
    elif fresh.status in (Status.SELESAI, Status.DIBUANG, Status.GAGAL):
        destroy(fresh)


def _destroy_replaced(old: Bukti) -> None:
    """The content that a blackened file took the place of, unless somebody else needs it.

    Its row stays as a stone without a name on it: even the digest would tell who has the file.
    The same content handed in again later is new content.
    """
    if old.berkas_id is None:
        return
    with transaction.atomic():
        berkas = Berkas.objects.select_for_update().get(pk=old.berkas_id)
        if not berkas.path or evidence_pictures.content_in_use(berkas, without=old):
            return
        path, folder = berkas.path, evidence_pictures.folder(berkas)
        # Removed first: killed in between, the row still names what is left to be removed.
        default_storage.delete(path)
        previews.remove_folder(folder)
        berkas.sha256, berkas.path = f"musnah-{old.uuid.hex}", ""
        berkas.pratinjau, berkas.lease_until = Pratinjau.TANPA, None
        berkas.error = "Isi berkas ini dimusnahkan setelah data pribadinya dihitamkan."
        berkas.save(update_fields=["sha256", "path", "pratinjau", "lease_until", "error"])


def sweep() -> int:
    """Expire, end, wake workers, and destroy what is left; return how many were woken."""
    for row in evidence_pictures.expired().select_related("oleh", "evaluasi", "instansi"):
        _expire(row)
    _remind()
    calls = QUEUE.sweep()
    for row in evidence_pictures.to_destroy().select_related("menggantikan")[:SWEPT]:
        try:
            destroy(row)
        except OSError:
            logger.exception("destroying what is left of %s", row.uuid)
    _destroy_orphans()
    return calls


def _expire(row: Sensor) -> None:
    with transaction.atomic():
        ended = evidence_pictures.expired().filter(pk=row.pk)
        if ended.update(status=Status.DIBUANG, lease_until=None, error=TIMED_OUT):
            audit.write(by=None, action="sensor_kedaluwarsa", thing=row, indikator=row.indikator)
            _tell(
                Event.SENSOR_KEDALUWARSA,
                row,
                f"Berkas ini menunggu dihitamkan lebih dari {settings.SENSOR_JAM} jam. "
                "Unggah sekali lagi bila masih diperlukan.",
            )


def _remind() -> None:
    """Say once, at half time, that a file waits for its boxes."""
    for row in evidence_pictures.half_waited():
        _tell(
            Event.SENSOR_MENUNGGU,
            row,
            "Tandai bagian yang memuat data pribadi. Berkas ini baru menjadi bukti dukung setelah "
            f"dihitamkan, dan dimusnahkan bila ditinggalkan {settings.SENSOR_JAM} jam.",
        )


def _tell(event: Event, row: Sensor, details: str) -> None:
    tell_person(
        event,
        [row.oleh],
        details=details,
        url=reverse("evaluations:redaction", args=[row.evaluasi.uuid, row.uuid]),
        instansi=row.instansi,
        key=f"sensor:{row.uuid}",
        nama=row.nama,
    )


def _destroy_orphans() -> None:
    """Files whose row was never committed, since the request that wrote them was cut short."""
    if not cache.add("sensor:orphans", True, ORPHANS_EVERY):
        return
    try:
        folders, _ = default_storage.listdir("sensor")
    except (FileNotFoundError, OSError):
        return
    for name in folders:
        _destroy_if_orphan(name)


def _destroy_if_orphan(name: str) -> None:
    folder = f"sensor/{name}"
    _, files = default_storage.listdir(folder)
    try:
        uuid = UUID(name)
    except ValueError:  # not ours
        return
    known = Sensor.objects.filter(uuid=uuid, selesai_pada__isnull=True).exists()
    limit = timezone.now() - timedelta(seconds=ORPHANS_EVERY)
    young = any(default_storage.get_modified_time(f"{folder}/{file}") > limit for file in files)
    if not known and not young:
        previews.remove_folder(folder)
