import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evaluations.models.bukti import Berkas
from evaluations.models.siklus import Siklus, stays
from pekppp.accounts.models import Instansi


class TimPenilai(models.Model):
    """The team that an evaluating instansi appointed for a cycle by decree (SK tim).

    A row stays as it was recorded: a later decree, or the same one put right, is a row of its own,
    and the newest counts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="tim_penilai")
    # Who evaluates and signed the decree.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="tim_penilai")
    nomor = models.CharField("nomor SK", max_length=100)
    tanggal = models.DateField("tanggal SK")
    surat = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    ketua = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "SK tim penilai"
        ordering: ClassVar = ["-pk"]
        indexes = [models.Index(fields=["siklus", "instansi"], name="tim_penilai_of_cycle")]
        constraints = [models.CheckConstraint(condition=~Q(nomor=""), name="tim_penilai_numbered")]
        triggers: ClassVar = [stays("tim_penilai_stays")]

    def __str__(self) -> str:
        return f"SK {self.nomor}"


class AnggotaTim(models.Model):
    """A member of the team, its ketua among them; no aspect named means all of them."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    tim = models.ForeignKey(TimPenilai, models.PROTECT, related_name="anggota")
    orang = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    aspek = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        verbose_name = "anggota tim penilai"
        ordering: ClassVar = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tim", "orang"], name="anggota_tim_once")]
        triggers: ClassVar = [stays("anggota_tim_stays")]

    def __str__(self) -> str:
        return f"{self.orang}, {self.tim}"
