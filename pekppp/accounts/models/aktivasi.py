import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pekppp.accounts.models.instansi import Instansi


class Aktivasi(models.Model):
    """A way into an account without mail: a link and a code, handed over as text or as a slip.

    Good once and for some days, to choose a password with. The row holds no secret: link and code
    follow from its `uuid` and the secret key. A new one takes the place of an open one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="aktivasi")
    # The office through which whoever issued it administers the account.
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "aktivasi"
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="aktivasi_one_open",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="aktivasi_used_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="aktivasi_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.issued_at:%Y-%m-%d}"
