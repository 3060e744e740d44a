import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi, UnitLokus


@pghistory.track()
class NilaiLuar(models.Model):
    """A typed number that an instrument takes from outside, such as a SKM value."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="nilai_luar")
    komponen = models.CharField(max_length=20)
    angka = models.DecimalField(max_digits=10, decimal_places=4)
    sumber = models.CharField("sumber angka", max_length=300)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "nilai luar"
        ordering: ClassVar = ["komponen"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "komponen"], name="nilai_luar_once"),
            models.CheckConstraint(condition=Q(angka__gte=0), name="nilai_luar_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.komponen}: {self.angka}"


@pghistory.track()
class SkmUnit(models.Model):
    """The satisfaction survey that a unit runs itself: its value of one year, 25 to 100."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    unit = models.ForeignKey(UnitLokus, models.PROTECT, related_name="skm")
    tahun = models.PositiveSmallIntegerField("tahun")
    nilai = models.DecimalField("nilai SKM", max_digits=5, decimal_places=2)
    tanggal = models.DateField("tanggal laporan")
    responden = models.PositiveIntegerField("jumlah responden", null=True, blank=True)
    sumber = models.CharField("sumber atau cara survei", max_length=300)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "nilai SKM unit"
        ordering: ClassVar = ["-tahun"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "tahun"], name="skm_once_per_year"),
            models.CheckConstraint(condition=Q(nilai__gte=25, nilai__lte=100), name="skm_in_range"),
            models.CheckConstraint(
                condition=Q(tahun__gte=2000, tahun__lte=2100), name="skm_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"SKM {self.tahun}: {self.nilai}"
