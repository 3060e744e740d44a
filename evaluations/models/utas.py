"""What a unit, its office and its evaluators ask of each other: conversations about an indicator,
a review before the F01 is sent, one more file after it."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evaluations.models.bukti import Bukti
from evaluations.models.evaluasi import Evaluasi
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


class Utas(models.Model):
    """The conversation about one indicator."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="utas")
    indikator = models.PositiveSmallIntegerField()
    selesai_pada = models.DateTimeField(null=True, blank=True)
    selesai_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = "percakapan"
        ordering: ClassVar = ["indikator"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "indikator"], name="utas_once"),
            models.CheckConstraint(
                condition=Q(selesai_pada__isnull=True) | Q(selesai_oleh__isnull=False),
                name="utas_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Percakapan indikator {self.indikator}"


class Pesan(models.Model):
    """One message. Never changed and never removed: it is part of the record."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    utas = models.ForeignKey(Utas, models.CASCADE, related_name="pesan")
    isi = models.TextField(max_length=4000)
    sebagai = models.CharField(max_length=30)  # in which capacity: unit, evaluator, admin
    kunci = models.UUIDField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pesan"
        triggers: ClassVar = [
            pgtrigger.Protect(name="pesan_never_changes", operation=pgtrigger.Update)
        ]
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["oleh", "kunci"], name="pesan_key_once"),
            models.CheckConstraint(condition=~Q(isi=""), name="pesan_says_something"),
        ]

    def __str__(self) -> str:
        return self.isi[:80]


@pghistory.track()
class Reviu(models.Model):
    """A unit asks its office to look at the F01 before it is sent. It blocks nothing."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="reviu")
    pesan = models.TextField(max_length=1000, blank=True)
    diminta_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diminta_pada = models.DateTimeField(auto_now_add=True)
    # What the office says, by aspect code; empty once it is answered: "sudah baik".
    catatan = models.JSONField(default=dict, blank=True)
    dijawab_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dijawab_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "reviu F01"
        ordering: ClassVar = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi"],
                condition=Q(dijawab_pada__isnull=True),
                name="reviu_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(dijawab_pada__isnull=True, dijawab_oleh__isnull=True, catatan={})
                | Q(dijawab_pada__isnull=False, dijawab_oleh__isnull=False),
                name="reviu_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Reviu F01 {self.evaluasi.nama_unit}"


@pghistory.track()
class PermintaanBerkas(models.Model):
    """An evaluator asks for one more file: it opens the evidence of one indicator to one file,
    until it is there or the due date is over."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="permintaan_berkas")
    indikator = models.PositiveSmallIntegerField()
    isi = models.TextField(max_length=1000)  # which file, in the evaluator's words
    tenggat = models.DateTimeField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)
    bukti = models.OneToOneField(
        Bukti, models.PROTECT, null=True, blank=True, related_name="permintaan"
    )
    tiba_pada = models.DateTimeField(null=True, blank=True)
    # The evaluator is done with it: looked at, or given up.
    ditutup_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "permintaan berkas"
        ordering: ClassVar = ["indikator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluasi", "indikator"],
                condition=Q(bukti__isnull=True, ditutup_pada__isnull=True),
                name="permintaan_berkas_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(isi=""), name="permintaan_berkas_says_what"),
            models.CheckConstraint(
                condition=Q(bukti__isnull=True, tiba_pada__isnull=True)
                | Q(bukti__isnull=False, tiba_pada__isnull=False),
                name="permintaan_berkas_arrived_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Berkas untuk indikator {self.indikator}"

    @property
    def lewat(self) -> bool:
        """Whether it closed itself without the file."""
        return self.bukti_id is None and self.tenggat <= timezone.now()
