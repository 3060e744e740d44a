import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from pekppp.accounts.models.instansi import Instansi, Wilayah
from pekppp.accounts.roles import Scope


class Sektor(models.TextChoices):
    """The nine SPBE priority services, in their official order."""

    PENDIDIKAN = "pendidikan", "Pendidikan"
    KESEHATAN = "kesehatan", "Kesehatan"
    BANSOS = "bansos", "Bantuan sosial"
    KEPOLISIAN = "kepolisian", "Kepolisian"
    ADMINDUK = "adminduk", "Administrasi kependudukan"
    KEUANGAN = "keuangan", "Transaksi keuangan negara"
    PEMERINTAHAN = "pemerintahan", "Administrasi pemerintahan"
    DATA = "data", "Pertukaran data"
    PORTAL = "portal", "Portal layanan publik"


class Formulir(models.TextChoices):
    A = "A", "Formulir A (luring)"
    B = "B", "Formulir B (daring)"


class JenisUnit(models.Model):
    """A kind of unit that lokus rules speak of: RSUD, Disdukcapil, kecamatan, puskesmas, ..."""

    kode = models.SlugField(max_length=40, primary_key=True)
    nama = models.CharField(max_length=100, unique=True)
    sektor = models.CharField(max_length=20, choices=Sektor.choices)

    class Meta:
        verbose_name = "jenis unit"
        ordering: ClassVar = ["nama"]

    def __str__(self) -> str:
        return self.nama


# Words as the public search reads them in a question: small letters and digits, no marks. What is
# written into `kata` itself joins them: a successor is found by the names of what it came from.
_WORDS = """
NEW.kata := strip(
    (CASE TG_OP WHEN 'INSERT' THEN ''::tsvector ELSE OLD.kata || NEW.kata END) || to_tsvector(
        'simple', regexp_replace(translate(lower(NEW.nama), 'áàâäéèêëíìîïóòôöúùûüçñ''’`',
        'aaaaeeeeiiiioooouuuucn'), '[^a-z0-9]+', ' ', 'g')
    )
);
RETURN NEW;
"""


@pghistory.track(exclude=["kata"])
class UnitLokus(models.Model):
    """A public service unit. One owner; others may read it; where it stands is apart from both."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="units")
    nama = models.CharField("nama unit", max_length=200)
    jenis = models.ForeignKey(JenisUnit, models.PROTECT, verbose_name="jenis unit")
    sektor = models.CharField("sektor layanan", max_length=20, choices=Sektor.choices)
    formulir = models.CharField(
        "formulir bawaan", max_length=1, choices=Formulir.choices, default=Formulir.A
    )
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, verbose_name="lokasi (wilayah)"
    )
    alamat = models.TextField("alamat", max_length=500, blank=True)
    telepon = models.CharField("telepon", max_length=40, blank=True)
    email = models.EmailField("surel unit", blank=True)
    situs = models.URLField("situs web", blank=True)
    kepala_nama = models.CharField("nama kepala unit", max_length=200, blank=True)
    kepala_nip = models.CharField("NIP kepala unit", max_length=30, blank=True)
    kepala_jabatan = models.CharField("jabatan kepala unit", max_length=200, blank=True)
    induk = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bawahan",
        verbose_name="unit induk",
        help_text="Misalnya dinas induk sebuah puskesmas.",
    )
    co_owners = models.ManyToManyField(
        Instansi, blank=True, related_name="units_read", verbose_name="instansi yang ikut membaca"
    )
    closed_on = models.DateField("ditutup pada", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    # The words of all names that it and its predecessors ever had; the database adds those of its
    # own name, whoever gives it.
    kata = SearchVectorField("kata nama", editable=False, default="")

    class Meta:
        verbose_name = "unit lokus"
        ordering: ClassVar = ["nama"]
        indexes = [GinIndex(fields=["kata"], name="unit_kata")]
        triggers = [
            pgtrigger.Trigger(
                name="unit_kata",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("nama", "kata"),
                func=_WORDS,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "nama"],
                condition=models.Q(closed_on__isnull=True),
                name="unit_name_unique_in_instansi",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(closed_on__isnull=False),
                name="unit_successor_needs_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(formulir__in=Formulir.values), name="unit_formulir_known"
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def access_scope(self) -> Scope:
        return Scope(
            owner=self.instansi_id,
            above=self.instansi.above,
            unit=self.pk,
            parent_unit=self.induk_id,
            co_owners=frozenset(item.pk for item in self.co_owners.all()),
        )


class Lokasi(models.Model):
    """A site or counter of a unit, where users come."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    unit = models.ForeignKey(UnitLokus, models.CASCADE, related_name="lokasi")
    nama = models.CharField(max_length=120)
    alamat = models.TextField(max_length=500, blank=True)

    class Meta:
        verbose_name = "lokasi"
        constraints = [
            models.UniqueConstraint(fields=["unit", "nama"], name="lokasi_unique_in_unit")
        ]

    def __str__(self) -> str:
        return self.nama


class Layanan(models.Model):
    """A kind of service that a unit gives."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    unit = models.ForeignKey(UnitLokus, models.CASCADE, related_name="layanan")
    nama = models.CharField(max_length=200)

    class Meta:
        verbose_name = "layanan"
        constraints = [
            models.UniqueConstraint(fields=["unit", "nama"], name="layanan_unique_in_unit")
        ]

    def __str__(self) -> str:
        return self.nama
