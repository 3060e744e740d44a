"""An address is proved, not typed: it belongs to whoever opened a link that was sent to it."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from pekppp.accounts import audit, notices
from pekppp.accounts.models import User
from pekppp.base.errors import Refused

_SALT = "pekppp.surel"
_DAYS = 3


@transaction.atomic
def claim_address(*, by: User, email: str) -> User:
    """Note an address as the person's, and send him the link that proves it.

    Until it is opened the address is a label, and the one proved before stays.
    """
    email = email.strip().lower()
    validate_email(email)
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.email == email:
        raise Refused("Surel ini sudah terbukti milik Anda.", field="email")
    user.email_claimed = email
    user.save(update_fields=["email_claimed"])
    audit.write(by=by, action="tulis_surel", thing=user, surel=email)
    if settings.MAIL_WORKS:
        notices.mail_stranger(
            email,
            kind="surel",
            subject="Buktikan surel Anda untuk PEKPPP",
            body=f"Akun {user.username} menulis alamat ini sebagai surelnya. Bila akun itu milik "
            f"Anda, buka tautan di bawah ini paling lambat {_DAYS} hari lagi. Bila bukan, abaikan "
            "surat ini.",
            url=settings.BASE_URL + reverse("accounts:prove_address", args=[_token(user)]),
            instansi=None,
        )
    return user


def address_of(*, by: User, token: str) -> str:
    """The address that the link proves to this person; Refused when it proves nothing any more."""
    try:
        pk, email = signing.loads(token, salt=_SALT, max_age=_DAYS * 86400)
    except signing.BadSignature as error:
        raise Refused(
            f"Tautan ini tidak sah atau sudah lewat {_DAYS} hari. Minta tautan baru di profil Anda."
        ) from error
    if pk != by.pk:
        # Opened by another account: neither may get what the other one asked for.
        raise PermissionDenied("the link was asked for by another account")
    if by.email_claimed != email:
        raise Refused("Tautan ini sudah diganti atau sudah dipakai. Periksa surel di profil Anda.")
    return email


@transaction.atomic
def prove_address(*, by: User, token: str) -> User:
    user = User.objects.select_for_update().get(pk=by.pk)
    own_address(user, address_of(by=user, token=token))
    return user


def own_address(user: User, email: str) -> None:
    """Give a proved address to an account, and tell the one that it had before. Asks nothing."""
    email, before = email.strip().lower(), user.email
    user.email, user.email_claimed = email, ""
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_claimed"])
    except IntegrityError as error:
        raise Refused("Surel ini sudah dipakai akun lain.", field="email") from error
    # What allauth noted of him before, or of somebody else under this address, leads to nobody.
    EmailAddress.objects.filter(Q(user=user) | Q(email=email)).delete()
    audit.write(by=user, action="buktikan_surel", thing=user, surel=email)
    if before and before != email:
        notices.mail_stranger(
            before,
            kind="surel",
            subject="Surel akun PEKPPP Anda diganti",
            body=f"Surel akun {user.username} kini alamat lain. Bila bukan Anda yang "
            "menggantinya, segera hubungi admin instansi Anda.",
            url="",
            instansi=None,
        )


def _token(user: User) -> str:
    return signing.dumps([user.pk, user.email_claimed], salt=_SALT)
