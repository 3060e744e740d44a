import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.models.bukti import Berkas
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus


@pghistory.track()
class UsulanLokus(models.Model):
    """What is proposed about the units that a cycle evaluates, and what the organiser decided.

    A nomination names a unit where a rule takes fewer than there are; a replacement one unit for
    another; an exemption a unit, a kind of unit of an instansi, or the instansi as a whole. An
    exemption that was accepted stays, however often the cycle is opened, until the organiser ends
    it with a reason.
    """

    class Jenis(models.TextChoices):
        NOMINASI = "nominasi", "Nominasi"
        PENGGANTI = "pengganti", "Pengganti"
        PENGECUALIAN = "pengecualian", "Pengecualian"

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu keputusan"
        DITERIMA = "diterima", "Diterima"
        DITOLAK = "ditolak", "Ditolak"
        DITARIK = "ditarik", "Ditarik pengusul"
        DIAKHIRI = "diakhiri", "Diakhiri penyelenggara"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.CASCADE, related_name="usulan_lokus")
    # Whose units it is about.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="usulan_lokus")
    jenis = models.CharField(max_length=12, choices=Jenis.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.MENUNGGU)
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="usulan_lokus"
    )
    jenis_unit = models.ForeignKey(JenisUnit, models.PROTECT, null=True, blank=True)
    pengganti = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="usulan_menggantikan"
    )
    alasan = models.TextField("alasan", max_length=2000)
    nomor_surat = models.CharField("nomor surat", max_length=100, blank=True)
    tanggal_surat = models.DateField("tanggal surat", null=True, blank=True)
    surat = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)
    catatan = models.TextField("catatan keputusan", blank=True, max_length=2000)

    class Meta:
        verbose_name = "usulan lokus"
        ordering: ClassVar = ["-dibuat_pada", "-pk"]
        indexes = [models.Index(fields=["siklus", "status", "jenis"], name="usulan_lokus_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus", "instansi", "jenis", "unit", "jenis_unit"],
                condition=Q(status__in=["menunggu", "diterima"]),
                nulls_distinct=False,
                name="usulan_lokus_once",
            ),
            models.CheckConstraint(
                condition=Q(jenis="pengecualian") | Q(unit__isnull=False),
                name="usulan_lokus_names_unit",
            ),
            models.CheckConstraint(
                condition=Q(jenis="pengganti", pengganti__isnull=False)
                | (~Q(jenis="pengganti") & Q(pengganti__isnull=True)),
                name="usulan_lokus_replacement_names_both",
            ),
            models.CheckConstraint(
                condition=Q(pengganti__isnull=True) | ~Q(pengganti=F("unit")),
                name="usulan_lokus_replaced_by_another",
            ),
            models.CheckConstraint(condition=~Q(alasan=""), name="usulan_lokus_has_reason"),
            models.CheckConstraint(
                condition=Q(status__in=["menunggu", "ditarik"], diputus_pada__isnull=True)
                | Q(
                    status__in=["diterima", "ditolak", "diakhiri"],
                    diputus_pada__isnull=False,
                    diputus_oleh__isnull=False,
                ),
                name="usulan_lokus_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()}: {self.unit or self.jenis_unit or self.instansi}"

    @property
    def tentang(self) -> str:
        """What it is about, in words."""
        if self.pengganti:
            return f"{self.unit} diganti {self.pengganti}"
        if self.unit:
            return str(self.unit)
        return f"semua {self.jenis_unit}" if self.jenis_unit else "seluruh instansi"
