from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

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


@pghistory.track()
class UsulanLevel(models.Model):
    """Levels of another evaluation of the unit, which one evaluator laid beside this F02 as
    proposals, for his own aspects.

    `level` is what they were at that moment, by indicator number of this instrument as text. None
    of them counts: a level that is chosen is saved like any other. Without `sumber` it was taken
    back.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="usulan_level")
    sumber = models.ForeignKey(Evaluasi, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.JSONField(default=dict, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "usulan level dari evaluasi lain"
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "oleh"], name="usulan_level_once"),
            models.CheckConstraint(
                condition=Q(sumber__isnull=True) | ~Q(sumber=F("evaluasi")),
                name="usulan_level_from_another",
            ),
            models.CheckConstraint(
                condition=Q(sumber__isnull=False) | Q(level={}),
                name="usulan_level_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"Usulan level bagi {self.evaluasi}"
