import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models import Evaluasi, Siklus
from pekppp.accounts.models import Instansi
from pekppp.base.queues import Queued
from reports.models.dokumen import Dokumen


class Kelompok(Queued):
    """A batch: one kind of document for many evaluations, or recaps of many instansi, and the ZIP
    of what came of it.

    Its documents are made in the turn of `instansi`, the office that asked for it.
    """

    class Status(models.TextChoices):
        BERJALAN = "berjalan", "Dokumen sedang dibuat"
        MENGEMAS = "mengemas", "ZIP sedang disusun"
        SELESAI = "selesai", "Siap diunduh"
        GAGAL = "gagal", "ZIP gagal disusun"
        DIBATALKAN = "dibatalkan", "Dibatalkan"
        KEDALUWARSA = "kedaluwarsa", "ZIP sudah dihapus"

    class Cara(models.TextChoices):
        APLIKASI = "aplikasi", "Di aplikasi bila dapat, selain itu di kertas"
        BASAH = "basah", "Semua di kertas, dipindai"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="+")
    jenis = models.CharField(max_length=20, choices=Dokumen.Jenis.choices)
    tanggal = models.DateField("tanggal dokumen")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.BERJALAN)
    # Of the packing alone: the documents have a lease of their own.
    error = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=200, blank=True)
    ukuran = models.PositiveBigIntegerField(default=0)
    diminta_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diminta_pada = models.DateTimeField(auto_now_add=True)
    # How its drafts are to be signed, once somebody asked for that, and who did.
    cara = models.CharField("cara menandatangani", max_length=8, choices=Cara.choices, blank=True)
    ditandatangani_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "kelompok dokumen"
        ordering: ClassVar = ["-diminta_pada", "-pk"]
        indexes = [
            models.Index(fields=["siklus", "instansi", "diminta_pada"], name="kelompok_list"),
            models.Index(
                fields=["selesai_pada"],
                condition=Q(status__in=["berjalan", "mengemas", "selesai"]),
                name="kelompok_swept",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "berjalan", "mengemas", "selesai", "gagal", "dibatalkan", "kedaluwarsa"
                    ]
                ),
                name="kelompok_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="selesai") | (~Q(path="") & Q(selesai_pada__isnull=False)),
                name="kelompok_done_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(status="kedaluwarsa") | Q(path=""), name="kelompok_expired_has_no_file"
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="kelompok_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(cara="", ditandatangani_oleh__isnull=True)
                | Q(cara__in=["aplikasi", "basah"], ditandatangani_oleh__isnull=False),
                name="kelompok_signed_as_someone_asked",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.siklus}"

    @property
    def satuan(self) -> str:
        """What it counts."""
        return "instansi" if self.jenis == Dokumen.Jenis.REKAP else "unit"

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.BERJALAN, self.Status.MENGEMAS)

    # Set by `get_batch` and `batches_of` of `reports/core/offices.py`.
    jumlah = jadi = tidak_jadi = 0
    konsep = disetujui = disegel = tidak_dimulai = 0

    @property
    def selesai(self) -> int:
        """How many documents nobody waits for any more."""
        return self.jadi + self.tidak_jadi

    @property
    def sisa(self) -> int:
        return self.jumlah - self.selesai

    @property
    def kemajuan(self) -> int:
        """For the bar: while signing is begun, what is still a draft is not over."""
        drafts = self.konsep - self.tidak_dimulai if self.cara else 0
        return max(self.selesai - drafts, 0)

    @property
    def keadaan(self) -> str:
        if self.status == self.Status.BERJALAN and self.cara and not self.sisa:
            return "Penandatanganan sedang dimulai"
        if self.status == self.Status.SELESAI and self.tidak_jadi and not self.jadi:
            return "Tidak satu pun dokumen jadi"  # the ZIP holds their reasons
        return self.get_status_display()

    @property
    def dapat_ditandatangani(self) -> bool:
        """Whether signing may be begun for what is still a draft."""
        over = self.status in (self.Status.SELESAI, self.Status.KEDALUWARSA)
        return over and bool(self.konsep) and Dokumen(jenis=self.jenis).ditandatangani

    @property
    def expires(self) -> datetime | None:
        """When the sweep removes the ZIP; the documents themselves stay."""
        kept = timedelta(days=settings.KELOMPOK_HARI)
        return self.selesai_pada + kept if self.selesai_pada else None


class ButirKelompok(models.Model):
    """One evaluation, or the instansi of a recap, in a batch.

    Waiting until its document is frozen; then the document says.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    kelompok = models.ForeignKey(Kelompok, models.CASCADE, related_name="butir")
    urutan = models.PositiveIntegerField()
    evaluasi = models.ForeignKey(Evaluasi, models.PROTECT, null=True, blank=True, related_name="+")
    untuk = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True, related_name="+")
    dokumen = models.ForeignKey(
        Dokumen, models.PROTECT, null=True, blank=True, related_name="butir"
    )
    # Why no document could be asked for; a document that fails says so itself.
    error = models.CharField(max_length=300, blank=True)
    # Why the signing of its draft could not be begun.
    ttd_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "butir kelompok"
        ordering: ClassVar = ["urutan"]
        indexes = [
            models.Index(
                fields=["kelompok", "urutan"],
                condition=Q(dokumen__isnull=True, error=""),
                name="butir_not_begun",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["kelompok", "evaluasi"], name="butir_once"),
            models.UniqueConstraint(fields=["kelompok", "untuk"], name="butir_recap_once"),
            models.CheckConstraint(
                condition=Q(evaluasi__isnull=True, untuk__isnull=False)
                | Q(evaluasi__isnull=False, untuk__isnull=True),
                name="butir_of_a_unit_or_recap",
            ),
            models.UniqueConstraint(fields=["kelompok", "urutan"], name="butir_order_once"),
            models.CheckConstraint(
                condition=Q(dokumen__isnull=True) | Q(error=""), name="butir_made_or_refused"
            ),
            models.CheckConstraint(
                condition=Q(ttd_error="") | Q(dokumen__isnull=False),
                name="butir_unsigned_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.perihal}"

    @property
    def perihal(self) -> str:
        return self.evaluasi.nama_unit if self.evaluasi else str(self.untuk)

    @property
    def milik(self) -> str:
        """The instansi of the unit; a recap is of the instansi itself."""
        return self.evaluasi.nama_instansi if self.evaluasi else ""
