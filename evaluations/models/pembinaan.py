import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.tindak_lanjut import TindakLanjut
from pekppp.accounts.models import Instansi, UnitLokus


@pghistory.track()
class Pembinaan(models.Model):
    """A coaching session that an office held for one or more units. `instansi` held it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="pembinaan")
    unit = models.ManyToManyField(UnitLokus, related_name="pembinaan")
    pokok = models.CharField("pokok bahasan", max_length=200)
    tanggal = models.DateField("tanggal")
    tempat = models.CharField("tempat", max_length=200)
    catatan = models.TextField("catatan", max_length=8000, blank=True)
    versi = models.PositiveIntegerField(default=0)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "pembinaan"
        ordering: ClassVar = ["-tanggal", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(pokok="") & ~Q(tempat=""), name="pembinaan_says_what_and_where"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pokok} ({self.tanggal:%d-%m-%Y})"


class PesertaPembinaan(models.Model):
    """Who was there, with the office he spoke for."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    pembinaan = models.ForeignKey(Pembinaan, models.CASCADE, related_name="peserta")
    nama = models.CharField("nama", max_length=200)
    jabatan = models.CharField("jabatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "peserta pembinaan"
        ordering: ClassVar = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(nama=""), name="peserta_has_name")]

    def __str__(self) -> str:
        return self.nama


class KesepakatanPembinaan(models.Model):
    """What was agreed, perhaps about a commitment that one of the units has made."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    pembinaan = models.ForeignKey(Pembinaan, models.CASCADE, related_name="kesepakatan")
    teks = models.TextField("kesepakatan", max_length=1000)
    tindak_lanjut = models.ForeignKey(
        TindakLanjut, models.SET_NULL, null=True, blank=True, related_name="kesepakatan"
    )

    class Meta:
        verbose_name = "kesepakatan pembinaan"
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(teks=""), name="kesepakatan_says_something")
        ]

    def __str__(self) -> str:
        return self.teks[:80]
