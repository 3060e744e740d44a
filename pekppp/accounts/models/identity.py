import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class IdentityProposal(models.Model):
    """The name, NIP and jabatan that a person wants to bear; his office decides.

    Until then the account keeps what it has, everywhere.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="identity_proposals"
    )
    nama = models.CharField("nama lengkap", max_length=200)
    nip = models.CharField("NIP", max_length=30, blank=True)
    jabatan = models.CharField("jabatan", max_length=200, blank=True)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted = models.BooleanField(default=False)

    # Somebody else has this NIP; set by `proposals_of` of the accounts' queries.
    kembar: bool

    class Meta:
        verbose_name = "usulan identitas"
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(decided_at__isnull=True),
                name="identity_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, accepted=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="identity_proposal_decided_by_someone",
            ),
            models.CheckConstraint(condition=~Q(nama=""), name="identity_proposal_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.nama}"
