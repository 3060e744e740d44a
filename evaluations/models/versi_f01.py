"""An F01 as it was submitted, frozen; and who stood in for the unit's head or its people."""

import hashlib
import json
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.bukti import Berkas
from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus, stays
from pekppp.accounts.models import Instansi, UnitLokus


class VersiF01(models.Model):
    """An F01 as it was submitted: answers and evidence by indicator, frozen.

    `isi` is {"12": {"jawaban": {pertanyaan: nilai}, "bukti": [{uuid, nama, sha256|tautan}],
    "dokumen": {kode: "ada"}}}; without "dokumen" where none was ticked.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="versi_f01")
    putaran = models.PositiveSmallIntegerField()
    isi = models.JSONField()
    # Indicators that differ from the version before; empty for the first.
    berubah = models.JSONField(default=list)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    # Whose right it was, where it was not his own: "Plt. Direktur, menggantikan dr. Sri (surat 7)".
    sebagai = models.CharField(max_length=700, blank=True)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "F01 yang dikirim"
        triggers: ClassVar = [
            pgtrigger.Protect(name="versi_f01_never_changes", operation=pgtrigger.Update)
        ]
        ordering: ClassVar = ["putaran"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "putaran"], name="versi_f01_once"),
            models.CheckConstraint(condition=Q(putaran__gte=1), name="versi_f01_counts"),
        ]

    def __str__(self) -> str:
        return f"F01 pengiriman ke-{self.putaran}"

    @property
    def nomor(self) -> str:
        """The number of its receipt. It follows from the row, so that nobody waits for another
        one's in the last minutes before a deadline: TT-F01/2026/000123-2.
        """
        return f"TT-F01/{self.siklus.tahun}/{self.evaluasi_id:06}-{self.putaran}"

    @property
    def sidik(self) -> str:
        """SHA-256 of `isi` as one JSON text: keys in order, no blanks, UTF-8."""
        text = json.dumps(self.isi, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class PernyataanKepala(models.Model):
    """The signed statement of the unit's head with which an operator submitted: a scan."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="pernyataan_kepala")
    putaran = models.PositiveSmallIntegerField()  # of the submission, see `VersiF01`
    penanda_tangan = models.CharField(max_length=200)
    ditandatangani = models.DateField()
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="pernyataan_kepala")
    nama = models.CharField(max_length=255)  # of the file
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pernyataan kepala unit"
        ordering: ClassVar = ["putaran"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "putaran"], name="pernyataan_kepala_once"),
            models.CheckConstraint(
                condition=~Q(penanda_tangan=""), name="pernyataan_kepala_names_who_signed"
            ),
        ]
        triggers = [
            stays("pernyataan_kepala_stays"),
        ]

    def __str__(self) -> str:
        return f"Pernyataan {self.penanda_tangan}"


class AtasNama(models.Model):
    """Somebody of the office fills and submits for a unit that cannot, and why.

    Whoever did scores and verifies no evaluation of this unit in this cycle: so the row stays.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="atas_nama")
    unit = models.ForeignKey(UnitLokus, models.PROTECT)
    alasan = models.TextField(max_length=1000)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pengisian atas nama unit"
        ordering: ClassVar = ["pk"]
        indexes = [models.Index(fields=["oleh", "siklus", "unit"], name="atas_nama_oleh")]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "oleh"], name="atas_nama_once"),
            models.CheckConstraint(condition=~Q(alasan=""), name="atas_nama_says_why"),
        ]
        triggers = [
            stays("atas_nama_stays"),
        ]

    def __str__(self) -> str:
        return f"{self.oleh} atas nama {self.unit}"
