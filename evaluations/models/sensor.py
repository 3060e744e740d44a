"""A document whose personal data are being blacked out."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.bukti import Bukti
from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi
from pekppp.base.queues import Queued


class Sensor(Queued):
    """A PDF in the pending area (UU 27/2022): its pages are shown as pictures, boxes are drawn
    and burnt in by a worker, and the original is destroyed. The row is the queue."""

    class Status(models.TextChoices):
        DISIAPKAN = "disiapkan", "Halaman sedang disiapkan"
        SIAP = "siap", "Siap ditandai"
        DIBAKAR = "dibakar", "Sedang dihitamkan"
        SELESAI = "selesai", "Selesai"
        DIBUANG = "dibuang", "Dibuang"
        GAGAL = "gagal", "Gagal"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="sensor")
    indikator = models.PositiveSmallIntegerField()
    nama = models.CharField(max_length=255)
    halaman = models.PositiveIntegerField(null=True, blank=True)
    # [{"halaman": 1, "x": 0.1, "y": 0.2, "lebar": 0.3, "tinggi": 0.05}], parts of a page's size.
    kotak = models.JSONField(default=list)
    keterangan = models.JSONField(default=dict)
    menggantikan = models.ForeignKey(Bukti, models.CASCADE, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DISIAPKAN)
    error = models.CharField(max_length=300, blank=True)
    hasil = models.ForeignKey(Bukti, models.CASCADE, null=True, blank=True, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "berkas yang dihitamkan"
        ordering: ClassVar = ["-pada"]
        indexes = [
            models.Index(
                fields=["pada"],
                condition=Q(status__in=["disiapkan", "dibakar"]),
                name="sensor_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="selesai") | Q(hasil__isnull=False),
                name="sensor_done_has_evidence",
            )
        ]

    def __str__(self) -> str:
        # Not its name, which may be that of a person: the audit keeps this, and others read it.
        return f"Berkas yang dihitamkan, indikator {self.indikator}"
