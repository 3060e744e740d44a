from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class PeranNilai(models.TextChoices):
    EVALUATOR = "evaluator", "Evaluator"
    SEPAKAT = "sepakat", "Disepakati tim"
    VERIFIKATOR = "verifikator", "Verifikator"
    # The level that an accepted objection gave; what it took the place of stays beside it.
    SANGGAH = "sanggah", "Putusan sanggahan"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    # What was not taken because it was based on an older version: see saving.keep_lost().
    pghistory.ManualEvent("bentrok"),
)
class Nilai(models.Model):
    """A rubric level for one indicator, by one person in one capacity.

    Whole numbers; null is "not scored" and never 0. "Tidak dapat diverifikasi" is a mark with a
    reason beside the level. The agreed level is one row per indicator, whoever wrote it last; so is
    the level that an accepted objection gave.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="nilai")
    indikator = models.PositiveSmallIntegerField()
    peran = models.CharField(max_length=12, choices=PeranNilai.choices)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    level = models.PositiveSmallIntegerField(null=True)
    alasan = models.TextField("alasan berbeda dari usulan", blank=True, max_length=4000)
    tidak_terverifikasi = models.BooleanField("tidak dapat diverifikasi", default=False)
    alasan_tidak_terverifikasi = models.TextField(blank=True, max_length=4000)
    diamati = models.BooleanField("diamati di lokasi", default=False)
    catatan_unit = models.TextField("catatan untuk unit", blank=True, max_length=4000)
    catatan_internal = models.TextField("catatan internal", blank=True, max_length=4000)
    # Which submission of the F01 it was given on; older than the evaluation's is carried over.
    putaran = models.PositiveSmallIntegerField(default=0)
    versi = models.PositiveIntegerField(default=1)
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "nilai"
        ordering: ClassVar = ["indikator"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "indikator", "peran", "oleh"],
                condition=Q(peran__in=["evaluator", "verifikator"]),
                name="nilai_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["evaluasi", "indikator"],
                condition=Q(peran="sepakat"),
                name="nilai_one_agreed",
            ),
            models.UniqueConstraint(
                fields=["evaluasi", "indikator"],
                condition=Q(peran="sanggah"),
                name="nilai_one_objection",
            ),
            models.CheckConstraint(
                condition=Q(tidak_terverifikasi=False) | ~Q(alasan_tidak_terverifikasi=""),
                name="nilai_unverified_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}: {self.level}"
