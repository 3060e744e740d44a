import secrets
import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from evaluations.models import Evaluasi, Siklus
from evaluations.models.evaluasi import STATE_CHOICES
from pekppp.accounts.models import Instansi
from pekppp.base.certain import certain
from pekppp.base.queues import Queued

# How a kind is named in a code, and by {kode} in a number.
LETTERS = {
    "berita_acara": "BA",
    "lhe": "LHE",
    "perhitungan": "LP",
    "surat": "SP",
    "rekap": "RK",
    "tanda_terima": "TT",
    "penghargaan": "PG",
}
# Nobody signs these in the application.
UNSIGNED = ("perhitungan", "tanda_terima")
# Of an office and a cycle, not of one unit.
OF_OFFICE = ("penghargaan", "rekap")
# No letter or digit that is mistaken for another one: the code is also typed from paper.
CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"


def new_code() -> str:
    """What the public page is found by: nobody can guess the code of another document."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


class Dokumen(Queued):
    """A document that a worker renders from its frozen input. The row is the queue.

    A draft (konsep) carries a watermark. Once the approvals in the application are complete they
    are frozen beside the input, and the file is rendered a last time and sealed.
    """

    class Jenis(models.TextChoices):
        BERITA_ACARA = "berita_acara", "Berita acara"
        LHE = "lhe", "Lembar hasil evaluasi (LHE)"
        PERHITUNGAN = "perhitungan", "Lembar perhitungan"
        SURAT = "surat", "Surat penyampaian hasil"
        REKAP = "rekap", "Rekap hasil instansi"
        TANDA_TERIMA = "tanda_terima", "Tanda terima F01"
        PENGHARGAAN = "penghargaan", "Daftar penghargaan"

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu dibuat"
        DIKERJAKAN = "dikerjakan", "Sedang dibuat"
        SELESAI = "selesai", "Siap diunduh"
        GAGAL = "gagal", "Gagal dibuat"

    class Tahap(models.TextChoices):
        KONSEP = "konsep", "Konsep"
        PROSES = "proses", "Menunggu persetujuan"
        DISEGEL = "disegel", "Menunggu tanda tangan pada berkas"
        BERLAKU = "berlaku", "Berlaku"
        DITOLAK = "ditolak", "Ditolak penanda tangan"
        DIGANTI = "diganti", "Diganti versi baru"
        DICABUT = "dicabut", "Dicabut"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    jenis = models.CharField(max_length=20, choices=Jenis.choices)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    # In whose turn it is made, where that is not the unit's own instansi: the office that asked
    # for a whole batch or a recap.
    giliran = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True, related_name="+")
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    # A recap is of a whole instansi, a list of awards of a cycle.
    evaluasi = models.ForeignKey(
        Evaluasi, models.PROTECT, null=True, blank=True, related_name="dokumen"
    )
    versi = models.PositiveSmallIntegerField(default=1)
    nomor = models.CharField("nomor", max_length=120, blank=True)
    tanggal = models.DateField("tanggal dokumen")
    sementara = models.BooleanField(default=True)
    # The evaluation's state when the input was frozen, and the fields of `visibility` that the
    # document shows: together they decide who may read it.
    keadaan = models.CharField(max_length=20, choices=STATE_CHOICES)
    memuat = ArrayField(models.CharField(max_length=20))
    masukan = models.JSONField()
    masukan_digest = models.CharField(max_length=64)
    # What this version changed in the one that was signed before it.
    menggantikan = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="koreksi"
    )
    # Why, as somebody typed it; and what, as the two inputs tell it (`figures.changes`).
    perubahan = models.CharField("alasan perubahan", max_length=1000, blank=True)
    rincian_perubahan = models.JSONField("yang berubah", null=True, blank=True)
    tahap = models.CharField(max_length=10, choices=Tahap.choices, default=Tahap.KONSEP)
    # The approvals as rows, the number and the ways of signing, frozen when the file is sealed.
    pengesahan = models.JSONField(null=True, blank=True)
    pengganti = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="digantikan"
    )
    # Why it was refused or revoked.
    alasan = models.CharField(max_length=500, blank=True)
    diputus_pada = models.DateTimeField(null=True, blank=True)
    kode_verifikasi = models.CharField(max_length=12, unique=True, default=new_code)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ANTRE)
    # While it is rendered: until when nobody else may take it. While it waits: not before then.
    error = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # Of the canonical JSON that the file carries: the input with everything that was added to it.
    digest = models.CharField(max_length=64, blank=True)
    ukuran = models.PositiveIntegerField(default=0)
    # Characters that no font of the worker has: boxes on paper, told before anybody signs.
    huruf_hilang = models.CharField(max_length=60, blank=True)
    diminta_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    diminta_pada = models.DateTimeField(auto_now_add=True)
    dimulai_pada = models.DateTimeField(null=True, blank=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "dokumen"
        ordering: ClassVar = ["-diminta_pada"]
        indexes = [
            models.Index(
                fields=["instansi", "diminta_pada"],
                condition=Q(status__in=["antre", "dikerjakan"]),
                name="dokumen_queue",
            ),
            # When an office was last served: the queue goes round.
            models.Index(
                Coalesce("giliran", "instansi"), F("dimulai_pada"), name="dokumen_served_turn"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "jenis", "versi"], name="dokumen_version_once"
            ),
            models.UniqueConstraint(
                fields=["siklus", "instansi", "giliran", "jenis", "versi"],
                condition=Q(jenis__in=OF_OFFICE),
                name="dokumen_of_office_version_once",
            ),
            models.CheckConstraint(
                condition=Q(jenis__in=OF_OFFICE, evaluasi__isnull=True, giliran__isnull=False)
                | (~Q(jenis__in=OF_OFFICE) & Q(evaluasi__isnull=False)),
                name="dokumen_of_a_unit_or_office",
            ),
            models.CheckConstraint(
                condition=~Q(status="selesai") | (~Q(path="") & ~Q(sha256="")),
                name="dokumen_done_has_file",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["antre", "dikerjakan", "selesai", "gagal"]),
                name="dokumen_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="gagal") | ~Q(error=""), name="dokumen_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(memuat__len__gte=1), name="dokumen_says_what_it_shows"
            ),
            models.UniqueConstraint(
                fields=["evaluasi", "jenis"],
                # Of the receipts each stays in force: a later F01 was handed in as well.
                condition=Q(tahap="berlaku") & ~Q(jenis="tanda_terima"),
                name="dokumen_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["siklus", "instansi", "giliran", "jenis"],
                condition=Q(jenis__in=OF_OFFICE, tahap="berlaku"),
                name="dokumen_one_of_office_in_force",
            ),
            models.CheckConstraint(
                condition=Q(tahap__in=["konsep", "proses", "ditolak", "diganti"])
                | (
                    Q(tahap__in=["disegel", "berlaku", "dicabut"], pengesahan__isnull=False)
                    & ~Q(nomor="")
                ),
                name="dokumen_in_force_is_sealed_and_numbered",
            ),
            models.CheckConstraint(
                condition=Q(sementara=False) | Q(tahap="konsep"),
                name="dokumen_provisional_is_not_signed",
            ),
            models.CheckConstraint(
                condition=~Q(tahap__in=["ditolak", "dicabut"]) | ~Q(alasan=""),
                name="dokumen_refused_or_revoked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(tahap="diganti", pengganti__isnull=False)
                | (~Q(tahap="diganti") & Q(pengganti__isnull=True)),
                name="dokumen_superseded_names_successor",
            ),
            models.CheckConstraint(
                condition=Q(menggantikan__isnull=True) | ~Q(perubahan=""),
                name="dokumen_correction_says_what_changed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="dokumen_input_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__masukan__df=pgtrigger.F("old__masukan"))
                | pgtrigger.Q(new__siklus__df=pgtrigger.F("old__siklus"))
                | pgtrigger.Q(new__evaluasi__df=pgtrigger.F("old__evaluasi"))
                | pgtrigger.Q(new__masukan_digest__df=pgtrigger.F("old__masukan_digest"))
                | pgtrigger.Q(new__memuat__df=pgtrigger.F("old__memuat"))
                | pgtrigger.Q(new__keadaan__df=pgtrigger.F("old__keadaan"))
                | pgtrigger.Q(new__versi__df=pgtrigger.F("old__versi"))
                | pgtrigger.Q(new__perubahan__df=pgtrigger.F("old__perubahan"))
                | pgtrigger.Q(new__rincian_perubahan__df=pgtrigger.F("old__rincian_perubahan"))
                | pgtrigger.Q(new__kode_verifikasi__df=pgtrigger.F("old__kode_verifikasi"))
                # The number may come later, the approvals come last; each of them once.
                | (
                    ~pgtrigger.Q(old__nomor="")
                    & pgtrigger.Q(new__nomor__df=pgtrigger.F("old__nomor"))
                )
                | (
                    pgtrigger.Q(old__pengesahan__isnull=False)
                    & (
                        pgtrigger.Q(new__pengesahan__df=pgtrigger.F("old__pengesahan"))
                        | pgtrigger.Q(new__nomor__df=pgtrigger.F("old__nomor"))
                    )
                ),
            ),
            pgtrigger.Protect(
                name="dokumen_file_frozen",
                operation=pgtrigger.Update,
                # The draft gives way to the sealed file, once; that one stays.
                condition=pgtrigger.Q(old__status="selesai")
                & (
                    pgtrigger.Q(old__pengesahan__isnull=False)
                    | pgtrigger.Q(new__pengesahan__isnull=True)
                )
                & (
                    pgtrigger.Q(new__sha256__df=pgtrigger.F("old__sha256"))
                    | pgtrigger.Q(new__path__df=pgtrigger.F("old__path"))
                    | pgtrigger.Q(new__digest__df=pgtrigger.F("old__digest"))
                    | ~pgtrigger.Q(new__status="selesai")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.perihal}"

    @property
    def kantor(self) -> Instansi:
        """Under whose letterhead and number it stands."""
        office = self.evaluasi.penilai if self.evaluasi else self.giliran
        return certain(office, "by constraint it has one of the two")

    @property
    def keluarga(self) -> str:
        """What all versions of the same document have in common."""
        if self.evaluasi_id:
            return f"{self.jenis}:{self.evaluasi_id}"
        return f"{self.jenis}:{self.siklus_id}:{self.instansi_id}:{self.giliran_id}"

    @property
    def perihal(self) -> str:
        """Whom it is about: the unit, the instansi of a recap, the cycle of a list of awards."""
        if self.evaluasi:
            return self.evaluasi.nama_unit
        whole = self.jenis == self.Jenis.PENGHARGAAN
        return self.siklus.nama if whole else self.instansi.nama

    @property
    def kode(self) -> str:
        """What the foot of every page says: short enough to be read out over a telephone."""
        return f"{LETTERS[self.jenis]}-{self.uuid.hex[:8].upper()}"

    @property
    def ekstensi(self) -> str:
        """What kind of file it is: a calculation is a workbook, everything else a PDF."""
        return "xlsx" if self.jenis == self.Jenis.PERHITUNGAN else "pdf"

    @property
    def ditandatangani(self) -> bool:
        """Whether people sign this kind here: a workbook is for checking the figures by hand, a
        receipt is what the application itself says."""
        return self.jenis not in UNSIGNED

    @property
    def kode_terbaca(self) -> str:
        """The code of the public page in groups of four."""
        code = self.kode_verifikasi
        return " ".join(code[i : i + 4] for i in range(0, len(code), 4))

    @property
    def belum_disegel(self) -> bool:
        """Whether everything is approved and the sealed file is not there yet."""
        return self.pengesahan is not None and self.status != self.Status.SELESAI

    @property
    def keadaan_tahap(self) -> str:
        """Its stage in words: nothing is in force, nor waits for pens, before its file is there."""
        if self.belum_disegel and self.tahap in (self.Tahap.DISEGEL, self.Tahap.BERLAKU):
            return "Gagal disegel" if self.status == self.Status.GAGAL else "Sedang disegel"
        return str(self.get_tahap_display())

    @property
    def kotak(self) -> str:
        """The characters that are boxes on paper, each with its number in Unicode."""
        return ", ".join(f"«{letter}» (U+{ord(letter):04X})" for letter in self.huruf_hilang)

    @property
    def waiting(self) -> bool:
        return self.status in (self.Status.ANTRE, self.Status.DIKERJAKAN)
