"""Whom an office appointed to sign: now, before and from a later day on."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.queries import get_instansi, members_of_instansi
from pekppp.accounts.roles import UNIT_ROLES, Permission, Role
from reports.models import Penandatangan

OFFICE_ROLES = tuple(role for role in Role if role not in UNIT_ROLES)


def today_at(instansi: Instansi) -> date:
    return timezone.localdate(timezone=ZoneInfo(instansi.zone))


def appointed(instansi: Instansi, jenis: str) -> list[Penandatangan]:
    """Who signs this kind of document for the office today, in order."""
    on = today_at(instansi)
    rows = Penandatangan.objects.filter(
        Q(sampai__isnull=True) | Q(sampai__gte=on),
        instansi=instansi,
        dokumen__contains=[jenis],
        mulai__lte=on,
    )
    return list(rows.select_related("orang"))


def appointments_of(instansi: Instansi) -> QuerySet[Penandatangan]:
    """All of them; the caller has loaded and authorised the instansi."""
    return Penandatangan.objects.filter(instansi=instansi).select_related("orang", "diangkat_oleh")


def get_appointment(user: User, uuid: UUID) -> Penandatangan:
    row = Penandatangan.objects.select_related("orang").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    row.instansi = get_instansi(
        user, Instansi.objects.only("uuid").get(pk=row.instansi_id).uuid, Permission.MANAGE_INSTANSI
    )
    return row


def may_be_appointed(instansi: Instansi) -> QuerySet[User]:
    """Accounts with a role in the office itself, not in one of its units."""
    return members_of_instansi(instansi, *OFFICE_ROLES).order_by("nama", "pk")


def belonging(instansi: Instansi, people: Iterable[int]) -> set[int]:
    """Which of these people (ids) still have a role in the office."""
    rows = Membership.objects.filter(
        instansi=instansi,
        user__in=set(people),
        user__is_active=True,
        unit__isnull=True,
        ended_at__isnull=True,
    )
    return set(rows.values_list("user", flat=True))
