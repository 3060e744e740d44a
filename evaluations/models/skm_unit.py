"""The value of a unit's own satisfaction survey (SKM) for a year."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from pekppp.accounts.models import Instansi, UnitLokus


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
