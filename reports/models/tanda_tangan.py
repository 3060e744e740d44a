import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models import Siklus
from evaluations.models.siklus import stays
from pekppp.accounts.models import Instansi
from reports.models.dokumen import Dokumen

# In which capacity somebody signs at a place of a document.
PERAN_TEMPAT = {
    "evaluator": "tim evaluator",
    "mengetahui": "ditunjuk kantor pelaksana",
    "penandatangan": "ditunjuk kantor pelaksana",
    "kepala_unit": "kepala unit",
}


class TandaTangan(models.Model):
    """One person's signature on a document, in its turn: awaited, given or refused."""

    class Cara(models.TextChoices):
        APLIKASI = "aplikasi", "Persetujuan di aplikasi"
        BASAH = "basah", "Tanda tangan basah, pindaian diunggah"
        SERTIFIKAT = "sertifikat", "Sertifikat elektronik (BSrE)"

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu"
        DIBERIKAN = "diberikan", "Ditandatangani"
        DITOLAK = "ditolak", "Ditolak"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    dokumen = models.ForeignKey(Dokumen, models.PROTECT, related_name="tanda_tangan")
    urutan = models.PositiveSmallIntegerField()
    # Where it stands in the input: "mengetahui.0".
    tempat = models.CharField(max_length=30)
    jabatan = models.CharField(max_length=300, blank=True)
    nama = models.CharField(max_length=200, blank=True)
    nip = models.CharField("NIP", max_length=30, blank=True)
    cara = models.CharField(max_length=12, choices=Cara.choices)
    # The account of the person named above; only he may approve in the application.
    orang = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.MENUNGGU)
    pada = models.DateTimeField(null=True, blank=True)
    oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    alasan = models.CharField("alasan menolak", max_length=500, blank=True)
    # The scan, or the file with the certificate's signature appended.
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    ukuran = models.PositiveIntegerField(default=0)
    # Of a certificate: whose it is, who issued it, its serial number and the time it claims.
    sertifikat = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = "tanda tangan"
        ordering: ClassVar = ["urutan"]
        indexes = [
            models.Index(
                fields=["orang"], condition=Q(status="menunggu"), name="ttd_menunggu_orang"
            ),
            models.Index(fields=["sha256"], condition=~Q(sha256=""), name="ttd_sha256"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dokumen", "urutan"], name="ttd_order_once"),
            models.UniqueConstraint(fields=["dokumen", "tempat"], name="ttd_place_once"),
            models.CheckConstraint(
                condition=~Q(cara="aplikasi") | Q(orang__isnull=False), name="ttd_approver_known"
            ),
            models.CheckConstraint(
                condition=Q(status="menunggu", pada__isnull=True, oleh__isnull=True)
                | (~Q(status="menunggu") & Q(pada__isnull=False, oleh__isnull=False)),
                name="ttd_given_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="ditolak") | ~Q(alasan=""), name="ttd_refused_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status="diberikan") | Q(cara="aplikasi") | ~Q(sha256=""),
                name="ttd_on_file_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(status="diberikan", cara="sertifikat") | Q(sertifikat__isnull=False),
                name="ttd_certificate_known",
            ),
        ]
        triggers = [
            stays("ttd_given_is_final", ~pgtrigger.Q(old__status="menunggu")),
        ]

    def __str__(self) -> str:
        return f"{self.nama or self.jabatan}: {self.dokumen}"

    @property
    def peran(self) -> str:
        return PERAN_TEMPAT.get(self.tempat.partition(".")[0], "")


class PemeriksaanDokumen(models.Model):
    """One look at the public page of a document. Nothing in it identifies a person.

    The mark of the address is a hash under the salt of a day, see `GaramSurvei`.
    """

    class Hasil(models.TextChoices):
        LIHAT = "lihat", "Dilihat"
        ASLI = "asli", "Berkas asli"
        VERSI_LAMA = "versi_lama", "Berkas versi lama"
        BERUBAH = "berubah", "Berkas berubah"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    dokumen = models.ForeignKey(Dokumen, models.PROTECT, related_name="pemeriksaan")
    hasil = models.CharField(max_length=10, choices=Hasil.choices)
    jejak = models.BinaryField(max_length=16, null=True, blank=True)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pemeriksaan dokumen"
        constraints = [
            models.CheckConstraint(
                condition=Q(hasil__in=["lihat", "asli", "versi_lama", "berubah"]),
                name="pemeriksaan_outcome_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_hasil_display()}: {self.dokumen}"
