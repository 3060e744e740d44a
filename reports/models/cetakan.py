import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models import Evaluasi, LembarKode
from pekppp.accounts.models import Instansi
from pekppp.base.queues import Queued


class Cetakan(Queued):
    """Something of the survey that a worker lays out for printing. The row is the queue.

    It is no document of record: it has no number and no versions, and may be made again at will.
    """

    class Jenis(models.TextChoices):
        POSTER = "poster", "Poster kode QR"
        FORMULIR = "formulir", "Formulir F03 kosong"
        KODE = "kode", "Slip kode sekali pakai"

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu dibuat"
        DIKERJAKAN = "dikerjakan", "Sedang dibuat"
        SELESAI = "selesai", "Siap dicetak"
        GAGAL = "gagal", "Gagal dibuat"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    jenis = models.CharField(max_length=10, choices=Jenis.choices)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.PROTECT, related_name="cetakan")
    # The codes themselves are read from the batch: they stand in one place only.
    lembar_kode = models.ForeignKey(
        LembarKode, models.PROTECT, null=True, blank=True, related_name="cetakan"
    )
    judul = models.CharField(max_length=200)
    masukan = models.JSONField()
    masukan_digest = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ANTRE)
    # While it is made: until when nobody else may take it. While it waits: not before then.
    error = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=200, blank=True)
    ukuran = models.PositiveIntegerField(default=0)
    diminta_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diminta_pada = models.DateTimeField(auto_now_add=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "cetakan"
        ordering: ClassVar = ["-diminta_pada"]
        indexes = [
            models.Index(
                fields=["diminta_pada"],
                condition=Q(status__in=["antre", "dikerjakan"]),
                name="cetakan_queue",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "jenis", "masukan_digest"], name="cetakan_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="selesai") | ~Q(path=""), name="cetakan_done_has_file"
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="cetakan_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(jenis="kode", lembar_kode__isnull=False)
                | (~Q(jenis="kode") & Q(lembar_kode__isnull=True)),
                name="cetakan_of_codes_has_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.judul}"

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.ANTRE, self.Status.DIKERJAKAN)
