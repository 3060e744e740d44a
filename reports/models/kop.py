import pghistory
from django.db import models
from django.db.models import Q

from pekppp.accounts.models import Instansi


@pghistory.track()
class KopSurat(models.Model):
    """How an instansi's documents look: letterhead, place, number format."""

    instansi = models.OneToOneField(Instansi, models.CASCADE, related_name="kop")
    baris_1 = models.CharField("baris pertama", max_length=200, blank=True)
    baris_2 = models.CharField("baris kedua", max_length=200, blank=True)
    alamat = models.CharField("alamat dan kontak", max_length=300, blank=True)
    tempat = models.CharField("tempat penandatanganan", max_length=100, blank=True)
    # Path in the default storage, named by content: a document that was frozen with it keeps it.
    logo = models.CharField("lambang", max_length=200, blank=True)
    format_nomor = models.CharField(
        "format nomor surat",
        max_length=100,
        blank=True,
        help_text="Misalnya B/{urut}/PP.00.02/{tahun}.",
    )
    nomor_otomatis = models.BooleanField("nomor diberikan otomatis", default=False)
    # Clauses of a berita acara and a letter; empty ones leave the usual sentence.
    klausul_pembuka = models.TextField("klausul pembuka", max_length=1000, blank=True)
    klausul_penutup = models.TextField("klausul penutup", max_length=1000, blank=True)
    isi_surat = models.TextField("isi surat penyampaian", max_length=2000, blank=True)
    sifat_surat = models.CharField("sifat surat", max_length=40, blank=True, default="Biasa")
    lampiran_surat = models.CharField(
        "lampiran surat", max_length=60, blank=True, default="1 (satu) berkas"
    )
    angka_berita_acara = models.BooleanField("angka dicetak pada berita acara", default=False)
    # To whom letters about this instansi's own units go: title, or the usual one, and address.
    pembina = models.CharField("sebutan pembina", max_length=200, blank=True)
    # Under the annex of a decree, whose signer the pembina is.
    pembina_nama = models.CharField("nama pembina", max_length=200, blank=True)
    pembina_alamat = models.CharField("alamat pembina", max_length=300, blank=True)
    surat_kepada = models.CharField(
        "surat ditujukan kepada",
        max_length=10,
        choices=[
            ("kepala", "Kepala unit, tembusan pembina"),
            ("pembina", "Pembina, u.p. kepala unit"),
        ],
        default="kepala",
    )

    class Meta:
        verbose_name = "kop surat"
        constraints = [
            models.CheckConstraint(
                condition=Q(surat_kepada__in=["kepala", "pembina"]), name="kop_letter_goes_to"
            ),
            models.CheckConstraint(
                condition=Q(nomor_otomatis=False)
                | Q(format_nomor__contains="{nomor}")
                | Q(format_nomor__contains="{urut}"),
                name="kop_automatic_number_counts",
            ),
            models.CheckConstraint(
                condition=Q(logo="") | Q(logo__startswith="kop/"), name="kop_logo_in_its_folder"
            ),
        ]

    def __str__(self) -> str:
        return f"Kop surat {self.instansi}"


class NomorUrut(models.Model):
    """The last letter number of an instansi in a year; locked by whoever takes the next one."""

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="+")
    tahun = models.PositiveSmallIntegerField()
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "nomor urut surat"
        constraints = [
            models.UniqueConstraint(fields=["instansi", "tahun"], name="nomor_urut_once")
        ]

    def __str__(self) -> str:
        return f"{self.instansi} {self.tahun}: {self.terakhir}"


class NomorSurat(models.Model):
    """A number that stands on a document of an office and year, and on no other one's."""

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="+")
    tahun = models.PositiveSmallIntegerField()
    nomor = models.CharField("nomor", max_length=120)
    # The document whose versions share it, as `Dokumen.keluarga`.
    pemilik = models.CharField(max_length=60)

    class Meta:
        verbose_name = "nomor surat"
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "tahun", "nomor"], name="nomor_surat_of_one_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomor} ({self.tahun})"
