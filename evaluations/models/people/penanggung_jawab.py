from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from evaluations.models.evaluasi import Evaluasi, EvaluasiAspek
from evaluations.models.siklus import Siklus
from pekppp.accounts.models import Instansi


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PenanggungJawab(models.Model):
    """Who in the unit sees to one aspect of its F01. It gives no right and takes none.

    It counts while the person has been of the unit without a break since `pada`, see
    `evaluations/core/queries/in_charge.py`.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    siklus = models.ForeignKey(Siklus, models.PROTECT)
    evaluasi = models.ForeignKey(Evaluasi, models.CASCADE, related_name="penanggung_jawab")
    aspek = models.OneToOneField(EvaluasiAspek, models.CASCADE, related_name="penanggung_jawab")
    orang = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "penanggung jawab aspek"
        ordering: ClassVar = ["aspek"]

    def __str__(self) -> str:
        return f"{self.orang}: {self.aspek}"
