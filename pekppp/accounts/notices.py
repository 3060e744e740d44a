"""Notices: written with the change they speak of, delivered by mail by a worker.

`notify` may be called inside any transaction. Mail goes out only where a server is configured.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from pekppp.accounts.models import Instansi, Notice, User
from pekppp.accounts.models.notice import MailState
from pekppp.base.queues import Queue

QUEUE = Queue(
    model=Notice,
    name="Surel",
    task="pekppp.accounts.tasks.deliver",
    state="mail_state",
    takes={MailState.WAITING: MailState.FAILED},
    order=("attempts", "pk"),
    # A server that is down is not asked every 20 seconds.
    backoff=timedelta(minutes=2),
    stuck="Pengiriman surel berulang kali terhenti di tengah jalan.",
)


def notify(
    users: Iterable[User],
    *,
    kind: str,
    subject: str,
    body: str,
    url: str = "",
    instansi: Instansi | None = None,
    dedupe_key: str = "",
    bundle: str = "",
) -> None:
    """Tell each user once. `url` is a path in the application; `dedupe_key` names the event.

    Whoever has an unread notice of the same `bundle` (the beginning of its keys) hears nothing
    new: ten messages in a row are one notice and one mail.
    """
    unique = {user.pk: user for user in users}
    notify_each(
        (
            Message(user, subject, body, url, instansi.pk if instansi else None, dedupe_key)
            for user in unique.values()
        ),
        kind=kind,
        bundle=bundle,
    )


def read_bundle(user: User, *, kind: str, bundle: str) -> None:
    """The user has seen what these notices speak of."""
    _unread(kind, bundle).filter(user=user).update(read_at=timezone.now())


def _unread(kind: str, bundle: str) -> Any:
    return Notice.objects.filter(
        kind=kind, read_at__isnull=True, dedupe_key__startswith=f"{bundle}:"
    )


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told; see `notify`."""

    user: User
    subject: str
    body: str
    url: str = ""
    instansi_id: int | None = None
    dedupe_key: str = ""


def notify_each(messages: Iterable[Message], *, kind: str, bundle: str = "") -> None:
    """Tell many people, each in his own words, in one statement; `bundle` as `notify` says."""
    wanted = [message for message in messages if message.user.is_active]
    if bundle:
        unread = _unread(kind, bundle).filter(user__in={message.user.pk for message in wanted})
        told = set(unread.values_list("user", flat=True))
        wanted = [message for message in wanted if message.user.pk not in told]
    Notice.objects.bulk_create(
        [
            Notice(
                user=message.user,
                instansi_id=message.instansi_id,
                kind=kind,
                subject=_one_line(message.subject),
                body=message.body,
                url=message.url,
                mail_state=MailState.WAITING
                if settings.MAIL_WORKS and message.user.email
                else MailState.NONE,
                dedupe_key=message.dedupe_key,
            )
            for message in wanted
        ],
        # Only notices with a key can meet one that is already there.
        ignore_conflicts=True,
    )
    _wake()


def mail_stranger(
    email: str, *, kind: str, subject: str, body: str, url: str, instansi: Instansi | None
) -> None:
    """Write to somebody who has no account yet (an invitation)."""
    Notice.objects.create(
        email=email,
        kind=kind,
        subject=_one_line(subject),
        body=body,
        url=url,
        instansi=instansi,
        mail_state=MailState.WAITING if settings.MAIL_WORKS else MailState.NONE,
    )
    _wake()


def _one_line(subject: str) -> str:
    """Names that people typed stand in it; a line break would be a header of its own."""
    return " ".join(subject.split())[:200]


def _wake() -> None:
    if settings.MAIL_WORKS:
        QUEUE.wake()


def absolute(url: str) -> str:
    """Where a path of the application is found from outside."""
    return settings.BASE_URL + url if url.startswith("/") else url


def besides(notice: Notice) -> str:
    """The body without the sentence of its subject, for where that stands above it."""
    return notice.body.removeprefix(notice.subject.rstrip(".")).lstrip(". \n")


def as_text(notice: Notice) -> str:
    """What a person copies or sends on: the words, and where they lead."""
    subject = notice.subject.rstrip(".")
    said = notice.body if notice.body.startswith(subject) else f"{subject}.\n\n{notice.body}"
    return f"{said}\n\n{absolute(notice.url)}" if notice.url else said


def deliver_waiting(limit: int = 200) -> int:
    """Send what waits, one row at a time under a lease; return how many were sent."""
    sent = 0
    for _ in range(limit):
        notice = QUEUE.claim()
        if notice is None:
            break
        sent += _send(notice)
    return sent


def _send(notice: Notice) -> bool:
    address = notice.user.email if notice.user else notice.email
    link = absolute(notice.url)
    text = render_to_string("emails/notice.txt", {"notice": notice, "link": link})
    try:
        EmailMessage(notice.subject, text, to=[address or ""]).send()
    except ValueError as error:  # no address or header at all: no later attempt would help
        QUEUE.put_back(notice, str(error), final=True)
        return False
    except OSError as error:  # smtplib's errors are OSErrors; anything else is a bug of ours
        QUEUE.put_back(notice, str(error), final=False)
        return False
    return QUEUE.release(notice, mail_state=MailState.SENT)


def sweep() -> int:
    return QUEUE.sweep()
