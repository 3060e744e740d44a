import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pekppp.accounts.models.instansi import Instansi
from pekppp.accounts.models.membership import SEBAGAI_CHOICES, Membership
from pekppp.accounts.roles import ROLE_LABELS, Role, acting_as


class Pelimpahan(models.Model):
    """The right of one person, exercised by another between two moments, by a letter.

    While it runs the other has a Membership of his own (`membership`). Only ever ended.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    # Whose right it is.
    peran = models.ForeignKey(Membership, models.PROTECT, related_name="dilimpahkan")
    kepada = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sebagai = models.CharField("sebagai", max_length=3, choices=SEBAGAI_CHOICES)
    nomor_surat = models.CharField("nomor surat", max_length=100)
    tanggal_surat = models.DateField("tanggal surat")
    surat = models.BinaryField(null=True, editable=False)  # a PDF
    mulai = models.DateTimeField()
    selesai = models.DateTimeField()  # the first moment at which it holds no more
    dicatat_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dicatat_pada = models.DateTimeField(auto_now_add=True)
    # A high right waits for a second person; any other is agreed to by who records it.
    disetujui_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="pelimpahan"
    )
    diakhiri_pada = models.DateTimeField(null=True, blank=True)
    # Nobody: its time was over, or the right itself was.
    diakhiri_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    alasan = models.CharField("alasan", max_length=500, blank=True)

    class Meta:
        verbose_name = "pelimpahan"
        ordering: ClassVar = ["-mulai", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(selesai__gt=F("mulai")), name="pelimpahan_ends_after_beginning"
            ),
            models.CheckConstraint(condition=~Q(nomor_surat=""), name="pelimpahan_has_a_letter"),
            models.CheckConstraint(
                condition=Q(membership__isnull=True) | Q(disetujui_oleh__isnull=False),
                name="pelimpahan_agreed_before_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(diakhiri_pada__isnull=True, diakhiri_oleh__isnull=True, alasan="")
                | (Q(diakhiri_pada__isnull=False) & ~Q(alasan="")),
                name="pelimpahan_ended_says_why",
            ),
            models.UniqueConstraint(
                fields=["peran"],
                condition=Q(membership__isnull=False, diakhiri_pada__isnull=True),
                name="pelimpahan_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sebutan} — {self.tempat}: {self.kepada}"

    @property
    def sebutan(self) -> str:
        """Plt. Kepala unit."""
        return acting_as(self.sebagai, ROLE_LABELS[Role(self.peran.role)])

    @property
    def tempat(self) -> str:
        return str(self.peran.unit or self.peran.instansi)

    @property
    def menggantikan(self) -> str:
        """Both names, as the audit keeps them."""
        return f"{self.sebutan} {self.tempat}, menggantikan {self.peran.user}"

    @property
    def berakhir(self) -> bool:
        return self.diakhiri_pada is not None or self.selesai <= timezone.now()

    @property
    def keadaan(self) -> str:
        if self.berakhir:
            return "Berakhir"
        if self.disetujui_oleh_id is None:
            return "Menunggu konfirmasi"
        return "Berlaku" if self.membership_id else "Akan berlaku"

    @property
    def berhenti(self) -> datetime:
        """When it ended, or is to end."""
        return min(self.diakhiri_pada or self.selesai, self.selesai)
