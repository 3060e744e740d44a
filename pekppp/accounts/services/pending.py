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
from pekppp.accounts.access import (
    know_memberships_of,
    may_appoint,
    may_confirm,
    require_may_sign,
    signing_hold,
)
from pekppp.accounts.models import Instansi, Membership, PendingRole, User
from pekppp.accounts.queries import Admins
from pekppp.accounts.roles import Role
from pekppp.accounts.services.people import check_place, give_roles
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu


@transaction.atomic
def hold(
    *, appointed_by: User, given: Iterable[tuple[User, Role, Instansi]], batch: UUID | None = None
) -> list[PendingRole]:
    """Let roles wait for one confirmation; the caller has asked whether they may be given.

    A batch holds as much as one person gave at once: one invitation, or a whole import. One of
    several offices waits for somebody who may confirm it all, and for the clock where there is
    nobody. What waits already stays in the batch in which it was given.
    """
    batch = batch or uuid4()
    wanted = {(user.pk, str(role), office.pk): (user, role, office) for user, role, office in given}
    admins = queries.admins_at([office for _, _, office in wanted.values()])
    several = len({office.pk for _, _, office in wanted.values()}) > 1
    fellows = _who_may_confirm(appointed_by, list(wanted.values()), admins) if several else []
    alone_until = timezone.now() + timedelta(hours=settings.PERAN_TUNGGU_JAM)
    PendingRole.objects.bulk_create(
        (
            PendingRole(
                batch=batch,
                user=user,
                role=role,
                instansi=office,
                appointed_by=appointed_by,
                effective_at=None
                if (
                    fellows
                    if several
                    else admins.who_gives(role, office, besides=(appointed_by, user))
                )
                else alone_until,
            )
            for user, role, office in wanted.values()
        ),
        batch_size=1_000,
        ignore_conflicts=True,  # of what waits already
    )
    found = queries.waiting_roles_among({user.pk for user, _, _ in wanted.values()})
    rows = [row for row in found if (row.user_id, row.role, row.instansi_id) in wanted]
    audit.write_told(
        by=None,
        action="peran_menunggu_konfirmasi",
        told=((row, None, {"orang": row.user.username}) for row in rows),
    )
    _tell_that_it_waits(rows, admins, fellows)
    return rows


def _who_may_confirm(
    by: User, given: list[tuple[User, Role, Instansi]], admins: Admins
) -> list[User]:
    """Others who could have given all of it themselves, and to none of whom it is given."""
    concerned = {by.pk, *(user.pk for user, _, _ in given)}
    others = {row.user_id: row.user for row in admins.held if row.user_id not in concerned}
    know_memberships_of(others.values())
    places = {(role, office.pk): (role, office) for _, role, office in given}
    return [
        user
        for user in others.values()
        if all(may_appoint(user, role, office) for role, office in places.values())
    ]


@transaction.atomic
def confirm(*, by: User, batch: UUID) -> list[Membership]:
    """Let every role of the batch take effect."""
    require_may_sign(by)
    rows = _locked(by, batch)
    appointers = {row.appointed_by_id: row.appointed_by for row in rows}
    for row in rows:
        require_own_hand(row.user)
        # An admin who was dismissed does not act on by what he once proposed.
        if not may_appoint(appointers[row.appointed_by_id], Role(row.role), row.instansi):
            raise Refused("Pengusul peran ini tidak lagi berwenang. Tolak, lalu undang kembali.")
        check_place(Role(row.role), row.instansi, None)
    return _grant(rows, by)


@transaction.atomic
def refuse(*, by: User, batch: UUID) -> list[PendingRole]:
    rows = _locked(by, batch, also_own=True)
    _refuse(rows, by)
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
        _refuse([row], None)
        return False
    _grant([row], None)
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


def _grant(rows: list[PendingRole], by: User | None) -> list[Membership]:
    held = queries.held_among({row.user_id for row in rows})
    known = {
        (row.user_id, row.role, row.instansi_id): row
        for row in held
        if row.unit_id is None and not row.sebagai
    }
    places = [(row.user_id, row.role, row.instansi_id) for row in rows]
    made = give_roles(
        by=by,
        given=[
            (row.user, Role(row.role), row.instansi, None)
            for row, place in zip(rows, places, strict=True)
            if place not in known
        ],
    )
    known |= {(row.user_id, row.role, row.instansi_id): row for row in made}
    _decide(rows, by, granted=True, action="konfirmasi_peran")
    who = f"dikonfirmasi {by}" if by else "berlaku karena tidak ditolak pada waktunya"
    _tell(rows, by, "Peran berlaku", who)
    return [known[place] for place in places]


def _refuse(rows: list[PendingRole], by: User | None) -> None:
    _decide(rows, by, granted=False, action="tolak_peran")
    who = f"ditolak {by}" if by else "gugur karena pengusulnya tidak lagi berwenang"
    _tell(rows, by, "Peran ditolak", who)


def _decide(rows: list[PendingRole], by: User | None, *, granted: bool, action: str) -> None:
    for row in rows:
        row.decided_at, row.decided_by, row.granted = timezone.now(), by, granted
    PendingRole.objects.bulk_update(rows, ["decided_at", "decided_by", "granted"], batch_size=500)
    audit.write_told(
        by=by, action=action, told=((row, None, {"orang": row.user.username}) for row in rows)
    )


def _tell_that_it_waits(rows: list[PendingRole], admins: Admins, fellows: list[User]) -> None:
    """The people themselves, and each of whoever may confirm and the offices' other admins once."""
    notices.notify_each(
        (
            notices.Message(
                row.user,
                "Peran Anda menunggu konfirmasi",
                f"{row}, diberikan oleh {row.appointed_by}. {waits_for(row)}",
                reverse("accounts:profile"),
                row.instansi_id,
            )
            for row in rows
        ),
        kind="peran",
    )
    told: dict[int, tuple[User, list[PendingRole]]] = {}
    for row in rows:
        above = admins.above(row.instansi) if row.effective_at else []
        people = (*admins.of(row.instansi_id), *above, *fellows)
        for user in {user.pk: user for user in people}.values():
            if user.pk not in (row.user_id, row.appointed_by_id):
                told.setdefault(user.pk, (user, []))[1].append(row)
    notices.notify_each(
        (_of_what_waits(user, here, len(rows)) for user, here in told.values()), kind="konfirmasi"
    )


def _of_what_waits(user: User, rows: list[PendingRole], everything: int) -> notices.Message:
    first = rows[0]
    names = _few([f"{row.user} ({row.get_role_display()})" for row in rows])
    offices = {row.instansi_id for row in rows}
    place = str(first.instansi) if len(offices) == 1 else f"{len(offices)} instansi"
    together = len(offices) > 1 and len(rows) == everything
    return notices.Message(
        user,
        f"Peran di {place} menunggu konfirmasi",
        f"{first.appointed_by} memberikan: {names}. {waits_for(first)}",
        reverse("accounts:waiting_roles", args=[first.batch]) if together else _page(first),
        first.instansi_id,
    )


def waits_for(row: PendingRole) -> str:
    """For whom or what a role waits, in one sentence."""
    if row.effective_at is None:
        return "Peran ini belum berlaku sampai dikonfirmasi admin kedua."
    return (
        "Tidak ada admin kedua di sana, jadi peran ini berlaku bila dikonfirmasi tingkat di atasnya"
        f", atau bila sampai {waktu(row.effective_at)} tidak ditolak."
    )


def _tell(rows: list[PendingRole], by: User | None, subject: str, who: str) -> None:
    """The people themselves, and each of their offices' admins and of who gave the roles once."""
    admins = queries.admins_at([row.instansi for row in rows])
    told: dict[int, tuple[User, list[PendingRole]]] = {}
    for row in rows:
        involved = {u.pk: u for u in (*admins.of(row.instansi_id), row.appointed_by)}
        for user in involved.values():
            if user not in (by, row.user):
                told.setdefault(user.pk, (user, []))[1].append(row)
    notices.notify_each(
        (
            notices.Message(
                user,
                f"{subject}: {_few([str(row.user) for row in here])}",
                f"Peran {_few([f'{row.user} ({row})' for row in here])} {who}.",
                _page(here[0]),
                here[0].instansi_id,
            )
            for user, here in told.values()
        ),
        kind="peran",
    )
    notices.notify_each(
        (
            notices.Message(
                row.user,
                f"{subject}: {row.user}",
                f"Peran {row.user} {who}: {row}.",
                reverse("accounts:profile"),
                row.instansi_id,
            )
            for row in rows
        ),
        kind="peran",
    )


def _few(words: list[str]) -> str:
    """The first ten, and how many more there are."""
    more = f", dan {len(words) - 10} lainnya" if len(words) > 10 else ""
    return ", ".join(words[:10]) + more


def _page(row: PendingRole) -> str:
    return reverse("accounts:instansi", args=[row.instansi.uuid]) + "#menunggu"
