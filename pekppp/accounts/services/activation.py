"""A way into an account without mail: a link and a code, handed over as text or as a slip.

Whoever may administer an account issues it, for a first login or for a forgotten password. The
person chooses his own password with it, once. Since somebody else held the secret, the account
signs nothing for a while after (`access.signing_hold`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from pekppp.accounts import audit, directory, notices, queries
from pekppp.accounts.models import Aktivasi, Instansi, Membership, User
from pekppp.accounts.services import accounts, logins
from pekppp.base import phones
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu

LIFETIME = timedelta(days=14)
# Copied from paper: nothing that looks like something else. 31 letters, 12 of them: 59 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 12
# Of an account's slips so many are compared with a code: enough to say that it was replaced.
COMPARED = 5
WRONG = "Nama pengguna atau kode tidak cocok. Periksa keduanya pada slip, lalu coba lagi."
_SIGNER = TimestampSigner(salt="pekppp.aktivasi", sep=".")
_NOBODY = UUID(int=0)


class ActivationClosed(Exception):
    """The link or code leads nowhere (any more); `known` says whether it ever did."""

    def __init__(self, message: str, *, known: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.known = known


@dataclass(frozen=True, slots=True)
class Secret:
    """What is handed over to one person: `url` and `code` open his account."""

    uuid: UUID
    user: User
    instansi: Instansi
    unit: str
    role: str
    url: str
    code: str
    until: datetime

    @property
    def text(self) -> str:
        return (
            f"{self.user.nama}, ini akses masuk Anda ke PEKPPP.\n"
            f"Nama pengguna: {self.user.username}\n"
            f"Buka tautan ini dan buat kata sandi Anda sendiri: {self.url}\n"
            f"Sekali pakai, berlaku sampai {waktu(self.until)}. Jangan diteruskan kepada siapa pun."
        )

    @property
    def whatsapp(self) -> str:
        """A link to a message with this text; to nobody where no number is known."""
        number = phones.whatsapp(self.user.telepon)
        return f"https://wa.me/{number}?text={quote(self.text, safe='')}"


# Issued ------------------------------------------------------------------------------------------


@transaction.atomic
def issue(*, by: User, membership: Membership) -> Aktivasi:
    """A way in for the person of a membership; an open one ends."""
    (made,) = issue_many(by=by, given=[(membership.user, membership.instansi)])
    return made


@transaction.atomic
def issue_many(*, by: User, given: Iterable[tuple[User, Instansi]]) -> list[Aktivasi]:
    """A way in for each person, with the office through which he is administered; open ones end.

    All or none: PermissionDenied for an account that is not `by`'s to administer, Refused for one
    that is closed or can ask for a link by mail.
    """
    places = {user.pk: instansi for user, instansi in given}
    locked = User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=places)
    people = {user.pk: user for user in locked.order_by("pk")}
    if by.pk in people:
        raise Refused("Ini akun Anda sendiri; mintalah admin lain.")
    able = directory.administrable(by, list(people.values()))
    if able != set(people):
        raise PermissionDenied(f"{by} may not act on all of these accounts")
    for user in people.values():
        if not user.is_active:
            raise Refused(f"Akun {user} dinonaktifkan; aktifkan lebih dahulu.")
        if not accounts.needs_access(user):
            raise Refused(f"{user} dapat meminta tautan sendiri lewat surel di halaman masuk.")
    now = timezone.now()
    _open().filter(user__in=people).update(revoked_at=now)
    made = Aktivasi.objects.bulk_create(
        [
            Aktivasi(user=user, instansi=places[user.pk], issued_by=by, expires_at=now + LIFETIME)
            for user in people.values()
        ],
        batch_size=2000,
    )
    audit.write_each(by=by, action="beri_akses", things=people.values(), places=places)
    notices.notify(
        # Who has never been here reads it in no inbox.
        [user for user in people.values() if user.last_login],
        kind="akun",
        subject="Akses masuk baru dibuat untuk akun Anda",
        body=f"{by} membuat akses masuk untuk akun Anda, yang dipakai untuk membuat kata sandi "
        "baru. Bila Anda tidak memintanya, segera hubungi admin lain di instansi Anda.",
    )
    return made


@transaction.atomic
def revoke(*, by: User, membership: Membership) -> int:
    """End the person's open way in; gives how many there were."""
    user = accounts.locked(by, membership)
    ended = _open().filter(user=user).update(revoked_at=timezone.now())
    if not ended:
        raise Refused("Tidak ada akses masuk yang berlaku untuk orang ini.")
    audit.write(by=by, action="cabut_akses", thing=user, instansi=membership.instansi)
    return ended


@transaction.atomic
def show(*, by: User, rows: Collection[Aktivasi], how: str) -> list[Secret]:
    """The secrets of open rows, for whoever may administer their people; `how` is audited."""
    if not rows:
        return []
    people = [row.user for row in rows]
    if by.pk in {user.pk for user in people} or directory.administrable(by, people) != {
        user.pk for user in people
    }:
        raise PermissionDenied(f"{by} may not see all of these ways in")
    first = next(iter(rows))
    audit.write(
        by=by,
        action="lihat_akses",
        thing=by if len(rows) > 1 else first.user,
        instansi=first.instansi if len({row.instansi_id for row in rows}) == 1 else None,
        jumlah=len(rows),
        cara=how,
        orang=first.user.username if len(rows) == 1 else "",
    )
    places = directory.places_of(people)
    found = []
    for row in rows:
        place = places[row.user_id]
        found.append(
            Secret(
                uuid=row.uuid,
                user=row.user,
                instansi=row.instansi,
                unit=str(place.unit) if place and place.unit else "",
                role=place.get_role_display() if place else "",
                url=settings.BASE_URL + path_of(row),
                code=code_of(row),
                until=row.expires_at,
            )
        )
    return found


def path_of(aktivasi: Aktivasi) -> str:
    """The path of the link, signed now; the row's own date ends it if that is sooner."""
    return reverse("accounts:activation", args=[_SIGNER.sign(aktivasi.uuid.hex)])


def code_of(aktivasi: Aktivasi) -> str:
    """Twelve letters and digits in three groups, as printed."""
    code = _code(aktivasi.uuid)
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


# Used --------------------------------------------------------------------------------------------


def find(token: str) -> Aktivasi:
    """The open row of a link, or ActivationClosed. Looking uses nothing up."""
    return _checked(_rows().filter(uuid=_read(token)).first())


def find_by_code(*, username: str, code: str, attempt: logins.Try) -> Aktivasi:
    """The open row of a typed code, counted as a try to log in: a code is not guessed either.

    Refused where it is wrong or not looked at now; ActivationClosed where it is over. In no
    transaction of its own, since a refusal must not take the count back.
    """
    logins.begin(attempt)
    user = queries.user_logging_in(username)
    rows = list(_rows().filter(user=user).order_by("-issued_at", "-pk")[:COMPARED]) if user else []
    typed = "".join(sign for sign in code.lower() if sign in LETTERS)
    found = None
    for number in range(COMPARED):  # as long for nobody as for somebody
        row = rows[number] if number < len(rows) else None
        same = constant_time_compare(typed, _code(row.uuid if row else _NOBODY))
        if row is not None and same:
            found = row
    if found is None:
        logins.failed(attempt)
        raise Refused(WRONG)
    logins.password_was_right(attempt)
    return _checked(found)


@transaction.atomic
def activate(*, token: str, password: str) -> User:
    """Set the person's own password, and use the link up. His other sessions end.

    ActivationClosed, or ValidationError beside `password`.
    """
    uuid = _read(token)
    known = _rows().filter(uuid=uuid).first()
    if known is None:
        raise ActivationClosed("Akses ini tidak ada lagi.")
    user = User.objects.select_for_update(of=("self",)).get(pk=known.user_id)
    aktivasi = _checked(_rows().select_for_update(of=("self",)).filter(uuid=uuid).first())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    first, now = user.last_login is None, timezone.now()
    user.set_password(password)
    user.password_set_by, user.password_set_at = aktivasi.issued_by, now
    user.save(update_fields=["password", "password_set_by", "password_set_at"])
    aktivasi.used_at = now
    aktivasi.save(update_fields=["used_at"])
    accounts.end_sessions(user)
    logins.forgive(logins.account_of(user))
    audit.write(by=user, action="pakai_akses", thing=user, instansi=aktivasi.instansi)
    _tell(aktivasi, user, first=first)
    return user


def _tell(aktivasi: Aktivasi, user: User, *, first: bool) -> None:
    did = "mengaktifkan akunnya" if first else "membuat kata sandi baru"
    concerned = {aktivasi.issued_by, *queries.admins_of(aktivasi.instansi)} - {user}
    notices.notify(
        sorted(concerned, key=lambda person: person.pk),
        kind="akun_aktif",
        subject=f"{user.nama} {did}",
        body=f"{user.nama} ({user.username}) {did} dengan akses dari {aktivasi.issued_by}. "
        "Bila itu bukan orangnya, nonaktifkan akunnya.",
        url=reverse("accounts:instansi", args=[aktivasi.instansi.uuid]) + "#orang",
        instansi=aktivasi.instansi,
    )


def _rows() -> "directory.Rows":
    return Aktivasi.objects.select_related("user", "instansi", "issued_by")


def _open() -> "directory.Rows":
    return Aktivasi.objects.filter(used_at__isnull=True, revoked_at__isnull=True)


def _code(uuid: UUID) -> str:
    number = int.from_bytes(salted_hmac("pekppp.aktivasi.kode", uuid.hex).digest())
    signs = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        signs.append(LETTERS[place])
    return "".join(signs)


def _read(token: str) -> UUID:
    try:
        return UUID(hex=_SIGNER.unsign(token, max_age=LIFETIME))
    except SignatureExpired as error:
        raise ActivationClosed(
            "Akses masuk ini sudah lewat masa berlakunya. Minta yang baru dari admin instansi Anda."
        ) from error
    except (BadSignature, ValueError) as error:
        raise ActivationClosed(
            "Tautan ini tidak sah. Salin sekali lagi secara utuh, atau tulis kode pada slip.",
            known=False,
        ) from error


def _checked(aktivasi: Aktivasi | None) -> Aktivasi:
    if aktivasi is None:
        raise ActivationClosed("Akses ini tidak ada lagi.")
    if aktivasi.used_at is not None:
        raise ActivationClosed(
            "Akses ini sudah dipakai; masuklah dengan kata sandi Anda. Bukan Anda yang memakainya? "
            "Segera hubungi admin instansi Anda."
        )
    if aktivasi.revoked_at is not None:
        raise ActivationClosed(
            "Akses ini sudah dicabut atau diganti. Pakai slip atau tautan yang terakhir, atau "
            "minta yang baru dari admin instansi Anda."
        )
    if aktivasi.expires_at <= timezone.now():
        raise ActivationClosed(
            "Akses masuk ini sudah lewat masa berlakunya. Minta yang baru dari admin instansi Anda."
        )
    user = aktivasi.user
    # An admin who was dismissed comes in by no slip that he kept, and none opens an account that
    # has been promised more since.
    if not user.is_active or not directory.administrable(aktivasi.issued_by, [user]):
        raise ActivationClosed(
            "Akses ini tidak berlaku lagi karena akun atau pemberinya berubah. Minta yang baru "
            "dari admin instansi Anda."
        )
    return aktivasi
