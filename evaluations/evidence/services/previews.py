"""Pictures of evidence, made by a worker. The row of the content is the queue.

Pictures lie beside the content: `pratinjau/<sha[:2]>/<sha>/<page>.webp` and `kecil.webp`. They are
written before the row says that they are there.
"""

from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from evaluations.evidence import pictures
from evaluations.evidence.pictures import Undrawable
from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.models import Berkas
from evaluations.models.bukti import DRAWABLE, Pratinjau
from pekppp.base.queues import Queue

# The drawing < the task's soft limit < its hard limit < the lease.
DRAWING_SECONDS = 60
QUEUE = Queue(
    model=Berkas,
    name="Pratinjau bukti",
    task="evaluations.tasks.draw_next",
    state="pratinjau",
    takes={Pratinjau.MENUNGGU: Pratinjau.GAGAL},
    order=("attempts", "pk"),
    most=3,
    backoff=timedelta(seconds=30),
    calls=20,
    words="Pratinjau berkas ini tidak dapat dibuat.",
    words_of={OSError: "Penyimpanan berkas tidak dapat dijangkau."},
    stuck="Pembuatan pratinjau berulang kali terhenti di tengah jalan.",
)


def draw_next() -> Berkas | None:
    """Take the next content that waits and draw it; None when nothing waits.

    What goes wrong is written on the row in words; what may pass is tried again later.
    """
    berkas = QUEUE.claim()
    if berkas is None:
        return None
    if berkas.tipe not in DRAWABLE:
        QUEUE.release(berkas, pratinjau=Pratinjau.TANPA)
        return berkas
    try:
        drawn = _draw(berkas)
    except Undrawable as error:
        QUEUE.put_back(berkas, error.message, final=error.final)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(berkas, error)
    else:
        kept = QUEUE.release(
            berkas, pratinjau=Pratinjau.SIAP, halaman=drawn.halaman, gambar=len(drawn.gambar)
        )
        if not kept:
            _forget_if_destroyed(berkas)
    return berkas


def _draw(berkas: Berkas) -> pictures.Drawn:
    with default_storage.open(berkas.path) as file:
        content = file.read()
    drawn = pictures.draw(
        content, berkas.tipe, pages=settings.PRATINJAU_HALAMAN, seconds=DRAWING_SECONDS
    )
    for page, picture in drawn.gambar.items():
        put(evidence_pictures.page_path(berkas, page), picture)
    put(evidence_pictures.small_path(berkas), drawn.kecil)
    return drawn


def put(path: str, content: bytes) -> None:
    """Write under exactly this name, over what an attempt that was cut short left there."""
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


def _forget_if_destroyed(berkas: Berkas) -> None:
    """The content was blacked out and destroyed while it was drawn: no picture may outlive it."""
    if not Berkas.objects.filter(sha256=berkas.sha256).exists():
        remove_folder(evidence_pictures.folder(berkas))


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
    return QUEUE.sweep()
