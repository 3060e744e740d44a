"""Files on their way here in pieces (tus 1.0): begun, continued, finished, given up, forgotten.

Pieces are objects in the storage that all replicas share, `unggahan/<uuid>/<offset>`, so any of
them goes on where another one stopped. They are written under the lock of their row, at the offset
that the row says: what a crash left behind there is replaced, and nothing is stored twice.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence, existing
from evaluations.evidence.services.files import CHUNK, plain_name, require_size
from evaluations.models import Bukti, Evaluasi, Unggahan
from pekppp.accounts.models import User
from pekppp.base.errors import Refused

logger = logging.getLogger(__name__)

READ = 64 * 1024
# A file that is here in full, whose last answer never left: the sweep finishes it after this.
LEFT_ALONE = timedelta(minutes=2)
AT_ONCE = 20  # uploads that one round of the sweep looks at


@transaction.atomic
def begin_upload(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    nama: str,
    ukuran: int,
    sha256: str = "",
    sidik: str = "",
    menggantikan: UUID | None = None,
) -> Unggahan | Bukti:
    """Make room for a file, or find the upload of the same file that broke off.

    Returns the upload to send pieces to, or the evidence that was made of what is here already.
    `sha256` of the file as sent and `sidik` (what the browser knows the file by) may be empty.
    Raises Refused before anything is sent.
    """
    name = plain_name(nama)[:255] or "bukti"
    require_size(ukuran, name)
    evidence.lock(by, evaluasi, indikator)
    old = evidence.row_of(evaluasi, menggantikan) if menggantikan else None
    if old is not None and old.indikator != indikator:
        raise Refused("Berkas yang diganti ada pada indikator lain.", status=404)
    if old is not None and old.sanggahan_id is not None:
        # Its own rules decide there; those of the F01 were asked above.
        raise Refused("Bukti sanggahan diganti di halaman berkasnya.", status=403)
    known = evidence_queries.held_by_unit(evaluasi, sha256) if sha256 else None
    if known is not None:
        return existing.add_known(
            by=by,
            evaluasi=evaluasi,
            indikator=indikator,
            berkas=known,
            nama=name,
            menggantikan=menggantikan,
        )
    said = {"sha256": sha256, "sidik": sidik[:300]}
    mine = Unggahan.objects.filter(oleh=by, selesai_pada__isnull=True)
    if sidik or sha256:
        # Over plain http a browser computes no digest, and knows a file by name, size and date.
        same = {"keterangan__sha256": sha256} if sha256 else {"keterangan": said}
        broken_off = mine.filter(
            evaluasi=evaluasi, indikator=indikator, ukuran=ukuran, menggantikan=old, **same
        ).first()
        if broken_off is not None:
            return broken_off
    if mine.count() >= settings.UNGGAHAN_PER_ORANG:
        raise Refused(
            f"Ada {settings.UNGGAHAN_PER_ORANG} unggahan Anda yang belum selesai. Lanjutkan atau "
            "batalkan sebagian dahulu.",
            field="berkas",
            status=429,
        )
    evidence.require_room(evaluasi, ukuran, instead_of=old)
    return Unggahan.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        indikator=indikator,
        nama=name,
        ukuran=ukuran,
        keterangan=said,
        menggantikan=old,
        oleh=by,
    )


def receive_piece(
    *, by: User, evaluasi: Evaluasi, unggahan: UUID, offset: int, length: int, stream: Any
) -> Unggahan:
    """Read a piece of at most `length` bytes and keep what arrives of it, even if it is cut.

    Nothing is read before offset, length and permission are right, and no lock is held while
    reading: a dead connection may take minutes to be noticed, and its successor must not wait.
    """
    row = evidence_queries.get_upload(by, evaluasi, unggahan)
    evidence.require_may_attach(by, evaluasi, row.indikator)
    _require_offset(row, offset)
    if length > row.ukuran - offset:
        raise Refused("Kiriman ini lebih panjang daripada yang disebut.", status=413)
    with tempfile.SpooledTemporaryFile(max_size=CHUNK) as piece:
        size = _copy(stream, piece, length)
        if size == 0:
            return row
        piece.seek(0)
        with transaction.atomic():
            row = _locked(by, evaluasi, unggahan)
            _require_offset(row, offset)
            path = _path(row, offset)
            default_storage.delete(path)  # a write whose row was never committed
            default_storage.save(path, File(piece, name=path))
            row.offset = offset + size
            row.save(update_fields=["offset", "terakhir_pada"])
    return row


def finish_upload(*, by: User, evaluasi: Evaluasi, unggahan: UUID) -> Bukti:
    """Make evidence of a file that is here in full. Asked twice, it says the same.

    A file that is not suitable is given up with the reason; where only the window is closed the
    pieces wait, since it may be extended.
    """
    try:
        with transaction.atomic():
            row = _locked(by, evaluasi, unggahan)
            if row.hasil is not None:
                return row.hasil
            evidence.require_may_attach(by, evaluasi, row.indikator)
            if row.offset < row.ukuran:
                raise Refused("Berkas ini belum terkirim seluruhnya.", status=409)
            made = _evidence_of(row, by, evaluasi)
            row.hasil, row.selesai_pada = made, timezone.now()
            row.save(update_fields=["hasil", "selesai_pada", "terakhir_pada"])
            transaction.on_commit(lambda: _delete_pieces(unggahan))
    except Refused as error:
        if error.status == 422:
            cancel_upload(by=by, evaluasi=evaluasi, unggahan=unggahan)
        raise
    return made


@transaction.atomic
def cancel_upload(*, by: User, evaluasi: Evaluasi, unggahan: UUID) -> None:
    """Give an upload up; what arrived of it is deleted."""
    row = _locked(by, evaluasi, unggahan)
    _delete_pieces(row.uuid)
    row.delete()


def sweep_uploads() -> int:
    """Finish what is here in full, forget what nobody continued; how many rows went."""
    now = timezone.now()
    waiting = Unggahan.objects.filter(selesai_pada__isnull=True, terakhir_pada__lt=now - LEFT_ALONE)
    for row in waiting.filter(offset=F("ukuran")).select_related("evaluasi", "oleh")[:AT_ONCE]:
        try:
            finish_upload(by=row.oleh, evaluasi=row.evaluasi, unggahan=row.uuid)
        except (Refused, PermissionDenied) as error:
            logger.info("upload %s is not finished: %s", row.pk, error)
        except Exception:  # one person's file must not stop the others
            logger.exception("upload %s cannot be finished", row.pk)
    gone = 0
    old = Unggahan.objects.filter(terakhir_pada__lt=now - timedelta(hours=settings.UNGGAHAN_HOURS))
    for pk in list(old.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            left = Unggahan.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if left is None:
                continue
            _delete_pieces(left.uuid)
            left.delete()
            gone += 1
    return gone


# Inside -------------------------------------------------------------------------------------------


def _locked(by: User, evaluasi: Evaluasi, uuid: UUID) -> Unggahan:
    found = (
        Unggahan.objects.select_for_update(of=("self",))
        .select_related("hasil", "menggantikan")
        .filter(evaluasi=evaluasi, uuid=uuid, oleh=by)
        .first()
    )
    if found is None:
        raise Refused("Unggahan ini sudah tidak ada. Unggah lagi dari awal.", status=404)
    return found


def _require_offset(row: Unggahan, offset: int) -> None:
    if offset != row.offset:
        raise Refused(
            f"Server sudah menyimpan {row.offset} bita; kiriman mulai dari {offset}.", status=409
        )


def _copy(stream: Any, piece: IO[bytes], length: int) -> int:
    """How many bytes arrived; a broken connection ends it, and what came before counts."""
    size = 0
    try:
        while size < length and (data := stream.read(min(READ, length - size))):
            piece.write(data)
            size += len(data)
    except OSError as error:  # UnreadablePostError is one
        logger.info("an upload was cut after %s of %s bytes: %s", size, length, error)
    return size


def _path(row: Unggahan, offset: int) -> str:
    return f"unggahan/{row.uuid}/{offset:012d}"


@contextmanager
def _assembled(row: Unggahan) -> Iterator["File[bytes]"]:
    """The whole file in one, with its name and size. Raises Refused where a piece is missing."""
    digest, offset = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(prefix="unggahan-") as whole:
        while offset < row.offset:
            arrived = offset
            try:
                with default_storage.open(_path(row, offset)) as piece:
                    while data := piece.read(CHUNK):
                        whole.write(data)
                        digest.update(data)
                        offset += len(data)
            except FileNotFoundError:
                break
            if offset == arrived:
                break
        declared = row.keterangan.get("sha256")
        if offset != row.ukuran or (declared and declared != digest.hexdigest()):
            raise Refused(
                f"«{row.nama}» berubah atau tidak utuh sampai di server. Unggah lagi.",
                field="berkas",
            )
        whole.seek(0)
        file = File(whole, name=row.nama)
        file.size = row.ukuran
        yield file


def _evidence_of(row: Unggahan, by: User, evaluasi: Evaluasi) -> Bukti:
    with _assembled(row) as file:
        if row.menggantikan is not None:
            return evidence.replace_evidence(
                by=by, evaluasi=evaluasi, bukti=row.menggantikan.uuid, file=file, unggahan=row
            )
        return evidence.add_evidence(
            by=by, evaluasi=evaluasi, indikator=row.indikator, file=file, unggahan=row
        )


def _delete_pieces(uuid: UUID) -> None:
    folder = f"unggahan/{uuid}"
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)  # the emptied folder, where the storage has folders
