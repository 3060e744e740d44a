import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    # Words that were not taken because they were based on older ones: see saving.keep_lost().
    pghistory.ManualEvent("bentrok"),
)
class Rekomendasi(models.Model):
    """What a unit is advised to do, for an aspect or for one of its indicators."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="rekomendasi")
    aspek = models.CharField(max_length=20)
    indikator = models.PositiveSmallIntegerField(null=True, blank=True)
    teks = models.TextField("rekomendasi", max_length=4000)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    versi = models.PositiveIntegerField(default=1)
    pada = models.DateTimeField(auto_now=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "rekomendasi"
        ordering: ClassVar = ["aspek", "indikator", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(teks=""), name="rekomendasi_says_something")
        ]

    def __str__(self) -> str:
        return self.teks[:80]
