from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class Pihak(models.TextChoices):
    UNIT = "unit", "Unit"
    EVALUATOR = "evaluator", "Evaluator"


class Keadaan(models.TextChoices):
    ADA = "ada", "Ada"
    CATATAN = "catatan", "Ada dengan catatan"
    TIDAK = "tidak", "Tidak ada"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    # What was not taken because it was based on an older version: see saving.keep_lost().
    pghistory.ManualEvent("bentrok"),
)
class Kelengkapan(models.Model):
    """Whether a document that the instrument asks for is there: as the unit says, and as each
    evaluator found. No figure comes of it. `keadaan` empty is "not said", never "not there"."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="kelengkapan")
    indikator = models.PositiveSmallIntegerField()
    dokumen = models.CharField(max_length=40)
    pihak = models.CharField(max_length=10, choices=Pihak.choices)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    keadaan = models.CharField(max_length=8, choices=Keadaan.choices, blank=True)
    catatan = models.CharField(max_length=500, blank=True)
    versi = models.PositiveIntegerField(default=1)
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "kelengkapan dokumen"
        ordering: ClassVar = ["indikator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "indikator", "dokumen"],
                condition=Q(pihak="unit"),
                name="kelengkapan_one_of_unit",
            ),
            models.UniqueConstraint(
                fields=["evaluasi", "indikator", "dokumen", "oleh"],
                condition=Q(pihak="evaluator"),
                name="kelengkapan_once_per_evaluator",
            ),
            models.CheckConstraint(
                condition=Q(pihak__in=["unit", "evaluator"]), name="kelengkapan_side_known"
            ),
            models.CheckConstraint(
                condition=Q(keadaan__in=["", "ada", "tidak"], catatan="")
                | (Q(keadaan="catatan") & ~Q(catatan="")),
                name="kelengkapan_note_where_it_belongs",
            ),
            models.CheckConstraint(condition=Q(versi__gte=1), name="kelengkapan_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}.{self.dokumen}: {self.keadaan or '–'}"

    @property
    def kata(self) -> str:
        """«ada dengan catatan: belum ditandatangani»."""
        said = str(self.get_keadaan_display()).lower() or "belum ditandai"
        return f"{said}: {self.catatan}" if self.catatan else said
