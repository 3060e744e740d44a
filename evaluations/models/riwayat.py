import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.impor import Impor
from evaluations.rules.other_scores import KINDS
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.accounts.models.unit import Formulir

SKEMA = [(item.value, SKEMA_LABELS[item]) for item in Skema]


class Kelompok(models.TextChoices):
    """Of whom a figure speaks that is neither one unit's nor one instansi's."""

    NASIONAL = "nasional", "Nasional"
    KL = "kl", "Kementerian dan lembaga"
    PEMDA = "pemda", "Pemerintah daerah"


@pghistory.track()
class HasilTerdahulu(models.Model):
    """A result of a year that was not evaluated here: imported, and never computed with.

    Of a unit, of a whole instansi (`unit` null), or of a group of them (`kelompok`; then
    `instansi` is the ministry, which published it). Each of one scheme: a unit may have a figure of
    Mandiri and one of Nasional in the same year, and of each form.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="hasil_terdahulu")
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="hasil_terdahulu"
    )
    kelompok = models.CharField(max_length=10, choices=Kelompok.choices, blank=True)
    tahun = models.PositiveSmallIntegerField("tahun")
    skema = models.CharField("skema", max_length=10, choices=SKEMA)
    # Of a unit's figure; a mean over units is of no form.
    formulir = models.CharField("formulir", max_length=1, choices=Formulir.choices, blank=True)
    # As it was published: 3.9 stays 3.9.
    ipp = models.DecimalField(max_digits=6, decimal_places=3)
    desimal = models.PositiveSmallIntegerField(default=2)
    kategori = models.CharField(max_length=60, blank=True)
    instrumen = models.CharField("instrumen", max_length=100, blank=True)
    # [{"kode": "I", "nama": "Kebijakan Pelayanan", "nilai": "3.50"}], by that year's instrument.
    aspek = models.JSONField(default=list)
    sumber = models.CharField("sumber", max_length=300)
    impor = models.ForeignKey(Impor, models.PROTECT, null=True, blank=True, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "hasil terdahulu"
        ordering: ClassVar = ["tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "unit", "kelompok", "tahun", "skema", "formulir"],
                nulls_distinct=False,
                name="hasil_terdahulu_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(skema__in=[item.value for item in Skema]),
                name="hasil_terdahulu_scheme_known",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, formulir="")
                | Q(unit__isnull=False, formulir__in=Formulir.values),
                name="hasil_terdahulu_form_of_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(kelompok=""),
                name="hasil_terdahulu_unit_or_group",
            ),
            models.CheckConstraint(
                condition=Q(kelompok__in=["", *Kelompok.values]),
                name="hasil_terdahulu_group_known",
            ),
            models.CheckConstraint(
                condition=Q(ipp__gte=0, ipp__lte=5) & Q(desimal__lte=3),
                name="hasil_terdahulu_in_range",
            ),
            models.CheckConstraint(
                condition=Q(tahun__gte=2000, tahun__lte=2100) & ~Q(sumber=""),
                name="hasil_terdahulu_year_and_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tahun}: {self.ipp_teks}"

    @property
    def ipp_teks(self) -> str:
        return f"{self.ipp:.{self.desimal}f}"


class LingkupTerbit(models.TextChoices):
    """Of whom a published figure speaks."""

    NASIONAL = "nasional", "Nasional"
    KELOMPOK = "kelompok", "Kelompok instansi"
    WILAYAH = "wilayah", "Wilayah provinsi: pemerintah provinsi dan kabupaten/kotanya"
    INSTANSI = "instansi", "Instansi"


class AngkaTerbit(models.Model):
    """A figure that was published elsewhere, with where it was read. Reference data, as regions
    are: it comes from the files of the software, follows them, and enters no mean.

    `instansi` is null for a group, and for a name that no instansi here bears.
    """

    tahun = models.PositiveSmallIntegerField("tahun")
    lingkup = models.CharField(max_length=10, choices=LingkupTerbit.choices)
    nama = models.CharField("nama", max_length=200)
    skema = models.CharField("skema", max_length=10, choices=SKEMA)
    ipp = models.DecimalField(max_digits=6, decimal_places=3)
    desimal = models.PositiveSmallIntegerField(default=2)
    kategori = models.CharField(max_length=4, blank=True)
    sumber = models.CharField("sumber", max_length=300)
    instansi = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="angka_terbit"
    )

    class Meta:
        verbose_name = "angka terbit"
        ordering: ClassVar = ["lingkup", "nama", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["tahun", "lingkup", "nama", "skema"], name="angka_terbit_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(skema__in=[item.value for item in Skema])
                & Q(lingkup__in=LingkupTerbit.values),
                name="angka_terbit_scheme_and_scope_known",
            ),
            models.CheckConstraint(
                condition=Q(ipp__gte=0, ipp__lte=5) & Q(desimal__lte=3),
                name="angka_terbit_in_range",
            ),
            models.CheckConstraint(
                condition=Q(tahun__gte=2000, tahun__lte=2100) & ~Q(sumber="") & ~Q(nama=""),
                name="angka_terbit_year_name_and_source",
            ),
            models.CheckConstraint(
                condition=Q(instansi__isnull=True) | Q(lingkup__in=["instansi", "wilayah"]),
                name="angka_terbit_of_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} {self.tahun}: {self.ipp_teks}"

    @property
    def ipp_teks(self) -> str:
        return f"{self.ipp:.{self.desimal}f}"


@pghistory.track()
class NilaiLain(models.Model):
    """A score that somebody else gives, kept beside the IPP and in no figure of it.

    A unit's own SKM has a record of its own (`SkmUnit`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="nilai_lain")
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="nilai_lain"
    )
    jenis = models.CharField(
        max_length=20, choices=[(kode, kind.nama) for kode, kind in KINDS.items()]
    )
    tahun = models.PositiveSmallIntegerField("tahun")
    nilai = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    # In the source's words; where it says none, the bands of the kind have one.
    sebutan = models.CharField("sebutan", max_length=100, blank=True)
    sumber = models.CharField("sumber", max_length=300)
    impor = models.ForeignKey(Impor, models.PROTECT, null=True, blank=True, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "nilai lain"
        ordering: ClassVar = ["jenis", "-tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "unit", "jenis", "tahun"],
                nulls_distinct=False,
                name="nilai_lain_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(nilai__isnull=False) | ~Q(sebutan=""),
                name="nilai_lain_says_something",
            ),
            models.CheckConstraint(
                condition=Q(tahun__gte=2000, tahun__lte=2100) & ~Q(sumber=""),
                name="nilai_lain_year_and_source",
            ),
            models.CheckConstraint(
                condition=~Q(jenis="skm") | Q(unit__isnull=True),
                name="nilai_lain_skm_of_a_unit_is_its_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.tahun}"
