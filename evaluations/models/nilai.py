from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus, stays
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
    # Whoever took the work over: the level stands in his place until he gives his own.
    penerus = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(penerus__isnull=True) | (Q(peran="evaluator") & ~Q(penerus=F("oleh"))),
                name="nilai_stands_for_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}: {self.level}"

    @property
    def kursi_id(self) -> int:
        """In whose place it counts: whoever gave it, or took his work over."""
        return self.penerus_id or self.oleh_id


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


class CaraSerah(models.TextChoices):
    """What becomes of the levels that were given before a handover."""

    TETAP = "tetap", "Tetap berlaku atas namanya sampai penerus memberi nilai sendiri"
    ULANG = "ulang", "Disisihkan; penerus menilai dari awal"


class SerahTerima(models.Model):
    """One evaluation handed from one evaluator to another: which aspects, why, by which letter.

    `level` is what stood in his place at that moment, by indicator number as text: beside these the
    handover is told, whatever became of the level since. `sepakat` are indicators whose agreed
    level he had recorded as ketua tim.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="serah_terima")
    dari = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kepada = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    aspek = ArrayField(models.CharField(max_length=20))
    ketua = models.BooleanField()
    cara = models.CharField(max_length=10, choices=CaraSerah.choices)
    level = models.JSONField(default=dict, blank=True)
    sepakat = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    alasan = models.TextField(max_length=4000)
    surat = models.CharField("nomor surat", max_length=100)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "serah terima"
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(dari=F("kepada")), name="serah_terima_to_another"),
            models.CheckConstraint(
                condition=~Q(alasan="") & ~Q(surat=""), name="serah_terima_has_reason_and_letter"
            ),
            models.CheckConstraint(
                condition=Q(aspek__len__gte=1) | Q(ketua=True), name="serah_terima_of_something"
            ),
        ]
        triggers = [stays("serah_terima_stays")]

    def __str__(self) -> str:
        return f"{self.dari} kepada {self.kepada}"


class KirimanTerlambat(models.Model):
    """What the device of whoever handed his work over sent afterwards: it counts nowhere, and lies
    beside the F02 for his successor. Sent again, it is the same row."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    serah_terima = models.ForeignKey(SerahTerima, models.CASCADE, related_name="kiriman")
    # What it was about, as a save names it: "nilai:evaluator:3".
    sasaran = models.CharField(max_length=80)
    indikator = models.PositiveSmallIntegerField(null=True)
    isi = models.JSONField()
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "kiriman terlambat"
        ordering: ClassVar = ["indikator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["serah_terima", "sasaran"], name="kiriman_terlambat_once"
            )
        ]

    def __str__(self) -> str:
        return self.sasaran
