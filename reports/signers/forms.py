"""Appointing who signs for an office, and ending it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pekppp.accounts.forms.people import NipField
from pekppp.accounts.models import User
from pekppp.base.dates import DayField
from pekppp.base.form_fields import model_field
from reports.models import Penandatangan
from reports.models.penandatangan import SIGNED_KINDS


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.nama} ({obj.username})"


class PenunjukanForm(forms.Form):
    """Somebody appointed to sign: an account, or a name without one."""

    orang = PersonField(
        queryset=None,  # given when the form is made
        to_field_name="username",
        label="Akun",
        required=False,
        empty_label="Tanpa akun; tulis namanya di bawah",
        help_text="Yang mempunyai akun menandatangani di aplikasi; nama dan NIP-nya diambil dari "
        "akun itu.",
    )
    nama = forms.CharField(label="Nama tanpa akun", max_length=200, required=False)
    nip = NipField(label="NIP tanpa akun")
    jabatan = forms.CharField(
        label="Jabatan", max_length=200, help_text="Seperti tercetak, misalnya Sekretaris Daerah."
    )
    sebagai = forms.ChoiceField(
        label="Sebagai", choices=Penandatangan.Sebagai.choices, required=False
    )
    dokumen = forms.MultipleChoiceField(
        label="Dokumen yang ditandatangani",
        choices=SIGNED_KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "Pilih sedikitnya satu jenis dokumen."},
    )
    urutan = forms.IntegerField(
        label="Urutan",
        min_value=1,
        max_value=9,
        initial=1,
        help_text="Berita acara ditandatangani semuanya; dokumen lain oleh urutan pertama saja.",
    )
    atas_nama = forms.CharField(
        label="Atas nama (a.n.)",
        max_length=200,
        required=False,
        help_text="Jabatan pemberi wewenang, misalnya Sekretaris Daerah.",
    )
    untuk_beliau = forms.CharField(
        label="Untuk beliau (u.b.)",
        max_length=200,
        required=False,
        help_text="Jabatan di antaranya, misalnya Asisten Administrasi Umum.",
    )
    mulai = DayField(label="Mulai", initial=timezone.localdate)
    sampai = DayField(label="Sampai", required=False, help_text="Kosongkan bila belum ditentukan.")

    def __init__(self, data: Any = None, *, people: QuerySet[User], **more: Any) -> None:
        super().__init__(data, **more)
        model_field(self, "orang").queryset = people


class AkhiriPenunjukanForm(forms.Form):
    sampai = DayField(label="Hari terakhir", initial=timezone.localdate)
    alasan = forms.CharField(label="Alasan", max_length=500, required=False)
