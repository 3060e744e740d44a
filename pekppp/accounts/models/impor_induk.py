import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pekppp.accounts.models.instansi import Instansi
from pekppp.base.queues import Queued


class ImporInduk(Queued):
    """A workbook of offices' admins, of units, or of people: read and checked, then applied.

    The row is the queue of the worker in both halves. What it would do is in `baris`, what it did
    in `hasil`; the uploaded file itself is kept until it is checked.
    """

    class Jenis(models.TextChoices):
        ADMIN = "admin", "Admin instansi"
        UNIT = "unit", "Unit lokus"
        ORANG = "orang", "Orang dan peran"

    class Status(models.TextChoices):
        DIBACA = "dibaca", "Sedang diperiksa"
        DIPERIKSA = "diperiksa", "Sudah diperiksa"
        DITERAPKAN = "diterapkan", "Sedang diterapkan"
        SELESAI = "selesai", "Sudah diterapkan"
        GAGAL = "gagal", "Terhenti"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The office for which whoever uploaded it acts.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    jenis = models.CharField(max_length=10, choices=Jenis.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DIBACA)
    nama_berkas = models.CharField(max_length=255)
    berkas = models.BinaryField(null=True, editable=False)
    baris = models.JSONField(default=list)
    masalah = models.JSONField(default=list)
    # What forbids nothing and is told all the same: hidden rows that were read.
    catatan = models.JSONField(default=list)
    hasil = models.JSONField(default=list)
    # Rows of this half that are done, and all of them: null until they are counted.
    selesai = models.PositiveIntegerField(default=0)
    jumlah = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diterapkan_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "impor data induk"
        ordering: ClassVar = ["-dibuat_pada", "-pk"]
        indexes = [models.Index(fields=["oleh", "-dibuat_pada"], name="impor_induk_oleh")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="selesai") | Q(diterapkan_pada__isnull=False),
                name="impor_induk_applied_has_time",
            ),
            models.CheckConstraint(
                condition=Q(jumlah__isnull=True) | Q(selesai__lte=F("jumlah")),
                name="impor_induk_done_within_all",
            ),
            models.CheckConstraint(
                condition=~Q(status="dibaca") | Q(berkas__isnull=False),
                name="impor_induk_read_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.nama_berkas
