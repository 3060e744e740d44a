"""What is printed: posters, blank forms and slips of a survey by a worker, slips of access at once.

The row is the queue, as with documents. What was made of the same input is not made again.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Evaluasi, LembarKode, TautanSurvei
from evaluations.survey.queries import codes as survey_codes_queries
from evaluations.survey.services.codes import grouped
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Aktivasi, User
from pekppp.accounts.roles import Permission
from pekppp.accounts.services import activation
from pekppp.base import bounded, qr
from pekppp.base.bounded import Bounds, Busy, Exhausted
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.base.queues import Queue
from reports.figures.shared import digest_of
from reports.models import Cetakan

Jenis, Status = Cetakan.Jenis, Cetakan.Status

QUEUE = Queue(
    model=Cetakan,
    name="Cetakan survei",
    task="reports.tasks.print_next",
    takes={Status.ANTRE: Status.GAGAL, Status.DIKERJAKAN: Status.GAGAL},
    works=Status.DIKERJAKAN,
    order=("diminta_pada", "pk"),
    calls=10,
    words="Cetakan tidak dapat disusun. Coba lagi, atau hubungi pengelola aplikasi.",
    words_of={OSError: "Penyimpanan berkas tidak dapat dijangkau."},
    stuck="Pembuatan cetakan berulang kali terhenti di tengah jalan.",
)


def request_poster(*, by: User, evaluasi: Evaluasi, tautan: TautanSurvei) -> Cetakan:
    """A poster with the QR code of a link of the unit."""
    if tautan.unit_id != evaluasi.unit_id:
        raise Refused("Tautan ini milik unit lain.", status=404)
    if tautan.kios:
        # Its answers carry no trace of device or network, since all of them share one.
        raise Refused(
            "Tautan kios dibuka pada satu perangkat di tempat layanan, tidak ditempel. Buat poster "
            "dari tautan lain.",
            status=409,
        )
    masukan = {
        "unit": evaluasi.unit.nama,
        "instansi": evaluasi.instansi.nama,
        "label": tautan.label,
        "alamat": settings.BASE_URL + reverse("evaluations:survey", args=[tautan.token]),
    }
    return _request(by, evaluasi, Jenis.POSTER, str(tautan), masukan)


def request_form(*, by: User, evaluasi: Evaluasi) -> Cetakan:
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


def request_slips(*, by: User, evaluasi: Evaluasi, lembar: LembarKode) -> Cetakan:
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
    by: User,
    evaluasi: Evaluasi,
    jenis: Cetakan.Jenis,
    judul: str,
    masukan: dict[str, Any],
    lembar: LembarKode | None = None,
) -> Cetakan:
    require(by, Permission.MANAGE_SURVEI, evaluasi)
    if evaluasi.siklus.latihan:
        masukan = masukan | {"latihan": True}
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
    if created:
        audit.write(by=by, action="minta_cetakan_survei", thing=row, jenis=str(jenis))
    if row.status == Status.GAGAL:
        QUEUE.again(row)
    elif row.waiting:
        QUEUE.wake()
    return row


# Ways into accounts ------------------------------------------------------------------------------

# Of the slips of one answer, at most 200 (`views.PART` of them where the list gives the parts).
SLIP_BOUNDS = Bounds(seconds=60, memory=2 << 30, clock=90)
SLIP_PROGRAM = "reports/rendering/pdf_child.py"
MOST_SLIPS = 200


def access_slips(*, by: User, rows: Sequence[Aktivasi]) -> bytes:
    """A PDF of slips with ways into accounts, in this order; kept nowhere, since it is secret."""
    if len(rows) > MOST_SLIPS:
        raise Refused(f"Paling banyak {MOST_SLIPS} slip sekaligus.")
    told = activation.show(by=by, rows=rows, how="slip")
    slips = [(item, qr.svg(item.url, border=2)) for item in told]
    context = {
        "rows": [slips[start : start + 2] for start in range(0, len(slips), 2)],
        "tulis": f"{settings.BASE_URL}{reverse('accounts:activation_code')}".partition("://")[2],
    }
    html = render_to_string("pdf/access_slips.html", context)
    order = {"css": render_to_string("pdf/print.css"), "kode": "slip-akses"}
    try:
        return bounded.run(SLIP_PROGRAM, order, html.encode(), SLIP_BOUNDS).files["pdf"]
    except (Exhausted, Busy, KeyError) as error:
        raise Refused("Server sedang sibuk. Tunggu sebentar, lalu unduh lagi slipnya.") from error


# The worker's side ------------------------------------------------------------------------------


def print_next() -> Cetakan | None:
    """Take the row that waits longest, lay it out and store it; None when nothing waits."""
    row = QUEUE.claim()
    if row is None:
        return None
    try:
        content = _content(row)
        path = _store(content)
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(row, error)
    else:
        QUEUE.release(
            row,
            status=Status.SELESAI,
            path=path,
            ukuran=len(content),
            selesai_pada=timezone.now(),
        )
    return row


def _content(row: Cetakan) -> bytes:
    # Here, not above: only workers load WeasyPrint.
    from reports.prints import layout

    if row.jenis == Jenis.POSTER:
        return layout.poster(row.masukan)
    if row.jenis == Jenis.FORMULIR:
        return layout.blank_form(row.masukan)
    codes = sorted(
        survey_codes_queries.codes_in(certain(row.lembar_kode, "slips are of a sheet of codes"))
    )
    slips = [
        (grouped(code), settings.BASE_URL + reverse("evaluations:survey_code", args=[code]))
        for code in codes
    ]
    return layout.slips(row.masukan, slips)


def _store(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    path = f"cetakan/{digest[:2]}/{digest}.pdf"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return path


def sweep() -> int:
    return QUEUE.sweep()
