from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


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
