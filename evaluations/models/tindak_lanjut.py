import uuid
from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evaluations.models.bukti import Berkas
from evaluations.models.evaluasi import Evaluasi
from evaluations.models.rekomendasi import Rekomendasi
from evaluations.models.siklus import Siklus
from evaluations.rules.follow_up import LABELS, OWED, Status
from pekppp.accounts.models import Instansi

VERIFIED = [Status.TERVERIFIKASI.value, Status.BELUM_TERBUKTI.value]
_COMMITTED = [item.value for item in Status if item not in (Status.BELUM, *map(Status, VERIFIED))]


@pghistory.track()
class TindakLanjut(models.Model):
    """What becomes of one recommendation: promised, reported, checked, verified a cycle later.

    `status` is written by `follow_up.services.follow_up` alone. A recommendation without a row is
    BELUM.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="tindak_lanjut")
    rekomendasi = models.OneToOneField(Rekomendasi, models.CASCADE, related_name="tindak_lanjut")
    status = models.CharField(
        max_length=16, choices=[(item.value, LABELS[item]) for item in Status]
    )
    status_sejak = models.DateTimeField()
    versi = models.PositiveIntegerField(default=0)
    # The commitment.
    tindakan = models.TextField("tindakan", max_length=4000, blank=True)
    penanggung_jawab = models.CharField("penanggung jawab", max_length=200, blank=True)
    tenggat = models.DateField("selesai paling lambat", null=True, blank=True)
    anggaran = models.DecimalField(
        "anggaran (rupiah)", max_digits=15, decimal_places=0, null=True, blank=True
    )
    # What the unit said it has done, what its office answered, what the evaluator found.
    laporan = models.TextField("yang sudah dilakukan", max_length=4000, blank=True)
    pemeriksaan = models.TextField("catatan pemeriksa", max_length=4000, blank=True)
    verifikasi = models.TextField("catatan evaluator", max_length=4000, blank=True)
    diverifikasi_dalam = models.ForeignKey(
        Evaluasi, models.PROTECT, null=True, blank=True, related_name="verifikasi_tindak_lanjut"
    )
    # How many reminders of this date went out: before it, and after it.
    pengingat = models.PositiveSmallIntegerField(default=0)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now=True)

    # A prefetch of `follow_up.queries.follow_up.of`.
    berkas_ada: "list[BuktiTindakLanjut]"

    class Meta:
        verbose_name = "tindak lanjut"
        ordering: ClassVar = ["rekomendasi"]
        indexes = [
            models.Index(
                fields=["tenggat"],
                condition=Q(status__in=sorted(item.value for item in OWED), pengingat__lt=2),
                name="tindak_lanjut_to_remind",
            ),
            models.Index(fields=["instansi", "status"], name="tindak_lanjut_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[item.value for item in Status]),
                name="tindak_lanjut_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_COMMITTED)
                | (Q(tenggat__isnull=False) & ~Q(tindakan="") & ~Q(penanggung_jawab="")),
                name="tindak_lanjut_commitment_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=VERIFIED)
                | (Q(diverifikasi_dalam__isnull=False) & ~Q(verifikasi="")),
                name="tindak_lanjut_verified_in_a_cycle",
            ),
            models.CheckConstraint(
                condition=Q(anggaran__isnull=True) | Q(anggaran__gte=0),
                name="tindak_lanjut_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Tindak lanjut: {self.rekomendasi}"[:80]

    @property
    def keadaan(self) -> Status:
        return Status(self.status)

    @property
    def terlambat(self) -> bool:
        return is_late(self.keadaan, self.tenggat)


def is_late(status: Status, tenggat: date | None) -> bool:
    return status in OWED and tenggat is not None and tenggat < timezone.localdate()


@pghistory.track()
class BuktiTindakLanjut(models.Model):
    """A file that shows what was done. Its content is stored and checked as all evidence is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    tindak_lanjut = models.ForeignKey(TindakLanjut, models.CASCADE, related_name="bukti")
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="bukti_tindak_lanjut")
    nama = models.CharField("nama berkas", max_length=255)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bukti tindak lanjut"
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tindak_lanjut", "berkas"],
                condition=Q(dihapus_pada__isnull=True),
                name="bukti_tindak_lanjut_once",
            )
        ]

    def __str__(self) -> str:
        return self.nama
