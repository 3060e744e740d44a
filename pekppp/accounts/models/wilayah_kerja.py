"""The ministry's division of the country: who of it reads which provinces and K/L."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models

from pekppp.accounts.models.instansi import Instansi
from pekppp.accounts.models.membership import Membership


@pghistory.track()
class WilayahKerja(models.Model):
    """Wilayah I, II, III ...: no region of the country (`Wilayah`), but whom its analysts read."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nama = models.CharField("nama", max_length=60, unique=True)
    urutan = models.PositiveSmallIntegerField("urutan")
    analis: "models.ManyToManyField[Membership, models.Model]" = models.ManyToManyField(
        Membership, related_name="wilayah_kerja", blank=True
    )

    class Meta:
        verbose_name = "wilayah kerja"
        ordering: ClassVar = ["urutan", "nama"]

    def __str__(self) -> str:
        return self.nama


@pghistory.track()
class AnggotaWilayah(models.Model):
    """A province or K/L in its wilayah kerja, at most one; what lies beneath it follows it."""

    instansi = models.OneToOneField(
        Instansi, models.PROTECT, primary_key=True, related_name="anggota_wilayah"
    )
    wilayah = models.ForeignKey(WilayahKerja, models.CASCADE, related_name="anggota")

    class Meta:
        verbose_name = "anggota wilayah kerja"
        ordering: ClassVar = ["wilayah", "instansi"]

    def __str__(self) -> str:
        return f"{self.instansi} — {self.wilayah}"
