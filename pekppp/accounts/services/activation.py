"""Ways into an account without mail: who was let in by a workbook chooses a password by them."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from pekppp.accounts.models import Aktivasi, Instansi, User

LIFETIME = timedelta(days=14)


def issue_many(*, by: User, given: Iterable[tuple[User, Instansi]]) -> list[Aktivasi]:
    """One for each account, in place of an open one; the caller may act on these accounts."""
    people = list(given)
    now = timezone.now()
    Aktivasi.objects.filter(
        user__in=[user.pk for user, _ in people], used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)
    return Aktivasi.objects.bulk_create(
        (
            Aktivasi(user=user, instansi=office, issued_by=by, expires_at=now + LIFETIME)
            for user, office in people
        ),
        batch_size=1_000,
    )
