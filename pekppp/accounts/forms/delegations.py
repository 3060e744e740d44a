"""Letting another exercise a right, by a letter and between two days."""

from typing import Any

from django import forms
from django.utils import timezone

from pekppp.accounts import queries
from pekppp.accounts.models import Membership, User
from pekppp.accounts.models.membership import SEBAGAI_CHOICES
from pekppp.base.dates import DayField
from pekppp.base.form_fields import model_field


class DeputyField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.nama} ({obj.username})"


class PelimpahanForm(forms.Form):
    kepada = DeputyField(
        queryset=None,  # given when the form is made
        to_field_name="username",
        label="Dilimpahkan kepada",
        empty_label="Pilih orangnya",
        help_text="Nama dan NIP akunnya yang tercetak. Belum ada di sini? Undang dahulu.",
    )
    sebagai = forms.ChoiceField(label="Sebagai", choices=SEBAGAI_CHOICES)
    dari = DayField(label="Mulai", initial=timezone.localdate)
    sampai = DayField(label="Sampai dengan", help_text="Berlaku sampai akhir hari itu.")
    nomor_surat = forms.CharField(label="Nomor surat", max_length=100)
    tanggal_surat = DayField(label="Tanggal surat", initial=timezone.localdate)
    surat = forms.FileField(
        label="Surat (PDF)",
        required=False,
        widget=forms.FileInput({"accept": ".pdf"}),
        error_messages={"empty": "Berkas ini kosong."},
    )

    def __init__(self, *args: Any, membership: Membership, **more: Any) -> None:
        super().__init__(*args, **more)
        model_field(self, "kepada").queryset = queries.possible_deputies(membership)

    def clean_surat(self) -> bytes | None:
        file = self.cleaned_data["surat"]
        return file.read() if file else None
