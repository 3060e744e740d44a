"""What a worker does with all evaluations of a cycle: first a dry run, then just what it showed."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi, Pengembalian
from evaluations.models.siklus import Siklus
from instruments.errata import Nasib
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi
from pekppp.base.queues import Queued


class HitungUlang(Queued):
    """Computing the decided results of a cycle again: a dry run, then just what it showed.

    The row is the queue of the worker, in both halves.
    """

    class Status(models.TextChoices):
        DIHITUNG = "dihitung", "Sedang dihitung"
        SIAP = "siap", "Siap diterapkan"
        DITERAPKAN = "diterapkan", "Sedang diterapkan"
        SELESAI = "selesai", "Sudah diterapkan"
        GAGAL = "gagal", "Terhenti"
        BATAL = "batal", "Dibatalkan"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="hitung_ulang")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DIHITUNG)
    # What takes the place of the cycle's instrument; null keeps the present one.
    versi_a = models.ForeignKey(
        VersiInstrumen, models.PROTECT, null=True, blank=True, related_name="+"
    )
    versi_b = models.ForeignKey(
        VersiInstrumen, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Null until the worker has listed what is to be computed.
    jumlah = models.PositiveIntegerField(null=True, blank=True)
    # Neither decided nor complete: computed by themselves, as always.
    dalam_kerja = models.PositiveIntegerField(default=0)
    alasan = models.TextField("alasan", blank=True, max_length=4000)
    error = models.CharField(max_length=300, blank=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diperiksa_pada = models.DateTimeField(null=True, blank=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)
    # Who asked for the dry run, and who for applying it.
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diterapkan_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "hitung ulang"
        ordering: ClassVar = ["-dibuat_pada", "-pk"]
        indexes = [
            models.Index(
                fields=["dibuat_pada"],
                condition=Q(status__in=["dihitung", "diterapkan"]),
                name="hitung_ulang_queue",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus"],
                condition=Q(status__in=["dihitung", "diterapkan", "gagal", "siap"]),
                name="hitung_ulang_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["diterapkan", "selesai"])
                | (~Q(alasan="") & Q(diterapkan_oleh__isnull=False)),
                name="hitung_ulang_applied_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="hitung_ulang_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["dihitung", "gagal", "batal"]) | Q(jumlah__isnull=False),
                name="hitung_ulang_ready_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"Hitung ulang {self.siklus}"

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.DIHITUNG, self.Status.DITERAPKAN)

    @property
    def versi(self) -> dict[str, VersiInstrumen]:
        """By form, the version that takes the place of the cycle's."""
        return {
            formulir: item for formulir, item in (("A", self.versi_a), ("B", self.versi_b)) if item
        }


class BarisHitungUlang(models.Model):
    """One evaluation of a dry run: its figure as it was, as it would be, and what names both.

    A figure is text with the decimals of its instrument ("3.62"), "" where there is none.
    """

    class Status(models.TextChoices):
        ANTRE = "antre", "Belum dihitung"
        SIAP = "siap", "Sudah dihitung"
        DITERAPKAN = "diterapkan", "Diterapkan"
        DITOLAK = "ditolak", "Berubah sejak diperiksa, tidak diterapkan"
        MASALAH = "masalah", "Tidak dapat dihitung"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    hitung = models.ForeignKey(HitungUlang, models.CASCADE, related_name="baris")
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="+")
    urutan = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ANTRE)
    lama = models.CharField(max_length=10, blank=True)
    lama_kategori = models.CharField(max_length=4, blank=True)
    lama_masukan = models.CharField(max_length=64, blank=True)
    baru = models.CharField(max_length=10, blank=True)
    baru_kategori = models.CharField(max_length=4, blank=True)
    baru_masukan = models.CharField(max_length=64, blank=True)
    berubah = models.BooleanField(default=False)
    kata = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "baris hitung ulang"
        ordering: ClassVar = ["urutan"]
        indexes = [
            models.Index(fields=["hitung", "status", "urutan"], name="baris_hitung_ulang_next")
        ]
        constraints = [
            models.UniqueConstraint(fields=["hitung", "evaluasi"], name="baris_hitung_ulang_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["ditolak", "masalah"]) | ~Q(kata=""),
                name="baris_hitung_ulang_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lama} {self.lama_kategori} → {self.baru} {self.baru_kategori}"


class Ralat(Queued):
    """An errata of the instrument applied to a cycle: a dry run, then each evaluation by itself.

    The row is the queue of the worker, in both halves.
    """

    class Status(models.TextChoices):
        DIPERIKSA = "diperiksa", "Sedang diperiksa"
        SIAP = "siap", "Siap diterapkan"
        DITERAPKAN = "diterapkan", "Sedang diterapkan"
        SELESAI = "selesai", "Sudah diterapkan"
        GAGAL = "gagal", "Terhenti"
        BATAL = "batal", "Dibatalkan"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="ralat")
    versi = models.ForeignKey(VersiInstrumen, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DIPERIKSA)
    # Until when a unit that has sent its F01 may answer what it is asked again.
    tenggat = models.DateTimeField()
    # Null until the worker has listed the evaluations.
    jumlah = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diperiksa_pada = models.DateTimeField(null=True, blank=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diterapkan_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "ralat siklus"
        ordering: ClassVar = ["-dibuat_pada", "-pk"]
        indexes = [
            models.Index(
                fields=["dibuat_pada"],
                condition=Q(status__in=["diperiksa", "diterapkan"]),
                name="ralat_queue",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus"],
                condition=Q(status__in=["diperiksa", "siap", "diterapkan", "gagal"]),
                name="ralat_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["diterapkan", "selesai"])
                | Q(jumlah__isnull=False, diterapkan_oleh__isnull=False),
                name="ralat_applied_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="ralat_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Ralat {self.siklus}"

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.DIPERIKSA, self.Status.DITERAPKAN)


class BarisRalat(models.Model):
    """What an errata does to one evaluation: as it would be, then as it was done.

    `isi`, by number of indicator: {"pertanyaan": [[4, id, words, nasib, answered]],
    "tanya": [[4, id]], "tetap": answers that stand, "usulan": [[4, before, after]],
    "nilai": [4], "buka": [4], "sebelum": [[4, words of the question, the answer in words]]}.
    """

    class Status(models.TextChoices):
        ANTRE = "antre", "Belum diperiksa"
        SIAP = "siap", "Sudah diperiksa"
        DITERAPKAN = "diterapkan", "Memakai ralat"
        TINGGAL = "tinggal", "Tetap memakai versi lama"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    ralat = models.ForeignKey(Ralat, models.CASCADE, related_name="baris")
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="ralat")
    urutan = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ANTRE)
    # What it followed until then.
    dari = models.ForeignKey(VersiInstrumen, models.PROTECT, related_name="+")
    isi = models.JSONField(default=dict)
    kata = models.CharField("alasan tetap memakai versi lama", max_length=300, blank=True)
    # Levels (ids of Nilai) by the old rubric, until whoever gave them has looked at them again.
    perlu_dilihat = ArrayField(models.BigIntegerField(), default=list, blank=True)
    pengembalian = models.OneToOneField(
        Pengembalian, models.SET_NULL, null=True, blank=True, related_name="ralat"
    )
    pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "baris ralat"
        ordering: ClassVar = ["urutan"]
        indexes = [models.Index(fields=["ralat", "status", "urutan"], name="baris_ralat_next")]
        constraints = [
            models.UniqueConstraint(fields=["ralat", "evaluasi"], name="baris_ralat_once"),
            models.CheckConstraint(
                condition=~Q(status="tinggal") | ~Q(kata=""), name="baris_ralat_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["diterapkan", "tinggal"]) | Q(pada__isnull=False),
                name="baris_ralat_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluasi}: {self.get_status_display()}"

    @property
    def pertanyaan(self) -> list[tuple[int, str, str, str]]:
        """(number, id, words, what became of it) of every question that it touched."""
        return [
            (nomor, key, kata, Nasib(nasib).kata)
            for nomor, key, kata, nasib, _ in self.isi.get("pertanyaan", [])
        ]

    @property
    def indikator(self) -> list[int]:
        return sorted({row[0] for row in self.pertanyaan})
