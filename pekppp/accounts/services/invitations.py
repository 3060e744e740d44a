"""Invitations: the only way in. The link is signed, expires, and is used once.

Where mail works the link goes to the address alone, so that opening it proves the address.
Elsewhere whoever invites hands it over, and it proves nothing. Who has an account is invited by its
username.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import may_appoint
from pekppp.accounts.models import Instansi, Invitation, Membership, PendingRole, UnitLokus, User
from pekppp.accounts.roles import Role, is_high
from pekppp.accounts.services import identity
from pekppp.accounts.services.addresses import own_address
from pekppp.accounts.services.pending import hold, require_own_hand, waits_for
from pekppp.accounts.services.people import check_place, give_role, require_may_appoint
from pekppp.base.errors import Refused

LIFETIME = timedelta(days=14)
# Links of the one kind are mailed and shown to nobody; those of the other are.
_MAILED = TimestampSigner(salt="pekppp.undangan.surat", sep=".")
_SHOWN = TimestampSigner(salt="pekppp.undangan", sep=".")


class InvitationClosed(Exception):
    """The link leads nowhere (any more); `message` says why, `known` whether it ever did."""

    def __init__(self, message: str, *, known: bool) -> None:
        super().__init__(message)
        self.message = message
        self.known = known


@transaction.atomic
def invite(
    *,
    by: User,
    role: Role,
    instansi: Instansi,
    unit: UnitLokus | None = None,
    email: str = "",
    nama: str = "",
    username: str = "",
) -> Invitation:
    """Invite a person to a role: an address, or with `username` an account.

    Says nothing about whether the address has an account.
    """
    role = Role(role)
    require_may_appoint(by, role, instansi)
    check_place(role, instansi, unit)
    account = _account(username)
    email = "" if account else email.strip().lower()
    _not_twice(email, account, role, instansi, unit)
    invitation = Invitation(
        email=email,
        by_mail=_goes_by_mail(email),
        account=account,
        nama=account.nama if account else nama.strip(),
        role=role,
        instansi=instansi,
        unit=unit,
        invited_by=by,
        expires_at=timezone.now() + LIFETIME,
    )
    if settings.MAIL_WORKS and not (account or email):
        raise Refused("Tulis surel orang ini, atau nama pengguna akunnya.", field="email")
    invitation.full_clean(validate_constraints=False)
    invitation.save()
    audit.write(by=by, action="undang", thing=invitation)
    _send(invitation)
    return invitation


@transaction.atomic
def invite_accounts(
    *, by: User, given: Iterable[tuple[User, Role, Instansi, UnitLokus | None]]
) -> list[Invitation]:
    """Invite many accounts, each to a role to which it has no open invitation, in a few
    statements; `require_may_appoint` and `check_place` were asked."""
    rows = [
        Invitation(
            account=account,
            nama=account.nama,
            role=role,
            instansi=instansi,
            unit=unit,
            invited_by=by,
            expires_at=timezone.now() + LIFETIME,
        )
        for account, role, instansi, unit in given
    ]
    made = Invitation.objects.bulk_create(rows, batch_size=1_000)
    audit.write_each(by=by, action="undang", things=made)
    notices.notify_each(
        (
            notices.Message(
                row.account,
                _subject(row),
                _body(row),
                invitation_path(row),
                row.instansi_id,
            )
            for row in made
            if row.account is not None
        ),
        kind="undangan",
    )
    return made


def _account(username: str) -> User | None:
    name = username.strip().lower()
    if not name:
        return None
    # By account and never by address: without mail nothing tells whose an address is.
    account = queries.find_user(name) if "@" not in name else None
    if account is None or not account.is_active:
        raise Refused("Tidak ada akun aktif dengan nama pengguna ini.", field="username")
    return account


def _not_twice(
    email: str, account: User | None, role: Role, instansi: Instansi, unit: UnitLokus | None
) -> None:
    if not (email or account):
        return
    waiting = Invitation.objects.filter(
        email=email,
        account=account,
        role=role,
        instansi=instansi,
        unit=unit,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    if waiting.exists():
        raise Refused(
            "Undangan untuk orang dan peran ini masih menunggu. Kirim ulang dari daftar undangan.",
            field="username" if account else "email",
        )


def _goes_by_mail(email: str) -> bool:
    return settings.MAIL_WORKS and bool(email)


@transaction.atomic
def resend_invitation(*, by: User, invitation: Invitation) -> Invitation:
    """Begin the fourteen days anew and send the link again."""
    locked = _locked(invitation)
    require_may_appoint(by, Role(locked.role), locked.instansi)
    _check_open(locked)
    check_place(Role(locked.role), locked.instansi, locked.unit)
    locked.expires_at = timezone.now() + LIFETIME
    locked.invited_by = by
    # Mail may work by now; links of the other kind end with it.
    locked.by_mail = _goes_by_mail(locked.email)
    locked.save(update_fields=["expires_at", "invited_by", "by_mail"])
    audit.write(by=by, action="kirim_ulang_undangan", thing=locked)
    _send(locked)
    return locked


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation) -> Invitation:
    locked = _locked(invitation)
    require_may_appoint(by, Role(locked.role), locked.instansi)
    _check_open(locked)
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    audit.write(by=by, action="cabut_undangan", thing=locked)
    return locked


def invitation_path(invitation: Invitation) -> str:
    """The path of the link, signed now; the row's own date ends it if that is sooner."""
    signer = _MAILED if invitation.by_mail else _SHOWN
    return reverse("accounts:invitation", args=[signer.sign(invitation.uuid.hex)])


def may_show_link(invitation: Invitation) -> bool:
    """Whether whoever invites hands the link over himself; asked of who may appoint."""
    return not (settings.MAIL_WORKS or invitation.by_mail or invitation.account_id)


def text_of(invitation: Invitation, link: str) -> str:
    """The invitation in words, to be handed over with its link; "" without one."""
    return f"{_body(invitation)}\n\n{link}" if link else ""


def find_invitation(token: str, *, user: User | None = None) -> Invitation:
    """The open invitation of a link, or `InvitationClosed`; `user` is who is logged in."""
    uuid, mailed = _read(token)
    return _checked(queries.invitation_by_uuid(uuid), mailed, user)


@transaction.atomic
def accept_invitation(*, by: User, token: str) -> Membership | PendingRole:
    """Take the role up with an account that is logged in.

    Who reads the mailbox and has no proved address yet owns it from now on.
    """
    uuid, mailed = _read(token)
    invitation = _checked(_locked_by_uuid(uuid), mailed, by)
    if mailed and by.email is None and queries.owner_of(invitation.email) is None:
        own_address(by, invitation.email)
    return _accept(invitation, by)


@transaction.atomic
def register_by_invitation(
    *,
    token: str,
    username: str,
    password: str,
    nama: str,
    nip: str = "",
    jabatan: str = "",
    zone: str = "Asia/Jakarta",
) -> Membership | PendingRole:
    """Make the account of a new person and take the role up."""
    uuid, mailed = _read(token)
    invitation = _checked(_locked_by_uuid(uuid), mailed, None)
    if invitation.account_id:
        raise InvitationClosed("Undangan ini untuk akun yang sudah ada; masuklah.", known=True)
    if mailed and queries.owner_of(invitation.email):
        raise Refused(
            "Akun baru tidak dapat dibuat untuk undangan ini. Bila Anda sudah pernah memakai "
            "PEKPPP, masuk dengan akun itu lalu buka lagi tautan ini."
        )
    user = new_user(
        username=username,
        email=invitation.email,
        password=password,
        nama=nama,
        nip=nip,
        jabatan=jabatan,
        zone=zone,
    )
    if mailed:
        own_address(user, invitation.email)
    return _accept(invitation, user)


def new_user(*, username: str, email: str, password: str | None, **fields: str) -> User:
    """Make a user after every check; without a password he cannot log in until he sets one.

    The address is a label until it is proved.
    """
    user = User(username=username.strip().lower(), email_claimed=email.strip().lower(), **fields)
    if "@" in user.username:
        # It would be taken for somebody's address.
        raise Refused("Nama pengguna tidak boleh memuat @.", field="username")
    if User.objects.filter(username=user.username).exists():
        raise Refused("Nama pengguna ini sudah dipakai; pilih yang lain.", field="username")
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
    user.set_password(password)
    user.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # somebody was faster by a moment
        raise Refused(
            "Nama pengguna ini baru saja dipakai; pilih yang lain.", field="username"
        ) from error
    return user


def _accept(invitation: Invitation, user: User) -> Membership | PendingRole:
    identity.begin(user=user, nama=invitation.nama)
    role, instansi = Role(invitation.role), invitation.instansi
    given: Membership | PendingRole
    if _waits(invitation, user):
        (given,) = hold(appointed_by=invitation.invited_by, given=[(user, role, instansi)])
    else:
        given = give_role(user=user, role=role, instansi=instansi, unit=invitation.unit)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.write(by=user, action="terima_undangan", thing=invitation, orang=user.username)
    waits = f" {waits_for(given)}" if isinstance(given, PendingRole) else ""
    notices.notify(
        [
            admin
            for admin in (invitation.invited_by, *queries.admins_of(instansi))
            if admin.pk != user.pk
        ],
        kind="undangan_diterima",
        subject=f"{user.nama} menerima undangan",
        body=f"{user.nama} ({user.username}), diundang oleh {invitation.invited_by}: {given}."
        f"{waits}",
        url=reverse("accounts:instansi", args=[instansi.uuid]),
        instansi=instansi,
    )
    return given


def _waits(invitation: Invitation, user: User) -> bool:
    """A high role needs a mailbox that was proved for it, or a second admin's word."""
    role = Role(invitation.role)
    if invitation.by_mail or not is_high(role, national=invitation.instansi.is_national):
        return False
    held = ((row.role, row.instansi_id) for row in queries.roles_held(user) if not row.sebagai)
    return (role, invitation.instansi_id) not in held


def _send(invitation: Invitation) -> None:
    """By mail, into the account that is invited, or not at all: then the link is handed over."""
    subject, body = _subject(invitation), _body(invitation)
    url = invitation_path(invitation)
    known = invitation.account
    if invitation.by_mail:
        known = queries.owner_of(invitation.email)
    if known is not None:
        notices.notify(
            [known],
            kind="undangan",
            subject=subject,
            body=body,
            url=url,
            instansi=invitation.instansi,
        )
    elif invitation.by_mail:
        notices.mail_stranger(
            invitation.email,
            kind="undangan",
            subject=subject,
            body=body,
            url=settings.BASE_URL + url,
            instansi=invitation.instansi,
        )


def _subject(invitation: Invitation) -> str:
    place = invitation.unit or invitation.instansi
    return f"Undangan PEKPPP: {invitation.get_role_display()} di {place}"


def _body(invitation: Invitation) -> str:
    return (
        f"{invitation.invited_by.nama} mengundang {invitation.nama} sebagai "
        f"{invitation.get_role_display()} di {invitation.unit or invitation.instansi}. "
        f"Undangan berlaku {LIFETIME.days} hari dan hanya dapat dipakai sekali."
    )


def _read(token: str) -> tuple[UUID, bool]:
    """The invitation's id, and whether this link was mailed."""
    for signer, mailed in ((_MAILED, True), (_SHOWN, False)):
        try:
            return UUID(hex=signer.unsign(token, max_age=LIFETIME)), mailed
        except SignatureExpired as error:
            raise InvitationClosed(
                "Tautan undangan ini sudah kedaluwarsa. Minta pengirimnya mengirim ulang.",
                known=True,
            ) from error
        except (BadSignature, ValueError):
            continue
    raise InvitationClosed(
        "Tautan undangan ini tidak sah. Salin tautannya sekali lagi secara utuh.", known=False
    )


def _checked(invitation: Invitation | None, mailed: bool, user: User | None) -> Invitation:
    if invitation is None:
        raise InvitationClosed("Undangan ini tidak ada lagi.", known=True)
    try:
        _check_open(invitation)
        if invitation.expires_at <= timezone.now():
            raise Refused("Undangan ini sudah kedaluwarsa. Minta pengirimnya mengirim ulang.")
        if mailed != invitation.by_mail:
            raise Refused("Tautan ini sudah diganti dengan yang baru; pakai tautan terakhir.")
        if invitation.account_id and user is not None and user.pk != invitation.account_id:
            raise Refused("Undangan ini untuk akun lain. Keluar, lalu masuk dengan akun itu.")
        role = Role(invitation.role)
        check_place(role, invitation.instansi, invitation.unit)
        # An admin who was dismissed does not come back by an invitation he once wrote.
        if not may_appoint(invitation.invited_by, role, invitation.instansi):
            raise Refused("Pengirim undangan ini tidak lagi berwenang. Minta undangan baru.")
        if user is not None and is_high(role, national=invitation.instansi.is_national):
            require_own_hand(user)
    except Refused as error:
        raise InvitationClosed(error.message, known=True) from error
    return invitation


def _check_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Refused("Undangan ini sudah dipakai.")
    if invitation.revoked_at is not None:
        raise Refused("Undangan ini sudah dicabut.")


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("instansi", "unit", "account")
        .get(pk=invitation.pk)
    )


def _locked_by_uuid(uuid: UUID) -> Invitation | None:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("instansi", "unit", "invited_by", "account")
        .filter(uuid=uuid)
        .first()
    )
