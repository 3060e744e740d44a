"""What is printed for a survey: posters, blank forms, slips with codes. A worker lays them out.

The row is the queue, as with documents. What was made of the same input is not made again.
"""

import hashlib
import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Evaluasi, LembarKode, TautanSurvei
from evaluations.queries import survei_kode
from evaluations.services.survey_codes import grouped
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.roles import Permission
from pekppp.errors import Refused
from reports.figures.shared import digest_of
from reports.models import Cetakan
from reports.queries import prints as queries

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
BACKOFF = timedelta(seconds=20)
SWEEP_CALLS, SWEEP_SECONDS = 10, 20

Jenis, Status = Cetakan.Jenis, Cetakan.Status


def request_poster(*, by: Any, evaluasi: Evaluasi, tautan: TautanSurvei) -> Cetakan:
    """A poster with the QR code of a link of the unit."""
    if tautan.unit_id != evaluasi.unit_id:
        raise Refused("Tautan ini milik unit lain.", status=404)
    masukan = {
        "unit": evaluasi.unit.nama,
        "instansi": evaluasi.instansi.nama,
        "label": tautan.label,
        "alamat": settings.BASE_URL + reverse("evaluations:survey", args=[tautan.token]),
    }
    return _request(by, evaluasi, Jenis.POSTER, str(tautan), masukan)


def request_form(*, by: Any, evaluasi: Evaluasi) -> Cetakan:
    """The F03 of the evaluation's instrument, blank."""
    survei = evaluasi.survei
    if survei is None:
        raise Refused("Evaluasi ini tidak memakai survei F03.")
    spec = survei.versi.instrumen
    names = {aspek.kode: aspek.nama for aspek in spec.semua_aspek}
    kinds = list(dict.fromkeys(butir.aspek for butir in spec.butir))
    numbered = list(enumerate(spec.butir, start=1))
    masukan = {
        "unit": evaluasi.unit.nama,
        "instansi": evaluasi.instansi.nama,
        "formulir": survei.formulir,
        "skala": list(spec.skala.levels),
        "aspek": [
            {
                "nama": names.get(kind, kind),
                "butir": [[number, b.teks] for number, b in numbered if b.aspek == kind],
            }
            for kind in kinds
        ],
    }
    return _request(by, evaluasi, Jenis.FORMULIR, f"Formulir {survei.formulir}", masukan)


def request_slips(*, by: Any, evaluasi: Evaluasi, lembar: LembarKode) -> Cetakan:
    """Slips of a batch of one-time codes."""
    if lembar.survei_id != evaluasi.survei_id or lembar.dibatalkan_pada is not None:
        raise Refused("Lembar kode ini tidak berlaku lagi.", status=404)
    masukan = {
        "unit": evaluasi.unit.nama,
        "label": lembar.label,
        "lembar": str(lembar.uuid),
        "alamat": settings.BASE_URL + reverse("evaluations:survey_code_entry"),
    }
    return _request(by, evaluasi, Jenis.KODE, str(lembar), masukan, lembar)


@transaction.atomic
def _request(
    by: Any,
    evaluasi: Evaluasi,
    jenis: Jenis,
    judul: str,
    masukan: dict[str, Any],
    lembar: LembarKode | None = None,
) -> Cetakan:
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    row, created = Cetakan.objects.get_or_create(
        evaluasi=evaluasi,
        jenis=jenis,
        masukan_digest=digest_of(masukan),
        defaults={
            "instansi_id": evaluasi.instansi_id,
            "lembar_kode": lembar,
            "judul": judul[:200],
            "masukan": masukan,
            "diminta_oleh": by,
        },
    )
    if row.status == Status.GAGAL:
        row.status, row.attempts, row.error, row.lease_until = Status.ANTRE, 0, "", None
        row.save(update_fields=["status", "attempts", "error", "lease_until"])
    if created:
        audit.write(by=by, action="minta_cetakan_survei", thing=row, jenis=str(jenis))
    if row.waiting:
        _wake()
    return row


def _wake() -> None:
    from reports.tasks import print_next as task

    transaction.on_commit(lambda: task.delay(), robust=True)


# The worker's side ------------------------------------------------------------------------------


def print_next() -> Cetakan | None:
    """Take the row that waits longest, lay it out and store it; None when nothing waits."""
    row = _claim()
    if row is None:
        return None
    try:
        content = _content(row)
        path = _store(content)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        logger.exception("print %s, attempt %s", row.uuid, row.attempts)
        _failed(row, error)
    else:
        _ours(row).update(
            status=Status.SELESAI,
            path=path,
            ukuran=len(content),
            error="",
            lease_until=None,
            selesai_pada=timezone.now(),
        )
    return row


@transaction.atomic
def _claim() -> Cetakan | None:
    row = (
        Cetakan.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(queries.prints_claimable(), attempts__lt=MAX_ATTEMPTS)
        .order_by("diminta_pada", "pk")
        .first()
    )
    if row is not None:
        row.status, row.attempts = Status.DIKERJAKAN, row.attempts + 1
        row.lease_until = timezone.now() + LEASE
        row.save(update_fields=["status", "attempts", "lease_until"])
    return row


def _content(row: Cetakan) -> bytes:
    # Here, not above: only workers load WeasyPrint.
    from reports import prints

    if row.jenis == Jenis.POSTER:
        return prints.poster(row.masukan)
    if row.jenis == Jenis.FORMULIR:
        return prints.blank_form(row.masukan)
    codes = sorted(survei_kode.codes_in(row.lembar_kode))
    slips = [
        (grouped(code), settings.BASE_URL + reverse("evaluations:survey_code", args=[code]))
        for code in codes
    ]
    return prints.slips(row.masukan, slips)


def _store(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    path = f"cetakan/{digest[:2]}/{digest}.pdf"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return path


def _failed(row: Cetakan, error: Exception) -> None:
    hopeless = isinstance(error, Refused) or row.attempts >= MAX_ATTEMPTS
    if isinstance(error, Refused):
        words = error.message
    elif isinstance(error, OSError):
        words = "Penyimpanan berkas tidak dapat dijangkau."
    else:
        words = "Cetakan tidak dapat disusun. Coba lagi, atau hubungi pengelola aplikasi."
    _ours(row).update(
        status=Status.GAGAL if hopeless else Status.ANTRE,
        error=words[:300],
        lease_until=None if hopeless else timezone.now() + BACKOFF * row.attempts,
    )


def _ours(row: Cetakan) -> Any:
    """The row, unless our lease ran out and somebody else has taken it meanwhile."""
    return Cetakan.objects.filter(pk=row.pk, status=Status.DIKERJAKAN, attempts=row.attempts)


def sweep() -> int:
    """Wake workers for what no wake-up reached; return how many were woken."""
    from reports.tasks import print_next as task

    stuck = Q(status=Status.DIKERJAKAN, attempts__gte=MAX_ATTEMPTS)
    Cetakan.objects.filter(stuck, lease_until__lte=timezone.now()).update(
        status=Status.GAGAL,
        lease_until=None,
        error="Pembuatan cetakan berulang kali terhenti di tengah jalan.",
    )
    waiting = Cetakan.objects.filter(queries.prints_claimable()).count()
    calls = min(waiting, SWEEP_CALLS)
    for _ in range(calls):
        task.apply_async(expires=SWEEP_SECONDS)
    return calls
