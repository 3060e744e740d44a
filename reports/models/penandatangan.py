import uuid
from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pekppp.accounts.models import Instansi, Membership
from pekppp.accounts.roles import acting_as
from reports.models.dokumen import UNSIGNED, Dokumen

SIGNED_KINDS = [(kind.value, kind.label) for kind in Dokumen.Jenis if kind not in UNSIGNED]


def every_kind() -> list[str]:
    return [kind for kind, _ in SIGNED_KINDS]


class Penandatangan(models.Model):
    """Whom an office appointed to sign, for which kinds of document, and from when until when.

    Either an account, whose own name and NIP are printed, or a person without one, whose name the
    office typed. It is never changed, only ended: what was signed under it stays explained.
    """

    class Sebagai(models.TextChoices):
        DEFINITIF = "", "Pejabat definitif"
        PLT = "plt", "Plt. (pelaksana tugas)"
        PLH = "plh", "Plh. (pelaksana harian)"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="penandatangan")
    dokumen = ArrayField(models.CharField(max_length=20, choices=SIGNED_KINDS), default=every_kind)
    # Among those who sign the same document; where one signs alone, the first.
    urutan = models.PositiveSmallIntegerField("urutan", default=1)
    orang = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    nama = models.CharField("nama", max_length=200, blank=True)
    nip = models.CharField("NIP", max_length=30, blank=True)
    jabatan = models.CharField("jabatan", max_length=200)
    sebagai = models.CharField(max_length=3, choices=Sebagai.choices, blank=True)
    # Whose authority it is: "a.n. Sekretaris Daerah", through whom: "u.b. Asisten Administrasi".
    atas_nama = models.CharField("atas nama (a.n.)", max_length=200, blank=True)
    untuk_beliau = models.CharField("untuk beliau (u.b.)", max_length=200, blank=True)
    mulai = models.DateField("mulai", default=timezone.localdate)
    sampai = models.DateField("sampai", null=True, blank=True)
    # Nobody: it was typed on the letterhead before appointments were kept.
    diangkat_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diangkat_pada = models.DateTimeField(auto_now_add=True)

    # Who exercises his right now; set by the page of signers.
    penjabat: Membership | None = None

    class Meta:
        verbose_name = "penanda tangan"
        ordering: ClassVar = ["urutan", "pk"]
        indexes = [models.Index(fields=["instansi", "mulai"], name="penandatangan_of_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(orang__isnull=False, nama="", nip="")
                | (Q(orang__isnull=True) & ~Q(nama="")),
                name="penandatangan_account_or_name",
            ),
            models.CheckConstraint(condition=~Q(jabatan=""), name="penandatangan_has_jabatan"),
            models.CheckConstraint(
                condition=Q(sampai__isnull=True) | Q(sampai__gte=models.F("mulai")),
                name="penandatangan_ends_after_beginning",
            ),
            models.CheckConstraint(
                condition=Q(sebagai__in=["", "plt", "plh"]), name="penandatangan_sebagai_known"
            ),
            models.CheckConstraint(
                condition=Q(untuk_beliau="") | ~Q(atas_nama=""),
                name="penandatangan_ub_under_an",
            ),
            models.CheckConstraint(
                condition=Q(dokumen__len__gte=1)
                & Q(dokumen__contained_by=[kind for kind, _ in SIGNED_KINDS]),
                name="penandatangan_signs_something",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="penandatangan_only_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["sampai"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sebutan}: {self.bernama}"

    @property
    def bernama(self) -> str:
        return self.orang.nama if self.orang else self.nama

    @property
    def sebutan(self) -> str:
        """Plt. Kepala Bagian Organisasi."""
        return acting_as(self.sebagai, self.jabatan)

    @property
    def tertulis(self) -> dict[str, object]:
        """What a document prints of it: the account's own name, never a typed one beside it."""
        above = [f"a.n. {self.atas_nama}"] if self.atas_nama else []
        if self.untuk_beliau:
            above += [self.untuk_beliau, "u.b."]
        person = self.orang or self
        found: dict[str, object] = {
            "jabatan": self.sebutan,
            "nama": person.nama,
            "nip": person.nip,
        }
        return found | ({"atas_nama": above} if above else {})

    def berlaku(self, on: date) -> bool:
        return self.mulai <= on and (self.sampai is None or on <= self.sampai)
