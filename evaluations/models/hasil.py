from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class Hasil(models.Model):
    """The computed result of an evaluation. `stale` waits for a worker; the row is the queue.

    Every figure inside `rincian` is exact text; `ipp` is null, and there is no category, until
    every component of the instrument is complete.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.OneToOneField(Evaluasi, models.CASCADE, related_name="hasil")
    stale = models.BooleanField(default=True)
    stale_since = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    # Grows with every mark: a worker clears only the mark that it has read.
    mark = models.PositiveBigIntegerField(default=0)
    ipp = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    kategori = models.CharField(max_length=4, blank=True)
    f02_terisi = models.PositiveSmallIntegerField(default=0)
    f02_jumlah = models.PositiveSmallIntegerField(default=0)
    f01_terisi = models.PositiveSmallIntegerField(default=0)
    f01_jumlah = models.PositiveSmallIntegerField(default=0)
    responden = models.PositiveIntegerField(default=0)
    rincian = models.JSONField(default=dict)
    metode = models.CharField(max_length=200, blank=True)
    versi_digest = models.CharField(max_length=64, blank=True)
    masukan_digest = models.CharField(max_length=64, blank=True)
    dihitung_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "hasil"
        ordering: ClassVar = ["pk"]
        indexes = [
            # In the order in which a worker takes them: the next one is the first of it.
            models.Index(
                F("attempts"),
                F("stale_since").asc(nulls_first=True),
                F("id"),
                condition=Q(stale=True),
                name="hasil_queue",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ipp__isnull=True, kategori="")
                | (Q(ipp__isnull=False) & ~Q(kategori="")),
                name="hasil_category_with_ipp_alone",
            ),
            models.CheckConstraint(
                condition=Q(ipp__isnull=True) | Q(ipp__gte=0), name="hasil_ipp_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluasi_id}: {self.ipp}"
