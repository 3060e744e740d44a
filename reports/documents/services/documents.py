"""Making documents: the input is frozen when somebody asks, a worker renders it.

The row is the queue. A worker takes a row under a lease; if it dies, the lease runs out and the
sweep wakes another one. The same input is never rendered twice.
"""

import hashlib
import unicodedata
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Evaluasi, Hasil
from evaluations.results import services as result_services
from evaluations.rules.scoring import ScoringError
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import DECIDED, ENDED, PUBLISHED, STATE_LABELS
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from reports.core import documents as document_queries
from reports.documents.services import versions as document_versions
from reports.documents.services.versions import QUEUE
from reports.figures import berita_acara, lhe, perhitungan, surat
from reports.figures.approvals import full_input
from reports.figures.shared import digest_of
from reports.models import Dokumen
from reports.rendering.glyphs import boxes

Jenis, Status = Dokumen.Jenis, Dokumen.Status
# A date farther from the cycle's year than this was mistyped.
YEARS_APART = 5
OF_A_UNIT = (Jenis.BERITA_ACARA, Jenis.LHE, Jenis.PERHITUNGAN, Jenis.SURAT)


@transaction.atomic
def request_document(
    *,
    by: User,
    evaluasi: Evaluasi,
    jenis: str,
    nomor: str = "",
    tanggal: date | None = None,
    perubahan: str = "",
    giliran: Instansi | None = None,
) -> Dokumen:
    """Freeze the input and queue the document; what was already made of the same input is returned.

    `tanggal` is the date on the document, today by default; `perubahan` says why a signed document
    is corrected; `giliran` is the office in whose turn it is made, where that is not
    the unit's own. Raises Refused or PermissionDenied.
    """
    require(by, Permission.MAKE_DOKUMEN, evaluasi)
    if jenis not in OF_A_UNIT:
        raise Refused("Jenis dokumen tidak dikenal.", field="jenis", status=404)
    # Alone with the row: no level changes while it is copied, no version is given twice.
    locked = (
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi", "instansi__induk", "penilai__induk", "unit", "versi")
        .get(pk=evaluasi.pk)
    )
    if locked.status in ENDED:
        raise Refused(
            f"Evaluasi ini berstatus «{STATE_LABELS[locked.status]}»; dokumen tidak dapat dibuat.",
            status=409,
        )
    masukan = _freeze(by, locked, jenis, clean_number(nomor), _day(locked, tanggal))
    row = Dokumen(
        instansi_id=locked.instansi_id,
        giliran=giliran,
        siklus_id=locked.siklus_id,
        evaluasi=locked,
        jenis=jenis,
        keadaan=locked.state,
    )
    return document_versions.keep(by=by, row=row, masukan=masukan, reason=perubahan)


def kinds_for(evaluasi: Evaluasi) -> list[Dokumen.Jenis]:
    """What a page offers to make; a letter only tells what is published."""
    return [kind for kind in OF_A_UNIT if kind != Jenis.SURAT or evaluasi.status in PUBLISHED]


def _freeze(by: User, evaluasi: Evaluasi, jenis: str, nomor: str, tanggal: date) -> dict[str, Any]:
    fields = document_queries.fields_seen(by, evaluasi)
    if Field.LEVEL not in fields:
        if by.has_perm(Permission.LEAD, evaluasi):
            raise Refused(
                "Dokumen memuat nilai seluruh tim. Selama Anda sendiri masih menilai, dokumen "
                "dapat dibuat setelah nilai rekan boleh Anda lihat: beri dahulu nilai Anda, atau "
                "tunggu semua evaluator selesai bila siklus ini memakai rata-rata tim.",
                status=409,
            )
        raise PermissionDenied("levels are not visible to the one who asks")
    if jenis == Jenis.BERITA_ACARA:
        return berita_acara.build(evaluasi, fields, nomor=nomor, tanggal=tanggal)
    if jenis == Jenis.SURAT and evaluasi.state not in PUBLISHED:
        raise Refused("Surat penyampaian dapat dibuat setelah hasilnya terbit.", status=409)
    hasil = Hasil.objects.get(evaluasi=evaluasi)
    if hasil.stale and evaluasi.state not in DECIDED:
        try:
            hasil = result_services.compute_now(evaluasi)
        except ScoringError as error:
            raise Refused(f"Hasil tidak dapat dihitung. {error}") from error
    if not hasil.f02_terisi:
        name = "Lembar perhitungan" if jenis == Jenis.PERHITUNGAN else "LHE"
        raise Refused(f"{name} dapat dibuat setelah ada indikator yang dinilai.", status=409)
    builders = {Jenis.PERHITUNGAN: perhitungan.build, Jenis.SURAT: surat.build}
    build = builders.get(Jenis(jenis), lhe.build)
    return build(evaluasi, hasil, fields, nomor=nomor, tanggal=tanggal)


def clean_number(nomor: str) -> str:
    """A letter's number as typed, in one line: B/4/PP.00.02/2020."""
    printable = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in nomor)
    clean = " ".join(printable.split())
    if len(clean) > 120:
        raise Refused(f"Nomor paling panjang 120 huruf; ada {len(clean)}.", field="nomor")
    if "{" in clean or "}" in clean:
        raise Refused("Ganti bagian dalam kurung kurawal dengan nomor urutnya.", field="nomor")
    return clean


def _day(evaluasi: Evaluasi, tanggal: date | None) -> date:
    if tanggal is None:
        return timezone.localdate(timezone=ZoneInfo(evaluasi.penilai.zone))
    if abs(tanggal.year - evaluasi.siklus.tahun) > YEARS_APART:
        raise Refused(
            f"Periksa tahunnya: siklus ini siklus tahun {evaluasi.siklus.tahun}.", field="tanggal"
        )
    return tanggal


@transaction.atomic
def retry_document(*, by: User, dokumen: Dokumen) -> Dokumen:
    """Queue a failed document again, with the input it was frozen with."""
    document_queries.require_maker(by, dokumen)
    locked = Dokumen.objects.select_for_update(of=("self",)).get(pk=dokumen.pk)
    if locked.status == Status.GAGAL:
        QUEUE.again(locked)
        audit.write(by=by, action="ulangi_dokumen", thing=locked, versi=locked.versi)
    return locked


@transaction.atomic
def render_sealed(dokumen: Dokumen) -> None:
    """Queue a locked document whose approvals were just frozen: the draft gives way to the file."""
    dokumen.path = dokumen.sha256 = dokumen.digest = ""
    QUEUE.again(dokumen, "path", "sha256", "digest", "pengesahan", "tahap", "nomor")


# The worker's side ------------------------------------------------------------------------------

# The office with the fewest documents in work goes first, then the one that was served longest
# ago: with a single worker, too, five hundred documents of one delay another's one by seconds.
# MATERIALIZED: once per office, not once per waiting row.
_NEXT = """
    WITH waiting AS (
        SELECT id, COALESCE(giliran_id, instansi_id) AS office FROM reports_dokumen
        WHERE status IN ('antre', 'dikerjakan') AND attempts < %(most)s
          AND (lease_until IS NULL OR lease_until <= %(now)s)
    ), turn AS MATERIALIZED (
        SELECT asking.office,
            (SELECT count(*) FROM reports_dokumen AS r
             WHERE COALESCE(r.giliran_id, r.instansi_id) = asking.office
               AND r.status = 'dikerjakan' AND r.lease_until > %(now)s) AS running,
            (SELECT max(s.dimulai_pada) FROM reports_dokumen AS s
             WHERE COALESCE(s.giliran_id, s.instansi_id) = asking.office) AS served
        FROM (SELECT DISTINCT office FROM waiting) AS asking
    )
    SELECT d.id FROM reports_dokumen AS d
    JOIN turn ON turn.office = COALESCE(d.giliran_id, d.instansi_id)
    WHERE d.status IN ('antre', 'dikerjakan') AND d.attempts < %(most)s
      AND (d.lease_until IS NULL OR d.lease_until <= %(now)s)
    ORDER BY turn.running, turn.served NULLS FIRST, d.attempts, d.diminta_pada, d.id
    LIMIT 1
    FOR UPDATE OF d SKIP LOCKED
"""


def render_next() -> Dokumen | None:
    """Take the next fair row, render and store it; None when nothing waits.

    What goes wrong is written on the row in words, and tried again later unless it is hopeless.
    """
    dokumen = _claim()
    if dokumen is None:
        return None
    try:
        shown = full_input(dokumen)
        with boxes() as found:
            content = _content(dokumen, shown)
        path, sha256 = store(content, f".{dokumen.ekstensi}")
    except Exception as error:  # whatever it was: the row says so, the log has the rest
        QUEUE.failed(dokumen, error)
    else:
        QUEUE.release(
            dokumen,
            status=Status.SELESAI,
            path=path,
            sha256=sha256,
            digest=digest_of(shown),
            ukuran=len(content),
            huruf_hilang="".join(sorted(found))[:60],
            selesai_pada=timezone.now(),
        )
    return dokumen


@transaction.atomic
def _claim() -> Dokumen | None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"now": now, "most": QUEUE.most})
        found = cursor.fetchone()
    if found is None:
        return None
    row = Dokumen.objects.select_related("menggantikan").get(pk=found[0])
    return QUEUE.take(row, dimulai_pada=now)


def _content(dokumen: Dokumen, shown: dict[str, Any]) -> bytes:
    # Here, not above: only workers load WeasyPrint and pyHanko.
    from reports.rendering import pades, pdf, xlsx

    if digest_of(dokumen.masukan) != dokumen.masukan_digest:
        raise Refused("Isi dokumen ini tidak lagi sama dengan saat diminta.")
    if dokumen.jenis == Jenis.PERHITUNGAN:
        return xlsx.render(shown, kode=dokumen.kode, versi=dokumen.versi)
    address = settings.BASE_URL + reverse("reports:verify", args=[dokumen.kode_verifikasi])
    content = pdf.render(shown, kode=dokumen.kode, versi=dokumen.versi, periksa=address)
    return content if dokumen.pengesahan is None else pades.seal(content)


def store(content: bytes, suffix: str = ".pdf") -> tuple[str, str]:
    """Path and SHA-256. Named by content: what is there is what would be written."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"dokumen/{digest[:2]}/{digest}{suffix}"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return path, digest


def sweep() -> int:
    return QUEUE.sweep()
