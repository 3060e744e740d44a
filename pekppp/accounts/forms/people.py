"""What people type about people and instansi. Saving is the services' work."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pekppp.accounts import directory, queries, registers, sessions
from pekppp.accounts.access import may_appoint
from pekppp.accounts.forms.working_regions import WilayahField, offer
from pekppp.accounts.models import (
    Instansi,
    JenisInstansi,
    JenisUnit,
    Membership,
    UnitLokus,
    User,
)
from pekppp.accounts.models.unit import Sektor
from pekppp.accounts.models.user import ZONES
from pekppp.accounts.roles import NATIONAL_ROLES, ROLE_LABELS, Role
from pekppp.base import nip, phones
from pekppp.base.errors import Refused
from pekppp.base.form_fields import choice_field, model_field


def explain(form: forms.BaseForm, error: Refused | ValidationError) -> None:
    """Show what a service refused beside the field it is about."""
    if isinstance(error, Refused):
        problems = {error.field: [error.message]}
    elif hasattr(error, "error_dict"):
        problems = error.message_dict
    else:
        problems = {"": error.messages}
    for field, messages in problems.items():
        form.add_error(field if field in form.fields else None, messages)


class NipField(forms.CharField):
    """A NIP in the form in which it is kept: wherever one is typed."""

    def __init__(self, *, label: str = "NIP", help_text: str = nip.HELP, **more: Any) -> None:
        super().__init__(label=label, max_length=30, required=False, help_text=help_text, **more)

    def clean(self, value: Any) -> str:
        number = nip.canonical(super().clean(value))
        wrong = nip.problem(number, timezone.localdate())
        if wrong:
            raise ValidationError(wrong)
        return number


EMAIL_WRONG = "Tulis alamat surel yang lengkap, misalnya nama@contoh.go.id."
_CHOOSING_HELP = (
    "Sedikitnya 10 karakter, tidak hanya angka, bukan kata sandi yang umum, dan tidak mirip nama "
    "pengguna atau surel Anda."
)
_HELP = {
    "password1": _CHOOSING_HELP,
    "bersama": "Juga dipakai orang lain: sesi berakhir bila peramban ditutup atau sebentar saja "
    "ditinggalkan.",
}
# allauth mixes "sandi", "kata sandi" and "e-mail"; one word for one thing.
_LABELS = {
    "login": "Nama pengguna atau surel",
    "email": "Surel",
    "oldpassword": "Kata sandi sekarang",
    "password": "Kata sandi",
    "password1": "Kata sandi baru",
    "password2": "Kata sandi baru (sekali lagi)",
}


class _OurWords:
    """Beside one of allauth's forms, whose labels it replaces."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            # What else allauth says here is a link that the login page has in its own place.
            field.help_text = _HELP.get(name, "")


class LoginForm(_OurWords, allauth_forms.LoginForm):
    bersama = forms.BooleanField(label="Komputer bersama", required=False)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url)
        # Holds also where a second step is still to come: logging in keeps what the session has.
        sessions.share(request, self.cleaned_data["bersama"])
        return response


class ReauthenticateForm(_OurWords, allauth_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(_OurWords, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(_OurWords, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordForm(_OurWords, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(_OurWords, allauth_forms.ResetPasswordKeyForm):
    pass


class PhoneField(forms.CharField):
    """A telephone number as somebody types it; one that WhatsApp could not reach is refused."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        super().__init__(
            label="Nomor WhatsApp",
            max_length=40,
            required=False,
            help_text=phones.HELP,
            widget=widget,
            **more,
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not phones.whatsapp(text):
            raise ValidationError(phones.WRONG)
        return text


class PhoneForm(forms.Form):
    telepon = PhoneField()


class IdentityForm(forms.Form):
    """What stands beside a signature: the office changes it, or confirms it."""

    nama = forms.CharField(label="Nama lengkap", max_length=200, help_text="Dengan gelar.")
    nip = NipField()
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)


class ProfileForm(IdentityForm):
    telepon = PhoneField()
    zone = forms.ChoiceField(
        label="Zona waktu",
        choices=ZONES,
        help_text="Tenggat dan waktu ditampilkan menurut zona ini.",
    )


class _ChosenPassword(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label="Kata sandi",
        strip=False,
        help_text=_CHOOSING_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Kata sandi (sekali lagi)",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = (cleaned.get("password"), cleaned.get("password_again"))
        if all(given) and given[0] != given[1]:
            self.add_error("password_again", "Kedua kata sandi tidak sama.")
        return cleaned


class RegistrationForm(_ChosenPassword):
    """The account of an invited person; his address is the invitation's, if that was mailed."""

    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        help_text="Huruf kecil, angka, titik, atau garis bawah. Dipakai untuk masuk.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    nama = forms.CharField(
        label="Nama lengkap",
        max_length=200,
        help_text="Dengan gelar, seperti yang tercantum pada berita acara.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nip = NipField()
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)
    zone = forms.ChoiceField(label="Zona waktu", choices=ZONES)

    field_order = ("username", "nama", "nip", "jabatan", "zone", "password", "password_again")

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()

    def fields_for_user(self) -> dict[str, str]:
        return {
            name: value for name, value in self.cleaned_data.items() if name != "password_again"
        }


class InstansiForm(forms.ModelForm):  # type: ignore[type-arg]  # no [] when it runs
    """The office's own settings; the ministry also corrects names."""

    zone = forms.ChoiceField(label="Zona waktu", choices=ZONES)

    class Meta:
        model = Instansi
        fields = ("nama", "singkatan", "nama_kantor", "nama_kepala_daerah", "zone")
        help_texts = {"nama_kepala_daerah": "Misalnya Bupati, Wali Kota, Menteri, atau Kepala."}

    def __init__(self, *args: Any, may_rename: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_rename:
            del self.fields["nama"], self.fields["singkatan"]


class NewInstansiForm(forms.Form):
    jenis = forms.ChoiceField(
        label="Jenis",
        choices=[item for item in JenisInstansi.choices if item[0] != JenisInstansi.NASIONAL],
    )
    nama = forms.CharField(label="Nama", max_length=200)
    singkatan = forms.CharField(label="Singkatan", max_length=60, required=False)
    induk: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,
        label="Induk",
        required=False,
        empty_label="Tidak ada",
        help_text="Provinsi dari kabupaten atau kota; pemerintah daerah pemilik BUMD.",
    )
    kode = forms.RegexField(
        r"^[a-z0-9.-]+$",
        label="Kode",
        max_length=40,
        required=False,
        help_text="Kode wilayah untuk daerah; kosongkan untuk yang lain agar dibuatkan.",
        error_messages={"invalid": "Hanya huruf kecil, angka, titik, dan tanda hubung."},
    )
    zone = forms.ChoiceField(label="Zona waktu", choices=ZONES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "induk").queryset = queries.governments()


class PlaceForm(forms.Form):
    """A role and, for some roles, a unit: only roles that this user may give here."""

    role = forms.ChoiceField(label="Peran")
    unit: "forms.ModelChoiceField[UnitLokus]" = forms.ModelChoiceField(
        queryset=None,
        label="Unit",
        required=False,
        empty_label="Tidak terikat unit",
        to_field_name="uuid",
        help_text="Hanya untuk operator dan kepala unit.",
    )

    def __init__(self, *args: Any, user: User, instansi: Instansi, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "role").choices = [
            ("", "Pilih peran"),
            *(
                (role.value, ROLE_LABELS[role])
                for role in Role
                if may_appoint(user, role, instansi)
                and (role not in NATIONAL_ROLES or instansi.is_national)
            ),
        ]
        model_field(self, "unit").queryset = queries.open_units_of(user, instansi)


class InviteForm(PlaceForm):
    """A person by his address, or by his account; without mail the address is only noted."""

    email = forms.EmailField(
        label="Surel",
        required=False,
        help_text="Tautan undangan dikirim ke alamat ini, dan hanya ke sana.",
        error_messages={"invalid": EMAIL_WRONG},
    )
    nama = forms.CharField(label="Nama lengkap", max_length=200, required=False)
    username = forms.CharField(
        label="Nama pengguna (bila orang ini sudah punya akun)",
        max_length=150,
        required=False,
        help_text="Isi ini saja, tanpa surel dan nama; undangan muncul di akunnya.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    field_order = ("email", "nama", "username", "role", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.MAIL_WORKS:
            self.fields[
                "email"
            ].help_text = (
                "Boleh kosong. Server ini tidak mengirim surel; tautannya Anda serahkan sendiri."
            )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("username"):
            if cleaned.get("email"):
                self.add_error("username", "Isi salah satu saja: surel, atau nama pengguna.")
            return cleaned
        for name in ("email", "nama") if settings.MAIL_WORKS else ("nama",):
            if name in cleaned and not cleaned[name]:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Surel",
        error_messages={"invalid": EMAIL_WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ChangeRoleForm(PlaceForm):
    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        initial = {
            "role": membership.role,
            "unit": membership.unit.uuid if membership.unit else None,
        }
        super().__init__(*args, instansi=membership.instansi, initial=initial, **kwargs)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WhyForm(ReasonForm):
    """A reason that is owed: it is told to the person or stands in the trail."""

    reason = forms.CharField(
        label="Alasan", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class SwitchForm(forms.Form):
    membership = forms.UUIDField()


class InstansiFilterForm(forms.Form):
    q = forms.CharField(label="Cari", max_length=100, required=False)
    jenis = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *JenisInstansi.choices]
    )
    provinsi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,
        label="Wilayah provinsi",
        required=False,
        to_field_name="uuid",
        empty_label="Semua",
    )
    wilayah = WilayahField()
    kurang = forms.ChoiceField(
        label="Yang kurang",
        required=False,
        choices=[("", "Semua"), *((gap.key, gap.words) for gap in registers.INSTANSI_GAPS)],
    )
    tanpa_jenis: "forms.ModelChoiceField[JenisUnit]" = forms.ModelChoiceField(
        queryset=None, label="Tanpa unit jenis", required=False, empty_label="Semua"
    )
    tanpa_sektor = forms.ChoiceField(
        label="Tanpa unit sektor", required=False, choices=[("", "Semua"), *Sektor.choices]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "provinsi").queryset = registers.provinces_of(user)
        offer(self, user)
        model_field(self, "tanpa_jenis").queryset = queries.kinds_of_unit()

    def asked(self) -> registers.InstansiFilter:
        """What is nonsense in it is left out."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if "tanpa_jenis" in data:
            data["tanpa_jenis"] = data["tanpa_jenis"].pk
        return registers.InstansiFilter(**data)


class SearchForm(forms.Form):
    q = forms.CharField(label="Cari unit", max_length=100, required=False)


class CodeForm(forms.Form):
    """What stands on a slip."""

    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    kode = forms.CharField(
        label="Kode",
        max_length=40,
        help_text="Dua belas huruf dan angka pada slip; tanda hubung boleh ditulis boleh tidak.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class OwnPasswordForm(_ChosenPassword):
    """The password that a person chooses on the page of his way in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Kata sandi baru"
        self.fields["password_again"].label = "Kata sandi baru (sekali lagi)"


class PeopleForm(forms.Form):
    """The filter above the list of people."""

    q = forms.CharField(
        label="Nama, NIP, nama pengguna, atau surel", max_length=100, required=False
    )
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,
        label="Instansi",
        required=False,
        empty_label="Semua instansi",
        to_field_name="uuid",
    )
    peran = forms.ChoiceField(
        label="Peran",
        required=False,
        choices=[("", "Semua peran"), *((role.value, ROLE_LABELS[role]) for role in Role)],
    )
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua"), *directory.STATES.items()],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field(self, "instansi").queryset = directory.offices_of(user).order_by("nama")

    def asked(self) -> directory.Filter:
        """What is nonsense in it is left out."""
        self.is_valid()
        data = self.cleaned_data
        return directory.Filter(
            q=data.get("q", ""),
            instansi=data.get("instansi"),
            role=data.get("peran", ""),
            state=data.get("keadaan", ""),
        )
