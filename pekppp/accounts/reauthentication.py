"""Who is at the keyboard, asked once more inside a form: password, and the code where it is in use.

allauth's own page asks for either of them and lets the next five minutes pass. A signature wants
both, each time, and on the page that says what is signed.
"""

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

_TOO_OFTEN = "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."


class Proof:
    """The fields to show, and what was wrong with what was typed into them."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.with_code = is_mfa_enabled(self.user)

    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {
            "kata_sandi": forms.CharField(
                label="Kata sandi Anda",
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
                error_messages={"required": "Tulis kata sandi Anda."},
            )
        }
        if self.with_code:
            found["kode_sekali"] = forms.CharField(
                label="Kode dari aplikasi autentikator",
                widget=forms.TextInput(
                    attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
                ),
                error_messages={"required": "Tulis kode enam angka dari aplikasi autentikator."},
            )
        return found

    def wrong(self, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Failed attempts count as failed logins do."""
        try:
            known = get_adapter().reauthenticate(self.user, given["kata_sandi"])
        except ValidationError:
            yield "kata_sandi", _TOO_OFTEN
            return
        if not known:
            yield "kata_sandi", "Kata sandi tidak cocok."
            return
        if self.with_code:
            yield from self._wrong_code(given["kode_sekali"])

    def _wrong_code(self, code: str) -> Iterator[tuple[str, str]]:
        form = ReauthenticateForm({"code": "".join(code.split())}, user=self.user)
        if form.is_valid():
            form.save()
        else:
            yield "kode_sekali", "Kode tidak cocok atau sudah dipakai."

    @property
    def words(self) -> str:
        """For the audit."""
        return "kata sandi dan kode" if self.with_code else "kata sandi"
