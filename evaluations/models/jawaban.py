from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    # A value that was not taken because it was based on an older version: see saving.keep_lost().
    pghistory.ManualEvent("bentrok"),
)
class Jawaban(models.Model):
    """One answer of an F01. `nilai` null is "not answered"; `versi` grows with every save."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="jawaban")
    indikator = models.PositiveSmallIntegerField()
    pertanyaan = models.CharField(max_length=60)
    nilai = models.JSONField(null=True)
    versi = models.PositiveIntegerField(default=1)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "jawaban"
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "indikator", "pertanyaan"], name="jawaban_once"
            ),
            models.CheckConstraint(condition=Q(versi__gte=1), name="jawaban_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}.{self.pertanyaan}"


class AmbilAlih(models.Model):
    """An indicator whose answers or evidence came from another evaluation of the unit, latest last.

    Until somebody of the unit confirms it the F01 cannot be sent, and whoever reads it is told.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="ambil_alih")
    indikator = models.PositiveSmallIntegerField()
    sumber = models.ForeignKey(Evaluasi, models.PROTECT, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()
    dikonfirmasi_pada = models.DateTimeField(null=True, blank=True)
    dikonfirmasi_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "pengambilalihan isian"
        ordering: ClassVar = ["indikator"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "indikator"], name="ambil_alih_once"),
            models.CheckConstraint(
                condition=~Q(sumber=F("evaluasi")), name="ambil_alih_from_another"
            ),
            models.CheckConstraint(
                condition=Q(dikonfirmasi_pada__isnull=True, dikonfirmasi_oleh__isnull=True)
                | Q(dikonfirmasi_pada__isnull=False, dikonfirmasi_oleh__isnull=False),
                name="ambil_alih_confirmed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Indikator {self.indikator} dari {self.sumber.siklus}"


class Simpanan(models.Model):
    """A save that was accepted, by its idempotency key: a repeat gets the same outcome."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE)
    kunci = models.UUIDField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    sasaran = models.CharField(max_length=80)
    isi_digest = models.CharField(max_length=64)
    versi = models.PositiveIntegerField()
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "simpanan"
        constraints = [
            # With the user: nobody can occupy or probe another one's keys.
            models.UniqueConstraint(fields=["kunci", "oleh"], name="simpanan_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.sasaran} versi {self.versi}"
