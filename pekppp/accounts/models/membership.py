import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from pekppp.accounts.models.instansi import Instansi
from pekppp.accounts.models.unit import UnitLokus
from pekppp.accounts.roles import ROLE_LABELS, UNIT_ROLES, Place, Role

ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]
_UNIT_ROLES = sorted(role.value for role in UNIT_ROLES)


@pghistory.track()
class Membership(models.Model):
    """A role that a person holds at an instansi, or at one of its units. Ended, never deleted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField("peran", max_length=20, choices=ROLE_CHOICES)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(
        UnitLokus, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
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
                fields=["user", "role", "instansi", "unit"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_active_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} — {self.unit or self.instansi}"

    @property
    def place(self) -> Place:
        return Place(
            role=Role(self.role),
            instansi=self.instansi_id,
            unit=self.unit_id,
            national=self.instansi.is_national,
        )


class Invitation(models.Model):
    """An invitation by e-mail: its link is signed and expires; accepting it makes a membership."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("surel")
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
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
