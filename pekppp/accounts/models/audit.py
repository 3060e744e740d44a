from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from pekppp.accounts.models.instansi import Instansi


class AuditEntry(models.Model):
    """Who did what to which thing, when and why. Append-only, by trigger."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    action = models.CharField(max_length=60)
    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True)
    # A plain number: accounts does not know evaluations; partitions will go by it.
    siklus_id = models.BigIntegerField(null=True, blank=True)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "jejak audit"
        ordering: ClassVar = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["instansi", "-at"], name="audit_instansi_at"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="audit_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_name}"
