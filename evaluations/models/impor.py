import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class Impor(models.Model):
    """An import in two steps: located rows and problems first, applied only when confirmed."""

    class Status(models.TextChoices):
        DIPERIKSA = "diperiksa", "Sudah diperiksa"
        DITERAPKAN = "diterapkan", "Sudah diterapkan"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.CASCADE, null=True, blank=True)
    # What it is about, where that is one evaluation.
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, null=True, blank=True, related_name="+")
    jenis = models.CharField(max_length=30)
    nama_berkas = models.CharField(max_length=255)
    baris = models.JSONField(default=list)
    masalah = models.JSONField(default=list)
    # What forbids nothing and is told all the same: hidden rows that were read.
    catatan = models.JSONField(default=list)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DIPERIKSA)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diterapkan_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "impor"
        ordering: ClassVar = ["-dibuat_pada"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="diterapkan") | Q(diterapkan_pada__isnull=False),
                name="impor_applied_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.nama_berkas
