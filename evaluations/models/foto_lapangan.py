"""Work on site: a photo, and what a device says that it has not sent yet."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from evaluations.models.bukti import Berkas
from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


@pghistory.track()
class FotoLapangan(models.Model):
    """A photo that an evaluator took on site, with the time that his device told."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="foto_lapangan")
    indikator = models.PositiveSmallIntegerField()
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="foto_lapangan")
    keterangan = models.CharField("keterangan", max_length=500, blank=True)
    diambil_pada = models.DateTimeField("diambil pada")
    kunci = models.UUIDField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "foto lapangan"
        ordering: ClassVar = ["indikator", "diambil_pada"]
        constraints = [
            models.UniqueConstraint(fields=["oleh", "kunci"], name="foto_lapangan_key_once")
        ]

    def __str__(self) -> str:
        return f"Foto indikator {self.indikator}"


class PerangkatLapangan(models.Model):
    """A browser in which somebody evaluates, as it was when it last reached us.

    What is typed there without network afterwards is not in `belum`.
    """

    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    perangkat = models.UUIDField()
    belum = models.PositiveIntegerField("perubahan belum terkirim")
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "perangkat lapangan"
        ordering: ClassVar = ["-pada"]
        constraints = [
            models.UniqueConstraint(fields=["oleh", "perangkat"], name="perangkat_lapangan_once")
        ]

    def __str__(self) -> str:
        return f"{self.oleh}: {self.belum}"
