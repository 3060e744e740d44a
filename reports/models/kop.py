from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from pekppp.accounts.models import Instansi


@pghistory.track()
class KopSurat(models.Model):
    """How an instansi's documents look: letterhead, place, number format."""

    instansi = models.OneToOneField(Instansi, models.CASCADE, related_name="kop")
    baris_1 = models.CharField("baris pertama", max_length=200, blank=True)
    baris_2 = models.CharField("baris kedua", max_length=200, blank=True)
    alamat = models.CharField("alamat dan kontak", max_length=300, blank=True)
    tempat = models.CharField("tempat penandatanganan", max_length=100, blank=True)
    # Path in the default storage, named by content: a document that was frozen with it keeps it.
    logo = models.CharField("lambang", max_length=200, blank=True)
    format_nomor = models.CharField(
        "format nomor surat",
        max_length=100,
        blank=True,
        help_text="Misalnya B/{urut}/PP.00.02/{tahun}.",
    )

    class Meta:
        verbose_name = "kop surat"
        constraints = [
            models.CheckConstraint(
                condition=Q(logo="") | Q(logo__startswith="kop/"), name="kop_logo_in_its_folder"
            )
        ]

    def __str__(self) -> str:
        return f"Kop surat {self.instansi}"


class Penandatangan(models.Model):
    """Who signs for the instansi ("Mengetahui"), in order."""

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="penandatangan")
    urutan = models.PositiveSmallIntegerField(default=1)
    jabatan = models.CharField("jabatan", max_length=200)
    nama = models.CharField("nama", max_length=200)
    nip = models.CharField("NIP", max_length=30, blank=True)

    class Meta:
        verbose_name = "penanda tangan"
        ordering: ClassVar = ["urutan", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "urutan"], name="penandatangan_order_once")
        ]

    def __str__(self) -> str:
        return f"{self.jabatan}: {self.nama}"
