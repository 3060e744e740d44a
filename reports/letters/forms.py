"""The register of letters: when a letter left, when and by whom it was received."""

from typing import Any

from django import forms
from django.utils import timezone

from pekppp.accounts.forms.working_regions import WilayahField, offer
from pekppp.accounts.models import User
from pekppp.base.dates import DayField
from reports.models import Penyampaian


class PenyampaianFilter(forms.Form):
    q = forms.CharField(label="Cari unit atau nomor", max_length=100, required=False)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[
            ("", "Semua"),
            ("belum", "Belum dikirim"),
            ("dikirim", "Dikirim, belum diterima"),
            ("diterima", "Diterima"),
        ],
    )
    wilayah = WilayahField()

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        offer(self, user)


class DikirimForm(forms.Form):
    tanggal = DayField(label="Dikirim pada", initial=timezone.localdate)
    cara = forms.ChoiceField(label="Cara", choices=Penyampaian.Cara.choices)


class DiterimaForm(forms.Form):
    tanggal = DayField(label="Diterima pada", initial=timezone.localdate)
    oleh = forms.CharField(
        label="Diterima oleh",
        max_length=200,
        error_messages={"required": "Isi nama penerimanya."},
    )
