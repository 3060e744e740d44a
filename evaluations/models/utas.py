"""Conversations of a unit and its evaluators about an indicator."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class Utas(models.Model):
    """The conversation about one indicator."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="utas")
    indikator = models.PositiveSmallIntegerField()
    selesai_pada = models.DateTimeField(null=True, blank=True)
    selesai_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = "percakapan"
        ordering: ClassVar = ["indikator"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "indikator"], name="utas_once"),
            models.CheckConstraint(
                condition=Q(selesai_pada__isnull=True) | Q(selesai_oleh__isnull=False),
                name="utas_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Percakapan indikator {self.indikator}"


class Pesan(models.Model):
    """One message. Never changed and never removed: it is part of the record."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    utas = models.ForeignKey(Utas, models.CASCADE, related_name="pesan")
    isi = models.TextField(max_length=4000)
    sebagai = models.CharField(max_length=30)  # in which capacity: unit, evaluator, admin
    kunci = models.UUIDField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pesan"
        triggers: ClassVar = [
            pgtrigger.Protect(name="pesan_never_changes", operation=pgtrigger.Update)
        ]
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["oleh", "kunci"], name="pesan_key_once"),
            models.CheckConstraint(condition=~Q(isi=""), name="pesan_says_something"),
        ]

    def __str__(self) -> str:
        return self.isi[:80]
