"""Pictures of evidence, made by a worker. The row of the content is the queue.

Pictures lie beside the content: `pratinjau/<sha[:2]>/<sha>/<page>.webp` and `kecil.webp`. They are
written before the row says that they are there.
"""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from evaluations import pictures
from evaluations.models import Berkas
from evaluations.models.bukti import Pratinjau
from evaluations.pictures import Undrawable
from evaluations.queries import pratinjau as queries

logger = logging.getLogger(__name__)

# The drawing < the task's soft limit < its hard limit < the lease.
DRAWING_SECONDS = 60
LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 3
BACKOFF = timedelta(seconds=30)
# A sweep wakes at most this many workers; each sweep's calls expire before the next one.
SWEEP_CALLS = 20
SWEEP_SECONDS = 20

_NEXT = """
    SELECT id FROM evaluations_berkas
    WHERE pratinjau = 'menunggu' AND attempts < %(most)s
      AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY attempts, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
"""


def wake() -> None:
    """After new content was written: a worker looks at it once the row is there for good."""
    from evaluations.tasks import draw_next as task

    transaction.on_commit(lambda: task.delay(), robust=True)


def draw_next() -> Berkas | None:
    """Take the next content that waits and draw it; None when nothing waits.

    What goes wrong is written on the row in words; what may pass is tried again later.
    """
    berkas = _claim()
    if berkas is None:
        return None
    if berkas.tipe not in pictures.DRAWABLE:
        _ours(berkas).update(pratinjau=Pratinjau.TANPA, lease_until=None)
        return berkas
    try:
        drawn = _draw(berkas)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        _failed(berkas, error)
    else:
        kept = _ours(berkas).update(
            pratinjau=Pratinjau.SIAP,
            halaman=drawn.halaman,
            gambar=len(drawn.gambar),
            error="",
            lease_until=None,
        )
        if not kept:
            _forget_if_destroyed(berkas)
    return berkas


def _claim() -> Berkas | None:
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, {"now": now, "most": MAX_ATTEMPTS})
            row = cursor.fetchone()
        if row is None:
            return None
        berkas = Berkas.objects.get(pk=row[0])
        berkas.attempts, berkas.lease_until = berkas.attempts + 1, now + LEASE
        berkas.save(update_fields=["attempts", "lease_until"])
        return berkas


def _draw(berkas: Berkas) -> pictures.Drawn:
    with default_storage.open(berkas.path) as file:
        content = file.read()
    drawn = pictures.draw(
        content, berkas.tipe, pages=settings.PRATINJAU_HALAMAN, seconds=DRAWING_SECONDS
    )
    for page, picture in drawn.gambar.items():
        put(queries.page_path(berkas, page), picture)
    put(queries.small_path(berkas), drawn.kecil)
    return drawn


def put(path: str, content: bytes) -> None:
    """Write under exactly this name, over what an attempt that was cut short left there."""
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


def _failed(berkas: Berkas, error: Exception) -> None:
    final = berkas.attempts >= MAX_ATTEMPTS
    if isinstance(error, Undrawable):
        words, final = error.message, final or error.final
    elif isinstance(error, OSError):
        logger.exception("preview of %s, attempt %s", berkas, berkas.attempts)
        words = "Penyimpanan berkas tidak dapat dijangkau."
    else:
        logger.exception("preview of %s, attempt %s", berkas, berkas.attempts)
        words = "Pratinjau berkas ini tidak dapat dibuat."
    _ours(berkas).update(
        pratinjau=Pratinjau.GAGAL if final else Pratinjau.MENUNGGU,
        error=words,
        lease_until=None if final else timezone.now() + BACKOFF * berkas.attempts,
    )


def _ours(berkas: Berkas) -> Any:
    """The row, unless our lease ran out and somebody else has taken it meanwhile."""
    return Berkas.objects.filter(
        pk=berkas.pk, pratinjau=Pratinjau.MENUNGGU, attempts=berkas.attempts
    )


def _forget_if_destroyed(berkas: Berkas) -> None:
    """The content was blacked out and destroyed while it was drawn: no picture may outlive it."""
    if not Berkas.objects.filter(sha256=berkas.sha256).exists():
        remove_folder(queries.folder(berkas))


def remove_folder(folder: str) -> None:
    """Delete every object of a folder, which has no folders inside; twice does no harm."""
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)  # where folders exist; an object store has none


def sweep() -> int:
    """Wake workers for what no wake-up reached; return how many were woken."""
    from evaluations.tasks import draw_next as task

    waiting = queries.waiting()
    waiting.filter(attempts__gte=MAX_ATTEMPTS).update(
        pratinjau=Pratinjau.GAGAL,
        lease_until=None,
        error="Pembuatan pratinjau berulang kali terhenti di tengah jalan.",
    )
    calls = waiting.filter(attempts__lt=MAX_ATTEMPTS)[:SWEEP_CALLS].count()
    for _ in range(calls):
        task.apply_async(expires=SWEEP_SECONDS)
    return calls
