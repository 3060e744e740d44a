import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
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
