import re
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi
from pekppp.base.queues import Queued

DRAWABLE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})

_ANCHOR = re.compile(r"\b(?:hal(?:aman)?|hlm|h|p)\b\.?\s*(\d{1,5})", re.IGNORECASE)


class Pratinjau(models.TextChoices):
    MENUNGGU = "menunggu", "Pratinjau sedang dibuat"
    SIAP = "siap", "Pratinjau siap"
    TANPA = "tanpa", "Jenis berkas ini tanpa pratinjau"
    GAGAL = "gagal", "Pratinjau tidak dapat dibuat"


class Berkas(Queued):
    """The content of a file, stored once by its SHA-256. A worker makes its preview pictures;
    the row is the queue."""

    sha256 = models.CharField(max_length=64, unique=True)
    ukuran = models.PositiveBigIntegerField()
    tipe = models.CharField(max_length=100)
    path = models.CharField(max_length=200)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    pratinjau = models.CharField(
        max_length=10, choices=Pratinjau.choices, default=Pratinjau.MENUNGGU
    )
    # Pages of a document, 1 for a picture; pictures of the first `gambar` of them are stored.
    halaman = models.PositiveIntegerField(null=True, blank=True)
    gambar = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "berkas"
        indexes = [
            models.Index(
                fields=["id"], condition=Q(pratinjau="menunggu"), name="berkas_without_preview"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ukuran__gt=0), name="berkas_not_empty"),
            models.CheckConstraint(
                condition=~Q(pratinjau="siap") | Q(halaman__gte=1), name="berkas_preview_has_pages"
            ),
            models.CheckConstraint(
                condition=~Q(pratinjau="siap") | Q(gambar__gte=1, gambar__lte=F("halaman")),
                name="berkas_preview_has_pictures",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def dapat_digambar(self) -> bool:
        """Whether its pages can be shown as pictures, and blacked out."""
        return self.tipe in DRAWABLE


@pghistory.track()
class Bukti(models.Model):
    """A piece of evidence for one indicator. Removed ones stay, marked."""

    # No columns: what `evidence.queries.evidence.flag` writes for one reader about the same content
    # elsewhere.
    sama_dengan: Sequence[Any] = ()
    perlu_penjelasan = False

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="bukti")
    indikator = models.PositiveSmallIntegerField()
    # A file, or as a last resort a link, which can change after it was looked at.
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="bukti")
    tautan = models.URLField("tautan", max_length=500, blank=True)
    tautan_dilihat = models.DateField("tautan dilihat tanggal", null=True, blank=True)
    nama = models.CharField("nama berkas", max_length=255)
    keterangan = models.CharField("keterangan", max_length=500, blank=True)
    halaman = models.CharField("bagian yang dirujuk", max_length=60, blank=True)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    # Which of the documents that the instrument asks for it is; empty for none of them.
    dokumen = models.CharField("dokumen yang diminta", max_length=40, blank=True)
    menggantikan = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="digantikan"
    )
    # What it was taken over from: evidence of last year, or the shelf of common documents.
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    dokumen_umum = models.ForeignKey(
        "DokumenUmum", models.PROTECT, null=True, blank=True, related_name="bukti"
    )
    # New evidence that belongs to an objection, not to the F01 as it was submitted.
    sanggahan = models.ForeignKey(
        "Sanggahan", models.PROTECT, null=True, blank=True, related_name="bukti"
    )
    penjelasan = models.CharField(
        "penjelasan bila berkas yang sama dipakai unit lain", max_length=500, blank=True
    )
    disensor = models.BooleanField("data pribadi sudah dihitamkan", default=False)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bukti dukung"
        ordering: ClassVar = ["indikator", "pk"]
        indexes = [models.Index(fields=["evaluasi", "indikator"], name="bukti_indikator")]
        constraints = [
            models.CheckConstraint(
                condition=Q(menggantikan__isnull=True) | ~Q(menggantikan=F("pk")),
                name="bukti_replaces_another",
            ),
            models.CheckConstraint(
                condition=Q(berkas__isnull=False, tautan="")
                | (Q(berkas__isnull=True, tautan_dilihat__isnull=False) & ~Q(tautan="")),
                name="bukti_file_or_dated_link",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def halaman_rujukan(self) -> int:
        """The page that «hal. 12» names, where there is a picture of it; else the first."""
        found = _ANCHOR.search(self.halaman)
        page = int(found[1]) if found else 1
        return page if self.berkas and 1 <= page <= self.berkas.gambar else 1


class Unggahan(models.Model):
    """A file on its way here, in pieces that survive a broken connection (the tus protocol).

    `offset` bytes of `ukuran` are stored. Bounded and authorised before a byte is read; the row
    goes when it is finished, given up, or too old.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="unggahan")
    indikator = models.PositiveSmallIntegerField()
    nama = models.CharField(max_length=255)
    ukuran = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    # `sha256` of the file as it is sent, and `sidik`, what the browser knows it by; may be empty.
    keterangan = models.JSONField(default=dict)
    menggantikan = models.ForeignKey(Bukti, models.CASCADE, null=True, blank=True, related_name="+")
    hasil = models.ForeignKey(Bukti, models.CASCADE, null=True, blank=True, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)
    terakhir_pada = models.DateTimeField(auto_now=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "unggahan"
        indexes = [models.Index(fields=["terakhir_pada"], name="unggahan_terakhir")]
        constraints = [
            models.CheckConstraint(condition=Q(ukuran__gt=0), name="unggahan_not_empty"),
            models.CheckConstraint(
                condition=Q(offset__lte=F("ukuran")), name="unggahan_within_its_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} {self.offset}/{self.ukuran}"


@pghistory.track()
class DokumenUmum(models.Model):
    """The shelf of common documents of an instansi: a rule or decree that many of its units
    hand in, and which therefore raises no flag."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="dokumen_umum")
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="dokumen_umum")
    nama = models.CharField("nama dokumen", max_length=255)
    keterangan = models.CharField("keterangan", max_length=500, blank=True)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "dokumen bersama"
        ordering: ClassVar = ["nama"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "berkas"],
                condition=Q(dihapus_pada__isnull=True),
                name="dokumen_umum_once",
            )
        ]

    def __str__(self) -> str:
        return self.nama
