from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.models import Evaluasi, Siklus
from pekppp.accounts.models import Instansi
from reports.models.dokumen import Dokumen


class Penyampaian(models.Model):
    """An entry of the register: when and how a letter left, and when it was received."""

    class Cara(models.TextChoices):
        SRIKANDI = "srikandi", "SRIKANDI"
        SUREL = "surel", "Surel"
        POS = "pos", "Pos atau kurir"
        LANGSUNG = "langsung", "Diantar langsung"

    # The office that sends, as on the letterhead.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    siklus = models.ForeignKey(Siklus, models.PROTECT, related_name="+")
    evaluasi = models.ForeignKey(Evaluasi, models.PROTECT, related_name="+")
    dokumen = models.OneToOneField(Dokumen, models.PROTECT, related_name="penyampaian")
    dikirim_pada = models.DateField("dikirim pada")
    cara = models.CharField("cara", max_length=10, choices=Cara.choices)
    dikirim_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diterima_pada = models.DateField("diterima pada", null=True, blank=True)
    diterima_oleh = models.CharField("diterima oleh", max_length=200, blank=True)
    dicatat_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "penyampaian surat"
        ordering: ClassVar = ["-dikirim_pada"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cara__in=["srikandi", "surel", "pos", "langsung"]),
                name="penyampaian_way_known",
            ),
            models.CheckConstraint(
                condition=Q(diterima_pada__isnull=True, diterima_oleh="", dicatat_oleh__isnull=True)
                | (
                    Q(diterima_pada__isnull=False, dicatat_oleh__isnull=False)
                    & ~Q(diterima_oleh="")
                ),
                name="penyampaian_receipt_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(diterima_pada__isnull=True) | Q(diterima_pada__gte=F("dikirim_pada")),
                name="penyampaian_sent_before_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dokumen} {self.dikirim_pada}"
