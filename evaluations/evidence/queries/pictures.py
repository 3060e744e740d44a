"""Reads of preview pictures and of the pending area where personal data are blacked out."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils import timezone

from evaluations.core.queries.evaluations import get_evaluasi, viewers_of
from evaluations.core.queries.f01 import get_f01
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.models import Berkas, Bukti, BuktiTindakLanjut, Evaluasi, Sensor, TimPenilai
from evaluations.rules.notices import Event, kind_of
from evaluations.rules.visibility import Field, visible_fields
from pekppp.accounts.models import Notice, User
from pekppp.accounts.roles import Permission
from pekppp.base.certain import certain

Status = Sensor.Status
OPEN = (Status.DISIAPKAN, Status.SIAP, Status.DIBAKAR)


# Previews -----------------------------------------------------------------------------------------


def folder(berkas: Berkas) -> str:
    return f"pratinjau/{berkas.sha256[:2]}/{berkas.sha256}"


def page_path(berkas: Berkas, page: int) -> str:
    return f"{folder(berkas)}/{page}.webp"


def small_path(berkas: Berkas) -> str:
    return f"{folder(berkas)}/kecil.webp"


def get_looked_at(user: User, uuid: UUID, bukti: UUID) -> tuple[Evaluasi, Bukti]:
    """Evidence for somebody who looks at its pictures: as for the file itself, calendar apart."""
    evaluasi = get_evaluasi(user, uuid, Permission.VIEW_EVALUASI)
    if Field.JAWABAN not in visible_fields(viewers_of(user, evaluasi), evaluasi.status):
        raise PermissionDenied("answers are not shown in this state")
    row = evidence_queries.get_listed_or_replaced(evaluasi, bukti)
    if row.berkas is None:
        raise Http404
    return evaluasi, row


# The pending area ---------------------------------------------------------------------------------


def get_redaction_place(user: User, uuid: UUID) -> Evaluasi:
    """The evaluation for its own unit; for everybody else this area does not exist."""
    evaluasi = get_evaluasi(user, uuid, Permission.VIEW_EVALUASI)
    if not user.has_perm(Permission.FILL_F01, evaluasi):
        raise Http404
    return get_f01(user, uuid, Permission.FILL_F01)


def get_sensor(user: User, uuid: UUID, sensor: UUID) -> tuple[Evaluasi, Sensor]:
    evaluasi = get_redaction_place(user, uuid)
    row = (
        Sensor.objects.filter(evaluasi=evaluasi, uuid=sensor)
        .select_related("menggantikan", "hasil", "oleh")
        .first()
    )
    if row is None:
        raise Http404
    return evaluasi, row


def also_used(row: Sensor) -> list[str]:
    """Where else the unit handed in the content that is replaced: there it is replaced as well."""
    if row.menggantikan is None or row.menggantikan.berkas_id is None:
        return []
    rows = Bukti.objects.filter(
        evaluasi__unit=row.evaluasi.unit_id,
        berkas=row.menggantikan.berkas_id,
        dihapus_pada__isnull=True,
    ).exclude(pk=row.menggantikan.pk)
    places = rows.order_by().values_list("evaluasi", "siklus__tahun", "indikator").distinct()
    found = [
        f"indikator {nomor}" if evaluasi == row.evaluasi_id else f"indikator {nomor} tahun {tahun}"
        for evaluasi, tahun, nomor in sorted(places, key=lambda place: (-place[1], place[2]))
    ]
    years = follow_up_copies(row).filter(dihapus_pada__isnull=True).order_by("-siklus__tahun")
    return found + [
        f"tindak lanjut tahun {tahun}"
        for tahun in dict.fromkeys(years.values_list("siklus__tahun", flat=True))
    ]


def follow_up_copies(row: Sensor) -> QuerySet[BuktiTindakLanjut]:
    """The unit's evidence of follow-up with the content that is replaced."""
    return BuktiTindakLanjut.objects.filter(
        tindak_lanjut__evaluasi__unit=row.evaluasi.unit_id,
        berkas=certain(row.menggantikan, "it hides something of a piece of evidence").berkas_id,
    )


def pending(evaluasi: Evaluasi) -> list[Sensor]:
    """What still waits for somebody in this evaluation."""
    rows = Sensor.objects.filter(evaluasi=evaluasi, status__in=OPEN)
    return list(rows.select_related("oleh"))


def pending_folder(uuid: UUID) -> str:
    return f"sensor/{uuid}"


def original_path(row: Sensor) -> str:
    return f"{pending_folder(row.uuid)}/asli"


def pending_page_path(row: Sensor, page: int) -> str:
    return f"{pending_folder(row.uuid)}/{page}.webp"


def expired() -> QuerySet[Sensor]:
    """Waited for too long; what a worker holds this moment is left to it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
    limit = timezone.now() - timedelta(hours=settings.SENSOR_JAM)
    return Sensor.objects.filter(free, status__in=OPEN, pada__lte=limit)


def half_waited() -> QuerySet[Sensor]:
    """Ready for boxes, left alone for half of the time that it may wait, and not told of it yet."""
    limit = timezone.now() - timedelta(hours=settings.SENSOR_JAM / 2)
    told = Notice.objects.filter(
        user=OuterRef("oleh"),
        kind=kind_of(Event.SENSOR_MENUNGGU),
        dedupe_key=Concat(Value("sensor:"), Cast(OuterRef("uuid"), CharField())),
    )
    rows = Sensor.objects.filter(~Exists(told), status=Status.SIAP, pada__lte=limit)
    return rows.select_related("oleh", "evaluasi", "instansi")


def to_destroy() -> QuerySet[Sensor]:
    """Ended rows of which something may still be stored."""
    return Sensor.objects.filter(
        status__in=[Status.SELESAI, Status.DIBUANG, Status.GAGAL], selesai_pada__isnull=True
    )


def content_in_use(berkas: Berkas, *, without: Bukti) -> bool:
    """Whether anything that somebody may read needs this content, apart from one old version."""
    others = Bukti.objects.filter(berkas=berkas).exclude(pk=without.pk)
    return (
        any(_is_readable(row) for row in others.select_related("evaluasi"))
        or berkas.dokumen_umum.filter(dihapus_pada__isnull=True).exists()
        or berkas.foto_lapangan.filter(dihapus_pada__isnull=True).exists()
        or berkas.bukti_tindak_lanjut.filter(dihapus_pada__isnull=True).exists()
        # A batch that was made void keeps its scan: it is what the answers are checked with.
        or berkas.lembar_kertas.exists()
        or berkas.publikasi_set.exists()
        or TimPenilai.objects.filter(surat=berkas).exists()
        or berkas.pernyataan_kepala.exists()
    )


def _is_readable(row: Bukti) -> bool:
    try:
        evidence_queries.get_listed_or_replaced(row.evaluasi, row.uuid)
    except Http404:
        return False
    return True
