"""What imports of master data read: whom and what the importer reaches, a few queries a file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from pekppp.accounts.access import know_memberships_of, places_of
from pekppp.accounts.models import (
    ImporInduk,
    Instansi,
    Invitation,
    JenisUnit,
    Membership,
    PendingRole,
    UnitLokus,
    User,
    Wilayah,
)
from pekppp.accounts.queries import visible_instansi
from pekppp.accounts.roles import ADMINS, Permission, permitted

_BIG = ("berkas", "baris", "masalah", "catatan", "hasil")


def key(text: str) -> str:
    """How names are compared: in any case, whatever blanks they were typed with."""
    return " ".join(text.split()).casefold()


class Reach:
    """The instansi for which a user may do something, by what a clerk calls them."""

    def __init__(self, user: User, permission: Permission) -> None:
        places = places_of(user)
        self.rows = [
            row
            for row in visible_instansi(user).order_by("nama")
            if permission in permitted(places, row.access_scope)
        ]
        self._found: dict[str, dict[int, Instansi]] = {}
        for row in self.rows:
            for name in {key(row.nama), key(row.kode), key(row.singkatan)} - {""}:
                self._found.setdefault(name, {})[row.pk] = row

    @property
    def open(self) -> list[Instansi]:
        return [row for row in self.rows if row.closed_on is None]

    def find(self, text: str) -> tuple[Instansi | None, str]:
        """The instansi, or what is wrong with the words."""
        found = [*self._found.get(key(text), {}).values()]
        running = [row for row in found if row.closed_on is None]
        if len(running) == 1:
            return running[0], ""
        if not text:
            return None, "Instansi belum diisi."
        if running:
            return None, f"Ada beberapa instansi bernama «{text}». Tulis kodenya."
        if found:
            return None, f"{found[0]} sudah ditutup."
        return None, (
            f"«{text}» tidak ada di antara instansi yang Anda urus. Tulis nama atau kodenya, "
            "seperti pada templat."
        )


def units_at(places: Collection[int], *, lock: bool = False) -> QuerySet[UnitLokus]:
    """The units of these instansi, closed ones too; the caller reaches the instansi."""
    found = UnitLokus.objects.filter(instansi__in=places).select_related("jenis", "wilayah")
    return found.select_for_update(of=("self",)).order_by("pk") if lock else found.order_by("pk")


def kinds_by_word() -> dict[str, JenisUnit]:
    return {word: row for row in JenisUnit.objects.all() for word in (key(row.nama), row.kode)}


def all_regions() -> list[Wilayah]:
    return list(Wilayah.objects.all())


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts that a file may speak of, and what each holds and is promised."""

    by_username: dict[str, User]
    by_nip: dict[str, list[User]]
    promised: dict[int, list[PendingRole | Invitation]]


def accounts(usernames: Collection[str], numbers: Collection[str], *, lock: bool) -> Accounts:
    """Accounts by username and by NIP, their memberships known (see `access`)."""
    rows = User.objects.filter(Q(username__in=usernames) | Q(nip__in=numbers)).order_by("pk")
    users = list(rows.select_for_update(of=("self",)) if lock else rows)
    know_memberships_of(users)
    by_nip: dict[str, list[User]] = {}
    for user in users:
        if user.nip:
            by_nip.setdefault(user.nip, []).append(user)
    return Accounts({user.username: user for user in users}, by_nip, _promised(users))


def _promised(users: Iterable[User]) -> dict[int, list[PendingRole | Invitation]]:
    """As `queries.roles_promised`, of many at once."""
    found: dict[int, list[PendingRole | Invitation]] = {user.pk: [] for user in users}
    waiting = PendingRole.objects.filter(user__in=found, decided_at__isnull=True)
    for row in waiting.select_related("instansi"):
        found[row.user_id].append(row)
    by_address = {user.email: user.pk for user in users if user.email}
    invited = Invitation.objects.filter(
        Q(account__in=found) | Q(email__in=by_address),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    for invitation in invited.select_related("instansi"):
        whose = {invitation.account_id, by_address.get(invitation.email)}
        for pk in found.keys() & whose:
            found[pk].append(invitation)
    return found


def without_admin(reach: Reach) -> list[Instansi]:
    """Open instansi that have no admin, and for which none waits."""
    have = Membership.objects.filter(
        role__in=ADMINS, ended_at__isnull=True, user__is_active=True
    ).values_list("instansi", flat=True)
    wait = PendingRole.objects.filter(role__in=ADMINS, decided_at__isnull=True)
    known = {*have, *wait.values_list("instansi", flat=True)}
    return [row for row in reach.open if row.pk not in known]


# The rows of the imports themselves ---------------------------------------------------------------


def my_imports(user: User) -> QuerySet[ImporInduk]:
    return ImporInduk.objects.filter(oleh=user).defer(*_BIG).select_related("instansi")


def get_import(user: User, uuid: UUID, *, whole: bool = True) -> ImporInduk:
    """One of the user's own; what it says of its rows is read only when it is `whole`."""
    mine = ImporInduk.objects.filter(oleh=user, uuid=uuid).select_related("instansi")
    found = mine.defer("berkas").first() if whole else mine.defer(*_BIG).first()
    if found is None:
        raise Http404
    return found
