"""What happened to an office or a unit at a date, by which letter, and what it went over into."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from pekppp.accounts.models.instansi import Instansi
from pekppp.accounts.models.unit import UnitLokus


@pghistory.track()
class PerubahanTempat(models.Model):
    """A change of an office, or of one of its units: renamed, moved, split, merged or closed.

    It is prepared, its consequence is shown, then it is carried out: at once, or by the sweep on
    its day. What exactly is to be done stands in `isi`, how many rows it touched in `hasil`.
    """

    class Jenis(models.TextChoices):
        NAMA = "nama", "Berganti nama"
        PINDAH = "pindah", "Pindah"
        PECAH = "pecah", "Dipecah"
        GABUNG = "gabung", "Digabung"
        TUTUP = "tutup", "Ditutup"

    class Status(models.TextChoices):
        DISIAPKAN = "disiapkan", "Belum dijalankan"
        MENUNGGU = "menunggu", "Akan berlaku"
        BERLAKU = "berlaku", "Berlaku"
        DITARIK = "ditarik", "Ditarik"
        GAGAL = "gagal", "Tidak dapat dijalankan"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The office, or whose unit it is; as it was when the change was prepared.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="perubahan")
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="perubahan"
    )
    jenis = models.CharField(max_length=10, choices=Jenis.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DISIAPKAN)
    berlaku = models.DateField("berlaku mulai")
    nomor_surat = models.CharField("nomor surat", max_length=100)
    tanggal_surat = models.DateField("tanggal surat")
    # Where the stored file lies; "" without one.
    surat = models.CharField("surat", max_length=200, blank=True)
    isi = models.JSONField(default=dict)
    hasil = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    # Units that go with their office have changes of their own.
    bagian_dari = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bagian"
    )
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    # When it was carried out, withdrawn or given up.
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "perubahan tempat"
        ordering: ClassVar = ["-berlaku", "-pk"]
        indexes = [
            models.Index(fields=["berlaku"], condition=Q(status="menunggu"), name="perubahan_waits")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "unit"],
                condition=Q(status__in=["disiapkan", "menunggu"]),
                nulls_distinct=False,
                name="perubahan_one_open",
            ),
            models.CheckConstraint(condition=~Q(nomor_surat=""), name="perubahan_has_letter"),
            models.CheckConstraint(
                condition=Q(status__in=["disiapkan", "menunggu"], selesai_pada__isnull=True)
                | Q(status__in=["berlaku", "ditarik", "gagal"], selesai_pada__isnull=False),
                name="perubahan_settled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="perubahan_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()}: {self.unit or self.instansi}"

    @property
    def tempat(self) -> Instansi | UnitLokus:
        return self.unit or self.instansi

    @property
    def terbuka(self) -> bool:
        return self.status in (self.Status.DISIAPKAN, self.Status.MENUNGGU)


class SisiPerubahan(models.Model):
    """A place on one side of a change: what it was (asal) or went over into (penerus).

    With the name that it bore there: of a renamed one both sides are the same row.
    """

    class Arah(models.TextChoices):
        ASAL = "asal", "Asal"
        PENERUS = "penerus", "Penerus"

    perubahan = models.ForeignKey(PerubahanTempat, models.CASCADE, related_name="sisi")
    arah = models.CharField(max_length=8, choices=Arah.choices)
    # The office itself, or the one whose unit it is.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="sisi_perubahan")
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="sisi_perubahan"
    )
    nama = models.CharField(max_length=200)

    class Meta:
        verbose_name = "sisi perubahan"
        ordering: ClassVar = ["arah", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["perubahan", "arah", "instansi", "unit"],
                nulls_distinct=False,
                name="sisi_perubahan_once",
            ),
            models.CheckConstraint(condition=~Q(nama=""), name="sisi_perubahan_has_name"),
        ]

    def __str__(self) -> str:
        return self.nama
