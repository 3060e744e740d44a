import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evaluations.models.bukti import Berkas
from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus, counts_on, stays
from evaluations.models.usulan_lokus import UsulanLokus
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.base.queues import Queued


class Publikasi(Queued):
    """A set of results that is frozen, decreed and published: exactly that set, by a worker.

    The row is the queue. Nothing of it is public before its status is `terbit`.
    """

    class Status(models.TextChoices):
        CALON = "calon", "Himpunan dibekukan, menunggu keputusan"
        ANTRE = "antre", "Menunggu diterbitkan"
        DIKERJAKAN = "dikerjakan", "Sedang diterbitkan"
        TERBIT = "terbit", "Terbit"
        GAGAL = "gagal", "Penerbitan terhenti"
        BATAL = "batal", "Dibatalkan"
        # Nothing of it is public from here on; a worker takes its results back one by one.
        MENARIK = "menarik", "Sedang ditarik"
        DITARIK = "ditarik", "Ditarik"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="publikasi")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.CALON)
    # The first decree of the cycle, where this is a supplementary one.
    mengubah = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="perubahan"
    )
    # Over the canonical rows of the set; printed in the annex of the decree.
    himpunan = models.CharField(max_length=64, blank=True)
    jumlah = models.PositiveIntegerField(default=0)
    selesai = models.PositiveIntegerField(default=0)
    nomor = models.CharField("nomor keputusan", max_length=120, blank=True)
    tanggal = models.DateField("tanggal keputusan", null=True, blank=True)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True)
    embargo_sampai = models.DateTimeField("embargo sampai", null=True, blank=True)
    catatan = models.TextField("catatan", blank=True, max_length=2000)
    alasan_batal = models.TextField(blank=True, max_length=4000)
    alasan_ditarik = models.TextField(blank=True, max_length=4000)
    ditarik_pada = models.DateTimeField(null=True, blank=True)
    ditarik_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    error = models.CharField(max_length=300, blank=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    terbit_pada = models.DateTimeField(null=True, blank=True)
    # Who froze the set, and who entered the decree.
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    diputus_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "publikasi"
        ordering: ClassVar = ["-dibuat_pada"]
        triggers: ClassVar = [counts_on("publikasi_changed", pgtrigger.Update)]
        indexes = [
            models.Index(
                fields=["dibuat_pada"],
                condition=Q(status__in=["antre", "dikerjakan"]),
                name="publikasi_queue",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus", "nomor"],
                condition=~Q(nomor="") & ~Q(status="batal"),
                name="publikasi_number_once",
            ),
            models.UniqueConstraint(
                fields=["siklus"],
                condition=Q(status__in=["antre", "calon", "dikerjakan", "gagal"]),
                name="publikasi_one_open_set",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["batal", "calon"])
                | (~Q(nomor="") & Q(tanggal__isnull=False)),
                name="publikasi_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="terbit") | Q(terbit_pada__isnull=False),
                name="publikasi_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ditarik", "menarik"])
                | (
                    ~Q(alasan_ditarik="")
                    & Q(ditarik_pada__isnull=False, ditarik_oleh__isnull=False)
                ),
                name="publikasi_withdrawn_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="batal") | ~Q(alasan_batal=""),
                name="publikasi_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="publikasi_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.nomor or f"Himpunan {self.himpunan[:12]}"

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.ANTRE, self.Status.DIKERJAKAN)


class CalonTerbit(models.Model):
    """A member of a frozen set, as the annex of the decree prints it: its canonical row."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    publikasi = models.ForeignKey(Publikasi, models.PROTECT, related_name="calon")
    evaluasi = models.ForeignKey(Evaluasi, models.PROTECT, related_name="pencalonan")
    urutan = models.PositiveIntegerField()
    baris = models.JSONField()

    class Meta:
        verbose_name = "calon terbit"
        ordering: ClassVar = ["urutan"]
        constraints = [
            models.UniqueConstraint(fields=["publikasi", "evaluasi"], name="calon_terbit_once"),
            models.UniqueConstraint(fields=["publikasi", "urutan"], name="calon_terbit_ordered"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="calon_terbit_frozen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.baris.get('unit', '')}"


class TidakDievaluasi(models.Model):
    """A row of the annex about a unit without a result: how its evaluation ended, or that it was
    exempt. Frozen with the set of the decree, and public as long as that decree is."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    publikasi = models.ForeignKey(Publikasi, models.PROTECT, related_name="tidak_dievaluasi")
    evaluasi = models.ForeignKey(
        Evaluasi, models.PROTECT, null=True, blank=True, related_name="tidak_dievaluasi"
    )
    usulan = models.ForeignKey(
        UsulanLokus, models.PROTECT, null=True, blank=True, related_name="tidak_dievaluasi"
    )
    # None where all units of a kind, or of the instansi, are exempt.
    unit = models.ForeignKey(UnitLokus, models.PROTECT, null=True, blank=True, related_name="+")
    pengganti = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="+"
    )
    urutan = models.PositiveIntegerField()
    baris = models.JSONField()

    class Meta:
        verbose_name = "tidak dievaluasi"
        ordering: ClassVar = ["urutan"]
        constraints = [
            models.UniqueConstraint(
                fields=["publikasi", "urutan"], name="tidak_dievaluasi_ordered"
            ),
            models.CheckConstraint(
                condition=Q(evaluasi__isnull=False, usulan__isnull=True, unit__isnull=False)
                | Q(evaluasi__isnull=True, usulan__isnull=False),
                name="tidak_dievaluasi_has_one_source",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="tidak_dievaluasi_frozen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.baris.get('unit', '')}"


class SampelValidasi(models.Model):
    """A random sample that a validator drew: its seed gives the same units again, at any time."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="sampel_validasi")
    benih = models.CharField("benih", max_length=60)
    ukuran = models.PositiveIntegerField("banyaknya")
    # How many there were to draw from, and which were drawn, in the order of the drawing.
    populasi = models.PositiveIntegerField()
    terpilih = ArrayField(models.UUIDField())
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "sampel validasi"
        ordering: ClassVar = ["-pada", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ukuran__gte=1, ukuran__lte=F("populasi")),
                name="sampel_validasi_fits_population",
            ),
            models.CheckConstraint(condition=~Q(benih=""), name="sampel_validasi_has_seed"),
        ]
        triggers: ClassVar = [stays("sampel_validasi_stays")]

    def __str__(self) -> str:
        return f"{self.ukuran} dari {self.populasi}, benih {self.benih}"


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
    # By `evaluations.rules.coaching`, of the bands it was decided with.
    prioritas_pembinaan = models.BooleanField("prioritas pembinaan", default=False)
    terbit_pada = models.DateTimeField(auto_now_add=True)
    ditarik_pada = models.DateTimeField(null=True, blank=True)
    alasan_ditarik = models.TextField(blank=True)
    # The decree that put another result in its place, where nobody withdrew it.
    digantikan_oleh = models.ForeignKey(
        Publikasi, models.PROTECT, null=True, blank=True, related_name="digantikan"
    )

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
            models.CheckConstraint(
                condition=Q(digantikan_oleh__isnull=True) | Q(ditarik_pada__isnull=False),
                name="hasil_terbit_superseded_is_over",
            ),
        ]
        triggers = [
            counts_on("hasil_terbit_added", pgtrigger.Insert),
            counts_on("hasil_terbit_changed", pgtrigger.Update),
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
