import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evaluations.models import Siklus
from pekppp.accounts.models import Instansi, JenisInstansi
from reports.rules.awards import GROUPINGS, IPP, RECIPIENTS, SOURCES, Rule


@pghistory.track()
class DaftarPenghargaan(models.Model):
    """One list of awards of a cycle, as its organiser wants it; see `reports.rules.awards`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="daftar_penghargaan")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    urutan = models.PositiveSmallIntegerField("urutan", default=1)
    nama = models.CharField("nama daftar", max_length=120)
    penerima = models.CharField("untuk", max_length=10, choices=list(RECIPIENTS.items()))
    sumber = models.CharField("menurut", max_length=20, choices=list(SOURCES.items()), default=IPP)
    tahun_sumber = models.PositiveSmallIntegerField("tahun nilai", null=True, blank=True)
    pemisahan = models.CharField(
        "peringkat", max_length=20, choices=list(GROUPINGS.items()), default="jenis_instansi"
    )
    # Empty: all of them.
    kelompok = ArrayField(
        models.CharField(max_length=12, choices=JenisInstansi.choices), default=list, blank=True
    )
    jenis_unit = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    tempat = models.PositiveSmallIntegerField("banyaknya peringkat", null=True, blank=True)
    kategori_minimum = models.CharField("kategori IPP minimum", max_length=4, blank=True)
    aspek_minimum = models.CharField("kategori minimum setiap aspek", max_length=4, blank=True)
    nilai_minimum = models.DecimalField(
        "nilai minimum", max_digits=6, decimal_places=2, null=True, blank=True
    )
    anggota_minimum = models.PositiveSmallIntegerField("paling sedikit", default=1)

    class Meta:
        verbose_name = "daftar penghargaan"
        ordering: ClassVar = ["urutan", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["siklus", "nama"], name="daftar_penghargaan_name_once"),
            models.CheckConstraint(
                condition=Q(penerima__in=list(RECIPIENTS))
                & Q(sumber__in=list(SOURCES))
                & Q(pemisahan__in=list(GROUPINGS)),
                name="daftar_penghargaan_known_words",
            ),
            models.CheckConstraint(
                condition=Q(tempat__isnull=True) | Q(tempat__gte=1),
                name="daftar_penghargaan_has_places",
            ),
            models.CheckConstraint(
                condition=Q(anggota_minimum__gte=1), name="daftar_penghargaan_members"
            ),
            models.CheckConstraint(
                condition=~Q(penerima="pembina") | Q(sumber=IPP),
                name="daftar_penghargaan_guides_by_ipp",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def aturan(self) -> Rule:
        return Rule(
            nama=self.nama,
            penerima=self.penerima,
            sumber=self.sumber,
            tahun=self.tahun_sumber or self.siklus.tahun,
            pemisahan=self.pemisahan,
            kelompok=tuple(self.kelompok),
            jenis_unit=tuple(self.jenis_unit),
            tempat=self.tempat,
            kategori_minimum=self.kategori_minimum,
            aspek_minimum=self.aspek_minimum,
            nilai_minimum=self.nilai_minimum,
            anggota_minimum=self.anggota_minimum,
        )


class RilisPenghargaan(models.Model):
    """The lists of a cycle as its organiser released them to the public: frozen, until he takes
    them back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="rilis_penghargaan")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    isi = models.JSONField()
    # Of the published results that it was made of: where others are in force it is not shown.
    sidik_hasil = models.CharField(max_length=64)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dirilis_pada = models.DateTimeField(auto_now_add=True)
    dicabut_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dicabut_pada = models.DateTimeField(null=True, blank=True)
    alasan_dicabut = models.TextField(blank=True, max_length=4000)

    class Meta:
        verbose_name = "rilis penghargaan"
        ordering: ClassVar = ["-dirilis_pada", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus"],
                condition=Q(dicabut_pada__isnull=True),
                name="rilis_penghargaan_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(dicabut_pada__isnull=True)
                | (Q(dicabut_oleh__isnull=False) & ~Q(alasan_dicabut="")),
                name="rilis_penghargaan_withdrawn_has_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="rilis_penghargaan_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="rilis_penghargaan_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__isi__df=pgtrigger.F("old__isi"))
                | pgtrigger.Q(new__sidik_hasil__df=pgtrigger.F("old__sidik_hasil"))
                | pgtrigger.Q(old__dicabut_pada__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Penghargaan {self.siklus}"
