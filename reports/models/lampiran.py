import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from evaluations.models import Publikasi
from pekppp.accounts.models import Instansi
from pekppp.base.queues import Queued


class Lampiran(Queued):
    """The annex of a decree in one format, laid out by a worker. The row is the queue.

    What it says is the frozen set of its decree, so it may be made again at will.
    """

    class Format(models.TextChoices):
        DOCX = "docx", "Dokumen teks (DOCX)"
        XLSX = "xlsx", "Lembar kerja (XLSX)"
        PDF = "pdf", "PDF"

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu dibuat"
        DIKERJAKAN = "dikerjakan", "Sedang dibuat"
        SELESAI = "selesai", "Siap diunduh"
        GAGAL = "gagal", "Gagal dibuat"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    publikasi = models.ForeignKey(Publikasi, models.PROTECT, related_name="lampiran")
    format = models.CharField(max_length=4, choices=Format.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ANTRE)
    error = models.CharField(max_length=300, blank=True)
    # A long PDF is laid out in parts, so that nobody else waits for all of it: how many are done.
    bagian = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=200, blank=True)
    ukuran = models.PositiveIntegerField(default=0)
    dibuat_pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lampiran keputusan"
        ordering: ClassVar = ["pk"]
        indexes = [
            models.Index(
                fields=["dibuat_pada"],
                condition=Q(status__in=["antre", "dikerjakan"]),
                name="lampiran_queue",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["publikasi", "format"], name="lampiran_once"),
            models.CheckConstraint(
                condition=~Q(status="selesai") | ~Q(path=""), name="lampiran_done_has_file"
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="lampiran_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Lampiran {self.publikasi} {self.format}"

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.ANTRE, self.Status.DIKERJAKAN)
