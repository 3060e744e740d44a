import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evaluations.rules.evaluators.interests import MOST_MONTHS
from evaluations.rules.means import form_words
from evaluations.rules.workflow import KEGIATAN_LABELS, SKEMA_LABELS, Skema
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi, JenisInstansi, JenisUnit, Sektor, UnitLokus
from pekppp.accounts.roles import Scope

KEGIATAN_CHOICES = [(item.value, label) for item, label in KEGIATAN_LABELS.items()]


# Only a practice cycle lets go of its rows, all of them, by one function of the database: the
# application has no right to delete what was said, signed or drawn. The function belongs to the
# owner of the tables and looks at nothing but practice cycles; whether a cycle is one is settled
# before it has evaluations.
_STAYS = """
IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM evaluations_siklus WHERE id = OLD.siklus_id AND latihan
) THEN
    RETURN OLD;
END IF;
RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
"""
_SETTLED = """
IF EXISTS (SELECT FROM evaluations_evaluasi WHERE siklus_id = OLD.id) THEN
    RAISE EXCEPTION 'whether a cycle with evaluations is practice does not change';
END IF;
RETURN NEW;
"""


def stays(name: str, condition: pgtrigger.Condition | None = None) -> pgtrigger.Trigger:
    """Rows with a `siklus_id` that neither change nor go, but for those of a practice cycle."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=condition,
        func=_STAYS,
    )


_OTHERWISE = pgtrigger.Q(old__latihan__df=pgtrigger.F("new__latihan"))


def settled(name: str) -> pgtrigger.Trigger:
    """A cycle with evaluations stays practice, or none."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("latihan"),
        condition=_OTHERWISE,
        func=_SETTLED,
    )


def born(name: str) -> pgtrigger.Trigger:
    """A survey is of practice, or not, from its beginning."""
    return pgtrigger.Protect(
        name=name, operation=pgtrigger.UpdateOf("latihan"), condition=_OTHERWISE
    )


_COUNTED_ON = """
INSERT INTO evaluations_keadaanterbit (siklus_id, versi)
SELECT DISTINCT baru.siklus_id, 1 FROM baru {changed}
    EXISTS (SELECT FROM evaluations_hasilterbit WHERE siklus_id = baru.siklus_id)
ON CONFLICT (siklus_id) DO UPDATE SET versi = evaluations_keadaanterbit.versi + 1;
RETURN NULL;
"""


def counts_on(name: str, operation: pgtrigger.Operation, changed: str = "") -> pgtrigger.Trigger:
    """What is public of a cycle may be something else after this statement: counted on once, in
    its own transaction, for `KeadaanTerbit`. `changed` is a condition on the rows `baru` and, of
    an update, `lama`."""
    insert = operation is pgtrigger.Insert
    old = "" if insert else "JOIN lama ON lama.id = baru.id "
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="baru", old=None if insert else "lama"),
        func=_COUNTED_ON.format(changed=f"{old}WHERE {f'({changed}) AND' if changed else ''}"),
    )


class NilaiDipakai(models.TextChoices):
    """Which level enters the IPP."""

    EVALUATOR = "evaluator", "Nilai evaluator"
    VERIFIKATOR = "verifikator", "Nilai verifikator bila ada, selain itu nilai evaluator"


class MetodeTim(models.TextChoices):
    """How several evaluators of one indicator come to one value."""

    SEPAKAT = "sepakat", "Ketua tim mencatat nilai yang disepakati"
    RATA = "rata", "Rata-rata F02 para evaluator"


class SisaTahanan(models.TextChoices):
    """What becomes of answers in bursts that nobody has reviewed when the survey is over."""

    KELUARKAN = "keluarkan", "Tidak dihitung"
    HITUNG = "hitung", "Dihitung"


class LuarSampel(models.TextChoices):
    """What becomes of units outside the sample that a province drew for its verification."""

    TUNGGU = "tunggu", "Tetap menunggu verifikasi"
    LEWATI = "lewati", "Tidak diverifikasi, nilai evaluator yang berlaku"


class TanpaDasar(models.TextChoices):
    """What is asked about high levels that nothing supports, before an F02 is finished."""

    ABAIKAN = "abaikan", "Tidak ditanyakan"
    TANYA = "tanya", "Ketua tim menjelaskannya satu kali"
    TOLAK = "tolak", "F02 tidak dapat diselesaikan sebelum ada dasarnya"


class DuaOrang(models.TextChoices):
    """Whether whoever froze a set of results is another person than who publishes it."""

    SKEMA = "skema", "Menurut skema: ya pada Nasional, tidak pada Mandiri dan Khusus"
    YA = "ya", "Ya"
    TIDAK = "tidak", "Tidak"


@pghistory.track()
class Siklus(models.Model):
    """One evaluation cycle of one owner: its scheme, instruments, dates and rules."""

    class Status(models.TextChoices):
        DISIAPKAN = "disiapkan", "Disiapkan"
        BERJALAN = "berjalan", "Berjalan"
        DITUTUP = "ditutup", "Ditutup"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nama = models.CharField("nama siklus", max_length=200)
    tahun = models.PositiveSmallIntegerField("tahun evaluasi")
    periode_mulai = models.DateField("awal periode yang dinilai")
    periode_akhir = models.DateField("akhir periode yang dinilai")
    skema = models.CharField(
        "skema", max_length=10, choices=[(item.value, SKEMA_LABELS[item]) for item in Skema]
    )
    # The owner of the cycle. Named as every tenant column, so that row-level security can come.
    instansi = models.ForeignKey(
        Instansi, models.PROTECT, related_name="siklus", verbose_name="penyelenggara"
    )
    instrumen_a = models.ForeignKey(
        VersiInstrumen,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="instrumen formulir A",
    )
    instrumen_b = models.ForeignKey(
        VersiInstrumen,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="instrumen formulir B",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DISIAPKAN)
    min_responden = models.PositiveIntegerField(
        "responden minimum",
        null=True,
        blank=True,
        help_text="Kosongkan untuk memakai ketentuan instrumen.",
    )
    target_responden = models.PositiveIntegerField("target responden", null=True, blank=True)
    nilai_dipakai = models.CharField(
        "nilai yang masuk IPP",
        max_length=12,
        choices=NilaiDipakai.choices,
        default=NilaiDipakai.EVALUATOR,
    )
    metode_tim = models.CharField(
        "bila evaluator lebih dari satu",
        max_length=8,
        choices=MetodeTim.choices,
        default=MetodeTim.SEPAKAT,
    )
    sembunyikan_usulan = models.BooleanField(
        "usulan disembunyikan sampai evaluator memilih nilai",
        default=False,
        help_text="Agar evaluator tidak terpaku pada usulan dari isian unit.",
    )
    verifikasi = models.BooleanField(
        "diverifikasi provinsi sebelum divalidasi",
        default=False,
        help_text="Setiap unit di provinsi, kabupaten, dan kota menunggu verifikator provinsinya.",
    )
    luar_sampel = models.CharField(
        "unit di luar sampel verifikasi provinsi",
        max_length=8,
        choices=LuarSampel.choices,
        default=LuarSampel.TUNGGU,
    )
    sisa_tahanan = models.CharField(
        "jawaban survei beruntun yang tidak ditinjau sampai survei berakhir",
        max_length=10,
        choices=SisaTahanan.choices,
        default=SisaTahanan.KELUARKAN,
    )
    tanpa_dasar = models.CharField(
        "nilai tinggi tanpa bukti, foto, catatan, atau pengamatan di lokasi",
        max_length=8,
        choices=TanpaDasar.choices,
        default=TanpaDasar.TANYA,
        help_text="Juga nilai tinggi yang ditandai tidak dapat diverifikasi.",
    )
    maks_pengembalian = models.PositiveSmallIntegerField("paling banyak dikembalikan", default=3)
    formulir_bersama = models.BooleanField(
        "formulir A dan B dirata-rata dan diperingkat bersama",
        default=False,
        help_text="Hanya KemenPANRB yang dapat mengaktifkannya.",
    )
    dua_orang = models.CharField(
        "yang menerbitkan bukan yang membekukan",
        max_length=6,
        choices=DuaOrang.choices,
        default=DuaOrang.SKEMA,
        help_text="Tidak berlaku selama hanya satu orang yang dapat menerbitkan.",
    )
    jeda_benturan = models.PositiveSmallIntegerField(
        "bulan sejak keluar dari unit sebelum boleh menilainya",
        default=12,
        help_text="Selama itu bekas anggota unit masih terhitung benturan kepentingan. 0 berarti "
        "hanya anggota sekarang.",
    )
    cakupan_tajuk = models.PositiveSmallIntegerField(
        "cakupan minimum angka kelompok (persen)",
        default=80,
        help_text="Halaman depan portal menampilkan angka satu kelompok sebagai angka besar bila "
        "sekian persen lokusnya sudah terbit.",
    )
    kota_administrasi = models.BooleanField(
        "kabupaten dan kota administrasi ikut",
        default=False,
        help_text="Kabupaten dan kota administrasi di DKI Jakarta bukan daerah otonom.",
    )
    nominasi_sampai = models.DateTimeField(
        "instansi mengusulkan lokus sampai", null=True, blank=True
    )
    latihan = models.BooleanField(
        "siklus latihan", default=False, help_text="Tidak ikut dalam angka mana pun."
    )
    is_demo = models.BooleanField(default=False)
    dibuka_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "siklus"
        ordering: ClassVar = ["-tahun", "nama"]
        triggers: ClassVar = [settled("siklus_practice_settled")]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "tahun", "nama"], name="siklus_name_unique_in_year"
            ),
            models.CheckConstraint(
                condition=Q(periode_akhir__gte=F("periode_mulai")), name="siklus_period_ordered"
            ),
            models.CheckConstraint(
                condition=Q(instrumen_a__isnull=False) | Q(instrumen_b__isnull=False),
                name="siklus_has_instrument",
            ),
            models.CheckConstraint(
                condition=Q(skema__in=[item.value for item in Skema]), name="siklus_scheme_known"
            ),
            models.CheckConstraint(
                condition=Q(jeda_benturan__lte=MOST_MONTHS), name="siklus_conflict_ends"
            ),
            models.CheckConstraint(
                condition=Q(cakupan_tajuk__gte=1, cakupan_tajuk__lte=100),
                name="siklus_coverage_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def access_scope(self) -> Scope:
        above = self.instansi.above
        return Scope(owner=self.instansi_id, organiser=self.instansi_id, above=above)

    def versi_untuk(self, formulir: str) -> VersiInstrumen | None:
        return self.instrumen_a if formulir == "A" else self.instrumen_b

    def kata_formulir(self, formulir: str) -> str:
        """What stands beside every figure of this form; see `form_words`."""
        versi = self.versi_untuk(formulir)
        return form_words(formulir, versi.instrumen.metode_aspek if versi else "")

    @property
    def oleh_dua_orang(self) -> bool:
        """What the cycle, or else its scheme, says of who freezes and who publishes."""
        if self.dua_orang == DuaOrang.SKEMA:
            return self.skema == Skema.NASIONAL
        return self.dua_orang == DuaOrang.YA

    @property
    def kata_formulir_b(self) -> str:
        return self.kata_formulir("B")

    @property
    def formulir_tersedia(self) -> list[str]:
        pairs = (("A", self.instrumen_a_id), ("B", self.instrumen_b_id))
        return [code for code, version in pairs if version]


@pghistory.track()
class Fase(models.Model):
    """A phase of a cycle: a span of time and the activities it opens. Phases may overlap."""

    siklus = models.ForeignKey(Siklus, models.CASCADE, related_name="fase")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    urutan = models.PositiveSmallIntegerField(default=0)
    nama = models.CharField("nama fase", max_length=100)
    mulai = models.DateTimeField("mulai")
    akhir = models.DateTimeField("berakhir")
    membuka = ArrayField(
        models.CharField(max_length=20, choices=KEGIATAN_CHOICES), default=list, blank=True
    )

    class Meta:
        verbose_name = "fase"
        ordering: ClassVar = ["mulai", "urutan"]
        constraints = [
            models.CheckConstraint(condition=Q(akhir__gt=F("mulai")), name="fase_ordered"),
            models.UniqueConstraint(fields=["siklus", "nama"], name="fase_name_unique"),
        ]

    def __str__(self) -> str:
        return self.nama


class PenilaiLokus(models.TextChoices):
    """Which instansi evaluates the units of a rule."""

    PEMILIK = "pemilik", "Instansi pemilik unit"
    PROVINSI = "provinsi", "Provinsinya"
    PENYELENGGARA = "penyelenggara", "Penyelenggara siklus"


class AturanLokus(models.Model):
    """Which units a cycle evaluates: kind of instansi -> kind of unit or sector, and how many of
    each."""

    siklus = models.ForeignKey(Siklus, models.CASCADE, related_name="aturan_lokus")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    jenis_instansi = models.CharField(max_length=12, choices=JenisInstansi.choices)
    # A kind, or every kind of a sector; with both, units of the kind that serve in the sector.
    jenis_unit = models.ForeignKey(JenisUnit, models.PROTECT, null=True, blank=True)
    sektor = models.CharField("sektor", max_length=20, choices=Sektor.choices, blank=True)
    # Where there are more units than that: the instansi nominates, and the organiser decides.
    nominasi = models.BooleanField("diusulkan instansi", default=False)
    penilai = models.CharField(
        "penilai",
        max_length=13,
        choices=PenilaiLokus.choices,
        default=PenilaiLokus.PEMILIK,
    )
    jumlah = models.PositiveSmallIntegerField(
        "paling banyak per instansi", null=True, blank=True, help_text="Kosong berarti semua."
    )

    class Meta:
        verbose_name = "aturan lokus"
        ordering: ClassVar = ["jenis_instansi", "jenis_unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus", "jenis_instansi", "jenis_unit", "sektor"],
                nulls_distinct=False,
                name="aturan_lokus_once",
            ),
            models.CheckConstraint(
                condition=Q(jenis_unit__isnull=False) | ~Q(sektor=""),
                name="aturan_lokus_names_units",
            ),
            models.CheckConstraint(
                condition=Q(jumlah__isnull=True) | Q(jumlah__gte=1),
                name="aturan_lokus_at_least_one",
            ),
        ]

    def __str__(self) -> str:
        named = [str(self.jenis_unit)] if self.jenis_unit else []
        if self.sektor:
            named.append(f"sektor {self.get_sektor_display()}")
        return f"{self.get_jenis_instansi_display()}: {', '.join(named)}"


class Perpanjangan(models.Model):
    """An extension of one activity for a unit, an instansi, a province or the whole cycle."""

    siklus = models.ForeignKey(Siklus, models.CASCADE, related_name="perpanjangan")
    # The tenant that the extension is for; null with `unit` null is the whole cycle.
    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(UnitLokus, models.PROTECT, null=True, blank=True)
    termasuk_bawahan = models.BooleanField("beserta kabupaten/kota di bawahnya", default=False)
    kegiatan = models.CharField(max_length=20, choices=KEGIATAN_CHOICES)
    mulai = models.DateTimeField(null=True, blank=True)
    akhir = models.DateTimeField("sampai")
    nomor_surat = models.CharField("nomor surat", max_length=100, blank=True)
    surat = models.ForeignKey(
        "evaluations.Berkas", models.PROTECT, null=True, blank=True, related_name="+"
    )
    alasan = models.TextField("alasan", max_length=1000)
    dibuat_pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "perpanjangan"
        ordering: ClassVar = ["-dibuat_pada"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(instansi__isnull=False),
                name="perpanjangan_unit_has_instansi",
            ),
            models.CheckConstraint(
                condition=Q(mulai__isnull=True) | Q(akhir__gt=F("mulai")),
                name="perpanjangan_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kegiatan_display()} sampai {self.akhir:%d-%m-%Y}"


@pghistory.track()
class KetentuanPerpanjangan(models.Model):
    """Who grants extensions in a cycle. Without a row the organiser alone does."""

    siklus = models.OneToOneField(Siklus, models.CASCADE, related_name="ketentuan_perpanjangan")
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    # The instansi that evaluates grants them to the units that it evaluates.
    penilai_memberi = models.BooleanField(default=False)

    class Meta:
        verbose_name = "ketentuan perpanjangan"

    def __str__(self) -> str:
        return f"Ketentuan perpanjangan {self.siklus}"


@pghistory.track()
class PermohonanPerpanjangan(models.Model):
    """What a unit, or its instansi for all of its units in a cycle, asks of whoever grants
    extensions, and what became of it."""

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu keputusan"
        DITERIMA = "diterima", "Dikabulkan"
        DITOLAK = "ditolak", "Ditolak"
        DITARIK = "ditarik", "Ditarik pemohon"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.CASCADE, related_name="permohonan_perpanjangan")
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    # Null: all units of the instansi.
    unit = models.ForeignKey(UnitLokus, models.PROTECT, null=True, blank=True, related_name="+")
    kegiatan = ArrayField(models.CharField(max_length=20, choices=KEGIATAN_CHOICES))
    akhir = models.DateTimeField("sampai")
    alasan = models.TextField("alasan", max_length=1000)
    nomor_surat = models.CharField("nomor surat", max_length=100, blank=True)
    surat = models.ForeignKey(
        "evaluations.Berkas", models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.MENUNGGU)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)
    catatan = models.TextField("catatan keputusan", blank=True, max_length=1000)

    class Meta:
        verbose_name = "permohonan perpanjangan"
        ordering: ClassVar = ["-dibuat_pada", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus", "instansi", "unit"],
                condition=Q(status="menunggu"),
                nulls_distinct=False,
                name="permohonan_perpanjangan_one_waits",
            ),
            models.CheckConstraint(
                condition=~Q(alasan="") & Q(kegiatan__len__gte=1),
                name="permohonan_perpanjangan_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["menunggu", "ditarik"],
                    diputus_pada__isnull=True,
                    diputus_oleh__isnull=True,
                )
                | Q(
                    status__in=["diterima", "ditolak"],
                    diputus_pada__isnull=False,
                    diputus_oleh__isnull=False,
                ),
                name="permohonan_perpanjangan_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="ditolak", catatan=""),
                name="permohonan_perpanjangan_refused_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Permohonan perpanjangan {self.unit or self.instansi}"


class KeadaanTerbit(models.Model):
    """Of a cycle with published results, a number that grows with all that changes which they are.

    Triggers count it on (`counts_on`), so that nobody has to look at the results to know whether
    what was made of them still holds.
    """

    siklus = models.OneToOneField(Siklus, models.PROTECT, related_name="+")
    versi = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = "keadaan terbit"

    def __str__(self) -> str:
        return f"{self.siklus_id}: {self.versi}"
