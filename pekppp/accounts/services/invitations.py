"""Invitations: the only way in. The link is signed, expires, and is used once."""

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
from pekppp.accounts.models import Instansi, Invitation, Membership, UnitLokus, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import identity
from pekppp.accounts.services.people import check_place, give_role, require_may_appoint
from pekppp.errors import Refused

LIFETIME = timedelta(days=14)
_signer = TimestampSigner(salt="pekppp.undangan", sep=".")


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
    email: str,
    nama: str,
    role: Role,
    instansi: Instansi,
    unit: UnitLokus | None = None,
) -> Invitation:
    """Invite a person to a role. Says nothing about whether the address has an account."""
    role = Role(role)
    require_may_appoint(by, role, instansi)
    check_place(role, instansi, unit)
    email = email.strip().lower()
    waiting = Invitation.objects.filter(
        email=email,
        role=role,
        instansi=instansi,
        unit=unit,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    if waiting.exists():
        raise Refused(
            "Undangan untuk alamat dan peran ini masih menunggu. Kirim ulang dari daftar undangan.",
            field="email",
        )
    invitation = Invitation(
        email=email,
        nama=nama.strip(),
        role=role,
        instansi=instansi,
        unit=unit,
        invited_by=by,
        expires_at=timezone.now() + LIFETIME,
    )
    invitation.full_clean(validate_constraints=False)
    invitation.save()
    audit.write(by=by, action="undang", thing=invitation, surel=email)
    _send(invitation)
    return invitation


@transaction.atomic
def resend_invitation(*, by: User, invitation: Invitation) -> Invitation:
    """Begin the fourteen days anew and send the link again."""
    locked = _locked(invitation)
    require_may_appoint(by, Role(locked.role), locked.instansi)
    _check_open(locked)
    check_place(Role(locked.role), locked.instansi, locked.unit)
    locked.expires_at = timezone.now() + LIFETIME
    locked.invited_by = by
    locked.save(update_fields=["expires_at", "invited_by"])
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
    return reverse("accounts:invitation", args=[_signer.sign(invitation.uuid.hex)])


def find_invitation(token: str) -> Invitation:
    """The open invitation of a link, or `InvitationClosed`."""
    return _checked(queries.invitation_by_uuid(_read(token)))


@transaction.atomic
def accept_invitation(*, by: User, token: str) -> Membership:
    """Take the role up with an account that is logged in."""
    invitation = _checked(_locked_by_uuid(_read(token)))
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
) -> Membership:
    """Make the account of a new person and take the role up."""
    invitation = _checked(_locked_by_uuid(_read(token)))
    try:
        user = new_user(
            username=username,
            email=invitation.email,
            password=password,
            nama=nama,
            nip=nip,
            jabatan=jabatan,
            zone=zone,
        )
    except Refused as error:
        if error.field != "email":
            raise
        raise Refused(
            "Akun baru tidak dapat dibuat untuk undangan ini. Bila Anda sudah pernah memakai "
            "PEKPPP, masuk dengan akun itu lalu buka lagi tautan ini."
        ) from error
    return _accept(invitation, user)


def new_user(*, username: str, email: str, password: str | None, **fields: str) -> User:
    """Make a user after every check; without a password he cannot log in until he sets one."""
    user = User(username=username.strip().lower(), email=email.strip().lower() or None, **fields)
    if "@" in user.username and user.username != user.email:
        # It would be taken for somebody's address at login.
        raise Refused("Nama pengguna yang memuat @ harus sama dengan surel Anda.", field="username")
    if User.objects.filter(username=user.username).exists():
        raise Refused("Nama pengguna ini sudah dipakai; pilih yang lain.", field="username")
    if user.email and User.objects.filter(email=user.email).exists():
        raise Refused("Surel ini sudah dipakai akun lain.", field="email")
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


def _accept(invitation: Invitation, user: User) -> Membership:
    identity.begin(user=user, nama=invitation.nama)
    membership = give_role(
        user=user,
        role=Role(invitation.role),
        instansi=invitation.instansi,
        unit=invitation.unit,
    )
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.write(by=user, action="terima_undangan", thing=invitation, orang=user.username)
    notices.notify(
        [invitation.invited_by],
        kind="undangan_diterima",
        subject=f"{user.nama} menerima undangan",
        body=f"{user.nama} kini: {membership}.",
        url=reverse("accounts:instansi", args=[invitation.instansi.uuid]),
        instansi=invitation.instansi,
    )
    return membership


def _send(invitation: Invitation) -> None:
    place = invitation.unit or invitation.instansi
    subject = f"Undangan PEKPPP: {invitation.get_role_display()} di {place}"
    body = (
        f"{invitation.invited_by.nama} mengundang {invitation.nama} sebagai "
        f"{invitation.get_role_display()} di {place}. "
        f"Undangan berlaku {LIFETIME.days} hari dan hanya dapat dipakai sekali."
    )
    url = invitation_path(invitation)
    known = queries.find_user(invitation.email)
    if known is not None and known.email == invitation.email:
        # He also finds it in the application, where no mail server is configured.
        notices.notify(
            [known],
            kind="undangan",
            subject=subject,
            body=body,
            url=url,
            instansi=invitation.instansi,
        )
        return
    notices.mail_stranger(
        invitation.email,
        kind="undangan",
        subject=subject,
        body=body,
        url=settings.BASE_URL + url,
        instansi=invitation.instansi,
    )


def _read(token: str) -> UUID:
    try:
        return UUID(hex=_signer.unsign(token, max_age=LIFETIME))
    except SignatureExpired as error:
        raise InvitationClosed(
            "Tautan undangan ini sudah kedaluwarsa. Minta pengirimnya mengirim ulang.", known=True
        ) from error
    except (BadSignature, ValueError) as error:
        raise InvitationClosed(
            "Tautan undangan ini tidak sah. Salin tautannya sekali lagi secara utuh.", known=False
        ) from error


def _checked(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationClosed("Undangan ini tidak ada lagi.", known=True)
    try:
        _check_open(invitation)
        if invitation.expires_at <= timezone.now():
            raise Refused("Undangan ini sudah kedaluwarsa. Minta pengirimnya mengirim ulang.")
        role = Role(invitation.role)
        check_place(role, invitation.instansi, invitation.unit)
        # An admin who was dismissed does not come back by an invitation he once wrote.
        if not may_appoint(invitation.invited_by, role, invitation.instansi):
            raise Refused("Pengirim undangan ini tidak lagi berwenang. Minta undangan baru.")
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
        .select_related("instansi", "unit")
        .get(pk=invitation.pk)
    )


def _locked_by_uuid(uuid: UUID) -> Invitation | None:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("instansi", "unit", "invited_by")
        .filter(uuid=uuid)
        .first()
    )
