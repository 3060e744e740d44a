import uuid
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from instruments import spec as spec_module
from instruments.nouns import Instrumen
from pekppp.accounts.models.unit import Formulir
from pekppp.accounts.roles import Scope


class VersiInstrumen(models.Model):
    """One version of an instrument. Published versions never change, by trigger."""

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        TERBIT = "terbit", "Terbit"
        DITARIK = "ditarik", "Ditarik"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kode = models.CharField(max_length=60)
    versi = models.PositiveIntegerField(default=1)
    nama = models.CharField(max_length=200)
    formulir = models.CharField(max_length=1, choices=Formulir.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAF)
    spec = models.JSONField()
    digest = models.CharField(max_length=64)
    cloned_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    # Of an errata: the version that it mends, why, and the letter that says so.
    ralat_dari = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="ralat"
    )
    ralat_alasan = models.TextField("alasan ralat", blank=True, max_length=1000)
    ralat_surat = models.CharField("nomor surat", blank=True, max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "versi instrumen"
        ordering: ClassVar = ["kode", "-versi"]
        constraints = [
            models.UniqueConstraint(fields=["kode", "versi"], name="versi_instrumen_unique"),
            models.CheckConstraint(
                condition=Q(status="draf") | Q(published_at__isnull=False),
                name="versi_instrumen_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(formulir__in=Formulir.values), name="versi_instrumen_form_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draf", "terbit", "ditarik"]),
                name="versi_instrumen_status_known",
            ),
            models.CheckConstraint(
                condition=Q(ralat_dari__isnull=True, ralat_alasan="", ralat_surat="")
                | (Q(ralat_dari__isnull=False) & ~Q(ralat_alasan="") & ~Q(ralat_surat="")),
                name="versi_instrumen_errata_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status="draf"),
            ),
            # Of a published version only the status may move on, from terbit to ditarik.
            pgtrigger.Protect(
                name="published_frozen",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="draf")
                & (
                    pgtrigger.Q(new__spec__df=pgtrigger.F("old__spec"))
                    | pgtrigger.Q(new__digest__df=pgtrigger.F("old__digest"))
                    | pgtrigger.Q(new__kode__df=pgtrigger.F("old__kode"))
                    | pgtrigger.Q(new__versi__df=pgtrigger.F("old__versi"))
                    | pgtrigger.Q(new__nama__df=pgtrigger.F("old__nama"))
                    | pgtrigger.Q(new__formulir__df=pgtrigger.F("old__formulir"))
                    | pgtrigger.Q(new__uuid__df=pgtrigger.F("old__uuid"))
                    | pgtrigger.Q(new__published_at__df=pgtrigger.F("old__published_at"))
                    | pgtrigger.Q(new__published_by__df=pgtrigger.F("old__published_by"))
                    | pgtrigger.Q(new__cloned_from__df=pgtrigger.F("old__cloned_from"))
                    | pgtrigger.Q(new__ralat_dari__df=pgtrigger.F("old__ralat_dari"))
                    | pgtrigger.Q(new__ralat_alasan__df=pgtrigger.F("old__ralat_alasan"))
                    | pgtrigger.Q(new__ralat_surat__df=pgtrigger.F("old__ralat_surat"))
                    | pgtrigger.Q(new__status="draf")
                    | (pgtrigger.Q(old__status="ditarik") & ~pgtrigger.Q(new__status="ditarik"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (versi {self.versi})"

    @property
    def access_scope(self) -> Scope:
        """An instrument belongs to no instansi: only the ministry has a relation to it."""
        return Scope()

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAF

    @property
    def sebutan(self) -> str:
        """How documents and pages name it: an errata with what it mends, why, and the letter."""
        if self.ralat_dari is None:
            return f"{self.nama}, versi {self.versi}"
        return (
            f"{self.nama}, versi {self.versi} (ralat atas versi {self.ralat_dari.versi}, surat "
            f"{self.ralat_surat}: {self.ralat_alasan.rstrip('.')})"
        )

    @property
    def instrumen(self) -> Instrumen:
        """The parsed instrument; the parse is kept per digest."""
        cached = _PARSED.get(self.digest)
        if cached is None:
            cached = _PARSED[self.digest] = _parse(self.spec)
            while len(_PARSED) > 64:  # a server sees a handful of versions in its life
                _PARSED.pop(next(iter(_PARSED)))
        return cached


_PARSED: dict[str, Instrumen] = {}


def _parse(data: dict[str, Any]) -> Instrumen:
    parsed, problems = spec_module.parse(data)
    if parsed is None:
        raise ValueError(f"stored instrument does not parse: {problems[:3]}")
    return parsed
