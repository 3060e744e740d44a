"""What a unit and its evaluators say to each other: threads, submitted versions, objections."""

import uuid
from typing import ClassVar

import pghistory
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


class VersiF01(models.Model):
    """An F01 as it was submitted: answers and evidence by indicator, frozen.

    `isi` is {"12": {"jawaban": {pertanyaan: nilai}, "bukti": [{uuid, nama, sha256|tautan}]}}.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="versi_f01")
    putaran = models.PositiveSmallIntegerField()
    isi = models.JSONField()
    # Indicators that differ from the version before; empty for the first.
    berubah = models.JSONField(default=list)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "F01 yang dikirim"
        triggers: ClassVar = [
            pgtrigger.Protect(name="versi_f01_never_changes", operation=pgtrigger.Update)
        ]
        ordering: ClassVar = ["putaran"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "putaran"], name="versi_f01_once"),
            models.CheckConstraint(condition=Q(putaran__gte=1), name="versi_f01_counts"),
        ]

    def __str__(self) -> str:
        return f"F01 pengiriman ke-{self.putaran}"


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
