import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class Publikasi(models.Model):
    """The decision that publishes a set of results: number, date, and who entered it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="publikasi")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    nomor = models.CharField("nomor keputusan", max_length=120)
    tanggal = models.DateField("tanggal keputusan")
    catatan = models.TextField("catatan", blank=True, max_length=2000)
    terbit_pada = models.DateTimeField(auto_now_add=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = "publikasi"
        ordering: ClassVar = ["-terbit_pada"]
        constraints = [
            models.UniqueConstraint(fields=["siklus", "nomor"], name="publikasi_number_once"),
            models.CheckConstraint(condition=~Q(nomor=""), name="publikasi_has_number"),
        ]

    def __str__(self) -> str:
        return self.nomor


class HasilTerbit(models.Model):
    """A published result, frozen: figures, names and method as they were decided."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    publikasi = models.ForeignKey(Publikasi, models.PROTECT, related_name="hasil")
    evaluasi = models.ForeignKey(Evaluasi, models.PROTECT, related_name="terbitan")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    ipp = models.DecimalField(max_digits=6, decimal_places=3)
    desimal = models.PositiveSmallIntegerField(default=2)
    kategori = models.CharField(max_length=4)
    sebutan = models.CharField(max_length=60)
    # Everything else a public page says: names, aspects, indicators, survey, method.
    isi = models.JSONField()
    digest = models.CharField(max_length=64)
    terbit_pada = models.DateTimeField(auto_now_add=True)
    ditarik_pada = models.DateTimeField(null=True, blank=True)
    alasan_ditarik = models.TextField(blank=True)

    class Meta:
        verbose_name = "hasil terbit"
        ordering: ClassVar = ["-ipp"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi"],
                condition=Q(ditarik_pada__isnull=True),
                name="hasil_terbit_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ditarik_pada__isnull=True) | ~Q(alasan_ditarik=""),
                name="hasil_terbit_withdrawn_has_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="hasil_terbit_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="hasil_terbit_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__isi__df=pgtrigger.F("old__isi"))
                | pgtrigger.Q(new__ipp__df=pgtrigger.F("old__ipp"))
                | pgtrigger.Q(new__kategori__df=pgtrigger.F("old__kategori"))
                | pgtrigger.Q(new__digest__df=pgtrigger.F("old__digest")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ipp_teks} {self.kategori}"

    @property
    def ipp_teks(self) -> str:
        """The figure with the decimals it was decided with: "3.62", never "3.620"."""
        return f"{self.ipp:.{self.desimal}f}"
