import uuid
from functools import cached_property
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from pekppp.accounts.models.instansi import Instansi
from pekppp.accounts.models.unit import UnitLokus
from pekppp.accounts.roles import (
    ROLE_LABELS,
    SEBAGAI_LABELS,
    UNIT_ROLES,
    Place,
    Role,
    acting_as,
)

ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]
SEBAGAI_CHOICES = [(item.value, label) for item, label in SEBAGAI_LABELS.items()]
_UNIT_ROLES = sorted(role.value for role in UNIT_ROLES)


@pghistory.track()
class Membership(models.Model):
    """A role that a person holds at an instansi, or at one of its units. Ended, never deleted.

    With `sebagai` it is another person's, whose `Pelimpahan` made it and says until when.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField("peran", max_length=20, choices=ROLE_CHOICES)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    sebagai = models.CharField(max_length=3, choices=SEBAGAI_CHOICES, blank=True)
    # From then on it gives nothing, whether or not anybody has ended it yet.
    sampai = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "peran"
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=_UNIT_ROLES, unit__isnull=False)
                | (~Q(role__in=_UNIT_ROLES) & Q(unit__isnull=True)),
                name="membership_unit_by_role",
            ),
            models.UniqueConstraint(
                # What is delegated stands apart: a role of one's own outlives it.
                fields=["user", "role", "instansi", "unit", "sebagai"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_active_once",
            ),
            models.CheckConstraint(
                condition=Q(sebagai="", sampai__isnull=True)
                | (~Q(sebagai="") & Q(sampai__isnull=False)),
                name="membership_delegated_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} — {self.unit or self.instansi}"

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # in place of Django's own
        """The role in words, with the capacity in which it is exercised: "Plt. Kepala unit"."""
        return acting_as(self.sebagai, ROLE_LABELS[Role(self.role)])

    @property
    def place(self) -> Place:
        return Place(
            role=Role(self.role),
            instansi=self.instansi_id,
            unit=self.unit_id,
            national=self.instansi.is_national,
            region=self.region,
        )

    @cached_property
    def region(self) -> frozenset[int]:
        """Of an analyst the provinces and K/L (ids) of his wilayah kerja, read once."""
        if self.role != Role.ANALIS:
            return frozenset()
        return frozenset(
            Instansi.objects.filter(anggota_wilayah__wilayah__analis=self).values_list(
                "pk", flat=True
            )
        )


class Invitation(models.Model):
    """An invitation to a role: its link is signed and expires, and is used once.

    Sent by mail, handed over by who invites (where no mail leaves the server), or to an account.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("surel", blank=True)
    # Nobody but the reader of this mailbox can have the link: opening it proves the address.
    by_mail = models.BooleanField(default=False)
    # Whoever has an account already is invited by it.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    nama = models.CharField("nama lengkap", max_length=200)
    role = models.CharField("peran", max_length=20, choices=ROLE_CHOICES)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(UnitLokus, models.PROTECT, null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "undangan"
        ordering: ClassVar = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=_UNIT_ROLES, unit__isnull=False)
                | (~Q(role__in=_UNIT_ROLES) & Q(unit__isnull=True)),
                name="invitation_unit_by_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(by_mail=False) | (Q(account__isnull=True) & ~Q(email="")),
                name="invitation_mailed_to_an_address",
            ),
        ]

    def __str__(self) -> str:
        # The audit keeps this, and is read by more people than may know the address.
        return f"{self.nama}: {self.get_role_display()}"


class PendingRole(models.Model):
    """A high role that was given and accepted, and grants nothing until it is confirmed.

    A row of its own rather than a state of Membership: nothing that reads memberships can then
    forget to leave it out. Rows of one `batch` are decided together.
    """

    batch = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pending_roles")
    role = models.CharField("peran", max_length=20, choices=ROLE_CHOICES)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="pending_roles")
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # Where no second admin could confirm it, it takes effect by itself then.
    effective_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # None for what took effect by itself.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted = models.BooleanField(null=True)

    class Meta:
        verbose_name = "peran yang menunggu"
        ordering: ClassVar = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "instansi"],
                condition=Q(decided_at__isnull=True),
                name="pending_role_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, granted__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, granted__isnull=False),
                name="pending_role_decided",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=_UNIT_ROLES), name="pending_role_of_an_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} — {self.instansi}"
