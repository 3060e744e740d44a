from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone


class LoginSource(models.Model):
    """Failed and successful logins to one account from one place; see `services.logins`.

    Account and place are hashes with the secret key: the rows say nothing about who was where.
    """

    account = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    # Of the first of these failures, or of the first look.
    since = models.DateTimeField(default=timezone.now)
    # While the account is under attack: before this nothing is tried from here.
    not_before = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "asal masuk"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "source"], name="login_source_once"),
            models.CheckConstraint(
                condition=~Q(account="") & ~Q(source=""), name="login_source_is_named"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["since"], name="login_source_since")]

    def __str__(self) -> str:
        return f"{self.account[:8]} {self.source[:8]} {self.failures}"
