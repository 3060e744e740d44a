from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.rules.reminders import DAYS, TABLE
from pekppp.accounts.models import Instansi


class Pengingat(models.Model):
    """That a person was reminded of one deadline, so many days before it: once, by constraint.

    Written together with the notice that says it, which may speak of several.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    orang = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tugas = models.CharField(max_length=20)
    # What of: "evaluasi:12", "tindak_lanjut:5".
    hal = models.CharField(max_length=60)
    # As it was then: a deadline that was moved is another one.
    tenggat = models.DateTimeField()
    hari = models.PositiveSmallIntegerField()
    # Which run wrote it: what two runs want to write at once, one of them does.
    putaran = models.UUIDField(db_index=True)
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pengingat"
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["orang", "tugas", "hal", "tenggat", "hari"], name="pengingat_once"
            ),
            models.CheckConstraint(
                condition=Q(tugas__in=sorted(item.value for item in TABLE), hari__in=sorted(DAYS)),
                name="pengingat_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tugas}, {self.hari} hari: {self.hal}"
