"""The objection of a unit to one level."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


@pghistory.track()
class Sanggahan(models.Model):
    """A unit's objection to the level of one indicator, and what was decided."""

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Diajukan"
        DITERIMA = "diterima", "Diterima"
        DITOLAK = "ditolak", "Ditolak"
        DITARIK = "ditarik", "Ditarik kembali"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="sanggahan")
    indikator = models.PositiveSmallIntegerField()
    # As text: the level that counts may be a mean of several evaluators.
    nilai_semula = models.CharField(max_length=20)
    nilai_diminta = models.PositiveSmallIntegerField("nilai yang diminta", null=True, blank=True)
    alasan = models.TextField("alasan", max_length=4000)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DIAJUKAN)
    nilai_baru = models.PositiveSmallIntegerField("nilai baru", null=True, blank=True)
    putusan = models.TextField("alasan putusan", max_length=4000, blank=True)
    ipp_semula = models.CharField(max_length=10, blank=True)
    ipp_baru = models.CharField(max_length=10, blank=True)
    kunci = models.UUIDField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "sanggahan"
        ordering: ClassVar = ["indikator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "indikator"],
                condition=Q(status="diajukan"),
                name="sanggahan_one_open",
            ),
            models.UniqueConstraint(fields=["oleh", "kunci"], name="sanggahan_key_once"),
            models.CheckConstraint(condition=~Q(alasan=""), name="sanggahan_has_reason"),
            models.CheckConstraint(
                condition=~Q(status__in=["diterima", "ditolak"])
                | (Q(diputus_oleh__isnull=False, diputus_pada__isnull=False) & ~Q(putusan="")),
                name="sanggahan_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="diterima") | Q(nilai_baru__isnull=False),
                name="sanggahan_accepted_has_level",
            ),
        ]

    def __str__(self) -> str:
        return f"Sanggahan indikator {self.indikator}"
