import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from guardian.models import UserObjectPermissionBase

from evaluations.models.siklus import Siklus, counts_on, stays
from evaluations.models.survei import Survei
from evaluations.rules.means import form_words
from evaluations.rules.workflow import (
    ENDED,
    F01_OPEN,
    PUBLISHED,
    STATE_LABELS,
    STEPS,
    VACATED,
    State,
    Step,
)
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi, JenisInstansi, UnitLokus
from pekppp.accounts.models.unit import Formulir
from pekppp.accounts.roles import Scope

STATE_CHOICES = [(item.value, label) for item, label in STATE_LABELS.items()]


def provinces_of(*places: Instansi) -> frozenset[int]:
    """Whose verification a step of verification is; none where nobody is below a province."""
    found = (
        item.pk if item.jenis == JenisInstansi.PROVINSI else item.province_above_id
        for item in places
    )
    return frozenset(pk for pk in found if pk is not None)


# A state in which a result may be public, or in which none is due, on one side of a step alone.
_PUBLIC_OR_NOT = " OR ".join(
    f"(lama.state IN ({names})) <> (baru.state IN ({names}))"
    for names in (
        ", ".join(f"'{state}'" for state in sorted(states)) for states in (PUBLISHED, VACATED)
    )
)


@pghistory.track()
class Evaluasi(models.Model):
    """One unit in one cycle with one form: its state, and names as they were at the time.

    `instansi` owns the unit, `penilai` is the instansi that evaluates it. `state` is written by
    `progress.services.steps.advance` alone.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="evaluasi")
    unit = models.ForeignKey(UnitLokus, models.PROTECT, related_name="evaluasi")
    formulir = models.CharField(max_length=1, choices=Formulir.choices)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="evaluasi")
    penilai = models.ForeignKey(Instansi, models.PROTECT, related_name="evaluasi_dinilai")
    versi = models.ForeignKey(VersiInstrumen, models.PROTECT, related_name="+")
    survei = models.ForeignKey(
        Survei, models.PROTECT, null=True, blank=True, related_name="evaluasi"
    )
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=State.DRAF)
    state_since = models.DateTimeField(auto_now_add=True)
    # Which steps of its scheme it has: fixed when it opens. Only verification is ever waived or
    # asked for later, by the organiser alone (`assignment.services.verification`).
    tahapan = ArrayField(
        models.CharField(max_length=12, choices=[(item.value, item.value) for item in Step])
    )
    putaran = models.PositiveSmallIntegerField("pengiriman ke-", default=0)
    dikirim_pada = models.DateTimeField(null=True, blank=True)
    pernyataan = models.TextField(blank=True)
    # Who of the unit said that the F01 is ready and asks the head to send it, and when; cleared by
    # whatever step comes next, and by a change of heart.
    siap_pada = models.DateTimeField(null=True, blank=True)
    siap_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    akhir_alasan = models.TextField(blank=True)
    akhir_surat = models.CharField(max_length=100, blank=True)
    akhir_dari = models.CharField(max_length=20, blank=True)
    pengganti = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="menggantikan"
    )
    # Frozen when the evaluation opens, so that a renamed office keeps its past.
    nama_unit = models.CharField(max_length=200)
    nama_instansi = models.CharField(max_length=200)
    nama_induk = models.CharField(max_length=200, blank=True)
    jenis_instansi = models.CharField(max_length=12)
    jenis_unit = models.CharField(max_length=100)
    sektor = models.CharField(max_length=20)
    kode_wilayah = models.CharField(max_length=13, blank=True)

    class Meta:
        verbose_name = "evaluasi"
        ordering: ClassVar = ["nama_instansi", "nama_unit"]
        indexes = [
            models.Index(fields=["siklus", "state"], name="evaluasi_siklus_state"),
            models.Index(fields=["instansi", "siklus"], name="evaluasi_instansi_siklus"),
        ]
        triggers: ClassVar = [
            counts_on("evaluasi_due_to_the_public", pgtrigger.Insert),
            counts_on("evaluasi_public_or_not", pgtrigger.Update, _PUBLIC_OR_NOT),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siklus", "unit", "formulir"], name="evaluasi_once_per_form"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[item.value for item in State]), name="evaluasi_state_known"
            ),
            models.CheckConstraint(
                # Sorted: a set has another order in every process, and so would the migration.
                condition=~Q(state__in=sorted(item.value for item in ENDED)) | ~Q(akhir_alasan=""),
                name="evaluasi_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(siap_pada__isnull=True, siap_oleh__isnull=True)
                | Q(
                    siap_pada__isnull=False,
                    siap_oleh__isnull=False,
                    state__in=sorted(item.value for item in F01_OPEN),
                ),
                name="evaluasi_ready_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(tahapan__contained_by=list(STEPS))
                & Q(tahapan__contains=[Step.NILAI.value, Step.VALIDASI.value, Step.TERBIT.value]),
                name="evaluasi_steps_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama_unit} ({self.siklus})"

    def get_absolute_url(self) -> str:
        return self.address("evaluasi")

    def address(self, name: str, *more: object) -> str:
        """Of a page of this evaluation: the name of its URL and what stands in it besides."""
        return reverse(f"evaluations:{name}", args=[self.uuid, *more])

    @property
    def access_scope(self) -> Scope:
        return Scope(
            owner=self.instansi_id,
            above=self.instansi.above | self.penilai.above,
            evaluating=self.penilai_id,
            organiser=self.siklus.instansi_id,
            unit=self.unit_id,
            parent_unit=self.unit.induk_id,
            verifying=self.penetap_verifikator,
            co_owners=frozenset(item.pk for item in self.unit.co_owners.all()),
        )

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def kata_formulir(self) -> str:
        """What stands beside its figure: form B may be computed without indicator weights."""
        if self.formulir == "A":
            return "formulir A"
        return form_words(self.formulir, self.versi.instrumen.metode_aspek)

    @property
    def steps(self) -> frozenset[Step]:
        return frozenset(Step(item) for item in self.tahapan)

    @property
    def diverifikasi(self) -> bool:
        """Whether it waits for a verification before it is validated."""
        return Step.VERIFIKASI in self.tahapan

    @property
    def provinsi(self) -> frozenset[int]:
        """The provinces (ids) that verify it: of its owner and of who evaluates, or above them."""
        return provinces_of(self.instansi, self.penilai)

    @property
    def penetap_verifikator(self) -> frozenset[int]:
        """The provinces (ids) that appoint its verifier: none where a province evaluates its own
        unit. There the ministry does."""
        return self.provinsi - ({self.instansi_id} & {self.penilai_id})


class EvaluasiAspek(models.Model):
    """One aspect of one evaluation (and `tambahan`): what evaluators are assigned to."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="aspek")
    kode = models.CharField(max_length=20)
    nama = models.CharField(max_length=200)
    urutan = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "aspek evaluasi"
        ordering: ClassVar = ["urutan"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "kode"], name="evaluasi_aspek_once")
        ]
        default_permissions = ()
        permissions: ClassVar = [
            ("score", "Menilai aspek"),
            ("lead", "Ketua tim"),
            ("verify", "Memverifikasi"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class EvaluasiAspekUserObjectPermission(UserObjectPermissionBase):
    """An assignment: direct foreign keys, so that the database keeps it true."""

    content_object = models.ForeignKey(EvaluasiAspek, models.CASCADE)


class Pengembalian(models.Model):
    """A return of the F01: named indicators, a reason, its own due date."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="pengembalian")
    putaran = models.PositiveSmallIntegerField()
    indikator = ArrayField(models.PositiveSmallIntegerField())
    alasan = models.TextField(max_length=4000)
    # Words about single ones of them, by number as text; beside the reason for all.
    alasan_indikator = models.JSONField(default=dict, blank=True)
    tenggat = models.DateTimeField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "pengembalian"
        ordering: ClassVar = ["-putaran"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "putaran"], name="pengembalian_once"),
            models.CheckConstraint(
                condition=Q(indikator__len__gte=1), name="pengembalian_names_indicators"
            ),
        ]

    def __str__(self) -> str:
        return f"Pengembalian ke-{self.putaran}"

    def tentang(self, nomor: int) -> str:
        """What was written about one indicator; "" where only the reason for all speaks."""
        return str(self.alasan_indikator.get(str(nomor), ""))


class SampelVerifikasi(models.Model):
    """Which units of a cycle a province checks, drawn by rule; the newest one counts.

    Its seed gives the same units again, at any time, see `drawn` in
    `evaluations/rules/evaluators/raters.py`.
    """

    # The province that verifies.
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="sampel_verifikasi")
    benih = models.CharField("benih", max_length=60)
    persen = models.PositiveSmallIntegerField("persen dari setiap kabupaten/kota")
    minimum = models.PositiveSmallIntegerField("paling sedikit setiap kabupaten/kota")
    # Public ids of evaluations; together what there was to draw from.
    terpilih = ArrayField(models.UUIDField())
    di_luar = ArrayField(models.UUIDField(), default=list)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "sampel verifikasi"
        ordering: ClassVar = ["-pada", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(persen__gte=1, persen__lte=100), name="sampel_verifikasi_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(terpilih__len__gte=1) & ~Q(terpilih__overlap=models.F("di_luar")),
                name="sampel_verifikasi_in_or_out",
            ),
            models.CheckConstraint(condition=~Q(benih=""), name="sampel_verifikasi_has_seed"),
        ]
        triggers = [
            stays("sampel_verifikasi_stays"),
        ]

    def __str__(self) -> str:
        return f"{len(self.terpilih)} dari {self.populasi}, benih {self.benih}"

    @property
    def populasi(self) -> int:
        return len(self.terpilih) + len(self.di_luar)
