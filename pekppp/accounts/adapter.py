"""The door of allauth: nobody signs up by himself, demonstration accounts only where they may."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pekppp.accounts import notices, queries
from pekppp.accounts.models import User
from pekppp.accounts.services import logins
from pekppp.base.addresses import client_address
from pekppp.base.certain import certain
from pekppp.base.errors import Refused


def _account(credentials: dict[str, Any]) -> str:
    return logins.account_typed(credentials.get("username") or credentials.get("email") or "")


class ClosedAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> Any:
        raise ValidationError("Pendaftaran hanya melalui undangan.")

    def get_client_ip(self, request: HttpRequest) -> str:
        """For the limits of logging in and the list of sessions: never a proxy's, or a whole
        country would share one limit."""
        return client_address(request) or super().get_client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """In place of allauth's limit, by which a stranger's failures lock the owner out."""
        self._try = logins.try_of(request, _account(credentials))
        try:
            logins.begin(self._try)
        except Refused as refused:
            raise ValidationError(refused.message) from refused

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        logins.failed(self._try)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response = super().post_login(request, user, **more)
        logins.logged_in(request, response, user)
        return response

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """By username, or by the proved address: allauth's own rows of addresses prove nothing."""
        typed = credentials.get("username") or credentials.get("email") or ""
        known = queries.user_logging_in(typed)
        user = super().authenticate(
            request,
            username=known.username if known else typed,
            password=credentials.get("password"),
        )
        if user is not None and user != known:
            self.authentication_failed(request, **credentials)
            return None
        if user is not None:
            logins.password_was_right(self._try)
        if user is not None and user.is_demo and not settings.DEMO:
            raise ValidationError("Akun peragaan tidak dapat dipakai di sini.")
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("beranda")

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Queue the link for the worker.

        Sent from here, a slow or broken mail server would tell a stranger that the address is
        known: an unknown one is answered at once.
        """
        if (user.email or "").lower() != email.strip().lower():
            return  # found by one of allauth's rows, which may be older than what he proved
        if not settings.MAIL_WORKS or logins.reset_mails(user) >= settings.RESET_MAILS:
            return  # whoever asks, the owner has links enough, and the page says the same
        link = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": context["uid"], "key": context["key"]},
        )
        notices.mail_stranger(
            certain(user.email, "it is the address that was asked for"),
            kind=logins.RESET_KIND,
            subject="Atur ulang kata sandi PEKPPP",
            body="Ada permintaan untuk mengatur ulang kata sandi akun Anda "
            f"({user.username}). Tautan di bawah ini berlaku tiga hari dan hanya dapat dipakai "
            "sekali. Abaikan surat ini bila Anda tidak memintanya.",
            url=settings.BASE_URL + link,
            instansi=None,
        )
