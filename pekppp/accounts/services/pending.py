"""High roles that wait: they grant nothing until somebody other than who gave them agrees.

Where the office has no second admin the level above may agree, or nobody refuses for some hours.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import may_appoint, may_confirm, require_may_sign, signing_hold
from pekppp.accounts.models import Instansi, Membership, PendingRole, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services.people import check_place, give_role
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu


@transaction.atomic
def hold(
    *, appointed_by: User, given: Iterable[tuple[User, Role, Instansi]], batch: UUID | None = None
) -> list[PendingRole]:
    """Let roles wait for one confirmation; the caller has asked whether they may be given.

    A batch holds as much as one person gave at once: one invitation, or a whole import.
    """
    batch = batch or uuid4()
    rows = []
    for user, role, instansi in given:
        alone = not queries.second_admins(instansi, role, besides=(appointed_by, user)).exists()
        hours = timedelta(hours=settings.PERAN_TUNGGU_JAM)
        row, _ = PendingRole.objects.get_or_create(
            user=user,
            role=role,
            instansi=instansi,
            decided_at=None,
            defaults={
                "batch": batch,
                "appointed_by": appointed_by,
                "effective_at": timezone.now() + hours if alone else None,
            },
        )
        audit.write(by=None, action="peran_menunggu_konfirmasi", thing=row, orang=user.username)
        rows.append(row)
    _tell_that_it_waits(rows)
    return rows


@transaction.atomic
def confirm(*, by: User, batch: UUID) -> list[Membership]:
    """Let every role of the batch take effect."""
    require_may_sign(by)
    rows = _locked(by, batch)
    for row in rows:
        require_own_hand(row.user)
        # An admin who was dismissed does not act on by what he once proposed.
        if not may_appoint(row.appointed_by, Role(row.role), row.instansi):
            raise Refused("Pengusul peran ini tidak lagi berwenang. Tolak, lalu undang kembali.")
        check_place(Role(row.role), row.instansi, None)
    return [_grant(row, by) for row in rows]


@transaction.atomic
def refuse(*, by: User, batch: UUID) -> list[PendingRole]:
    rows = _locked(by, batch, also_own=True)
    for row in rows:
        _refuse(row, by)
    return rows


def take_effect() -> int:
    """What stood in everybody's sight for its hours and was not refused; how many did."""
    due = PendingRole.objects.filter(decided_at__isnull=True, effective_at__lte=timezone.now())
    return sum(_take_effect(pk) for pk in due.values_list("pk", flat=True)[:200])


@transaction.atomic
def _take_effect(pk: int) -> bool:
    row = (
        PendingRole.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("user", "instansi", "appointed_by")
        .filter(pk=pk, decided_at__isnull=True)
        .first()
    )
    # While somebody else may be acting as this person it simply waits on.
    if row is None or signing_hold(row.user):
        return False
    if row.instansi.closed_on or not may_appoint(row.appointed_by, Role(row.role), row.instansi):
        _refuse(row, None)
        return False
    _grant(row, None)
    return True


def require_own_hand(user: User) -> None:
    """Raise Refused while whoever set the person's password may be acting as him."""
    found = signing_hold(user)
    if found is not None:
        raise Refused(
            f"Kata sandi akun {user.username} dibuat dengan akses dari {found.by}, jadi peran ini "
            f"baru dapat diberikan kepadanya mulai {waktu(found.until)}.",
            status=409,
        )


def _locked(by: User, batch: UUID, *, also_own: bool = False) -> list[PendingRole]:
    rows = list(queries.waiting_batch(batch).select_for_update(of=("self",)))
    if not rows:
        raise Refused("Peran ini sudah diputuskan.", status=409)
    for row in rows:
        if not (may_confirm(by, row) or (also_own and row.appointed_by_id == by.pk)):
            raise PermissionDenied(f"{by} may not decide about {row}")
    return rows


def _grant(row: PendingRole, by: User | None) -> Membership:
    membership = give_role(user=row.user, role=Role(row.role), instansi=row.instansi, unit=None)
    _decide(row, by, granted=True, action="konfirmasi_peran")
    who = f"dikonfirmasi {by}" if by else "berlaku karena tidak ditolak pada waktunya"
    _tell(row, by, "Peran berlaku", f"Peran {row.user} {who}: {row}.")
    return membership


def _refuse(row: PendingRole, by: User | None) -> None:
    _decide(row, by, granted=False, action="tolak_peran")
    who = f"ditolak {by}" if by else "gugur karena pengusulnya tidak lagi berwenang"
    _tell(row, by, "Peran ditolak", f"Peran {row.user} {who}: {row}.")


def _decide(row: PendingRole, by: User | None, *, granted: bool, action: str) -> None:
    row.decided_at, row.decided_by, row.granted = timezone.now(), by, granted
    row.save(update_fields=["decided_at", "decided_by", "granted"])
    audit.write(by=by, action=action, thing=row, orang=row.user.username)


def _tell_that_it_waits(rows: list[PendingRole]) -> None:
    """The people themselves, and once for each office whoever may confirm and its other admins."""
    for row in rows:
        notices.notify(
            [row.user],
            kind="peran",
            subject="Peran Anda menunggu konfirmasi",
            body=f"{row}, diberikan oleh {row.appointed_by}. {waits_for(row)}",
            url=reverse("accounts:profile"),
            instansi=row.instansi,
        )
    for first in {row.instansi_id: row for row in rows}.values():
        here = [row for row in rows if row.instansi_id == first.instansi_id]
        names = ", ".join(f"{row.user} ({row.get_role_display()})" for row in here[:10])
        more = f", dan {len(here) - 10} lainnya" if len(here) > 10 else ""
        above = queries.admins_above(first.instansi) if first.effective_at else []
        notices.notify(
            (
                user
                for user in (*queries.admins_of(first.instansi), *above)
                if user.pk not in (first.user_id, first.appointed_by_id)
            ),
            kind="konfirmasi",
            subject=f"Peran di {first.instansi} menunggu konfirmasi",
            body=f"{first.appointed_by} memberikan: {names}{more}. {waits_for(first)}",
            url=_page(first),
            instansi=first.instansi,
        )


def waits_for(row: PendingRole) -> str:
    """For whom or what a role waits, in one sentence."""
    if row.effective_at is None:
        return "Peran ini belum berlaku sampai dikonfirmasi admin kedua."
    return (
        "Tidak ada admin kedua di sana, jadi peran ini berlaku bila dikonfirmasi tingkat di atasnya"
        f", atau bila sampai {waktu(row.effective_at)} tidak ditolak."
    )


def _tell(row: PendingRole, by: User | None, subject: str, body: str) -> None:
    involved = (*queries.admins_of(row.instansi), row.appointed_by)
    others = [user for user in involved if user not in (by, row.user)]
    for people, url in ((others, _page(row)), ([row.user], reverse("accounts:profile"))):
        notices.notify(
            people,
            kind="peran",
            subject=f"{subject}: {row.user}",
            body=body,
            url=url,
            instansi=row.instansi,
        )


def _page(row: PendingRole) -> str:
    return reverse("accounts:instansi", args=[row.instansi.uuid]) + "#menunggu"
