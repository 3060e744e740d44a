import secrets
import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evaluations.models.siklus import born
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi, UnitLokus
from pekppp.accounts.models.unit import Formulir


def new_token() -> str:
    """A link that cannot be guessed: 128 random bits, short enough for a QR poster."""
    return secrets.token_urlsafe(16)


@pghistory.track()
class Survei(models.Model):
    """F03 of one unit, one form and one period. Two evaluations may share it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    unit = models.ForeignKey(UnitLokus, models.PROTECT, related_name="survei")
    formulir = models.CharField(max_length=1, choices=Formulir.choices)
    versi = models.ForeignKey(VersiInstrumen, models.PROTECT, related_name="+")
    periode_mulai = models.DateField()
    periode_akhir = models.DateField()
    buka = models.DateTimeField()
    tutup = models.DateTimeField()
    minimum = models.PositiveIntegerField()
    target = models.PositiveIntegerField(null=True, blank=True)
    # A practice cycle has surveys of its own: its responses must never reach a real figure.
    latihan = models.BooleanField(default=False)
    # What an office says about the unit for the signals: when it is open (0 to 24 is all day), and
    # from how many answers on a burst waits, where that is not SURVEY_HOLD_FROM.
    jam_mulai = models.PositiveSmallIntegerField("layanan mulai pukul", default=5)
    jam_selesai = models.PositiveSmallIntegerField("layanan selesai pukul", default=21)
    tahan_mulai = models.PositiveIntegerField(
        "jawaban beruntun menunggu mulai", null=True, blank=True
    )
    # When the retention task dropped the hashes, and the profiles and comments.
    jejak_dihapus_pada = models.DateTimeField(null=True, blank=True)
    isian_dihapus_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "survei"
        ordering: ClassVar = ["-buka"]
        triggers: ClassVar = [born("survei_practice_from_its_beginning")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "formulir", "versi", "periode_mulai", "periode_akhir", "latihan"],
                name="survei_once_per_period",
            ),
            models.CheckConstraint(condition=Q(tutup__gt=F("buka")), name="survei_ordered"),
            models.CheckConstraint(
                condition=Q(jam_selesai__gt=F("jam_mulai"), jam_selesai__lte=24),
                name="survei_hours_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"Survei {self.unit} {self.periode_mulai:%Y}"


class TautanSurvei(models.Model):
    """A permanent link of a unit; it leads to whichever survey is open."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    unit = models.ForeignKey(UnitLokus, models.PROTECT, related_name="tautan_survei")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    label = models.CharField("label", max_length=100, blank=True)
    # A device that staff put up for everyone: one device and one address are no signal there.
    kios = models.BooleanField("perangkat bersama (kios)", default=False)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    dicabut_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tautan survei"
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label"],
                condition=Q(dicabut_pada__isnull=True),
                name="tautan_label_once",
            )
        ]

    def __str__(self) -> str:
        return self.label or "Tautan utama"


@pghistory.track()
class LembarKode(models.Model):
    """A batch of one-time codes that staff print on queue slips."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    survei = models.ForeignKey(Survei, models.PROTECT, related_name="lembar_kode")
    label = models.CharField("label", max_length=100, blank=True)
    jumlah = models.PositiveIntegerField("jumlah kode")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)
    dibatalkan_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lembar kode"
        ordering: ClassVar = ["-pada"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jumlah__gte=1, jumlah__lte=5000), name="lembar_kode_size"
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.jumlah} kode"


class KodeSurvei(models.Model):
    """A code for one answer.

    Nothing leads from a code to its answer: not a key, and not the moment either, so only the day
    on which it was spent is kept.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, db_index=False)
    lembar = models.ForeignKey(LembarKode, models.CASCADE, related_name="kode")
    kode = models.CharField(max_length=20, unique=True)
    dipakai_pada = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "kode survei"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.kode


@pghistory.track()
class LembarKertas(models.Model):
    """A batch of answers that the unit copied from paper, with a scan of the sheets."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    survei = models.ForeignKey(Survei, models.PROTECT, related_name="lembar_kertas")
    label = models.CharField("keterangan", max_length=200, blank=True)
    jumlah = models.PositiveIntegerField("jumlah jawaban", default=0)
    berkas = models.ForeignKey(
        "Berkas", models.PROTECT, null=True, blank=True, related_name="lembar_kertas"
    )
    nama_berkas = models.CharField(max_length=255, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)
    # Its answers stay as rows, excluded with this reason.
    dibatalkan_pada = models.DateTimeField(null=True, blank=True)
    alasan_dibatalkan = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "lembar kertas"
        ordering: ClassVar = ["-pada"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dibatalkan_pada__isnull=True, alasan_dibatalkan="")
                | (Q(dibatalkan_pada__isnull=False) & ~Q(alasan_dibatalkan="")),
                name="lembar_kertas_void_has_reason",
            )
        ]

    def __str__(self) -> str:
        return self.label or f"{self.jumlah} jawaban kertas"


class Respons(models.Model):
    """One answered F03: a level or null per item, in the order of the instrument's items.

    Nothing in it identifies a person. The two marks are hashes under a salt that lives for a day
    (`GaramSurvei`), and are dropped after the cycle.

    `dihitung` says whether the row is inside `RekapSurvei`. The row itself says it, not a highest
    id that was seen: rows commit out of the order of their ids, and a late one would be missed.
    """

    # The rows that are in the figures; whoever reads rows for people reads these.
    COUNTS = Q(dikecualikan=False, ditahan=False)

    class Kanal(models.TextChoices):
        TAUTAN = "tautan", "Tautan daring"
        KIOS = "kios", "Kios di tempat layanan"
        KODE = "kode", "Kode sekali pakai"
        KERTAS = "kertas", "Kertas"

    # Fewer indexes than keys: each of them is paid by every respondent, and nobody reads so.
    instansi = models.ForeignKey(Instansi, models.PROTECT, db_index=False)
    # Led by two indexes below.
    survei = models.ForeignKey(Survei, models.PROTECT, related_name="respons", db_index=False)
    tautan = models.ForeignKey(TautanSurvei, models.PROTECT, null=True, blank=True, db_index=False)
    kunci = models.UUIDField()
    kanal = models.CharField(max_length=10, choices=Kanal.choices, default=Kanal.TAUTAN)
    bahasa = models.CharField(max_length=5, default="id")
    butir = ArrayField(models.PositiveSmallIntegerField(null=True))
    usia = models.CharField(max_length=20, blank=True)
    jenis_kelamin = models.CharField(max_length=20, blank=True)
    pendidikan = models.CharField(max_length=20, blank=True)
    pekerjaan = models.CharField(max_length=20, blank=True)
    layanan = models.CharField(max_length=200, blank=True)
    komentar = models.TextField(max_length=2000, blank=True)
    pada = models.DateTimeField(auto_now_add=True)
    lembar_kertas = models.ForeignKey(
        LembarKertas,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="respons",
        db_index=False,
    )
    # Signals ---------------------------------------------------------------------------------
    durasi = models.PositiveIntegerField("detik mengisi", null=True, blank=True)
    jejak_alamat = models.BinaryField(max_length=16, null=True, blank=True)
    jejak_perangkat = models.BinaryField(max_length=16, null=True, blank=True)
    dihitung = models.BooleanField(default=False)
    tanda = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    perlu_ditinjau = models.BooleanField(default=False)
    # Part of a burst, and in no figure until an office has looked at it or the survey is over. Set
    # by the counting worker alone, so the statement that keeps an answer does not know of it.
    ditahan = models.BooleanField(default=False, db_default=False)
    # What an office decided about it; a response once found in order is not marked again.
    ditinjau_pada = models.DateTimeField(null=True, blank=True)
    ditinjau_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    dikecualikan = models.BooleanField(default=False)
    alasan_dikecualikan = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "respons"
        indexes = [
            models.Index(fields=["survei", "pada"], name="respons_survei_pada"),
            # The queue of the counting worker.
            models.Index(fields=["survei"], condition=Q(dihitung=False), name="respons_uncounted"),
            models.Index(
                fields=["survei"],
                condition=Q(perlu_ditinjau=True) | Q(dikecualikan=True),
                name="respons_marked",
            ),
            models.Index(
                fields=["lembar_kertas"],
                condition=Q(lembar_kertas__isnull=False),
                name="respons_of_sheet",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["survei", "kunci"], name="respons_key_once"),
            models.CheckConstraint(
                condition=Q(dikecualikan=False) | ~Q(alasan_dikecualikan=""),
                name="respons_excluded_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(dikecualikan=False) | Q(ditinjau_pada__isnull=False),
                name="respons_excluded_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(ditahan=False) | Q(perlu_ditinjau=True, dikecualikan=False),
                name="respons_held_is_to_review",
            ),
            models.CheckConstraint(condition=Q(butir__len__gte=1), name="respons_has_items"),
            models.CheckConstraint(
                condition=Q(lembar_kertas__isnull=True) | Q(kanal="kertas"),
                name="respons_of_sheet_is_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"Respons {self.pk}"


class GaramSurvei(models.Model):
    """The salt of one day. Once it is deleted, nobody can find an address by trying them all."""

    tanggal = models.DateField(unique=True)
    garam = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "garam survei"

    def __str__(self) -> str:
        return f"{self.tanggal}"


class RekapSurvei(models.Model):
    """The running tally of a survey's counted rows; `survey.services.tally` alone writes it.

    `sebaran` is one flat list: for every item of the instrument, how many chose each level of its
    scale. Sums, counts and means follow from it exactly.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, db_index=False)
    survei = models.OneToOneField(Survei, models.CASCADE, related_name="rekap")
    jumlah = models.PositiveIntegerField("responden yang dihitung", default=0)
    dari_tautan = models.PositiveIntegerField(default=0)
    dari_kios = models.PositiveIntegerField(default=0)
    dari_kode = models.PositiveIntegerField(default=0)
    dari_kertas = models.PositiveIntegerField(default=0)
    dikecualikan = models.PositiveIntegerField(default=0)
    ditinjau = models.PositiveIntegerField("dihitung, perlu ditinjau", default=0)
    ditahan = models.PositiveIntegerField("menunggu tinjauan", default=0)
    sebaran = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "rekap survei"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    jumlah=F("dari_tautan") + F("dari_kios") + F("dari_kode") + F("dari_kertas")
                ),
                name="rekap_channels_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survei_id}: {self.jumlah}"
