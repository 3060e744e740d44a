import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from pekppp.accounts.models.instansi import Instansi
from pekppp.base.queues import Queued


class MailState(models.TextChoices):
    NONE = "none", "Hanya di aplikasi"
    WAITING = "waiting", "Menunggu dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"


class Notice(Queued):
    """A message to one person, in the application and, where a server is configured, by mail.

    The row carries its own delivery state: the broker only wakes the worker up.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    # An invited person has an address before he has an account.
    email = models.EmailField(blank=True)
    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.NONE)
    error = models.CharField(max_length=300, blank=True)
    # The same event notifies a person once, however often it is announced.
    dedupe_key = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "pemberitahuan"
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_user_read"),
            models.Index(
                fields=["mail_state"], condition=Q(mail_state="waiting"), name="notice_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(email=""), name="notice_has_recipient"
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "dedupe_key"],
                condition=~Q(dedupe_key=""),
                name="notice_once_per_event",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
