import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evaluations.models.bukti import Berkas
from evaluations.models.siklus import KEGIATAN_CHOICES, Siklus
from pekppp.accounts.models import Instansi, UnitLokus


@pghistory.track()
class KetentuanPerpanjangan(models.Model):
    """Who grants extensions in a cycle. Without a row the organiser alone does."""

    siklus = models.OneToOneField(Siklus, models.CASCADE, related_name="ketentuan_perpanjangan")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    # The instansi that evaluates grants them to the units that it evaluates.
    penilai_memberi = models.BooleanField(default=False)

    class Meta:
        verbose_name = "ketentuan perpanjangan"

    def __str__(self) -> str:
        return f"Ketentuan perpanjangan {self.siklus}"


@pghistory.track()
class PermohonanPerpanjangan(models.Model):
    """What a unit, or its instansi for all of its units in a cycle, asks of whoever grants
    extensions, and what became of it."""

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu keputusan"
        DITERIMA = "diterima", "Dikabulkan"
        DITOLAK = "ditolak", "Ditolak"
        DITARIK = "ditarik", "Ditarik pemohon"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.CASCADE, related_name="permohonan_perpanjangan")
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    # Null: all units of the instansi.
    unit = models.ForeignKey(UnitLokus, models.PROTECT, null=True, blank=True, related_name="+")
    kegiatan = ArrayField(models.CharField(max_length=20, choices=KEGIATAN_CHOICES))
    akhir = models.DateTimeField("sampai")
    alasan = models.TextField("alasan", max_length=1000)
    nomor_surat = models.CharField("nomor surat", max_length=100, blank=True)
    surat = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.MENUNGGU)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)
    catatan = models.TextField("catatan keputusan", blank=True, max_length=1000)

    class Meta:
        verbose_name = "permohonan perpanjangan"
        ordering: ClassVar = ["-dibuat_pada", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus", "instansi", "unit"],
                condition=Q(status="menunggu"),
                nulls_distinct=False,
                name="permohonan_perpanjangan_one_waits",
            ),
            models.CheckConstraint(
                condition=~Q(alasan="") & Q(kegiatan__len__gte=1),
                name="permohonan_perpanjangan_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["menunggu", "ditarik"],
                    diputus_pada__isnull=True,
                    diputus_oleh__isnull=True,
                )
                | Q(
                    status__in=["diterima", "ditolak"],
                    diputus_pada__isnull=False,
                    diputus_oleh__isnull=False,
                ),
                name="permohonan_perpanjangan_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="ditolak", catatan=""),
                name="permohonan_perpanjangan_refused_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Permohonan perpanjangan {self.unit or self.instansi}"
